"""What changed, and what it comes from: every kind of change, what cannot be said, and no figure about single persons."""

import json

import pandas as pd
import pytest

from earlier_result import CUSTOMERS, INPUTS, RESULTS, figure, leave, manifest
from small_client import SETTINGS, small_client, small_folder
from workbook.parameters import Parameters
from workbook.report.comparison import changed, compare, drift, record, within, worked_out
from workbook.report.earlier import read_earlier
from workbook.settings import read_settings

CHAPTERS = ("intake", "value", "segmentation", "coverage", "process", "summary")
AFTER = CUSTOMERS.assign(**{"class": ["key", "key", "core"]})
LATER = {**RESULTS, "as_of": "2025-12-31", "period": ["2025-01-01", "2025-12-31"]}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return small_client(tmp_path_factory.mktemp("klein") / "acme")


def of_client(client, **other):
    """A manifest of a run over this very client, or over one that differs in what is named."""
    files = [{"file": f.file, "sheet": f.sheet, "table": f.table, "sha256": f.sha256} for f in client.reading.files]
    settings = json.loads(client.parameters.model_dump_json(by_alias=True))
    return {"inputs": files, "parameters": settings, **other}


def found(tmp_path, client, again=lambda _: pytest.fail("not asked for"), now=LATER, after=AFTER, **other):
    earlier = read_earlier(leave(tmp_path, **of_client(client, **other)), "acme")
    return compare(earlier, now, after, client, CHAPTERS, again)


def settings(client, **segmentation):
    told = json.loads(client.parameters.model_dump_json(by_alias=True))
    return {**told, "segmentation": {**told["segmentation"], **segmentation}}


def test_nothing_changed(tmp_path, client):
    same = found(tmp_path, client, now=RESULTS, after=CUSTOMERS)
    assert same.mode == "none" and same.changes == () and same.moved.empty
    assert set(same.figures["within"]) == {"same"} and not same.new and not same.gone


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ({"inputs": INPUTS}, "data"),
        ({"parameters": {"segmentation": {}}}, "parameters"),
        ({"version": "0.0.1"}, "software"),
    ],
)
def test_what_alone_changed_is_the_cause_of_everything(tmp_path, client, other, kind):
    if kind == "parameters":
        other = {"parameters": settings(client, key_score=0.9)}
    alone = found(tmp_path, client, **other)
    assert alone.mode == "single" and alone.kinds == (kind,)
    assert alone.moved["cause"].tolist() == [kind] * 2 and alone.moved["name"].tolist() == ["Birke KG", "Cedrus SE"]


def test_settings_and_data_are_told_apart_by_one_more_analysis(tmp_path, client):
    asked = []

    def again(parameters):
        asked.append(parameters)
        return {"value.net_revenue": 1100.0}, pd.Series({"K1": "key", "K2": "key", "K3": "lean"})

    now = {**LATER, "figures": {"value.net_revenue": figure(1500.0)}}
    both = found(tmp_path, client, again, now, inputs=INPUTS, parameters=settings(client, key_score=0.9))
    assert both.mode == "separated" and both.rest == "data"
    assert [p.segmentation.key_score for p in asked] == [0.9] and asked[0].id == client.parameters.id
    row = both.figures.loc["value.net_revenue"]
    assert (row["middle"] - row["before"], row["after"] - row["middle"]) == (100.0, 400.0)
    assert both.moved["cause"].to_dict() == {"K2": "data", "K3": "parameters"}


def test_what_cannot_be_told_apart_says_so(tmp_path, client):
    older = {"inputs": INPUTS, "version": "0.0.1"}
    assert (
        found(tmp_path, client, **older).mode == "several"
    )  # the settings are the same: one more analysis says nothing
    failing = found(tmp_path, client, lambda _: None, parameters=settings(client, key_score=0.9), inputs=INPUTS)
    assert failing.mode == "several" and set(failing.moved["cause"]) == {"several"}
    gone = {"parameters": {"no_such_setting": 1}, **older}
    assert found(tmp_path, client, **gone).mode == "several"  # settings of before that are none any more


