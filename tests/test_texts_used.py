"""Every text the code asks for exists, and every text there is is asked for."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from workbook import schema
from workbook.chapters import ORDER
from workbook.intake.checks import __name__ as _  # noqa: F401
from workbook.parameters import CLASSES, PHASES, ROLES
from workbook.texts import keys

SOURCE = Path(__file__).parents[1] / "src" / "workbook"
CODE = re.compile(
    r"(?:IN|HD|NUM|CUR|PCT|DATE|ID|REF|SUM|CFG|OUT|JOIN|DUP|TOTAL|BLANK|HEADER|CODE)-[A-Z]+|RANGE|PERIOD|REQUIRED"
)
KEY = re.compile(r"[a-z]+(?:\.[a-z0-9_]+)+")
