"""What the journal says of the data a decision was taken on."""

import json
from datetime import date

from workbook import intake
from workbook.journal import NAME, DataFiles, records, stale
from workbook.settings import read_settings
from workbook.workshop.decisions import Decisions
from workshop_client import room_folder

SCORE, LIMIT = ("segmentation", "key_score"), ("segmentation", "decline_limit")


def other_data(folder):
    lines = folder / "data" / "umsatz.csv"
    lines.write_text(lines.read_text("utf-8") + "A99;K01;20.12.2024;100,00\n", encoding="utf-8")


def codes(folder):
    found = intake.read(folder, read_settings(folder)).reading.problems
    return [(p.code, p.level, p.values["date"].items) for p in found if p.code == "CFG-STALE"]


def test_only_what_was_decided_on_other_data_is_stale_until_it_is_renewed_or_confirmed(tmp_path):
    folder = room_folder(tmp_path / "r")
    decisions = Decisions(folder)
    decisions.save({SCORE: 0.5, LIMIT: 0.9}, "Eva", "Grund")
    assert decisions.stale() is None and codes(folder) == []
    other_data(folder)
    found = decisions.stale()
    assert found.keys == ("segmentation.decline_limit", "segmentation.key_score") and found.other == ("umsatz.csv",)
    assert codes(folder) == [("CFG-STALE", "warn", (found.day,))] and isinstance(found.day, date)
    decisions.save({SCORE: 0.55}, "Eva", "neu")
    assert decisions.stale().keys == ("segmentation.decline_limit",)
    before = (folder / "client.yaml").read_bytes()
    assert decisions.confirm("Eva", "gilt weiter") == ("segmentation.decline_limit",)
    assert decisions.stale() is None and codes(folder) == [] and decisions.confirm("Eva", "x") == ()
    assert (folder / "client.yaml").read_bytes() == before
    told = records(folder)[-1]
    assert (told["action"], told["who"], told["why"]) == ("confirm", "Eva", "gilt weiter")
    assert decisions.undo("Eva") == ("segmentation.key_score",)
    assert decisions.stale().keys == ("segmentation.key_score",)


def test_what_no_longer_holds_is_not_asked_about(tmp_path):
    folder = room_folder(tmp_path / "r")
    Decisions(folder).save({SCORE: 0.5}, "Eva", "Grund")
    other_data(folder)
    assert stale(folder, set()) is None and stale(folder, {"segmentation.key_score"}) is not None


def test_lines_that_are_no_records_cost_only_themselves(tmp_path):
    folder = room_folder(tmp_path / "r")
    whole = {"action": "set", "key": "a", "save": 0, "when": "2026-01-02T03:04:05+00:00", "files": {}}
    lines = [
        "[1]",
        "[" * 100_000,
        "{",
        json.dumps({**whole, "when": "gestern"}),
        json.dumps({**whole, "files": None}),
        json.dumps(whole),
    ]
    (folder / NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert len(records(folder)) == 3
    found = stale(folder, {"a"})
    assert found.day == date(2026, 1, 2) and found.new == ("kunden.csv", "umsatz.csv")


def test_hidden_and_open_files_are_no_data(tmp_path):
    folder = room_folder(tmp_path / "r")
    (folder / "data" / "~$kunden.xlsx").write_text("x", encoding="utf-8")
    assert set(DataFiles(folder).hashes()) == {"kunden.csv", "umsatz.csv"}
