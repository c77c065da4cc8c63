"""Every module has its test file, every test file its module, every chapter all its parts: nothing missing, no orphan."""

import importlib
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from workbook.chapters import ORDER
from workbook.parameters import Parameters
from workbook.texts import keys

ROOT = Path(__file__).parents[1]
PARTS = ("analyse", "figures", "findings", "gaps", "customers", "answer", "basis", "EXHIBITS")
TABLES = (
    "batch",
    "benchmark",
    "common",
    "comparison",
    "command",
    "crm",
    "files",
    "messages",
    "native",
    "page",
    "plans",
    "portfolio",
    "privacy",
    "questionnaire",
    "report",
    "workshop",
)  # text files that belong to no chapter

# Modules whose tests stand in another file, because what they do shows only there.
TESTED_IN = {
    "__main__.py": ("test_cli.py", "it only calls the command line"),
    "number_format.py": ("test_language.py", "numbers are tested as the five locales write them, row by row"),
    "date_format.py": ("test_language.py", "dates are tested as the five locales write them, row by row"),
    "parameters_actions.py": ("test_parameters.py", "a section of the settings like the others"),
    "parameters_desk.py": ("test_parameters.py", "a section of the settings like the others"),
    "parameters_scope.py": ("test_parameters.py", "a section of the settings like the others"),
    "parameters_territory.py": ("test_parameters.py", "a section of the settings like the others"),
    "parameters_segmentation.py": ("test_parameters.py", "a section of the settings like the others"),
    "contrast.py": ("test_theme.py", "contrast is a property of the tokens"),
    "inline.py": ("test_theme.py", "a cleaned drawing is what theme.svg returns"),
    "report/xlsx_lists.py": ("report/test_xlsx.py", "a sheet shows in the file it stands in"),
    "report/xlsx_customers.py": ("report/test_xlsx.py", "a sheet shows in the file it stands in"),
    "batch/desk_page.py": ("batch/test_portfolio.py", "the frame of the consultant's pages shows in them"),
    "report/xlsx_comparison.py": (
        "report/test_comparison_blocks.py",
        "its sheets hold the rows the page shows some of",
    ),
    "report/comparing.py": ("report/test_comparison_blocks.py", "it sets the blocks into their chapter"),
    "report/xlsx_chapters.py": ("report/test_xlsx.py", "a sheet shows in the file it stands in"),
    "parameters_plans.py": ("test_parameters.py", "a section of the settings like the others"),
    "report/account_known.py": ("report/test_account_plans.py", "a line shows in the plan it stands in"),
    "report/account_paths.py": ("report/test_account_plans.py", "a growth path shows in the plan it stands in"),
    "report/account_actions.py": ("report/test_account_plans.py", "an action shows in the plan it stands in"),
    "report/account_plan_page.py": ("report/test_account_plans.py", "a page shows in the folder it stands in"),
    "report/account_index.py": ("report/test_account_plans.py", "a page shows in the folder it stands in"),
    "report/slide_deck.py": ("report/test_slides.py", "what a deck does shows in the file it saves"),
    "report/slide_chart.py": ("report/test_slides.py", "a chart shows in the file it stands in"),
    "intake/archive.py": ("intake/test_container.py", "archives are refused when a container is opened"),
    "intake/beside.py": ("intake/test_marks.py", "what is told of marks is tested with them"),
    "intake/sheet.py": ("intake/test_container.py", "a sheet is what a container gives"),
    "intake/place.py": ("intake/test_container.py", "places are refused when a container is opened"),
    "intake/figures.py": ("intake/test_cells.py", "a column of figures is read as cells are"),
    "intake/gaps.py": ("intake/test_cells.py", "what counts as no value shows in the cells read"),
    "intake/large_repeats.py": ("intake/test_large.py", "the same rows both ways"),
    "intake/large_scan.py": ("intake/test_large.py", "the same rows both ways"),
    "intake/large_sql.py": ("intake/test_large.py", "the same rows both ways"),
    "intake/large_text.py": ("intake/test_large.py", "the same rows both ways"),
    "intake/mapping.py": ("intake/test_header.py", "headers are mapped where they are found"),
    "intake/answers.py": ("test_questionnaire.py", "answers are read back from a questionnaire filled in"),
    "intake/respondents.py": ("test_questionnaire.py", "several persons' files are read back together"),
    "workshop/changes.py": ("workshop/test_forms.py", "what has changed is what the panel shows"),
    "workshop/fields.py": ("workshop/test_forms.py", "controls are heard in a panel"),
    "workshop/live.py": ("workshop/test_session.py", "live classes are held against the chapter's"),
    "workshop/override_form.py": ("workshop/test_forms.py", "part of the panel of chapter 3"),
    "workshop/pins_part.py": ("workshop/test_pins_form.py", "it answers what the form asks"),
    "workshop/picture.py": ("workshop/test_forms.py", "the picture answers in the panel of chapter 3"),
    "workshop/segmentation_part.py": ("workshop/test_forms.py", "part of the panel of chapter 3"),
    "workshop/votes_form.py": ("workshop/test_forms.py", "part of the panel of chapter 3"),
    "workshop/weights_form.py": ("workshop/test_forms.py", "part of the panel of chapter 3"),
    "intake/notes.py": ("intake/test_account.py", "notes are the account's raw material"),
}

