"""Equal order lines where most of them are sums already: every line is known by a number made of all its columns."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbook.intake import large_scan, large_sql
from workbook.intake.figures import NUMERIC
from workbook.intake.large import Bulk
from workbook.intake.large_scan import Lines


def repeated(bulks: Sequence[Bulk], single: pd.DataFrame) -> tuple[int, float]:
    """Lines equal in every column without a line number, `single` ones among them: all but the first, and their money."""
    scans = [bulk.lines for bulk in bulks]
    if any("line_id" in lines.plan and lines.one(f"SELECT count(v_line_id) {PLAIN}") for lines in scans):
        return 0, 0.0
    columns = sorted({column for lines in scans for column in lines.plan})
    queries = [(lines, _plain(lines, columns)) for lines in scans]
    queries.append((scans[0], _single(scans, columns, single)))
    found = [lines.engine.execute(f"SELECT h FROM ({query})").fetchnumpy()["h"] for lines, query in queries]
    again = large_scan.repeated(np.concatenate(found))
    if not len(again):
        return 0, 0.0
    which, times = np.unique(again, return_counts=True)
    money: dict[int, float] = {}
    for lines, query in queries:
        lines.engine.register("again", pd.DataFrame({"h": which}))
        asked = f"SELECT h, any_value(net) FROM ({query}) WHERE h IN (SELECT h FROM again) GROUP BY h"
        money |= dict(lines.engine.execute(asked).fetchall())
    return len(again), math.fsum(money[h] * n for h, n in zip(which.tolist(), times.tolist(), strict=True))


PLAIN = "FROM lines WHERE v_date IS NOT NULL"


def _plain(lines: Lines, columns: Sequence[str]) -> str:
    parts = ", ".join(f"v_{column}" if column in lines.plan else "NULL" for column in columns)
    return f"SELECT hash({parts}) AS h, ({large_sql.amounts(lines.plan)['net_revenue']})::DOUBLE AS net {PLAIN}"


def _single(scans: Sequence[Lines], columns: Sequence[str], single: pd.DataFrame) -> str:
    plan = {column: convention for lines in scans for column, convention in lines.plan.items()}
    others = pd.DataFrame({f"v_{c}": single.get(c, np.nan) for c in columns}, index=single.index)
    scans[0].engine.register("single", others.assign(net=single["net_revenue"].astype("float64")))
    return f"SELECT hash({', '.join(f'v_{c}::{_type(plan[c])}' for c in columns)}) AS h, net FROM single"


def _type(convention: large_sql.Convention) -> str:
    if convention.format:
        return "TIMESTAMP"
    if convention.kind not in NUMERIC:
        return "VARCHAR"
    return "DECIMAL(18, 4)" if convention.divisor == 1 else "DOUBLE"
