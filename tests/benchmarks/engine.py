"""The engine beside the stock tools, in one run: processor and wall-clock seconds a client, medians, in three rows.

`python tests/benchmarks/engine.py [--clients 6] [--stock 6] [--customers 5000 --lines 200000] [--folder DIR]`: clients without
coordinates and request log. Stock is the papermill command and the nbconvert command over our own notebooks, one notebook after
the other, one client at a time and two at once, with and without `rfc3987_syntax`; ours with one worker and two; plain Python
is the same cells, the same page and the same files without notebooks, forked from the same parent. Stock makes the page only;
beside it ours is measured with results.xlsx, report.pptx and account plans, as it always makes them, and page only as well.
Rows: overhead (all but the chapters' `analyse`), computation, sum. Of ours the parent's one-off start is given apart; stock pays
all it pays. Keep the machine quiet.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from overhead import client_of

from workbook.report.execute import notebook_folder

WATCH = """
import importlib.machinery, importlib.util, os, sys, time
if os.environ.get("WITHOUT_RFC3987"):
    sys.modules["rfc3987_syntax"] = None
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name != "workbook.chapters":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        run = spec.loader.exec_module
        def exec_module(module):
            run(module)
            find = module.chapter
            def chapter(name):
                found = find(name)
                if not hasattr(found, "watched"):
                    found.watched, analyse = True, found.analyse
                    def timed(*given):
                        wall, cpu = time.perf_counter(), time.process_time()
                        try:
                            return analyse(*given)
                        finally:
                            said = f"{given[0].parameters.id} {time.process_time() - cpu} {time.perf_counter() - wall}\\n"
                            with open(os.environ["ANALYSE_LOG"], "a") as log:
                                log.write(said)
                    found.analyse = timed
                return found
            module.chapter = chapter
        spec.loader.exec_module = exec_module
        return spec
sys.meta_path.insert(0, Finder())
"""
PLAIN = """
import ast, os, sys, tempfile
from pathlib import Path
from dataclasses import replace
from workbook import book, chapters
from workbook.exhibit import Front, Opening, Chapter
from workbook.language import Words
from workbook.report import account_plans, slides, xlsx
from workbook.report import results as files
from workbook.report.assemble import frame
from workbook.report.child import preload
from workbook.report.execute import Executed, notebook_folder, notebook_of
from workbook.report.page import render
from workbook.report.persons_page import persons_page
import json, nbformat, gc
preload(); gc.freeze()
cells = {c: [x["source"] for x in json.loads(notebook_of(c, notebook_folder()).read_text())["cells"] if x["cell_type"] == "code"]
         for c in chapters.ORDER}
def one(folder, out):
    gc.set_threshold(100_000, 20, 20)
    kept = out / "kept"; kept.mkdir(parents=True)
    run = {"client": str(folder), "language": "de", "keep": str(kept)}
    done, blocks = [], {}
    for name in chapters.ORDER:
        space, shown = {"run": run}, []
        for source in cells[name][1:]:
            tree = ast.parse("".join(source))
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, name, "exec"), space)
            if last is not None:
                shown.append(eval(compile(ast.Expression(last.value), name, "eval"), space))
        blocks[name] = [b for s in shown[:-1] if getattr(s, "mime", "") == book.MIME for b in s.blocks]
        done.append(Executed(name, nbformat.v4.new_notebook(), shown[-1].facts))
    client = space["chapter"].client
    words = Words("de", client.parameters.written("de"), client.parameters.currency)
    page = frame(client, words, done)
    made = []
    for c in page.chapters:
        found = blocks[c.id]
        rest = tuple(b for b in found if not isinstance(b, (Opening, Front)))
        made.append(Chapter(c.id, next((b for b in found if isinstance(b, Opening)), None), rest, c.failed))
    front = next((b for c in blocks.values() for b in c if isinstance(b, Front)), None)
    shown = replace(page, front=front, chapters=tuple(made))
    (out / "report.html").write_text(render(shown), encoding="utf-8")
    persons_page(page, client, words, done)
    told, customers = files.results(client, "de", done), files.read_customers(kept)
    files.write_json(out / "results.json", told)
    xlsx.write(out / "results.xlsx", shown, customers, told, client, words)
    slides.write(out / "report.pptx", shown, words)
    account_plans.write(out / "account-plans", page, customers, client, words, kept)
    files.write_tables(out / "tables", kept)
    files.write_rejects(out / "rejects.csv", client)
    files.write_json(out / "manifest.json", files.manifest(client, "de", done, out))
