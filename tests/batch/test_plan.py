"""Which clients a batch is about, and what is to be done for each."""

import pytest

from batch_fakes import deliver, folders
from small_client import SETTINGS, small_folder
from workbook.batch import plan as module
from workbook.batch.plan import clients, plan
from workbook.batch.runner import job
from workbook.problem import Misuse, Refused
from workbook.report import key


@pytest.fixture
def many(tmp_path):
    return folders(tmp_path / "clients", "adler", "birke")


def test_a_folder_that_contains_clients_stands_for_them_and_each_is_made_once(tmp_path, many):
    assert clients([tmp_path / "clients"]) == many
    assert clients([many[1], tmp_path / "clients", many[1]]) == [many[1], many[0]]


def test_a_missing_folder_is_wrong_use(tmp_path):
    with pytest.raises(Misuse):
        clients([tmp_path / "nowhere"])


def test_a_folder_without_settings_is_a_client_that_cannot_be_read(tmp_path):
    (tmp_path / "empty").mkdir()
    (found,) = plan([tmp_path / "empty"], tmp_path / "out")
    assert found.state == "unreadable" and [p.code for p in found.problems] == ["CFG-NOFILE"]
    assert found.id.startswith("empty-") and found.id.isascii()


def test_what_has_no_result_is_to_be_made_and_what_has_one_is_not(tmp_path, many):
    out = tmp_path / "out"
    assert [(p.id, p.state, p.why) for p in plan(many, out)] == [("adler", "to_do", "new"), ("birke", "to_do", "new")]
    deliver(job(plan(many, out)[0], out))
    assert [(p.state, p.why) for p in plan(many, out)] == [("up_to_date", ""), ("to_do", "new")]
    assert [p.why for p in plan(many, out, fresh=True)] == ["fresh", "fresh"]
    assert [p.why for p in plan(many, out, "en")] == ["options", "new"]
    assert not list(out.glob(".*"))


def test_a_pdf_is_made_where_it_is_asked_for_and_again_where_none_came_out(tmp_path, many, monkeypatch):
    out, printer = tmp_path / "out", ["Chromium 1"]
    monkeypatch.setattr(module, "browser", lambda: printer[0])
    monkeypatch.setattr(key, "version", lambda _: printer[0])
    on_paper = lambda: plan(many[:1], out, pdf=True)[0]  # noqa: E731
    deliver(job(plan(many[:1], out)[0], out))
    assert on_paper().why == "options" and on_paper().pdf and job(on_paper(), out).pdf
    target = deliver(job(on_paper(), out))
    assert on_paper().why == "incomplete" and plan(many[:1], out)[0].why == "options"
    (target / "report.pdf").touch()
    assert on_paper().state == "up_to_date"
    printer[0] = "Chromium 2"
    assert on_paper().why == "options"


def test_without_a_browser_a_pdf_that_is_not_there_makes_nothing_again(tmp_path, many, monkeypatch):
    monkeypatch.setattr(module, "browser", lambda: None)
    monkeypatch.setattr(key, "browser", lambda: None)
    deliver(job(plan(many[:1], tmp_path, pdf=True)[0], tmp_path))
    assert plan(many[:1], tmp_path, pdf=True)[0].state == "up_to_date"


def test_changed_data_are_noticed(tmp_path, many):
    out = tmp_path / "out"
    deliver(job(plan(many, out)[0], out))
    with (many[0] / "data" / "kunden.csv").open("a", encoding="utf-8") as handle:
        handle.write("K6;Föhre;Chemie\n")
    assert plan(many, out)[0].why == "inputs"


def test_data_from_a_database_are_read_every_time(tmp_path, many):
    out = tmp_path / "out"
    (many[0] / "data" / "database.yaml").write_text("url: sqlite:///x.db\n", encoding="utf-8")
    deliver(job(plan(many, out)[0], out))
    first = plan(many, out)[0]
    assert (first.state, first.why) == ("to_do", "database")


@pytest.mark.parametrize("other", ["id: adler\n", "name: Adler\n"])
def test_two_clients_of_one_id_stop_the_batch_and_are_both_named(tmp_path, many, other):
    folder = "zwei/Adler" if other.startswith("name") else "zwei/anders"
    second = small_folder(tmp_path / folder, SETTINGS if other.startswith("name") else SETTINGS + other)
    with pytest.raises(Refused) as refused:
        plan([*many, second], tmp_path / "out")
    (problem,) = refused.value.problems
    assert problem.code == "CFG-SAMEID" and problem.values["folder"] == str(many[0])
    assert problem.values["other"] == str(second)


def test_settings_that_cannot_be_read_hinder_nobody_else(tmp_path, many):
    wrong = small_folder(tmp_path / "clients" / "cedrus", "nme: x\nlanguage: en\n")
    found = plan([tmp_path / "clients"], tmp_path / "out")
    assert [p.state for p in found] == ["to_do", "to_do", "unreadable"]
    assert found[2].folder == wrong and found[2].words.language == "en" and found[2].problems


def test_the_settings_may_be_unreadable_and_the_folder_named_like_another(tmp_path, many):
    small_folder(tmp_path / "zwei" / "adler", "nme: x\n")
    found = plan([*many, tmp_path / "zwei" / "adler"], tmp_path / "out")
    assert len({p.id for p in found}) == 3


def test_jobs_name_whole_paths(tmp_path, many, monkeypatch):
    monkeypatch.chdir(tmp_path)
    from pathlib import Path

    made = job(plan([Path("clients/adler")], Path("out"))[0], Path("out"))
    assert made.folder.is_absolute() and made.out.is_absolute()
