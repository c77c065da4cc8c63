"""The columns of a large text file as SQL: which cells are plain in the column's convention, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from workbook import schema
from workbook.intake import cells, dates, figures, numbers
from workbook.intake.figures import MAY_BE_PERCENT, NUMERIC, Place
from workbook.intake.header import Block
from workbook.intake.large_text import Large
from workbook.intake.mapping import Fit
from workbook.intake.notes import Notes
from workbook.parameters import Parameters

SPARE = 8
MISSING = chr(30)
BETWEEN = chr(31)
SHAPES = {
    "%d.%m.%Y": r"\d{1,2}\.\d{1,2}\.\d{4}",
    "%Y-%m-%d": r"\d{4}-\d{1,2}-\d{1,2}",
    "%Y%m%d": r"(?:19|20)\d{6}",
    "%d/%m/%Y": r"\d{1,2}/\d{1,2}/\d{4}",
    "%d-%m-%Y": r"\d{1,2}-\d{1,2}-\d{4}",
}
TIMES = {"%H:%M:%S": r"\d{1,2}:\d{2}:\d{2}", "%H:%M": r"\d{1,2}:\d{2}"}
MONEY = frozenset({"net_revenue", "list_revenue", "discount", "cost_of_goods", "margin"})


@dataclass(frozen=True)
class Convention:
    """How a column is written, as far as its rows seen so far tell.

    `shape` is the pattern of a plain cell ("" for texts), `mark` and `group` the signs in a number, `sign` what stands
    behind each one, `format` that of a date, `divisor` 100 where percent are meant. `settled`: no other row can change it.
    """

    kind: str
    shape: str = ""
    mark: str = ""
    group: str = ""
    sign: str = ""
    format: str = ""
    divisor: int = 1
    settled: bool = True


def conventions(block: Block, fit: Fit, parameters: Parameters) -> dict[str, Convention]:
    """From the rows seen so far to the convention of each mapped column, decided as the whole file's would be."""
    notes = Notes()
    if any(_kind(fit, column) == "share" for column in fit.columns):
        cells.typed(block, fit, parameters, notes)  # whether percent are meant is told as a decision only
    percent = {decision.column for decision in notes.decisions if decision.reading == "percent"}
    figures_of = [header for column, header in fit.columns.items() if _kind(fit, column) in NUMERIC]
    file_is = figures.german(block, figures_of, parameters.language)
    found = {}
    for column, header in fit.columns.items():
        where = Place(block, fit.table, column, header, _kind(fit, column))
        if where.kind in NUMERIC:
            found[column] = _number(where, parameters, file_is, 100 if column in percent else 1)
        elif where.kind in ("date", "datetime"):
            found[column] = _date(where, parameters)
        else:
            found[column] = Convention(where.kind)
    return found


def _kind(fit: Fit, column: str) -> str:
    described = schema.column(fit.table, column)
    return described.type if described else "text"


def _number(where: Place, parameters: Parameters, file_is: tuple[bool, bool], divisor: int) -> Convention:
    look = numbers.survey(where.block.raw[where.header], where.missing)
    mark, why = numbers.decimal_mark(look, where.setting(parameters.intake.decimal), *file_is)
    sign, pattern = _sign(look, where.kind)
    if why == "plain":
        return Convention(where.kind, rf"-?\d+{pattern}", ".", "", sign, "", divisor)
    settled, mark = mark is not None and why == "evidence", mark or ","
    group = _group(look, mark)
    whole = rf"-?(?:\d+|\d{{1,3}}(?:{re.escape(group)}\d{{3}})+)"
    either = r"-?(?:\d+|[1-9]\d{0,2}[.,]\d{3})"
    # Without evidence only cells that prove nothing are plain: one that does is looked at, and decides.
    shape = rf"{whole}(?:{re.escape(mark)}\d{{1,4}})?" if settled else either
    return Convention(where.kind, shape + pattern, mark, group, sign, "", divisor, settled)


def _group(look: numbers.Survey, mark: str) -> str:
    cores = look.distinct["core"].astype("str")
    for group in ("'", " "):
        if cores.str.contains(group, regex=False).any():
            return group
    return "." if mark == "," else ","


def _sign(look: numbers.Survey, kind: str) -> tuple[str, str]:
    """The sign most cells end in (€, %) and its pattern; percent must then stand behind each number."""
    filled = look.distinct[look.distinct["kind"] != "missing"]
    ends = filled["text"].astype("str").str.extract(r"([^\d.,\-()]+)$")[0].dropna()
    if not len(ends) or len(ends) * 2 < len(filled) or (filled["factor"] != 1).any():
        return "", ""
    sign = str(ends.mode().iloc[0])
    if sign.strip() == "%":
        return (sign, re.escape(sign)) if kind in MAY_BE_PERCENT else ("", "")
    return (sign, f"(?:{re.escape(sign)})?") if sign.strip().lower().rstrip(".") in numbers.SIGNS else ("", "")


def _date(where: Place, parameters: Parameters) -> Convention:
    column = where.block.raw[where.header]
    texts = [text.strip() for text in column if isinstance(text, str) and text.strip()]
    told = where.setting(parameters.intake.dates)
    best, most = Convention(where.kind, r"\d{2}\.\d{2}\.\d{4}", format="%d.%m.%Y"), 0
    for format_, shape in SHAPES.items():
        for time, hours in {"": "", **TIMES}.items():
            pattern = re.compile(shape + (f"[ T]{hours}" if time else ""))
            hits = [text for text in texts if pattern.fullmatch(text)]
            if len(hits) > most:
                most, between = len(hits), "T" if time and "T" in hits[0] else " "
                best = _ordered(where.kind, format_, f"{between}{time}" if time else "", hits, told)
    return best


