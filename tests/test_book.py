"""What a notebook holds: one run, one chapter, and what its cells show."""

import pandas as pd
import pytest

from small_client import small_client, small_folder
from workbook.book import FACTS, open_chapter, open_run, without_persons, write_customers
from workbook.exhibit import MIME, from_json


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return small_folder(tmp_path_factory.mktemp("book") / "klein")


@pytest.fixture
def chapter(folder):
    return open_chapter("value", {"client": str(folder), "language": "en"})


@pytest.mark.parametrize("run", [{"client": "x", "langauge": "de"}, {}, {"language": "de"}, {"client": "x", "seed": 1}])
def test_a_misspelt_parameter_never_runs_with_a_default(run):
    with pytest.raises(ValueError, match="run takes the keys"):
        open_chapter("value", run)


def test_the_language_is_the_clients_own_unless_another_is_asked_for(folder, chapter):
    assert open_chapter("value", {"client": str(folder)}).words.language == "de"
    assert chapter.words.language == "en" and chapter.words.locale == "en_GB"


def test_a_cell_shows_its_blocks_for_the_page_and_the_same_for_the_reader(chapter):
    shown = chapter.findings()._repr_mimebundle_()
    assert set(shown) == {MIME, "text/html", "text/plain"}
    blocks = [from_json(b) for b in shown[MIME]]
    assert [b.kind for b in blocks] == shown["text/plain"].split(", ") and blocks
    assert blocks[0].headline.split()[0] in shown["text/html"]


def test_nothing_is_shown_where_the_data_do_not_carry_an_exhibit(chapter):
    assert chapter.exhibit("whale_curve").blocks == ()
    assert chapter.exhibit("whale_curve")._repr_mimebundle_() == {"text/plain": ""}


def test_an_exhibit_that_is_there_is_shown(chapter):
    (block,) = chapter.exhibit("revenue_curve").blocks
    assert block.id == "value.revenue_curve" and block.alt and block.chart.wide.startswith("<svg")


def test_an_exhibit_nobody_drew_is_an_error(chapter):
    with pytest.raises(KeyError):
        chapter.exhibit("no_such")


def test_one_finding_can_be_shown_by_its_name(chapter):
    every = [b.id for b in chapter.findings().blocks]
    assert [b.id for b in chapter.finding(every[0].removeprefix("value.")).blocks] == every[:1]
    assert chapter.finding("no_such").blocks == ()


def test_opening_and_gaps_and_result_are_there(chapter):
    assert [b.kind for b in chapter.opening().blocks] == ["opening"]
    assert {b.kind for b in chapter.gaps().blocks} == {"unknown"}
    assert len(chapter.result.table) == 5 and chapter.client.parameters.name == "Klein GmbH"


def test_the_first_page_is_the_summarys(folder):
    assert [b.kind for b in open_chapter("summary", {"client": str(folder)}).front().blocks] == ["front"]


def test_the_last_cell_keeps_the_facts_and_the_customers(folder, tmp_path):
    chapter = open_chapter("value", {"client": str(folder), "language": "de", "keep": str(tmp_path)})
    kept = chapter.keep()._repr_mimebundle_()
    assert kept[FACTS]["figures"]["value.customers"]["value"] == 5
    assert pd.read_parquet(tmp_path / "customers.parquet").index.tolist() == ["K1", "K2", "K3", "K4", "K5"]


def test_six_notebooks_in_one_kernel_read_the_files_once(folder):
    assert open_run(folder.resolve()) is open_run(folder.resolve())


def test_customers_of_mixed_kinds_can_be_kept(tmp_path):
    mixed = pd.DataFrame({"a": [1, "x", None], "b": [True, None, False]}, index=["K1", "K2", "K3"])
    write_customers(mixed, tmp_path / "c.parquet")
    assert pd.read_parquet(tmp_path / "c.parquet")["a"].tolist()[:2] == ["1", "x"]
    assert mixed["a"].tolist()[:2] == [1, "x"]


STAFF = (
    "Mitarbeiternummer;Rolle\n"
    + "".join(f"A{n};Außendienst\n" for n in range(6))
    + "".join(f"I{n};Innendienst\n" for n in range(5))
)


@pytest.mark.parametrize(
    ("owners", "shown"),
    [
        ("A0 A1 A2 A3 A4 I0 I1 I2 I3 I4", {"field", "inside"}),
        ("A0 A1 A2 A3 A4 I0 I1", set()),  # inside: two of five have customers, and left empty they are two as well
        ("A0 A1 A2 A3 A4 X1 X2", set()),  # two who are not on the list
        ("A0 A1 A2 A3 A4 X1 X2 I0 I1 I2", {"field"}),  # what is left empty belongs to five
    ],
)
def test_owners_are_shown_by_role_as_far_as_five_own_customers(tmp_path, owners, shown):
    client = small_client(tmp_path / "c", mitarbeiter=STAFF)
    whose = pd.Series(owners.split())
    table = pd.DataFrame({"owner_rep_id": whose, "owner_now": whose, "owner_reason": "only", "cm1": 1.0})
    left = without_persons(table, client)
    assert set(left["owner_now"].dropna()) == shown and list(left) == ["owner_now", "cm1"]


def test_owners_of_today_and_tomorrow_side_by_side_tell_nobody_apart(tmp_path):
    """Two of the field staff hand their customers to the desk: nobody else does, so tomorrow's owners are not shown."""
    client = small_client(tmp_path / "c", mitarbeiter=STAFF)
    now = pd.Series(["A0", "A1", "A2", "A3", "A4", "A5", "I0", "I1", "I2", "I3", "I4"])
    left = without_persons(
        pd.DataFrame({"owner_now": now, "owner_target": now.replace({"A4": "I0", "A5": "I1"})}), client
    )
    assert set(left["owner_now"]) == {"field", "inside"} and left["owner_target"].isna().all()
