"""What chapter 4 says about channels, scope of service and small orders."""

from __future__ import annotations

from workbook.chapters.coverage.scope_facts import CENTRAL, Facts
from workbook.finding import Finding, Gap, Term, Terms, Value, bound, count, hours, money, setting, share
from workbook.parameters_scope import LEVERS

CHANGED = ("scope_effect", "profit_at_risk", "break_even")


def findings(found: Facts) -> tuple[Finding, ...]:
    """Channel shift, all levers together, the surcharge, price against process cost."""
    made = [_channel(found), _together(found), _surcharge(found), _two_levers(found)]
    return tuple(f for f in made if f is not None)


def who(found: Facts) -> Term:
    """Whom the levers concern, to stand after their number."""
    n = count(0 if found.table is None else len(found.table))
    return Term(f"coverage.scope_who.{'low' if found.by_potential else 'small'}", {"n": n})


def whom(found: Facts) -> Term:
    """The same in the dative, without the number."""
    return Term(f"coverage.scope_whom.{'low' if found.by_potential else 'small'}")


def left_out(found: Facts) -> Term:
    """How many customers of these classes stay out because their potential is not known."""
    return Term("coverage.scope_unknown", {"n": count(found.unknown)})


def assumed(found: Facts, name: str) -> dict[str, Value]:
    """What is assumed of one lever."""
    lever = getattr(found.set, name)
    ends = {"accept_low": lever.acceptance[0], "accept_high": lever.acceptance[2]}
    ends |= {"lost_low": lever.lost[0], "lost_high": lever.lost[2]}
    return {key: setting(value) for key, value in ends.items()}


def enough(found: Facts, name: str) -> Term:
    """From which acceptance on a lever pays."""
    least = found.break_even(name)
    if least is None:
        return Term("coverage.break_even_never")
    return (
        Term("coverage.break_even_from", {"share": share(least, True)})
        if least > 0
        else Term("coverage.break_even_always")
    )


def _channel(found: Facts) -> Finding | None:
    if found.capacity is None or found.table is None:
        return None
    t, scope = found.table, found.set
    (low, _, high), (_, risk, most) = found.single("channel"), found.risk("channel")
    accepts, _ = scope.channel.scenarios[CENTRAL]
    moving = t[t["moved"] > 0]
    numbers: dict[str, Value] = {
        "n": count(len(moving)),
        "who": Term(who(found).key, {"n": count(len(moving))}),
        "hours": hours(accepts * t["freed"].sum(), True),
        "low": bound(low),
        "high": bound(high),
        "visits": hours(float(moving["visit_hours"].sum())),
        "moved": hours(accepts * t["moved"].sum(), True),
        "taken": hours(accepts * t["taken"].sum(), True),
        "accepts": setting(accepts),
        "risk": money(risk, True),
        "most": money(most, True),
        "enough": enough(found, "channel"),
        "share": setting(scope.visits_moved),
        "time": setting(scope.contact_time),
        "floor": hours(found.base.client.parameters.coverage.service_floor_hours),
        "unknown": left_out(found),
        **assumed(found, "channel"),
    }
    return Finding("coverage.channel_shift", numbers, 1, ("[003]", "[004]"), found.capacity, tuple(moving.index))


def _together(found: Facts) -> Finding | None:
    if len(found.levers) < 2 or found.table is None:
        return None
    low, central, high = found.together
    spent, cash = found.hours(), found.together_cash[1]
    best = max(found.levers, key=lambda n: found.single(n)[1])
    numbers: dict[str, Value] = {
        "n": count(len(found.levers)),
        "n_customers": count(len(found.table)),
        "who": who(found),
        "money": money(central, True),
        "low": bound(low),
        "high": bound(high),
        "sum": money(sum(found.single(n)[1] for n in found.levers), True),
        "lever": Term(f"coverage.lever.{best}"),
        "best": money(found.single(best)[1], True),
        "cash": Term(f"coverage.scope_cash.{'gain' if cash > 0 else 'loss'}", {"money": money(abs(cash), True)}),
        "hours": hours(spent["free"], True),
        "result": money(float(found.table["cm3"].sum())),
        "advice": Term(f"coverage.scope_advice.{'gain' if cash > 0 else 'loss'}"),
        "unknown": left_out(found),
    }
    return Finding("coverage.service_scope", numbers, 1, ("[003]", "[004]"), None, tuple(found.table.index))


