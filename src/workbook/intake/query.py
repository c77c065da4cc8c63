"""What may be asked of a client's database: one SELECT, or a whole table by its name."""

from __future__ import annotations

import re

from workbook.intake.address import Dialect

NAME = re.compile(r"[^\W\d][\w$]*(?: [\w$]+)*")
QUOTED = r'"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|/\*.*?\*/|\$(\w*)\$.*?\$\1\$'
STRINGS = {
    "mysql": re.compile(r"'(?:[^'\\]|\\.|'')*'|#[^\n]*|" + QUOTED, re.DOTALL),
    "other": re.compile(r"'(?:[^']|'')*'|" + QUOTED, re.DOTALL),
}
# What changes something, writes a file, locks or waits within a SELECT: a read-only transaction does not stop all of it.
WRITES = re.compile(
    r"\b(?:insert|update|delete|merge|into|for\s+share|lock\s+in|load_file|load_extension|pg_read_file|pg_read_binary_file"
    r"|pg_ls_dir|lo_\w+|dblink\w*|pg_sleep|sleep|benchmark|pg_terminate_backend|pg_cancel_backend)\b",
    re.IGNORECASE,
)
# A name of several words that begins like a statement is meant as one.
VERBS = re.compile(
    r"(?:insert|update|delete|merge|replace|drop|create|alter|truncate|grant|revoke|call|exec|execute|copy|attach|pragma"
    r"|explain|show|set|use|vacuum|begin|commit) ",
    re.IGNORECASE,
)
READS = re.compile(r"[\s(]*(?:select|with|values)\b", re.IGNORECASE)


def statement(asked: str, dialect: Dialect) -> str | None:
    """The SQL to run for a table name or a SELECT; None where it is neither, or more than one statement."""
    text = asked.strip()
    parts = text.split(".")
    if (
        not READS.match(text)
        and not VERBS.match(text)
        and len(parts) <= 3
        and all(NAME.fullmatch(part) for part in parts)
    ):
        mark = "`" if dialect == "mysql" else '"'
        return "SELECT * FROM " + ".".join(f"{mark}{part}{mark}" for part in parts)
    bare = STRINGS["mysql" if dialect == "mysql" else "other"].sub(" ", text).strip()
    bare = bare.removesuffix(";").rstrip()
    # A comment of MySQL that begins with ! is run.
    if not READS.match(bare) or ";" in bare or WRITES.search(bare) or re.search(r"/\*M?!", text):
        return None
    return text.rstrip().removesuffix(";")