# Test files that mirror no module, and what they are there for.
ON_THEIR_OWN = {
    "test_layers.py": "the direction of imports",
    "test_mirror.py": "this file",
    "test_notebooks.py": "the notebooks folder",
    "test_texts_used.py": "texts against code, both ways",
    "test_audit.py": "docs/audit.py, which counts what pip-audit looked up",
    "test_licences.py": "docs/licences.py and the list it makes",
    "test_environment.py": "the files that name the packages",
    "report/test_faults.py": "a disk, a folder, handles that give out under the real commands",
    "report/test_killed.py": "kill -9 of a report at any moment, and the run after it",
    "report/test_inventory.py": "what the articles say against functions and the page",
    "test_repository.py": "what may be in the repository",
    "test_promises.py": "SECURITY.md and PRIVACY.md against the code",
    "report/test_leaks.py": "canary tokens: clients apart, nobody named under codes",
    "report/test_comparison_whole.py": "a comparison from files against classes and sums worked out by hand",
    "report/test_same_numbers.py": "every number in notebook, page, spreadsheet, slides and json",
    "report/test_difference.py": "the people rule attacked by difference between all numbers",
    "report/test_people.py": "the people rule attacked over all files of a report",
    "sample/test_muster_data.py": "the invented company and its planted truth",
    "sample/test_muster_plants.py": "what the chapters find of the planted truth, on five seeds",
    "sample/test_muster_phases.py": "what chapter 5 finds of the planted truth, on five seeds",
    "sample/test_muster_certainty.py": "class probabilities against the causes of the invented company, on five seeds",
    "chapters/test_segmentation_properties.py": "laws of the class rule over random customers and parameters",
    "chapters/test_coverage_staff.py": "chapter 4 with nobody, one person, no time, fewer than five",
    "chapters/test_coverage_reconcile.py": "hours and costs of chapter 4 against the files, over random small clients",
    "chapters/test_relations.py": "what a change of the input must change in all results, and what not",
    "chapters/test_dropped.py": "all chapters on a rich client of whom tables and columns are missing",
    "chapters/test_degenerate.py": "all chapters on clients with next to nothing in them",
    "intake/test_database_server.py": "intake/database.py against a server, where one can be started",
    "clients/test_crm.py": "a public pipeline without order lines, from files to page",
    "clients/test_wholesale.py": "public yearly totals by category, from files to page",
    "workshop/test_lab_browser.py": "the workshop in a real JupyterLab",
    "report/test_page_browser.py": "report/page.py as a browser shows it",
    "test_handbook.py": "docs/handbook: its sources, what is generated, the commands it names",
    "report/test_handbook_pages.py": "the handbook built, its commands that make reports, its pages in a browser",
    "report/test_pictures.py": "docs/pictures.py and what the README shows",
    "batch/test_batch_whole.py": "batches with real processes: poisoned, killed, interrupted",
    "report/test_whole_report.py": "the sample clients from files to published folders",
    "report/test_report_browser.py": "the published pages as a browser shows them",
    "intake/test_round_trip.py": "any small table, in any of the formats clients write, reads back as it was",
    "intake/test_fuzz.py": "anything at all where numbers, dates, headers and tables are expected",
    "bad_inputs/test_bad_inputs.py": "sixty groups of broken inputs, as the command line meets them",
    "chapters/test_kept_files.py": "results.xlsx and the CRM hand-over of the whole sample client",
    "report/test_payloads.py": "a client every text of which is an attack, from files to pages as a browser shows them",
    "report/test_refusals.py": "whole clients with wrong data, as the command line meets them",
}


