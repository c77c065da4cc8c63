"""workbook export: its options, and what it says."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.finding import Quantity
from workbook.language import Words
from workbook.parameters import Language
from workbook.problem import Misuse, outside_data

if TYPE_CHECKING:
    from workbook.crm.export import Handed

DONE, FAILED_CHAPTER = 0, 3
NAMED = 10


def arguments(made: argparse.ArgumentParser, words: Words) -> None:
    """The options of the command."""
    vendors = ["salesforce", "hubspot", "dynamics", "generic"]
    made.add_argument("folder", metavar="DIR", type=Path, help=words.text("cli.help.folder"))
    made.add_argument("--to", choices=vendors, required=True, help=words.text("cli.help.to"))
    made.add_argument("-o", "--out", metavar="OUT", type=Path, help=words.text("cli.help.out_export"))
    made.add_argument("--language", choices=["de", "en"], help=words.text("cli.help.language"))
    made.add_argument("--plans", metavar="ADDRESS", default="", help=words.text("cli.help.plans"))
    made.add_argument("--changed-since", metavar="RESULTS_JSON", type=Path, help=words.text("cli.help.changed_since"))
    made.add_argument("--dry-run", action="store_true", help=words.text("cli.help.dry_run"))


def body(chosen: argparse.Namespace) -> int:
    """workbook export"""
    from workbook.crm.export import Order, UnfinishedError, export
    from workbook.settings import language_of

    folder: Path = chosen.folder
    if not folder.is_dir():
        raise Misuse("cli.no_folder", folder=str(folder))
    outside_data(chosen.out or Path("reports"), folder)
    order = Order(chosen.to, chosen.plans, chosen.changed_since, chosen.dry_run)
    spoken: Language = chosen.language or language_of(folder) or "de"
    words = Words(spoken, "de_DE" if spoken == "de" else "en_GB", "EUR")
    try:
        handed = export(folder.resolve(), chosen.out or Path("reports"), order, chosen.language)
    except UnfinishedError as unfinished:
        chapter = words.text(f"page.chapter.{unfinished.chapter}")
        print(words.text("crm.unfinished", chapter=chapter), file=sys.stderr)
        return FAILED_CHAPTER
    print("\n".join(summary(handed, order.changed_since is not None, words)))
    return DONE


def summary(handed: Handed, compared: bool, words: Words) -> list[str]:
    """What was handed over or would be, line by line."""
    lines = [words.text("crm.would_write" if handed.file is None else "crm.records", n=_count(handed.records))]
    if compared:
        counts = {name: _count(getattr(handed, name)) for name in ("new", "changed", "unchanged")}
        lines.append(words.text("crm.compared", **counts))
        lines += [words.text("crm.column", column=name, n=_count(n)) for name, n in handed.by_column.items()]
        if handed.gone:
            lines.append(words.text("crm.gone", n=_count(len(handed.gone)), ids=_some(handed.gone)))
    for rule, ids in handed.left_out.items():
        lines.append(
            words.text("crm.left_out", n=_count(len(ids)), rule=words.text(f"crm.rule.{rule}"), ids=_some(ids))
        )
    if handed.file is not None:
        lines.append(words.text("crm.at", file=str(handed.file)))
    return lines


def _count(n: int) -> Quantity:
    return Quantity(n, "count")


def _some(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:NAMED]) + (" …" if len(ids) > NAMED else "")
