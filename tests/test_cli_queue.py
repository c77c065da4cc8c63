"""`workbook queue`."""

import json

import pytest

from small_client import small_folder
from workbook.cli import main

LOG = """\
Anfragenummer;Kundennummer;Eingangsdatum;Bearbeitungsbeginn;Bearbeitungszeit;Anfrageart
R1;K5;20.12.2024 09:00;;2,0;Angebot
R2;K1;30.12.2024 15:00;;1,0;Angebot
R3;K2;18.12.2024 09:00;18.12.2024 10:00;1,0;Angebot
R4;K3;31.12.2024 16:00;;3,0;Muster
"""


@pytest.fixture
def folder(tmp_path):
    return small_folder(tmp_path / "klein", anfragen=LOG)


def test_open_requests_in_the_recommended_order(folder, capsys):
    assert main(["queue", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Klein GmbH: 3 offene Anfragen am 31.12.2024") and "Wartezeitzuschlag" in lines[0]
    assert [line.split()[1] for line in lines[3:]] == ["R2", "R1", "R4"]
    assert "Adler AG" in lines[3] and "Warum" in lines[2]


def test_the_policy_set_is_the_order(folder, capsys):
    with (folder / "client.yaml").open("a", encoding="utf-8") as settings:
        settings.write("coverage:\n  desk: {policy: fcfs, holidays: [2024-12-25, 2024-12-26]}\n")
    assert main(["queue", str(folder), "--language", "en"]) == 0
    out = capsys.readouterr().out
    assert "first come, first served" in out and out.index("R1") < out.index("R2") < out.index("R4")


def test_for_other_programs(folder, capsys):
    assert main(["queue", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["client"], found["as_of"], found["policy"]) == ("klein", "2024-12-31", "ageing")
    first = found["requests"][0]
    assert (first["rank"], first["request_id"], first["customer"], first["size"]) == (1, "R2", "Adler AG", "large")
    assert first["waited_hours"] == 11.0 and first["score"] == 100.0


def test_nothing_open(tmp_path, capsys):
    done = "\n".join(line for line in LOG.splitlines() if not line.startswith(("R1", "R2", "R4"))) + "\n"
    assert main(["queue", str(small_folder(tmp_path / "klein", anfragen=done))]) == 0
    assert capsys.readouterr().out.strip() == "Am 31.12.2024 ist keine Anfrage offen."


def test_without_requests_it_says_what_is_missing(tmp_path, capsys):
    assert main(["queue", str(small_folder(tmp_path / "klein"))]) == 1
    said = capsys.readouterr()
    assert not said.out and "Anfragen" in said.err
    assert main(["queue", str(tmp_path / "nowhere")]) == 2
