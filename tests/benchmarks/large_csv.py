"""How long reading a large csv takes: ours with every check, against plain DuckDB and plain pandas that only add up.

`python tests/benchmarks/large_csv.py [rows …]` (default 1 000 000 and 10 000 000). Every measurement runs in a process of its
own; times are the work without imports, the best of several rounds in which all ways take turns; memory is the peak of the
process. Other work on the machine falls into the wall time; the least processor time (of all threads) stands beside.

What ours cannot do without, each measured alone below: the hash of the file; every used column read as text; the same with each
amount's shape proved and its value taken. The engine's own typed reading costs half as much and is no proof: with
`decimal_separator=','` and `thousands='.'` it takes 1,234.5 for 1.2345, 1.23,5 for 123.5 and 1e3 for 1000 without a word
(DuckDB 2.0), and the text of the cell is gone. Sums by order and the search for equal lines come on top of these.

Measured on two cores shared with other work (DuckDB 2.0, 2026), hence in processor time. 10 000 000 rows: DuckDB 2.6 s; the hash
0.4 s and the proved reading 5.4 s, 2.2 times DuckDB before anything is added up; ours 10.2 s (3.9 times; 5.0 times in wall time
under load) and 1.9 GiB. 1 000 000 rows: DuckDB 0.31 s; hash and proved reading 0.58 s (1.9 times); ours 1.25 s (4.1 times).
So twice DuckDB's time is not reached, and this way of proving shapes cannot reach it: only a cheaper proof could. A file whose
used columns hold letters beyond ASCII in an 8-bit encoding is copied and read again: a quarter more.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HEADER = "Kundennummer;Rechnungsdatum;Auftragsnummer;Mitarbeiternummer;Bezeichnung;Menge;Nettoumsatz;Wareneinsatz"
GOODS = ("Schraube M8 verzinkt", "„Profi“-Bohrer 8 mm", "Öl 5 l – Kanister", "Kabel, Rest zu 5 €", "Lösungsmittel")
CHUNK = 500_000
FAULT = 50_000
ROUNDS = 5
ONCE = "pandas"
AMOUNT = r"-?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d{1,4})?"
KEYS = "c0, c2, c3"
NAMES = {
    "ours": "intake.read, all checks, rejects",
    "duckdb": "DuckDB, read and sum (latin-1) *",
    "transcoded": "cp1252 to UTF-8, DuckDB sum",
    "pandas": "pandas, read and sum",
    "hashed": "  floor: sha256 alone",
    "as_text": "  floor: used columns as text",
    "typed": "  floor: … typed, shapes proved",
    "trusted": "  (typed by the engine, no proof)",
}


def german(cents: np.ndarray) -> list[str]:
    """Amounts with decimal comma and thousands points."""
    whole, rest = np.divmod(np.abs(cents), 100)
    signs = np.where(cents < 0, "-", "")
    pairs = zip(signs.tolist(), whole.tolist(), rest.tolist(), strict=True)
    return [f"{s}{w:,}".replace(",", ".") + f",{r:02d}" for s, w, r in pairs]


def make(path: Path, rows: int) -> None:
    """The same file at every call: orders of four lines; every 50 000th line has no such day as its date."""
    draw = np.random.default_rng(7)
    days = np.arange("2023-01-01", "2025-01-01", dtype="datetime64[D]").astype(object)
    shown = np.array([f"{day:%d.%m.%Y}" for day in days])
    goods = np.array(GOODS)
    with path.open("wb") as out:
        out.write(HEADER.encode("cp1252") + b"\r\n")
        for start in range(0, rows, CHUNK):
            line = np.arange(start, min(start + CHUNK, rows))
            order = line // 4
            customer, date = order * 2654435761 % 20011, shown[order * 40503 % len(shown)]
            date[line % FAULT == FAULT - 1] = "31.02.2024"
            net = draw.integers(-20_000, 500_000, len(line))
            columns = (customer, date, order, customer % 40, goods[draw.integers(0, len(goods), len(line))])
            numbers = (draw.integers(1, 100, len(line)), german(net), german(net * 6 // 10))
            cells = zip(*(column.tolist() for column in (*columns, numbers[0])), *numbers[1:], strict=True)
            text = "".join(f"K{c:06d};{d};A{o:08d};V{r:02d};{g};{q};{n};{w}\r\n" for c, d, o, r, g, q, n, w in cells)
            out.write(text.encode("cp1252"))


def ours(file: Path) -> float:
    """The whole intake: conventions, counts, money, rejects with their rows, equal lines."""
    from workbook import intake
    from workbook.parameters import Intake, Parameters

    settings = Parameters(name="Muster", language="de", intake=Intake(accept_rejects=True, reason="benchmark"))
    begin = time.perf_counter()
    client = intake.read(file.parents[1], settings)
    assert len(client.reading.rejects) == client.reading.files[0].rows_read // FAULT
    return time.perf_counter() - begin


def duckdb(file: Path, encoding: str = "latin-1") -> float:
    """Read and sum. DuckDB's latin-1 refuses the bytes of € and „“: it gets a twin of the file with ? in their place."""
    import duckdb as engine

    begin = time.perf_counter()
    engine.execute(
        "SELECT Kundennummer, sum(replace(replace(Nettoumsatz, '.', ''), ',', '.')::DECIMAL(18, 2)) "
        f"FROM read_csv('{file}', delim=';', all_varchar=true, header=true, encoding='{encoding}') GROUP BY 1"
    ).fetchall()
    return time.perf_counter() - begin


