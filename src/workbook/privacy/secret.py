"""The key behind the codes: given in the environment or kept in a file of its own, else drawn for one run and forgotten."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbook.problem import Misuse

VARIABLE = "WORKBOOK_PSEUDONYM_KEY"
PASSED = "WORKBOOK_PSEUDONYM_RUN"  # how one run hands its key to the processes it starts; never an option, never a file
LEAST = 16  # characters; a shorter key can be guessed


@dataclass(frozen=True)
class Secret:
    """The key, and whether it is kept: only then codes are the same in the next report."""

    key: bytes
    kept: bool


def key_file(client: str) -> Path:
    """Where the key of a client is looked for where the environment gives none: among the user's own settings."""
    base = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA") or str(Path.home() / ".config")
    return Path(base) / "workbook" / "keys" / f"{client}.key"


def find(client: str, folder: Path, out: Path) -> Secret:
    """The key of a client; Misuse where it is too short, lies beside what it protects, or may be read by others."""
    given = os.environ.get(VARIABLE)
    if given is not None:
        return Secret(_long_enough(given, VARIABLE), True)
    path = key_file(client)
    if not path.is_file():
        return Secret(secrets.token_bytes(32), False)
    if any(path.resolve().is_relative_to(place.resolve()) for place in (folder, out)):
        raise Misuse("privacy.key_beside", file=str(path))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Misuse("privacy.key_open", file=str(path))
    return Secret(_long_enough(path.read_text("utf-8", "replace"), str(path)), True)


@contextmanager
def handed_on(client: str, folder: Path, out: Path) -> Iterator[None]:
    """One key for this process and all it starts, until the end."""
    if PASSED in os.environ:
        yield
        return
    found = find(client, folder, out)
    os.environ[PASSED] = f"{'kept' if found.kept else 'run'}:{found.key.hex()}"
    try:
        yield
    finally:
        del os.environ[PASSED]


def handed(client: str, folder: Path) -> Secret:
    """The key this run was handed; who opens a notebook by hand gets the one found now."""
    passed = os.environ.get(PASSED)
    if passed is None:
        return find(client, folder, folder)
    kept, _, key = passed.partition(":")
    return Secret(bytes.fromhex(key), kept == "kept")


def _long_enough(text: str, place: str) -> bytes:
    key = text.strip()
    if len(key) < LEAST:
        raise Misuse("privacy.key_short", file=place, least=str(LEAST))
    return key.encode()
