"""What chapter 3 says."""

from __future__ import annotations

import pandas as pd

from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.base import COLUMNS
from workbook.finding import Claim, Finding, Gap, Quantity, Term, Terms, Value, count, money, setting, share
from workbook.methods.guard import ENOUGH_KEYS, SAME_ACCOUNTS, SAME_ORDER, Guard, adds_most
from workbook.section import CLASSES


def findings(result: Result) -> tuple[Finding, ...]:
    """The classes, what moved against the client's own, and whether they say more than revenue."""
    if not result.client.has("transactions"):
        return ()
    if not result.segmented:
        return (_revenue_only(result), *result.topics.findings())
    made = [_classes(result), _reclassified(result), _guard(result), *result.topics.findings()]
    return tuple(f for f in made if f is not None)


def _revenue_only(result: Result) -> Finding:
    t = result.table
    size = t.groupby("size")["revenue_per_year"].agg(["size", "sum"]).reindex(["large", "medium", "small"]).fillna(0)
    whole = t["revenue_per_year"].sum()
    numbers: dict[str, Value] = {
        "n_total": count(len(t)),
        "sizes": _sizes(size, whole),
    }
    return Finding("segmentation.revenue_only", numbers, 3, ("[000]", "[001]"))


def _sizes(size: pd.DataFrame, whole: float) -> Term:
    """What large and small customers bring; without positive revenue there is nothing to take a share of."""
    if whole <= 0:
        return Term("segmentation.no_sizes")
    numbers: dict[str, Value] = {}
    for name in ("large", "small"):
        numbers[f"n_{name}"] = count(size["size"][name])
        numbers[f"share_{name}"] = share(size["sum"][name] / whole)
    return Term("segmentation.sizes", numbers)


def _classes(result: Result) -> Finding:
    t = result.table
    counts = t["class"].value_counts()
    numbers: dict[str, Value] = {"n_total": count(len(t)), "limit": count(result.limit)}
    numbers |= {f"n_{c}": count(int(counts.get(c, 0))) for c in CLASSES}
    whole = t["revenue_per_year"].sum()
    key = t[t["class"] == "key"]
    numbers["share_key"] = share(key["revenue_per_year"].sum() / whole if whole > 0 else 0.0)
    used = result.score.used if result.score else {}
    heaviest = max(used, key=lambda c: used[c])
    in_points = heaviest == "potential" and result.client.potential_in_points
    numbers["criterion"] = Term("segmentation.potential_points" if in_points else f"criterion.{heaviest}")
    numbers["weight"] = setting(used[heaviest])
    numbers["n_criteria"] = count(len(used))
    numbers["completeness"] = share(float(t["completeness"].mean()))
    numbers["threshold"] = Quantity(100 * result.client.parameters.segmentation.key_score, "score")
    return Finding("segmentation.customers", numbers, 2, ("[000]", "[001]", "[004]"), None, tuple(key.index))


def _reclassified(result: Result) -> Finding | None:
    if "current" not in result.table:
        return None
    judged = result.table[result.table["current"].notna()]
    moved = judged[judged["current"] != judged["class"]]
    up = moved[moved["class"] == "key"]
    down = moved[moved["current"] == "key"]
    numbers: dict[str, Value] = {
        "n": count(len(moved)),
        "n_total": count(len(judged)),
        "money": money(moved["revenue_per_year"].sum()),
        "n_up": count(len(up)),
        "n_down": count(len(down)),
    }
    return Finding("segmentation.reclassified", numbers, 2, ("[000]", "[001]"), None, tuple(moved.index))


