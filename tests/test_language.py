"""`~` in an expected text is the no-break space, `−` the true minus U+2212."""

from collections.abc import Mapping
from datetime import date, datetime, time

import pytest

from workbook import language, texts
from workbook.finding import Quantity, Term, Terms, Unit, bound, count, hours, money, share
from workbook.language import Words
from workbook.number_format import SPACE, rounded
from workbook.parameters import Locale

LOCALES: tuple[Locale, ...] = ("de_DE", "de_AT", "de_CH", "en_GB", "en_US")
SAMPLES: Mapping[str, Mapping[str, str]] = {
    "t.loss": {
        "de": "Einer von {n_total} Kunden. ‖ {n} von {n_total} Kunden. ∅ Kein Kunde.",
        "en": "One of {n_total} customers. ‖ {n} of {n_total} customers. ∅ No customer.",
    },
    "t.all": {"de": "{n} von {n_total} ∅ keiner ∀ alle {n_total}", "en": "{n} of {n_total} ∅ none ∀ all {n_total}"},
    "t.group": {"de": "{group} sind {group}, „{group}“", "en": "{group} are {group}, “{group}”. {group}"},
    "t.two": {"de": "Ein Fall ‖ {n} Fälle", "en": "One case ‖ {n} cases"},
    "t.name": {"de": "Der Kunde {customer} zahlt {money}.", "en": "Customer {customer} pays {money}."},
    "t.dat": {"de": "nach {days_dat}, binnen {years_dat}", "en": "after {days_dat}, within {years_dat}"},
    "t.swiss": {"de": "Die Größe „{name}“ heißt ‚groß‘", "en": "The size “{name}” is large"},
    "t.role": {"de": "Zeit {role_in}", "en": "Time in {role}"},
    "t.key": {"de": "unter {key}", "en": "under {key}"},
    "t.list": {"de": "betrifft {items}", "en": "concerns {items}"},
    "t.stop": {"de": "Es fehlt {items}. Die Datei {items}.csv ({items}.)", "en": "{items}... is missing"},
}


def words(locale: Locale, currency: str | None = None) -> Words:
    home = "CHF" if locale == "de_CH" else "EUR"
    return Words("de" if locale.startswith("de") else "en", locale, currency or home)


def expected(*cells: str) -> list[tuple[Locale, str]]:
    """One cell per locale; `=` repeats the one before."""
    row: list[str] = []
    for cell in cells:
        row.append(row[-1] if cell == "=" else cell.replace("~", "\u00a0"))
    return list(zip(LOCALES, row, strict=True))


@pytest.fixture
def samples(monkeypatch: pytest.MonkeyPatch) -> None:
    real = texts.message
    monkeypatch.setattr(
        language, "message", lambda key, lang: SAMPLES[key][lang] if key in SAMPLES else real(key, lang)
    )


# The table of locales, row by row.
@pytest.mark.parametrize(
    ("value", "row"),
    [
        (1234.5, expected("1.234,5", "=", "1’234.5", "1,234.5", "=")),
        (-1234.5, expected("−1.234,5", "=", "−1’234.5", "−1,234.5", "=")),
    ],
)
def test_numbers(value: float, row: list[tuple[Locale, str]]) -> None:
    assert [(locale, words(locale).number(value, 1)) for locale, _ in row] == row


@pytest.mark.parametrize(
    ("value", "row"),
    [
        (1234.5, expected("1.234,50~€", "€~1.234,50", "CHF~1’234.50", "€1,234.50", "=")),
        (-1234.5, expected("−1.234,50~€", "−€~1.234,50", "CHF~−1’234.50", "−€1,234.50", "=")),
    ],
)
def test_money_to_the_cent(value: float, row: list[tuple[Locale, str]]) -> None:
    assert [(locale, words(locale).money_full(value)) for locale, _ in row] == row


@pytest.mark.parametrize(
    ("value", "row"),
    [
        (1234.5, expected("1.235~€", "€~1.235", "CHF~1’235", "€1,235", "=")),
        (214_000, expected("214~T€", "=", "214~TCHF", "€214k", "€214K")),
        (-214_000, expected("−214~T€", "=", "−214~TCHF", "−€214k", "−€214K")),
        (1_200_000, expected("1,2~Mio.~€", "=", "CHF~1.2~Mio.", "€1.2m", "€1.2M")),
        (-1_200_000, expected("−1,2~Mio.~€", "=", "CHF~−1.2~Mio.", "−€1.2m", "−€1.2M")),
        (1_200_000_000, expected("1,2~Mrd.~€", "=", "CHF~1.2~Mrd.", "€1.2bn", "€1.2B")),
        (0.0, expected("0~€", "€~0", "CHF~0", "€0", "=")),
        (-0.4, expected("0~€", "€~0", "CHF~0", "€0", "=")),
        (0.4, expected("<~1~€", "<~€~1", "<~CHF~1", "<~€1", "=")),
    ],
)
def test_money_in_running_text(value: float, row: list[tuple[Locale, str]]) -> None:
    assert [(locale, words(locale).quantity(money(value))) for locale, _ in row] == row


