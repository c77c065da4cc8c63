"""`workbook forget`."""

import json

from small_client import small_folder
from workbook.cli import main


def test_it_says_what_is_gone_and_what_stays(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    folder, out = small_folder(tmp_path / "klein"), tmp_path / "out"
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    (out / "klein").mkdir(parents=True)
    (out / "klein" / "manifest.json").write_text(json.dumps({"client": "klein"}), encoding="utf-8")
    one = {"id": "klein", "status": "delivered", "retried": False, "cpu_seconds": 1.0}
    (out / "summary.json").write_text(json.dumps({"totals": {}, "clients": [one]}), encoding="utf-8")
    assert main(["forget", str(folder), "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Von klein entfernt:") and str(out / "klein") in said and "Unberührt" in said
    assert f"Geblieben, aber ohne den Eintrag von klein:\n  {out / 'summary.json'}" in said
    assert not (out / "klein").exists() and before == {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert main(["forget", str(folder), "-o", str(out)]) == 0
    assert "nichts gespeichert" in capsys.readouterr().out
    assert main(["forget", str(tmp_path / "nowhere")]) == 2
