"""What may be in the repository, and how long its parts may be."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from parsed import nodes, tree

ROOT = Path(__file__).parents[1]
TEXT = {".py", ".toml", ".yml", ".yaml", ".md", ".ipynb", ".json", ".lock", ".css", ".js", ".j2", ".csv", ".txt", ""}
MACHINE = re.compile(r"/(?:home|root|Users|mnt|work)/[\w.-]+|/tmp/[\w.-]+/|[A-Z]:\\\\?(?:Users|Temp)\b")
HOST = re.compile(r"//[\w.-]*(?:pypi|proxy|registry|mirror|artifactory|nexus)[\w.-]*")
LONGEST_FILE, LONGEST_FUNCTION, MOST_ARGUMENTS = 400, 40, 6

# Longer than the rule, each for its reason.
LONG_FILES = {}
FACTS = "one exhibit told in reading order: facts, sentence, table behind it, drawing, notes"
DRAWING = "one drawing from left to right; its parts share their coordinates"
LONG_FUNCTIONS: dict[str, str] = {
    "src/workbook/chapters/coverage/exhibits.py:effort": FACTS,
    "src/workbook/chapters/coverage/exhibits.py:hands": FACTS,
    "src/workbook/chapters/intake/exhibits.py:months": FACTS,
    "src/workbook/chapters/process/opinion_exhibits.py:phases": FACTS,
    "src/workbook/chapters/process/drawings.py:draw_phases": DRAWING,
    "src/workbook/chapters/process/delivered_exhibits.py:repurchase": FACTS,
    "src/workbook/chapters/segmentation/exhibits.py:classes": FACTS,
    "src/workbook/chapters/segmentation/exhibits.py:ranking": FACTS,
    "src/workbook/chapters/value/analysis.py:analyse": "the chapter's flow, readable aloud from one function",
    "src/workbook/chapters/value/exhibits.py:whale_curve": FACTS,
    "src/workbook/chapters/value/prices_exhibits.py:growth": FACTS,
    "src/workbook/chapters/value/prices_exhibits.py:realisation": FACTS,
}
MANY_ARGUMENTS: dict[str, str] = {}


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def traces(text: str) -> list[str]:
    """Paths of a machine and hosts of package registries named in a text."""
    return MACHINE.findall(text) + HOST.findall(text)


def long_functions(source: str) -> dict[str, int]:
    """Functions whose body, without its docstring, has more lines than allowed."""
    return {node.name: lines for node in _functions(source) if (lines := _body(node)) > LONGEST_FUNCTION}


def many_arguments(source: str) -> dict[str, int]:
    """Functions that take more than allowed; `self` and `**facts` do not count."""
    counted = {
        node.name: len([*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]) for node in _functions(source)
    }
    selfish = {n.name for n in _functions(source) if n.args.args and n.args.args[0].arg in ("self", "cls")}
    return {name: n for name, n in counted.items() if n - (name in selfish) > MOST_ARGUMENTS}


def _functions(source: str) -> list[ast.FunctionDef]:
    return [n for n in nodes(tree(source)) if isinstance(n, ast.FunctionDef)]


def _body(node: ast.FunctionDef) -> int:
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def sources() -> dict[str, str]:
    return {p.relative_to(ROOT).as_posix(): p.read_text("utf-8") for p in sorted((ROOT / "src").rglob("*.py"))}


def test_no_file_names_a_machine_or_a_registry():
    mine = {"tests/test_repository.py", "tests/report/test_proof.py", ".gitignore"}
    found = {}
    for name in tracked():
        if (
            Path(name).suffix in TEXT
            and name not in mine
            and (seen := traces((ROOT / name).read_text("utf-8", "replace")))
        ):
            found[name] = seen
    assert found == {}


def test_a_machine_and_a_registry_are_found():
    assert traces("see /home/somebody/project") and traces("C:\\Users\\somebody")
    assert traces("--index-url https://pypi.example.org/simple") and traces("https://proxy.corp/x")
    assert not traces("https://www.w3.org/2000/svg") and not traces("a / b")


def test_no_outputs_client_data_or_reports_are_tracked():
    unwanted = re.compile(
        r"^(reports/(?!README\.md)|clients/)|\.(pyc|parquet|key|env)$|rejects\.csv$|decisions\.jsonl$|\.ipynb_checkpoints"
    )
    assert [name for name in tracked() if unwanted.search(name)] == []


@pytest.mark.parametrize(
    "path",
    [
        "reports/de/muster/report.html", "clients/acme/client.yaml", "anywhere/decisions.jsonl", "x/rejects.csv", "kunden.xlsx",
        "out/acme-check.html", "reports-en/acme/report.html", "anywhere/acme-check.json", "acme-letter.txt",
        "x/acme-crm-hubspot.csv", "tables/customers.parquet", "secret.key", ".env", ".acme.tmp-1-a/manifest.json",
        "notebooks/.ipynb_checkpoints/a.ipynb",
    ],
)  # fmt: skip
def test_client_data_and_built_reports_cannot_be_added_by_accident(path):
    asked = subprocess.run(["git", "check-ignore", "--no-index", "-q", path], cwd=ROOT)
    if asked.returncode == 128:
        pytest.skip("not a git checkout")
    assert asked.returncode == 0


def test_outputs_go_where_the_readme_and_the_handbook_say_without_being_committed():
    pages = [ROOT / "README.md", ROOT / "Makefile", *sorted((ROOT / "docs").rglob("*.md"))]
    places = {found for page in pages for found in re.findall(r"workbook .* -o ([\w./-]+)", page.read_text("utf-8"))}
    inside = {f"{place}/acme/report.html" for place in places if not place.startswith("/")}
    assert "reports/acme/report.html" in inside
    asked = subprocess.run(
        ["git", "check-ignore", "--no-index", *sorted(inside)], cwd=ROOT, capture_output=True, text=True
    )
    if asked.returncode == 128:
        pytest.skip("not a git checkout")
    assert set(asked.stdout.split()) == inside


def test_no_file_is_long_without_a_reason():
    lengths = {name: len(text.splitlines()) for name, text in sources().items()}
    assert {name for name, n in lengths.items() if n > LONGEST_FILE} - set(LONG_FILES) == set()


def test_no_function_is_long_without_a_reason():
    found = {f"{name}:{f}": n for name, text in sources().items() for f, n in long_functions(text).items()}
    assert {name: n for name, n in found.items() if name not in LONG_FUNCTIONS} == {}


def test_no_function_takes_many_arguments_without_a_reason():
    found = {f"{name}:{f}": n for name, text in sources().items() for f, n in many_arguments(text).items()}
    assert {name: n for name, n in found.items() if name not in MANY_ARGUMENTS} == {}


def test_a_long_function_and_many_arguments_are_found():
    assert long_functions("def f():\n" + "    x = 1\n" * 41) == {"f": 41}
    assert long_functions('def f():\n    """Says\n\n    much."""\n' + "    x = 1\n" * 40) == {}
    assert many_arguments("def f(a, b, c, d, e, *, f, g): ...") == {"f": 7}
    assert many_arguments("class A:\n    def f(self, a, b, c, d, e, f): ...") == {}


def test_the_code_leaves_nothing_undone():
    assert {n: m for n, text in sources().items() if (m := re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b", text))} == {}