def test_without_a_manifest_no_cause_without_a_table_no_migration(tmp_path, client):
    path = leave(tmp_path)
    (tmp_path / "manifest.json").unlink()
    (tmp_path / "tables" / "customers.parquet").unlink()
    open_ = compare(read_earlier(path, "acme"), LATER, AFTER, client, CHAPTERS, lambda _: None)
    assert open_.mode == "unknown" and open_.migration is None and open_.moved.empty and open_.figures.shape[0] == 4


def test_a_renamed_file_is_no_change_and_a_new_default_no_decision(client):
    told = of_client(client)
    renamed = [{**i, "file": f"alt-{i['file']}"} for i in told["inputs"]]
    assert not list(changed({**manifest(), **told, "inputs": renamed}, client))
    fewer = {k: v for k, v in told["parameters"].items() if k != "seed"}
    kinds = {c.kind for c in changed({**manifest(version="0.0.1"), **told, "parameters": fewer}, client)}
    assert kinds == {"software"}
    assert {c.what for c in changed({**manifest(), **told, "parameters": fewer}, client)} == {"seed"}


def test_how_a_report_looks_is_no_change(client):
    told = of_client(client)
    spoken = {**told["parameters"], "language": "en", "name": "Other", "compare_with": "x"}
    assert not list(changed({**manifest(), **told, "parameters": spoken}, client))


def test_migration_names_customers_that_came_and_left(tmp_path, client):
    after = AFTER.rename(index={"K1": "K9"}).assign(name=["Neu AG", "Birke KG", "Cedrus SE"])
    moved = found(tmp_path, client, after=after, inputs=INPUTS)
    assert moved.came == {"K9": "Neu AG"} and moved.left == {"K1": "Adler AG"}
    assert moved.migration.loc["new", "key"] == moved.migration.loc["key", "gone"] == 1


def test_nothing_about_single_persons(tmp_path, client):
    told = found(tmp_path, client, now={**LATER, "findings": []}, inputs=INPUTS)
    assert "coverage.fte.kam" not in told.figures.index and list(told.gone) == ["value.loss_makers"]
    assert "P-7" not in json.dumps(record(told))


def test_only_chapters_both_can_have_are_compared(tmp_path, client):
    earlier = read_earlier(leave(tmp_path, **of_client(client)), "acme")
    part = compare(earlier, {**LATER, "findings": []}, AFTER, client, ["process"], lambda _: None)
    assert list(part.figures.index) == ["process.on_time_share"] and not part.gone and part.migration is None


def test_sums_of_periods_of_different_length_are_compared_per_year():
    longer = {**RESULTS, "period": ["2023-01-01", "2024-12-31"]}
    table = drift(longer, RESULTS, CHAPTERS, {}, True)
    assert table.loc["value.net_revenue", ["before", "after"]].tolist() == [500.0, 1000.0]
    assert table["yearly"].to_dict()["value.top10_share"] == False  # noqa: E712


def test_amounts_of_another_currency_are_left_out():
    dollars = {**RESULTS, "figures": {**RESULTS["figures"], "value.net_revenue": figure(1.0, "USD")}}
    assert "value.net_revenue" not in drift(RESULTS, dollars, CHAPTERS, {}, False).index


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (figure(1.0), figure(1.0 + 1e-12), "same"),
        (figure(1.0, interval=[0.5, 2.0]), figure(1.9), "inside"),
        (figure(1.0, interval=[0.5, 2.0]), figure(2.1, interval=[0, 9]), "outside"),
        (figure(1.0), figure(1.5, interval=[0.9, 2.0]), "inside"),
        (figure(1.0), figure(1.5), "unstated"),
        (None, figure(1.5), "unstated"),
    ],
)
def test_within_the_stated_interval(one, other, verdict):
    assert within(one, other) == verdict


def test_settings_of_before_that_no_longer_fit_the_data_give_nothing(tmp_path):
    folder = small_folder(tmp_path / "acme", SETTINGS)
    there = read_settings(folder)
    lost = there.model_copy(update={"intake": Parameters.model_validate({"name": "x", "intake": {"tables": {"transactions": {"file": "weg.csv"}}}}, strict=False).intake})  # fmt: skip  # noqa: E501
    assert worked_out(folder)(lost) is None


def test_the_record_is_json(tmp_path, client):
    told = record(found(tmp_path, client, inputs=INPUTS))
    assert json.loads(json.dumps(told, allow_nan=False)) == told and told["attribution"] == "single"
