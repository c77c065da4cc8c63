"""Imports point one way only: facts know nothing of words, words nothing of pictures, pictures nothing of pages."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from parsed import nodes, tree

SOURCE = Path(__file__).parents[1] / "src" / "workbook"

# From low to high; a module imports from its own layer and from those below. A package stands for all its modules
# unless one of them is named: the page is drawn in a notebook too, so report.page lies below the book.
LAYERS = (
    {
        "workbook",
        "section",
        "parameters_actions",
        "parameters_desk",
        "parameters_norms",
        "parameters_plans",
        "parameters_scope",
        "parameters_segmentation",
        "parameters_territory",
        "parameters",
        "schema",
        "finding",
        "topic",
        "problem",
        "whole",
        "exhibit",
        "inline",
        "path_data",
    },
    {"texts", "number_format", "date_format", "language", "need", "problem_text", "settings", "method_notes"}
    | {"theme", "contrast", "logo", "brand"},
    {"charts", "chromium", "tabulate", "setting_name"},
    {"plate", "workshop.levers"},
    {"client", "caveats", "intake", "journal"},
    {"methods"},
    {"chapters"},
    {"run", "statement", "check", "check_columns", "check_text", "letter", "report.download", "privacy"},
    {
        "report.page",
        "report.markup",
        "report.condense",
        "report.crossings",
        "book",
        "workshop",
        "small_template",
        "questionnaire",
        "template",
        "doctor",
        "progress",
    },
    {"report", "workshop.start"},
    {"batch", "crm"},
    {"cli_batch", "cli_export", "cli_forget", "cli_pseudonymise", "cli_queue"},
    {"cli", "__main__"},
)
WORDED = {
    "texts",
    "language",
    "exhibit",
    "theme",
    "inline",
    "charts",
    "tabulate",
    "number_format",
    "date_format",
    "plate",
}
DRAWS_MARKUP = {"report.page", "report.markup", "report.condense", "inline", "theme"} | {
    "report.xlsx_sheet",
    "report.slide_deck",
}


@cache
def sources() -> dict[str, str]:
    """Module name without `workbook.` → source; the package itself is `workbook`, a package is its __init__."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name or "workbook"] = path.read_text("utf-8")
    return found


def imports(source: str, modules: Mapping[str, str]) -> set[str]:
    """Our own modules a source imports, also inside functions and for type checking only: words leak through both."""
    found = set()
    for node in nodes(tree(source)):
        if isinstance(node, ast.Import):
            found |= {_own(alias.name, modules) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            whole = node.module or ""
            found |= {_own(f"{whole}.{alias.name}", modules) or _own(whole, modules) for alias in node.names}
    return found - {""}


def _own(name: str, modules: Mapping[str, str]) -> str:
    """The name without `workbook.` where it is one of our modules, else nothing."""
    short = name if name == "workbook" else name.removeprefix("workbook.")
    return short if name.split(".")[0] == "workbook" and short in modules else ""


def layer(module: str) -> int:
    """The layer of a module: its own entry, else its package's. LookupError where nobody gave it one."""
    for name in (module, module.partition(".")[0]):
        for number, names in enumerate(LAYERS):
            if name in names:
                return number
    raise LookupError(f"{module} has no layer: name it in LAYERS")


def violations(modules: Mapping[str, str]) -> list[str]:
    """Every import that points the wrong way, as a sentence."""
    return [
        f"{name} imports {other}: {why}"
        for name, source in modules.items()
        for other, why in _wrong(name, source, modules)
    ]


def _wrong(name: str, source: str, modules: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for other in sorted(imports(source, modules)):
        mine, theirs = name.split("."), other.split(".")
        if layer(other) > layer(name):
            yield other, "it lies higher"
        if mine[0] == "methods" and theirs[0] != "methods":
            yield other, "a method knows only methods"
        if mine[0] == theirs[0] == "chapters" and len(theirs) > 1 and mine[1:2] != theirs[1:2]:
            yield other, "chapters do not know each other"
        if (
            mine[0] == "chapters"
            and len(mine) > 2
            and not mine[-1].endswith(("exhibits", "drawings"))
            and theirs[0] in WORDED
        ):
            yield other, "facts are found before language and layout"


def cycle(modules: Mapping[str, str]) -> list[str]:
    """The modules that import each other in a circle, or nothing."""
    graph = {name: imports(source, modules) - {name} for name, source in modules.items()}
    # `from workbook import x` loads the package first; that is Python's own order, not ours.
    graph = {name: others - {"workbook"} for name, others in graph.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def markup(source: str) -> list[str]:
    """Text literals that close an element: whoever writes one makes HTML or SVG."""
    literals = [n.value for n in nodes(tree(source)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [text for text in literals if "</" in text]


def test_every_module_has_a_layer():
    assert [name for name in sources() if layer(name) is None] == []


def test_imports_point_one_way_only():
    assert violations(sources()) == []


def test_no_modules_import_each_other_in_a_circle():
    assert cycle(sources()) == []


def test_only_the_page_and_the_drawing_write_markup():
    assert {
        name: found for name, text in sources().items() if name not in DRAWS_MARKUP and (found := markup(text))
    } == {}


def test_only_the_page_knows_the_template_engine():
    users = [name for name, text in sources().items() if "jinja2" in text or "markupsafe" in text]
    assert users == ["report.markup", "report.page"]


@pytest.mark.parametrize(
    ("module", "line", "why"),
    [
        ("finding", "from workbook.language import Words", "it lies higher"),
        ("theme", "from workbook import client", "it lies higher"),
        ("client", "def late():\n    import workbook.cli", "it lies higher"),
        ("methods.score", "from workbook.client import Client", "a method knows only methods"),
        ("methods.score", "from workbook import language", "a method knows only methods"),
        ("chapters.value.analysis", "import workbook.chapters.summary", "chapters do not know each other"),
        ("chapters.value.findings", "from workbook.language import Words", "facts are found before language and layout"),
        ("chapters.value.analysis", "if TYPE_CHECKING:\n    from workbook.theme import both", "facts are found"),
        ("report.page", "from workbook.report import job", "it lies higher"),
    ],
)  # fmt: skip
def test_an_import_that_points_the_wrong_way_is_found(module, line, why):
    found = violations({**dict.fromkeys(sources(), ""), module: line})
    assert len(found) == 1 and found[0].startswith(module) and why in found[0]


def test_a_circle_is_found():
    circle = {"intake.rows": "from workbook.intake import cells", "intake.cells": "from workbook.intake.rows import x"}
    assert set(cycle(circle)) == {"intake.rows", "intake.cells"}


def test_markup_outside_the_page_is_found():
    assert markup('x = f"<b>{name}</b>"') and not markup('x = "a < b / c"')


def test_a_module_without_a_layer_is_found():
    with pytest.raises(LookupError, match="helpers"):
        layer("helpers")
