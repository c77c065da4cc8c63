"""The address of a database in database.yaml: what it names, and the credentials the environment adds to it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

Dialect = Literal["sqlite", "postgresql", "mysql"]

DIALECTS: Mapping[str, Dialect] = {
    "sqlite": "sqlite",
    "postgresql": "postgresql",
    "postgresql+pg8000": "postgresql",
    "mysql": "mysql",
    "mysql+pymysql": "mysql",
}
USER, PASSWORD = "WORKBOOK_DB_USER", "WORKBOOK_DB_PASSWORD"
PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
SECRET = re.compile(r"pass|pwd|secret|token|key", re.IGNORECASE)


class Unclear(Exception):  # noqa: N818 - it is no error of the program
    """An address that cannot be used: a message code and what it names. Never the address itself."""

    def __init__(self, code: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.values = code, values or {}


@dataclass(frozen=True)
class Address:
    """A database: `name` is the file of SQLite, else the database of the server."""

    dialect: Dialect
    name: str
    host: str = ""
    port: int | None = None
    user: str = ""
    password: str = field(default="", repr=False)
    encrypted: bool = False

    @property
    def shown(self) -> str:
        """The address as a message may show it."""
        return f"{self.host}/{self.name}" if self.host else self.name

    def hushed(self, text: str) -> str:
        """A text of the driver without the password."""
        return text.replace(self.password, "***") if self.password else text


def of(url: str, environment: Mapping[str, str] = os.environ) -> Address:
    """From the URL as it stands in the file to an address with its credentials; Unclear where it cannot be used."""
    try:
        parts = urlsplit(url.strip())
        dialect, port = DIALECTS.get(parts.scheme), parts.port
    except ValueError:
        raise Unclear("DB-URL") from None
    _refuse_secrets(parts)
    if dialect is None or parts.fragment:
        raise Unclear("DB-URL")
    name = _filled(unquote(parts.path.removeprefix("/")), environment)
    if dialect == "sqlite":
        if parts.netloc or parts.query or not name or name == ":memory:":
            raise Unclear("DB-URL")
        return Address(dialect, name)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = _filled(parts.hostname or "", environment)
    if not host or not name or set(options) - {"ssl"} or options.get("ssl", "true") not in ("true", "false"):
        raise Unclear("DB-URL")
    user = _filled(unquote(parts.username or ""), environment) or environment.get(USER, "")
    password = _filled(unquote(parts.password or ""), environment) or environment.get(PASSWORD, "")
    if not user:
        raise Unclear("DB-ENV", values={"name": USER})
    return Address(dialect, name, host, port, user, password, options.get("ssl") == "true")


def _refuse_secrets(parts: SplitResult) -> None:
    """A password has no place in a file that is copied and mailed: only the name of a variable may stand there."""
    written = parts.password and not PLACEHOLDER.fullmatch(unquote(parts.password))
    asked = any(SECRET.search(name) for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    if written or asked:
        raise Unclear("DB-SECRET")


def _filled(text: str, environment: Mapping[str, str]) -> str:
    def value(named: re.Match[str]) -> str:
        found = environment.get(named.group(1), "")
        if not found:
            raise Unclear("DB-ENV", values={"name": named.group(1)})
        return found

    return PLACEHOLDER.sub(value, text)
