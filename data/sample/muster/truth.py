"""What was planted, for truth.json: ids, effect and noise, in words and numbers; causes only, no computed class."""

import plants as p
import survey as s
import trade as t
import work as w
from customer import FIRST, LAST, Customer
from names import AMBITION, BONUS, CATEGORIES, CLUSTERS, FAIR_BONUS, NEEDS, SERVICE

BY_CUSTOMER = {"words": "Stärke je Kunde mit 12 % gestreut, Aufträge, Rabatte und Stunden streuen zufällig",
               "strength_sd": 0.12, "discount_sd_customer": 0.022, "discount_sd_line": 0.02,
               "order_value_log_sd": 0.35, "hours_log_sd": 0.22}  # fmt: skip


def of(found: list[Customer], *causes: str) -> list[str]:
    return [c.id for c in found if c.cause in causes]


def planted(ids: list[str], words: str, noise: dict | None = None, **strengths) -> dict:
    return {"ids": ids, "effect": {"words": words, **strengths}, "noise": noise or BY_CUSTOMER}


def left_out(c: Customer) -> list[str]:
    """Categories of goods it never buys here."""
    return [name for name in CATEGORIES if name != SERVICE and name not in c.products]


def truths(found: list[Customer], lines: list[dict], effect: float, seed: int, structureless: bool) -> dict:
    head = {"seed": seed, "scale": effect, "structureless": structureless, "customers": len(found),
            "period": [FIRST.isoformat(), LAST.isoformat()]}  # fmt: skip
    head |= value_truths(found, effect) | later_truths(found, effect, structureless)
    return head | phase_truths(found, lines, effect)


def value_truths(found: list[Customer], e: float) -> dict:
    small, deep = of(found, "small_orders"), of(found, "deep_discount")
    return {
        "loss_makers": planted(
            sorted(small + deep), "Sehr viele kleine Aufträge oder tiefe Rabatte, dazu viel Betreuung",
            orders_factor_small_orders=1 + p.ORDERS["small_orders"] * e,
            extra_discount_rate_small_orders=p.DISCOUNT["small_orders"] * e,
            orders_factor_deep_discount=1 + p.ORDERS["deep_discount"] * e,
            extra_discount_rate_deep_discount=p.DISCOUNT["deep_discount"] * e,
            care_factor_small_orders=1 + p.CARE["small_orders"] * e,
            care_factor_deep_discount=1 + p.CARE["deep_discount"] * e,
        ) | {"ids_small_orders": small, "ids_deep_discount": deep},
        "excess_discounts": planted(
            of(found, "excess"), "Deutlich mehr Rabatt, als Menge oder Aufwand erklären",
            extra_discount_rate=p.DISCOUNT["excess"] * e,
        ) | {"ids_with_other_causes": of(found, "deep_discount", "overrated", "small_orders"),
             "words_other_causes": "Auch diese haben mehr Rabatt, als ihre Menge erklärt; das ist nicht ihre einzige Ursache"},
        "hidden": planted(
            of(found, "hidden"), "Wenig Umsatz, vor allem Wartung, kaum Rabatt, regelmäßige Aufträge, wenig Betreuung",
            service_share_of_lines=min(p.SERVICE * e, 0.95), discount_rate_minus=-p.DISCOUNT["hidden"] * e,
            care_factor=1 + p.CARE["hidden"] * e, order_regularity=1 + p.REGULAR * e,
        ),
        "overrated": planted(
            of(found, "overrated"), "Viel Umsatz, aber hohe Rabatte, viele Aufträge und sehr viel Betreuung",
            extra_discount_rate=p.DISCOUNT["overrated"] * e, orders_factor=1 + p.ORDERS["overrated"] * e,
            care_factor=1 + p.CARE["overrated"] * e,
        ),
        "over_served": planted(
            of(found, "habit"), "Besuche aus Gewohnheit der zuständigen Person im Außendienst",
            field_time_factor=1 + p.HABIT * e,
        ),
        "under_served": planted(
            of(found, "neglected"), "Hoher Bedarf, kleiner Lieferanteil, kaum betreut",
            care_factor=1 + p.CARE["neglected"] * e,
        ),
        "overloaded": planted(
            [], "Ein Key Account Manager hat mehr Arbeit als Zeit",
            {"words": "Keine: Die Stunden erreichen die geplante Auslastung", "hours_log_sd": 0.22},
            utilisation_factor=1 + w.OVERLOAD * e,
        ) | {"persons": [w.OVERLOADED]},
        "request_favouritism": planted(
            [], "Anfragen einer Person werden oft vorgezogen",
            {"words": "Welche Anfragen es trifft, ist zufällig", "usual_probability": w.USUAL},
            pushed_probability_plus=w.PUSHED * e,
        ) | {"persons": [w.PUSHER]},
        "overpromised_exceptions": planted(
            [], "Freigegebene Ausnahmen versprechen eine höhere Erfolgswahrscheinlichkeit, als sie haben",
            {"words": "Ausgang je Anfrage zufällig", "count": 24}, probability_plus=w.PROMISED * e,
        ),
        "idle_role": planted(
            [], "Der Kundenservice hat mehr Zeit als Arbeit",
            {"words": "Keine: Die Stunden erreichen die geplante Auslastung", "hours_log_sd": 0.22},
            utilisation_factor=1 - w.IDLENESS * e,
        ) | {"roles": [w.IDLE]},
    }  # fmt: skip


