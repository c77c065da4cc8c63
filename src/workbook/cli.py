"""The command line, a veneer: each body calls the function that does the work, prints what it says, and returns a status.

Statuses (CONTRACT.md): 0 done · 1 data or settings wrong · 2 wrong use · 3 a chapter failed · 130 interrupted.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import select
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from workbook import cli_batch, cli_export, cli_forget, cli_pseudonymise, cli_queue
from workbook.language import Words
from workbook.parameters import Language, Parameters
from workbook.problem import Misuse, Refused, output_problem, outside_data, refusal
from workbook.workshop import start

if TYPE_CHECKING:
    from workbook.report.order import Outcome

DONE, WRONG_DATA, WRONG_USE, FAILED_CHAPTER, INTERRUPTED = 0, 1, 2, 3, 130
UNHEARD = 141  # what a shell says of a program whose reader has gone (128 + SIGPIPE)


def run() -> NoReturn:
    """The installed command. Linear algebra keeps to one thread: more are no faster here, and sums differ in the last digit."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    sys.exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; every expected failure becomes sentences on stderr and a status, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without dashes and umlauts still gets the sentence
    words = terminal_words()
    try:
        chosen = parser(words).parse_args(arguments)
        status = int(chosen.body(chosen))
        sys.stdout.flush()
        return status
    except Misuse as misuse:
        return _say(words.text(misuse.key, **misuse.values), WRONG_USE)
    except Refused as refused:
        return _refused(refused, _client_words(chosen) or words)
    except KeyboardInterrupt:
        return _say(words.text("cli.interrupted"), INTERRUPTED)
    except OSError as error:
        from workbook.problem_text import sentence

        if isinstance(error, BrokenPipeError) and hasattr(select, "poll") and _unheard():
            return UNHEARD
        return _say(sentence(output_problem(error), _client_words(chosen) or words), WRONG_DATA)
    except Exception as error:  # a mistake of ours: said in a sentence, its trace only on request
        if os.environ.get("WORKBOOK_DEBUG"):
            raise
        return _say(words.text("cli.unexpected", cause=f"{type(error).__name__}: {str(error)[:200]}"), FAILED_CHAPTER)


class Parser(argparse.ArgumentParser):
    """argparse whose own complaints come as our Misuse."""

    def error(self, message: str) -> NoReturn:
        """Wrong use, with the command's usage."""
        raise Misuse("cli.usage", usage=self.format_usage().removeprefix("usage: ").strip())


def parser(words: Words) -> Parser:
    """The commands and their options."""
    top = Parser(prog="workbook", description=words.text("cli.about"))
    commands = top.add_subparsers(dest="command", required=True, parser_class=Parser, metavar="COMMAND")

    def command(name: str, body: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words.text(f"cli.{name}"), description=words.text(f"cli.{name}"))
        made.set_defaults(body=body)
        return made

    new = command("new", body_new)
    new.add_argument("folder", metavar="DIR", type=Path, help=words.text("cli.help.new_folder"))
    new.add_argument("--language", choices=["de", "en"], help=words.text("cli.help.language_new"))
    only = new.add_mutually_exclusive_group()
    only.add_argument("--small", action="store_true", help=words.text("cli.help.small"))
    only.add_argument("--questionnaire", action="store_true", help=words.text("cli.help.questionnaire"))
    for name, body in (("check", body_check), ("report", body_report)):
        made = command(name, body)
        made.add_argument("folder", metavar="DIR", type=Path, help=words.text("cli.help.folder"))
        made.add_argument("-o", "--out", metavar="OUT", type=Path, help=words.text(f"cli.help.out_{name}"))
        made.add_argument("--language", choices=["de", "en"], help=words.text("cli.help.language"))
        if name == "check":
            made.add_argument("--json", action="store_true", help=words.text("cli.help.json"))
        else:
            made.add_argument("--only", metavar="CHAPTER", nargs="+", default=[], help=words.text("cli.help.only"))
            made.add_argument("--compare", metavar="RESULTS_JSON", type=Path, help=words.text("cli.help.compare"))
            made.add_argument("--pdf", action="store_true", help=words.text("cli.help.pdf"))
            made.add_argument(
                "--engine", choices=["workbook", "kernel"], default="workbook", help=words.text("cli.help.engine")
            )
            cli_pseudonymise.arguments(made, words)
    cli_batch.arguments(command("batch", cli_batch.body), words)
    cli_queue.arguments(command("queue", cli_queue.body), words)
    cli_export.arguments(command("export", cli_export.body), words)
    start.add(command, words)
    cli_forget.arguments(command("forget", cli_forget.body), words)
    command("schema", body_schema)
    command("doctor", body_doctor)
    return top


def body_new(chosen: argparse.Namespace) -> int:
    """workbook new"""
    from workbook import questionnaire
    from workbook.small_template import write
    from workbook.template import empty_folder, new_client

    words = _client_words(chosen) or terminal_words()
    if chosen.questionnaire:
        print(words.text("cli.questionnaire_at", file=str(questionnaire.write(chosen.folder, words))))
        return DONE
    if chosen.small:
        with empty_folder(chosen.folder):
            write(chosen.folder, date.today().year - 1, words)
    else:
        new_client(chosen.folder, words)
        questionnaire.write(chosen.folder, words)
    print(words.text("cli.created", folder=str(chosen.folder), quoted=_in_a_shell(chosen.folder)))
    return DONE


