"""A client under codes: the same figures, nobody named."""

import pandas as pd
import pytest

from canary import canary
from small_client import CUSTOMERS, small_client
from workbook import intake
from workbook.privacy.pseudonymise import GRID, Naming, pseudonymised
from workbook.privacy.secret import Secret
from workbook.run import Run
from workbook.settings import read_settings

KEY, OTHER, RUN = Secret(b"k" * 32, True), Secret(b"o" * 32, True), Secret(b"r" * 32, False)


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    folder = canary(tmp_path_factory.mktemp("marked") / "client", "Zqabcdef", categories=False)
    return intake.read(folder, read_settings(folder))


def told(client) -> str:
    tables = "\n".join(t.astype(str).to_csv() for t in client.tables.values())
    return tables + client.parameters.model_dump_json() + repr(client.reading)


def test_nobody_is_named_in_any_table_setting_or_account(marked):
    for secret in (KEY, RUN):
        made = told(pseudonymised(marked, secret))
        assert "Zqabcdef" in told(marked) and "Zqabcdef" not in made and "01067" not in made and ".csv" not in made


def test_one_code_for_one_customer_or_person_in_all_tables_and_settings(marked):
    naming = Naming(marked, KEY)
    made = naming.client.tables
    for table, column in (("customers", "customer_id"), ("requests", "customer_id"), ("activities", "rep_id")):
        assert set(made[table][column]) == {
            naming.by_kind["customer" if "customer" in column else "person"][v] for v in marked.tables[table][column]
        }
    assert set(made["transactions"]["customer_id"]) <= set(made["customers"]["customer_id"])
    pinned = naming.client.parameters.coverage.territory.pinned
    assert set(pinned) <= set(made["customers"]["customer_id"]) and set(pinned.values()) <= set(made["staff"]["rep_id"])
    assert (made["customers"]["name"] == made["customers"]["customer_id"]).all()


def test_stable_with_the_key_different_without(marked):
    codes = [pseudonymised(marked, s).tables["transactions"]["customer_id"].tolist() for s in (KEY, KEY, OTHER, RUN)]
    assert codes[0] == codes[1] and codes[0] != codes[2] and codes[0] != codes[3]
    assert pseudonymised(marked, KEY).codes == "keyed" and pseudonymised(marked, RUN).codes == "numbered"


def test_the_order_of_the_list_says_nothing(marked):
    ids = pseudonymised(marked, RUN).tables["customers"]["customer_id"]
    assert ids.is_monotonic_increasing
    by = Naming(marked, RUN).by_kind["customer"]
    assert [by[v] for v in marked.tables["customers"]["customer_id"]] != ids.tolist()


def test_places_stand_on_a_coarse_grid(marked):
    made = pseudonymised(marked, KEY).tables
    for table in ("customers", "staff"):
        found = made[table][["latitude", "longitude"]]
        assert found.notna().all(axis=None) and (found % GRID == 0).all(axis=None) and "postcode" not in made[table]


def test_figures_stay_what_they_were(tmp_path):
    client = small_client(tmp_path / "klein")
    plain, coded = (
        {f.id: f.value for f in Run(c).chapter("value").figures} for c in (client, pseudonymised(client, KEY))
    )
    assert set(plain) == set(coded)
    differing = {i for i in plain if plain[i] != pytest.approx(coded[i], rel=1e-9, nan_ok=True)}
    assert differing <= {"value.growth_spread_excess"}  # drawn in the order of the ids


def test_a_name_inside_a_category_is_no_category(tmp_path):
    spoken = CUSTOMERS.replace("K5;Esche eG;Chemie", "K5;Esche eG;Kunde Adler AG (01067)")
    client = small_client(tmp_path / "klein", kunden=spoken)
    industries = pseudonymised(client, KEY).tables["customers"]["industry"]
    assert sorted(i.partition("-")[0] for i in industries) == ["Chemie", "Chemie", "Maschinenbau", "Maschinenbau", "X"]


def test_a_person_by_name_is_the_person_by_number(tmp_path):
    staff = "Mitarbeiternummer;Name;Rolle\nM1;Ida Roth;Außendienst\nM2;Max Lang;Außendienst\n"
    asked = (
        "Anfragenummer;Kundennummer;Eingangsdatum;Anforderer\nR1;K5;20.12.2024 09:00;ida roth\nR2;K5;20.12.2024;M2\n"
    )
    client = small_client(tmp_path / "klein", mitarbeiter=staff, anfragen=asked)
    naming = Naming(client, KEY)
    by = naming.by_kind["person"]
    assert naming.client.tables["requests"]["requested_by"].tolist() == [by["M1"], by["M2"]]


def test_the_list_of_codes_names_everybody_once(marked):
    mapping = Naming(marked, KEY).mapping
    assert not mapping.duplicated(["kind", "id"]).any() and "text" not in set(mapping["kind"])
    row = mapping[(mapping["kind"] == "customer") & (mapping["id"] == "Zqabcdefcustomer1")]
    assert row["name"].tolist() == ["Zqabcdefcustomersname 1"] and isinstance(mapping, pd.DataFrame)
