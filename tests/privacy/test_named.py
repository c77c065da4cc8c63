"""Settings under codes."""

from canary import settings
from workbook.parameters import Parameters
from workbook.privacy.named import mentioned, renamed
from workbook.settings import read_settings

NAMED = ("person1", "owner", "who", "p1", "p2", "judge", "by", "starter", "doer", "carer", "contact", "lead")


def told(tmp_path) -> Parameters:
    (tmp_path / "client.yaml").write_text(settings("Zqabcdef", categories=False), encoding="utf-8")
    return read_settings(tmp_path)


def test_whom_the_settings_name(tmp_path):
    seen = set(mentioned(told(tmp_path)))
    assert {("customer", f"Zqabcdefcustomer{n}") for n in (1, 2, 3)} <= seen
    assert {("person", f"Zqabcdef{who}") for who in NAMED} <= seen


def test_only_the_company_s_name_stays(tmp_path):
    p = renamed(told(tmp_path), lambda kind, value: f"{kind[0].upper()}-{len(value)}{value[-1]}")
    assert "Zqabcdef" not in p.model_dump_json() and p.name == "Firma Zqa"
    assert dict(p.coverage.territory.pinned) == {"C-171": "P-151"}
    assert p.overrides[0].reason == p.intake.reason == "…" and p.overrides[0].to == "key"
    assert Parameters.model_validate_json(p.model_dump_json(by_alias=True)) == p


def test_settings_that_name_nobody_stay_as_they_are():
    plain = Parameters(name="Klein GmbH")
    assert renamed(plain, lambda kind, value: "?") == plain
