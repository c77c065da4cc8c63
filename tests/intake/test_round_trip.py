"""Any small table, in any of the formats clients write, reads back as it was, or is asked about: never another value."""

from __future__ import annotations

import csv
import io
import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbook import intake, schema
from workbook.parameters import Parameters
from workbook.problem import Refused

SLOW = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
REQUIRED = {"transactions": ("customer_id", "date", "net_revenue"), "customers": ("customer_id",)}
OPTIONAL = {
    "transactions": ("order_id", "product_id", "category", "quantity", "cost_of_goods", "freight", "shipped_at"),
    "customers": ("name", "postcode", "country", "customer_since", "employees", "potential_revenue", "share_of_wallet",
                  "satisfaction", "remote_ok"),
}  # fmt: skip
IDS = st.text("ABCK0123456789-", min_size=1, max_size=6).filter(
    lambda t: any(c.isdigit() for c in t) and t.strip("-") == t
)
NAMES = st.text("ABÄÖÜaeßü &é.-'NT", min_size=1, max_size=12).filter(
    lambda t: t.strip() == t and "  " not in t and t.strip(".- '&")
)
CENTS = st.integers(-(10**9), 10**9).map(lambda n: n / 100)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "id": IDS,
    "text": NAMES,
    "postcode": st.integers(1000, 99999).map(lambda n: f"{n:05d}"),
    "money": CENTS,
    "number": st.one_of(st.integers(-9999, 99999).map(float), st.integers(-99999, 99999).map(lambda n: n / 1000)),
    "count": st.integers(0, 20000).map(float),
    "share": st.integers(0, 1000).map(lambda n: n / 1000),
    "rating10": st.integers(0, 20).map(lambda n: n / 2),
    "date": st.dates(date(1995, 1, 1), date(2025, 12, 31)),
    "flag": st.booleans(),
}


@dataclass(frozen=True)
class Format:
    """How one client writes: marks, dates, shares, encoding, language of the headers."""

    delimiter: str
    decimal: str
    thousands: str
    day: str
    percent: str
    encoding: str
    language: str


FORMATS = st.builds(
    lambda kind, delimiter, grouped, day, percent, encoding, language: Format(
        delimiter, kind[0], kind[1] if grouped else "", day, percent, encoding, language
    ),
    st.sampled_from([(",", "."), (".", "'"), (".", "\u2019"), (".", ","), (",", "\u00a0"), (",", " ")]),
    st.sampled_from([";", ",", "\t"]),
    st.booleans(),
    st.sampled_from(["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y"]),
    st.sampled_from(["sign", "plain"]),
    st.sampled_from(["cp1252", "utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["de", "en"]),
)


def written(value: Any, kind: str, how: Format, places: int) -> str:
    """A value as the client's program writes it."""
    if value is None:
        return ""
    if kind == "date":
        return value.strftime(how.day)
    if kind == "flag":
        return {"de": ("nein", "ja"), "en": ("no", "yes")}[how.language][value]
    if isinstance(value, str):
        return value
    if kind == "share" and how.percent == "sign":
        return f"{value * 100:.1f}".replace(".", how.decimal) + " %"
    text = f"{value:,.{places}f}"
    return text.replace(",", "\0").replace(".", how.decimal).replace("\0", how.thousands)


@st.composite
def tables(draw: Callable[..., Any]) -> tuple[str, pd.DataFrame, bytes]:
    """A table, its true values, and the file a client would send."""
    name, how = draw(st.sampled_from(sorted(REQUIRED))), draw(FORMATS)
    chosen = draw(st.lists(st.sampled_from(OPTIONAL[name]), unique=True, max_size=4))
    columns = draw(st.permutations([*REQUIRED[name], *chosen]))
    described = schema.table(name).columns
    count = draw(st.integers(1, 6))
    rows: dict[str, list[Any]] = {}
    for column in columns:
        one = VALUES[described[column].type]
        kept = one if described[column].required else st.one_of(one, one, one, st.none())
        unique = name == "customers" and column == "customer_id"
        rows[column] = draw(st.lists(kept, min_size=count, max_size=count, unique=unique))
    places = {c: draw(st.sampled_from([2, 3])) if described[c].type == "share" else 3 for c in columns}
    places |= {c: 0 if described[c].type == "count" else 2 for c in columns if described[c].type in ("count", "money")}
    places = {c: 3 if described[c].type in ("number", "share") else n for c, n in places.items()}
    heads = [draw(st.sampled_from(described[c].headers[how.language])) for c in columns]
    sheet = io.StringIO()
    out = csv.writer(sheet, delimiter=how.delimiter, lineterminator="\r\n")
    out.writerow(heads)
    for n in draw(st.permutations(range(count))):
        out.writerow([written(rows[c][n], described[c].type, how, places[c]) for c in columns])
    return name, pd.DataFrame(rows, dtype=object), sheet.getvalue().encode(how.encoding, "replace")


def received(name: str, data: bytes) -> tuple[pd.DataFrame | None, set[str]]:
    """The table as read, or None and the codes of what is asked."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "data").mkdir()
        (Path(place) / "data" / f"{name}.csv").write_bytes(data)
        try:
            client = intake.read(Path(place), Parameters(name="Muster", language="de"))
        except Refused as refused:
            return None, {problem.code for problem in refused.problems}
    return client.tables.get(name), {problem.code for problem in client.reading.problems}


def plain(value: Any) -> Any:
    """A value that compares: numbers rounded, days as text, nothing as None."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT:
        return None
    if isinstance(value, (date, pd.Timestamp)):
        return value.isoformat()[:10]
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return bool(value)
    return round(float(value), 6) if isinstance(value, (int, float)) else str(value)


def wrong(truth: pd.DataFrame, read: pd.DataFrame) -> dict[str, Any]:
    """Columns whose values differ from what was sent; a column that was not used is none of them."""
    shared = [c for c in truth.columns if c in read.columns]
    sent = sorted((tuple(plain(v) for v in row) for row in truth[shared].itertuples(index=False)), key=str)
    got = sorted((tuple(plain(v) for v in row) for row in read[shared].itertuples(index=False)), key=str)
    return {} if sent == got else {"sent": sent, "read": got}


@SLOW
@given(tables())
def test_a_table_reads_back_as_it_was_or_is_asked_about(made):
    name, truth, data = made
    read, codes = received(name, data)
    if read is not None:
        assert wrong(truth, read) == {}, (codes, data)
    else:
        assert codes