@pytest.mark.parametrize(
    ("value", "row"),
    [
        (1234.5, expected("1.234,50~CHF", "CHF~1.234,50", "EUR~1’234.50", "CHF~1,234.50", "=")),
        (-1234.5, expected("−1.234,50~CHF", "−CHF~1.234,50", "EUR~−1’234.50", "−CHF~1,234.50", "=")),
    ],
)
def test_a_foreign_currency_keeps_the_position(value: float, row: list[tuple[Locale, str]]) -> None:
    foreign = {locale: words(locale, "EUR" if locale == "de_CH" else "CHF") for locale in LOCALES}
    assert [(locale, foreign[locale].money_full(value)) for locale, _ in row] == row


def test_foreign_thousands() -> None:
    row = expected("214~TCHF", "=", "214~TEUR", "CHF~214k", "CHF~214K")
    assert [(loc, words(loc, "EUR" if loc == "de_CH" else "CHF").money(214_000)) for loc, _ in row] == row


def test_percent_and_points() -> None:
    row = expected("12,6~%", "=", "12.6~%", "12.6%", "=")
    assert [(locale, words(locale).quantity(share(0.1255))) for locale, _ in row] == row
    row = expected("3,2~Prozentpunkte", "=", "3.2~Prozentpunkte", "3.2~percentage points", "=")
    assert [(locale, words(locale).quantity(Quantity(0.032, "points"))) for locale, _ in row] == row


def test_dates() -> None:
    day = date(2025, 1, 31)
    row = expected("31.01.2025", "=", "=", "31~Jan~2025", "Jan~31, 2025")
    assert [(locale, words(locale).date(day)) for locale, _ in row] == row
    row = expected("31.~Januar 2025", "31.~Jänner 2025", "31.~Januar 2025", "31~January 2025", "January~31, 2025")
    assert [(locale, words(locale).date_long(day)) for locale, _ in row] == row
    row = expected("Jan.~2025", "Jän.~2025", "Jan.~2025", "Jan~2025", "=")
    assert [(locale, words(locale).month(day)) for locale, _ in row] == row


def test_periods_quarters_and_times() -> None:
    row = expected("01.01.–31.12.2025", "=", "=", "1~Jan–31~Dec 2025", "Jan~1–Dec~31, 2025")
    assert [(locale, words(locale).period(date(2025, 1, 1), date(2025, 12, 31))) for locale, _ in row] == row
    row = expected("01.07.2024–30.06.2025", "=", "=", "1~Jul~2024–30~Jun~2025", "Jul~1, 2024–Jun~30, 2025")
    assert [(locale, words(locale).period(date(2024, 7, 1), date(2025, 6, 30))) for locale, _ in row] == row
    row = expected("Q1~2025", "=", "=", "=", "=")
    assert [(locale, words(locale).quarter(date(2025, 3, 31))) for locale, _ in row] == row
    row = expected("14:05~Uhr", "=", "=", "14:05", "2:05~PM")
    assert [(locale, words(locale).time(datetime(2025, 1, 31, 14, 5))) for locale, _ in row] == row


@pytest.mark.parametrize(("hour", "written"), [(0, "12:30~AM"), (12, "12:30~PM"), (11, "11:30~AM")])
def test_american_noon_and_midnight(hour: int, written: str) -> None:
    assert words("en_US").time(time(hour, 30)) == written.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("low", "high", "row"),
    [
        (120e3, 180e3, expected("120–180~T€", "=", "120–180~TCHF", "€120k–180k", "€120K–180K")),
        (120, 180, expected("120–180~€", "€~120–180", "CHF~120–180", "€120–180", "=")),
        (1.2e6, 1.8e6, expected("1,2–1,8~Mio.~€", "=", "CHF~1.2–1.8~Mio.", "€1.2m–1.8m", "€1.2M–1.8M")),
        (
            -20e3,
            45e3,
            expected("von −20 bis +45~T€", "=", "von −20 bis +45~TCHF", "from −€20k to +€45k", "from −€20K to +€45K"),
        ),
        (-20, 45, expected("von −20 bis +45~€", "von €~−20 bis +45", "von CHF~−20 bis +45", "from −€20 to +€45", "=")),
        (-20e3, 0, expected("von −20 bis 0~T€", "=", "von −20 bis 0~TCHF", "from −€20k to €0k", "from −€20K to €0K")),
        (120_100, 120_200, expected("120~T€", "=", "120~TCHF", "€120k", "€120K")),
    ],
)
def test_ranges(low: float, high: float, row: list[tuple[Locale, str]]) -> None:
    assert [(locale, words(locale).money_range(low, high)) for locale, _ in row] == row


