"""The one reading of a large file's lines: plain rows typed into a table of the engine, all others set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pandas as pd

from workbook import schema
from workbook.intake import cells, large_sql
from workbook.intake.distinct import distinct
from workbook.intake.large_sql import Convention, literal
from workbook.intake.large_text import Large
from workbook.intake.mapping import Fit

TAIL = 40
SUMS = ("net_revenue", "list_revenue", "discount", "cost_of_goods", "margin", "freight", "quantity")
MEMORY = "1200MB"
DIGITS = "[!-~]*[0-9][!-~]*"
# Most ids: no word for a total, no power of ten, nothing invisible.
USUAL = "[A-DF-Za-df-z]{0,2}[-_/.0-9]*[0-9]"


@dataclass
class Lines:
    """The table `lines` of an engine: one typed column per mapped column; rows without a date are odd.

    The engine keeps the order of the file: a row's position is its `rowid` (from 0).
    """

    large: Large
    fit: Fit
    places: Mapping[str, int]
    width: int
    plan: Mapping[str, Convention]
    engine: duckdb.DuckDBPyConnection = field(default_factory=lambda: _engine())
    parallel: bool = True
    grouped: str = ""
    changed: bool = False

    def scan(self, witnesses: list[int]) -> None:
        """Read all lines once; `witnesses` are positions of rows that decided a column and stay in sight."""
        while True:
            try:
                return self._scan(witnesses)
            except duckdb.Error as told:
                if "unicode" in str(told) and self.large.letters and not self.large.kept:
                    self.large = self.large.copied()
                # Line breaks within quotes are read by one thread only.
                elif "parallel=false" in str(told) and self.parallel:
                    self.parallel = False
                else:
                    raise

    def _scan(self, witnesses: list[int]) -> None:
        values, checks = [], [f"c{self.width - 1} IS NOT NULL", self._spare()]
        for column, convention in self.plan.items():
            cell = f"c{self.places[column]}"
            values.append(f"{large_sql.value(convention, cell, self.large)} AS v_{column}")
            required = schema.column(self.fit.table, column).required  # type: ignore[union-attr]
            checks.append(large_sql.plain(column, convention, cell, required))
        if 0 not in self.places.values():
            checks.append(f"NOT regexp_matches(coalesce(c0, ''), {literal(total_words())})")
        net = large_sql.amounts(self.plan)["net_revenue"]
        checks.append(f"{net} IS NOT NULL")
        kept = [f"v_{column}" for column in self.plan if column != "date"]
        again = [f"hash({large_sql.joined(self.width)}) AS sent"] if "line_id" in self.plan else []
        self.engine.execute(
            f"CREATE OR REPLACE TEMP TABLE lines AS SELECT CASE WHEN {' AND '.join(filter(None, checks))} "
            f"THEN v_date END AS v_date, {', '.join([*kept, *again])} "
            f"FROM (SELECT *, {', '.join(values)} FROM {large_sql.source(self.large, self.width, self.parallel)})"
        )
        apart = [f"rowid IN ({', '.join(map(str, witnesses))})"] if witnesses else []
        # Footnotes are found from the end of the file: its last rows are always looked at.
        self.set_apart([f"rowid >= {self.count - TAIL}", *apart])

    def _spare(self) -> str:
        spare = [f"c{self.width + n}" for n in range(large_sql.SPARE)]
        return f"(c{self.width} IS NULL OR trim(concat({', '.join(spare)})) = '')"

    def add_up(self, keys: Iterable[str]) -> None:
        """The table `groups`: sums of the plain rows by key and sign."""
        names = [f"v_{key}" for key in keys if key in self.plan]
        made = large_sql.amounts(self.plan)
        sums = [f"{self.added(name)} AS {name}" for name in SUMS if name in made]
        # Lines without a cost or a discount stay apart: what is not known must not vanish in a sum.
        unknown = [f"v_{name} IS NULL" for name in SUMS if name in self.plan]
        self.grouped = (
            f"CREATE OR REPLACE TEMP TABLE groups AS SELECT {', '.join([*names, *sums])}, count(*) AS order_lines "
            f"FROM lines WHERE v_date IS NOT NULL GROUP BY {', '.join([*names, *unknown])}, {made['net_revenue']} < 0"
        )
        self.engine.execute(self.grouped)
        self.changed = False

    def added(self, column: str) -> str:
        """The expression of an exact sum: of decimals as they are, of products with a correction for rounding."""
        how = large_sql.amounts(self.plan)[column]
        return f"{'fsum' if '::DOUBLE' in how else 'sum'}({how})::DOUBLE"

    def groups(self) -> pd.DataFrame:
        """The sums under their canonical names."""
        if self.changed:
            self.engine.execute(self.grouped)
        frame: pd.DataFrame = (
            self.engine.sql("FROM groups").to_arrow_table().to_pandas(split_blocks=True, self_destruct=True)
        )
        self.engine.execute("DROP TABLE groups")
        return frame.rename(columns=lambda name: name.removeprefix("v_"))

    @property
    def count(self) -> int:
        """How many rows were read, odd ones included."""
        return self.one("SELECT count(*) FROM lines")

    def one(self, query: str) -> int:
        """A whole number."""
        (found,) = self.engine.execute(query).fetchall()[0]
        return int(found or 0)

    def odd(self) -> list[int]:
        """The positions of the rows that need a closer look."""
        found = self.engine.execute("SELECT rowid FROM lines WHERE v_date IS NULL ORDER BY rowid").fetchnumpy()
        return [int(at) for at in found["rowid"]]

    def set_apart(self, where: Iterable[str]) -> None:
        """Set plain rows apart by conditions, for a closer look at their cells."""
        condition = " OR ".join(where)
        if condition:
            self.changed = True
            self.engine.execute(f"UPDATE lines SET v_date = NULL WHERE v_date IS NOT NULL AND ({condition})")

    def tidy(self, column: str, first: bool, table: str) -> list[str]:
        """Bring texts into their true letters, without invisible differences; what is no id is named as a condition."""
        kind, name = self.plan[column].kind, f"v_{column}"
        unusual = (
            f"NOT regexp_full_match({name}, {literal(DIGITS)}) OR regexp_matches({name}, {literal(total_words())}) "
            f"OR regexp_full_match({name}, {literal(cells.SCIENTIFIC.pattern)})"
        )
        found = self.engine.execute(
            f"SELECT DISTINCT {name} FROM (SELECT DISTINCT {name} FROM {table}) "
            f"WHERE NOT regexp_full_match({name}, {literal(USUAL)}) AND ({unusual})"
        ).fetchall()
        raw = [text for (text,) in found]
        written = pd.Series([self.large.text(text) for text in raw], dtype=object)
        plain = cells.texts(distinct(written), written.index, kind)
        lost = [
            text
            for text, own, clear in zip(raw, written, plain, strict=True)
            if (schema.is_total_word(own) and (kind == "id" or first))
            or (kind == "id" and cells.SCIENTIFIC.fullmatch(own.strip()) and own[:1].isdigit())
            or (pd.isna(clear) and column == "customer_id")
        ]
        changed = [
            (text, None if pd.isna(clear) else clear)
            for text, clear in zip(raw, plain, strict=True)
            if clear != text and text not in lost
        ]
        if changed:
            self.changed = True
            self.engine.execute("CREATE OR REPLACE TEMP TABLE clear(raw VARCHAR, plain VARCHAR)")
            self.engine.executemany("INSERT INTO clear VALUES (?, ?)", changed)
            self.engine.execute(f"UPDATE lines SET {name} = plain FROM clear WHERE {name} = raw AND v_date IS NOT NULL")
        return [f"{name} IN ({', '.join(map(literal, lost))})"] if lost else []

    def sent_twice(self, head: Iterable[list[str]]) -> list[str]:
        """Rows with a line number that are sent more than once, as a condition; the first rows count too."""
        if "line_id" not in self.plan:
            return []
        text = [self.large.written(large_sql.BETWEEN.join(row)) for row in head]
        seen = pd.DataFrame({"row": pd.Series(text, dtype=object)})
        first = self.engine.execute("SELECT hash(row::VARCHAR) AS h FROM seen").fetchnumpy()["h"]
        rest = self.engine.execute("SELECT sent FROM lines").fetchnumpy()["sent"]
        del seen
        twice = repeated(np.concatenate([np.asarray(first), np.asarray(rest)]))
        return [f"sent IN ({', '.join(map(str, np.unique(twice).tolist()))})"] if len(twice) else []


def repeated(hashes: np.ndarray) -> np.ndarray:
    """Of equal numbers all but the first."""
    ordered = np.sort(hashes)
    return ordered[1:][ordered[1:] == ordered[:-1]]


def total_words() -> str:
    """A pattern of cells that hold only a word for a total, a number and signs."""
    words = [re.sub(r"[^a-z]+", ".{0,2}", word.lower()) for word in schema.total_words()]
    return rf"(?i)^[^a-z0-9]*(?:{'|'.join(words)})[^a-z]*$"


def _engine() -> duckdb.DuckDBPyConnection:
    # Nothing of a client's file may make the engine look for an extension on the network.
    engine = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    engine.execute(f"SET memory_limit = '{MEMORY}'")
    return engine
