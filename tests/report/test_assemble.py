"""What surrounds the chapters: title, banners, provenance."""

from datetime import UTC, datetime

import nbformat
import pytest

from small_client import BAD_LINES, SETTINGS, small_client
from workbook import intake
from workbook.chapters import ORDER
from workbook.language import Words
from workbook.privacy.pseudonymise import pseudonymised
from workbook.privacy.secret import Secret
from workbook.report.assemble import frame, generated_at, record, settings_hash
from workbook.report.execute import Executed
from workbook.settings import read_settings
from workbook.workshop.decisions import Decisions
from workshop_client import room_folder

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
FINE = tuple(Executed(c, nbformat.v4.new_notebook(), {}) for c in ORDER)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return small_client(tmp_path_factory.mktemp("assemble") / "klein")


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768485900")


def test_the_day_is_the_one_that_was_set(monkeypatch):
    assert generated_at() == datetime(2026, 1, 15, 14, 5, tzinfo=UTC)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert (datetime.now(UTC) - generated_at()).total_seconds() < 5


def test_a_complete_report_has_its_title_and_no_banner(client):
    page = frame(client, GERMAN, FINE)
    assert page.title.endswith("Klein GmbH – 15.01.2026") and page.banners == () and page.language == "de"
    assert [c.id for c in page.chapters] == list(ORDER) and not any(c.failed for c in page.chapters)


@pytest.mark.parametrize(("words", "says"), [(GERMAN, "Unvollständig"), (ENGLISH, "Incomplete")])
def test_a_missing_chapter_is_named_on_top_and_in_its_place(client, words, says):
    broken = (*FINE[:2], Executed("segmentation", nbformat.v4.new_notebook(), None, "KeyError: x"), *FINE[3:])
    page = frame(client, words, broken)
    assert page.banners[0].startswith(says) and words.text("page.chapter.segmentation") in page.banners[0]
    assert (
        words.text("page.chapter.segmentation") in page.chapters[2].failed and "KeyError" not in page.chapters[2].failed
    )


def test_an_extract_and_changed_notebooks_say_so(client):
    assert frame(client, GERMAN, FINE[:2]).banners == (GERMAN.text("report.partial"),)
    assert frame(client, GERMAN, FINE, changed=True).banners == (GERMAN.text("report.changed_notebooks"),)


def test_accepted_rejects_make_a_draft_with_rows_money_and_reason(tmp_path):
    settings = SETTINGS + "intake: {accept_rejects: true, reason: 'Frist <b>'}\n"
    (banner,) = frame(small_client(tmp_path / "klein", settings, umsatz=BAD_LINES), GERMAN, FINE).banners
    assert banner.replace("\u00a0", " ").startswith("Entwurf: 2 Zeilen mit 10,00 € Umsatz") and "Frist <b>" in banner


def test_read_is_used_plus_rejected_in_the_provenance(client):
    files = frame(client, GERMAN, FINE).provenance.files
    read, used, rejected = (files.total[n].value for n in (1, 2, 3))
    assert read == used + rejected == 17 and len(files.rows) == 2


def test_the_record_says_the_same_to_machines(client):
    made = record(client, ENGLISH)
    assert made["client"] == "klein" and made["generated_at"] == "2026-01-15T14:05:00+00:00"
    assert all(len(sha) == 64 for sha in made["files"].values()) and made["settings"] == settings_hash(client)


def test_comments_do_not_change_the_settings_but_values_do(tmp_path, client):
    same = small_client(tmp_path / "a" / "klein", "# a comment\n" + SETTINGS)
    other = small_client(tmp_path / "b" / "klein", SETTINGS + "seed: 1\n")
    assert settings_hash(same) == settings_hash(client) != settings_hash(other)


@pytest.mark.parametrize(
    ("words", "says"), [(GERMAN, "für andere Daten (zuletzt vom "), (ENGLISH, "on other data (last on ")]
)
def test_decisions_on_other_data_are_said_above_all_also_under_codes(tmp_path, words, says):
    folder = room_folder(tmp_path / "runde")
    Decisions(folder).save({("segmentation", "key_score"): 0.5}, "Eva", "Grund")
    with (folder / "data" / "umsatz.csv").open("a", encoding="utf-8") as lines:
        lines.write("A99;K01;20.12.2024;100,00\n")
    client = intake.read(folder, read_settings(folder))
    coded = pseudonymised(client, Secret(b"0" * 32, True))
    for one in (client, coded):
        assert any(says in banner for banner in frame(one, words, FINE).banners)
