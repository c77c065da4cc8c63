"""Lines of client.yaml ready to be pasted: read back, they say what was meant."""

from ruamel.yaml import YAML

from workbook.intake import paste
from workbook.parameters import Source

PLACE = ("Mitarbeiter.csv", "")


def test_the_file_is_named_where_client_yaml_does_not_name_it_yet():
    line = paste.columns("staff", ("Team 2025.xlsx", "Blatt: 1"), {"rep_id": "MA-Kürzel", "role": "Funktion"}, None)
    told = {"file": "Team 2025.xlsx", "sheet": "Blatt: 1", "columns": {"rep_id": "MA-Kürzel", "role": "Funktion"}}
    assert YAML(typ="safe").load(line) == {"intake": {"tables": {"staff": told}}}


def test_else_only_the_part_below_its_table():
    line = paste.columns("staff", PLACE, {"rep_id": "MA"}, Source(file="Mitarbeiter.csv"))
    assert line == "intake.tables.staff.columns: {rep_id: MA}"


def test_a_word_is_proposed_for_the_code_it_is_most_like():
    line = paste.meant("staff", PLACE, "role", "Key Account", None)
    assert line == "intake: {tables: {staff: {file: Mitarbeiter.csv, values: {role: {Key Account: kam}}}}}"
    assert "{Aussendienst: field}" in paste.meant("staff", PLACE, "role", "Aussendienst", None)
    assert paste.quoted("#1") == '"#1"'
