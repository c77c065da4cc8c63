"""The invented sample: made from one seed, and the planted truths can be seen in the raw files with plain pandas."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

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


def test_same_seed_same_bytes(tmp_path):
    made(tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (HOME / name).read_bytes(), name


def test_another_seed_another_company(tmp_path):
    made(tmp_path, "--seed", "7")
    for name in FILES:
        assert (tmp_path / name).read_bytes() != (HOME / name).read_bytes(), name


def test_truth_names_existing_customers_with_effect_and_noise(sample):
    customers = set(sample["Kunden"]["Kundennummer"])
    for name in ["loss_makers", "weak_phase", "over_served", "late_deliveries"]:
        truth = sample["truth"][name]
        assert set(truth["ids"]) <= customers
        for part in ("effect", "noise"):
            assert truth[part]["words"]
            assert any(isinstance(value, int | float) for value in truth[part].values())
    assert [len(sample["truth"][name]["ids"]) for name in ("loss_makers", "weak_phase", "over_served")] == [14, 14, 8]


def test_lines_are_exact_to_the_cent(sample):
    cents = (sample["lines"][["Nettoumsatz", "Listenumsatz", "Rabatt"]] * 100).round().astype("int64")
    assert (cents["Nettoumsatz"] == cents["Listenumsatz"] - cents["Rabatt"]).all()
    credit = sample["lines"]["Nettoumsatz"] < 0
    assert credit.sum() == 28
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
    assert (found.loc[ids, "margin"] < 0).mean() >= 0.8
    assert found["margin"].sum() > 0
    before = per_customer(nothing_planted)
    assert before.loc[nothing_planted["truth"]["loss_makers"]["ids"], "margin"].mean() > 0


def test_habit_visits_take_hours(sample, nothing_planted):
    assert over_served_ratio(sample) >= 2.5
    assert over_served_ratio(nothing_planted) < 2.5


def test_phase_two_is_weak_in_opinion_and_evidence(sample, nothing_planted):
    gap = weakness(sample)
    assert gap.idxmin() == "phase:2"
    assert gap["phase:2"] < gap.drop("phase:2").min() - 0.5
    by = phase_two(sample).groupby("key")
    assert by["on"].mean()[True] < by["on"].mean()[False] - 0.15
    assert by["days"].median()[True] > 1.5 * by["days"].median()[False]
    assert weakness(nothing_planted)["phase:2"] > gap["phase:2"] + 1


def test_late_deliveries_are_special_ones(sample):
    lines = sample["lines"].dropna(subset=["Lieferdatum"])
    special = lines.groupby("Auftragsnummer")["Sonderanfertigung"].agg(lambda cells: (cells == "ja").any())
    orders = lines.drop_duplicates("Auftragsnummer").set_index("Auftragsnummer")
    shipped, promised = (pd.to_datetime(orders[c], format="%d.%m.%Y") for c in ("Lieferdatum", "Zugesagter Termin"))
    on_time = shipped <= promised
    assert 0.88 < on_time.mean() < 0.94
    assert on_time[special].mean() < on_time[~special].mean() - 0.1


def test_staff_time_fits_capacity(sample):
    staff = sample["Mitarbeitende"].set_index("Mitarbeiternummer")
    capacity = staff["Vollzeitstellen"] * staff["Jahresarbeitszeit"] * 0.8 * 3 * staff["Kundenzeitanteil"]
    with_customers = sample["activities"].dropna(subset=["Kundennummer"])
    utilisation = with_customers.groupby("Mitarbeiternummer")["Stunden"].sum() / capacity
    assert utilisation.between(0.65, 1.10).all()


def test_small_enough():
    assert sum(path.stat().st_size for path in HOME.rglob("*") if "__pycache__" not in path.parts) < 1_500_000
