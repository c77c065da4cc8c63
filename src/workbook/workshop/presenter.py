"""Presenting: code hidden, large type, customers by codes, and today's state as a report."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from workbook.report.page import link, style_of
from workbook.workshop.session import Session

OUT = "reports"
SECONDS = 1_800
NOT_HANDED_ON = ("JPY_", "JUPYTER", "MPLBACKEND", "PYDEVD", "IPYTHON")


class ExportFailed(RuntimeError):  # noqa: N818 - it names what happened
    """Why no report came out, in the words of the command line."""


def export(folder: Path) -> Path:
    """The report of what client.yaml says now, made by the command line in a process of its own: report.html.

    Raises ExportFailed with the last line the command said.
    """
    command = [sys.executable, "-m", "workbook", "report", str(folder), "-o", str(folder / OUT)]
    own = {k: v for k, v in os.environ.items() if not k.startswith(NOT_HANDED_ON)}
    own |= {"PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=own, timeout=SECONDS, check=False)
    said = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    pages = sorted((folder / OUT).rglob("report.html"), key=lambda p: p.stat().st_mtime_ns)
    if done.returncode or not pages:
        raise ExportFailed(said[-1] if said else str(done.returncode))
    return pages[-1]


class Presenter:
    """Two switches and the export."""

    def __init__(self, session: Session, renamed: Callable[[bool], None]) -> None:
        self._session, self._renamed = session, renamed
        words = session.words
        self.large = _switch(words.text("workshop.hide_code"))
        self.coded = _switch(words.text("workshop.pseudonyms"))
        self.style = widgets.HTML("")
        self.note = widgets.Label("")
        self.export = widgets.Button(description=words.text("workshop.export"), layout=_wide())
        self.place = widgets.HTML("")
        for label in (self.note,):
            label.add_class("workbook-status")
        self.large.observe(lambda _: self._dress(), "value")
        self.coded.observe(lambda _: self.code(), "value")
        self.export.on_click(lambda _: threading.Thread(target=self.deliver, daemon=True).start())
        switches = widgets.HBox([self.large, self.coded, self.export], layout=widgets.Layout(flex_flow="row wrap"))
        self.box = widgets.VBox([switches, self.note, self.place, self.style])

    def _dress(self) -> None:
        sheets = ["presenter.css"] * self.large.value + ["hidden.css"] * self.coded.value
        self.style.value = "".join(style_of(name) for name in sheets)

    def code(self) -> None:
        """Names or codes; older outputs are hidden first."""
        self._dress()
        self.note.value = self._session.words.text("workshop.computing")
        self._session.names(self.coded.value)
        self._renamed(self.coded.value)
        self.note.value = self._session.words.text("workshop.rerun") if self.coded.value else ""

    def deliver(self) -> None:
        """Make the report and say where it lies."""
        words = self._session.words
        if self._session.changes:
            self.note.value = words.text("workshop.export_unsaved")
            return
        self.export.disabled, self.place.value = True, ""
        self.note.value = words.text("workshop.exporting")
        try:
            page = export(self._session.folder)
        except (ExportFailed, OSError, subprocess.TimeoutExpired) as failed:
            self.note.value = words.text("workshop.export_failed", cause=str(failed)[:300])
            return
        finally:
            self.export.disabled = False
        self.note.value = words.text("workshop.exported", place=str(page))
        inside = page.relative_to(self._session.folder).as_posix()
        self.place.value = link(f"/files/{inside}", page.name)


def _switch(label: str) -> Any:
    return widgets.Checkbox(
        False, description=label, indent=False, layout=widgets.Layout(width="auto", margin="0 24px 0 0")
    )


def _wide() -> Any:
    return widgets.Layout(width="auto")