def test_quotes() -> None:
    row = expected("„x“", "=", "«x»", "“x”", "=")
    assert [(locale, words(locale).quotes("x")) for locale, _ in row] == row
    assert words("de_CH").quotes("Groß „A“") == "«Groß „A“»"


@pytest.mark.parametrize(
    ("value", "unit", "row"),
    [
        (1, "hours", expected("1~Stunde", "=", "=", "1~hour", "=")),
        (12, "hours", expected("12~Stunden", "=", "=", "12~hours", "=")),
        (1234.4, "hours", expected("1.234~Stunden", "=", "1’234~Stunden", "1,234~hours", "=")),
        (2.5, "hours", expected("2,5~Stunden", "=", "2.5~Stunden", "2.5~hours", "=")),
        (0, "hours", expected("0~Stunden", "=", "=", "0~hours", "=")),
        (3, "days", expected("3~Tage", "=", "=", "3~days", "=")),
        (1, "years", expected("1~Jahr", "=", "=", "1~year", "=")),
        (1.0, "fte", expected("1,0~VZÄ", "=", "1.0~VZÄ", "1.0~FTE", "=")),
    ],
)
def test_units(value: float, unit: Unit, row: list[tuple[Locale, str]]) -> None:
    assert [(locale, words(locale).quantity(Quantity(value, unit))) for locale, _ in row] == row


def test_units_in_tables() -> None:
    row = expected("40~km", "=", "=", "=", "=")
    assert [(locale, words(locale).measure(40, "km")) for locale, _ in row] == row
    assert words("de_DE").measure(12, "h") == "12\u00a0h"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (1234.0, "count", "1.234"),
        (0.4567, "ratio", "0,46"),
        (1.835, "index", "1,84"),
        (61.25, "score", "61,3"),
        (17.342, "number", "17,3"),
        (0.012345, "number", "0,0123"),
        (1234.4, "number", "1.234"),
        (8.0, "number", "8"),
        (0.0, "number", "0"),
        (-0.0, "count", "0"),
        (-0.001, "ratio", "0,00"),
        (1.25, "share", "125,0\u00a0%"),
        (0.0004, "share", "<\u00a00,1\u00a0%"),
        (-0.0004, "share", "0,0\u00a0%"),
        (0.0, "share", "0,0\u00a0%"),
        (float("nan"), "money", "k.\u00a0A."),
        (float("inf"), "share", "k.\u00a0A."),
    ],
)
def test_quantities_without_a_noun(value: float, unit: Unit, written: str) -> None:
    assert words("de_DE").quantity(Quantity(value, unit)) == written


def test_an_estimate_is_marked() -> None:
    assert words("de_DE").quantity(money(214_000, estimated=True)) == "≈\u00a0214\u00a0T€"
    assert words("en_GB").quantity(hours(12, estimated=True)) == "≈\u00a012\u00a0hours"


@pytest.mark.parametrize(
    ("value", "decimals", "result"),
    [(0.5, 0, "1"), (-0.5, 0, "-1"), (2.5, 0, "3"), (2.675, 2, "2.68"), (-0.04, 1, "0.0")],
)
def test_rounding_is_half_away_from_zero(value: float, decimals: int, result: str) -> None:
    assert str(rounded(value, decimals)) == result


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (9_999.4, "9.999~€"),
        (9_999.5, "10~T€"),
        (214_499.9, "214~T€"),
        (999_499, "999~T€"),
        (999_500, "1,0~Mio.~€"),
        (999_949_999, "999,9~Mio.~€"),
        (999_950_000, "1,0~Mrd.~€"),
        (1_234_500_000_000, "1.234,5~Mrd.~€"),
    ],
)
def test_a_magnitude_begins_where_rounding_reaches_it(value: float, written: str) -> None:
    assert words("de_DE").money(value) == written.replace("~", "\u00a0")


