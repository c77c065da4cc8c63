"""The settings of a client, with codes for the customers and persons they name, and without their free texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbook.parameters import Agreement, Check, Coverage, DecisionTaken, Intake, Judgement, Override, Parameters
from workbook.parameters_actions import Action
from workbook.parameters_plans import AccountPlan, Contact
from workbook.parameters_territory import Territory

LEFT_OUT = "…"
Code = Callable[[str, str], str]  # kind, value → code


def mentioned(p: Parameters) -> Iterator[tuple[str, str]]:
    """Every customer, person, unit and category the settings name, with its kind."""
    seen: list[tuple[str, str]] = []

    def note(kind: str, value: str) -> str:
        seen.append((kind, value))
        return value

    renamed(p, note)
    yield from seen


def renamed(p: Parameters, code: Code) -> Parameters:
    """The settings with `code(kind, value)` in place of whoever they name; reasons, files and headers are left out.

    The company's own name and id stay: it is whom the report is for.
    """
    return p.model_copy(
        update={
            "agreement": p.agreement and _agreement(p.agreement),
            "intake": Intake(
                accept_rejects=p.intake.accept_rejects,
                reason=_said(p.intake.reason),
                annual_totals=p.intake.annual_totals,
            ),
            "segmentation": p.segmentation.model_copy(
                update={
                    "participants": {code("person", c): w for c, w in p.segmentation.participants.items()},
                    "current_classes": {code("category", k): c for k, c in p.segmentation.current_classes.items()},
                }
            ),
            "coverage": _coverage(p.coverage, code),
            "process": p.process.model_copy(
                update={
                    "stages": {code("category", stage): phase for stage, phase in p.process.stages.items()},
                    "lower_is_better": tuple(code("category", metric) for metric in p.process.lower_is_better),
                    "unit_persons": {code("unit", u): n for u, n in p.process.unit_persons.items()},
                    "checklist": {point: _check(check, code) for point, check in p.process.checklist.items()},
                }
            ),
            "overrides": tuple(_override(o, code) for o in p.overrides),
            "decisions": tuple(_decision(d, code) for d in p.decisions),
            "actions": {name: _action(action, code) for name, action in p.actions.items()},
            "account_plans": {code("customer", c): _plan(plan, code) for c, plan in p.account_plans.items()},
            "benchmark": p.benchmark and p.benchmark.model_copy(update={"by": code("person", p.benchmark.by)}),
        }
    )


def _someone(name: str | None, code: Code) -> str | None:
    return code("person", name) if name else None


def _said(text: str | None) -> str | None:
    return LEFT_OUT if text else None


def _action(action: Action, code: Code) -> Action:
    return action.model_copy(update={"owner": _someone(action.owner, code), "reason": _said(action.reason)})


def _plan(plan: AccountPlan, code: Code) -> AccountPlan:
    """Amounts, days and states stay; whoever is named gets a code, what was written is left out."""
    return plan.model_copy(
        update={
            "goals": tuple(g.model_copy(update={"what": LEFT_OUT, "target": _said(g.target)}) for g in plan.goals),
            "actions": tuple(
                a.model_copy(update={"what": LEFT_OUT, "owner": _someone(a.owner, code)}) for a in plan.actions
            ),
            "people": tuple(_contact(c, code) for c in plan.people),
            "competitors": tuple(
                c.model_copy(update={"name": LEFT_OUT, "strength": _said(c.strength)}) for c in plan.competitors
            ),
            "growth": {path: g.model_copy(update={"what": LEFT_OUT}) for path, g in plan.growth.items()},
            "channel": _said(plan.channel),
            "owner": _someone(plan.owner, code),
            "note": _said(plan.note),
        }
    )


def _contact(contact: Contact, code: Code) -> Contact:
    who = {"name": _someone(contact.name, code), "cared_by": _someone(contact.cared_by, code)}
    return contact.model_copy(update={**who, "role": LEFT_OUT})


def _agreement(agreed: Agreement) -> Agreement:
    return agreed.model_copy(update={"with_": LEFT_OUT, "scope": LEFT_OUT})


def _coverage(coverage: Coverage, code: Code) -> Coverage:
    judged = {c: _judgement(j, code) for c, j in coverage.judgements.items()}
    return coverage.model_copy(update={"judgements": judged, "territory": _territory(coverage.territory, code)})


def _judgement(judgement: Judgement, code: Code) -> Judgement:
    return judgement.model_copy(update={"by": code("person", judgement.by)})


def _territory(territory: Territory, code: Code) -> Territory:
    def persons(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(code("person", one) for one in ids)

    return territory.model_copy(
        update={
            "pinned": {code("customer", c): code("person", r) for c, r in territory.pinned.items()},
            "forbidden": {code("customer", c): persons(rs) for c, rs in territory.forbidden.items()},
            "remote": tuple(code("customer", c) for c in territory.remote),
            "dissolvable": persons(territory.dissolvable),
        }
    )


def _check(check: Check, code: Code) -> Check:
    return check.model_copy(update={"owner": _someone(check.owner, code), "item": _said(check.item)})


def _override(override: Override, code: Code) -> Override:
    who = {"customer_id": code("customer", override.customer_id), "owner": code("person", override.owner)}
    return override.model_copy(update={**who, "reason": LEFT_OUT})


def _decision(decision: DecisionTaken, code: Code) -> DecisionTaken:
    """Of the key only the chapter: what follows may name a customer."""
    value = LEFT_OUT if isinstance(decision.value, str) else decision.value
    told = {"key": decision.key.partition(".")[0], "who": code("person", decision.who), "why": LEFT_OUT}
    return decision.model_copy(update={**told, "value": value})
