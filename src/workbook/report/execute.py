"""The notebooks run through papermill, in order, in this process or in one fresh kernel; one that fails stops only itself."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from workbook.book import FACTS, open_chapter
from workbook.chapters import ORDER
from workbook.report.order import EngineName

START_SECONDS = 120
CELL_SECONDS = 900


@dataclass(frozen=True)
class Executed:
    """One notebook after its run; `cause` says in one line why it failed, empty where it did not."""

    chapter: str
    notebook: nbformat.NotebookNode
    facts: Mapping[str, Any] | None
    cause: str = ""

    @property
    def failed(self) -> bool:
        """Whether the chapter could not be made."""
        return bool(self.cause)


def notebook_folder() -> Path:
    """Where the package's own notebooks are: beside the code when installed, at the top of the tree when developed."""
    here = Path(__file__).resolve().parents[1]
    inside = here / "notebooks"
    return inside if inside.is_dir() else here.parents[1] / "notebooks"


def notebook_of(chapter: str, folder: Path) -> Path:
    """The one notebook of a chapter: its number, then its name (01_data_intake.ipynb)."""
    number = f"{ORDER.index(chapter) + 1:02d}_"
    return next(p for p in sorted(folder.glob("*.ipynb")) if p.name.startswith(number))


def notebooks_in(folder: Path) -> Mapping[str, Path]:
    """The notebook of every chapter."""
    return {chapter: notebook_of(chapter, folder) for chapter in ORDER}


def execute(
    chapters: Mapping[str, str],
    run: Mapping[str, Any],
    notebooks: Mapping[str, Path],
    progress: Callable[[str], None] = lambda _: None,
    engine: EngineName = "workbook",
) -> list[Executed]:
    """Run the notebooks of `chapters` (chapter → why its notebook is not run, empty where it is).

    `run` becomes their one parameter, a mapping checked before and after.

    `engine`: "workbook" runs the cells in this process (in_process.py), "kernel" in a fresh Jupyter kernel, which is replaced
    for the notebooks after it where it dies. Of a chapter whose notebook is not run the result is worked out all the same for
    those after it, unless it is in `run["lost"]`.
    """
    done: list[Executed] = []
    with tempfile.TemporaryDirectory(prefix="workbook-") as scratch, Kernels(Path(scratch)) as kernels:
        for chapter, skipped in chapters.items():
            progress(chapter)
            if skipped:
                worked_out(chapter, run)
                done.append(Executed(chapter, nbformat.v4.new_notebook(), None, skipped))
                continue
            means = {"engine_name": "workbook"} if engine == "workbook" else {"km": kernels.living()}
            done.append(_one(chapter, run, notebooks[chapter], Path(scratch) / f"{chapter}.ipynb", means))
    return done


def worked_out(chapter: str, run: Mapping[str, Any]) -> None:
    """Compute a chapter without its notebook, now rather than inside the next chapter: whoever watches knows where we are."""
    with suppress(Exception):
        _ = open_chapter(chapter, run).result


class Kernels:
    """One kernel at a time: started when it is first asked for, replaced where it died, stopped at the end."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._kernel: AsyncKernelManager | None = None

    def __enter__(self) -> Kernels:
        return self

    def living(self) -> AsyncKernelManager:
        """A kernel that runs."""
        if self._kernel is None or not run_sync(self._kernel.is_alive)():
            self._kernel = start_kernel(self._scratch)
        return self._kernel

    def __exit__(self, *_: object) -> None:
        if self._kernel is not None:
            run_sync(self._kernel.shutdown_kernel)(now=True)


def start_kernel(scratch: Path) -> AsyncKernelManager:
    """A kernel of the running interpreter, whatever other "python3" kernels there are, away from the user's own set-up."""
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    manager = AsyncKernelManager(connection_file=str(scratch / f"kernel-{len(list(scratch.iterdir()))}.json"))
    if os.name == "posix":
        manager.transport = "ipc"
    manager._kernel_spec = KernelSpec(argv=argv, display_name="workbook", language="python")
    places = {"IPYTHONDIR": str(scratch / "ipython"), "JUPYTER_RUNTIME_DIR": str(scratch / "runtime")}
    steady = {"PYTHONHASHSEED": "0", "TZ": "UTC", "PYTHONUTF8": "1", "MPLBACKEND": "svg", "PYTHONWARNINGS": "ignore"}
    run_sync(manager.start_kernel)(env={**os.environ, **places, **steady}, cwd=str(scratch), stderr=subprocess.DEVNULL)
    return manager


def _one(chapter: str, run: Mapping[str, Any], source: Path, target: Path, means: Mapping[str, Any]) -> Executed:
    """One notebook: executed, then proven."""
    cause = ""
    try:
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters={"run": dict(run)},
            kernel_name="python3",
            language="python",
            start_timeout=START_SECONDS,
            execution_timeout=CELL_SECONDS,
            progress_bar=False,
            request_save_on_cell_execute=False,
            **means,
        )
    except PapermillExecutionError as error:
        cause = f"{error.ename}: {error.evalue}"
    except (DeadKernelError, TimeoutError) as error:
        cause = type(error).__name__
    notebook = nbformat.read(target, as_version=4) if target.is_file() else nbformat.v4.new_notebook()
    facts = _facts(notebook)
    if not cause:
        cause = _proof(notebook, facts, chapter, run)
    return Executed(chapter, notebook, facts, cause)


def _facts(notebook: nbformat.NotebookNode) -> Mapping[str, Any] | None:
    """What the notebook's last cell kept for results.json."""
    found = [o["data"][FACTS] for c in notebook.cells for o in c.get("outputs", []) if FACTS in o.get("data", {})]
    return found[-1] if found else None


def _proof(
    notebook: nbformat.NotebookNode, facts: Mapping[str, Any] | None, chapter: str, run: Mapping[str, Any]
) -> str:
    """Why the notebook is not to be trusted, empty where it is: exit codes prove nothing."""
    code = [c for c in notebook.cells if c.cell_type == "code"]
    if not any("injected-parameters" in c.metadata.get("tags", []) for c in code):
        return "the parameters did not reach the notebook"
    if any(c.execution_count is None and c.source.strip() for c in code):
        return "a cell was not executed"
    if any(o.output_type == "error" for c in code for o in c.outputs):
        return "a cell ended in an error"
    if any(o.output_type == "stream" for c in code for o in c.outputs):
        return "a cell prints; only findings and exhibits belong on the page"
    if facts is None or facts["chapter"] != chapter or facts["language"] != run["language"]:
        return "the notebook kept nothing, or not for this client"
    return ""
