"""Everything on the page that no notebook makes: title, banners, provenance, the machine-readable record."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from workbook import __version__
from workbook.chapters import ORDER
from workbook.client import Client
from workbook.exhibit import Chapter, Page, Provenance
from workbook.finding import Quantity, Value
from workbook.language import Words
from workbook.method_notes import method_notes
from workbook.report.execute import Executed
from workbook.statement import page_labels
from workbook.tabulate import Shown, tabulate

STALE = "CFG-STALE"


def generated_at() -> datetime:
    """When the report was made: SOURCE_DATE_EPOCH where it is set, else now; always UTC."""
    given = epoch()
    return datetime.now(UTC).replace(microsecond=0) if given is None else datetime.fromtimestamp(given, UTC)


def epoch() -> int | None:
    """SOURCE_DATE_EPOCH in seconds, None where it is not set."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given) if given else None


def frame(client: Client, words: Words, executed: Sequence[Executed], changed: bool = False) -> Page:
    """The page without its chapters' blocks; `changed` says that the notebooks were changed for this client."""
    day = generated_at().date()
    name = client.parameters.name
    chapters = tuple(Chapter(e.chapter, None, (), _failure(e, words)) for e in executed)
    return Page(
        words.language,
        words.text("report.title", client=name, day=day),
        name,
        words.text("report.subtitle", period=words.period(*client.period), day=words.date_long(day)),
        _banners(client, words, executed, changed),
        None,
        chapters,
        provenance(client, words),
        page_labels(words),
        record(client, words),
        client.brand,
        tuple((e.chapter, notes) for e in executed if not e.failed and (notes := method_notes(e.chapter, words))),
    )


def _failure(done: Executed, words: Words) -> str:
    if not done.failed:
        return ""
    return words.text("report.failed", chapter=words.text(f"page.chapter.{done.chapter}"))


def _banners(client: Client, words: Words, executed: Sequence[Executed], changed: bool) -> tuple[str, ...]:
    """What a reader must know before anything else."""
    banners = []
    reading = client.reading
    rejected = sum(f.rows_rejected for f in reading.files)
    accepted = client.parameters.intake
    if rejected and accepted.accept_rejects:
        banners.append(
            words.text(
                "report.draft",
                n=Quantity(rejected, "count"),
                money=words.money_full(reading.money_rejected),
                reason=accepted.reason or "",
            )
        )
    banners += [words.text("report.stale", date=p.values["date"]) for p in reading.problems if p.code == STALE]
    if client.codes:
        banners.append(words.text(f"privacy.banner.{client.codes}"))
    missing = [words.text(f"page.chapter.{e.chapter}") for e in executed if e.failed]
    if missing:
        banners.append(words.text("report.incomplete", chapters=words.listing(missing)))
    if len(executed) < len(ORDER):
        banners.append(words.text("report.partial"))
    if changed:
        banners.append(words.text("report.changed_notebooks"))
    return tuple(banners)


def provenance(client: Client, words: Words) -> Provenance:
    """Where the figures are from: files with rows and hashes, money, settings, version, seed, people."""
    reading, p = client.reading, client.parameters
    files = pd.DataFrame(
        {
            "file": [f.file + (f" · {f.sheet}" if f.sheet else "") for f in reading.files],
            "read": [f.rows_read for f in reading.files],
            "used": [f.rows_used for f in reading.files],
            "rejected": [f.rows_rejected for f in reading.files],
            "hash": [f.sha256[:12] for f in reading.files],
        }
    )
    columns = [Shown("file", "head.file"), *(Shown(c, f"head.{c}", "count") for c in ("read", "used", "rejected"))]
    total: dict[str, float | str] = {"file": words.text("total"), "hash": ""}
    total |= {c: float(files[c].sum()) for c in ("read", "used", "rejected")}
    shown = [*columns, Shown("hash", "head.hash")]
    table = tabulate(words, files, shown, words.text("provenance.files"), total=total)
    amounts = {k: words.money_full(getattr(reading, f"money_{k}")) for k in ("read", "used", "rejected")}
    when = generated_at()
    facts = [
        (words.text("provenance.money"), words.text("provenance.money.text", **amounts)),
        *_settings(client, words),
        (
            words.text("provenance.made"),
            words.text(
                "provenance.made.text",
                day=words.date_long(when.date()),
                time=words.time(when),
                version=__version__,
                seed=str(p.seed),
            ),
        ),
        (words.text("provenance.people"), words.text(f"provenance.people.{p.people}")),
    ]
    if p.agreement is not None:
        agreed: dict[str, Value] = {"with": p.agreement.with_, "day": p.agreement.date, "scope": p.agreement.scope}
        facts.append((words.text("provenance.agreement"), words.text("provenance.agreement.text", **agreed)))
    if reading.unmapped:
        facts.append((words.text("provenance.unmapped"), words.listing(list(reading.unmapped))))
    facts.append((words.text("provenance.articles"), words.text("provenance.articles.text")))
    return Provenance(words.label("page.provenance"), table, tuple(facts))


def _settings(client: Client, words: Words) -> list[tuple[str, str]]:
    """The checksum of the settings, and of the brand where there is one."""
    facts = [
        (words.text("provenance.settings"), words.text("provenance.settings.text", hash=settings_hash(client)[:12]))
    ]
    if client.brand is not None:
        look = words.text("provenance.brand.text", hash=client.brand.sha256[:12])
        facts.append((words.text("provenance.brand"), look))
    return facts


def settings_hash(client: Client) -> str:
    """SHA-256 of the settings as understood, so that comments and key order do not count; of a brand its files as they are."""
    settings = client.parameters.model_dump_json(by_alias=True) + (client.brand.sha256 if client.brand else "")
    return hashlib.sha256(settings.encode()).hexdigest()


def record(client: Client, words: Words) -> Mapping[str, Any]:
    """The machine-readable copy of the provenance on the page."""
    p = client.parameters
    return {
        "client": p.id,
        "language": words.language,
        "locale": words.locale,
        "currency": p.currency,
        "period": [d.isoformat() for d in client.period],
        "as_of": client.as_of.isoformat(),
        "files": {f"{f.file}|{f.sheet}": f.sha256 for f in client.reading.files},
        "settings": settings_hash(client),
        "version": __version__,
        "brand": client.brand and client.brand.sha256,
        "seed": p.seed,
        "generated_at": generated_at().isoformat(),
    }
