"""The benchmark: only who agreed, at least five, nobody's own figures, nothing about prices, never inside a report."""

import json
import re

import pytest

from batch_fakes import ENGLISH, GERMAN, planned
from earlier_result import RESULTS, figure, leave
from small_client import SETTINGS, small_folder
from workbook.batch import across
from workbook.batch.overview import Result
from workbook.report.order import Outcome

CONSENT = "benchmark: {consent: true, by: Frau Adler, date: 2025-01-31}\n"


def clients(tmp_path, n, consents=None, **other):
    """So many clients that are delivered; the first `consents` of them agreed."""
    made = []
    for i in range(n):
        name = f"firma{i:02d}"
        folder = tmp_path / "clients" / name
        if not folder.exists():
            small_folder(folder, SETTINGS + (CONSENT if consents is None or i < consents else ""))
        figures = {
            "process.on_time_share": figure(0.80 + i / 100, "share"),
            "value.top10_share": figure(0.4 + i / 100, "share"),
        }
        figures |= {"value.discount_rate": figure(0.2123, "share"), "value.net_revenue": figure(1000.0 + i)}
        figures |= {"process.maturity.strategy": figure(9.0 if i == 0 else 0.1, "score"), **other.get(name, {})}
        leave(tmp_path / "out" / name, name, {**RESULTS, "client": name, "figures": figures})
        made.append(Result(planned(folder), "delivered", (Outcome(0),)))
    return made


def in_industries(tmp_path, *industries):
    """Clients that agreed, each with its industry (None: not stated), and a discount of its own."""
    found = clients(
        tmp_path,
        len(industries),
        **{f"firma{i:02d}": {"value.discount_rate": figure(0.20 + i / 100, "share")} for i in range(len(industries))},
    )
    for result, own in zip(found, industries, strict=True):
        told = CONSENT if own is None else CONSENT.replace("}", f", industry: {own}}}")
        (result.planned.folder / "client.yaml").write_text(SETTINGS + told)
    return found


def test_discounts_are_compared_only_between_clients_each_of_another_industry(tmp_path):
    for n, (industries, shown) in enumerate([
        ((10, 20, 25, 28, 46), 0.2),  # five, none alike: the mean is 0.22, rounded to 0.05
        ((10, 20, 25, 28, 28), None),  # two of one industry: neither counts, three are too few
        ((10, 20, 25, 28, None), None),
        ((10, 20, 25, 26, 28, 46, 46, None), 0.2),  # the two alike and the one without are left out: 0.20 to 0.24
    ]):  # fmt: skip
        place = tmp_path / str(n)
        across.write(place / "out", in_industries(place, *industries), GERMAN)
        told = json.loads((place / "out" / "benchmark.json").read_text())
        found = told["figures"].get("value.discount_rate")
        assert (found and found["middle"]) == shown
        assert told["not_shown"]["industry"] == ([] if shown else ["value.discount_rate"])
        assert found is None or found["clients"] == 5
        assert "process.on_time_share" in told["figures"]  # what tells nothing of prices does not ask for the industry


@pytest.mark.parametrize("wrong", ["0", "100", "Maschinenbau", "28.1"])
def test_an_industry_is_a_division_of_nace(tmp_path, wrong):
    folder = small_folder(tmp_path / "k", SETTINGS + CONSENT.replace("}", f", industry: {wrong}}}"))
    assert across.agreed([Result(planned(folder), "delivered")]) == []


def test_only_with_five_that_agreed(tmp_path):
    out, five = tmp_path / "out", clients(tmp_path, 7, 5)
    assert across.write(out, five, GERMAN) == 5
    assert sorted(p.name for p in out.iterdir() if p.is_file()) == ["benchmark.html", "benchmark.json"]
    told = json.loads((out / "benchmark.json").read_text())
    assert told["clients"] == 5 and told["figures"]["process.on_time_share"]["middle"] == pytest.approx(0.8)
    assert told["figures"]["process.on_time_share"]["lower"] is None
    # One withdraws: what was there goes.
    folder = five[0].planned.folder
    (folder / "client.yaml").write_text(SETTINGS)
    assert across.write(out, five, GERMAN) == 4 and not [p for p in out.iterdir() if p.is_file()]


def test_who_has_no_complete_result_or_no_settings_is_not_in_it(tmp_path):
    found = clients(tmp_path, 6)
    found[0] = Result(found[0].planned, "failed", (Outcome(3),))
    (found[1].planned.folder / "client.yaml").write_text(": wrong")
    assert [r.planned.id for r in across.agreed(found)] == [f"firma{i:02d}" for i in range(2, 6)]


def test_consent_has_a_name_and_a_day(tmp_path):
    for wrong in (
        "benchmark: true\n",
        "benchmark: {consent: true}\n",
        "benchmark: {consent: false, by: x, date: 2025-01-31}\n",
    ):
        (folder := small_folder(tmp_path / str(len(wrong)), SETTINGS + wrong))
        assert across.agreed([Result(planned(folder), "delivered")]) == []


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_no_name_no_price_no_single_value(tmp_path, words):
    out = tmp_path / "out"
    across.write(out, clients(tmp_path, 6), words)
    html, told = ((out / name).read_text("utf-8") for name in ("benchmark.html", "benchmark.json"))
    for text in (html, told):
        assert not re.search(r"firma|Acme|Klein|0[.,]2123|21[.,]2|discount_rate|net_revenue|1[.,]00[0-5]", text)
    assert not re.search(
        r"discount|price|cm[123]|cost|margin|freight|subsidy|loss_makers|revenue_at", " ".join(across.FIGURES)
    )
    assert json.loads(told)["not_shown"] == {"few": [], "dominance": ["process.maturity.strategy"], "industry": []}


def test_a_figure_few_have_is_not_shown(tmp_path):
    more = {
        "firma00": {"process.conversion.1": figure(0.5, "share")},
        "firma01": {"process.conversion.1": figure("waste", "code")},
    }
    out = tmp_path / "out"
    across.write(out, clients(tmp_path, 6, **more), GERMAN)
    assert json.loads((out / "benchmark.json").read_text())["not_shown"]["few"] == ["process.conversion.1"]


def test_two_benchmarks_that_differ_by_one_client_do_not_give_it_away(tmp_path):
    """The value worked out from the two files is far from the true one, or as far as the rounding leaves it."""
    out, every = tmp_path / "out", clients(tmp_path, 6)
    seen = []
    for run in (every[:5], every):
        across.write(out, run, GERMAN)
        seen.append(json.loads((out / "benchmark.json").read_text())["figures"]["value.top10_share"])
    grid = seen[0]["rounded_to"]
    assert all(round(one["middle"] / grid, 9) % 1 == 0 for one in seen)
    # 6 × the second mean − 5 × the first: each known to half a step, so the new value to ± 5.5 steps (27.5 points) only.
    assert 11 * grid / 2 >= 0.25


def test_every_figure_has_its_name_in_both_languages():
    for words in (GERMAN, ENGLISH):
        names = [*across.FIGURES, *across.APART]
        assert len({across._label(name, words) for name in names}) == len(names)