def test_a_table_keeps_one_unit() -> None:
    german, english, swiss = words("de_DE"), words("en_GB"), words("de_CH")
    assert german.money_unit([]) == (1, "€")
    assert german.money_unit([9_999.0, float("nan")]) == (1, "€")
    assert german.money_unit([-12_000.0, 300.0]) == (1_000, "T€")
    assert german.money_unit([2e8]) == (1_000_000, "Mio.\u00a0€")
    assert [english.money_unit([v])[1] for v in (1.0, 1e5, 1e9)] == ["€", "€k", "€m"]
    assert [words("en_US").money_unit([v])[1] for v in (1.0, 1e5, 1e9)] == ["€", "€K", "€M"]
    assert [swiss.money_unit([v])[1] for v in (1.0, 1e5, 1e9)] == ["CHF", "TCHF", "Mio.\u00a0CHF"]
    assert words("en_GB", "CHF").money_unit([1e5])[1] == "CHFk"
    assert german.money_cell(-1_234_500, (1_000, "T€")) == "−1.235"
    assert german.money_cell(1_250_000, (1_000_000, "Mio.\u00a0€")) == "1,3"
    assert german.money_cell(-300, (1_000, "T€")) == "0"
    assert german.money_cell(float("nan"), (1, "€")) == "k.\u00a0A."


def test_a_change_carries_its_sign() -> None:
    german = words("de_DE")
    assert [german.number(v, 1, sign=True) for v in (1.25, -1.25, 0.0)] == ["+1,3", "−1,3", "0,0"]
    assert german.percent(0.05, sign=True) == "+5,0\u00a0%"
    assert german.money(214_000, sign=True) == "+214\u00a0T€"


@pytest.mark.usefixtures("samples")
class TestTexts:
    @pytest.mark.parametrize(
        ("n", "said"),
        [(1, "Einer von 412 Kunden."), (37, "37 von 412 Kunden."), (0, "Kein Kunde."), (1e4, "10.000 von 412 Kunden.")],
    )
    def test_the_count_chooses_the_form(self, n: float, said: str) -> None:
        assert words("de_DE").text("t.loss", n=count(n), n_total=count(412)) == said

    @pytest.mark.parametrize(("n", "said"), [(0, "keiner"), (3, "3 von 4"), (4, "alle 4")])
    def test_all_of_them_have_a_form_of_their_own(self, n: int, said: str) -> None:
        assert words("de_DE").text("t.all", n=count(n), n_total=count(4)) == said

    def test_a_group_is_written_small_within_an_english_sentence(self) -> None:
        lean = Term("group.lean")
        assert (
            words("en_GB").text("t.group", group=lean)
            == "Lean accounts are lean accounts, “Lean accounts”. Lean accounts"
        )
        assert words("de_DE").text("t.group", group=lean) == "Basiskunden sind Basiskunden, „Basiskunden“"
        assert words("en_GB").text("t.list", items=Terms((lean, lean))) == "concerns lean accounts and lean accounts"

    def test_zero_is_many_where_there_is_no_form_for_zero(self) -> None:
        assert words("en_GB").text("t.two", n=count(0)) == "0 cases"

    def test_a_fraction_takes_the_plural(self) -> None:
        assert words("de_DE").text("t.two", n=Quantity(1.5, "number")) == "1,5 Fälle"

    def test_the_dative_plural(self) -> None:
        three = {"days_dat": Quantity(3, "days"), "years_dat": Quantity(1, "years")}
        assert words("de_DE").text("t.dat", **three) == "nach 3\u00a0Tagen, binnen 1\u00a0Jahr"
        assert words("en_GB").text("t.dat", **three) == "after 3\u00a0days, within 1\u00a0year"

    def test_the_dative_is_asked_for_by_the_text_not_by_the_value(self) -> None:
        plain = {"days": Quantity(2.5, "days"), "years": Quantity(3, "years")}
        assert words("de_DE").text("t.dat", **plain) == "nach 2,5\u00a0Tagen, binnen 3\u00a0Jahren"

    def test_the_dative_of_points(self) -> None:
        assert words("de_DE").quantity(Quantity(0.032, "points"), dative=True) == "3,2\u00a0Prozentpunkten"

    def test_swiss_spelling_is_for_our_texts_only(self) -> None:
        assert words("de_CH").text("t.swiss", name="Groß „A“ {name}") == "Die Grösse «Groß „A“ {name}» heisst ‹gross›"
        assert words("de_AT").text("t.swiss", name="x") == "Die Größe „x“ heißt ‚groß‘"

    def test_braces_of_the_client_are_not_read(self) -> None:
        said = words("de_DE").text("t.name", customer="{money} & {0} {{x}}", money=money(5))
        assert said == "Der Kunde {money} & {0} {{x}} zahlt 5\u00a0€."

    def test_a_placeholder_may_be_called_key(self) -> None:
        assert words("de_DE").text("t.key", key="value.top") == "unter value.top"

    def test_terms_and_days_are_written_where_they_stand(self) -> None:
        items = Terms([Term("t.two", {"n": count(1)}), date(2025, 1, 31), "X"])
        assert words("de_DE").text("t.list", items=items) == "betrifft Ein Fall, 31.01.2025 und X"

    @pytest.mark.parametrize("name", ["Bärental Wassertechnik Ges.m.b.H.", "Wird …", "Firma..", "Ohne Punkt"])
    def test_an_abbreviation_ends_its_sentence_with_one_full_stop(self, name: str) -> None:
        said = words("de_DE").text("t.stop", items=name)
        bare = name.removesuffix(".")
        assert said == f"Es fehlt {bare}. Die Datei {name}.csv ({bare}.)"

    def test_of_several_the_last_abbreviation_ends_the_sentence(self) -> None:
        items = Terms(["Ärzte e.V.", "Ges.m.b.H."])
        assert words("de_DE").text("t.stop", items=items).startswith("Es fehlt Ärzte e.V. und Ges.m.b.H. Die Datei")

    @pytest.mark.parametrize("bare", [3, 3.5, True, None])
    def test_a_bare_number_is_refused(self, bare: object) -> None:
        with pytest.raises(TypeError):
            words("de_DE").text("t.key", key=bare)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            words("de_DE").text("t.two", n=bare)  # type: ignore[arg-type]

    def test_what_is_missing_or_surplus_is_named(self) -> None:
        with pytest.raises(KeyError, match=r"t\.name needs money"):
            words("de_DE").text("t.name", customer="X")
        with pytest.raises(KeyError, match=r"t\.two needs n"):
            words("de_DE").text("t.two")
        with pytest.raises(KeyError, match="no place for share"):
            words("de_DE").text("t.key", key="x", share=share(0.1))
        with pytest.raises(KeyError, match=r"t\.none"):
            words("de_DE").text("t.none")

    def test_one_set_of_values_serves_both_languages(self) -> None:
        values = {"role": "field sales", "role_in": "im Außendienst"}
        assert words("de_DE").text("t.role", **values) == "Zeit im Außendienst"
        assert words("en_GB").text("t.role", **values) == "Time in field sales"

    def test_shared_numbers_may_hold_more_than_one_text_needs(self) -> None:
        assert words("de_DE").text_from("t.key", {"key": "x", "share": share(0.1)}) == "unter x"


