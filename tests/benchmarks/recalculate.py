"""Does another spreadsheet program get the same? Run by hand: python tests/benchmarks/recalculate.py FILE.xlsx

LibreOffice opens the file, calculates every formula again and saves it; every value must be within 1e-9 of what the file said,
and no cell may be an error. Needs `soffice` (Debian: libreoffice-calc).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def recalculated(file: Path, folder: Path) -> Path:
    """The file as LibreOffice saves it after calculating everything again."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder)]
    subprocess.run([*command, str(file)], check=True, capture_output=True)
    return folder / file.name


def main(file: Path) -> int:
    """Prints how many formulas there are, the largest relative difference, and what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        other = openpyxl.load_workbook(recalculated(file, Path(folder)), data_only=True)
        formulas = openpyxl.load_workbook(file)
        said = openpyxl.load_workbook(file, data_only=True)
        seen, errors, largest = 0, [], 0.0
        for sheet in formulas.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    theirs = other[sheet.title][cell.coordinate].value
                    if isinstance(theirs, str) and theirs.startswith("#") and theirs != cell.value:
                        errors.append(f"{sheet.title}!{cell.coordinate}: {theirs}")
                    if cell.data_type != "f":
                        continue
                    seen += 1
                    ours = said[sheet.title][cell.coordinate].value
                    if not isinstance(theirs, int | float):
                        errors.append(f"{sheet.title}!{cell.coordinate}: {theirs!r} for {ours!r}")
                        continue
                    off = abs(theirs - ours) / max(1.0, abs(ours))
                    largest = max(largest, off)
                    if off > 1e-9:
                        errors.append(f"{sheet.title}!{cell.coordinate}: {theirs!r} for {ours!r}")
        print(f"{seen} formulas, largest difference {largest:.1e}, {len(errors)} wrong")
        print("\n".join(errors[:20]))
        return bool(errors)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
