"""Decisions are kept whole, told, undone, and leave no trace of their order."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.journal import NAME as JOURNAL
from workbook.journal import Stale
from workbook.problem import Refused
from workbook.settings import read_settings, read_tree
from workbook.workshop.decisions import VERSIONS, Decisions, Elsewhere, dump, key_of
from workshop_client import SETTINGS, room_folder

OVERRIDE = {"to": "key", "reason": "Zusage: fest", "owner": "Eva", "expires": "2027-01-31"}
MANY = {
    ("segmentation", "key_score"): 0.55,
    ("segmentation", "weights"): {"potential": 0.5, "revenue": 0.5},
    ("coverage", "norms", "contacts", "key", "kam", "visit"): 6.0,
    ("coverage", "elasticity", 1): 0.3,
    ("coverage", "scope", "channel", "acceptance", 0): 0.4,
    ("process", "accepted", 1): 0.7,
    ("process", "checklist", "kam:1", "status"): "weak",
    ("segmentation", "participants", "A-1"): {"potential": 1.0},
    ("overrides", "K02"): OVERRIDE,
}


@pytest.fixture
def folder(tmp_path):
    return room_folder(tmp_path / "runde")


def test_a_decision_is_in_force_and_told(folder):
    parameters = Decisions(folder).save({("segmentation", "key_score"): 0.55}, "Eva", "weil: so")
    assert parameters == read_settings(folder) and parameters.segmentation.key_score == 0.55
    (taken,) = parameters.decisions
    assert (taken.key, taken.value, taken.who, taken.why) == ("segmentation.key_score", 0.55, "Eva", "weil: so")
    (line,) = [json.loads(x) for x in (folder / JOURNAL).read_text("utf-8").splitlines()]
    assert (line["key"], line["value"], line["previous"], line["who"]) == ("segmentation.key_score", 0.55, 0.6, "Eva")
    assert (
        line["schema_version"] == 1 and len(line["data"]) == 64 and set(line["files"]) == {"kunden.csv", "umsatz.csv"}
    )


def test_comments_and_the_order_of_keys_survive(folder):
    Decisions(folder).save(MANY, "Eva", "Grund")
    text = (folder / "client.yaml").read_text("utf-8")
    assert text.startswith("# Entscheidungen der Runde stehen hier.\nname: Runde GmbH\n")
    assert "period: [2024-01-01, 2024-12-31]   # ein Jahr" in text and "segmentation:   # Kapitel 3" in text
    assert "key_score: 0.55   # ab hier" in text.replace("0.55  #", "0.55   #")
    assert dump(read_tree(folder / "client.yaml")) == text


@settings(max_examples=3)
@given(st.permutations(list(MANY)))
def test_the_order_of_independent_decisions_is_irrelevant(order):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as place:
        one, other = room_folder(Path(place) / "a"), room_folder(Path(place) / "b")
        for path in order:
            Decisions(one).save({path: MANY[path]}, "Eva", "Grund")
        Decisions(other).save(MANY, "Eva", "Grund")
        first, second = read_settings(one), read_settings(other)
        assert first.model_copy(update={"id": None}) == second.model_copy(update={"id": None})


def test_what_is_not_allowed_changes_nothing(folder):
    before = (folder / "client.yaml").read_bytes()
    with pytest.raises(Refused) as refused:
        Decisions(folder).save({("segmentation", "key_score"): 1.5}, "Eva", "Grund")
    assert refused.value.problems[0].key == "segmentation.key_score"
    assert (folder / "client.yaml").read_bytes() == before and not (folder / JOURNAL).exists()


def test_a_value_out_of_range_in_the_file_is_an_error_with_its_line(folder):
    (folder / "client.yaml").write_text(SETTINGS.replace("0.60", "6.0"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_settings(folder)
    (problem,) = refused.value.problems
    assert (problem.key, problem.row, problem.values["value"]) == ("segmentation.key_score", 8, 6.0)


def test_saves_are_undone_one_by_one_byte_by_byte(folder):
    decisions, states = Decisions(folder), [(folder / "client.yaml").read_bytes()]
    for value in (0.5, 0.7, 0.5):
        decisions.save({("segmentation", "key_score"): value}, "Eva", "Grund")
        states.append((folder / "client.yaml").read_bytes())
    for earlier in reversed(states[:-1]):
        assert decisions.undo("Eva") == ("segmentation.key_score",)
        assert (folder / "client.yaml").read_bytes() == earlier
    assert decisions.undo("Eva") is None
    assert [r["action"] for r in decisions.journal()] == ["set"] * 3 + ["undo"] * 3


def test_nothing_is_undone_where_somebody_else_wrote(folder):
    decisions = Decisions(folder)
    decisions.save({("segmentation", "key_score"): 0.5}, "Eva", "Grund")
    with (folder / "client.yaml").open("a", encoding="utf-8") as sink:
        sink.write("# von Hand\n")
    with pytest.raises(Elsewhere):
        decisions.undo("Eva")


def test_a_decision_can_go_back_to_the_default(folder):
    decisions = Decisions(folder)
    decisions.save({("overrides", "K02"): OVERRIDE, ("coverage", "key_hours_limit"): 400.0}, "Eva", "Grund")
    after = decisions.save({("overrides", "K02"): None, ("coverage", "key_hours_limit"): None}, "Eva", "Grund")
    assert after.overrides == () and after.coverage.key_hours_limit is None and after.decisions == ()


def test_other_data_are_told_file_by_file(folder):
    decisions = Decisions(folder)
    assert decisions.stale() is None
    decisions.save({("segmentation", "key_score"): 0.5}, "Eva", "Grund")
    assert decisions.stale() is None
    (folder / "data" / "kunden.csv").write_text("x", encoding="utf-8")
    (folder / "data" / "umsatz.csv").rename(folder / "data" / "neu.csv")
    found = decisions.stale()
    assert isinstance(found, Stale)
    assert (found.new, found.gone, found.other) == (("neu.csv",), ("umsatz.csv",), ("kunden.csv",))


def test_a_torn_line_of_the_journal_costs_only_itself(folder):
    decisions = Decisions(folder)
    decisions.save({("segmentation", "key_score"): 0.5}, "Eva", "Grund")
    with (folder / JOURNAL).open("a", encoding="utf-8") as sink:
        sink.write('{"action": "se')
    decisions.save({("segmentation", "key_score"): 0.7}, "Eva", "Grund")
    assert [r["value"] for r in decisions.journal()] == [0.5, 0.7]


def test_versions_are_kept_and_no_temporary_file_is_left(folder):
    decisions = Decisions(folder)
    for place in range(23):
        decisions.save({("segmentation", "key_score"): 0.4 + place / 100}, "Eva", "Grund")
    assert len(list((folder / VERSIONS).iterdir())) == 20
    assert list(folder.rglob("*.tmp")) == [] and key_of(("a", 1)) == "a.1"
