"""What a report costs besides the chapters' `analyse`: reading, saying and drawing, the page, the files; in CPU seconds.

`python tests/benchmarks/overhead.py [folder [customers lines]]`: 5,000 customers, 200,000 order lines, without coordinates and
request log. All in one process, without kernels: the notebooks' cells one after the other, their outputs in notebooks as the
report's. With a folder, client and report stay there; `profile` as one more argument writes what cProfile saw to
overhead.prof there. Run it with OMP_NUM_THREADS=1.
"""

from __future__ import annotations

import ast
import cProfile
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

begun = time.process_time()
import nbformat  # noqa: E402
import pandas as pd  # noqa: E402
from page import make  # noqa: E402

from workbook import book, chapters  # noqa: E402
from workbook.language import Words  # noqa: E402
from workbook.report import account_plans, slides, xlsx  # noqa: E402
from workbook.report import results as files  # noqa: E402
from workbook.report.assemble import frame  # noqa: E402
from workbook.report.execute import Executed, notebook_folder, notebook_of  # noqa: E402
from workbook.report.exporter import ReportExporter, filled, merged  # noqa: E402
from workbook.report.persons_page import persons_page, without_persons  # noqa: E402
from workbook.report.proof import prove  # noqa: E402
from workbook.run import Run  # noqa: E402

IMPORTS = time.process_time() - begun
PROFILE = cProfile.Profile()


class Clock:
    """CPU seconds by row; what a row spends in another one is that one's alone."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter({"imports": IMPORTS})
        self._open = ["else"]
        self._since = time.process_time()

    def _count(self) -> None:
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now

    @contextmanager
    def row(self, name: str) -> Iterator[None]:
        """What is spent while it is open."""
        self._count()
        self._open.append(name)
        try:
            yield
        finally:
            self._count()
            self._open.pop()


def client_of(folder: Path, customers: int, lines: int) -> Path:
    """The client's folder, made where it is not there: without coordinates and request log."""
    made = folder / "large"
    if made.is_dir():
        return made
    make(made, customers, lines)
    (made / "data" / "Anfragen.csv").unlink()
    for name in ("Kunden.csv", "Mitarbeitende.csv"):
        path = made / "data" / name
        table = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
        kept = table.drop(columns=["Breitengrad", "Längengrad"])
        kept.to_csv(path, sep=";", index=False, encoding="utf-8-sig")
    return made


def aside(clock: Clock, name: str) -> None:
    """The chapter's `analyse` in a row of its own, not in the profile."""
    module = chapters.chapter(name)
    analyse = module.analyse

    def timed(*given: Any) -> Any:
        profiled = sys.getprofile() is not None
        PROFILE.disable()
        with clock.row(f"analyse {name}"):
            result = analyse(*given)
        if profiled:
            PROFILE.enable()
        return result

    module.analyse = timed  # type: ignore[attr-defined]


def run_notebook(chapter: str, run: dict[str, str]) -> Executed:
    """The chapter's notebook, its cells run here; what its last one kept."""
    notebook = nbformat.read(notebook_of(chapter, notebook_folder()), as_version=4)
    space: dict[str, Any] = {}
    for cell in (c for c in notebook.cells if c.cell_type == "code"):
        if "parameters" in cell.metadata.get("tags", []):
            space["run"] = run
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, chapter, "exec"), space)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), chapter, "eval"), space)
            data = shown._repr_mimebundle_()
            cell.outputs = [nbformat.v4.new_output("execute_result", data)]
    facts = [o.data[book.FACTS] for c in notebook.cells for o in c.get("outputs", []) if book.FACTS in o.data]
    return Executed(chapter, notebook, facts[-1])


def main(folder: Path, customers: int, lines: int, profiled: bool) -> None:
    """One report; print what each part of it cost."""
    given = client_of(folder, customers, lines)
    out, kept = folder / "out", folder / "kept"
    for one in (out, kept):
        shutil.rmtree(one, ignore_errors=True)
        one.mkdir()
    clock = Clock()
    for name in chapters.ORDER:
        aside(clock, name)
    if profiled:
        PROFILE.enable()
    with clock.row("intake"):
        run: Run = book.open_run(given.resolve(), False)  # as the notebooks ask for it: read once
    executed = []
    for name in chapters.ORDER:
        with clock.row(f"exhibits {name}"):
            executed.append(run_notebook(name, {"client": str(given), "language": "de", "keep": str(kept)}))
    client = run.client
    words = Words("de", client.parameters.written("de"), client.parameters.currency)
    with clock.row("page"):
        page = frame(client, words, executed)
        notebook = merged([(e.chapter, e.notebook) for e in executed])
        html, _ = ReportExporter().from_notebook_node(notebook, resources={"page": page})
        prove(html, kept, len(executed))
        persons_page(page, client, words, executed)
        shown = filled(page, notebook)
    told, customers = files.results(client, words.language, executed), files.read_customers(kept)
    with clock.row("results.xlsx"):
        xlsx.write(out / "results.xlsx", shown, customers, told, client, words)
    with clock.row("report.pptx"):
        slides.write(out / "report.pptx", shown, words)
    with clock.row("account plans"):
        account_plans.write(out / "account-plans", page, customers, client, words, kept)
    with clock.row("files"):
        (out / "report.html").write_text(html, encoding="utf-8", newline="\n")
        files.write_json(out / "results.json", told)
        write(out, client, words, executed, kept)
    if profiled:
        PROFILE.disable()
        PROFILE.dump_stats(folder / "overhead.prof")
    show(clock, len(html.encode()))


def write(out: Path, client: Any, words: Words, executed: list[Executed], kept: Path) -> None:
    """Tables, rejected rows, notebooks and the manifest, which reads every file once more."""
    files.write_tables(out / "tables", kept)
    files.write_rejects(out / "rejects.csv", client)
    files.write_notebooks(out / "notebooks", [(e.chapter, without_persons(e.notebook)) for e in executed])
    files.write_json(out / "manifest.json", files.manifest(client, words.language, executed, out))


def show(clock: Clock, size: int) -> None:
    """The rows, overhead and computation in sum."""
    for name, seconds in clock.seconds.items():
        print(f"{name:22}{seconds:8.2f}")
    computed = sum(s for name, s in clock.seconds.items() if name.startswith("analyse"))
    overhead = sum(clock.seconds.values()) - computed - clock.seconds["imports"]
    print(f"{'computation':22}{computed:8.2f}\n{'overhead':22}{overhead:8.2f}\n{'bytes of the page':22}{size:8,}")


if __name__ == "__main__":
    words = [a for a in sys.argv[1:] if a != "profile"]
    asked = [int(a) for a in words[1:3]] or [5_000, 200_000]
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(words[0] if words else scratch), *asked, "profile" in sys.argv)
