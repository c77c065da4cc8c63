"""client.yaml: every problem with its line, its key and what is allowed."""

import unicodedata
from contextlib import suppress

import pytest

from workbook.finding import Term
from workbook.language import Words
from workbook.parameters import Parameters
from workbook.problem import Problem, Refused
from workbook.problem_text import sentence
from workbook.settings import LARGEST, MOST, client_id, language_of, read_settings

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")


def write(folder, text):
    folder.mkdir(exist_ok=True)
    (folder / "client.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def problems(folder, text) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        read_settings(write(folder, text))
    return refused.value.problems


def test_only_the_name_is_required(tmp_path):
    found = read_settings(write(tmp_path / "Müller & Söhne", "name: Müller"))
    assert (found.name, found.id, found.language, found.currency) == ("Müller", "mueller---soehne", "de", "EUR")


def test_a_misspelt_key_is_named_with_its_line_and_the_nearest(tmp_path):
    (one,) = problems(tmp_path, "name: A\nlanguage: de\nsegmentation:\n  weigths: {potential: 1.0}\n")
    assert (one.code, one.row, one.key, one.values["nearest"]) == ("CFG-KEY", 4, "segmentation.weigths", "weights")
    assert sentence(one, GERMAN).startswith("client.yaml, Zeile 4, segmentation.weigths: ")
    assert "Meinten Sie weights?" in sentence(one, GERMAN) and "Did you mean weights?" in sentence(one, ENGLISH)


def test_a_key_like_no_other_is_answered_with_those_there_are(tmp_path):
    (one,) = problems(tmp_path, "name: A\nqqq: 1\n")
    assert one.code == "CFG-KEY" and "language" in one.values["nearest"]


def test_all_problems_are_told_at_once(tmp_path):
    found = problems(tmp_path, "lenguage: de\nvalue:\n  top: 99\ncurrency: Euro\n")
    assert {(p.code, p.key) for p in found} == {
        ("CFG-MISSING", "name"), ("CFG-KEY", "lenguage"), ("CFG-VALUE", "value.top"), ("CFG-VALUE", "currency"),
    }  # fmt: skip


def test_of_very_many_alike_the_first_are_told_and_the_others_counted(tmp_path):
    unknown, actions = (tmp_path / name for name in ("unknown", "actions"))
    several = "currency: Euro\n" + "".join(f"unknown{n}: 1\n" for n in range(45))
    found = problems(unknown, f"name: A\n{several}")
    assert len(found) == MOST + 1 and sum(p.count for p in found) == 46 and found[0].key == "currency"
    assert {p.key: p.count for p in found if p.count > 1} == {f"unknown{MOST - 1}": 46 - MOST}
    found = problems(actions, "name: A\nactions:\n" + "".join(f"  value.x{n}: {{owner: a}}\n" for n in range(45)))
    assert len(found) == MOST and sum(p.count for p in found) == 45


def test_a_key_given_twice_is_refused_with_its_line(tmp_path):
    (one,) = problems(tmp_path, "name: A\nlanguage: de\nname: B\n")
    assert (one.code, one.row, one.key) == ("CFG-DUPLICATE", 3, "name")


@pytest.mark.parametrize(
    ("line", "key", "allowed"),
    [
        ("value: {top: zehn}", "value.top", "eine ganze Zahl"),
        ("value: {top: 99}", "value.top", "höchstens 50"),
        ("value: {practical_share: 0}", "value.practical_share", "mehr als 0"),
        ("value: {size_bands: [0, 500, 20000]}", "value.size_bands.0", "mehr als 0"),
        ("value: {abc_edges: [0.7, 0.8, 0.9]}", "value.abc_edges", "eine Liste mit 2 Einträgen"),
        ("language: fr", "language", "eines von: de, en"),
        ("name: 7", "name", "ein Text"),
        ("name: ''", "name", "ein Text, der nicht leer ist"),
        ("currency: euro", "currency", "ein Text nach dem Muster ^[A-Z]{3}$"),
        ("as_of: gestern", "as_of", "ein Datum (JJJJ-MM-TT)"),
        ("intake: {accept_rejects: vielleicht}", "intake.accept_rejects", "ja oder nein (true, false)"),
        ("value: 3", "value", "eine Zuordnung (Schlüssel: Wert)"),
        ("overrides: 3", "overrides", "eine Liste"),
        ("process: {checklist: {kam:3: {status: rot}}}", "process.checklist.kam:3.status", "eines von: in_order, weak, unknown"),
        ("process: {checklist: {kam:3: {due: bald}}}", "process.checklist.kam:3.due", "ein Datum (JJJJ-MM-TT)"),
        ("process: {checklist: {kam:3: {item: x}}}",
         "process.checklist", "item nur unter kam:10, dem offenen Punkt der Checkliste"),
        ("period: [2025-12-31, 2025-01-01]", "period", "ein Zeitraum, dessen Ende nicht vor dem Anfang liegt"),
        ("people: named", "agreement", "group, solange agreement fehlt (with, date, scope)"),
    ],
)  # fmt: skip
def test_an_impossible_value_is_answered_with_what_is_allowed(tmp_path, line, key, allowed):
    (one,) = problems(tmp_path, line if line.startswith("name") else f"name: A\n{line}\n")
    assert (one.code, one.key) == ("CFG-VALUE", key)
    assert f"erlaubt ist {allowed}." in sentence(one, GERMAN)


def test_a_point_that_is_not_on_the_checklist_is_named_and_the_others_listed(tmp_path):
    (one,) = problems(tmp_path, "name: A\nprocess:\n  checklist:\n    kam:11: {status: weak}\n")
    assert (one.code, one.row, one.key) == ("CFG-VALUE", 4, "process.checklist.kam:11")
    assert "lever:1" in sentence(one, GERMAN) and "kam:10" in sentence(one, GERMAN)


def test_a_yaml_no_is_no_language(tmp_path):
    (one,) = problems(tmp_path, "name: A\nlanguage: NO\n")
    assert (one.code, one.values["value"]) == ("CFG-VALUE", "NO")


def test_weights_are_never_rescaled(tmp_path):
    (one,) = problems(tmp_path, "name: A\nsegmentation:\n  weights: {potential: 0.5, revenue: 0.4}\n")
    assert (one.code, one.key, one.values["actual"]) == ("CFG-WEIGHTS", "segmentation.weights", 0.9)
    assert "ergeben 0.9 statt 1" in sentence(one, GERMAN)


def test_weights_of_every_participant_sum_to_one(tmp_path):
    text = "name: A\nsegmentation:\n  participants:\n    P1: {potential: 0.5, revenue: 0.5}\n    P2: {revenue: 0.8}\n"
    (one,) = problems(tmp_path, text)
    assert (one.code, one.key, one.row, one.values["actual"]) == (
        "CFG-WEIGHTS",
        "segmentation.participants.P2",
        5,
        0.8,
    )


def test_a_participant_is_a_code_and_no_name(tmp_path):
    (one,) = problems(tmp_path, "name: A\nsegmentation:\n  participants:\n    Erika Muster: {revenue: 1.0}\n")
    assert one.code == "CFG-VALUE" and one.key.startswith("segmentation.participants")


def test_weights_may_miss_one_by_a_millionth(tmp_path):
    read_settings(write(tmp_path, "name: A\nsegmentation:\n  weights: {potential: 0.4999999, revenue: 0.5000002}\n"))


def test_who_accepts_rejected_rows_says_why(tmp_path):
    (one,) = problems(tmp_path, "name: A\nintake:\n  accept_rejects: true\n")
    assert (one.code, one.key) == ("CFG-REASON", "intake.reason")
    assert sentence(one, ENGLISH).startswith("client.yaml, row 2, intake.reason: ")


@pytest.mark.parametrize("name", ["Groß", "../x", "a b", "-a", "a" * 42, ""])
def test_an_impossible_id_is_refused_not_repaired(tmp_path, name):
    (one,) = problems(tmp_path, f"name: A\nid: '{name}'\n")
    assert (one.code, one.row, one.key) == ("CFG-CLIENTID", 2, "id")


@pytest.mark.parametrize("name", ["failed", "acme-only", "con", "lpt1"])
def test_a_reserved_id_is_refused(tmp_path, name):
    assert problems(tmp_path, f"name: A\nid: {name}\n")[0].code == "CFG-CLIENTID"
    with pytest.raises(Refused):
        read_settings(write(tmp_path / name, "name: A"))


def test_a_folder_has_the_same_id_in_whatever_form_its_umlaut_is_stored(tmp_path):
    for form in ("NFC", "NFD"):
        folder = tmp_path / form / unicodedata.normalize(form, "Müller")
        assert client_id(Parameters(name="A"), folder) == "mueller"


def test_a_folder_without_latin_letters_still_has_an_id(tmp_path):
    assert client_id(read_settings(write(tmp_path / "客户", "name: A")), tmp_path / "客户") == "client"


def test_an_alias_is_refused(tmp_path):
    (one,) = problems(tmp_path, "name: A\nvalue: &v {top: 5}\nsummary: *v\n")
    assert (one.code, one.values["cause"]) == ("CFG-YAML", Term("cause.alias"))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("name: Müller".encode("cp1252"), "cause.not_utf8"),
        (b"name: A\n#" + b"x" * LARGEST, "cause.too_large"),
        ("name: [A", "cause.syntax"),
        ("- name", "cause.no_mapping"),
        ("nur Text", "cause.no_mapping"),
    ],
)
def test_what_is_no_settings_file_is_told_why(tmp_path, text, cause):
    (one,) = problems(tmp_path, text)
    assert (one.code, one.values["cause"]) == ("CFG-YAML", Term(cause))
    assert sentence(one, GERMAN).startswith("client.yaml") and sentence(one, ENGLISH).endswith("[rejected]")


