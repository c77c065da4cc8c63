"""A papermill engine that runs a notebook's cells in this process: no kernel to start, nothing loaded twice.

Chosen by name, `papermill --engine workbook` or `execute(..., engine="workbook")`. What a cell shows, prints or raises is kept
as a kernel would have kept it, so that the notebook can be read, compared and rendered like any other.
"""

from __future__ import annotations

import platform
import tempfile
import types
import warnings
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import CapturedIO, capture_output
from papermill.engines import Engine, NotebookExecutionManager
from traitlets.config import Config

LANGUAGE = {
    "name": "python",
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "version": platform.python_version(),
}


class Hook(DisplayHook):
    """Keeps the value of a cell's last line instead of printing it."""

    def __call__(self, result: Any = None) -> None:
        """Remember the value in all its formats."""
        if result is not None:
            shell: Any = self.shell
            shell.value = self.compute_format_data(result)


class Shell(InteractiveShell):
    """IPython without terminal, history or profile; it keeps the last value and the last error instead of printing them."""

    displayhook_class = Hook
    value: tuple[dict[str, Any], dict[str, Any]] | None = None
    failure: tuple[str, str, list[str]] | None = None

    def _showtraceback(self, etype: type, evalue: Any, stb: list[str]) -> None:
        self.failure = (etype.__name__, str(evalue), list(stb))


class InProcess(Engine):
    """Runs the cells one after the other; the first that raises ends the notebook, as papermill expects."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **_: Any) -> None:
        """Execute `nb_man.nb` in place."""
        with tempfile.TemporaryDirectory(prefix="workbook-shell-") as folder:
            shell = Shell.instance(
                config=Config({"HistoryManager": {"enabled": False}}),
                ipython_dir=folder,
                user_module=types.ModuleType("notebook"),
            )
            try:
                nb_man.nb.metadata["language_info"] = LANGUAGE
                for index, cell in enumerate(nb_man.nb.cells):
                    nb_man.cell_start(cell, index)
                    fine = cell.cell_type != "code" or run_cell(shell, cell, index + 1)
                    if not fine:
                        nb_man.cell_exception(cell, index)
                        break
                    nb_man.cell_complete(cell, index)
            finally:
                Shell.clear_instance()


def run_cell(shell: Shell, cell: nbformat.NotebookNode, count: int) -> bool:
    """Run one code cell and keep its outputs in it; whether it went well."""
    shell.value, shell.failure = None, None
    with warnings.catch_warnings(), capture_output() as captured:
        warnings.simplefilter("ignore")
        result = shell.run_cell(cell.source, store_history=False)
    cell.execution_count = count
    cell.outputs = [*_shown(captured), *_value(shell, count)]
    if result.success:
        return True
    name, value, trace = shell.failure or _last_words(result.error_before_exec or result.error_in_exec)
    cell.outputs.append(nbformat.v4.new_output("error", ename=name, evalue=value, traceback=trace))
    return False


def _shown(captured: CapturedIO) -> list[nbformat.NotebookNode]:
    """What was printed, then what was displayed."""
    streams = {"stdout": captured.stdout, "stderr": captured.stderr}
    printed = [nbformat.v4.new_output("stream", name=name, text=text) for name, text in streams.items() if text]
    displayed = [nbformat.v4.new_output("display_data", o.data, metadata=o.metadata or {}) for o in captured.outputs]
    return printed + displayed


def _value(shell: Shell, count: int) -> list[nbformat.NotebookNode]:
    """The value of the cell's last line, if it has one."""
    if shell.value is None:
        return []
    data, metadata = shell.value
    return [nbformat.v4.new_output("execute_result", data, metadata=metadata, execution_count=count)]


def _last_words(error: BaseException | None) -> tuple[str, str, list[str]]:
    """The error as a kernel reports it, where IPython showed none (SystemExit)."""
    return type(error).__name__, str(error), []
