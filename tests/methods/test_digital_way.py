import pandas as pd

from workbook.methods.digital_way import digital_way


def test_the_name_of_the_way_says_whether_anybody_took_the_order():
    ways = pd.Series(
        ["Webshop", "E-Mail", "EDI", "Telefon", None, "elektronisch", "Kreditkarte", "Portal"], index=list("abcdefgh")
    )
    found = digital_way(ways)
    assert found.drop("e").tolist() == [True, False, True, False, True, False, True] and pd.isna(found["e"])
    assert list(found.index) == list("abcdefgh")


def test_no_order_no_way():
    assert digital_way(pd.Series([], dtype="str")).empty