@pytest.mark.parametrize("text", ["", "# only a comment\n", "{}"])
def test_an_empty_file_lacks_the_name(tmp_path, text):
    (one,) = problems(tmp_path, text)
    assert (one.code, one.key) == ("CFG-MISSING", "name")


def test_a_tag_runs_nothing(tmp_path):
    marker = tmp_path / "ran"
    with suppress(Refused):
        read_settings(write(tmp_path, f"name: !!python/object/apply:pathlib.Path.touch ['{marker}']\n"))
    assert not marker.exists()


def test_a_folder_without_settings_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        read_settings(tmp_path)
    assert [p.code for p in refused.value.problems] == ["CFG-NOFILE"]
    assert tmp_path.name[:30] in sentence(refused.value.problems[0], GERMAN)


def test_a_byte_order_mark_does_no_harm(tmp_path):
    assert read_settings(write(tmp_path, b"\xef\xbb\xbfname: A\n")).name == "A"


def test_the_language_is_known_even_where_the_rest_is_wrong(tmp_path):
    assert language_of(write(tmp_path, "language: en\nnome: x\n")) == "en"
    assert language_of(write(tmp_path, "name: x\n")) == "de"
    assert language_of(write(tmp_path, "name: [\n")) is None
    assert language_of(write(tmp_path, "language: en\nperiod: [2025-31-12, 2026-01-01]\nname: [\n")) == "en"
    assert language_of(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ("size_edges: [0.9, 0.7]", "every value is larger"),
        ("abc_edges: [0.8, 0.8]", "every value is larger"),
        ("size_bands: [500, 20000, 20000]", "every value is larger"),
        ("acceptance: [0.75, 0.5, 0.25]", "no value is smaller"),
    ],
)
def test_sequences_out_of_order_are_refused_with_what_is_allowed(tmp_path, line, allowed):
    (one,) = problems(tmp_path, f"name: A\nvalue:\n  top: 5\n  {line}\n")
    name, given = line.split(": ")
    assert (one.code, one.row, one.key, one.values["value"]) == ("CFG-VALUE", 4, f"value.{name}", given)
    assert allowed in sentence(one, ENGLISH) and sentence(one, GERMAN)


