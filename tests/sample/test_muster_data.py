"""The invented sample: made from one seed, and the planted truths can be seen in the raw files with plain pandas."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from workbook.parameters import INSTRUMENTS

HOME = Path(__file__).resolve().parents[2] / "data" / "sample" / "muster"
FILES = ["data/Auftragspositionen.csv", "data/Aktivitaeten.csv", "data/Stammdaten.xlsx", "truth.json"]
TEXT = ["Kundennummer", "PLZ", "Konzernnummer", "Rechnungsdatum", "Lieferdatum", "Zugesagter Termin", "Auftragsdatum"]
RATE = 95


def made(folder: Path, *options: str) -> Path:
    subprocess.run([sys.executable, "-B", str(HOME / "make.py"), "--out", str(folder), *options], check=True)
    return folder


@pytest.fixture(scope="module")
def nothing_planted(tmp_path_factory):
    return read(made(tmp_path_factory.mktemp("nothing"), "--effect", "0"))


@pytest.fixture(scope="module")
def sample():
    return read(HOME)


def read(folder: Path) -> dict:
    texts = dict.fromkeys(TEXT, str)
    tables = pd.read_excel(folder / "data/Stammdaten.xlsx", sheet_name=None, dtype=texts, engine="openpyxl")
    german = {"sep": ";", "decimal": ",", "dtype": texts | {"Datum": str}}
    tables["lines"] = pd.read_csv(folder / FILES[0], thousands=".", encoding="cp1252", **german)
    tables["activities"] = pd.read_csv(folder / FILES[1], encoding="utf-8", **german)
    tables["truth"] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return tables


def planted(sample: dict) -> dict[str, dict]:
    return {name: part for name, part in sample["truth"].items() if isinstance(part, dict)}


def per_customer(sample: dict) -> pd.DataFrame:
    """Net revenue, hours and a simple contribution margin per customer, over the three years."""
    lines, rates = sample["lines"], sample["Kostensätze"].set_index("Aktivitätsart")["Kosten je Vorgang"]
    delivered = lines[lines["Nettoumsatz"] > 0]
    found = lines.groupby("Kundennummer")[["Nettoumsatz", "Wareneinsatz"]].sum()
    found["orders"] = delivered.groupby("Kundennummer")["Auftragsnummer"].nunique()
    found["hours"] = sample["activities"].groupby("Kundennummer")["Stunden"].sum()
    found = found.fillna(0)
    effort = found["hours"] * RATE + found["orders"] * rates["Kosten je Auftrag"]
    return found.assign(margin=found["Nettoumsatz"] - found["Wareneinsatz"] - effort)


def weakness(sample: dict) -> pd.Series:
    """Mean performance − importance by phase, key accounts."""
    answers = sample["Befragung"]
    answers = answers[answers["Dimension"].str.startswith("phase:") & (answers["Segment"] == "Key")]
    return (answers["Leistung"] - answers["Wichtigkeit"]).groupby(answers["Dimension"]).mean()


def phase_two(sample: dict) -> pd.DataFrame:
    """Share going on and median days in phase 2, by key account or not; running opportunities left out."""
    steps = sample["Phasenverlauf"].merge(sample["Chancen"], on="Chancennummer")
    steps = steps[steps["Ergebnis"] != "in Bearbeitung"]
    third = set(steps.loc[steps["Phase"] == 3, "Chancennummer"])
    second = steps[steps["Phase"] == 2]
    return pd.DataFrame(
        {
            "key": second["Kundennummer"].isin(sample["truth"]["weak_phase"]["ids"]),
            "on": second["Chancennummer"].isin(third),
            "days": (second["Austritt"] - second["Eintritt"]).dt.days,
        }
    )


def over_served_ratio(sample: dict) -> float:
    found, ids = per_customer(sample), sample["truth"]["over_served"]["ids"]
    chosen = found.loc[ids]
    alike = found["Nettoumsatz"].between(chosen["Nettoumsatz"].min(), chosen["Nettoumsatz"].max())
    return chosen["hours"].median() / found[alike].drop(index=ids)["hours"].median()


@pytest.mark.report
def test_same_seed_same_bytes(tmp_path):
    made(tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (HOME / name).read_bytes(), name


@pytest.mark.report
def test_another_seed_another_company(tmp_path):
    made(tmp_path, "--seed", "7")
    for name in FILES:
        assert (tmp_path / name).read_bytes() != (HOME / name).read_bytes(), name


def test_truth_names_existing_customers_with_effect_and_noise(sample):
    customers = set(sample["Kunden"]["Kundennummer"])
    for truth in planted(sample).values():
        assert set(truth["ids"]) <= customers
        for part in ("effect", "noise"):
            assert truth[part]["words"]
            assert any(isinstance(value, int | float) for value in truth[part].values())
    counts = {name: len(truth["ids"]) for name, truth in planted(sample).items()}
    assert counts.items() >= {
        "loss_makers": 32, "excess_discounts": 14, "hidden": 12, "overrated": 8, "over_served": 14, "under_served": 12,
        "tomorrows_key_accounts": 9, "slow_served": 18, "unprofitable_growth": 6, "weak_phase": 22,
    }.items()  # fmt: skip


def test_the_causes_of_one_customer_do_not_mix(sample):
    single = ["loss_makers", "excess_discounts", "hidden", "overrated", "over_served", "under_served", "slow_served"]
    ids = [i for name in [*single, "tomorrows_key_accounts"] for i in sample["truth"][name]["ids"]]
    assert len(ids) == len(set(ids))


def test_the_company_is_of_the_size_it_says(sample):
    customers, staff = sample["Kunden"], sample["Mitarbeitende"]
    assert (len(customers), len(staff)) == (610, 24)
    assert 40e6 < sample["lines"]["Nettoumsatz"].sum() < 60e6
    assert 20_000 < len(sample["lines"]) < 27_000
    estimated = customers[["Potenzial von", "Potenzial bis", "Potenzial Quelle", "Potenzial Stand"]].notna().all(axis=1)
    assert 0.65 < estimated.mean() < 0.75
    known = customers[customers["Bestandskunde"] == "ja"]["Lieferanteil"].notna()
    assert 0.65 < known.mean() < 0.75
    assert (customers["Potenzial von"] <= customers["Potenzial"]).sum() == estimated.sum()
    assert customers["Bindungswahrscheinlichkeit"].between(0, 1).sum() > 100
    assert customers["Konzernnummer"].dropna().isin(customers["Kundennummer"]).all()


def test_lines_are_exact_to_the_cent(sample):
    cents = (sample["lines"][["Nettoumsatz", "Listenumsatz", "Rabatt"]] * 100).round().astype("int64")
    assert (cents["Nettoumsatz"] == cents["Listenumsatz"] - cents["Rabatt"]).all()
    credit = sample["lines"]["Nettoumsatz"] < 0
    assert credit.sum() == 110
    assert sample["lines"][credit]["Fracht"].isna().all()
    assert sample["lines"].loc[~credit].groupby("Auftragsnummer")["Fracht"].count().eq(1).all()


def test_ids_match_across_tables(sample):
    customers, staff = set(sample["Kunden"]["Kundennummer"]), set(sample["Mitarbeitende"]["Mitarbeiternummer"])
    assert sample["Kunden"]["Kundennummer"].is_unique
    for name in ("lines", "activities", "Chancen", "Anfragen", "Fakten"):
        assert set(sample[name]["Kundennummer"].dropna()) <= customers, name
    for name in ("lines", "activities", "Chancen"):
        assert set(sample[name]["Mitarbeiternummer"]) <= staff, name
    assert "01067" in set(sample["Kunden"]["PLZ"])
    assert set(sample["Phasenverlauf"]["Chancennummer"]) <= set(sample["Chancen"]["Chancennummer"])


def test_loss_makers_lose(sample, nothing_planted):
    ids, found = sample["truth"]["loss_makers"]["ids"], per_customer(sample)
    assert found.loc[ids, "margin"].mean() < 0
    assert (found.loc[ids, "margin"] < 0).mean() >= 0.9
    assert found["margin"].sum() > 0
    before = per_customer(nothing_planted)
    assert before.loc[nothing_planted["truth"]["loss_makers"]["ids"], "margin"].mean() > 0


def test_habit_visits_take_hours(sample, nothing_planted):
    assert over_served_ratio(sample) >= 2.5
    assert over_served_ratio(nothing_planted) < 2.5


def test_valuable_customers_that_wait_leave_more_often(sample, nothing_planted):
    def left(tables: dict) -> float:
        truth = tables["truth"]["slow_served"]
        return len(truth["ids_left"]) / len(truth["ids"])

    usual = len(sample["truth"]["churned"]["ids"]) / (sample["Kunden"]["Bestandskunde"] == "ja").sum()
    assert left(sample) > 3 * usual
    assert left(nothing_planted) < 3 * usual
    lines = sample["lines"].dropna(subset=["Lieferdatum"])
    shipped, promised = (pd.to_datetime(lines[c], format="%d.%m.%Y") for c in ("Lieferdatum", "Zugesagter Termin"))
    late = (shipped > promised).groupby(lines["Kundennummer"].isin(sample["truth"]["slow_served"]["ids"])).mean()
    assert late[True] > late[False] + 0.3


def by_year(sample: dict, column: str = "Nettoumsatz") -> pd.DataFrame:
    lines = sample["lines"]
    return lines.pivot_table(column, "Kundennummer", lines["Rechnungsdatum"].str[-4:], "sum", fill_value=0)


def test_small_customers_grow_to_large_ones(sample, nothing_planted):
    def times(tables: dict) -> float:
        years = by_year(tables).loc[tables["truth"]["tomorrows_key_accounts"]["ids"]]
        return years["2025"].sum() / years["2023"].sum()

    assert times(sample) > 6
    assert times(nothing_planted) < 2


def test_growth_by_discount_did_not_pay(sample):
    truth = sample["truth"]["unprofitable_growth"]
    margin = by_year(sample) - by_year(sample, "Wareneinsatz")
    gained = margin["2025"] - margin["2024"]
    rate = by_year(sample, "Rabatt") / by_year(sample, "Listenumsatz")
    assert gained[truth["ids"]].sum() < 0 < gained[truth["ids_profitable"]].sum()
    deeper = rate["2025"] - rate["2024"]
    assert deeper[truth["ids"]].min() > 0.04 > deeper[truth["ids_profitable"]].max()


def test_small_kinds_and_types_of_need_behave_alike(sample, nothing_planted):
    def web(tables: dict, ids: list[str]) -> float:
        lines = tables["lines"]
        return (lines.loc[lines["Kundennummer"].isin(ids), "Bestellweg"] == "Webshop").mean()

    kinds = sample["truth"]["clusters"]["members"]
    assert web(sample, kinds["Selbstbesteller"]) > 0.8 > 0.1 > web(sample, kinds["Projektkäufer"])
    types = sample["truth"]["needs"]["members"]
    assert web(sample, types["intrinsisch"]) > web(sample, types["extrinsisch"]) + 0.2
    before = nothing_planted["truth"]["clusters"]["members"]
    assert abs(web(nothing_planted, before["Selbstbesteller"]) - web(nothing_planted, before["Projektkäufer"])) < 0.2


@pytest.mark.report
def test_without_structure_small_customers_have_no_kind(tmp_path):
    truth = read(made(tmp_path, "--structureless"))["truth"]
    assert truth["clusters"]["ids"] == [] and truth["clusters"]["effect"]["strength"] == 0
    assert len(truth["hidden"]["ids"]) == 12


def test_phase_two_is_weak_in_opinion_and_evidence(sample, nothing_planted):
    gap = weakness(sample)
    assert gap.idxmin() == "phase:2"
    assert gap["phase:2"] < gap.drop("phase:2").min() - 0.5
    by = phase_two(sample).groupby("key")
    assert by["on"].mean()[True] < by["on"].mean()[False] - 0.15
    assert by["days"].median()[True] > 1.5 * by["days"].median()[False]
    assert weakness(nothing_planted)["phase:2"] > gap["phase:2"] + 1


def delivered(sample: dict) -> pd.DataFrame:
    """Shipped orders: customer, with a special line or not, days too late."""
    lines = sample["lines"].dropna(subset=["Lieferdatum"])
    special = lines.groupby("Auftragsnummer")["Sonderanfertigung"].agg(lambda cells: (cells == "ja").any())
    orders = lines.drop_duplicates("Auftragsnummer").set_index("Auftragsnummer")
    shipped, promised = (pd.to_datetime(orders[c], format="%d.%m.%Y") for c in ("Lieferdatum", "Zugesagter Termin"))
    return pd.DataFrame({"id": orders["Kundennummer"], "special": special, "days": (shipped - promised).dt.days})


def test_late_deliveries_are_special_ones(sample):
    orders = delivered(sample)
    late = (orders["days"] > 0).groupby(orders["special"]).mean()
    assert late[True] > late[False] + 0.1


def test_the_praised_phase_is_late(sample, nothing_planted):
    """Phase 5 is rated best of all, and more than every fifth order is late."""

    def late(tables: dict) -> float:
        return (delivered(tables)["days"] > 0).mean()

    truth, means = sample["truth"]["praised_phase"], rated(sample, "phase")
    assert late(sample) == pytest.approx(truth["late_share"], abs=0.001)
    assert 0.20 < late(sample) < 0.24
    assert means.idxmax() == f"phase:{truth['phase']}" and 4.2 < means.max() < 4.4
    assert means.max() > means.drop(means.idxmax()).max() + 0.4
    assert late(nothing_planted) < 0.07 and rated(nothing_planted, "phase")["phase:5"] < 3.8


def rated(tables: dict, kind: str) -> pd.Series:
    """Mean performance by dimension of one kind."""
    answers = tables["Befragung"][tables["Befragung"]["Dimension"].str.startswith(f"{kind}:")]
    return answers["Leistung"].groupby(answers["Dimension"]).mean()


def test_one_lever_is_weak_and_every_kind_of_question_answered(sample, nothing_planted):
    levers = rated(sample, "lever")
    assert len(levers) == 5 and levers.idxmin() == f"lever:{sample['truth']['weak_lever']['lever']}"
    assert levers.min() < levers.drop(levers.idxmin()).min() - 0.6
    assert rated(nothing_planted, "lever").min() > levers.min() + 0.6
    assert len(rated(sample, "kam")) == 10 and {f"instrument:{name}" for name in INSTRUMENTS} == set(
        rated(sample, "instrument").index
    )


def test_goals_are_met_by_small_customers_rather_than_by_key_accounts(sample, nothing_planted):
    def met(tables: dict) -> pd.Series:
        customers = tables["Kunden"].set_index("Kundennummer")
        customers = customers[customers["Umsatzziel"].notna()]
        year = by_year(tables)["2024"].reindex(customers.index).fillna(0.0)
        key = customers.index.isin(tables["truth"]["weak_phase"]["ids"])
        kind = pd.Series("other", customers.index).mask(customers["Umsatzziel"] < 12_000, "small").mask(key, "key")
        return year.groupby(kind).sum() / customers["Umsatzziel"].groupby(kind).sum()

    assert met(sample)["small"] > 1 > met(sample)["key"]
    assert met(nothing_planted)["small"] - met(nothing_planted)["key"] < met(sample)["small"] - met(sample)["key"] - 0.2
    customers = sample["Kunden"]
    assert 0.3 < customers["DB-Ziel"].notna().mean() < customers["Umsatzziel"].notna().mean() < 0.75


def test_the_field_is_paid_for_revenue_only(sample, nothing_planted):
    weights = [name for name in sample["Mitarbeitende"] if name.startswith("Bonusgewicht")]
    for tables in (sample, nothing_planted):
        assert (tables["Mitarbeitende"][weights].sum(axis=1).round(9) == 1).all()
    by = sample["Mitarbeitende"].groupby("Rolle")[weights].mean()
    assert by.loc["Außendienst", "Bonusgewicht Umsatz"] == 1
    assert (by.drop("Außendienst")["Bonusgewicht Umsatz"] <= 0.5).all()
    fair = nothing_planted["Mitarbeitende"].groupby("Rolle")["Bonusgewicht Umsatz"].mean()
    assert fair["Außendienst"] == nothing_planted["truth"]["revenue_only_bonus"]["effect"]["weight_revenue"] == 0.3


def test_some_targets_are_measured_and_some_are_not(sample):
    targets = sample["Ziele"].set_index(["Einheit", "Kennzahl"])
    assert not targets.index.has_duplicates and targets["Ziel"].notna().all()
    assert targets["Ist"].isna().sum() == 6
    late = (delivered(sample).join(sample["lines"].drop_duplicates("Auftragsnummer").set_index("Auftragsnummer"))).loc[
        lambda t: t["Rechnungsdatum"].str.endswith("2025"), "days"
    ] > 0
    assert targets.loc[("Unternehmen", "Termintreue"), "Ist"] == pytest.approx(1 - late.mean(), abs=0.001)


def test_staff_time_fits_capacity(sample):
    staff = sample["Mitarbeitende"].set_index("Mitarbeiternummer")
    capacity = staff["Vollzeitstellen"] * staff["Jahresarbeitszeit"] * 0.8 * 3 * staff["Kundenzeitanteil"]
    with_customers = sample["activities"].dropna(subset=["Kundennummer"])
    utilisation = with_customers.groupby("Mitarbeiternummer")["Stunden"].sum() / capacity
    truth = json.loads((HOME / "truth.json").read_text(encoding="utf-8"))
    overloaded, idle = truth["overloaded"]["persons"], staff.index[staff["Rolle"] == "Kundenservice"]
    assert utilisation.drop([*overloaded, *idle]).between(0.65, 1.10).all()
    assert (utilisation[overloaded] > 1.3).all() and (utilisation[idle] < 0.5).all()


def test_small_enough():
    samples = HOME.parent
    assert sum(f.stat().st_size for f in samples.rglob("*") if f.is_file() and "__pycache__" not in f.parts) < 4_000_000
