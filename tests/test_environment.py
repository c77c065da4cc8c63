"""The files that name the packages agree, and the lock pins every one of them."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TEXT = (ROOT / "environment.yml").read_text("utf-8")
ENVIRONMENT = YAML(typ="safe").load(TEXT)
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~ \[;]", requirement)[0]).lower()


def pinned(lock: str) -> dict[str, str]:
    """Package → the text of its entry."""
    entries = re.split(r"\n(?=[a-z0-9])", "\n".join(line for line in lock.splitlines() if not line.startswith("#")))
    return {name(entry): entry for entry in entries if entry.strip()}


def flaws(lock: str) -> list[str]:
    """Entries of a lock that are not pinned or have no hash, and lines that name a host."""
    loose = [n for n, entry in pinned(lock).items() if "==" not in entry or "--hash=sha256:" not in entry]
    return loose + [line for line in lock.splitlines() if re.search(r"https?:|index-url|find-links|@ ", line)]


def test_conda_and_pip_users_get_the_same_packages():
    plain = [d for d in ENVIRONMENT["dependencies"] if isinstance(d, str)]
    assert sorted(set(plain) - {"pip", f"python{PROJECT['project']['requires-python']}"}) == sorted(
        PROJECT["project"]["dependencies"]
    )


def test_conda_and_pip_users_get_the_same_tests():
    (pip,) = [d["pip"] for d in ENVIRONMENT["dependencies"] if isinstance(d, dict)]
    assert sorted(pip) == sorted(PROJECT["project"]["optional-dependencies"]["test"])


def test_conda_and_pip_users_are_told_of_the_same_drivers():
    (said,) = re.findall(r"^# Databases other than SQLite: pip install (.+)$", TEXT, re.M)
    assert re.findall(r'"(.+?)"', said) == PROJECT["project"]["optional-dependencies"]["sql"]


def test_python_is_bounded_alike():
    assert f"python{PROJECT['project']['requires-python']}" in ENVIRONMENT["dependencies"]


def test_the_lock_pins_every_package_the_project_names():
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["test"]
    assert [r for r in wanted if name(r) not in pinned(LOCK)] == []


def test_the_lock_has_a_hash_for_every_package_and_names_no_host():
    assert len(pinned(LOCK)) > 100
    assert flaws(LOCK) == []


def test_a_loose_package_and_a_host_are_found():
    assert flaws("one==1.0 \\\n    --hash=sha256:aa\ntwo>=2\n") == [["two", "=2"][0]]
    assert flaws("--index-url https://packages.example\none==1.0 --hash=sha256:aa\n")


def test_what_the_code_imports_is_named():
    extras = PROJECT["project"]["optional-dependencies"]
    named = PROJECT["project"]["dependencies"] + extras["sql"] + extras["dask"]
    known = {name(r).replace("-", "_") for r in named}
    other_names = {
        "ruamel",
        "python_calamine",
        "jupyter_client",
        "jupyter_core",
        "markupsafe",
        "pydantic_core",
        "IPython",
        "traitlets",
        "pptx",
    }
    source = "\n".join(p.read_text("utf-8") for p in (ROOT / "src").rglob("*.py"))
    used = set(re.findall(r"^\s*(?:from|import) (\w+)", source, re.M))
    assert sorted(used - set(sys.stdlib_module_names) - known - other_names - {"workbook"}) == []


@pytest.mark.parametrize("file", ["LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"])
def test_what_a_reader_looks_for_first_is_there(file):
    assert len((ROOT / file).read_text("utf-8").strip()) > 0