def later_truths(found: list[Customer], e: float, structureless: bool) -> dict:
    members = {name: [c.id for c in found if c.cluster == name] for name in CLUSTERS}
    types = {name: [c.id for c in found if c.need_type == name] for name in NEEDS}
    pushed, grown = [c.id for c in found if c.pushed], [c.id for c in found if c.grown]
    slow, existing = of(found, "slow"), [c for c in found if not c.prospect]
    left = [c.id for c in existing if c.end < LAST]
    won = [c.id for c in existing if c.start > FIRST]
    plain = {"words": "Ausgang je Kunde zufällig"}
    return {
        "needs": planted(sorted(c.id for c in found if c.need_type),
                         "Bedürfnistyp prägt Betreuung, Sonderteile, Bestellweg und Ansatz", strength=e) | {"members": types},
        "clusters": planted(sorted(c.id for c in found if c.cluster), "Vier Arten kleiner Kunden",
                            strength=0.0 if structureless else e)
        | {"members": members},
        "tomorrows_key_accounts": planted(of(found, "riser"), "Kleine Kunden, die in drei Jahren groß werden",
                                          growth_factor_two_years=p.RISE**e),
        "slow_served": planted(slow, "Wertvolle Kunden, die auf Lieferungen warten, gehen häufiger",
                               plain | {"leave_probability_usual": p.LEAVE}, late_probability_plus=p.SLOW_LATE * e,
                               leave_probability_plus=p.SLOW_LEAVE * e)
        | {"ids_left": [c.id for c in existing if c.cause == "slow" and c.end < LAST]},
        "unprofitable_growth": planted(pushed, "Key Accounts, die 2025 nur mit mehr Rabatt wuchsen",
                                       discount_rate_plus=p.PUSH_DISCOUNT * e, growth=p.PUSH_GROWTH * e)
        | {"ids_profitable": grown, "growth_profitable": p.GROWTH * e},
        "large_less_stable": planted([c.id for c in existing if c.revenue > p.LARGE and not (c.pushed or c.grown)],
                                     "Große Kunden schwanken von Jahr zu Jahr stärker", plain | {"log_sd_usual": p.STEADY},
                                     log_sd=p.STEADY + p.WAVES * e),
        "churned": planted(left, "Kunden, die im Zeitraum gegangen sind", plain | {"count": len(left)}, count=len(left)),
        "won": planted(won, "Kunden, die im Zeitraum gewonnen wurden", plain | {"count": len(won)}, count=len(won)),
        "white_spots": planted([c.id for c in found if c.key and left_out(c)],
                               "Warengruppen, die ein Key Account nie hier kauft, obwohl sein Bedarf größer ist",
                               {"words": "Welche Warengruppen fehlen, ist ausgelost", "service_share_of_lines": 0.03}, least=1)
        | {"categories": {c.id: left_out(c) for c in found if c.key and left_out(c)}},
        "season": planted([], "Monatsmuster der Aufträge", plain | {"months": 12}, factors=t.SEASON,
                          highest=max(t.SEASON), lowest=min(t.SEASON)),
    }  # fmt: skip