def modules_without_test(modules: Collection[str], tests: Collection[str]) -> list[str]:
    """Modules (paths under src/workbook) with neither a mirrored test file nor an entry in TESTED_IN."""
    return [m for m in modules if not (_mirrors(m) or {TESTED_IN.get(m, ("",))[0]}) & set(tests)]


def orphan_tests(modules: Collection[str], tests: Collection[str]) -> list[str]:
    """Test files (paths under tests) that mirror no module and are not explained in ON_THEIR_OWN."""
    known = {name for m in modules for name in _mirrors(m)} | set(ON_THEIR_OWN)
    return [t for t in tests if t not in known]


def _mirrors(module: str) -> set[str]:
    """The test file of a module: x/y.py → x/test_y.py; a chapter's modules share one, or have one for their topic."""
    if module in TESTED_IN:
        return set()
    path = Path(module)
    if path.parts[0] == "chapters" and len(path.parts) > 2:
        topic = path.stem.removesuffix("_exhibits")
        return {f"chapters/test_{path.parts[1]}.py", f"chapters/test_{path.parts[1]}_{topic}.py"}
    return {path.with_name(f"test_{path.name}").as_posix()}


def modules() -> list[str]:
    found = (p for p in (ROOT / "src/workbook").rglob("*.py") if p.name != "__init__.py")
    return sorted(p.relative_to(ROOT / "src/workbook").as_posix() for p in found)


def of_tests() -> list[str]:
    return sorted(p.relative_to(ROOT / "tests").as_posix() for p in (ROOT / "tests").rglob("test_*.py"))


def chapter_parts(name: str, number: int) -> Mapping[str, bool]:
    """What makes a chapter whole, and whether it is there."""
    notebooks = [p.name for p in (ROOT / "notebooks").glob(f"{number:02d}_*.ipynb")]
    return {
        "a package": (ROOT / f"src/workbook/chapters/{name}/__init__.py").is_file(),
        "one notebook": len(notebooks) == 1,
        "a test file": (ROOT / f"tests/chapters/test_{name}.py").is_file(),
        "a text file": (ROOT / f"src/workbook/assets/texts/{name}.toml").is_file(),
        "a section of parameters": name in Parameters.model_fields,
        "a name on the page": f"page.chapter.{name}" in keys(),
    }


def test_every_module_has_its_test_file():
    assert modules_without_test(modules(), of_tests()) == []


def test_every_test_file_has_its_module_or_its_reason():
    assert orphan_tests(modules(), of_tests()) == []


def test_what_is_tested_elsewhere_exists_and_is_tested_there():
    assert [m for m in TESTED_IN if m not in modules()] == []
    assert [m for m, (where, _) in TESTED_IN.items() if where not in of_tests()] == []


def test_what_stands_on_its_own_exists():
    assert [t for t in ON_THEIR_OWN if t not in of_tests()] == []


def test_no_two_test_files_share_a_name():
    assert [name for name, n in Counter(Path(t).name for t in of_tests()).items() if n > 1] == []


@pytest.mark.parametrize("number, name", list(enumerate(ORDER, 1)))
def test_every_chapter_is_whole(number, name):
    assert [part for part, there in chapter_parts(name, number).items() if not there] == []
    package = importlib.import_module(f"workbook.chapters.{name}")
    assert [part for part in PARTS if not hasattr(package, part)] == []


def test_no_chapter_is_left_over():
    packages = {p.parent.name for p in (ROOT / "src/workbook/chapters").glob("*/__init__.py")}
    # A chapter's topics may have text files of their own: value_prices.toml belongs to value.
    texts = {p.stem.partition("_")[0] for p in (ROOT / "src/workbook/assets/texts").glob("*.toml")}
    named = {k.removeprefix("page.chapter.") for k in keys() if k.startswith("page.chapter.")}
    notebooks = {p.name[:3] for p in (ROOT / "notebooks").glob("*.ipynb")}
    assert packages == named == texts - set(TABLES) == set(ORDER)
    assert notebooks == {f"{n:02d}_" for n, _ in enumerate(ORDER, 1)}


def test_a_module_without_test_is_found():
    assert modules_without_test(["methods/new.py", "run.py"], ["test_run.py"]) == ["methods/new.py"]
    assert modules_without_test(["chapters/extra/analysis.py"], []) == ["chapters/extra/analysis.py"]


def test_a_test_without_module_is_found():
    assert orphan_tests(["run.py"], ["test_run.py", "methods/test_gone.py"]) == ["methods/test_gone.py"]


def test_a_chapter_that_lacks_parts_is_found():
    assert not any(chapter_parts("extra", 7).values())