def _guard(result: Result) -> Finding | None:
    check = result.guard
    if check is None or check.disguised is None:
        return None
    n_key = int((result.table["class"] == "key").sum())
    by_accounts = n_key >= ENOUGH_KEYS and check.jaccard > SAME_ACCOUNTS if check.disguised else n_key > 0
    most = _adds_most(result)
    numbers: dict[str, Value] = {
        "reason": _reason(check, by_accounts),
        "would": Term("segmentation.would_add", {"criterion": Term(f"criterion.{most[0]}")})
        if most is not None
        else Term("segmentation.would_add_none"),
        "jaccard": Quantity(check.jaccard, "ratio"),
        "ratio": Quantity(check.spearman, "ratio"),
        "n_total": count(n_key),
        "criterion": _named(most),
    }
    key = "segmentation.disguised_revenue" if check.disguised else "segmentation.beyond_revenue"
    return Finding(key, numbers, 3, ("[000]", "[001]"))


def _reason(check: Guard, by_accounts: bool) -> Term:
    """What the verdict rests on: the accounts both lists share (from their overlap), or the order of the customers."""
    if not by_accounts:
        return Term("segmentation.disguised_order" if check.disguised else "segmentation.beyond_order")
    both = share(2 * check.jaccard / (1 + check.jaccard))
    key = "segmentation.disguised_accounts" if check.disguised else "segmentation.beyond_accounts"
    return Term(key, {"share": both})


def _adds_most(result: Result) -> tuple[str, float] | None:
    """Which criterion says something else than revenue does, and its rank correlation; None where all say the same."""
    p = result.client.parameters.segmentation
    found = adds_most(result.criteria, result.known["revenue_per_year"], p.least_known)
    return found if found is not None and abs(found[1]) <= SAME_ORDER else None


def _named(found: tuple[str, float] | None) -> Term:
    if found is None:
        return Term("segmentation.adds_none")
    return Term(
        "segmentation.adds_most", {"criterion": Term(f"criterion.{found[0]}"), "ratio": Quantity(found[1], "ratio")}
    )


def claims(result: Result) -> tuple[Claim, ...]:
    """Every claim of this chapter that the data let us test."""
    return result.topics.claims()


def gaps(result: Result) -> tuple[Gap, ...]:
    """What chapter 3 cannot say."""
    return _of_classes(result) + result.topics.gaps()


def _of_classes(result: Result) -> tuple[Gap, ...]:
    if not result.segmented:
        needs = (*(f"customers.{c}" for c in COLUMNS.values()), "transactions.cost_of_goods")
        ids = [f"segmentation.{kind}.{c}" for c in CLASSES for kind in ("customers", "revenue", "value")]
        ids += ["segmentation.guard_jaccard", "segmentation.guard_spearman"]
        if not result.client.has("transactions"):
            return (Gap("segmentation.customers", ("transactions",), "segmentation.gap_lines", tuple(ids)),)
        return (Gap("segmentation.customers", result.client.missing(*needs), "segmentation.gap_class", tuple(ids)),)
    made = []
    if result.score and "potential" in result.score.dropped:
        made.append(Gap("segmentation.potential", ("customers.potential_revenue",), "segmentation.gap_potential"))
    if "value_earned" not in result.table:
        ids = [f"segmentation.value.{c}" for c in CLASSES]
        made.append(Gap("segmentation.value", ("transactions.cost_of_goods",), "segmentation.gap_value", tuple(ids)))
    return tuple(made)


def answer(result: Result) -> Term:
    """The sentence that answers the chapter's question."""
    if not result.client.has("transactions"):
        return Term("segmentation.answer_no_lines")
    if not result.segmented:
        return Term("segmentation.answer_revenue", {"n_total": count(len(result.table))})
    key = result.table[result.table["class"] == "key"]
    whole = result.table["revenue_per_year"].sum()
    part = share(key["revenue_per_year"].sum() / whole if whole > 0 else 0.0)
    return Term("segmentation.answer_class", {"n": count(len(key)), "share": part})


def basis(result: Result) -> tuple[Value, ...]:
    """What the classes rest on."""
    items: list[Value] = [Term("basis.customers", {"n": count(len(result.table))})]
    if result.score:
        items.append(Term("basis.criteria", {"list": Terms(tuple(Term(f"criterion.{c}") for c in result.score.used))}))
    return tuple(items)
