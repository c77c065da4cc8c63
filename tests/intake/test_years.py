"""Group 41: part of a year beside whole years, activities of part of the period."""

from datetime import date

from test_spans import HEAD, days

WHOLE = HEAD + days(date(2023, 1, 1), date(2023, 12, 31))


def test_a_file_of_part_of_a_year_beside_whole_years_is_told(folder):
    folder.put("umsatz_2023.csv", WHOLE)
    folder.put("umsatz_2024.csv", HEAD + days(date(2024, 1, 1), date(2024, 9, 30)))
    found = folder.problems()["DATE-YEAR"]
    assert (found.file, found.values["candidates"], found.values["first"]) == (
        "umsatz_2024.csv",
        "2023",
        date(2024, 1, 1),
    )
    assert found.values["last"].month == 9 and found.values["money"].value > 0


def test_months_in_files_of_their_own_make_a_whole_year(folder):
    folder.put("umsatz_2023.csv", WHOLE)
    folder.put("umsatz_2024_a.csv", HEAD + days(date(2024, 1, 1), date(2024, 5, 31)))
    folder.put("umsatz_2024_b.csv", HEAD + days(date(2024, 6, 1), date(2024, 12, 31)))
    assert "DATE-YEAR" not in folder.problems()


def test_fiscal_years_are_no_part_years(folder):
    folder.put("umsatz_a.csv", HEAD + days(date(2022, 7, 1), date(2023, 6, 30)))
    folder.put("umsatz_b.csv", HEAD + days(date(2023, 7, 1), date(2024, 6, 30)))
    assert "DATE-YEAR" not in folder.problems()


def test_activities_of_part_of_the_period_are_told_with_the_revenue_of_the_rest(folder):
    folder.put("umsatz.csv", HEAD + "K1;05.01.2024;100,00\nK1;05.12.2024;7,00\n")
    head = "Datum;Aktivitätsart;Kundennummer\n"
    folder.put("aktivitaeten.csv", head + "01.10.2024;Besuch;K1\n05.12.2024;Besuch;K1\n")
    found = folder.problems()["DATE-SPAN"]
    assert (found.level, found.values["money"].value) == ("warn", 100.0)
    folder.put("aktivitaeten.csv", head + "10.01.2024;Besuch;K1\n05.12.2024;Besuch;K1\n")
    assert "DATE-SPAN" not in folder.problems()
