"""Forgetting a client: all of ours, nothing of others."""

import json

import pytest

from batch_fakes import GERMAN
from workbook.batch import across, portfolio
from workbook.batch.forget import forget
from workbook.batch.lock import held
from workbook.batch.overview import Result
from workbook.batch.plan import Planned
from workbook.privacy.secret import key_file
from workbook.problem import Refused


@pytest.fixture(autouse=True)
def config(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def result(folder, client):
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"client": client}), encoding="utf-8")
    (folder / "report.html").write_text(client, encoding="utf-8")
    return folder


@pytest.fixture
def kept(tmp_path):
    """An output folder with all that can be kept of a client, and of another whose name begins alike."""
    out, client = tmp_path / "out", tmp_path / "muster"
    client.mkdir()
    (client / "client.yaml").write_text("name: Muster", encoding="utf-8")
    for place in (out, out / "failed"):
        for name in ("muster", "muster-2"):
            result(place / name, name)
        (place / ".muster.tmp-999999999-0a1b2c3d").mkdir()
        (place / ".muster.old-0a1b2c3d").mkdir()
    result(out / "muster-only", "muster")
    (out / "logs").mkdir()
    for name in ("muster.log", "muster.log.1", "muster-2.log"):
        (out / "logs" / name).write_text("x", encoding="utf-8")
    for name in (
        "muster-crm-generic.csv",
        "muster-check.html",
        "muster-check.json",
        "muster-letter.txt",
        "muster-2-letter.txt",
    ):
        (out / name).write_text("x", encoding="utf-8")
    one = {"status": "delivered", "retried": False, "cpu_seconds": 1.0}
    told = {"totals": {}, "clients": [{"id": "muster", **one}, {"id": "muster-2", **one}]}
    (out / "summary.json").write_text(json.dumps(told), encoding="utf-8")
    for name in ("muster", "muster-2"):
        key_file(name).parent.mkdir(parents=True, exist_ok=True)
        key_file(name).write_text("k" * 32, encoding="utf-8")
    return client, out


def names(out):
    return sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())


def test_nothing_of_the_client_is_left_and_all_of_the_other(kept):
    client, out = kept
    found = forget("muster", client, out)
    ends = ("manifest.json", "report.html")
    others = [f"{place}muster-2/{end}" for place in ("failed/", "") for end in ends]
    assert names(out) == sorted([*others, "logs/muster-2.log", "muster-2-letter.txt", "summary.json"])
    assert sorted(p.name for p in out.iterdir()) == [
        "failed",
        "logs",
        "muster-2",
        "muster-2-letter.txt",
        "summary.json",
    ]
    told = json.loads((out / "summary.json").read_text("utf-8"))
    assert [c["id"] for c in told["clients"]] == ["muster-2"] and told["totals"]["delivered"] == 1
    assert not key_file("muster").exists() and key_file("muster-2").exists()
    assert (client / "client.yaml").read_text("utf-8") == "name: Muster" and found.left == ()
    assert found.rewritten == (out / "summary.json",) and out / "summary.json" not in found.removed
    again = forget("muster", client, out)
    assert again.removed == again.rewritten == ()


def test_pages_over_all_clients_go_where_the_client_is_among_them(kept):
    client, out = kept
    pages = [out / name for name in (portfolio.NAME, *across.NAMES)]
    for page in pages:
        page.write_text("x", encoding="utf-8")
    planned = [Planned(out.parent / name, name, GERMAN, "to_do") for name in ("muster", "muster-2")]
    portfolio.write(out, [Result(p, "delivered") for p in planned], GERMAN)
    assert set(pages) <= set(forget("muster", client, out).removed) and not any(p.exists() for p in pages)
    portfolio.write(out, [Result(planned[1], "delivered")], GERMAN)
    assert forget("muster", client, out).removed == () and pages[0].exists()


def test_a_page_of_that_name_that_is_not_ours_stays(kept):
    client, out = kept
    (out / portfolio.NAME).write_text("<p>muster</p>", encoding="utf-8")
    forget("muster", client, out)
    assert (out / portfolio.NAME).exists()


def test_what_is_not_ours_stays(tmp_path, kept):
    client, out = kept
    for place in (out / "muster", out / "muster-only"):
        (place / "manifest.json").unlink()
    found = forget("muster", client, out)
    assert (out / "muster" / "report.html").exists() and set(found.left) == {out / "muster", out / "muster-only"}


def test_links_are_not_followed(tmp_path, kept):
    client, out = kept
    elsewhere = result(tmp_path / "elsewhere", "muster")
    for place in (out / "muster", out / "muster-only"):
        for file in place.iterdir():
            file.unlink()
        place.rmdir()
    (out / "muster").symlink_to(elsewhere)
    inside = result(out / "muster-only", "muster")
    (inside / "tables").symlink_to(elsewhere)
    (out / "logs" / "muster.log").unlink()
    (out / "logs" / "muster.log").symlink_to(elsewhere / "report.html")
    forget("muster", client, out)
    assert (elsewhere / "report.html").exists() and (out / "muster").is_symlink() and not inside.exists()


def test_the_client_s_own_folder_is_never_a_result(tmp_path):
    folder = result(tmp_path / "muster", "muster")
    found = forget("muster", folder, tmp_path)
    assert found.left == (folder,) and (folder / "report.html").exists()


def test_not_while_a_batch_is_at_work(kept):
    client, out = kept
    with held(out), pytest.raises(Refused):
        forget("muster", client, out)
    assert (out / "muster").exists()


def test_without_an_output_folder_only_the_key(kept, tmp_path):
    client, _ = kept
    assert forget("muster", client, tmp_path / "none").removed == (key_file("muster"),)
    assert not (tmp_path / "none").exists()
