"""The nine fields and the rewards against a computation from the raw files."""

import pandas as pd
import pytest

from workbook.chapters.segmentation.grid import FIELDS, Grid, channel

YEARS = 3


@pytest.fixture(scope="module")
def topic(muster):
    return muster.run.chapter("segmentation").result.topics.of(Grid)


@pytest.fixture(scope="module")
def raw(accounts, sheets):
    """What a customer with a potential buys, needs, takes and brings a year, with its two levels."""
    t = accounts.join(sheets["Kunden"].set_index("Kundennummer")["Potenzial"].astype(float))
    t = t[t["Potenzial"] > 0]
    made = pd.DataFrame({"revenue": t["Nettoumsatz"] / YEARS, "potential": t["Potenzial"]})
    for name, column in (("hours", "hours"), ("cost", "care"), ("cm3", "cm3"), ("discount", "Rabatt")):
        made[name] = t[column] / YEARS
    share = made["revenue"] / made["potential"]
    made["held"] = ["high" if s >= 0.6 else "medium" if s >= 0.3 else "low" for s in share]
    order = made.assign(id=made.index).sort_values(["potential", "id"], ascending=[False, True])["potential"]
    begins = ((order.cumsum() - order) / order.sum()).reindex(made.index)
    made["level"] = ["high" if b < 0.7 else "medium" if b < 0.9 else "low" for b in begins]
    return made


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_holds_its_customers_money_and_hours(muster, topic, raw, field):
    own = raw[(raw["level"] == field[0]) & (raw["held"] == field[1])]
    assert muster[f"segmentation.field.{field[0]}.{field[1]}"] == len(own)
    row = topic.fields.loc[field]
    for column in ("revenue", "potential", "hours", "cost", "cm3"):
        assert row[column] == pytest.approx(own[column].sum(), abs=0.01)
    assert row["open"] == pytest.approx((own["potential"] - own["revenue"]).clip(lower=0).sum(), abs=0.01)


def test_hours_by_rule_are_those_of_today_and_defend_before_they_win(topic, raw):
    f = topic.fields
    assert f["rule_hours"].sum() == pytest.approx(raw["hours"].sum())
    for level in ("high", "medium"):
        assert f.loc[(level, "high"), "rule_hours"] >= f.loc[(level, "high"), "hours"] - 1e-6
    free = f.drop(index=[("high", "high"), ("medium", "high")])
    weight = free.index.get_level_values(1).map({"low": 1.5, "medium": 1.0, "high": 1.0})
    per = free["rule_hours"] / (free["potential"] * weight)
    assert per.max() == pytest.approx(per.min())
    assert f["rule_cost"].sum() == pytest.approx(raw["cost"].sum())


def test_neglected_are_those_with_much_potential_and_a_small_share(muster, raw):
    own = raw[(raw["level"] == "high") & (raw["held"] == "low")]
    finding = muster.findings["segmentation.neglected"]
    assert set(finding.customers) == set(own.index)
    assert finding.numbers["share"].value == pytest.approx(own["potential"].sum() / raw["potential"].sum())
    assert finding.numbers["money"].value == pytest.approx((own["potential"] - own["revenue"]).sum())


def test_rewards_are_a_tenth_of_the_result_of_those_who_buy_most_here(muster, raw):
    own = raw[(raw["held"] == "high") & (raw["cm3"] > 0)]
    assert muster["segmentation.reward_budget"] == pytest.approx(0.1 * own["cm3"].sum(), abs=0.01)
    assert muster["segmentation.reward_given"] == pytest.approx(own["discount"].sum(), abs=0.01)
    assert muster["segmentation.reward_exceeded"] == (own["discount"] > 0.1 * own["cm3"]).sum()


def test_low_potential_says_what_it_binds_and_brings(topic, raw):
    own, said = raw[raw["level"] == "low"], topic.low().numbers
    assert said["n"].value == len(own) and said["hours"].value == pytest.approx(own["hours"].sum())
    assert said["money_cm3"].value == pytest.approx(own["cm3"].sum())


def test_a_channel_per_level(topic):
    assert [channel(topic.base, level) for level in ("high", "medium", "low")] == [
        ("kam",), ("field",), ("inside", "service", "digital"),
    ]  # fmt: skip


def test_without_activities_the_fields_stand_without_hours(changed):
    found = changed(activities=pd.DataFrame({"date": pd.Series(dtype="datetime64[ns]"), "type": pd.Series(dtype=str)}))
    topic = found.run.chapter("segmentation").result.topics.of(Grid)
    assert not topic.has_hours and topic.fields["customers"].sum() == 412
