"""Every locked package and every file from elsewhere has a licence, and none of them binds who uses the program."""

import importlib.util
import re
from importlib import metadata
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
SPEC = importlib.util.spec_from_file_location("licences", DOCS / "licences.py")
licences = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(licences)
TOLD = (DOCS / "licences.md").read_text("utf-8")
LISTED = dict(
    re.findall(r"^\| ([a-z0-9][\w.-]*) \| ([^|]+) \|$", TOLD.partition("| --- | --- |")[2].partition("##")[0], re.M)
)
LESSER = set()  # packages under the LGPL, each named here on purpose


def test_every_locked_package_is_listed_with_its_licence():
    assert sorted(LISTED) == licences.locked() and all(LISTED.values())


def test_what_is_installed_says_what_is_listed():
    installed = {re.sub(r"[-_.]+", "-", d.metadata["Name"]).lower() for d in metadata.distributions()}
    assert {n: licences.licence(n) for n in LISTED if n in installed and licences.licence(n) != LISTED[n]} == {}


def test_no_licence_is_gpl_or_agpl_and_the_lesser_ones_are_named():
    assert [n for n, said in LISTED.items() if licences.COPYLEFT.search(licences.LESSER.sub("", said))] == []
    assert {n for n, said in LISTED.items() if licences.LESSER.search(said)} == LESSER


@pytest.mark.parametrize("said", ["GPL-3.0-only", "AGPL-3.0", "GNU General Public License (GPL)", "Affero"])
def test_a_licence_that_binds_is_found(said):
    assert licences.COPYLEFT.search(said)


def test_files_from_elsewhere_are_the_ones_listed():
    assert [p for p in licences.ASSETS if f"`{p}`" not in TOLD or f"`{licences.digest(p)}`" not in TOLD] == []


def test_no_font_script_or_library_is_shipped_unlisted():
    root = DOCS.parent / "src"
    foreign = [p for p in root.rglob("*") if p.suffix in {".woff", ".woff2", ".ttf", ".otf", ".wasm", ".so", ".whl"}]
    scripts = [p.name for p in root.rglob("*.js")]
    assert foreign == [] and scripts == ["page.js"]
