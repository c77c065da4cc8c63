"""What has changed since the notebook was opened: settings, and what the chapter says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from pydantic import BaseModel

from workbook.exhibit import Exhibit
from workbook.finding import count
from workbook.language import Words
from workbook.parameters import Parameters
from workbook.run import Run
from workbook.setting_name import setting_name
from workbook.statement import opening, statement
from workbook.tabulate import Shown, tabulate
from workbook.workshop.levers import said

ASIDE = ("id", "decisions", "intake")


def settings_changed(before: Parameters, after: Parameters) -> list[tuple[str, Any, Any]]:
    """Every setting that is another: key, value before, value after (None: there was or is none)."""
    old, new = dict(_flat(before, "")), dict(_flat(after, ""))
    keys = [*new, *(key for key in old if key not in new)]
    return [(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]


def settings_table(before: Parameters, after: Parameters, words: Words) -> Exhibit:
    """The settings that are another, by name."""
    found = settings_changed(before, after)
    frame = pd.DataFrame(
        {
            "name": [setting_name(key, words) for key, _, _ in found],
            "before": [said(key, old, words) for key, old, _ in found],
            "after": [said(key, new, words) for key, _, new in found],
        }
    )
    caption = words.text("workshop.live.settings", n=count(len(found)))
    return _table("workshop.settings", frame, "head.setting", caption, words)


def statements(chapter: str, run: Run, words: Words) -> dict[str, str]:
    """What a chapter says: its answer and the headline of every finding, by id."""
    done = run.chapter(chapter)
    said = {f.id: statement(f, words).headline for f in done.findings}
    return {chapter: opening(chapter, done, words).answer, **said}


def statements_table(before: Mapping[str, str], after: Mapping[str, str], words: Words) -> Exhibit:
    """The statements that read differently now."""
    keys = [key for key in {**after, **before} if before.get(key) != after.get(key)]
    unknown = words.unknown()
    frame = pd.DataFrame(
        {"name": [before.get(k, unknown) for k in keys], "after": [after.get(k, unknown) for k in keys]}
    )
    shown = [Shown("name", "workshop.live.opened"), Shown("after", "workshop.live.now")]
    caption = words.text("workshop.live.statements", n=count(len(keys)))
    return Exhibit("workshop.statements", "", "", tabulate(words, frame, shown, caption))


def _table(name: str, frame: pd.DataFrame, head: str, caption: str, words: Words) -> Exhibit:
    shown = [
        Shown("name", head),
        Shown("before", "workshop.live.opened"),
        Shown("after", "workshop.live.now"),
    ]
    return Exhibit(name, "", "", tabulate(words, frame, shown, caption))


def _flat(value: Any, key: str) -> Iterator[tuple[str, Any]]:
    """Every single value with its key; overrides by customer."""
    if isinstance(value, Parameters):
        for name in type(value).model_fields:
            if name == "overrides":
                for entry in value.overrides:
                    yield f"overrides.{entry.customer_id}", f"{entry.to}: {entry.reason} ({entry.owner})"
            elif name not in ASIDE:
                yield from _flat(getattr(value, name), name)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _flat(getattr(value, name), f"{key}.{name}")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{key}.{name}")
    elif isinstance(value, tuple) and value and all(isinstance(inner, str) for inner in value):
        yield key, value
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from _flat(inner, f"{key}.{place}")
    else:
        yield key, value
