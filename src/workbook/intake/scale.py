"""What a number counts in: its unit word, its currency, the scale of a share or rating, and whether it says the opposite."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from workbook import schema
from workbook.finding import Quantity
from workbook.intake import numbers
from workbook.intake.gaps import is_gap
from workbook.intake.header import Block
from workbook.intake.notes import Notes, quoted
from workbook.parameters import Intake, Parameters

BOUNDS = {"rating5": (1.0, 5.0), "rating10": (0.0, 10.0)}
# Beyond a billion billions a float no longer tells cents apart, and no client earns that.
HUGE = 1e12
Told = TypeVar("Told")


@dataclass(frozen=True)
class Place:
    """One column of one block: its table, canonical name, header and type."""

    block: Block
    table: str
    column: str
    header: str
    kind: str

    def at(self, row: Any = None) -> dict[str, Any]:
        """The fields of a Problem that say where it stands."""
        file, sheet = self.block.place
        column = self.block.letters.get(self.header, "") if self.block.sheet.excel else ""
        return {
            "file": file,
            "sheet": sheet,
            "row": None if row is None else int(row),
            "column": column,
            "header": self.header,
        }

    def setting(self, told: Mapping[str, Told]) -> Told | None:
        """What client.yaml says of this column: by table.column, column or header."""
        return next((told[key] for key in self.names if key in told), None)

    @property
    def names(self) -> tuple[str, str, str]:
        """How client.yaml may name this column."""
        return f"{self.table}.{self.column}", self.column, self.header

    def missing(self, cell: Any) -> bool:
        """Whether a cell says that there is no value."""
        return is_gap(cell, self.kind)

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The lowest and highest value the column may hold."""
        described = schema.column(self.table, self.column)
        return BOUNDS.get(self.kind, (described.low, described.high) if described else (None, None))


def in_units(where: Place, look: numbers.Survey, values: pd.Series, intake: Intake, notes: Notes) -> pd.Series:
    """Values without a unit of their own times the factor told; where a factor may be meant and none is told, it is asked."""
    filled = look.distinct[~look.of("missing", "text")]
    scaled = filled["factor"] != 1
    told = where.setting(intake.units)
    if told is not None:
        bare = look.spread((look.distinct["factor"] == 1).to_numpy(dtype=bool)).astype(bool)
        n = int(values.notna().sum())
        notes.decide(where.block.place, where.header, where.column, f"times {told:g}", (n, n))
        return values.where(~bare, values * told)
    in_header = _factor(str(schema.unit_of(where.header) or ""))
    factor, value = in_header, where.header
    if scaled.any():
        every = bool(scaled[filled["core"].str.strip("0-") != ""].all())
        factor, value = (
            (None, "") if every else (float(filled["factor"][scaled].iloc[0]), filled["text"][scaled].iloc[0])
        )
        if every:
            notes.add("NUM-WORD", "repair", **where.at(), count=int(filled["n"][scaled].sum()))
    if factor and len(filled):
        line = f"intake: {{units: {{{where.column}: {factor:.0f}}}}}"
        values_ = {"value": quoted(value), "factor": Quantity(factor, "number"), "setting": line}
        notes.add("NUM-UNIT", "ask", **where.at(), key=f"intake.units.{where.column}", values=values_)
    return values


def _factor(unit: str) -> float | None:
    bare = re.sub(numbers.CURRENCY, "", unit, flags=re.IGNORECASE).partition("/")[0]
    return numbers.FACTORS.get(re.sub(r"[^a-z]", "", bare.casefold()))


def in_currency(
    where: Place, look: numbers.Survey, values: pd.Series, parameters: Parameters, notes: Notes
) -> pd.Series:
    """Amounts in the client's currency: others only at the rates of client.yaml, else refused and never added."""
    own, rates = parameters.currency, parameters.intake.rates
    if (
        not look.distinct["money"].cat.codes.any()
        and _header_sign(where.header) in ("", own)
        and _beside(where) is None
    ):
        return values
    said = look.spread(look.distinct["money"].to_numpy(dtype=object)).astype(str)
    # $ is what Canadians and Australians write too.
    said = said.where(~((said == "USD") & own.endswith("D") & (own not in ("EUR", "USD"))), own)
    beside = _beside(where) if where.kind == "money" else None
    sign = said if beside is None else said.where(said != "", beside)
    sign = sign.where(sign != "", _header_sign(where.header))
    counted = values.notna() & (values != 0)
    found = sorted(set(sign[counted]) - {""})
    clash = beside is not None and bool((counted & (said != "") & (beside != "") & (said != beside)).any())
    foreign = [one for one in found if one != own]
    if clash:
        found = sorted({*found, *set(beside[counted])} - {""}) if beside is not None else found
    if clash or any(one not in rates for one in foreign):
        notes.add("CUR-MIX", "reject", **where.at(), key="intake.rates", values={"candidates": found})
        return values
    for one in foreign:
        n = int((sign[counted] == one).sum())
        notes.decide(
            where.block.place, where.header, where.column, f"{one} times {rates[one]:g}", (n, int(counted.sum()))
        )
    return values * sign.map({one: rates[one] for one in foreign}).fillna(1.0) if foreign else values


