"""Group 41: what the tables cover in time."""

from datetime import date, timedelta

import pytest

HEAD = "Kundennummer;Datum;Nettoumsatz\n"


def days(first: date, last: date, but: tuple[int, ...] = ()) -> str:
    """A line of 10 for every third day, none in the months `but`."""
    count = range(0, (last - first).days + 1, 3)
    found = [first + timedelta(days=n) for n in count]
    return "".join(f"K1;{d:%d.%m.%Y};{10 + n},00\n" for n, d in enumerate(found) if d.month not in but)


def test_months_without_a_line_are_told(folder):
    folder.put("umsatz.csv", HEAD + days(date(2024, 1, 1), date(2024, 12, 31), but=(4, 5)))
    found = folder.problems()["DATE-GAP"]
    assert (found.level, found.values["candidates"]) == ("warn", "04/2024, 05/2024")


def test_partial_months_at_the_edge_are_told_unless_the_period_is_set(folder):
    folder.put("umsatz.csv", HEAD + days(date(2024, 1, 20), date(2024, 12, 10)))
    assert folder.problems()["DATE-PARTIAL"].values["candidates"] == "01/2024, 12/2024"
    assert "DATE-PARTIAL" not in folder.problems(period=(date(2024, 2, 1), date(2024, 11, 30)))


def test_whole_months_are_not_mentioned(folder):
    folder.put("umsatz.csv", HEAD + days(date(2024, 1, 2), date(2024, 12, 30)))
    assert folder.problems() == {}


def test_few_lines_say_nothing_about_gaps(folder):
    folder.put("umsatz.csv", HEAD + "K1;05.01.2024;1,00\nK1;05.06.2024;1,00\nK1;05.12.2024;1,00\n")
    assert folder.problems() == {}


def test_files_that_share_a_month_are_told_with_its_money(folder):
    folder.put("umsatz_1.csv", HEAD + days(date(2024, 1, 1), date(2024, 6, 30)))
    folder.put("umsatz_2.csv", HEAD + "K1;29.06.2024;7,00\n" + days(date(2024, 7, 1), date(2024, 12, 31)))
    found = folder.problems()["DATE-OVERLAP"]
    assert (found.file, found.values["other"], found.values["candidates"]) == (
        "umsatz_1.csv",
        "umsatz_2.csv",
        "06/2024",
    )
    assert found.values["money"].value == 7.0


def test_files_side_by_side_and_one_after_the_other_do_not_overlap(folder):
    north = days(date(2024, 1, 1), date(2024, 12, 31))
    folder.put("umsatz_nord.csv", HEAD + north)
    folder.put("umsatz_sued.csv", HEAD + north.replace("K1", "K2"))
    folder.put("umsatz_alt.csv", HEAD + days(date(2023, 1, 1), date(2023, 12, 31)))
    assert not {"DATE-OVERLAP", "DUP-BLOCK"} & set(folder.problems())


@pytest.mark.parametrize(("period", "level"), [(None, "ask"), ((date(2024, 1, 1), date(2024, 12, 31)), "warn")])
def test_a_table_wholly_outside_is_asked_or_told(folder, period, level):
    folder.put("umsatz.csv", HEAD + days(date(2024, 1, 1), date(2024, 12, 31)))
    folder.put("aktivitaeten.csv", "Datum;Aktivitätsart;Kundennummer\n05.03.2019;Besuch;K1\n06.04.2019;Besuch;K1\n")
    settings = {"period": period} if period else {}
    assert folder.problems(**settings)["PERIOD"].level == level


def test_a_table_that_reaches_into_the_period_is_not_mentioned(folder):
    folder.put("umsatz.csv", HEAD + days(date(2024, 1, 1), date(2024, 12, 31)))
    folder.put("aktivitaeten.csv", "Datum;Aktivitätsart;Kundennummer\n05.03.2019;Besuch;K1\n06.01.2024;Besuch;K1\n")
    assert "PERIOD" not in folder.problems()