def _surcharge(found: Facts) -> Finding | None:
    if "surcharge" not in found.levers or found.table is None or not found.table["surcharge"].sum() > 0:
        return None
    t, below, amount = found.table, found.orders.below, found.orders.amount
    assert below is not None and amount is not None
    low, central, high = found.single("surcharge")
    small = float(t["surcharge"].sum())
    accepts, _ = found.set.surcharge.scenarios[CENTRAL]
    numbers: dict[str, Value] = {
        "amount": money(amount, found.set.surcharge_amount is None),
        "limit": money(below, found.set.surcharge_below is None),
        "money": money(central, True),
        "low": bound(low),
        "high": bound(high),
        "orders": count(small),
        "share": share(small / float(t["orders"].sum())),
        "income": money(accepts * amount * small, True),
        "accepts": setting(accepts),
        "enough": enough(found, "surcharge"),
        "whom": whom(found),
        "minimum": _minimum(found),
        "counted": Term(f"coverage.surcharge_{'counted' if found.surcharge else 'not_counted'}"),
        **assumed(found, "surcharge"),
    }
    own = t.index[(t["surcharge"] > 0) & found.free_of_others]
    return Finding("coverage.surcharge", numbers, 1, ("[004]",), found.surcharge, tuple(own))


def _minimum(found: Facts) -> Term:
    """What a minimum order value would bring instead."""
    if "minimum" not in found.levers or found.orders.minimum is None:
        return Term("coverage.minimum_unknown")
    numbers: dict[str, Value] = {
        "limit": money(found.orders.minimum, found.set.minimum_order is None),
        "money": money(found.single("minimum")[1], True),
    }
    return Term("coverage.minimum_instead", numbers)


def _two_levers(found: Facts) -> Finding | None:
    t = found.classes
    if t is None or not len(t) or not (t["price"].sum() > 0 and t["process"].sum() > 0):
        return None
    t = t[t["price"] > 0].sort_index()
    most = (t["process"] / t["price"]).idxmax()
    numbers: dict[str, Value] = {
        "group": Term(f"group.{most}"),
        "process": money(t.loc[most, "process"]),
        "price": money(t.loc[most, "price"]),
        "process_all": money(t["process"].sum()),
        "price_all": money(t["price"].sum()),
        "cost_first": _named(t.index[t["process"] > t["price"]]),
        "price_first": _named(t.index[t["process"] <= t["price"]]),
    }
    return Finding("coverage.two_levers", numbers, 2, ("[004]",))


def _named(groups) -> Value:  # type: ignore[no-untyped-def]
    """Classes in running text."""
    if not len(groups):
        return Term("coverage.no_class")
    return Terms(tuple(Term(f"group.{name}") for name in groups))


def gaps(found: Facts) -> tuple[Gap, ...]:
    """The levers that cannot be assessed, those that lack the same in one gap."""
    made = []
    if found.table is None:
        ids = [f"coverage.{kind}.{name}" for name in LEVERS for kind in CHANGED]
        ids += ["coverage.scope_effect.joint", "coverage.scope_cash.joint", "coverage.hours_freed"]
        ids += [] if found.classes is not None else ["coverage.price_point", "coverage.process_saving"]
        return (Gap("coverage.service_scope", found.missing["channel"], "coverage.gap_scope", tuple(ids)),)
    for needs in dict.fromkeys(found.missing.values()):
        names = [n for n in LEVERS if found.missing.get(n) == needs]
        ids = [f"coverage.{kind}.{name}" for name in names for kind in CHANGED]
        if not {"channel", "scope"} & set(found.levers) and {"channel", "scope"} & set(names):
            ids.append("coverage.hours_freed")
        if not found.levers:
            ids += ["coverage.scope_effect.joint", "coverage.scope_cash.joint"]
        levers = {"levers": Terms(tuple(Term(f"coverage.lever.{n}") for n in names))}
        made.append(
            Gap(f"coverage.scope_effect.{names[0]}", needs, "coverage.gap_levers", tuple(dict.fromkeys(ids)), levers)
        )
    return tuple(made)
