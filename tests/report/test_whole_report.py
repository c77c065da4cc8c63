"""The sample clients from their files to their published folders."""

import csv
import itertools
import json
import math
import re
import shutil
from pathlib import Path

import html5lib
import nbformat
import pandas as pd
import pytest

from sample_reports import SAMPLES, again
from small_client import no_traces, small_folder
from workbook.chapters import ORDER
from workbook.cli import main
from workbook.report import execute, job

pytestmark = pytest.mark.report
HTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
EVERY = pytest.mark.parametrize(
    "key", [("northwind", "de"), ("northwind", "en"), ("muster", "de"), ("muster", "en")], ids="-".join
)
UNITS = {"share", "count", "hours", "days", "index", "score", "code"}
HIDDEN = {HTML + name for name in ("script", "style", "tbody", "code")}  # no words of ours, or the client's own
SIZES = {"northwind": 500_000, "muster": 900_000}
# Words that stand in every report of the one language and have no business in one of the other.
GERMAN = set("und der die nicht mit Kunden Umsatz Empfehlung Befund Kapitel Abbildung wird sind Zeilen".split())  # noqa: SIM905
TERM = "Share of Wallet"  # what German salespeople call it too
OWN = "Stillstand beim Kunden"  # a reason as the client wrote it
ENGLISH = set("and the of not with customers revenue Recommendation Finding Chapter Figure are rows is".split())  # noqa: SIM905


@pytest.fixture
def made(reports, key):
    return reports[key]


def parsed(html):
    return html5lib.HTMLParser(strict=True).parse(html)


def told(html):
    """The words a reader sees or hears, without what the client's own data say in tables' cells."""
    tree = parsed(html)
    for parent in list(tree.iter()):
        for child in [c for c in parent if c.tag in HIDDEN]:
            parent.remove(child)
    return " ".join(tree.itertext())


# What stands in results.json


@EVERY
def test_results_have_the_contracts_shape(made):
    results = made.results
    assert list(results) == [
        "client", "language", "currency", "period", "as_of", "figures", "findings", "claims", "not_assessable",
    ]  # fmt: skip
    assert (results["client"], results["language"]) == (made.client, made.language)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in [*results["period"], results["as_of"]])


@EVERY
def test_every_figure_is_a_finite_number_or_a_code_with_an_allowed_unit(made):
    for name, figure in made.results["figures"].items():
        assert re.fullmatch(rf"({'|'.join(ORDER)})(\.[a-z0-9_]+)+", name), name
        assert set(figure) == {"value", "unit", "interval", "estimated"}, name
        value, unit, interval = figure["value"], figure["unit"], figure["interval"]
        assert unit in UNITS | {made.results["currency"]}, name
        assert isinstance(value, str) if unit == "code" else math.isfinite(value), name
        assert isinstance(figure["estimated"], bool)
        if unit == "share":
            assert 0 <= value <= 1 or name in ("value.whale_peak", "value.subsidy"), name
        if interval is not None:
            assert len(interval) == 2 and interval[0] <= value <= interval[1], name
        if unit not in ("code",):
            assert value == float(f"{value:.12g}"), name


@EVERY
def test_every_finding_says_what_it_rests_on_and_what_to_do(made):
    findings = made.results["findings"]
    assert len({f["id"] for f in findings}) == len(findings) > 5
    for finding in findings:
        assert finding["id"].startswith(finding["chapter"] + ".") and finding["chapter"] in ORDER
        assert finding["headline"].strip() and finding["recommendation"].strip()
        assert re.fullmatch(r"\[\d{3}\](, \[\d{3}\])*", finding["source"])
        impact = finding["impact"]
        assert impact["kind"] in ("cash", "margin", "capacity") and impact["low"] <= impact["central"] <= impact["high"]
        assert "{" not in finding["headline"] + finding["recommendation"]


@EVERY
def test_what_cannot_be_said_is_said_to_be_missing_and_nowhere_else(made):
    gaps = made.results["not_assessable"]
    assert len({g["id"] for g in gaps}) == len(gaps)
    assert not {g["id"] for g in gaps} & set(made.results["figures"])
    assert all(g["would_show"].strip() and isinstance(g["needs"], list) for g in gaps)


@EVERY
def test_rows_and_money_read_are_used_plus_rejected(made):
    f = {name: figure["value"] for name, figure in made.results["figures"].items()}
    assert f["intake.rows_read"] == f["intake.rows_used"] + f["intake.rows_rejected"]
    assert f["intake.money_read"] == pytest.approx(f["intake.money_used"] + f["intake.money_rejected"], abs=0.01)


