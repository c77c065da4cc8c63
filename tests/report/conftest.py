"""The sample clients' reports, made once per session, and a browser to open pages in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from made_once import once, together
from sample_reports import EPOCH, SAMPLES
from workbook.report.job import report
from workbook.report.order import Job

MADE = [("northwind", "de"), ("northwind", "en"), ("muster", "de"), ("muster", "en")]
QUIET = ["background-networking", "component-update", "sync", "gpu", "quic"]
ARGUMENTS = ["--headless", "--no-sandbox", "--no-first-run", *(f"--disable-{part}" for part in QUIET)]


@dataclass(frozen=True)
class Made:
    """One published report: its folder, page and results."""

    client: str
    language: str
    folder: Path

    @property
    def html(self) -> str:
        return (self.folder / "report.html").read_text("utf-8")

    @property
    def results(self) -> Mapping[str, Any]:
        return json.loads((self.folder / "results.json").read_text("utf-8"))


class Reports(Mapping[tuple[str, str], Made]):
    """The four sample reports by client and language, each made when first asked for, once for all workers of a run."""

    def __init__(self, home: Path) -> None:
        self._home, self._made = home, dict[tuple[str, str], Made]()

    def __getitem__(self, key: tuple[str, str]) -> Made:
        if key not in self._made:
            self._made[key] = Made(*key, once(self._home / "-".join(key), partial(published, *key)))
        return self._made[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(MADE)

    def __len__(self) -> int:
        return len(MADE)


def published(client: str, language: str, out: Path) -> Path:
    """The folder of a report made now."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        done = report(Job(SAMPLES / client, out, language))
    assert [e.cause for e in done.failed] == []
    return done.folder


@pytest.fixture(scope="session")
def reports(tmp_path_factory) -> Reports:
    return Reports(together(tmp_path_factory))


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def quiet(browser):
    """Opens a file; afterwards: nothing was asked of the network or of the reader, nothing was said on the console."""
    heard, contexts = [], []

    def refuse(route):
        heard.append(f"request {route.request.url}")
        route.abort()

    def open_at(where, width=1280, scheme="light", **more):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
        contexts.append(context)
        context.route(lambda url: not url.startswith("file:"), refuse)
        context.route_web_socket("**/*", lambda socket: heard.append(f"socket {socket.url}"))
        page = context.new_page()
        page.on("console", lambda message: heard.append(f"console {message.text}"))
        page.on("dialog", lambda dialog: (heard.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: heard.append(f"error {error}"))
        page.goto(where)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert heard == []
