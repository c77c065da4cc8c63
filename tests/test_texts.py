import re
import unicodedata

import pytest

from workbook.texts import Forms, collect, family, forms, inflected, keys, known, message, placeholders, places

CODES = [
    "IN-EMPTY",
    "IN-ENCRYPTED",
    "IN-CORRUPT",
    "IN-LOCKED",
    "IN-FORMAT",
    "IN-TOOBIG",
    "IN-UNSAFE",
    "IN-PATH",
    "IN-HIDDEN",
    "IN-SHEET",
    "IN-ENCODING",
    "IN-MIXEDENC",
    "IN-QUOTE",
    "IN-RAGGED",
    "HD-MISSING",
    "HD-AMBIGUOUS",
    "HD-DUPLICATE",
    "HD-WIDE",
    "HD-TOTAL",
    "NUM-AMBIGUOUS",
    "NUM-MIXED",
    "NUM-TEXT",
    "NUM-UNIT",
    "NUM-FORMULA",
    "CUR-MIX",
    "PCT-SCALE",
    "RANGE",
    "DATE-ORDER",
    "DATE-INVALID",
    "DATE-FUTURE",
    "PERIOD",
    "ID-DUPLICATE",
    "ID-SCIENTIFIC",
    "ID-SIMILAR",
    "REF-ORPHAN",
    "REF-CYCLE",
    "SUM-CONTROL",
    "CFG-KEY",
    "CFG-VALUE",
    "CFG-WEIGHTS",
    "CFG-REASON",
    "CFG-CLIENTID",
    "CFG-STALE",
    "OUT-WRITE",
    "IN-MISSING",
    "IN-NOFILE",
    "JOIN-UNMATCHED",
    "JOIN-DUPLICATE",
    "CFG-YAML",
    "CFG-MISSING",
    "CFG-DUPLICATE",
    "DUP-ROW",
    "TOTAL-ROW",
    "BLANK-ROW",
    "REQUIRED",
    "CODE-UNKNOWN",
]

BOTH = [(key, message(key, "de"), message(key, "en")) for key in keys()]
EACH = [(key, text) for key, german, english in BOTH for text in (german, english)]


def slots(text: str) -> list[set[str]]:
    """Per form the placeholders but `n` (the word one stands for it), without the mark of a German case."""
    return [{re.sub("_(dat|in)$", "", name) for name in placeholders(part)} - {"n"} for part in re.split("[‖∅]", text)]


@pytest.mark.parametrize("code", CODES)
def test_every_message_code_has_a_text(code: str) -> None:
    assert message(f"message.{code}", "de") and message(f"message.{code}", "en")


def test_german_and_english_have_the_same_forms() -> None:
    marks = re.compile("[‖∅∀]")
    assert [key for key, german, english in BOTH if marks.findall(german) != marks.findall(english)] == []


def test_german_and_english_have_the_same_placeholders_in_each_form() -> None:
    assert [key for key, german, english in BOTH if slots(german) != slots(english)] == []


def test_german_and_english_both_name_the_count_or_neither() -> None:
    assert [key for key, german, english in BOTH if ("{n}" in german) != ("{n}" in english)] == []


def test_no_text_has_a_brace_that_is_no_placeholder() -> None:
    assert [key for key, text in EACH if re.search("[{}]", re.sub(r"\{[a-z][a-z0-9_]*\}", "", text))] == []


def test_texts_are_normalised() -> None:
    assert [key for key, text in EACH if text != unicodedata.normalize("NFC", text).strip()] == []


def test_texts_have_no_double_spaces_breaks_or_exclamation_marks() -> None:
    assert [key for key, text in EACH if re.search(r"[ \u00a0]{2}|[\n\t!]", text)] == []


def test_german_quotation_marks_are_german() -> None:
    assert [key for key, text, _ in BOTH if set(text) & set('"”') or text.count("„") != text.count("“")] == []


def test_english_quotation_marks_are_english() -> None:
    assert [key for key, _, text in BOTH if set(text) & set('"„') or text.count("“") != text.count("”")] == []


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(KeyError, match=r"message\.NONE"):
        message("message.NONE", "de")


def test_forms_for_one_many_and_none() -> None:
    assert forms("ein Kunde ‖ {n} Kunden ∅ kein Kunde") == Forms("ein Kunde", "{n} Kunden", "kein Kunde", "{n} Kunden")
    assert forms("ein Kunde ‖ {n} Kunden") == Forms("ein Kunde", "{n} Kunden", "{n} Kunden", "{n} Kunden")
    assert forms("{n} km ∅ nichts") == Forms("{n} km", "{n} km", "nichts", "{n} km")
    assert forms("einer ‖ {n} von {n_total} ∅ keiner ∀ alle") == Forms("einer", "{n} von {n_total}", "keiner", "alle")
    assert forms("fest") == Forms("fest", "fest", "fest", "fest")
    assert all(inflected(text) for text in ("a ‖ b", "a ∅ b", "a ∀ b")) and not inflected("a")


def test_placeholders_are_the_names_in_braces() -> None:
    assert placeholders("{money} von {n_total}, {Kein} {}") == {"money", "n_total"}


def test_places_are_what_a_text_needs_to_be_filled():
    assert places("{money} von {total}") == {"money", "total"}
    assert places("ein Kunde ‖ {n} Kunden") == places("einer ‖ viele") == {"n"}


def test_keys_are_found_by_name_and_by_their_beginning():
    assert known("word.and") and not known("word.and.")
    assert family("word.") == tuple(key for key in keys() if key.startswith("word.")) != ()


def test_a_key_in_two_files_is_an_error() -> None:
    text = '["a.b"]\nde = "x"\nen = "y"\n'
    assert collect([("one.toml", text)]) == {"a.b": {"de": "x", "en": "y"}}
    with pytest.raises(ValueError, match=r"two\.toml: the key a\.b"):
        collect([("one.toml", text), ("two.toml", text)])


@pytest.mark.parametrize(
    "toml", ['["a"]\nde = "x"', '[a.b]\nde = "x"\nen = "y"', '["a"]\nde = "x"\nen = " "', 'a = "x"']
)
def test_a_text_without_both_languages_is_an_error(toml: str) -> None:
    with pytest.raises(ValueError, match="exactly one de and one en"):
        collect([("one.toml", toml)])


@pytest.mark.parametrize("key", ["intake.read_files", "intake.files", "check.file", "check.page.understood_stopped"])
def test_a_single_source_or_row_is_told_as_one(key: str) -> None:
    both = [message(key, "de"), message(key, "en")]
    assert all(inflected(text) and "{n}" not in forms(text).one for text in both)
