"""From facts to words: findings, gaps, openings and the first page as the records of exhibit.py."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from workbook.chapters import ORDER
from workbook.exhibit import Ask, Exhibit, Front, Opening, Span, Statement, Unknown
from workbook.finding import Claim, Figure, Finding, Gap, Impact, Quantity, Value, money, setting
from workbook.language import Words
from workbook.methods.benjamini_hochberg import benjamini_hochberg, one_sided_p
from workbook.methods.concentration import ENOUGH
from workbook.need import plain_need
from workbook.plate import Behind, plate
from workbook.run import Done
from workbook.tabulate import Shown
from workbook.texts import family


def page_labels(words: Words) -> dict[str, str]:
    """The fixed words of the page, by their key without `page.`; the page fills their placeholders itself."""
    return {k.removeprefix("page."): words.label(k) for k in family("page.")}


def statement(finding: Finding, words: Words) -> Statement:
    """The finding in words."""

    def say(part: str) -> str:
        return words.text_from(f"{finding.id}.{part}" if part else finding.id, finding.numbers)

    rests = words.text("articles", list=words.listing(list(finding.source)), n=Quantity(len(finding.source), "count"))
    basis = f"{say('basis')} {rests}"
    return Statement(
        finding.id,
        say(""),
        _doubted(say("evidence"), finding, "", words),
        _doubted(say("recommendation"), finding, ".recommendation", words),
        finding.confidence,
        _doubted(say("confidence"), finding, ".confidence", words),
        basis,
        span(finding.impact, words) if finding.impact is not None and finding.impact.high > 0 else None,
    )


def _doubted(said: str, finding: Finding, part: str, words: Words) -> str:
    """What is said, and what makes it doubtful for this client."""
    caveat = finding.caveat
    return said if caveat is None else f"{said} {words.text_from(caveat.key + part, caveat.numbers)}"


def span(impact: Impact, words: Words) -> Span:
    """Money at stake with its range and its kind."""
    central = words.quantity(money(impact.central, impact.estimated))
    return Span(
        impact.low,
        impact.central,
        impact.high,
        central,
        words.money_range(impact.low, impact.high, impact.estimated),
        words.text(f"kind.{impact.kind}"),
        impact.estimated,
    )


def unknown(gap: Gap, words: Words) -> Unknown:
    """The gap in words."""
    shows, who, effort = (words.text_from(f"{gap.text}.{p}", gap.numbers) for p in ("would_show", "who", "effort"))
    frame = words.text("gap.would_show" if gap.needs else "gap.too_few", would_show=shows)
    meanings = tuple(plain_need(need, words) for need in gap.needs)
    return Unknown(gap.id, words.text_from(gap.text, gap.numbers), gap.needs, frame, who, effort, meanings)


def opening(name: str, done: Done, words: Words) -> Opening:
    """How the chapter begins."""
    rests = words.listing([words.write(item) for item in done.module.basis(done.result)])
    margin = [(words.text("opening.basis"), rests)] if rests else []
    margin.append((words.text("opening.inside"), _inside(name, done, words)))
    answer = done.module.answer(done.result)
    return Opening(
        name,
        ORDER.index(name) + 1,
        words.text(f"{name}.short"),
        words.text(f"page.chapter.{name}"),
        words.text_from(answer.key, answer.numbers),
        words.text(f"{name}.lead"),
        tuple(margin),
    )


def _inside(name: str, done: Done, words: Words) -> str:
    """How many findings and open questions the chapter has."""
    findings, gaps = len(done.findings), len(done.gaps)
    parts = [words.text("opening.findings", n=Quantity(findings, "count"))]
    if gaps:
        parts.append(words.text("opening.gaps", n=Quantity(gaps, "count")))
    return words.listing(parts)


def facts(name: str, done: Done, words: Words) -> dict[str, Any]:
    """The chapter's figures, findings and gaps for results.json, sentences in the report's language."""
    module, result = done.module, done.result
    apart: tuple[Finding, ...] = module.persons(result) if hasattr(module, "persons") else ()
    return {
        "chapter": name,
        "language": words.language,
        "figures": {f.id: as_told(f) for f in done.figures},
        "findings": [_finding(f, words) for f in (*done.findings, *apart)],
        "claims": [_claim(c) for c in claims_of(done)],
        "not_assessable": [
            {"id": i, "needs": list(g.needs), "would_show": words.text_from(f"{g.text}.would_show", g.numbers)}
            for g in done.gaps
            for i in (g.figures or (g.id,))
        ],
    }


def as_told(figure: Figure) -> dict[str, Any]:
    """A figure as results.json has it."""
    money_unit = len(figure.unit) == 3 and figure.unit.isupper()
    digits = (lambda x: _number(round(float(x), 2))) if money_unit else _number  # totals are rounded when written
    interval = figure.interval and [digits(x) for x in figure.interval]
    value = figure.value if isinstance(figure.value, str) else digits(figure.value)
    return {"value": value, "unit": figure.unit, "interval": interval, "estimated": figure.estimated}


def _number(value: float) -> float | int:
    """Twelve significant digits; a figure that is no number is a mistake of ours and must not be published."""
    if not math.isfinite(value):
        raise ValueError(f"not a finite number: {value}")
    short = float(f"{float(value):.12g}")
    return int(short) if short == int(short) and abs(short) < 1e15 else short


def claims_of(done: Done) -> tuple[Claim, ...]:
    """The claims a chapter tests; decided only what stands when all its claims are judged at once (5 % false at most)."""
    found = done.claims
    stand = benjamini_hochberg([2 * one_sided_p(c.effect, c.interval, c.threshold) for c in found])
    return tuple(c if s else replace(c, verdict="undecided") for c, s in zip(found, stand, strict=True))


def claims_table(name: str, done: Done, words: Words) -> Exhibit | None:
    """Every claim the chapter tests, with its verdict and what was measured."""
    found = claims_of(done)
    if not found:
        return None
    table = pd.DataFrame(
        {
            "claim": [words.text_from(f"claim.{c.id}", c.numbers) + f" {c.source}" for c in found],
            "verdict": [c.verdict for c in found],
            "measured": [words.text_from(f"claim.{c.id}.measured", _measured(c)) for c in found],
            "n": [c.n for c in found],
        }
    )
    shown = [
        Shown("claim", "head.claim"),
        Shown("verdict", "head.verdict", "term", "claim_verdict."),
        Shown("measured", "head.measured"),
        Shown("n", "head.cases", "count"),
    ]
    verdicts = [c.verdict for c in found]
    numbers: dict[str, Value] = {"n": Quantity(len(found), "count")}
    numbers |= {f"n_{v}": Quantity(verdicts.count(v), "count") for v in ("confirmed", "refuted", "undecided")}
    return plate(
        words,
        f"{name}.claims",
        numbers,
        Behind(table, shown),
        margin=("read",),
        message="claims.table",
        caption="claims.table.caption",
        read="claims.table.read",
    )


def _measured(claim: Claim) -> dict[str, Value]:
    low, high = (Quantity(end, claim.unit) for end in claim.interval)
    effect = Quantity(claim.effect, claim.unit)
    return {"effect": effect, "low": low, "high": high, "n": Quantity(claim.n, "count"), **claim.numbers}


def _claim(claim: Claim) -> dict[str, Any]:
    interval = [_number(end) for end in claim.interval]
    return {
        "id": claim.id,
        "verdict": claim.verdict,
        "effect": _number(claim.effect),
        "interval": interval,
        "n": claim.n,
    }


def _finding(finding: Finding, words: Words) -> dict[str, Any]:
    stake = finding.impact
    impact: dict[str, Any] = {"kind": "cash", "low": 0, "central": 0, "high": 0, "assessed": stake is not None}
    if stake is not None:
        impact |= {"kind": stake.kind, **{n: _number(round(getattr(stake, n), 2)) for n in ("low", "central", "high")}}
    return {
        "id": finding.id,
        "chapter": finding.chapter,
        "headline": words.text_from(finding.id, finding.numbers),
        "impact": impact,
        "recommendation": _doubted(
            words.text_from(f"{finding.id}.recommendation", finding.numbers), finding, ".recommendation", words
        ),
        "source": ", ".join(finding.source),
        "customers": list(finding.customers),
    }


def front(done: Done, words: Words) -> Front:
    """The first page: the answer, the sentences, four figures, the decisions asked for, the verdict on the data."""
    result = done.result
    p = result.client.parameters
    answer = done.module.answer(result)
    owners = {name: action.owner for name, action in p.actions.items() if action.owner}
    asking = [f for f in result.asking if words.has(f"{f.id}.ask")][: p.summary.findings]
    asks = tuple(_ask(f, owners, words) for f in asking)
    total = None
    if result.worth_telling is not None:
        low, central, high = result.worth_telling
        total = (
            words.text("ask.sum_range", range=words.money_range(low, high, True)),
            words.quantity(money(central, True)),
        )
    heads = tuple(words.text(f"ask.{h}") for h in ("decision", "span", "value", "owner", "due"))
    confidence, verdict = _verdict(result, words)
    return Front(
        words.text_from(answer.key, answer.numbers),
        _sentences(result, words),
        _four(result, words),
        asks,
        words.text("ask.title", n=Quantity(len(asks), "count")),
        words.text(_asks_caption(asks, result)),
        heads,  # type: ignore[arg-type]
        total,
        confidence,
        verdict,
    )


def _asks_caption(asks: Sequence[Ask], result: Any) -> str:
    """What stands under the decisions: how they are valued, or why none is."""
    if any(a.stake for a in asks):
        return "ask.caption"
    return "ask.caption_unvalued" if "value.cm3" in result.so_far.figures else "ask.caption_open"


def _ask(finding: Finding, owners: Mapping[str, str], words: Words) -> Ask:
    """A decision asked for, with the owner settled or proposed; what only frees capacity says so beside its amount."""
    stake = span(finding.impact, words) if finding.impact is not None and finding.impact.high > 0 else None
    if stake is not None and finding.impact is not None and finding.impact.kind == "capacity":
        stake = replace(stake, central_text=words.text("ask.capacity", money=stake.central_text))
    text = words.text_from(f"{finding.id}.ask", finding.numbers)
    owner = owners.get(finding.id) or words.text(f"{finding.id}.owner")
    return Ask(text, finding.id, stake, owner, words.text("ask.open"))


def _sentences(result: Any, words: Words) -> tuple[str, ...]:
    """What to decide first with its reason, the situation, the weightiest findings beside it, and what stays open."""
    figures, client = result.so_far.figures, result.client
    numbers: dict[str, Value] = {
        "company": client.parameters.name,
        "n": Quantity(float(figures["value.customers"].value), "count") if "value.customers" in figures else "",
        "period": words.period(*client.period),
        "money": money(float(figures["value.net_revenue"].value)) if "value.net_revenue" in figures else "",
    }
    lines = []
    if "value.cm3" in figures:
        numbers["money_cm"] = money(float(figures["value.cm3"].value))
        lines.append(words.text_from("summary.situation", numbers))
    elif "value.net_revenue" in figures:
        lines.append(words.text_from("summary.situation_revenue", numbers))
    first = _decide_first(result, words)
    lines = [words.text("summary.decide_first", **numbers) for _, numbers in first] + lines
    told = [f for f in result.ranked if f.chapter != "intake" and f.id not in {name for name, _ in first}]
    told.sort(key=lambda f: not result.weighs(f))
    room = 3 - len(first)
    classes = [f for f in told[room:] if f.id == "segmentation.customers"]
    lines += [words.text_from(f.id, f.numbers) for f in (*told[: room - len(classes)], *classes)]
    gaps = result.so_far.gaps
    if gaps:
        first = result.weightiest_gap
        question = words.text_from(f"{first.text}.question", first.numbers)
        lines.append(words.text("summary.open", n=Quantity(len(gaps), "count"), question=question))
    return tuple(lines)


def _decide_first(result: Any, words: Words) -> list[tuple[str, dict[str, Value]]]:
    """The lever that brings most money: its finding, what it asks for and its part of the whole; empty where none is priced."""
    if result.worth_telling is None:
        return []
    top: Finding = result.levers[0]
    if top.impact is None or not result.weighs(top) or not words.has(f"{top.id}.ask"):
        return []
    numbers: dict[str, Value] = {
        "finding": words.text_from(top.id, top.numbers),
        "ask": words.text_from(f"{top.id}.ask", top.numbers),
        "money": money(top.impact.central, True),
        "share": Quantity(top.impact.central / result.worth_telling[1], "share"),
    }
    return [(top.id, numbers)]


def _four(result: Any, words: Words) -> tuple[tuple[str, str], ...]:
    """Up to four figures for the strip, the most telling first that are there."""
    figures = result.so_far.figures
    kinds: dict[str, Any] = {
        "value.net_revenue": "money",
        "value.cm3": "money",
        "value.loss_makers": "count",
        "coverage.misallocated_hours": "hours",
        "value.discount_rate": "share",
        "value.top10_share" if _many(figures) else "value.top1_share": "share",
        "process.on_time_share": "share",
    }
    strip = []
    if result.worth_telling is not None:
        total = money(result.worth_telling[1], True)
        strip.append((words.text("strip.summary.value_at_stake"), words.quantity(total)))
    if result.client.effort_span is not None:
        del kinds["value.loss_makers"]  # too few, as long as part of the effort is not known
    for name, unit in kinds.items():
        if name in figures and len(strip) < 4:
            amount = float(figures[name].value) / (result.client.years if unit == "money" else 1.0)
            strip.append((words.text(f"strip.{name}"), words.quantity(Quantity(amount, unit))))
    return tuple(strip[1:] + strip[:1] if result.worth_telling is not None else strip)


def _many(figures: Mapping[str, Figure]) -> bool:
    """Whether there are customers enough for the share of the ten largest to say something."""
    return "value.customers" in figures and float(figures["value.customers"].value) >= ENOUGH


def _verdict(result: Any, words: Words) -> tuple[int, tuple[tuple[str, str], ...]]:
    """How far the data carry the report (1–3), with the reason and the largest assumption."""
    reading = result.client.reading
    rejected = sum(f.rows_rejected for f in reading.files)
    used = reading.money_used / reading.money_read if reading.money_read else 1.0
    table = result.readiness
    share = table["computed"].sum() / max(1, table.to_numpy().sum())
    level = 3 if used > 0.999 and share >= 0.85 else 2 if used > 0.95 and share >= 0.35 else 1
    numbers: dict[str, Value] = {
        "share": Quantity(used, "share"),
        "n": Quantity(rejected, "count"),
        "n_read": Quantity(sum(f.rows_read for f in reading.files), "count"),
        "n_figures": Quantity(int(table["computed"].sum()), "count"),
        "n_total": Quantity(int(table.to_numpy().sum()), "count"),
    }
    assumption = "acceptance" if result.worth_telling is not None else "none"
    if assumption == "none" and "value.unused_capacity_cost" in result.so_far.figures:
        assumption = "capacity"
    low, central, high = result.client.parameters.value.acceptance
    if assumption == "capacity":
        central = result.client.parameters.value.practical_share
    shares = {"low": setting(low), "central": setting(central), "high": setting(high)}
    data = "verdict.data.text" if result.client.has("transactions") else "verdict.data.rows"
    said = words.text_from(data, numbers)
    if result.client.money_outside and reading.money_read:
        beyond = Quantity(result.client.money_outside / reading.money_read, "share")
        said = f"{said}; {words.text('verdict.outside', share=beyond)}"
    if result.client.effort_span is not None:
        level, said = min(level, 2), f"{said}; {words.text('verdict.effort')}"
    return level, (
        (words.text("verdict.data"), said),
        (words.text("verdict.assumption"), words.text_from(f"verdict.assumption.{assumption}", shares)),
    )
