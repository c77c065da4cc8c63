"""Problems say how much revenue they concern, wherever rows, columns or customers allow it."""

LINES = "Kundennummer;Datum;Nettoumsatz\n" + "".join(f"K{n % 3};0{1 + n % 9}.02.2024;10,00\n" for n in range(15))


def concerned(folder, code, **settings):
    return [
        p.values["money"].value if "money" in p.values else None
        for p in folder.all_problems(**settings)
        if p.code == code
    ]


def test_wrong_rows_concern_their_own_revenue_the_rest_in_one(folder):
    folder.put("umsatz.csv", LINES.replace(".02.2024", ".02.2024x"))
    assert concerned(folder, "DATE-INVALID") == [10.0] * 10 + [50.0]


def test_an_amount_that_cannot_be_read_has_no_effect_in_money(folder):
    folder.put("umsatz.csv", LINES + "K1;01.03.2024;viel\n")
    assert concerned(folder, "NUM-TEXT") == [None]


def test_a_similar_header_concerns_the_rows_with_a_value(folder):
    folder.put("umsatz.csv", LINES.replace("Nettoumsatz", "Netoumsatz"))
    assert concerned(folder, "HD-NEAR") == [150.0]


def test_a_customer_row_concerns_the_customers_revenue(folder):
    folder.put("umsatz.csv", LINES).put("kunden.csv", "Kundennummer;Name\nK0;A\nK1;B\nK2;C\nK2;D\n")
    assert concerned(folder, "ID-DUPLICATE") == [50.0, 50.0]


def test_customers_that_may_be_one_concern_the_revenue_of_both(folder):
    names = "Kundennummer;Name\nK0;Maschinenbau Adler GmbH\nK1;Maschinenbau Adler AG\nK2;Cedrus\n"
    folder.put("umsatz.csv", LINES).put("kunden.csv", names)
    assert concerned(folder, "ID-SIMILAR") == [100.0]


def test_dates_after_the_day_of_the_report_concern_their_lines(folder):
    from datetime import date

    folder.put("umsatz.csv", LINES + "K1;05.04.2024;7,00\n")
    settings = {"period": (date(2024, 2, 1), date(2024, 2, 29)), "as_of": date(2024, 2, 29)}
    assert concerned(folder, "DATE-FUTURE", **settings) == [7.0]


def test_a_control_total_missed_concerns_the_difference(folder):
    folder.put("umsatz.csv", LINES)
    assert concerned(folder, "SUM-CONTROL", control_totals={"net_revenue": 100.0}) == [50.0]


def test_a_customer_row_whose_number_no_order_bears_concerns_nobody_knows_how_much(folder):
    folder.put("umsatz.csv", LINES).put("kunden.csv", "Kundennummer;Name;Potenzial\nK0;A;viel\n;B;5\nK9;C;viel\n")
    assert concerned(folder, "NUM-TEXT") == [50.0, None]
    assert concerned(folder, "REQUIRED") == [None]
