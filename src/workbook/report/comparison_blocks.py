"""A comparison in words: what the page says at the end of its last chapter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from workbook.exhibit import Block, Cell, Exhibit, Head, Note, Statement, Table
from workbook.finding import Quantity, Term, Terms, Unit, Value, count, share
from workbook.language import Words
from workbook.methods.class_migration import GONE, NEW, kept_share
from workbook.number_format import MINUS
from workbook.plate import Behind, plate
from workbook.report.comparison import Comparison
from workbook.section import CLASSES
from workbook.tabulate import Shown

KEY_FIGURES = (
    "value.net_revenue",
    "value.customers",
    "value.discount_rate",
    "value.cm1",
    "value.cost_to_serve",
    "value.cm3",
    "value.loss_makers",
    "value.subsidy",
    "value.top10_share",
    "value.excess_discount",
    "value.revenue_at_risk",
    "segmentation.borderline",
    "segmentation.differentiation_index",
    "coverage.misallocated_hours",
    "process.on_time_share",
    "process.effectiveness",
    "process.efficiency",
    "summary.value_at_stake",
)
UNITS: dict[str, Unit] = {"share": "share", "count": "count", "hours": "hours", "days": "days", "index": "index"}
UNITS |= {"score": "score"}
KINDS = ("data", "parameters", "software")
MOST = 40  # rows of a list of names on the page; all of them stand in results.xlsx


def comparison_blocks(found: Comparison, words: Words) -> list[Block]:
    """The statement, then what lies behind it, as far as there is anything."""
    made = (_changes, _drift, _migration, _moved, _findings, _customers)
    return [_statement(found, words), *(e for make in made if (e := make(found, words)) is not None)]


def _statement(found: Comparison, words: Words) -> Statement:
    day = date.fromisoformat(found.earlier.results["as_of"])
    n = count(len(found.moved))
    differing = count(int(found.figures["within"].ne("same").sum()))
    if found.migration is not None:
        headline = words.text("comparison.headline", day=day, n=n)
    else:
        headline = words.text("comparison.headline_figures", day=day, n=differing)
    advice = "moved" if len(found.moved) else "drift" if differing.value else "same"
    return Statement(
        "comparison",
        headline,
        "\n".join(_evidence(found, words)),
        words.text(f"comparison.advice.{advice}"),
        2 if found.mode in ("unknown", "several") else 3,
        words.text("comparison.sure.open" if found.mode in ("unknown", "several") else "comparison.sure.counted"),
        words.text("comparison.basis", day=day, hash=found.earlier.sha256[:12]),
    )


def _evidence(found: Comparison, words: Words) -> Iterator[str]:
    """What changed, how it was told apart, and what could not be compared."""
    if found.mode == "single":
        yield words.text(f"comparison.single.{found.kinds[0]}")
    elif found.mode == "separated":
        yield words.text("comparison.separated", rest=Term(f"comparison.of.{found.rest}"))
    elif found.mode == "several":
        yield words.text("comparison.several", kinds=Terms([Term(f"comparison.of.{k}") for k in found.kinds]))
    else:
        yield words.text(f"comparison.{found.mode}")
    if found.migration is not None and not pd.isna(kept := kept_share(found.migration)):
        yield words.text("comparison.kept", share=share(kept))
    elif found.migration is None:
        yield words.text("comparison.no_table" if found.earlier.customers is None else "comparison.no_classes")
    if found.yearly:
        yield words.text("comparison.yearly")
    if found.currency[0] != found.currency[1]:
        yield words.text("comparison.currency", before=found.currency[0], now=found.currency[1])


def _changes(found: Comparison, words: Words) -> Exhibit | None:
    """What is other than before: sources with the start of their checksum, settings, versions."""
    if not found.changes:
        return None
    rows = found.changes[:MOST]
    table = pd.DataFrame(
        {
            "kind": [c.kind for c in rows],
            "what": [c.what for c in rows],
            **{k: [getattr(c, k) or words.text("comparison.nothing") for c in rows] for k in ("before", "after")},
        }
    )
    shown = [
        Shown("what", "comparison.head.what"),
        Shown("kind", "head.kind", "term", "comparison.kind."),
        Shown("before", "comparison.head.before"),
        Shown("after", "comparison.head.now"),
    ]
    numbers: dict[str, Value] = {k: count(sum(c.kind == k for c in found.changes)) for k in KINDS}
    numbers |= {"n": count(len(found.changes))}
    return plate(words, "comparison.changes", numbers, Behind(table, shown), margin=("read",))


def _drift(found: Comparison, words: Words) -> Exhibit | None:
    """Key figures before and now, whether the difference is within what was stated, and where it comes from."""
    table = found.figures.loc[[i for i in KEY_FIGURES if i in found.figures.index]]
    if table.empty:
        return None
    apart = found.mode == "separated"
    heads = ["figure", "before", "now", "change", *(["of_rest", "of_parameters"] if apart else []), "within"]
    titles = {h: words.text(f"comparison.head.{h}") for h in heads}
    if apart:
        titles["of_rest"] = words.text("comparison.head.of", what=Term(f"comparison.kind.{found.rest}"))
    text = {"figure", "within"}
    rows = []
    for row in table.itertuples():
        name = words.text(f"figure.{row.Index}")
        values = [
            words.text("comparison.per_year", figure=name) if row.yearly else name,
            _written(words, row.before, row.unit),
            _written(words, row.after, row.unit),
            _difference(words, row.before, row.after, row.unit),
        ]
        if apart:
            values += [_difference(words, *ends, row.unit) for ends in _ends(row)]
        rows.append(tuple(Cell(v) for v in (*values, words.text(f"comparison.within.{row.within}"))))
    outside = count(int(table["within"].eq("outside").sum()))
    message = words.text("comparison.drift", n=outside)
    notes = [Note(words.text("note.read"), words.text("comparison.drift.read"))]
    if apart:
        notes.append(Note(words.text("note.limit"), words.text("comparison.drift.limit")))
    caption = words.text("comparison.drift.caption")
    made = Table(caption, tuple(Head(titles[h], "", h not in text) for h in heads), tuple(rows))
    return Exhibit("comparison.drift", message, "", made, notes=tuple(notes))


def _ends(row: object) -> tuple[tuple[float, float], tuple[float, float]]:
    before, middle, after = (float(getattr(row, name)) for name in ("before", "middle", "after"))
    return (before, middle), (middle, after)


def _quantity(value: float, unit: str) -> Quantity:
    return Quantity(value, "money" if len(unit) == 3 and unit.isupper() else UNITS.get(unit, "number"))


def _written(words: Words, value: float, unit: str) -> str:
    return words.unknown() if pd.isna(value) else words.quantity(_quantity(value, unit))


def _difference(words: Words, before: float, after: float, unit: str) -> str:
    """The change with its sign; of a share in percentage points."""
    change = after - before
    if pd.isna(change):
        return words.unknown()
    size = Quantity(abs(change), "points") if unit == "share" else _quantity(abs(change), unit)
    told, nothing = words.quantity(size), words.quantity(replace(size, value=0.0))
    if told == nothing:
        return told if not change else f"±{told}"
    return ("+" if change > 0 else MINUS) + told


def _named(words: Words, name: str) -> str:
    return words.text(f"class.{name}") if name in CLASSES else words.text(f"comparison.class.{name}")


def _migration(found: Comparison, words: Words) -> Exhibit | None:
    """Counts by class before (rows) and now (columns)."""
    if found.migration is None:
        return None
    table = found.migration.reset_index(names="before")
    table["before"] = [_named(words, c) for c in table["before"]]
    shown = [Shown("before", "comparison.head.class_before")]
    shown += [Shown(c, "", "heat", decimals=0, title=_named(words, c)) for c in found.migration.columns]
    inner = found.migration.drop(index=NEW, columns=GONE)
    numbers: dict[str, Value] = {
        "n": count(len(found.moved)),
        "n_all": count(int(inner.to_numpy().sum())),
        "n_new": count(int(found.migration.loc[NEW].sum())),
        "n_gone": count(int(found.migration[GONE].sum())),
    }
    return plate(words, "comparison.migration", numbers, Behind(table, shown), margin=("read",))


def _moved(found: Comparison, words: Words) -> Exhibit | None:
    """Customers of another class than before with the cause, those of the higher classes first."""
    if found.moved.empty:
        return None
    place = {c: i for i, c in enumerate(CLASSES)}
    order = found.moved.assign(one=found.moved["after"].map(place), two=found.moved["before"].map(place))
    table = order.sort_values(["one", "two", "name"], kind="stable").head(MOST)
    shown = [
        Shown("name", "head.customer"),
        Shown("before", "comparison.head.class_before", "class", "class."),
        Shown("after", "comparison.head.class_now", "class", "class."),
        Shown("cause", "comparison.head.cause", "term", "comparison.cause."),
    ]
    numbers: dict[str, Value] = {"n": count(len(found.moved)), "most": count(MOST)}
    message = "comparison.moved" if len(found.moved) <= MOST else "comparison.moved_first"
    return plate(words, "comparison.moved", numbers, Behind(table, shown, sortable=True), message=message)


def _findings(found: Comparison, words: Words) -> Exhibit | None:
    """Findings there were not before, and findings that are no longer there, in the words of their report."""
    table = _states({"finding_new": found.new, "finding_gone": found.gone}, "finding")
    if table.empty:
        return None
    shown = [Shown("state", "comparison.head.state", "term", "comparison."), Shown("finding", "xlsx.finding")]
    numbers: dict[str, Value] = {"n_new": count(len(found.new)), "n_gone": count(len(found.gone))}
    return plate(words, "comparison.findings", numbers, Behind(table, shown), margin=("read",))


def _customers(found: Comparison, words: Words) -> Exhibit | None:
    """Customers with orders in one of the two periods only."""
    table = _states({"customer_new": found.came, "customer_gone": found.left}, "customer")
    if table.empty:
        return None
    shown = [Shown("state", "comparison.head.state", "term", "comparison."), Shown("customer", "head.customer")]
    numbers: dict[str, Value] = {"n_new": count(len(found.came)), "n_gone": count(len(found.left))}
    return plate(words, "comparison.customers", numbers, Behind(table, shown))


def _states(lists: Mapping[str, Mapping[str, str]], column: str) -> pd.DataFrame:
    """Names beside what became of them, each list up to its limit."""
    rows = [(state, name) for state, names in lists.items() for name in list(names.values())[:MOST]]
    return pd.DataFrame(rows, columns=["state", column])