def phase_truths(found: list[Customer], lines: list[dict], e: float) -> dict:
    late = [row["shipped"] > row["promised"] for row in {r["order_id"]: r for r in lines if r["shipped"]}.values()]
    return {
        "weak_phase": planted(
            sorted(c.id for c in found if c.key), "Bei Key Accounts dauert sie länger, scheitert öfter, wird schlechter bewertet",
            {"words": "Dauer gammaverteilt, Ausgang zufällig, Antworten streuen und sind gerundet",
             "conversion_base": w.CONVERSION[2], "days_base": w.DURATION[2], "duration_cv": 0.5, "answer_sd": 0.75,
             "respondent_sd": 0.25},
            conversion_minus=w.WEAK_CONVERSION * e, extra_days=w.WEAK_DAYS * e, performance_minus=s.WEAK_OPINION * e,
            importance_plus=s.WEAK_IMPORTANCE * e,
        ) | {"phase": 2, "segment": "Key"},
        "weak_lever": planted(
            [], "Standard und Maßgeschneidertes werden nicht getrennt",
            {"words": "Antworten streuen und sind gerundet", "answer_sd": 0.75, "respondent_sd": 0.25},
            performance_minus=s.WEAK_LEVER_OPINION * e,
        ) | {"lever": s.WEAK_LEVER},
        "revenue_only_bonus": planted(
            [], "Der Außendienst wird nur nach Umsatz bezahlt", {"words": "Keine: Gewichte je Rolle", "sd": 0.0},
            weight_revenue=round(BONUS["field"][0] * e + FAIR_BONUS["field"][0] * (1 - e), 2),
        ) | {"roles": ["field"]},
        "goals": planted(
            [], "Ziele, die für Key Accounts zu hoch und für kleine Kunden zu niedrig sind",
            {"words": "Ziele streuen mit 10 % um 6 % über dem geplanten Umsatz", "log_sd": 0.1},
            **{f"factor_{kind}": 1 + (factor - 1) * e for kind, factor in AMBITION.items()},
        ),
        "late_deliveries": planted(
            [], "Aufträge mit Sonderanfertigung werden oft zu spät geliefert",
            {"words": "Verspätung zufällig zwischen 2 und 14 Tagen", "days_low": 2, "days_high": 14},
            late_probability_special=t.LATE_SPECIAL - t.HELD_SPECIAL * (1 - min(e, 1)), late_probability_other=t.LATE,
        ),
        "praised_phase": planted(
            [], "Hoch bewertet, aber größeren Kunden wird jeder vierte Auftrag früher zugesagt, als er geliefert werden kann",
            {"words": "Welche Aufträge es trifft, ist zufällig; Antworten streuen und sind gerundet", "answer_sd": 0.75,
             "respondent_sd": 0.25, "days_low": 2, "days_high": 7},
            performance_plus=s.PRAISE * e, promised_early_probability=t.EARLY * e, from_planned_revenue=t.EARLY_FROM,
        ) | {"phase": s.PRAISED, "segments": ["Key", "Smart"], "late_share": round(sum(late) / len(late), 3)},
    }  # fmt: skip
