"""The licences of everything requirements.lock names, and of the files from elsewhere, as docs/licences.md.

Run: python docs/licences.py > docs/licences.md
"""

from __future__ import annotations

import hashlib
import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Packages of the lock that other systems need: they are not there to be asked.
ELSEWHERE = {
    "aiohappyeyeballs": "PSF-2.0",
    "aiohttp": "Apache-2.0 AND MIT",
    "aiosignal": "Apache-2.0",
    "appnope": "BSD-2-Clause",
    "colorama": "BSD-3-Clause",
    "frozenlist": "Apache-2.0",
    "multidict": "Apache-2.0",
    "propcache": "Apache-2.0",
    "pywinpty": "MIT",
    "yarl": "Apache-2.0",
}
UNSAID = {"axe-playwright-python": "MIT (with axe-core, MPL-2.0)"}  # its metadata name none
ASSETS = {
    "src/workbook/assets/postcodes.csv": "derived from GeoNames (geonames.org), CC BY 4.0",
    **{
        f"data/sample/northwind/data/{p.name}": "Northwind, microsoft/sql-server-samples, MIT"
        for p in sorted((ROOT / "data/sample/northwind/data").glob("*.csv"))
    },
}
COPYLEFT = re.compile(r"\bA?GPL|Affero|(?<!Lesser )(?<!Library )General Public", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General|Library General", re.IGNORECASE)


def locked() -> list[str]:
    """The packages of the lock by name, each once."""
    return sorted(set(re.findall(r"^([a-z0-9][\w.-]*)==", (ROOT / "requirements.lock").read_text("utf-8"), re.M)))


def licence(name: str) -> str:
    """What a package says of itself: its licence expression, else its classifiers, else the first line of its licence field."""
    if name in UNSAID:
        return UNSAID[name]
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ELSEWHERE.get(name, "")
    classes = [c.rpartition("::")[2].strip() for c in said.get_all("Classifier") or [] if c.startswith("License ::")]
    expression, plain = (said.get_all(field) or [""] for field in ("License-Expression", "License"))
    return str(expression[0] or " OR ".join(classes) or plain[0].strip().partition("\n")[0])


def digest(path: str) -> str:
    """SHA-256 of a file of the tree."""
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()


def written() -> str:
    """The list as Markdown."""
    packages = [f"| {name} | {licence(name)} |" for name in locked()]
    assets = [f"| `{path}` | {source} | `{digest(path)}` |" for path, source in ASSETS.items()]
    head = ["# Licences", "", "Made by `python docs/licences.py > docs/licences.md` from requirements.lock.", ""]
    files = ["", "## Files from elsewhere", "", "| file | source and licence | SHA-256 |", "| --- | --- | --- |"]
    return "\n".join([*head, "| package | licence |", "| --- | --- |", *packages, *files, *assets, ""])


if __name__ == "__main__":
    print(written(), end="")