def transcoded(file: Path) -> float:
    """The same on the file as it is: rewritten in blocks by Python first."""
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "utf8.csv"
        with file.open("rb") as stream, target.open("wb") as out:
            while block := stream.read(2**25):
                out.write(block.decode("cp1252").encode("utf-8"))
        duckdb(target, "utf-8")
    return time.perf_counter() - begin


def pandas(file: Path) -> float:
    """Read all columns and sum."""
    import pandas as pd

    begin = time.perf_counter()
    lines = pd.read_csv(file, sep=";", encoding="cp1252", decimal=",", thousands=".")
    lines.groupby("Kundennummer")["Nettoumsatz"].sum()
    return time.perf_counter() - begin


def hashed(file: Path) -> float:
    """The hash of the bytes."""
    begin, digest = time.perf_counter(), hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(2**20):
            digest.update(block)
    return time.perf_counter() - begin


def stored(file: Path, columns: str, options: str = "", types: dict[int, str] | None = None) -> float:
    """The engine reads columns of the file and keeps them."""
    import duckdb as engine

    named = ", ".join(f"'c{n}': '{(types or {}).get(n, 'VARCHAR')}'" for n in range(8))
    begin = time.perf_counter()
    engine.execute(
        f"CREATE TABLE lines AS SELECT {columns} FROM read_csv('{file}', delim=';', quote='\"', escape='\"', "
        f"header=false, skip=1, auto_detect=false, null_padding=true, columns={{{named}}}{options})"
    )
    return time.perf_counter() - begin


def as_text(file: Path) -> float:
    """All columns ours uses, as they are."""
    return stored(file, f"{KEYS}, c1, c5, c6, c7")


def typed(file: Path) -> float:
    """The same with dates and amounts, where the text is an amount beyond doubt."""

    def amount(cell: str, text: str, shape: str) -> str:
        return f"CASE WHEN regexp_full_match({cell}, '{shape}') THEN TRY_CAST({text} AS DECIMAL(18, 4)) END"

    money = [amount(cell, f"replace(replace({cell}, '.', ''), ',', '.')", AMOUNT) for cell in ("c6", "c7")]
    count = amount("c5", "c5", r"-?\d+")
    return stored(file, f"{KEYS}, try_strptime(c1, '%d.%m.%Y'), {count}, {', '.join(money)}")


def trusted(file: Path) -> float:
    """The engine's own types: what it reads wrongly cannot be told from what it reads rightly."""
    types = {1: "DATE", 5: "BIGINT", 6: "DECIMAL(18, 4)", 7: "DECIMAL(18, 4)"}
    options = ", decimal_separator=',', thousands='.', dateformat='%d.%m.%Y', store_rejects=true"
    return stored(file, f"{KEYS}, c1, c5, c6, c7", options, types)


def peak() -> float:
    """The peak of this process in GiB (Linux); getrusage would count the parent's from before it began."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    return int(found[1]) / 2**20 if found else float("nan")


def measured(way: str, file: Path) -> tuple[float, float, float]:
    """Time (s), processor time of all threads (s) and peak (GiB) of one run."""
    call = [sys.executable, __file__, "--one", way, str(file)]
    seconds, cpu, peak = subprocess.run(call, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(cpu), float(peak)


def table(rows: int) -> None:
    """Make the files, measure each way, print."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        file, twin = data / "Umsatz.csv", Path(folder) / "twin.csv"
        make(file, rows)
        plain = bytes(63 if 128 <= code < 160 else code for code in range(256))
        with file.open("rb") as stream, twin.open("wb") as out:
            while block := stream.read(2**25):
                out.write(block.translate(plain))
        print(f"\n{rows:,} rows, {file.stat().st_size / 2**20:,.0f} MiB")
        print(f"{'':34}{'seconds':>9}{'cpu':>8}{'GiB':>7}{'× DuckDB':>10}{'× cpu':>8}")
        found: dict[str, list[tuple[float, float, float]]] = {way: [] for way in NAMES}
        for turn in range(ROUNDS):
            for way in NAMES:
                if turn == 0 or way != ONCE:
                    found[way].append(measured(way, twin if way == "duckdb" else file))
        base = [min(column) for column in zip(*found["duckdb"], strict=True)]
        for way, runs in found.items():
            seconds, cpu = (min(column) for column in [*zip(*runs, strict=True)][:2])
            peak = max(run[2] for run in runs)
            ratios = f"{seconds / base[0]:10.2f}{cpu / base[1]:8.2f}"
            print(f"{NAMES[way]:34}{seconds:9.2f}{cpu:8.2f}{peak:7.2f}{ratios}", flush=True)
    print("* on a twin without the bytes 0x80–0x9f, which its latin-1 refuses")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        work = globals()[sys.argv[2]]
        if sys.argv[2] != "hashed":
            __import__(
                "workbook.intake" if sys.argv[2] == "ours" else "pandas" if sys.argv[2] == "pandas" else "duckdb"
            )
        before = time.process_time()
        seconds = work(Path(sys.argv[3]))
        print(seconds, time.process_time() - before, peak())
    else:
        for size in [int(one) for one in sys.argv[1:]] or [1_000_000, 10_000_000]:
            table(size)
