"""One case as the command line meets it, twice and in both languages."""

from __future__ import annotations

import hashlib
import math
import re
import warnings
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import workbook.check
from small_client import no_traces
from workbook.check import Seen
from workbook.cli import main
from workbook.problem import Problem, Refused

from .case import Case

LEVEL = {"REPAIR": "repair", "WARN": "warn", "ASK": "ask", "REJECT": "reject"}
WORDS = {
    "de": {
        "row": "Zeile {}",
        "cell": "Zelle {}",
        "sheet": "Blatt „{}“",
        "header": "Spalte „{}“",
        "letter": "Spalte {}",
        "ask": "Entscheidung nötig",
        "reject": "abgelehnt",
        "please": "itte ",
    },
    "en": {
        "row": "row {}",
        "cell": "cell {}",
        "sheet": "sheet “{}”",
        "header": "column “{}”",
        "letter": "column {}",
        "ask": "decision needed",
        "reject": "rejected",
        "please": "lease ",
    },
}
NO_NUMBER = re.compile(r"(?<![\w„“])(nan|NaN|inf|-inf|None|NaT|<NA>)(?![\w”“])")


@dataclass(frozen=True)
class Said:
    """What one run did: its status, its texts, the problems behind them, the account as a script reads it."""

    status: int
    out: str
    err: str
    problems: tuple[Problem, ...]
    account: Mapping[str, Any] | None
    seen: Seen | None = None

    @property
    def text(self) -> str:
        return " ".join((self.out + self.err).split())


def run(*arguments: object, before: Said | None = None) -> Said:
    """The command in this process; what it read is kept beside what it said.

    Where it read exactly what a run `before` read, its chapters are those worked out then.
    """
    seen: list[Any] = []
    real = workbook.check.check

    def watched(*given: Any) -> Any:
        try:
            seen.append(_as_before(real(*given), before.seen if before else None))
        except Refused as refused:
            seen.append(refused)
            raise
        return seen[-1]

    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err), warnings.catch_warnings():
        warnings.simplefilter(
            "error" if arguments[0] == "check" else "default"
        )  # a warning of the language would stand on the user's screen
        patch.setattr(workbook.check, "check", watched)
        patch.setenv("LC_ALL", "de_DE.UTF-8")
        status = main([str(argument) for argument in arguments])
    found = seen[-1] if seen else Refused([])
    refused = isinstance(found, Refused)
    problems = found.problems if refused else found.client.reading.problems
    if refused:
        return Said(status, out.getvalue(), err.getvalue(), problems, None)
    return Said(status, out.getvalue(), err.getvalue(), problems, workbook.check.as_json(found), found)


def _as_before(seen: Seen, before: Seen | None) -> Seen:
    """With the chapters of an earlier run over the same tables, period and settings."""
    if before is None or before.run is None or seen.run is None:
        return seen
    one, two = seen.client, before.client
    same = one.parameters == two.parameters and (one.period, one.as_of) == (two.period, two.as_of)
    same = same and list(one.tables) == list(two.tables)
    return (
        replace(seen, run=before.run) if same and all(t.equals(two.tables[n]) for n, t in one.tables.items()) else seen
    )


def prove(case: Case, path: Path) -> None:
    """Everything BAD_INPUTS asks of one input."""
    folder = case.sent.write(path / "client")
    before = _content(path)
    german = run("check", folder, "--language", "de")
    said = {"de": german, "en": run("check", folder, "--language", "en", before=german)}
    assert _facts(said["de"]) == _facts(said["en"])
    assert _content(path) == before, "something was written that nobody asked for"
    if _stops(case):
        _written(run("check", folder, "--language", "de", "-o", path / "out", before=german), german, path / "out")
    for language, one in said.items():
        assert no_traces(one.text), one.text
        assert not NO_NUMBER.search(one.text), one.text
        assert one.status == (1 if _stops(case) else 0), one.text
        _codes(case, one)
        _texts(case, one, language)
    if not _stops(case):
        _account(case, said["de"])
    elif case.rows:
        accepted = case.sent.write(path / "accepted", accept_rejects=True, reason="Test")
        done = run("check", accepted, "--language", "de")
        assert done.status == 0, done.text
        _account(case, done)


def _written(again: Said, first: Said, out: Path) -> None:
    """A second run says the same and writes the page, its record and the letter, whole."""
    assert (again.status, again.err) == (first.status, first.err) and again.out.startswith(first.out)
    suffixes = {path.suffix for path in out.iterdir()}
    assert {".html", ".json"} <= suffixes <= {".html", ".json", ".txt"}, suffixes
    assert all(no_traces(path.read_text("utf-8")) for path in out.iterdir())


def _stops(case: Case) -> bool:
    return case.outcome in ("ASK", "REJECT")


def _codes(case: Case, said: Said) -> None:
    """The codes expected at their level; nothing else may stop a run."""
    wanted, level = set(case.codes.split()), LEVEL.get(case.outcome)
    found = {problem.code for problem in said.problems if problem.level == level}
    stopping = {problem.code for problem in said.problems if problem.stops} - set(case.along.split())
    assert wanted <= found, (found, said.text)
    assert stopping == (wanted if _stops(case) else set()), said.text


def _texts(case: Case, said: Said, language: str) -> None:
    """Place, matter, remedy and level, in the language asked for."""
    words, other = WORDS[language], WORDS["en" if language == "de" else "de"]
    if _stops(case):
        assert said.err.strip(), said.text
        items = [" ".join(item.split()) for item in said.err.split("\n  – ")[1:]]
        assert items and all(words["please"] in item and "]" in item for item in items), said.err
        err = " ".join(said.err.split())
        assert words[LEVEL[case.outcome]] in err and other[LEVEL[case.outcome]] not in err, err
    for kind, value in case.at.items():
        text = words[kind].format(value) if kind in words else str(value)
        assert text.lower() in said.text.lower(), (text, said.text)
    for text in case.says:
        assert text in said.text, (text, said.text)


def _account(case: Case, said: Said) -> None:
    """Read = used + rejected, in every file and in money, and as planted."""
    account = said.account
    assert account is not None
    files, money = account["files"], account["money"]
    assert all(f["rows_read"] == f["rows_used"] + f["rows_rejected"] for f in files), files
    assert math.isclose(money["read"], money["used"] + money["rejected"], abs_tol=0.011, rel_tol=1e-12), money
    if case.rows:
        lines = [f for f in files if f["table"] == "transactions"]
        assert tuple(sum(f[f"rows_{k}"] for f in lines) for k in ("read", "used", "rejected")) == case.rows, files
    if case.money:
        assert (money["used"], money["rejected"]) == tuple(round(amount, 2) for amount in case.money), money
    if case.period:
        assert tuple(account["period"]) == case.period, account["period"]
    for table, rows in case.tables.items():
        assert sum(f["rows_used"] for f in files if f["table"] == table) == rows, files


def _facts(said: Said) -> object:
    """What a run found, whatever language it speaks."""
    account = {k: said.account[k] for k in ("files", "money", "period") if k in said.account} if said.account else None
    return said.status, [(p.code, p.level, p.file, p.sheet, p.row, p.header, p.count) for p in said.problems], account


def _content(path: Path) -> dict[str, str]:
    plain = (p for p in path.rglob("*") if p.is_file() and not p.is_symlink())
    return {p.relative_to(path).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in plain}
