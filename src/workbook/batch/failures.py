"""OUT/failed/<client>: what the consultant needs where a report could not be made; gone with the next success."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from workbook.batch.cause import kind
from workbook.batch.plan import Planned
from workbook.chapters import ORDER
from workbook.problem_text import sentences
from workbook.report.order import Outcome
from workbook.report.publish import CAUSE, on_its_way, ours, publish, staging
from workbook.report.results import write_json
from workbook.whole import write_whole

FOLDER = "failed"
PROBLEMS = "problems.json"
FRAMES = 12  # lines of a traceback that are kept, its end: it says what went wrong
PLACE = re.compile(r"(?:[A-Za-z]:)?[\\/][^\s\"':]*[\\/](?=[^\s\"'\\/:]+\.(?:py|ipynb)\b)")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def keep(out: Path, planned: Planned, outcome: Outcome) -> Path:
    """Write the account of a failure; an incomplete report that stands there already stays and gets the account beside it."""
    target = out / FOLDER / planned.id
    files = {CAUSE: cause_text(planned, outcome), **tracebacks(outcome)}
    if outcome.folder is not None and outcome.folder.resolve() == target.resolve():
        for name, text in files.items():
            write_whole(target / name, text)
        return target
    if not ours(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    with staging(target) as staged:
        for name, text in files.items():
            _write(staged / name, text)
        if outcome.problems:
            write_json(staged / PROBLEMS, {"problems": _problems(planned, outcome)})
        for notebook in _notebooks(outcome):
            (staged / "notebooks").mkdir(exist_ok=True)
            shutil.copyfile(notebook, staged / "notebooks" / notebook.name)
        publish(staged, target)
    return target


def clear(out: Path, name: str) -> None:
    """Take away what an earlier failure left: out of sight in one step, then for good."""
    target = out / FOLDER / name
    if target.exists() and ours(target):
        aside = on_its_way(target)
        target.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
    if target.parent.is_dir() and not any(target.parent.iterdir()):
        target.parent.rmdir()


def cause_text(planned: Planned, outcome: Outcome) -> str:
    """What happened and what to do, in the client's language."""
    words = planned.words
    lines = [words.text("batch.failed.title", client=planned.id), ""]
    if outcome.problems and all(p.code.startswith("OUT-") for p in outcome.problems):
        lines += [words.text("batch.cause.output"), *sentences(outcome.problems, words)]
        return "\n".join([*lines, "", words.text("batch.failed.earlier"), ""])
    if outcome.problems:
        lines += [words.text("batch.failed.data"), "", *sentences(outcome.problems, words, most=50), ""]
        lines += [words.text("batch.failed.data.remedy", folder=planned.place.name)]
        return "\n".join([*lines, words.text("batch.failed.earlier"), ""])
    for chapter, cause in outcome.failed:
        said = words.text("batch.failed.chapter", chapter=words.text(f"page.chapter.{chapter}"))
        lines += [f"{said} {words.text(f'batch.cause.{kind(cause)}')}"]
    if not outcome.failed:
        lines += [words.text(f"batch.cause.{kind(outcome.cause)}")]
    kinds = dict.fromkeys([kind(cause) for _, cause in outcome.failed] or [kind(outcome.cause)])
    lines += ["", *(words.text(f"batch.remedy.{name}") for name in kinds)]
    if outcome.attempts > 1:
        lines += [words.text("batch.failed.tried", number=str(outcome.attempts))]
    return "\n".join([*lines, "", words.text("batch.failed.earlier"), ""])


def tracebacks(outcome: Outcome) -> dict[str, str]:
    """Per failed chapter the end of its traceback, places on this machine cut to file names; for the consultant only."""
    found = {}
    notebooks = {p.stem.partition("_")[2]: p for p in _notebooks(outcome)}
    for chapter, cause in outcome.failed:
        lines = list(_raised(notebooks[chapter])) if chapter in notebooks else []
        found[f"traceback-{chapter}.txt"] = trimmed("\n".join([*lines[-FRAMES:], cause]))
    if outcome.cause and not outcome.failed:
        found["traceback.txt"] = trimmed(outcome.cause)
    return found


def trimmed(text: str) -> str:
    """Without colours, without folders."""
    return PLACE.sub("", COLOURS.sub("", text)).strip() + "\n"


def _raised(notebook: Path) -> Iterator[str]:
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return
    for output in (o for cell in cells for o in cell.get("outputs", [])):
        if output.get("output_type") == "error":
            yield from "\n".join(output.get("traceback", [])).splitlines()


def _notebooks(outcome: Outcome) -> list[Path]:
    """The executed notebooks of the chapters that failed, where the run left an incomplete report."""
    if outcome.folder is None:
        return []
    failed = {chapter for chapter, _ in outcome.failed} & set(ORDER)
    there = sorted((outcome.folder / "notebooks").glob("*.ipynb"))
    return [p for p in there if p.stem.partition("_")[2] in failed]


def _problems(planned: Planned, outcome: Outcome) -> list[dict[str, object]]:
    names = ("code", "level", "file", "sheet", "row", "column", "header", "key", "count")
    told = [(p, " ".join(sentences([p], planned.words))) for p in outcome.problems]
    return [{**{name: getattr(p, name) for name in names}, "text": text} for p, text in told]


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
