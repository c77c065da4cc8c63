"""One run: each chapter once, in order, and one that fails leaves only its own part out."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest

from small_client import small_client
from workbook import run as run_module
from workbook.chapters import ORDER
from workbook.parameters import Intake
from workbook.run import Run


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return small_client(tmp_path_factory.mktemp("run") / "klein")


def broken(name):
    """The chapters as they are, but one of them raises."""
    real = run_module.chapter

    def chapter(wanted):
        module = real(wanted)
        if wanted == name:
            module = type("Broken", (), {"analyse": staticmethod(lambda *_: 1 / 0)})
        return module

    return chapter


def test_a_chapter_computes_those_before_it_and_no_others(client):
    run = Run(client)
    run.chapter("value")
    assert list(run.done) == ["intake", "value"]


def test_a_chapter_is_computed_once(client):
    run = Run(client)
    assert run.chapter("value") is run.chapter("value")
    assert run.chapter("summary").after is run.done["summary"].after


def test_what_a_chapter_says_is_worked_out_once(client, monkeypatch):
    asked = Counter()
    value = run_module.chapter("value")
    for name in ("figures", "findings", "gaps", "claims"):
        said = getattr(value, name)
        monkeypatch.setattr(value, name, lambda result, name=name, said=said: asked.update([name]) or said(result))
    done = Run(client).chapter("value")
    for _ in range(2):
        assert (done.figures, done.findings, done.gaps, done.claims, done.after) is not None
    assert asked == {"figures": 1, "findings": 1, "gaps": 1, "claims": 1}


def test_what_the_chapters_find_grows_with_the_order(client):
    run = Run(client)
    figures = [set(run.chapter(name).after.figures) for name in ORDER]
    assert all(earlier <= later for earlier, later in pairwise(figures))
    assert {f.partition(".")[0] for f in figures[-1]} <= set(ORDER)


def test_there_is_one_row_per_customer_in_the_end(client):
    customers = Run(client).chapter("summary").after.customers
    assert customers.index.tolist() == ["K1", "K2", "K3", "K4", "K5"]
    assert customers.columns.is_unique


def test_a_chapter_that_fails_stops_only_itself(client, monkeypatch):
    monkeypatch.setattr(run_module, "chapter", broken("segmentation"))
    run = Run(client)
    after = run.chapter("summary").after
    assert not any(f.startswith("segmentation.") for f in after.figures) and "value.net_revenue" in after.figures
    with pytest.raises(ZeroDivisionError):
        run.chapter("segmentation")
    assert list(run.failed) == ["segmentation"]


def test_the_client_stays_as_it_was_read(client):
    before = {name: table.copy() for name, table in client.tables.items()}
    Run(client).chapter("summary")
    for name, table in before.items():
        pd.testing.assert_frame_equal(client.tables[name], table)


def test_an_unknown_chapter_is_an_error(client):
    with pytest.raises((KeyError, ValueError)):
        Run(client).chapter("extra")


def test_no_chapter_asks_for_what_was_delivered(client):
    yearly = client.parameters.model_copy(update={"intake": Intake(annual_totals=2024)})
    for one in (client, replace(client, parameters=yearly)):
        done = [Run(one).chapter(name) for name in ORDER]
        asked = {need for chapter in done for gap in chapter.gaps for need in gap.needs}
        assert not {f"customers.{c}" for c in one.tables["customers"]} & asked and "transactions" not in asked
        assert ("transactions.date" in asked) == (not one.dated)
