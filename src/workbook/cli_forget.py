"""`workbook forget`: what was kept of a client is gone, and what was removed is said."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbook.language import Words
from workbook.problem import Misuse


def arguments(made: argparse.ArgumentParser, words: Words) -> None:
    """The options of the command, and the words its body speaks."""
    made.set_defaults(words=words)
    made.add_argument("folder", metavar="DIR", type=Path, help=words.text("cli.help.folder"))
    made.add_argument("-o", "--out", metavar="OUT", type=Path, help=words.text("privacy.help.forget_out"))


def body(chosen: argparse.Namespace) -> int:
    """workbook forget"""
    from workbook.batch.forget import forget
    from workbook.settings import read_settings

    if not chosen.folder.is_dir():
        raise Misuse("cli.no_folder", folder=str(chosen.folder))
    words, name = chosen.words, str(read_settings(chosen.folder).id)
    found = forget(name, chosen.folder, chosen.out or Path("reports"))
    told = {"privacy.forgotten": found.removed, "privacy.rewritten": found.rewritten, "privacy.left": found.left}
    lines = [] if found.removed or found.rewritten else [words.text("privacy.nothing", client=name)]
    for key, paths in told.items():
        if paths:
            lines += [words.text(key, client=name), *(f"  {path}" for path in paths)]
    print("\n".join([*lines, words.text("privacy.stays", folder=str(chosen.folder))]))
    return 0