def test_lists() -> None:
    assert words("de_DE").listing(["a", "b", "c"]) == "a, b und c"
    assert words("en_US").listing(["a", "b"]) == "a and b"
    assert words("en_US").listing(["a"]) == "a" and words("en_US").listing([]) == ""


def test_unknown() -> None:
    assert words("de_DE").unknown() == "k.\u00a0A." and words("en_GB").unknown() == "n/a"


def test_whether_a_text_exists() -> None:
    assert words("de_DE").has("message.IN-EMPTY") and not words("de_DE").has("message.NONE")


def test_a_language_and_a_locale_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(ValueError, match="en_GB"):
        Words("de", "en_GB", "EUR")


@pytest.mark.parametrize(
    "value,said",
    [
        (2_946, "≈ 2.900 €"),
        (71, "≈ 71 €"),
        (995.4, "≈ 1.000 €"),
        (-3_363, "≈ −3.400 €"),
        (9_960, "≈ 10 T€"),
        (905_321, "≈ 905 T€"),
        (0.2, "< 1 €"),
    ],
)
def test_an_estimate_pretends_to_no_more_than_two_digits(value, said):
    german = Words("de", "de_DE", "EUR")
    assert german.quantity(money(value, True)).replace(SPACE, " ") == said
    assert german.quantity(bound(value)).replace(SPACE, " ") == said.removeprefix("≈ ")


def test_the_ends_of_an_estimates_range_are_as_rough_as_it_is():
    german = Words("de", "de_DE", "EUR")
    assert german.money_range(1_681, 5_044, True).replace(SPACE, " ") == "1.700–5.000 €"
    assert german.money_range(1_681, 5_044).replace(SPACE, " ") == "1.681–5.044 €"