def _beside(where: Place) -> pd.Series | None:
    """The currency column of the same block, if it has one, as codes."""
    raw = where.block.raw
    header = next((header for header in raw.columns if schema.check_only(str(header)) == "currency"), None)
    if header is None:
        return None
    known = {cell: numbers.SIGNS.get(str(cell).strip().casefold().rstrip("."), str(cell).strip().upper())
             for cell in raw[header].map(str).unique()}  # fmt: skip
    return raw[header].map(str).map(known).map(lambda code: "" if is_gap(code, "code") else code)


def _header_sign(header: str) -> str:
    found = re.search(
        rf"(?:^|[^\w])(?:T|k)?({numbers.CURRENCY})(?!\w)", str(schema.unit_of(header) or ""), re.IGNORECASE
    )
    return numbers.SIGNS.get(found.group(1).casefold().rstrip("."), "") if found else ""


def as_share(where: Place, look: numbers.Survey, values: pd.Series, notes: Notes) -> tuple[pd.Series, bool]:
    """Shares 0–1: percent signs in every cell or in the header, else all above 1; (values, False) where that is asked."""
    percent = look.spread(look.distinct["percent"].to_numpy(dtype=bool)).astype(bool)
    filled = values.notna() & (values != 0)
    if not filled.any():
        return values, True
    small, large = filled & (values.abs() <= 1), filled & (values.abs() > 1)
    in_header = "%" in where.header or "%" in str(schema.unit_of(where.header) or "")
    # Below a header with % half a percent and one half look the same.
    doubtful = in_header and not percent.any() and not large.any() and bool((values[filled] % 1 != 0).any())
    if (percent[filled].all() or (in_header and not percent.any())) and not doubtful:
        _percent(where, filled, notes)
        return values / 100, True
    if doubtful or percent.any() or (small.any() and large.any()):
        raw = where.block.raw[where.header]
        a = raw[filled & ~percent & (small if small.any() else filled)]
        b = raw[percent if percent.any() else large]
        shown = {"value_a": quoted(next(iter(a), "")), "value_b": quoted(next(iter(b), where.header))}
        notes.add("PCT-SCALE", "ask", **where.at(), key=f"intake.scales.{where.column}", values=shown)
        return values, False
    if large.any():
        _percent(where, filled, notes)
        return values / 100, True
    return values, True


def _percent(where: Place, filled: pd.Series, notes: Notes) -> None:
    n = int(filled.sum())
    notes.decide(where.block.place, where.header, where.column, "percent", (n, n))


def from_scale(where: Place, values: pd.Series, told: tuple[float, float], notes: Notes) -> pd.Series:
    """A rating or share from the scale told (worst first) to the column's own, linearly."""
    low, high = where.bounds
    if low is None or high is None:
        return values
    n = int(values.notna().sum())
    reading = f"scale {told[0]:g}–{told[1]:g} to {low:g}–{high:g}"
    notes.decide(where.block.place, where.header, where.column, reading, (n, n))
    return low + (values - told[0]) / (told[1] - told[0]) * (high - low)


def turned(where: Place, values: pd.Series, intake: Intake, notes: Notes) -> pd.Series:
    """The opposite, where client.yaml says that a column's header means it: 1 − x, yes for no."""
    if not set(where.names) & set(intake.inverse):
        return values
    low, high = where.bounds
    n = int(values.notna().sum())
    notes.decide(where.block.place, where.header, where.column, "inverse", (n, n))
    if where.kind == "flag":
        return ~values
    return low + high - values if low is not None and high is not None else values


def oddities(where: Place, look: numbers.Survey, values: pd.Series, notes: Notes) -> None:
    """What is read but worth a look: amounts beyond all measure, signs written behind or in brackets."""
    huge = values.abs() > HUGE
    if huge.any():
        row = values.index[huge][0]
        value = quoted(where.block.raw.at[row, where.header])
        notes.add("NUM-HUGE", "warn", **where.at(row), values={"value": value}, count=int(huge.sum()))
    text = look.distinct["text"].astype("str").str.strip()
    odd = look.distinct["core"].astype("str").str.startswith("-") & ~text.str.startswith(("-", "\u2212"))
    if odd.any():
        notes.add("NUM-SIGN", "repair", **where.at(), count=int(look.distinct.loc[odd, "n"].sum()))