def test_judged_responses_never_fall_and_say_whose_they_are(tmp_path):
    key = "{{at_0: 0.5, at_50: {0}, at_100: 1.0, at_150: 1.2, saturation: 1.4{1}}}"
    judged = "name: A\ncoverage:\n  judgements:\n    key: " + key + "\n"
    assert read_settings(write(tmp_path, judged.format(0.6, ", by: Sales"))).coverage.judgements["key"].at_50 == 0.6
    (falling,) = problems(tmp_path, judged.format(1.1, ", by: Sales"))
    assert falling.key == "coverage.judgements" and "never bring less" in sentence(falling, ENGLISH)
    (nobody,) = problems(tmp_path, judged.format(0.6, ""))
    assert nobody.code == "CFG-MISSING" and nobody.key == "coverage.judgements.key.by"


def test_a_discount_policy_has_rising_volumes_and_rates_between_0_and_1(tmp_path):
    steps = "name: A\nvalue:\n  discount_policy:\n    - {{volume: 0, rate: 0.05}}\n    - {{volume: {0}, rate: {1}}}\n"
    read = read_settings(write(tmp_path, steps.format(1000, 0.1))).value.discount_policy
    assert [(s.volume, s.rate) for s in read] == [(0, 0.05), (1000, 0.1)]
    (order,) = problems(tmp_path, steps.format(0, 0.1))
    assert order.key == "value.discount_policy" and "every volume is larger" in sentence(order, ENGLISH)
    assert "jedes volume größer" in sentence(order, GERMAN)
    (rate,) = problems(tmp_path, steps.format(1000, 1.1))
    assert rate.code == "CFG-VALUE" and rate.key.startswith("value.discount_policy")


def test_an_acceptance_that_never_differs_is_allowed(tmp_path):
    assert read_settings(write(tmp_path, "name: A\nvalue:\n  acceptance: [0.5, 0.5, 0.5]\n")).value.acceptance[0] == 0.5


def test_an_action_names_a_finding_and_a_dropped_one_its_reason(tmp_path):
    text = (
        "name: A\nactions:\n  value.loss_makers: {owner: Vertrieb, start: 2026-02-01, effort: small, status: agreed}\n"
    )
    found = read_settings(write(tmp_path / "a", text)).actions["value.loss_makers"]
    assert (found.owner, found.start.isoformat(), found.effort, found.status) == (
        "Vertrieb",
        "2026-02-01",
        "small",
        "agreed",
    )
    (wrong,) = problems(tmp_path / "b", text + "  value.loss_maker: {owner: X}\n")
    assert (wrong.code, wrong.row, wrong.key) == ("CFG-KEY", 4, "actions.value.loss_maker")
    assert wrong.values["nearest"] == "value.loss_makers"
    (bare,) = problems(tmp_path / "c", "name: A\nactions:\n  value.loss_makers: {status: dropped}\n")
    assert (bare.code, bare.row, bare.key) == ("CFG-REASON", 3, "actions.value.loss_makers.reason")
    assert "{" not in sentence(bare, GERMAN) + sentence(wrong, ENGLISH)
    (status,) = problems(tmp_path / "d", "name: A\nactions:\n  value.loss_makers: {status: maybe}\n")
    assert (status.code, status.row) == ("CFG-VALUE", 3)