def body_check(chosen: argparse.Namespace) -> int:
    """workbook check"""
    from workbook.check import as_json, check, unread
    from workbook.check_text import as_text, obstacles

    folder = _folder(chosen.folder)
    if chosen.out:
        outside_data(chosen.out, folder)
    try:
        seen = check(folder, chosen.language)
    except Refused as refused:
        seen = unread(folder, refused.problems, _client_words(chosen) or terminal_words())
    found = as_json(seen)
    told = json.dumps(found, ensure_ascii=False, indent=1) if chosen.json else as_text(seen)
    if told:
        print(told, flush=True)
    if chosen.out:
        from workbook.report.check_page import write

        write(seen, found, chosen.out)
    if seen.stopping:
        # A blank line between the two, which a terminal shows one below the other.
        return _say("\n" * bool(told) + obstacles(seen), WRONG_DATA)
    return DONE


def body_report(chosen: argparse.Namespace) -> int:
    """workbook report"""
    from workbook.chapters import ORDER
    from workbook.progress import Progress

    unknown = [c for c in chosen.only if c not in ORDER]
    if unknown:
        raise Misuse("cli.unknown_chapter", chapter=unknown[0], chapters=", ".join(ORDER))
    folder = _folder(chosen.folder)
    outside_data(chosen.out or Path("reports"), folder)
    words = _client_words(chosen) or terminal_words()

    from workbook.report.order import Job
    from workbook.report.workers import work

    out, only = chosen.out or Path("reports"), tuple(chosen.only)
    job = Job(folder, out, chosen.language, only, chosen.pdf, chosen.engine, compare=chosen.compare)
    chapters = [c for c in ORDER if not chosen.only or c in chosen.only]
    with cli_pseudonymise.asked(job, chosen) as job, Progress(words, chapters) as progress:
        for event in work([job]):
            if event.kind == "chapter":
                progress(event.chapter)
    assert event.outcome is not None
    return _told(event.outcome, words)


def _told(outcome: Outcome, words: Words) -> int:
    """Say how a report ended; its status."""
    if outcome.problems:
        raise Refused(outcome.problems)
    if outcome.folder is None:
        return _say(words.text("cli.unexpected", cause=outcome.cause), outcome.status)
    for failed, cause in outcome.failed:
        chapter = words.text(f"page.chapter.{failed}")
        print(words.text("cli.chapter_failed", chapter=chapter, cause=cause[:300]), file=sys.stderr)
    if outcome.unprinted:
        print(words.text("cli.unprinted"), file=sys.stderr)
    print(words.text("cli.report_at", place=str(outcome.folder / "report.html")))
    if outcome.status == DONE:
        _settled(outcome.folder, words)
    return outcome.status


def _settled(folder: Path, words: Words) -> None:
    """With a success what an earlier failure left goes; a system that refuses that is told."""
    from workbook.batch import failures

    try:
        failures.clear(folder.parent, folder.name)
    except OSError as error:
        place = str(folder.parent / failures.FOLDER / folder.name)
        print(words.text("cli.failure_stays", folder=place, cause=refusal(error)), file=sys.stderr)


def body_schema(chosen: argparse.Namespace) -> int:
    """workbook schema"""
    print(json.dumps(Parameters.model_json_schema(by_alias=True), ensure_ascii=False, indent=1))
    return DONE


def body_doctor(chosen: argparse.Namespace) -> int:
    """workbook doctor"""
    from workbook.doctor import examine

    words = terminal_words()
    lines = examine(words)
    print("\n".join(f"{'ok ' if fine else '!! '} {text}" for fine, text in lines))
    return DONE if all(fine for fine, _ in lines) else WRONG_DATA


def terminal_words() -> Words:
    """The language of the terminal: German where its locale is German, else English."""
    spoken = next((v for v in (os.environ.get(n) for n in ("LC_ALL", "LC_MESSAGES", "LANG")) if v), "")
    german = spoken.lower().startswith("de")
    return Words("de", "de_DE", "EUR") if german else Words("en", "en_GB", "EUR")


def _client_words(chosen: argparse.Namespace) -> Words | None:
    """The client's own language where its settings can be read, else none."""
    from workbook.settings import FILE, language_of

    language: Language | None = getattr(chosen, "language", None)
    folder: Path | None = getattr(chosen, "folder", None)
    if language is None and folder is not None and (folder / FILE).is_file():
        language = language_of(folder)
    if language is None:
        return None
    return Words(language, "de_DE" if language == "de" else "en_GB", "EUR")


def _in_a_shell(folder: Path) -> str:
    """A folder as it is typed after a command: in quotation marks where it needs them."""
    return subprocess.list2cmdline([str(folder)]) if os.name == "nt" else shlex.quote(str(folder))


def _unheard() -> bool:
    """Whether nobody reads what we print any more (`| head`); then nothing is printed at the end either."""
    closed = []
    for stream in (sys.stdout, sys.stderr):
        asked = select.poll()
        asked.register(stream.fileno(), select.POLLERR)
        closed += [stream] if asked.poll(0) else []
    for stream in closed:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return bool(closed)


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        raise Misuse("cli.no_folder", folder=str(folder))
    return folder


def _refused(refused: Refused, words: Words) -> int:
    from workbook.problem_text import sentences

    for line in sentences(refused.problems, words, coded=True):
        print(line, file=sys.stderr)
    return WRONG_DATA


def _say(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status
