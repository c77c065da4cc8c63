"""The consultant's page over all clients: figures with their basis, links, causes; nothing but one file beside the reports."""

import json
import re

import pytest

from batch_fakes import ENGLISH, GERMAN, folders, planned
from earlier_result import RESULTS, figure, leave
from workbook.batch import desk_page, portfolio
from workbook.batch.overview import Result
from workbook.problem import Problem
from workbook.report.order import Outcome

WRONG = Outcome(
    1,
    problems=tuple(
        Problem("NUM-TEXT", "reject", file="umsatz.csv", row=r, values={"value": "viel"}) for r in range(2, 7)
    ),
)
STAKE = {**figure(304000.0, interval=[150000.0, 500000.0]), "estimated": True}


@pytest.fixture
def out(tmp_path):
    out = tmp_path / "out"
    dollars = {name: {**f, "unit": "USD"} if f["unit"] == "EUR" else f for name, f in RESULTS["figures"].items()}
    leave(
        out / "adler",
        "adler",
        {**RESULTS, "client": "adler", "figures": {**RESULTS["figures"], "summary.value_at_stake": STAKE}},
    )
    leave(out / "birke", "birke", {**RESULTS, "client": "birke", "currency": "USD", "figures": dollars})
    (out / "adler" / "report.html").write_text("x")
    (out / "failed" / "birke").mkdir(parents=True)
    (out / "failed" / "birke" / "cause.txt").write_text("x")
    return out


@pytest.fixture
def results(tmp_path):
    adler, birke, cedrus = (planned(f) for f in folders(tmp_path / "clients", "adler", "birke", "cedrus"))
    return [Result(adler, "delivered", (Outcome(0),)), Result(birke, "failed", (WRONG,)), Result(cedrus, "stopped")]


def made(out, results, words):
    portfolio.write(out, results, words)
    assert [p.name for p in out.iterdir() if p.is_file()] == ["index.html"]
    return (out / "index.html").read_text("utf-8")


def rows(html):
    body = re.sub(r"<(?!/?t[rdh]\b)[^>]*>", "", html)
    return [re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", row) for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)]


def test_every_client_has_its_row_with_figures_in_its_own_currency(out, results):
    html = made(out, results, GERMAN)
    told = {row[0]: row[1:] for row in rows(html) if len(row) == 8}
    assert told["Acme"][0].endswith("gezeigt ist das frühere Ergebnis")  # both are called so; birke stands last
    assert "1.000\u00a0USD" in told["Acme"][3] and "31.12.2024" in told["Acme"][1]
    assert "≈\u00a0304\u00a0T€ (150\u00a0T€ bis 500\u00a0T€)" in html
    assert told["cedrus"][1:] == ["k.\u00a0A."] * 6
    assert "Ein Bericht ist aktuell (Unternehmen: 3)" in html


def test_links_lead_to_what_is_there_and_nowhere_else(out, results):
    html = made(out, results, GERMAN)
    assert set(re.findall(r'href="([^#][^"]*)"', html)) - set(re.findall(r'href="(data:[^"]*)"', html)) == {
        "adler/report.html",
        "failed/birke/cause.txt",
    }
    assert "default-src &#39;none&#39;" in html and not re.search(
        r"""(?:src|action)=|url\(|https?://(?!www\.w3\.org)""", html
    )


def test_failures_say_their_cause(out, results):
    html = made(out, results, ENGLISH)
    assert (
        "One report could not be made in full" in html and "NUM-TEXT" in html and "There are 2 more messages." in html
    )
    lost = Result(results[1].planned, "failed", (Outcome(3, cause="ProcessEnded: signal 9"),))
    assert "ended in the middle" in made(out, [lost], ENGLISH)


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_a_result_that_cannot_be_read_is_unknown(out, results, words):
    for text in ("{", "[]", '{"figures": {}}', '{"currency": "EUR", "as_of": "x", "period": [], "figures": []}'):
        (out / "adler" / "results.json").write_text(text)
        (out / "adler" / "manifest.json").write_text(text)
        assert "adler" in made(out, results, words)


def test_names_are_text(out, results):
    leave(out / "adler", "adler", parameters={"name": "<script>alert(1)</script>"})
    html = made(out, results, GERMAN)
    assert "<script>alert" not in html and "&lt;script&gt;alert(1)" in html


def test_the_same_results_give_the_same_page(out, results, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert made(out, results, GERMAN) == made(out, results, GERMAN)


def test_of_a_result_only_what_the_page_tells_is_kept(tmp_path):
    figures = {"value.cm3": {"value": 1}, "value.other": {"value": 2}}
    (tmp_path / "results.json").write_text(
        json.dumps({"currency": "EUR", "figures": figures, "findings": [1]}), "utf-8"
    )
    kept = {"currency": "EUR", "figures": {"value.cm3": {"value": 1}}}
    assert desk_page.read_told(tmp_path / "results.json", ["value.cm3", "value.unknown"]) == kept
    assert desk_page.read_told(tmp_path / "none.json", ["value.cm3"]) == {}
