"""kill -9 at any moment, then the same command once more: what is left, who still runs, what a reader saw meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import random
import select
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from batch_fakes import tree
from sample_reports import EPOCH

# What may differ between two runs over the same clients: times and what they cost. Everything else is equal byte by byte.
EXEMPT_FILES = ("summary.json", "logs/")
EXEMPT_FIELDS = {"manifest.json": ("generated_at", "chapters", "outputs"), ".ipynb": ("metadata",)}
AIMS = ("any", "writing", "publishing")  # a third of the kills each: the whole run, its writing, its last steps
READ = ("report.html", "results.json")

# Commands are forked from a process that has imported all and computed nothing, so that 200 of them do not import 200 times.
NURSERY = """
import json, os, sys
from workbook.cli import main
from workbook.report.child import preload
preload()
for line in iter(sys.stdin.readline, ""):
    pid = os.fork()
    if pid == 0:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os._exit(main(json.loads(line)))
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


def comparable(folder: Path) -> dict[str, Any]:
    """Every file below a folder, without the exempt fields; the hashes of notebooks in the manifest are exempt with them."""
    found: dict[str, Any] = {}
    for name, content in tree(folder, EXEMPT_FILES).items():
        fields = next((f for end, f in EXEMPT_FIELDS.items() if name.endswith(end)), None)
        found[name] = content if fields is None else _without(json.loads(content), fields)
    return found


