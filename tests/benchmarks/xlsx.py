"""What hidden rows, merged cells and uncalculated formulas cost: the reader alone, the container stage, the whole intake.

Each is measured in a process of its own. Run: python tests/benchmarks/xlsx.py [rows]
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROWS, REPEATS = 200_000, 5
HEADERS = ["Kundennummer", "Datum", "Nettoumsatz", "Menge", "Artikel", "Kanal", "Belegnummer", "Betreuer"]
STAGES = {"reader alone": "alone", "container": "container", "whole intake": "whole"}
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write(path: Path, rows: int) -> None:
    """An xlsx file as Excel writes it: shared texts, a calculated formula in every row, a few marks to be found."""
    draw = random.Random(4)
    texts = (
        HEADERS
        + [f"K{n:05d}" for n in range(5000)]
        + [f"A{n}" for n in range(300)]
        + ["Web", "Telefon", "V-01", "V-02"]
    )
    place = {text: n for n, text in enumerate(texts)}

    def line(n: int) -> str:
        hidden = ' hidden="1"' if n % 1000 == 0 else ""
        value = "" if n == rows else f"<v>{draw.random() * 1000:.2f}</v>"
        cells = [
            f'<c r="A{n}" t="s"><v>{place[f"K{draw.randrange(5000):05d}"]}</v></c>',
            f'<c r="B{n}" s="1"><v>{45292 + draw.randrange(700)}</v></c>',
            f'<c r="C{n}"><f>D{n}*9.9</f>{value}</c>',
            f'<c r="D{n}"><v>{draw.randrange(1, 100)}</v></c>',
            f'<c r="E{n}" t="s"><v>{place[f"A{draw.randrange(300)}"]}</v></c>',
            f'<c r="F{n}" t="s"><v>{place[draw.choice(["Web", "Telefon"])]}</v></c>',
            f'<c r="G{n}"><v>{n}</v></c>',
            f'<c r="H{n}" t="s"><v>{place[draw.choice(["V-01", "V-02"])]}</v></c>',
        ]
        return f'<row r="{n}" spans="1:8"{hidden}>{"".join(cells)}</row>'

    def links(*targets: tuple[str, str]) -> str:
        made = "".join(
            f'<Relationship Id="rId{n}" Type="{REL}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets, 1)
        )
        return f'<Relationships xmlns="{PACKAGE}">{made}</Relationships>'

    head = "".join(f'<c r="{"ABCDEFGH"[n]}1" t="s"><v>{n}</v></c>' for n in range(8))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("_rels/.rels", links(("officeDocument", "xl/workbook.xml")))
        sheets = '<sheets><sheet name="Umsatz" sheetId="1" r:id="rId1"/></sheets>'
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">{sheets}</workbook>')
        parts = (
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        )
        book.writestr("xl/_rels/workbook.xml.rels", links(*parts))
        book.writestr(
            "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{t}</t></si>" for t in texts)}</sst>'
        )
        styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
        book.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{head}</row>'.encode())
            for n in range(2, rows + 2):
                sheet.write(line(n).encode())
            sheet.write(b'</sheetData><mergeCells count="1"><mergeCell ref="A5:A7"/></mergeCells></worksheet>')


def measure(stage: str, folder: Path) -> None:
    """One stage in this process: seconds and the largest memory so far, printed."""
    file = folder / "data" / "umsatz.xlsx"
    from python_calamine import CalamineWorkbook

    from workbook import intake
    from workbook.intake import container
    from workbook.parameters import Intake, Parameters

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    found = ""
    if stage == "alone":
        CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python(skip_empty_area=True)
    elif stage == "container":
        marks = container.sheets(folder, file.name)[0].marks
        found = f"{len(marks.hidden_rows)} hidden, {len(marks.merged)} merged, {len(marks.uncalculated)} uncalculated"
    else:
        settings = Parameters(name="Muster", intake=Intake(accept_rejects=True, reason="Messung"))
        found = f"{intake.read(folder, settings).reading.files[0].rows_used} rows used"
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{seconds:.3f}|{peak / 1024:.0f}|{(peak - before) / 1024:.0f}|{found}")


def main(rows: int) -> None:
    """The table: every stage in turn, several times over, so that a slow moment of the machine hits all alike."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "data").mkdir()
        write(folder / "data" / "umsatz.xlsx", rows)
        size = (folder / "data" / "umsatz.xlsx").stat().st_size / 2**20
        runs: dict[str, list[list[str]]] = {stage: [] for stage in STAGES.values()}
        for _ in range(REPEATS):
            for stage in runs:
                asked = [sys.executable, __file__, "--stage", stage, place]
                said = subprocess.run(asked, check=True, capture_output=True, text=True)
                runs[stage].append(said.stdout.strip().split("|"))
    print(f"{rows:,} rows × 8 columns, {size:.1f} MB; median of {REPEATS} fresh processes")
    print(f"{'stage':14} {'seconds':>8} {'ratio':>6} {'peak MB':>8} {'added MB':>9}  found")
    alone = statistics.median(float(run[0]) for run in runs["alone"])
    for name, stage in STAGES.items():
        seconds, peak, added = (statistics.median(float(run[n]) for run in runs[stage]) for n in range(3))
        print(f"{name:14} {seconds:8.2f} {seconds / alone:6.2f} {peak:8.0f} {added:9.0f}  {runs[stage][0][3]}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stage"]:
        measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else ROWS)
