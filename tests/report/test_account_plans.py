"""Account plans: every "?" is an action with who settles it, what was agreed comes first, nothing measured about a person."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

import hand_over
from example_page import example_page
from workbook.language import Words
from workbook.parameters_plans import AccountPlan, Action, Competitor, Contact, Goal, Growth
from workbook.report.account_actions import tasks
from workbook.report.account_facts import accounts
from workbook.report.account_known import LINES, known
from workbook.report.account_paths import grid, steps, total
from workbook.report.account_plan_page import plan_of
from workbook.report.account_plans import write

WORDS, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
ATTACK = '"><script>alert(1)</script>'
AGREED = AccountPlan(
    goals=(Goal(what="Rahmenvertrag", target="2 Jahre", due=date(2025, 6, 30)),),
    actions=(Action(what=f"Werk Süd besuchen {ATTACK}", owner="V-07", due=date(2025, 3, 31), status="running"),),
    people=(Contact(role="Einkaufsleitung", stance="for"),),
    competitors=(Competitor(name="Nord Antriebe", share=0.4),),
    growth={"customers_customers": Growth(what="Anlagenbauer im Norden", amount=(20_000, 60_000))},
    hours=64.0,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return hand_over.client(tmp_path_factory.mktemp("plans") / "klein")


def agreed(client, plan=AGREED, name="K1"):
    return replace(client, parameters=client.parameters.model_copy(update={"account_plans": {name: plan}}))


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0]))


def test_the_folder_holds_a_page_per_key_account_an_index_and_the_programme(client, tmp_path):
    table = hand_over.customers(client)
    write(tmp_path / "account-plans", example_page(), table, agreed(client), WORDS, tmp_path)
    pages = {p.name: p.read_text("utf-8") for p in (tmp_path / "account-plans").iterdir()}
    assert set(pages) == {"K1.html", "index.html", "smart-accounts.html"}
    assert 'href="K1.html"' in pages["index.html"] and 'href="smart-accounts.html"' in pages["index.html"]
    assert 'href="index.html"' in pages["K1.html"] and "<script>alert" not in "".join(pages.values())
    assert not any("http" in link for page in pages.values() for link in re.findall(r'(?:href|src)="([^"]*)"', page))


def test_what_was_agreed_comes_first_and_questions_last(client):
    plan = plan_of(accounts(hand_over.customers(client), agreed(client))[0], client, WORDS)
    assert plan.tasks[0].state == "läuft" and plan.tasks[-1].state == "offene Frage"
    assert plan.tasks[0].due == "31.03.2025" and plan.tasks[0].who == "V-07"
    assert next(x for x in plan.lines["care"] if x.name == "hours").sure == "vereinbart"
    assert not any(t.way in ("meet", "rivals", "aim") for t in plan.tasks)


def test_every_question_is_settled_by_exactly_one_action(client):
    for account in accounts(hand_over.customers(client), client):
        lines, paths = known(account, client, WORDS), steps(account, WORDS)
        said = "\n".join(t.what for t in tasks(account, lines, paths, WORDS) if t.way)
        missing = [x.label for part in lines.values() for x in part if x.text is None]
        assert missing and all(re.search(rf"[:;] {re.escape(m)}(;|$)", said, re.MULTILINE) for m in missing)
        assert all(t.who for t in tasks(account, lines, paths, WORDS))


@pytest.mark.parametrize("words", [WORDS, ENGLISH], ids=["de", "en"])
def test_a_customer_nothing_is_known_about_has_an_honest_plan(client, tmp_path, words):
    bare = pd.DataFrame({"class": ["key"]}, pd.Index(["X/9"], name="customer_id"))
    silent = replace(client, tables={})
    write(tmp_path / "plans", example_page(), bare, silent, words, tmp_path)
    (page,) = [p.read_text("utf-8") for p in (tmp_path / "plans").iterdir() if p.name.startswith("X-9-x")]
    shown = text_of(page)
    assert not re.search(r"\b(nan|None|NaT|inf)\b", shown) and shown.count(" ? ") > 30
    plan = plan_of(accounts(bare, silent)[0], silent, words)
    assert plan.open == sum(map(len, LINES.values())) - 1 + 4 and {t.way for t in plan.tasks} >= {
        "talk",
        "decide",
        "grow",
    }


def test_no_measured_hours_and_no_owner_in_the_index(client, tmp_path):
    table = hand_over.customers(client).assign(hours_now=777.7)
    write(tmp_path / "plans", example_page(), table, client, WORDS, tmp_path)
    pages = {p.stem: text_of(p.read_text("utf-8")) for p in (tmp_path / "plans").iterdir()}
    assert "777" not in pages["K1"] and "V-07" in pages["K1"] and "V-07" not in pages["index"]


def test_growth_counts_every_euro_once(client):
    account = accounts(hand_over.customers(client), agreed(client))[0]
    family = [{"customer_id": "K7", "name": "T", "revenue": 0.0, "class": "core", "low": 5e6, "high": 9e6}]
    found = steps(replace(account, family=family), WORDS)
    assert [s.path for s in found] == ["competitors", "units", "customers_customers", "partners"]
    low, high = account.elsewhere
    assert total(found) == (low + 20_000, high + 60_000) and found[3].text is None
    assert grid({"K1": found}).loc["K1", "units"] == 7e6


def test_without_categories_nothing_is_said_about_those_it_buys(client):
    account = replace(accounts(hand_over.customers(client), agreed(client))[0], spots=None)
    said = steps(account, WORDS)[0]
    assert said.text == WORDS.text("plans.path.spots_unknown") and said.amount == account.elsewhere


def test_a_potential_below_what_is_bought_already_is_a_question(client):
    table = hand_over.customers(client)
    table.loc["K1", "potential_revenue"] = 1_000.0
    plan = plan_of(accounts(table, client)[0], client, WORDS)
    assert plan.account.elsewhere is None and any(t.what.startswith("Potenzial neu erheben") for t in plan.tasks)


def test_a_plan_for_somebody_who_is_no_key_account_is_made_too_and_an_unknown_id_is_said(client, tmp_path):
    other = client.parameters.model_copy(update={"account_plans": {"K3": AGREED, "K99": AGREED}})
    write(
        tmp_path / "plans",
        example_page(),
        hand_over.customers(client),
        replace(client, parameters=other),
        WORDS,
        tmp_path,
    )
    assert {"K1.html", "K3.html"} <= {p.name for p in (tmp_path / "plans").iterdir()}
    assert "K99" in (tmp_path / "plans" / "index.html").read_text("utf-8")


def test_without_classes_the_pages_say_so(client, tmp_path):
    bare = pd.DataFrame({"name": ["Adler AG"]}, pd.Index(["K1"], name="customer_id"))
    write(tmp_path / "plans", example_page(), bare, client, WORDS, tmp_path)
    assert "noch keinen Key Account" in text_of((tmp_path / "plans" / "index.html").read_text("utf-8"))
    assert "keinen Kunden der Klasse" in text_of((tmp_path / "plans" / "smart-accounts.html").read_text("utf-8"))