def _without(content: dict[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    outputs = content.get("outputs", {})
    kept = {key: value for key, value in content.items() if key not in fields}
    kept["hashes"] = {n: h for n, h in outputs.items() if not n.endswith(".ipynb")}
    for cell in kept.get("cells", []):
        cell.pop("metadata", None)
    return kept


def proven(folder: Path) -> bool:
    """Whether a result holds exactly the files its manifest names, each as it was written."""
    files = tree(folder)
    wanted = json.loads(files.pop("manifest.json"))["outputs"]
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()} == wanted


class Nursery:
    """Starts commands in processes of their own, one at a time; their temporary files go to `scratch`."""

    def __init__(self, scratch: Path) -> None:
        self.scratch, self._mark = scratch, uuid.uuid4().hex
        scratch.mkdir()
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        mine = {"TMPDIR": str(scratch), "WORKBOOK_MARK": self._mark, "SOURCE_DATE_EPOCH": EPOCH}
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **threads, **mine},
            text=True,
        )

    def begin(self, *arguments: object) -> int:
        """Start a command; its number."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(a) for a in arguments]) + "\n")
        self._process.stdin.flush()
        return int(self._line())

    def ended(self, seconds: float) -> bool:
        """Wait so long; whether the command came to its end meanwhile."""
        return bool(select.select([self._process.stdout], [], [], max(seconds, 0))[0])

    def status(self) -> int:
        """Wait for the end of the command; its exit status, a killed one's below 0."""
        return int(self._line())

    def run(self, *arguments: object) -> int:
        """Start a command and wait for its end."""
        self.begin(*arguments)
        return self.status()

    def orphans(self, seconds: float = 15.0) -> list[psutil.Process]:
        """Processes of commands that ended which still run after a while."""
        until = time.monotonic() + seconds
        while (left := self.running()) and time.monotonic() < until:
            time.sleep(0.02)
        return left

    def running(self) -> list[psutil.Process]:
        """All processes of the command that runs, however deep."""
        return [p for p in psutil.process_iter() if p.pid != self._process.pid and self._ours(p)]

    def close(self) -> None:
        """No more commands."""
        self._process.communicate()

    def _line(self) -> str:
        assert self._process.stdout is not None
        said = b""
        while not said.endswith(b"\n") and (byte := os.read(self._process.stdout.fileno(), 1)):
            said += byte
        return said.decode()

    def _ours(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get("WORKBOOK_MARK") == self._mark and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False


class Reader(threading.Thread):
    """Reads results again and again while they are replaced: each is one of those known, none is ever away again."""

    def __init__(self, known: Mapping[Path, Sequence[Mapping[str, Any]]]) -> None:
        super().__init__(daemon=True)
        self._known = {target: [tuple(k[n] for n in READ) for k in one] for target, one in known.items()}
        self._seen = {target for target in known if target.exists()}
        self._stop_asked, self.wrong, self.reads = threading.Event(), list[str](), 0

    def run(self) -> None:
        """Until it is stopped."""
        while not self._stop_asked.wait(0.1):
            for target in self._known:
                self._look(target)

    def stop(self) -> None:
        """Read no more."""
        self._stop_asked.set()
        self.join()

    def _look(self, target: Path) -> None:
        try:
            folder = os.open(target, os.O_DIRECTORY)
        except FileNotFoundError:
            if target in self._seen:
                self.wrong.append(f"{target.name} was away")
            return
        try:
            self._seen.add(target)
            found = tuple(Path(f"/proc/self/fd/{folder}/{name}").read_bytes() for name in READ)
            self.reads += 1
            if found not in self._known[target]:
                self.wrong.append(f"{target.name} was neither the old nor the new")
        except FileNotFoundError:  # allowed in a folder that has been replaced and is going
            if os.fstat(folder).st_ino == target.stat().st_ino:
                self.wrong.append(f"{target.name} had not all its files")
        finally:
            os.close(folder)


@dataclass
class Phases:
    """Seconds from the start of an uninterrupted command to its end, from the first unfinished folder on, from the first
    whole one on: what is drawn from for each aim."""

    seconds: dict[str, float]

    @classmethod
    def of(cls, nursery: Nursery, out: Path, *arguments: object) -> Phases:
        """Those of one run, which must end well."""
        begun = time.monotonic()
        nursery.begin(*arguments)
        marks = {"any": begun} | {aim: reached(nursery, out, aim) for aim in AIMS[1:]}
        assert nursery.status() == 0
        return cls({aim: time.monotonic() - mark for aim, mark in marks.items()})


def reached(nursery: Nursery, out: Path, aim: str) -> float:
    """The time at which a command began what is aimed at, or its end."""
    pattern = {"any": "", "writing": ".*.tmp-*", "publishing": ".*.tmp-*/manifest.json"}[aim]
    while pattern and not (out.is_dir() and any(out.glob(pattern))) and not nursery.ended(0.005):
        pass
    return time.monotonic()


@dataclass
class Trial:
    """A command, killed over and over: each client's result is then the old or the new, and once more makes the whole.

    `arguments` go before the output folder; `before` is what lies there at the start; `whole` is what an uninterrupted run
    leaves, and `names` are the results in it.
    """

    nursery: Nursery
    arguments: Sequence[object]
    names: Sequence[str]
    whole: Path
    before: Path | None
    phases: Phases
    moments: Counter[str] = field(default_factory=Counter)
    reads: int = 0

    def __post_init__(self) -> None:
        self._new, self._seconds = comparable(self.whole), dict(self.phases.seconds)
        places = [p for p in (self.whole, self.before) if p is not None]
        self._known = {n: [comparable(p / n) for p in places if (p / n).is_dir()] for n in self.names}

    def run(self, out: Path, aim: str, draw: random.Random) -> None:
        """One kill and what follows; a command that ended before it was to be killed is begun anew."""
        while not self._hit(out, aim, draw):
            shutil.rmtree(out)
        assert self.nursery.orphans() == []
        for name, known in self._known.items():
            assert (out / name).is_dir() or self.before is None or not (self.before / name).is_dir()
            assert not (out / name).is_dir() or (proven(out / name) and comparable(out / name) in known)
        assert self.nursery.run(*self.arguments, "-o", out) == 0
        assert comparable(out) == self._new
        assert [p.name for p in (*out.rglob(".*"), *self.nursery.scratch.iterdir())] == []
        shutil.rmtree(out)

    def _hit(self, out: Path, aim: str, draw: random.Random) -> bool:
        """Whether the command was killed while somebody read."""
        if self.before is not None:
            shutil.copytree(self.before, out)
        reader = Reader({out / name: known for name, known in self._known.items()})
        reader.start()
        hit = self._killed(out, aim, draw)
        reader.stop()
        assert reader.wrong == []
        self.reads += reader.reads
        return hit

    def _killed(self, out: Path, aim: str, draw: random.Random) -> bool:
        """Whether the command was still running when it was killed."""
        pid = self.nursery.begin(*self.arguments, "-o", out)
        begun = reached(self.nursery, out, aim)
        over = self.nursery.ended(draw.random() * self._seconds[aim])
        # What is drawn from follows the machine, which is now busier and now quieter.
        self._seconds[aim] = time.monotonic() - begun if over else self._seconds[aim] * 1.05
        self.moments["too late" if over else self._at(out)] += 1
        if not over:
            with suppress(ProcessLookupError):  # it came to its end just now
                os.kill(pid, 9)
        return self.nursery.status() < 0 and not over

    def _at(self, out: Path) -> str:
        """How far the command is, as its files tell."""
        unfinished = list(out.glob(".*.tmp-*")) if out.is_dir() else []
        if any((p / "manifest.json").exists() for p in unfinished):
            return "publishing"
        return "writing" if unfinished else "computing" if self._results(out) == 0 else "after a publication"

    def _results(self, out: Path) -> int:
        """How many results are others than before."""
        here = [n for n in self.names if (out / n).is_dir()]
        return sum(self.before is None or not _same(out / n, self.before / n) for n in here)


def _same(one: Path, other: Path) -> bool:
    pages = [p / "manifest.json" for p in (one, other)]
    return all(p.is_file() for p in pages) and pages[0].read_bytes() == pages[1].read_bytes()
