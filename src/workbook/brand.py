"""brand.toml beside client.yaml: a client's own colours, fonts and logo, refused where readers could not read them."""

from __future__ import annotations

import difflib
import hashlib
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbook import contrast, settings, theme
from workbook.exhibit import Brand, Logo
from workbook.finding import Quantity, Term
from workbook.logo import LARGEST, Unfit, logo
from workbook.problem import Problem, Refused

FILE = "brand.toml"
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
FONT = re.compile(r"[^\W_][\w .-]{0,59}")


def read_brand(folder: Path) -> Brand | None:
    """The brand of a client's folder, None where there is none; Refused with every problem of brand.toml."""
    path = folder / FILE
    if not path.is_file():
        return None
    if path.stat().st_size > settings.LARGEST:
        raise Refused([_problem("CFG-TOML", "", {"cause": Term("cause.too_large")})])
    data = path.read_bytes()
    tree = _tree(data)
    problems = [*_names(tree), *_values(tree)]
    if problems:
        raise Refused(problems)
    brand = Brand(tree.get("light", {}), tree.get("dark", {}), tree.get("fonts", {}), None, "")
    problems = [*_unreadable(brand)]
    shown, picture = None, b""
    if "logo" in tree:
        try:
            shown, picture = _logo(folder, tree["logo"])
        except Unfit as unfit:
            problems.append(_problem("CFG-LOGO", "logo.file", {"value": tree["logo"]["file"], "cause": unfit.cause}))
    if problems:
        raise Refused(problems)
    return Brand(brand.light, brand.dark, brand.fonts, shown, hashlib.sha256(data + b"\0" + picture).hexdigest())


def _problem(code: str, key: str, values: Mapping[str, Any], row: int | None = None) -> Problem:
    return Problem(code, "reject", file=FILE, row=row, key=key, values=values)


def _tree(data: bytes) -> Mapping[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused([_problem("CFG-TOML", "", {"cause": Term("cause.not_utf8")})]) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        row = int(line[1]) if line else None
        raise Refused([_problem("CFG-TOML", "", {"cause": Term("cause.syntax")}, row)]) from None


def _known() -> dict[str, tuple[str, ...]]:
    """The keys allowed in each table."""
    colours = tuple(theme.tokens()["light"])
    return {"light": colours, "dark": colours, "fonts": ("head", "text", "chart"), "logo": ("file", "alt")}


def _names(tree: Mapping[str, Any]) -> Iterator[Problem]:
    """Tables and keys that do not exist, and those of a logo that are missing."""
    known = _known()
    for name, table in tree.items():
        if name not in known:
            yield _unknown(name, name, tuple(known))
        elif not isinstance(table, dict):
            allowed = Term("allowed.table", {"key": f"[{name}]"})
            yield _problem("CFG-VALUE", name, {"value": str(table), "allowed": allowed})
        else:
            yield from (_unknown(f"{name}.{key}", key, known[name]) for key in table if key not in known[name])
            if name == "logo":
                yield from (_problem("CFG-MISSING", f"logo.{key}", {}) for key in known[name] if key not in table)


def _unknown(where: str, name: str, known: tuple[str, ...]) -> Problem:
    near = difflib.get_close_matches(name, known, 1, 0.5)
    return _problem("CFG-KEY", where, {"nearest": near[0] if near else ", ".join(known)})


def _values(tree: Mapping[str, Any]) -> Iterator[Problem]:
    """Values that are no colour, no font's name, no text."""
    known = _known()
    rules = {"light": (COLOUR, "colour"), "dark": (COLOUR, "colour"), "fonts": (FONT, "font")}
    rules["logo"] = (re.compile(r".{1,120}"), "text")
    for name, (rule, allowed) in rules.items():
        table = tree.get(name)
        for key, value in table.items() if isinstance(table, dict) else ():
            if key in known[name] and not (isinstance(value, str) and rule.fullmatch(value)):
                yield _problem(
                    "CFG-VALUE", f"{name}.{key}", {"value": str(value), "allowed": Term(f"allowed.{allowed}")}
                )


def _unreadable(brand: Brand) -> Iterator[Problem]:
    """Pairs of colours that cannot be read, or not told apart, each with what was measured."""
    given = {"light": brand.light, "dark": brand.dark}
    for one in contrast.measured(theme.colours(brand)):
        if one.value < one.least:
            own, other = (one.first, one.second) if one.first in given[one.scheme] else (one.second, one.first)
            least = Quantity(one.least, "ratio")
            actual = Quantity(math.floor(one.value * 100) / 100, "ratio")  # never rounded up to what is asked for
            values: dict[str, Any] = {"value": given[one.scheme].get(own, ""), "other": other}
            values |= {"actual": actual, "least": least}
            if one.sight:
                values["sight"] = Term(f"sight.{one.sight}")
            yield _problem("CFG-ALIKE" if one.sight else "CFG-CONTRAST", f"{one.scheme}.{own}", values)


def _logo(folder: Path, said: Mapping[str, str]) -> tuple[Logo, bytes]:
    """The logo and its file's bytes; Unfit where it is not a plain file beside brand.toml."""
    path = folder / said["file"]
    if Path(said["file"]).name != said["file"] or path.is_symlink() or not path.is_file():
        raise Unfit("missing")
    if path.stat().st_size > LARGEST:
        raise Unfit("large")
    data = path.read_bytes()
    return logo(said["file"], data, said["alt"]), data