def test_german_and_english_reports_hold_the_same_numbers(reports):
    for client in SIZES:
        german, english = reports[client, "de"].results, reports[client, "en"].results
        assert german["figures"] == english["figures"]
        assert [f["impact"] for f in german["findings"]] == [f["impact"] for f in english["findings"]]
        assert [g["id"] for g in german["not_assessable"]] == [g["id"] for g in english["not_assessable"]]
        assert all(a["headline"] != b["headline"] for a, b in zip(german["findings"], english["findings"], strict=True))


def test_northwinds_published_figures_come_out(reports):
    f = {name: figure["value"] for name, figure in reports["northwind", "de"].results["figures"].items()}
    assert f["value.net_revenue"] == pytest.approx(1_265_793.04, abs=0.005)
    assert f["value.customers"] == 89
    assert f["value.discount_rate"] == pytest.approx(0.0655, abs=5e-5)
    assert f["value.freight"] == pytest.approx(64_942.69, abs=0.005)
    assert f["process.on_time_share"] == pytest.approx(0.9543, abs=5e-5)


def test_northwind_gets_no_classes_but_what_they_need(reports):
    needs = {g["id"]: g["needs"] for g in reports["northwind", "de"].results["not_assessable"]}
    for name in ("key", "core", "smart", "lean"):
        assert any(n.startswith("customers.") for n in needs[f"segmentation.customers.{name}"])


def test_muster_gets_classes_margins_and_hours(reports):
    figures = reports["muster", "de"].results["figures"]
    assert {"segmentation.customers.key", "value.cm3", "coverage.misallocated_hours", "summary.value_at_stake"} <= set(
        figures
    )
    classes = sum(figures[f"segmentation.customers.{c}"]["value"] for c in ("key", "core", "smart", "lean"))
    assert classes == len(
        pd.read_parquet(reports["muster", "de"].folder / "tables/customers.parquet")["class"].dropna()
    )


# What stands on the page


@EVERY
def test_a_page_is_valid_and_of_one_language(made):
    tree = parsed(made.html)
    assert tree.get("lang") == made.language
    assert re.search(r" – .+ – ", tree.find(f".//{HTML}title").text)
    assert len(tree.findall(f".//{HTML}h1")) == 1
    for landmark in ("header", "nav", "main", "footer"):
        assert tree.find(f".//{HTML}{landmark}") is not None
    words = re.findall(r"\w+", told(made.html).replace(TERM, "").replace(OWN, ""))
    foreign = (ENGLISH if made.language == "de" else GERMAN) & set(words)
    own = GERMAN if made.language == "de" else ENGLISH
    assert foreign == set() and len(own & set(words)) > len(own) * 0.8


@EVERY
def test_headings_are_not_skipped_and_names_are_unique(made):
    tree = parsed(made.html)
    levels = [
        int(e.tag[-1])
        for e in tree.iter()
        if isinstance(e.tag, str) and re.fullmatch(re.escape(HTML) + "h[1-6]", e.tag)
    ]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels))
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert sorted({i for i in ids if ids.count(i) > 1}) == []


@EVERY
def test_every_drawing_says_what_it_shows(made):
    tree = parsed(made.html)
    drawings = [e for e in tree.iter() if e.tag == SVG + "svg" and e.get("role") == "img"]
    assert all(d.get("aria-label", "").strip() for d in drawings)
    figures = tree.findall(f".//{HTML}figure")
    exhibits = [e for f in figures for e in f.iter() if e.tag == SVG + "svg" and e.get("role") == "img"]
    assert len(exhibits) >= 8 and all(len(e.get("aria-label", "")) > 20 for e in exhibits)
    assert all("".join(f.find(f"{HTML}figcaption").itertext()).strip() for f in figures)
    assert all(f.find(f".//{HTML}table") is not None for f in figures)


@EVERY
def test_a_page_holds_no_traces_of_how_it_was_made(made):
    assert no_traces(made.html)
    for trace in (
        "traceback",
        "ipynb",
        "papermill",
        "open_chapter",
        "DataFrame",
        "NaN",
        ">nan<",
        ">None<",
        "inf<",
        str(made.folder),
    ):
        assert trace not in made.html, trace
    assert not re.search(
        r"/(?:tmp|home|root|work)/\w+|file:|[{}]{2}", re.sub(r"<style.*?</style>", "", made.html, flags=re.S)
    )
    assert not re.search(r"\d[eE][+-]\d\d", told(made.html))


@EVERY
def test_a_page_is_small(made):
    assert len(made.html.encode()) <= SIZES[made.client]


# What stands beside the page


@EVERY
def test_a_published_folder_is_whole(made):
    there = {p.name for p in made.folder.iterdir()}
    assert there >= {"report.html", "results.json", "tables", "notebooks", "rejects.csv", "manifest.json"}
    assert not [n for n in there if n.startswith(".")] and not [
        p for p in made.folder.parent.iterdir() if p.name.startswith(".")
    ]
    assert len(list((made.folder / "notebooks").glob("*.ipynb"))) == len(ORDER)


