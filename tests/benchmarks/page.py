"""How large the page of a large client is, and how long its report takes: 5,000 customers, 200,000 order lines, all tables.

`python tests/benchmarks/page.py [customers lines [folder]]`. The client is the sample client over and over: every copy of a
customer and of a member of staff has a number of its own, every copied order line other amounts; lines wanted beyond that are
more orders of the same customers. The limit is 1.5 MB. With a folder, client and report stay there to be looked at.

Measured: 1.09 MB, of which 0.56 MB are drawings, 0.22 MB tables and 0.13 MB downloads; 213 to 295 s on two busy cores.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from workbook.report.job import report
from workbook.report.order import Job

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "muster"
NUMBERS = ("Kundennummer", "Konzernnummer", "Betreuer", "Mitarbeiternummer", "Chancennummer", "Auftragsnummer")
NUMBERS += ("Anfragenummer", "Anforderer", "Freigegeben von")
AMOUNTS = ["Nettoumsatz", "Listenumsatz", "Rabatt", "Wareneinsatz"]
ONCE = ("Befragung", "Kostensätze", "Ziele")  # however many customers there are
LIMIT = 1_500_000


def copied(table: pd.DataFrame, times: int) -> pd.DataFrame:
    """The table so many times, each time with numbers and names of its own."""
    copies = [table]
    for n in range(1, times):
        copy = table.copy()
        for head in [h for h in (*NUMBERS, "Kundenname") if h in table]:
            copy[head] = table[head].where(table[head].isna() | (table[head] == ""), table[head].astype(str) + f"-{n}")
        copies.append(copy)
    return pd.concat(copies, ignore_index=True)


def varied(lines: pd.DataFrame, wanted: int) -> pd.DataFrame:
    """So many order lines: more orders of the same customers, all amounts of a line times one factor of its own."""
    draw = np.random.default_rng(3)
    short = max(0, wanted - len(lines))
    more = lines.iloc[np.sort(draw.choice(len(lines), short, replace=False))].copy()
    more["Auftragsnummer"] += "-x"
    lines = pd.concat([lines.iloc[:wanted], more], ignore_index=True)
    factor = draw.lognormal(0, 0.2, len(lines))
    for head in AMOUNTS:
        cents = lines[head].str.replace(".", "").str.replace(",", ".").replace("", np.nan).astype(float) * factor
        lines[head] = cents.round(2).astype(object).where(cents.notna(), "").astype(str).str.replace(".", ",")
    return lines


def make(folder: Path, customers: int, lines: int) -> Path:
    """The client's folder."""
    (folder / "data").mkdir(parents=True)
    shutil.copyfile(SAMPLE / "client.yaml", folder / "client.yaml")
    sheets = pd.read_excel(SAMPLE / "data" / "Stammdaten.xlsx", sheet_name=None, dtype=object, engine="openpyxl")
    text = {"sep": ";", "dtype": str, "keep_default_na": False}
    trade = pd.read_csv(SAMPLE / "data" / "Auftragspositionen.csv", encoding="cp1252", **text)
    work = pd.read_csv(SAMPLE / "data" / "Aktivitaeten.csv", encoding="utf-8", **text)
    times = -(-customers // len(sheets["Kunden"]))
    tables = {name: table if name in ONCE else copied(table, times) for name, table in sheets.items()}
    kept = set(tables["Kunden"]["Kundennummer"][:customers])
    trade, work = copied(trade, times), copied(work, times)
    tables["Auftragspositionen"] = varied(trade[trade["Kundennummer"].isin(kept)], lines)
    tables["Aktivitaeten"] = work
    for name, table in tables.items():
        whole = table[table["Kundennummer"].isin(kept | {""})] if "Kundennummer" in table else table
        shown = whole.assign(**{h: whole[h].dt.strftime("%d.%m.%Y") for h in whole.select_dtypes("datetime")})
        shown.to_csv(folder / "data" / f"{name}.csv", sep=";", decimal=",", index=False, encoding="utf-8-sig")
    return folder


def main(customers: int, lines: int, folder: Path) -> None:
    """Make the client and its report; print what the page is made of."""
    client = make(folder / "large", customers, lines)
    begin = time.perf_counter()
    done = report(Job(client, folder / "out", "de"))
    seconds = time.perf_counter() - begin
    html = (done.folder / "report.html").read_text("utf-8")
    assert not done.failed, [one.cause for one in done.failed]
    parts = {"drawings": r"<svg.*?</svg>", "tables": r"<table.*?</table>", "downloads": r'href="data:[^"]*"'}
    print(f"{customers:,} customers, {lines:,} lines: {len(html.encode()):,} of {LIMIT:,} bytes in {seconds:.0f} s")
    for name, pattern in parts.items():
        print(f"  {name:10}{sum(len(m.encode()) for m in re.findall(pattern, html, re.S)):12,}")
    if len(html.encode()) > LIMIT:
        sys.exit("too large")


if __name__ == "__main__":
    asked = [int(a) for a in sys.argv[1:3]] or [5_000, 200_000]
    if len(sys.argv) > 3:
        main(*asked, Path(sys.argv[3]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            main(*asked, Path(scratch))
