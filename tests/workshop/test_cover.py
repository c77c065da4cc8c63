"""Names, ids and places under codes, for a room that must not see them."""

from workbook import intake
from workbook.privacy.secret import Secret
from workbook.settings import read_settings
from workbook.workshop.cover import Cover
from workshop_client import SETTINGS, room_folder

OVERRIDE = """overrides:
  - {customer_id: K02, to: key, reason: Zusage, owner: Jo, expires: 2027-01-31}
"""


def test_codes_stay_the_same_when_the_settings_name_more_persons(tmp_path):
    folder = room_folder(tmp_path / "r")
    file = folder / "data" / "kunden.csv"
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([f"{lines[0]};PLZ", *(f"{line};50{n:03d}" for n, line in enumerate(lines[1:]))]) + "\n")
    cover = Cover(intake.read(folder, read_settings(folder)), Secret(b"0" * 32, False))
    (folder / "client.yaml").write_text(SETTINGS + OVERRIDE, encoding="utf-8")
    (coded,) = cover.parameters(read_settings(folder)).overrides
    assert coded.customer_id == cover.customers["K02"] and coded.owner.startswith("P-") and coded.reason == "…"
    table = cover.client.tables["customers"]
    assert "postcode" not in table and set(table["name"]) == set(cover.customers.values())
    told = table.to_csv()
    assert "Firma" not in told and "K02" not in told and ";50" not in told
