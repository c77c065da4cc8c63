"""One name per customer: readable where it can be, never shared, never a name of ours or of a system."""

import re

import pytest

from workbook.report.plan_file import plan_file


def test_a_plain_id_is_its_own_name():
    assert plan_file("000244") == "000244.html" and plan_file("K1") == "K1.html"


def test_ids_that_look_alike_have_names_of_their_own():
    ids = ["A/1", "A-1", "A 1", "a-1", "Ä-1", "ä-1", "index", "INDEX", "CON", "..", "/", "", "a" * 400, "a" * 401]
    names = [plan_file(i).lower() for i in ids]
    assert len(set(names)) == len(ids) and not {"index.html", "con.html", "smart-accounts.html"} & set(names)


@pytest.mark.parametrize("one", ["../../x", "ö" * 90, "x\n<b>", "COM1", "http://x.example/?a=1"])
def test_a_name_is_short_ascii_and_no_path(one):
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,75}\.html", plan_file(one))
