"""Every text the code asks for exists, and every text there is is asked for somewhere."""

import ast
import re
from collections.abc import Iterator, Mapping, Set
from functools import cache
from pathlib import Path

import pytest

import parsed
from parsed import nodes
from workbook import schema
from workbook.chapters import ORDER
from workbook.chapters.intake.analysis import ASKED, IN_MONEY
from workbook.parameters import PHASES, DiscountStep, Judgement, Parameters
from workbook.parameters_segmentation import DEFAULT_WEIGHTS
from workbook.section import CLASSES, ROLES
from workbook.texts import keys, message, placeholders
from workbook.workshop.levers import fields

SOURCE = Path(__file__).parents[1] / "src" / "workbook"
SAY = {"text", "text_from", "label", "message", "Term"}  # the first argument is a key
OF_FINDING = ("evidence", "recommendation", "basis", "confidence")
OF_GAP = ("would_show", "who", "effort", "question")
OF_EXHIBIT = ("alt", "unit", "caption", "read", "limit", "certainty", "agreement", "rule", "people", "money", "source")
OF_LEVER = ("ask", "owner", "measure", "step", "step_then", "steering", "lever", "lead", "short")
CODE = re.compile(
    r"(?:IN|HD|NUM|CUR|PCT|DATE|ID|REF|SUM|CFG|OUT|JOIN|DUP|TOTAL|BLANK|HEADER|CODE|DB)-[A-Z]+|RANGE|REQUIRED|PERIOD"
)
PLACE = {"file", "sheet", "row", "column", "header", "key"}  # problem_text fills these from where the problem stands

REFUSED = {reason for header in schema.refused_headers() if (reason := schema.refused(header.replace("*", " ")))}

# Families of texts whose members are listed somewhere else: each member has its text, and no text is left over.
FAMILIES: Mapping[str, Set[str]] = {
    "page.chapter.": set(ORDER),
    "class.": set(CLASSES),
    "control.": {*fields(), "overrides"},
    "place.": {"2.0", "2.1", "3.0", "3.1", "3.2", "step"},
    "part.": {*DiscountStep.model_fields, *Judgement.model_fields},
    "criterion.": set(DEFAULT_WEIGHTS),
    "field.": {*ASKED, IN_MONEY},
    "table.": {*schema.tables(), "lookup"},
    "phase.": {str(p) for p in PHASES},
    "phase_numbered.": {str(p) for p in PHASES},
    "role.": {*ROLES, "others"},
    "kind.": {"cash", "margin", "capacity"},
    "refused.": REFUSED,
    "level.": {"reject", "ask", "warn", "repair", "frame"},
    "provenance.people.": {"group", "pseudonym", "named"},
}

# Messages of the catalogue of bad inputs that nothing raises yet.
NOT_RAISED: dict[str, str] = {}


@cache
def trees() -> dict[str, ast.Module]:
    return {p.relative_to(SOURCE).as_posix(): parsed.tree(p.read_text("utf-8")) for p in sorted(SOURCE.rglob("*.py"))}


