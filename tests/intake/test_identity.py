"""Group 43: customers that may be one are shown, never merged."""

import unicodedata

import pandas as pd
import pytest

from workbook.intake.identity import Pair, matching_name, similar_pairs

HEAD = "Kundennummer;Firma;PLZ;Konzernnummer\n"


def customers(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["name", "postcode", "parent_id"], dtype=object)
    return frame.assign(customer_id=[f"K{n}" for n in range(len(frame))])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller GmbH", "Mueller G.m.b.H."),
        ("Müller GmbH", unicodedata.normalize("NFD", "Müller GmbH")),
        ("Groß & Söhne KG", "GROSS & SOEHNE GmbH & Co. KG"),
        ("Adler\u200b AG", "Adler\u00a0Ltd."),
        ("Gruber Ges.m.b.H.", "gruber"),
        ("Café Noir S.à r.l.", "Cafe Noir SARL"),
    ],
)
def test_what_does_not_tell_companies_apart_is_taken_away(one, other):
    assert matching_name(one) == matching_name(other)


@pytest.mark.parametrize("name", ["AG", "GmbH & Co. KG", "株式会社", "<script>"])
def test_a_name_never_becomes_nothing_but_for_its_signs(name):
    assert matching_name(name)


def test_alike_names_at_one_postcode_are_a_pair():
    found = similar_pairs(customers(("Huber Maschinenbau GmbH", "80331", None), ("Huber Maschienenbau", "80331", None)))
    assert [(p.first, p.second) for p in found] == [(0, 1)] and 0.88 < found[0].similarity < 1


@pytest.mark.parametrize(
    "rows",
    [
        (("Huber GmbH", "80331", None), ("Huber GmbH", "10115", None)),
        (("Filiale 1", "80331", None), ("Filiale 2", "80331", None)),
        (("Huber Handel", "80331", "K9"), ("Huber Handel AG", "80331", "K9")),
        (("Huber Handel", "80331", "K1"), ("Huber Handel AG", "80331", None)),
        ((None, "80331", None), (None, "80331", None)),
    ],
    ids=["two places", "two numbers", "one group", "mother and daughter", "no names"],
)
def test_what_the_list_tells_apart_is_no_pair(rows):
    assert similar_pairs(customers(*rows)) == []


def test_without_a_postcode_names_must_be_more_alike():
    assert similar_pairs(customers(("Huber AG", None, None), ("Huber GmbH", "80331", None))) == [Pair(0, 1, 1.0)]
    unlike = customers(("Huber Maschinenbau", None, None), ("Huber Maschinenhaus", None, None))
    assert similar_pairs(unlike) == []


def test_the_pairs_do_not_depend_on_the_order_of_the_rows():
    rows = [("Adler AG", "80331"), ("Adler GmbH", "80331"), ("Birke", "80331"), ("Birkhe", "80331"), ("Cedrus", None)]
    there = customers(*((name, place, None) for name, place in rows))
    names = {frozenset((there["name"][p.first], there["name"][p.second])) for p in similar_pairs(there)}
    back = there.iloc[::-1].reset_index(drop=True)
    assert {frozenset((back["name"][p.first], back["name"][p.second])) for p in similar_pairs(back)} == names


def test_ten_pairs_are_told_one_by_one_and_nothing_is_merged(folder):
    rows = [f"K{n}{side};{name}{ending};{10000 + n};\n" for n in range(12)
            for name in [f"Firma {chr(97 + n) * 4}"] for side, ending in (("a", " GmbH"), ("b", " AG"))]  # fmt: skip
    client = folder.put("kunden.csv", HEAD + "".join(rows)).read()
    told = [p for p in client.reading.problems if p.code == "ID-SIMILAR"]
    assert [p.count for p in told] == [1] * 10 + [2] and {p.level for p in told} == {"warn"}
    assert len(client.tables["customers"]) == 24