@EVERY
def test_the_customers_table_has_one_row_per_customer(made):
    table = pd.read_parquet(made.folder / "tables" / "customers.parquet")
    assert table.index.is_unique and table.index.name == "customer_id" and table.columns.is_unique
    assert (
        len(table)
        == {"northwind": 91}.get(made.client, len(table))
        >= made.results["figures"]["value.customers"]["value"]
    )
    assert table["net_revenue"].sum() == pytest.approx(made.results["figures"]["value.net_revenue"]["value"], abs=0.01)


@EVERY
def test_rejected_rows_are_listed_one_by_one(made):
    with (made.folder / "rejects.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    assert len(rows) == made.results["figures"]["intake.rows_rejected"]["value"]


@EVERY
def test_the_manifest_names_inputs_outputs_versions_and_times(made):
    manifest = json.loads((made.folder / "manifest.json").read_text("utf-8"))
    assert [c["chapter"] for c in manifest["chapters"]] == list(ORDER)
    assert all(c["seconds"] > 0 and not c["failed"] for c in manifest["chapters"])
    assert all(re.fullmatch("[0-9a-f]{64}", i["sha256"]) for i in manifest["inputs"]) and manifest["packages"]["pandas"]
    assert {"report.html", "results.json", "rejects.csv", "tables/customers.parquet"} <= set(manifest["outputs"])


# The same again


def test_the_same_data_make_the_same_bytes_wherever_they_are_read(tmp_path, reports):
    other = tmp_path / "elsewhere" / "northwind"
    shutil.copytree(SAMPLES / "northwind", other)
    runs = [
        again(SAMPLES / "northwind", tmp_path / "one", "1", "Pacific/Auckland", "C"),
        again(other, tmp_path / "two", "4711", "America/New_York", "C.UTF-8"),
        {p.relative_to(reports["northwind", "de"].folder.parent): p.read_bytes()
         for p in reports["northwind", "de"].folder.rglob("*") if p.is_file()},
    ]  # fmt: skip
    timed = {Path("northwind/manifest.json")} | {p for p in runs[0] if p.suffix == ".ipynb"}
    assert set(runs[0]) == set(runs[1]) == set(runs[2])
    changed = {str(p) for p in set(runs[0]) - timed if len({run[p] for run in runs}) > 1}
    assert changed == set()


# What goes wrong


def broken(tmp_path, monkeypatch, chapter="segmentation"):
    """The package's notebooks, one of them failing."""
    folder = tmp_path / "notebooks"
    shutil.copytree(execute.notebook_folder(), folder)
    path = execute.notebook_of(chapter, folder)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(3, nbformat.v4.new_code_cell("1 / 0", id="made-up"))
    nbformat.write(notebook, path)
    monkeypatch.setattr(job, "notebook_folder", lambda: folder)


def test_a_chapter_that_fails_leaves_the_others_and_never_replaces_a_complete_report(tmp_path, monkeypatch, capsys):
    client, out = small_folder(tmp_path / "klein"), tmp_path / "out"
    broken(tmp_path, monkeypatch)
    assert main(["report", str(client), "-o", str(out)]) == 3
    first = capsys.readouterr()
    assert no_traces(first.err.replace("ZeroDivisionError:", "")) and "Kundensegmentierung" in first.err
    html = (out / "klein" / "report.html").read_text("utf-8")
    assert "Unvollständig" in told(html) and "ZeroDivisionError" not in html
    assert len(re.findall(r'<section class="chapter', html)) == len(ORDER)
    results = json.loads((out / "klein" / "results.json").read_text("utf-8"))
    assert "value.net_revenue" in results["figures"] and "process" in {
        g["id"].split(".")[0] for g in results["not_assessable"]
    }

    monkeypatch.undo()
    assert main(["report", str(client), "-o", str(out)]) == 0
    whole = (out / "klein" / "report.html").read_bytes()
    broken(tmp_path / "again", monkeypatch)
    assert main(["report", str(client), "-o", str(out)]) == 3
    assert (out / "klein" / "report.html").read_bytes() == whole
    assert "Unvollständig" in (out / "failed" / "klein" / "report.html").read_text("utf-8")


def test_only_some_chapters_go_to_a_folder_of_their_own(tmp_path, capsys):
    client, out = small_folder(tmp_path / "klein"), tmp_path / "out"
    assert main(["report", str(client), "-o", str(out), "--only", "value", "--language", "en"]) == 0
    assert [p.name for p in out.iterdir()] == ["klein-only"]
    html = (out / "klein-only" / "report.html").read_text("utf-8")
    assert "Extract" in told(html) and len(re.findall(r'<section class="chapter', html)) == 1
    figures = json.loads((out / "klein-only" / "results.json").read_text("utf-8"))["figures"]
    assert figures and all(name.startswith("value.") for name in figures)
    parsed(html)