def constants(tree: ast.Module) -> set[str]:
    return {n.value for n in nodes(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def patterns(tree: ast.Module) -> set[str]:
    """f-strings that begin like a key, what is filled in written as *; and prefixes like `size.`."""
    parts = [n.values for n in nodes(tree) if isinstance(n, ast.JoinedStr)]
    made = {"".join(str(v.value) if isinstance(v, ast.Constant) else "*" for v in values) for values in parts}
    made |= {text + "*" for text in constants(tree) if text.endswith(".")}
    return {p for p in made if re.fullmatch(r"[a-z_]+\.[a-z_.*]*", p) and "*" in p}


@cache
def literals() -> frozenset[str]:
    return frozenset().union(*(constants(tree) for tree in trees().values()))


@cache
def prefixes() -> frozenset[str]:
    return frozenset().union(*(patterns(tree) for tree in trees().values()))


@cache
def labels() -> frozenset[str]:
    """The fixed words the page asks for, with what follows a label's name filled in as *."""
    files = [SOURCE / "report/page.py", *(SOURCE / "assets/page").glob("*.j2")]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines() if "labels" in line]
    return frozenset(f"page.{word}" for line in lines for word in re.findall(r"""["']([a-z_.]+(?:%d)?)["']""", line))


def asked_for(key: str, code: Set[str], made: Set[str]) -> bool:
    """Whether the code names the key, or puts it together from parts that it names."""
    if key in code or key in labels() or f"{re.sub('[1-9]$', '%d', key)}" in labels():
        return True
    stem, _, part = key.rpartition(".")
    if (stem == "claim" and part in code) or (part == "measured" and stem.removeprefix("claim.") in code):
        return True
    if part in (*OF_FINDING, *OF_GAP, *OF_EXHIBIT, *OF_LEVER, "plain") and (
        stem in code or asked_for(stem, code, made)
    ):
        return True
    return any(_filled(pattern, key, code) for pattern in made)


def _filled(pattern: str, key: str, code: Set[str]) -> bool:
    """Whether the key fits the pattern and what fills it is a word of the code or of a list."""
    found = holes(pattern).fullmatch(key)
    return bool(found) and all(word in code or word in listed() for word in found.groups())


@cache
def holes(pattern: str) -> re.Pattern[str]:
    """The pattern as an expression, a group for each part that is filled in."""
    return re.compile(re.escape(pattern).replace(r"\*\*", "(.+?)((?:_[a-z]+)?)").replace(r"\*", "(.+?)"))


@cache
def listed() -> frozenset[str]:
    """Words that fill a pattern and stand in a list elsewhere."""
    return frozenset({"", *Parameters.model_fields, *schema.tables(), *ASKED, *map(str, PHASES), *REFUSED, *fields()})


def named(tree: ast.Module) -> Iterator[str]:
    """Every key a source names in full: in a call that says it, a column's head, a finding, a gap."""
    for node in nodes(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args]
        if name in SAY and given and given[0]:
            yield given[0]
        if name == "Shown" and len(given) > 1 and given[1]:
            yield given[1]
        if name == "plate":
            yield from _of_plate(node)
        if name == "Finding" and given and given[0]:
            yield from (given[0], *(f"{given[0]}.{part}" for part in OF_FINDING))
        if name == "Claim" and given and given[0]:
            yield from (f"claim.{given[0]}", f"claim.{given[0]}.measured")
        if name == "Gap" and len(given) > 2 and given[2]:
            yield from (given[2], *(f"{given[2]}.{part}" for part in OF_GAP))


def _of_plate(call: ast.Call) -> Iterator[str]:
    """The texts of an exhibit as far as its call names them: message, notes of the margin, what stands instead of others."""
    other = {k.arg: k.value for k in call.keywords if k.arg not in ("margin", "draw")}
    yield from (v.value for v in other.values() if isinstance(v, ast.Constant))
    stem = call.args[1].value if isinstance(call.args[1], ast.Constant) else ""
    margin = next((k.value for k in call.keywords if k.arg == "margin"), call.args[5] if len(call.args) > 5 else None)
    notes = [n.value for n in margin.elts if isinstance(n, ast.Constant)] if isinstance(margin, ast.Tuple) else []
    if stem:
        yield from [] if "message" in other else [stem]
        yield from (n if n.startswith("source.") else f"{stem}.{n}" for n in notes if n not in other)
    yield from (f"note.{n}" for n in notes if not n.startswith("source."))


def unsaid(tree: ast.Module) -> list[str]:
    """Problems whose message needs a value that nobody gives it."""
    found: list[str] = []
    if not any(map(CODE.fullmatch, constants(tree))):
        return found
    for function in [n for n in nodes(tree) if isinstance(n, ast.FunctionDef)]:
        written = {
            k.value
            for n in ast.walk(function)
            if isinstance(n, ast.Dict)
            for k in n.keys
            if isinstance(k, ast.Constant)
        }
        for call in [n for n in ast.walk(function) if isinstance(n, ast.Call)]:
            code = next(
                (a.value for a in call.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)), ""
            )
            carried = any(k.arg == "values" and isinstance(k.value, ast.Attribute) for k in call.keywords)
            if CODE.fullmatch(code) and not carried:  # what a Reason carries was checked where it was made
                given = {k.arg for k in call.keywords} & PLACE
                spread = PLACE if any(k.arg is None for k in call.keywords) or len(call.args) > 2 else set()
                plain = f"message.{code}.plain"
                texts = [message(k, "de") for k in (f"message.{code}", plain) if k in keys()]
                if not any(placeholders(t) <= written | given | spread | {"n"} | _of_reason(call) for t in texts):
                    found.append(f"{function.name}: {code}")
    return found