import time
for folder in sys.argv[2:]:
    begun = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        one(Path(folder), Path(sys.argv[1]) / Path(folder).name); os._exit(0)
    _, status, used = os.wait4(pid, 0)
    assert status == 0
    print(json.dumps([Path(folder).name, used.ru_utime + used.ru_stime, time.perf_counter() - begun]), flush=True)
"""
OURS = """
import json, os, sys, time
from pathlib import Path
begun = time.perf_counter()
from workbook.report.order import Job
from workbook.report.child import preload
from workbook.report.workers import work
from workbook.report import account_plans, slides, xlsx
preload()
if os.environ.get("PAGE_ONLY"):
    for files in (account_plans, slides, xlsx):
        files.write = lambda *given: None
spent = os.times()
print(json.dumps(["start", spent.user + spent.system, time.perf_counter() - begun]), flush=True)
begun, own = time.perf_counter(), spent.user + spent.system
jobs = [Job(Path(f), Path(sys.argv[2])) for f in sys.argv[3:]]
ended = [e for e in work(jobs, int(sys.argv[1])) if e.kind == "finished"]
assert all(e.outcome.status == 0 for e in ended), [e.outcome for e in ended]
wall = (time.perf_counter() - begun) / len(jobs)
parent = (os.times().user + os.times().system - own) / len(jobs)
for e in ended:
    print(json.dumps([e.job.folder.name, e.outcome.cpu_seconds + parent, wall]), flush=True)
"""


@dataclass(frozen=True)
class Cost:
    """Median seconds a client: processor and wall clock, of all and of the chapters' `analyse`."""

    cpu: float
    wall: float
    analyse_cpu: float
    analyse_wall: float

    @property
    def overhead(self) -> tuple[float, float]:
        """All but `analyse`."""
        return self.cpu - self.analyse_cpu, self.wall - self.analyse_wall


def environment(scratch: Path, **more: str) -> dict[str, str]:
    """One thread per process, watched `analyse`, nothing of an earlier measurement."""
    (scratch / "watch").mkdir(exist_ok=True)
    (scratch / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    (scratch / "analyse.log").unlink(missing_ok=True)
    path = os.pathsep.join([str(scratch / "watch"), os.environ.get("PYTHONPATH", "")])
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **threads, "PYTHONPATH": path, "ANALYSE_LOG": str(scratch / "analyse.log"), **more}


def analysed(scratch: Path, share: int = 1) -> tuple[float, float]:
    """Median seconds of `analyse` a client, processor and wall; the wall of `share` workers counts once."""
    spent: dict[str, list[float]] = {}
    for line in (scratch / "analyse.log").read_text().splitlines():
        client, cpu, wall = line.split()
        sums = spent.setdefault(client, [0.0, 0.0])
        sums[0] += float(cpu)
        sums[1] += float(wall) / share
    return median(s[0] for s in spent.values()), median(s[1] for s in spent.values())


def stock(clients: list[Path], scratch: Path, at_once: int, **more: str) -> Cost:
    """papermill and nbconvert, a command each, over the six notebooks of every client."""
    env = environment(scratch, **more)
    here = Path(sys.executable).parent

    def one(client: Path) -> float:
        begun = time.perf_counter()
        for notebook in sorted(notebook_folder().glob("*.ipynb")):
            out = scratch / "stock" / client.name / notebook.name
            out.parent.mkdir(parents=True, exist_ok=True)
            given = f"run: {{client: {client}, language: de}}"
            quiet = {"env": env, "check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run([here / "papermill", "--no-progress-bar", "-y", given, notebook, out], **quiet)
            subprocess.run([here / "jupyter", "nbconvert", "--to", "html", "--no-input", out], **quiet)
        return time.perf_counter() - begun

    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        walls = list(pool.map(one, clients))
    after, elapsed = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
    cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(clients)
    return Cost(cpu, median(walls) if at_once == 1 else elapsed / len(clients), *analysed(scratch, at_once))


def scripted(code: str, arguments: list[str], scratch: Path, workers: int = 1, **more: str) -> tuple[Cost, list[float]]:
    """A script that prints one line per client (name, processor, wall); its one-off start, if it names one."""
    said = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment(scratch, **more),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("[")]
    start = next((line[1:] for line in lines if line[0] == "start"), [0.0, 0.0])
    costs = [line for line in lines if line[0] != "start"]
    return Cost(median(c[1] for c in costs), median(c[2] for c in costs), *analysed(scratch, workers)), start