def _ordered(kind: str, day: str, time: str, texts: list[str], told: str | None) -> Convention:
    """A format with its order of day and month, where that has to be found."""
    shape = SHAPES[day] + (f"{time[0]}{TIMES[time[1:]]}" if time else "")
    if day[2] not in "/-" or day.startswith("%Y"):
        return Convention(kind, shape if time else "", format=day + time)
    slashed = {text: found for text in texts if (found := dates.SLASHED.fullmatch(text))}
    order = told if told in ("dmy", "mdy") else dates.order_of(slashed)
    shown = f"%m{day[2]}%d{day[2]}%Y" if order == "mdy" else day
    if order:
        return Convention(kind, shape if time else "", format=shown + time)
    part = r"(?:0?[1-9]|1[0-2])"
    return Convention(kind, rf"{part}{day[2]}{part}{day[2]}\d{{4}}{shape[len(SHAPES[day]) :]}", format=shown + time,
                      settled=False)  # fmt: skip


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def source(large: Large, width: int, parallel: bool = True) -> str:
    """The lines below the first rows: every cell as text (NULL where the row is too short)."""
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(width + SPARE))
    return (
        f"read_csv({literal(str(large.path))}, delim={literal(large.sign)}, quote='\"', escape='\"', header=false, "
        f"skip={large.records}, auto_detect=false, null_padding=true, nullstr={literal(MISSING)}, "
        f"parallel={str(parallel).lower()}, max_line_size=16777216, columns={{{columns}}})"
    )


def joined(width: int) -> str:
    """All cells of a row as one text."""
    return "concat_ws(" + literal(BETWEEN) + ", " + ", ".join(f"c{n}" for n in range(width + SPARE)) + ")"


def value(convention: Convention, cell: str, large: Large) -> str:
    """The expression of a plain cell's value; NULL where it is empty or not plain."""
    if convention.format:
        guard = f"strlen({cell}) <= 10" if not convention.shape else _matches(cell, convention.shape)
        return f"CASE WHEN {guard} THEN try_strptime({cell}, {literal(convention.format)}) END"
    if convention.kind not in NUMERIC:
        return f"nullif({cell}, '')"
    text = cell
    if convention.sign:
        text = f"replace({text}, {literal(large.written(convention.sign))}, '')"
    if convention.group:
        text = f"replace({text}, {literal(large.written(convention.group))}, '')"
    if convention.mark == ",":
        text = f"replace({text}, ',', '.')"
    number = f"TRY_CAST({text} AS DECIMAL(18, 4))"
    if convention.divisor != 1:
        number = f"TRY_CAST({text} AS DOUBLE) / {convention.divisor}"
    return f"CASE WHEN {_matches(cell, large.written(convention.shape))} THEN {number} END"


def _matches(cell: str, shape: str) -> str:
    return f"regexp_full_match({cell}, {literal(shape)})"


def plain(column: str, convention: Convention, cell: str, required: bool) -> str:
    """The condition under which a cell needs no closer look."""
    filled = f"v_{column} IS NOT NULL"
    if convention.format:
        low, high = dates.YEARS
        filled = f"v_{column} BETWEEN TIMESTAMP '{low}-01-01' AND TIMESTAMP '{high}-12-31 23:59:59'"
    if not (convention.format or convention.kind in NUMERIC):
        return filled if required else ""
    if column == "discount_rate":
        small = "" if convention.divisor == 1 or convention.sign else f" AND (v_{column} = 0 OR v_{column} > 0.01)"
        filled = f"(v_{column} BETWEEN 0 AND 1{small})"
    return filled if required else f"({filled} OR {cell} = '')"


def amounts(present: Iterable[str]) -> dict[str, str]:
    """The expressions of intake.compute.amounts, over `v_…` columns."""
    done = {name: f"v_{name}" for name in present}
    priced = {"quantity", "unit_price"} <= set(done) and ("net_revenue" not in done or "discount_rate" in done)
    if priced and "list_revenue" not in done:
        done["list_revenue"] = "(v_quantity::DOUBLE * v_unit_price::DOUBLE)"
    if "net_revenue" not in done and (listed := done.get("list_revenue")):
        if "discount_rate" in done:
            done["net_revenue"] = f"({listed}::DOUBLE * (1 - coalesce(v_discount_rate, 0)::DOUBLE))"
        elif "discount" in done:
            done["net_revenue"] = f"({listed} - coalesce(v_discount, 0))"
        elif "quantity" in done:
            done["net_revenue"] = listed
    if "net_revenue" not in done:
        return done
    net = done["net_revenue"]
    if "discount" not in done and "list_revenue" in done:
        done["discount"] = f"({done['list_revenue']} - {net})"
    elif "list_revenue" not in done and "discount" in done:
        done["list_revenue"] = f"({net} + coalesce(v_discount, 0))"
    if "cost_of_goods" not in done and "margin" in done:
        done["cost_of_goods"] = f"({net} - v_margin)"
    return done
