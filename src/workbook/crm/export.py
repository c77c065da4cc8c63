"""The CRM file of one client: computed afresh, checked against the vendor's rules, all records or only the changed ones."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from workbook import intake, theme
from workbook.book import OWNERS
from workbook.chapters import ORDER
from workbook.client import Client
from workbook.crm.records import records
from workbook.crm.vendor import CHOICES, Field, Layout, broken, layout
from workbook.language import Words
from workbook.methods.protect import agreed
from workbook.problem import Misuse
from workbook.report.download import tame
from workbook.run import Run
from workbook.settings import read_settings
from workbook.whole import write_whole


@dataclass(frozen=True)
class Order:
    """What is asked for: the vendor, where account plans lie, against which earlier result, and whether only to look."""

    vendor: str
    plans: str = ""
    changed_since: Path | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Handed:
    """What was written or would be: records, of these new and changed, unchanged ones, those gone, changes by column.

    `left_out` says by rule which customers could not be handed over. `file` is None after a dry run.
    """

    file: Path | None
    records: int
    new: int
    changed: int
    unchanged: int
    gone: tuple[str, ...]
    by_column: Mapping[str, int]
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class UnfinishedError(Exception):
    """A chapter failed: a record without its part would empty fields of the CRM."""

    def __init__(self, chapter: str) -> None:
        super().__init__(chapter)
        self.chapter = chapter


def export(folder: Path, out: Path, order: Order, language: str | None = None) -> Handed:
    """Compute the client in `folder` and write OUT/<client>-crm-<vendor>.csv with the list of its fields beside it.

    Raises Refused where data or settings are wrong, Misuse where the earlier result is none of this client, UnfinishedError where
    a chapter failed; nothing is written then.
    """
    client = intake.enough(intake.read(folder, read_settings(folder)))
    spoken = language or client.parameters.language
    words = Words(spoken, client.parameters.written(spoken), client.parameters.currency)  # type: ignore[arg-type]
    earlier = _earlier(order.changed_since, client) if order.changed_since else None
    run = Run(client)
    after = run.chapter(ORDER[-1]).after
    if run.failed:
        raise UnfinishedError(next(iter(run.failed)))
    return hand_over(after.customers, earlier, client, words, order, out)


def hand_over(
    customers: pd.DataFrame, earlier: pd.DataFrame | None, client: Client, words: Words, order: Order, out: Path
) -> Handed:
    """The same from the table of customers, and of an earlier one where only changes are asked for."""
    given = layout(order.vendor)
    now = cells(records(customers, client, words, order.plans), given, words)
    kept, left_out = _allowed(now, given, words)
    before = (
        None
        if earlier is None
        else cells(records(_owned(earlier, customers, client), client, words, order.plans), given, words)
    )
    handed, counts = kept, (len(kept), 0, 0)
    gone: tuple[str, ...] = ()
    by_column: dict[str, int] = {}
    if before is not None:
        known = before.reindex(kept.index)
        new = ~kept.index.isin(before.index)
        differs = kept.ne(known) & ~pd.DataFrame(dict.fromkeys(kept.columns, new), index=kept.index)
        changed = differs.any(axis=1)
        handed = kept[new | changed]
        counts = (int(new.sum()), int(changed.sum()), int((~new & ~changed).sum()))
        gone = tuple(str(i) for i in before.index.difference(now.index))
        by_column = {name: int(n) for name, n in differs.sum().items() if n}
    file = None if order.dry_run else _write(handed, given, words, out, str(client.parameters.id))
    return Handed(file, len(handed), *counts, gone, by_column, left_out)


def _owned(earlier: pd.DataFrame, now: pd.DataFrame, client: Client) -> pd.DataFrame:
    """The earlier table with today's owners where it names roles only: a change of owner then is no change to be told."""
    if agreed(client.parameters.people):
        return earlier
    return earlier.assign(**{c: now[c].reindex(earlier.index) for c in OWNERS if c in now})


def choices(words: Words) -> Mapping[str, tuple[str, ...]]:
    """By column of ours the words a choice may have, in the language of the report."""
    return {name: tuple(words.label(family + code) for code in codes) for name, (family, codes) in CHOICES.items()}


def cells(table: pd.DataFrame, given: Layout, words: Words) -> pd.DataFrame:
    """The records as the vendor's cells: one text column per field of the layout, index customer_id."""
    return pd.DataFrame({f.name: [_cell(v, f, given, words) for v in table[f.of]] for f in given.fields}, table.index)


def _cell(value: object, one: Field, given: Layout, words: Words) -> str:
    if one.type == "number":
        if pd.isna(value):
            return given.empty
        return f"{float(str(value)):.{one.decimals}f}".replace(".", given.decimal)
    told = " ".join(str(theme.printable(str(value))).split())
    if told == "":
        return "" if one.required else given.empty
    if one.type == "picklist":
        return words.label(CHOICES[one.of][0] + told)
    if one.of == "customer_id":
        return told  # the key is never changed: an unsafe one is left out
    safe = tame(told)
    return safe if len(safe) <= one.length or one.type == "url" else safe[: one.length - 1].rstrip() + "…"


def _allowed(now: pd.DataFrame, given: Layout, words: Words) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """The records that keep the vendor's rules, and by rule the customers whose do not."""
    allowed = choices(words)
    rules = pd.Series("", now.index, dtype=object)
    for one in given.fields:
        found = pd.Series([broken(one, c, given, allowed.get(one.of, ())) for c in now[one.name]], now.index)
        rules = rules.where(rules.ne("") | found.eq(""), found)
    rules = rules.where(rules.ne("") | ~now[given.fields[0].name].duplicated(keep=False).to_numpy(), "unique")
    wrong = rules[rules.ne("")]
    return now[rules.eq("")], {r: tuple(map(str, wrong.index[wrong.eq(r)])) for r in sorted(set(wrong))}


def _earlier(results: Path, client: Client) -> pd.DataFrame:
    """The customers of an earlier result of this client, which lie beside its results.json."""
    table = results.parent / "tables" / "customers.parquet"
    try:
        told = json.loads(results.read_text("utf-8"))
    except (OSError, ValueError):
        raise Misuse("crm.no_results", file=results.name) from None
    if not isinstance(told, dict) or told.get("client") != client.parameters.id or not table.is_file():
        raise Misuse("crm.no_results", file=results.name)
    return pd.read_parquet(table)


def _write(handed: pd.DataFrame, given: Layout, words: Words, out: Path, name: str) -> Path:
    """The file and the list of its fields, each put in place whole."""
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{name}-crm-{given.vendor}.csv"
    data = written(list(handed.columns), handed.to_numpy().tolist(), given)
    if (given.most_bytes or len(data)) < len(data) or (given.most_rows or len(handed)) < len(handed):
        raise Misuse("crm.too_large", vendor=given.vendor)
    allowed = choices(words)
    columns = [[f.name, f.type, str(f.length or f.digits), "; ".join(allowed.get(f.of, ()))] for f in given.fields]
    heads = [words.text(f"crm.field.{part}") for part in ("name", "type", "length", "choices")]
    write_whole(out / f"{name}-crm-{given.vendor}-fields.csv", written(heads, columns, given))
    write_whole(target, data)
    return target


def written(heads: Sequence[str], rows: Sequence[Sequence[str]], given: Layout) -> bytes:
    """Heads and rows as the vendor reads them."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=given.delimiter, quoting=csv.QUOTE_MINIMAL, lineterminator=given.line_end)
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig" if given.bom else "utf-8")
