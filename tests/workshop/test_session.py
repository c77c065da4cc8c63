"""What is tried is always allowed; what is saved is what was shown."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.chapters.segmentation.base import base
from workbook.language import Words
from workbook.run import first_touched
from workbook.settings import read_settings, read_tree
from workbook.workshop.decisions import Overtaken, dump
from workbook.workshop.forms import Panel
from workbook.workshop.live import LiveClasses, fingerprint
from workbook.workshop.session import Session
from workshop_client import room_folder, run_of

DE = Words("de", "de_DE", "EUR")


def session_of(folder, moved=lambda run: None):
    return Session(folder, run_of(folder), DE, moved)


def test_a_wrong_value_is_told_and_changes_nothing(tmp_path):
    session = session_of(room_folder(tmp_path / "r"))
    assert session.attempt(("segmentation", "key_score"), 0.5) == ""
    assert "nicht zulässig" in session.attempt(("coverage", "elasticity", 1), 0.9)
    assert session.tried.segmentation.key_score == 0.5 and list(session.changes) == [("segmentation", "key_score")]
    assert session.attempt(("segmentation", "key_score"), 0.6) == "" and session.changes == {}


def test_saving_moves_the_notebook_and_keeps_the_earlier_chapters(tmp_path):
    moved = []
    session = session_of(room_folder(tmp_path / "r"), moved.append)
    value = session.run.chapter("value")
    session.attempt(("segmentation", "key_score"), 0.5)
    session.save("Eva", "Grund")
    assert moved == [session.run] and session.saved.segmentation.key_score == 0.5
    assert session.run.chapter("value") is value and session.opened.client.parameters.segmentation.key_score == 0.6
    assert session.undo("Eva") == ("segmentation.key_score",) and session.saved.segmentation.key_score == 0.6


def test_what_is_asked_earlier_is_worked_out_again(tmp_path):
    before = session_of(room_folder(tmp_path / "r")).saved
    other = before.segmentation.model_copy(update={"least_known": 0.5})
    assert first_touched(before, before.model_copy(update={"segmentation": other})) == "value"
    assert first_touched(before, before) == "summary"


def test_names_ids_and_places_become_codes_that_stay_and_come_back(tmp_path):
    moved = []
    session = session_of(room_folder(tmp_path / "r"), moved.append)
    session.names(True)
    customers = moved[-1].client.tables["customers"]
    codes = session.customers()
    assert (
        set(customers["customer_id"].astype(str)) == set(codes.values())
        and not customers["name"].isin(["Firma 01"]).any()
    )
    assert session.called("overrides.K01") == f"overrides.{codes['K01']}" and "K01" not in codes.values()
    session.attempt(("overrides", "K02"), {"to": "key", "reason": "Zusage", "owner": "Jo", "expires": "2027-01-31"})
    (shown,) = session.seen(session.tried).client.parameters.overrides
    assert shown.customer_id == codes["K02"] and shown.reason == "…" and shown.owner != "Jo"
    session.save("Eva", "Grund")
    assert session.saved.overrides[0].customer_id == "K02" and moved[-1].client.parameters.overrides == (shown,)
    session.names(False)
    assert moved[-1] is session.run and session.customers()["K01"] == "Firma 01 (K01)"


def test_what_another_window_saves_is_taken_over_and_named(tmp_path):
    folder, moved = room_folder(tmp_path / "r"), []
    here, there = session_of(folder, moved.append), session_of(folder)
    here.attempt(("segmentation", "key_score"), 0.5)
    there.attempt(("segmentation", "decline_limit"), 0.9)
    there.save("Jo", "dort")
    assert here.attempt(("segmentation", "borderline"), 0.6) == "" and here.news == ("segmentation.decline_limit",)
    assert (here.tried.segmentation.decline_limit, here.tried.segmentation.key_score) == (0.9, 0.5)
    assert moved == [here.run] and len(here.changes) == 2
    here.save("Eva", "hier")
    both = read_settings(folder).segmentation
    assert (both.decline_limit, both.key_score, both.borderline) == (0.9, 0.5, 0.6)
    assert not there.attempt(("segmentation", "reward_share"), 0.2) and there.saved.segmentation.key_score == 0.5


def test_the_same_decided_elsewhere_is_no_longer_written_over_unseen(tmp_path):
    folder = room_folder(tmp_path / "r")
    here, there = session_of(folder), session_of(folder)
    here.attempt(("segmentation", "key_score"), 0.5)
    there.attempt(("segmentation", "key_score"), 0.7)
    there.save("Jo", "dort")
    with pytest.raises(Overtaken) as told:
        here.save("Eva", "hier")
    assert told.value.keys == ("segmentation.key_score",) and read_settings(folder).segmentation.key_score == 0.7
    assert here.catch_up() and here.changes == {("segmentation", "key_score"): 0.5}
    here.save("Eva", "trotzdem")
    assert read_settings(folder).segmentation.key_score == 0.5


def test_what_is_tried_and_no_longer_allowed_is_dropped_and_named(tmp_path):
    folder = room_folder(tmp_path / "r")
    here, there = session_of(folder), session_of(folder)
    here.attempt(("coverage", "elasticity", 1), 0.25)
    there.attempt(("coverage", "elasticity", 0), 0.3)
    there.save("Jo", "dort")
    assert here.catch_up() and here.dropped == ("coverage.elasticity.1",) and not here.changes
    assert here.tried == here.saved


CRITERIA = ("potential", "strategic_importance", "revenue")
ACTIONS = st.one_of(
    st.tuples(st.just("slider"), st.sampled_from(CRITERIA), st.integers(0, 100)),
    st.tuples(st.just("score"), st.just(""), st.sampled_from(["40", "55,5", "70", "120", "x"])),
    st.tuples(st.just("hand"), st.sampled_from(["K03", "K17"]), st.sampled_from(["key", "core", "lean", ""])),
    st.tuples(st.sampled_from(["save", "undo", "reset"]), st.just(""), st.just(0)),
)


def act(panel, kind, what, value):
    if kind == "slider":
        panel.part.weights.sliders[what].value = value
    elif kind == "score":
        field = next(f for f in panel.fields if f.lever.key == "segmentation.key_score")
        field.field.control.value = value
    elif kind == "hand":
        form = panel.part.override
        form.customer.control.value, form.to.value = what, value
        form.owner.control.value, form.reason.control.value = "Eva", "Grund"
        form.take()
    else:
        panel.who.control.value, panel.why.control.value = "Eva", "Grund"
        getattr(panel, kind)()


@settings(max_examples=5)
@given(st.lists(ACTIONS, min_size=3, max_size=8))
def test_any_sequence_of_actions_is_found_again_in_the_file(actions):
    with tempfile.TemporaryDirectory() as place:
        folder = room_folder(Path(place) / "r")
        panel = Panel("segmentation", folder, run_of(folder, "segmentation"), DE, lambda run, coded: None)
        for kind, what, value in actions:
            act(panel, kind, what, value)
        panel.who.control.value, panel.why.control.value = "Eva", "Grund"
        panel.save()
        shown = fingerprint(panel.part.now.table)
        run = run_of(folder)
        assert run.client.parameters.model_copy(update={"id": None}) == panel.session.tried.model_copy(
            update={"id": None}
        )
        later = base(run.client, run._before("segmentation"))
        assert fingerprint(later.table) == shown
        text = (folder / "client.yaml").read_text("utf-8")
        assert dump(read_tree(folder / "client.yaml")) == text or not panel.session.decisions.journal()
        panel.close()


def test_live_classes_are_those_of_the_chapter(tmp_path):
    run = run_of(room_folder(tmp_path / "r"))
    live = LiveClasses(run.client, run._before("segmentation"))
    assert fingerprint(live.opened.table) == fingerprint(run.chapter("segmentation").result.table)