def _of_reason(call: ast.Call) -> set[str]:
    """A reason gets its place, but no setting, where it is told (tables.py, cells.py)."""
    return PLACE - {"key"} if getattr(call.func, "id", "") in ("Reason", "Unusable") else set()


def test_every_text_the_code_names_exists():
    missing = {f"{file}: {key}" for file, tree in trees().items() for key in named(tree) if key not in keys()}
    assert missing == set()


def test_every_text_the_code_puts_together_exists():
    families = {k.split(".")[0] for k in keys()} - {*ORDER, "unit"}
    shown = {p: re.compile(re.escape(p).replace(r"\*", ".*")) for p in prefixes() if p.split(".")[0] in families}
    made = {p for p, form in shown.items() if not any(map(form.fullmatch, keys()))}
    assert made - {"value.*", "workbook.chapters.*"} == set()


@pytest.mark.parametrize("prefix", FAMILIES)
def test_every_member_of_a_family_has_its_text_and_none_is_left_over(prefix):
    texts = {key.removeprefix(prefix) for key in keys() if key.startswith(prefix)}
    assert texts == FAMILIES[prefix]


def test_every_text_is_asked_for():
    dead = {key for key in keys() if not asked_for(key, literals(), prefixes())}
    assert dead == {f"message.{code}" for code in NOT_RAISED}


def test_every_problem_raised_has_its_message():
    raised = {text for text in literals() if CODE.fullmatch(text)}
    assert {code for code in raised if f"message.{code}" not in keys()} == set()
    assert raised & set(NOT_RAISED) == set()


def test_every_problem_raised_can_be_said():
    assert {f"{file} {problem}" for file, tree in trees().items() for problem in unsaid(tree)} == set()


def test_a_text_that_does_not_exist_is_found():
    tree = ast.parse('words.text("value.no_such")\nFinding("value.gone", {}, 1, ())\nGap("a.b", (), "value.gap_gone")')
    assert [key for key in named(tree) if key in keys()] == []
    plated = ast.parse('plate(words, "value.gone", {}, behind, draw, ("read", "source.gone"), limit="value.left")')
    assert {"value.gone", "value.gone.read", "source.gone", "note.read", "value.left"} == set(named(plated))
    assert "value.gone.evidence" in named(tree) and "value.gap_gone.who" in named(tree)


def test_a_text_nobody_asks_for_is_found():
    assert not asked_for("value.dead", {"value.live"}, {"size.*"})
    assert asked_for("value.live.evidence", {"value.live"}, set())
    assert asked_for("size.large", {"large"}, {"size.*"}) and not asked_for("size.huge", {"large"}, {"size.*"})


def test_a_problem_that_cannot_be_said_is_found():
    code = 'def f():\n    notes.add("NUM-TEXT", "reject", values={})'
    assert unsaid(ast.parse(code)) == ["f: NUM-TEXT"]
    assert unsaid(ast.parse(code.replace("{}", '{"value": 1}'))) == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_where_nothing_was_found_nobody_is_told_to_see_to_these(language):
    """A headline that may say none needs a recommendation for that case, too, where it speaks of those found."""
    speaks = re.compile(r"\b[Dd]iese[rn]? Kunden\b|\b[Dd]iese Key Accounts\b|\b[Tt]hese (?:key accounts|customers)\b")
    said = [key.removesuffix(".recommendation") for key in keys() if key.endswith(".recommendation")]
    none = [key for key in said if key in keys() and "∅" in message(key, language)]
    wrong = [k for k in none if speaks.search(told := message(f"{k}.recommendation", language)) and "∅" not in told]
    assert wrong == ["value.loss_makers"], "that one is only said where there are some"
