"""The one definition of what may be decided about a client."""

import json

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from workbook.chapters import ORDER
from workbook.language import Words
from workbook.parameters import Coverage, Parameters, Process, Value
from workbook.parameters_segmentation import DEFAULT_WEIGHTS, Segmentation
from workbook.template import settings_text


def test_defaults_are_valid_and_frozen():
    parameters = Parameters(name="A")
    assert sum(DEFAULT_WEIGHTS.values()) == pytest.approx(1)
    with pytest.raises(ValidationError):
        parameters.currency = "USD"


def test_a_plan_is_read_as_written_and_its_ranges_rise():
    growth = {"partners": {"what": "Anlagenbauer", "amount": [20, 50]}}
    plan = {"actions": [{"what": "Besuch", "due": "2026-03-31"}], "growth": growth, "hours": 12}
    read = Parameters.model_validate_json(json.dumps({"name": "A", "account_plans": {"K1": plan}}))
    assert read.account_plans["K1"].growth["partners"].amount == (20, 50) and read.account_plans["K1"].owner is None
    growth["partners"]["amount"] = [50, 20]
    for wrong in (plan, {"growth": {"abroad": {"what": "x"}}}, {"people": [{"name": "A"}]}):
        with pytest.raises(ValidationError):
            Parameters.model_validate_json(json.dumps({"name": "A", "account_plans": {"K1": wrong}}))


def test_there_is_one_section_per_chapter():
    assert set(ORDER) <= set(Parameters.model_fields)


@pytest.mark.parametrize(
    "settings",
    [
        {"name": ""}, {"name": "x" * 301}, {"seed": -1}, {"seed": 1.5}, {"currency": "eur"}, {"schema_version": 2},
        {"colour": "red"},
        {"people": "named"}, {"intake": {"accept_rejects": True, "reason": " "}}, {"value": {"top": True}},
        {"value": {"loss_draws": 999}}, {"value": {"portfolio_shift": 0.0}}, {"value": {"stranded_share": 1.1}},
        {"value": {"follows_from": 1.0}}, {"value": {"min_effect": -0.1}}, {"value": {"effort_limit": 0.0}},
        {"coverage": {"service_cap_hours": {"smart": 0.0}}}, {"coverage": {"service_cap_hours": {"tiny": 5.0}}},
        {"coverage": {"service_floor_hours": 13.0}},
        {"coverage": {"desk": {"day": (17.0, 8.0)}}}, {"coverage": {"desk": {"servers": 0}}},
        {"coverage": {"desk": {"policy": "last"}}}, {"coverage": {"desk": {"holidays": ("2025-12-25",)}}},
        {"process": {"checklist": {"kam:11": {}}}}, {"process": {"checklist": {"kam:3": {"status": "red"}}}},
        {"process": {"checklist": {"kam:3": {"item": "Own point"}}}}, {"process": {"checklist_share": 0.0}},
        {"coverage": {"elasticity": (0.5, 0.34, 0.2)}}, {"coverage": {"elasticity": (0.2, 0.34, 1.0)}},
        {"intake": {"tables": {"customers": {"file": "a.csv", "compute": {"x": {"year": "d", "month": "d"}}}}}},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(settings):
    with pytest.raises(ValidationError):
        Parameters.model_validate({"name": "A", **settings})


@pytest.mark.parametrize(
    ("locale", "language", "written"),
    [
        (None, "de", "de_DE"),
        (None, "en", "en_GB"),
        ("de_CH", "de", "de_CH"),
        ("de_CH", "en", "en_GB"),
        ("en_US", "en", "en_US"),
    ],
)
def test_a_report_is_written_in_the_clients_locale_where_it_speaks_the_language(locale, language, written):
    assert Parameters(name="A", locale=locale).written(language) == written


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_comments_of_a_new_client_name_real_keys_and_the_true_defaults(language):
    """Uncommented, client.yaml still says what holds without it."""
    words = Words(language, "de_DE" if language == "de" else "en_GB", "EUR")
    lines = settings_text("A", words).splitlines()
    bare = [line.removeprefix("# ") for line in lines[1:] if not line.startswith("# workbook")]
    tree = YAML(typ="safe").load("\n".join(bare))
    assert set(tree) <= set(Parameters.model_fields)
    for section, model in (
        ("value", Value),
        ("segmentation", Segmentation),
        ("coverage", Coverage),
        ("process", Process),
    ):
        for key, given in (tree.get(section) or {}).items():
            assert key in model.model_fields, key
            read = model.model_validate_json(json.dumps({key: given}))
            assert getattr(read, key) == getattr(model(), key), key