def main(folder: Path, asked: argparse.Namespace) -> None:
    """Make the clients, measure every way, print the rows and the ratios."""
    first = client_of(folder / "made", asked.customers, asked.lines)
    clients = []
    for n in range(asked.clients):
        clients.append(folder / f"client{n}")
        if not clients[-1].is_dir():
            shutil.copytree(first, clients[-1])
            text = (first / "client.yaml").read_text("utf-8").replace("id: muster", f"id: client{n}")
            (clients[-1] / "client.yaml").write_text(text, encoding="utf-8")
    names = [str(c) for c in clients]
    print("rfc3987_syntax is", "installed" if find_spec("rfc3987_syntax") else "not installed", flush=True)
    costs: dict[str, Cost] = {}
    for workers, page_only in ((1, ""), (2, ""), (1, "1"), (2, "1")):
        shutil.rmtree(folder / "ours", ignore_errors=True)
        given = [str(workers), str(folder / "ours"), *names]
        name = f"ours, {workers} worker(s)" + (", page only" if page_only else "")
        costs[name], start = scripted(OURS, given, folder, workers, PAGE_ONLY=page_only)
        print(f"ours, start of the parent: {start[0]:.1f} s CPU, {start[1]:.1f} s wall, once", flush=True)
    shutil.rmtree(folder / "plain", ignore_errors=True)
    costs["plain Python"], _ = scripted(PLAIN, [str(folder / "plain"), *names], folder)
    show(costs)
    few = clients[: asked.stock]
    costs["stock, one at a time"] = stock(few, folder, 1)
    show(costs)
    costs["stock, two at once"] = stock(few, folder, 2)
    costs["stock without rfc3987"] = stock(few[:2], folder, 1, WITHOUT_RFC3987="1")
    show(costs)


def show(costs: dict[str, Cost]) -> None:
    """Three rows for each way, then the ratios."""
    print(f"{'':26}{'overhead':>18}{'computation':>18}{'sum':>18}   (CPU, wall)")
    for name, c in costs.items():
        rows = (c.overhead, (c.analyse_cpu, c.analyse_wall), (c.cpu, c.wall))
        print(f"{name:26}" + "".join(f"{cpu:9.2f}{wall:9.2f}" for cpu, wall in rows), flush=True)
    print(f"sum of ours / plain Python: {costs['ours, 1 worker(s)'].cpu / costs['plain Python'].cpu:.2f} CPU")
    for name in (n for n in costs if n.startswith("stock")):
        for kind in ("", ", page only"):
            c, ours, two = costs[name], costs[f"ours, 1 worker(s){kind}"], costs[f"ours, 2 worker(s){kind}"]
            cpu, wall = c.overhead[0] / ours.overhead[0], c.overhead[1] / two.overhead[1]
            print(f"{name} / ours{kind}: overhead {cpu:.1f} x CPU, {wall:.1f} x wall (two workers)", end="; ")
            print(f"sum {c.cpu / ours.cpu:.1f} x CPU, {c.wall / two.wall:.1f} x wall", flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    for name, default in (("--clients", 6), ("--stock", 6), ("--customers", 5_000), ("--lines", 200_000)):
        options.add_argument(name, type=int, default=default)
    options.add_argument("--folder", type=Path)
    chosen = options.parse_args()
    if chosen.folder:
        chosen.folder.mkdir(parents=True, exist_ok=True)
        main(chosen.folder, chosen)
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made), chosen)
