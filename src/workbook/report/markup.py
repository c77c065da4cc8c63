"""What a page is mostly made of, as HTML: running text, marks, rows of tables. No template: there are thousands of them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache, partial
from typing import Any

from markupsafe import Markup, escape

from workbook import theme
from workbook.exhibit import Cell, Head, Table
from workbook.report.crossings import Crossings

LONG = 40  # signs; a cell with more may break


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text as HTML, without the signs that HTML may not hold."""
    return str(escape(theme.printable(text)))


@lru_cache(maxsize=4096)
def words(text: str) -> Markup:
    """Running text: an estimate and a signed figure stay on one line, a marked word has its mark before it."""
    return Markup("".join(_piece(kind, part) for kind, part in _pieces(text)))


@cache
def mark(name: str) -> Markup:
    """The mark of a customer class."""
    outline = plain(theme.tokens()["mark"][name][2])
    drawn = f'<path d="{outline}" fill="var(--{plain(name)})"/>'
    return Markup(f'<svg class="mark" viewBox="0 0 12 12" aria-hidden="true">{drawn}</svg>')


def rows(
    table: Table, home: bool, customers: Crossings, places: Mapping[Any, Any], labels: Mapping[str, str]
) -> Markup:
    """The rows of a table and its total.

    A row's first cell leads to the page in the table's links, else to its customer's own row. `home`: here is that row, and from
    there lead ways back to the findings that name the customer.
    """

    def first(cell: Cell) -> str:
        at = customers.anchors.get(cell.text)
        if not at:
            return _shown(cell)
        if not home:
            return f'<a href="#{at}">{_shown(cell)}</a>'
        found = [places["statement", ident] for ident in customers.back[cell.text]]
        return f'<span id="{at}">{_shown(cell)}</span>' + "".join(_back(place, labels["finding"]) for place in found)

    links = table.links or ("",) * len(table.rows)
    body = "\n".join(
        _row(row, table, partial(_leading, link) if link else first)
        for row, link in zip(table.rows, links, strict=True)
    )
    total = f"\n<tfoot>{_row(table.total, table, _shown, values=False)}</tfoot>" if table.total else ""
    return Markup(f"<tbody>\n{body}\n</tbody>{total}")


def _leading(to: str, cell: Cell) -> str:
    return f'<a href="{plain(to)}">{_shown(cell)}</a>'


def _back(place: Any, finding: str) -> str:
    to, number = plain(place.anchor), plain(place.number)
    return f' <a class="back" href="#{to}" aria-label="{plain(finding)} {number}">{number}</a>'


def _row(row: tuple[Cell, ...], table: Table, first: Callable[[Cell], str], values: bool = True) -> str:
    made: list[str] = []
    sortable = table.sortable and values
    for cell, head in zip(row, table.heads, strict=True):
        sort = (
            f' data-v="{cell.value:.7g}"' if sortable and cell.value is not None and math.isfinite(cell.value) else ""
        )
        if not made and cell.text:
            made.append(f'<th scope="row"{_side(head.numeric)}{sort}>{first(cell)}</th>')
        else:
            made.append(f"<td{_look(cell, head)}{sort}>{_shown(cell)}</td>")
    return f"<tr>{''.join(made)}</tr>"


def _side(numeric: bool) -> str:
    return ' class="n"' if numeric else ""


def _look(cell: Cell, head: Head) -> str:
    if cell.tint:
        return f' class="n t{cell.tint}"'
    return ' class="long"' if not head.numeric and len(cell.text) > LONG else _side(head.numeric)


def _shown(cell: Cell) -> str:
    if cell.link:
        return f'<a href="{plain(cell.link)}">{plain(cell.text)}</a>'
    return f'<span class="nb">{mark(cell.mark)}{plain(cell.text)}</span>' if cell.mark else plain(cell.text)


def _piece(kind: str, part: str) -> str:
    if kind == "text":
        return plain(part)
    if kind == "estimate":
        return f'<span class="est">{plain(part)}</span>'
    return f'<span class="nb">{"" if kind == "signed" else mark(kind)}{plain(part)}</span>'


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Running text in parts: an estimate (≈ with all bound to it), a signed figure, a marked word, the rest."""
    signs, pattern, signed = _signs()
    for part in pattern.split(text):
        if part[:1] in signs and len(part) > 2:
            yield signs[part[0]], part[2:]
        elif signed.fullmatch(part):
            yield "signed", part
        elif part:
            yield "estimate" if part[0] == "≈" and any(c.isdigit() for c in part) else "text", part


@cache
def _signs() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """The mark of every sign, all that is set apart in running text, and a signed figure."""
    signs = {sign: name for name, (_, sign, _) in theme.tokens()["mark"].items()}
    bound = "[\u00a0\u202f]"
    estimate = rf"≈{bound}?(?:[^\s]+{bound})*[^\s]*[\w%€$£]"
    signed = rf"(?<![\w\d])[−+][\d€$£A-Z][^\s]*(?:{bound}[^\s]+)*"
    apart = rf"({estimate}|{signed}|[{''.join(signs)}]{bound}[^\s]+)"
    return signs, re.compile(apart), re.compile(signed)
