"""The client's own customer classes."""

from small_client import SETTINGS, small_client
from workbook.chapters.value.base import base
from workbook.chapters.value.groups import groups
from workbook.language import Words
from workbook.problem_text import sentence

CUSTOMERS = (
    "Kundennummer;Name;Kundenklasse\nK1;Adler AG;A\nK2;Birke KG;B\nK3;Cedrus SE;B\nK4;Dorn OHG;\nK5;Esche eG;C\n"
)
MAPPED = SETTINGS + "segmentation:\n  current_classes: {A: key, B: core}\n"


def told(client):
    return [p for p in client.reading.problems if p.code == "CLASS-MAP"]


def test_classes_nobody_mapped_are_asked_for_with_the_line(tmp_path):
    client = small_client(tmp_path / "c", kunden=CUSTOMERS)
    (problem,) = told(client)
    assert problem.level == "warn" and not problem.stops
    german = sentence(problem, Words("de", "de_DE", "EUR"))
    assert "A, B, C (Kunden: 4)" in german and "current_classes: {A: ?, B: ?, C: ?}" in german
    assert "{A: ?, B: ?, C: ?}" in sentence(problem, Words("en", "en_GB", "EUR"))
    found = groups(base(client))
    assert found.kind == "size" and found.why == "unmapped"
    assert client.missing("customers.current_class", "customers.name") == ("classes",)


def test_only_what_is_left_over_is_asked(tmp_path):
    (problem,) = told(small_client(tmp_path / "c", MAPPED, kunden=CUSTOMERS))
    assert problem.values["customers"].value == 1 and problem.values["value"] == "C"


def test_without_classes_or_with_all_of_them_mapped_nothing_is_asked(tmp_path):
    assert not told(small_client(tmp_path / "none"))
    assert not told(small_client(tmp_path / "all", MAPPED.replace("core}", "core, C: smart}"), kunden=CUSTOMERS))
