import re

import pytest

from workbook import schema

CANONICAL = {
    "customers": """customer_id name parent_id industry country region postcode latitude longitude remote_ok
        customer_since employees owner_rep_id current_class existing first_use potential_revenue potential_points potential_low
        potential_high potential_margin_rate share_of_wallet sow_low sow_high supplier_rank supplier_count
        win_probability retention_probability satisfaction willingness_to_switch requirements_complexity
        competitive_intensity strategic_importance need_type decision_makers decision_process decision_criteria
        digital_readiness has_account_plan goal_revenue goal_margin""",
    "transactions": """customer_id date net_revenue order_id line_id rep_id product_id category quantity unit_price
        discount_rate list_revenue discount cost_of_goods margin order_channel is_special freight ordered_at promised_at
        shipped_at""",
    "activities": "date type customer_id rep_id opportunity_id phase hours travel_hours travel_km cost content",
    "staff": """rep_id role name fte annual_cost working_hours selling_share territory postcode latitude longitude
        bonus_revenue bonus_margin bonus_activity bonus_satisfaction bonus_team variable_pay_share""",
    "opportunities": """opportunity_id stage opened_at closed_at customer_id rep_id product_id outcome value probability
        approach""",
    "stage_history": "opportunity_id phase entered_at left_at",
    "requests": """request_id customer_id received_at started_at finished_at due_at effort_hours type requested_by
        assigned_priority override override_reason approved_by approved_at win_probability expected_value outcome
        value""",
    "assessment": "respondent group class dimension item performance importance comment",
    "cost_rates": "activity_type cost_per_hour cost_per_event low high",
    "team_targets": "unit metric target actual",
    "facts": "customer_id field value source as_of",
}
REQUIRED = {
    "customers": "customer_id",
    "transactions": "customer_id date net_revenue",
    "activities": "date type",
    "staff": "rep_id role",
    "opportunities": "opportunity_id stage",
    "stage_history": "opportunity_id phase entered_at",
    "requests": "request_id customer_id received_at",
    "assessment": "dimension item performance",
    "cost_rates": "activity_type",
    "team_targets": "unit metric target",
    "facts": "customer_id field value source",
}
# Told apart by their percent sign: a rate is written `Rabatt %`, an amount `Rabatt`.
TOLD_APART_BY_UNIT = {("transactions", spelling) for spelling in ("rabatt", "nachlass", "discount")}
EVERY_COLUMN = [(table, spec) for table, of in schema.tables().items() for spec in of.columns.values()]


def test_every_canonical_column_is_present_and_no_other():
    assert {name: set(of.columns) for name, of in schema.tables().items()} == {
        name: set(columns.split()) for name, columns in CANONICAL.items()
    }


def test_the_required_columns_are_those_the_method_needs():
    for name, columns in REQUIRED.items():
        assert {c.name for c in schema.table(name).columns.values() if c.required} == set(columns.split()), name


def test_every_column_has_a_meaning_and_headers_in_both_languages():
    for table, spec in EVERY_COLUMN:
        for language in ("de", "en"):
            assert spec.meaning[language] and spec.headers[language], (table, spec.name, language)


def test_every_table_has_sheet_names_and_a_meaning_in_both_languages():
    for of in schema.tables().values():
        assert of.sheets["de"] and of.sheets["en"] and of.meaning["de"] and of.meaning["en"]


def test_the_first_sheet_names_differ_so_that_one_template_holds_all_tables():
    for language in ("de", "en"):
        assert len({of.sheets[language][0] for of in schema.tables().values()}) == len(CANONICAL)


def test_every_code_column_lists_its_codes_and_every_list_of_codes_has_words():
    for table, spec in EVERY_COLUMN:
        assert (spec.type == "code") == bool(spec.codes), (table, spec.name)
        for code in spec.codes:
            assert schema.code_word(table, spec.name, code) == code, (table, spec.name, code)


def test_ranges_follow_the_type():
    ranges = {"share": (0, 1), "rating5": (1, 5), "rating10": (0, 10)}
    for table, spec in EVERY_COLUMN:
        if spec.type in ranges:
            assert (spec.low, spec.high) == ranges[spec.type], (table, spec.name)
        if spec.type in ("count", "hours"):
            assert spec.low is not None and spec.low >= 0, (table, spec.name)


def test_money_says_its_unit():
    assert all(spec.unit.startswith("currency") for _, spec in EVERY_COLUMN if spec.type == "money")


def test_no_two_columns_of_a_table_share_a_header_that_is_not_generic():
    shared = set()
    for table, of in schema.tables().items():
        seen: dict[str, str] = {}
        for spec in of.columns.values():
            strict = {s for h in spec.all_headers if not spec.is_generic(h) for s in schema.spellings(h)}
            shared |= {(table, s) for s in strict if s in seen}
            seen |= dict.fromkeys(strict, spec.name)
    assert shared == TOLD_APART_BY_UNIT


def test_our_own_template_reads_back_as_itself():
    for table, spec in EVERY_COLUMN:
        for header in (spec.name, spec.headers["de"][0], spec.headers["en"][0]):
            assert schema.candidates(table, header)[0] == spec.name, (table, header)


def test_no_header_of_ours_is_refused_or_read_for_checks_only():
    for table, spec in EVERY_COLUMN:
        for header in (*spec.headers["de"], *spec.headers["en"]):
            assert schema.refused(header, table) is None, (table, spec.name, header)
            assert schema.check_only(header) is None, (table, spec.name, header)


def test_no_header_is_empty_once_normalised():
    assert all(schema.normalise(header) for _, spec in EVERY_COLUMN for header in spec.all_headers)


def test_german_texts_have_their_umlauts():
    suspicious = re.compile(r"fuer|ueber|moegl|koenn|groess|Umsaetz|naechst|gehoer|taetig|faell", re.IGNORECASE)
    for of in schema.tables().values():
        texts = [of.meaning["de"], *of.sheets["de"], *(c.meaning["de"] for c in of.columns.values())]
        assert not [text for text in texts if suspicious.search(text)]


def test_net_revenue_may_be_computed_from_quantity_price_and_discount():
    assert schema.table("transactions").alternatives == {"net_revenue": ("quantity", "unit_price", "discount_rate")}


def test_the_yes_no_columns_are_flags():
    flags = {spec.name for _, spec in EVERY_COLUMN if spec.type == "flag"}
    assert flags == {"remote_ok", "existing", "is_special", "has_account_plan", "first_use", "override"}


def test_a_column_is_found_by_name_and_an_unknown_one_is_none():
    revenue = schema.column("transactions", "net_revenue")
    assert revenue is not None and revenue.type == "money" and revenue.required
    assert schema.column("transactions", "colour") is None


def test_customer_columns_have_a_source_and_a_date_beside_them():
    source = schema.column("customers", "potential_revenue_source")
    as_of = schema.column("customers", "potential_revenue_as_of")
    assert source is not None and (source.type, source.headers["de"][0]) == ("text", "Potenzial Quelle")
    assert as_of is not None and (as_of.type, as_of.headers["en"][0]) == ("date", "Potential as of")
    assert schema.column("customers", "colour_source") is None
    assert schema.column("transactions", "net_revenue_source") is None
    assert schema.candidates("customers", "Potenzial (Quelle)") == ("potential_revenue_source",)


def test_a_skill_is_a_rating_named_by_the_client():
    skill = schema.column("staff", "skill_english")
    assert skill is not None and (skill.name, skill.type, skill.high) == ("skill_english", "rating5", 5)
    assert schema.column("staff", "skill_") is None
    assert schema.candidates("staff", "Kompetenz Englisch") == ("skill_englisch",)


@pytest.mark.parametrize("header", ["Kundennr.", "KUNDENNUMMER", "Kunden-Nr", "kunden_nummer", "Kunden #"])
def test_a_number_is_written_in_many_ways_and_compared_as_one(header):
    assert schema.normalise(header) == "kundennr"


@pytest.mark.parametrize("header", ["Kd-Nr.", "Kundennr.", "KUNDENNUMMER", "KdNr", "Cust. No.", "CustNo", "KUNNR"])
def test_many_headers_mean_the_customer_number(header):
    assert schema.candidates("customers", header) == ("customer_id",)


@pytest.mark.parametrize(
    ("header", "normalised", "unit"),
    [
        ("Umsatz [T€]", "umsatz", "T€"),
        ("Umsatz in Mio. EUR", "umsatz", "Mio. EUR"),
        ("Umsatz EUR", "umsatz", "EUR"),
        ("Revenue_USD", "revenue", "USD"),
        ("Bedarf (TCHF/Jahr)", "bedarf", "TCHF/Jahr"),
        ("Anteil (in %)", "anteil", "%"),
        ("Rabatt%", "rabatt", "%"),
        ("Dauer (h)", "dauer", "h"),
        ("Wichtigkeit (1–5)", "wichtigkeit", "1–5"),
        ("Minuten", "minuten", "min"),
        ("Umsatz 2024", "umsatz2024", ""),
        ("Umsatz (2023)", "umsatz2023", ""),
        ("gefahrene km", "gefahrenekm", ""),
        ("Auftragseingang (Datum)", "auftragseingangdatum", ""),
        ("€/h", "eurh", ""),
        ("Straße", "strasse", ""),
        ("Gro\u0308ße", "groesse", ""),
    ],
)
def test_a_unit_is_cut_off_and_kept_and_a_year_stays(header, normalised, unit):
    assert (schema.normalise(header), schema.unit_of(header)) == (normalised, unit)


def test_umlauts_are_compared_as_ae_and_as_a():
    assert schema.spellings("Umsätze") == {"umsaetze", "umsatze"}
    for header in ("Länge", "Laenge", "Lange"):
        assert schema.candidates("customers", header) == ("longitude",)


def test_a_percent_sign_tells_the_discount_rate_from_the_discount():
    assert schema.candidates("transactions", "Rabatt %") == ("discount_rate",)
    assert schema.candidates("transactions", "Rabatt") == ("discount",)
    assert schema.candidates("transactions", "Rabatt [EUR]") == ("discount",)


def test_one_header_that_fits_two_columns_names_both():
    assert set(schema.headers_of("customers")["kunde"]) == {"customer_id", "name"}
    assert schema.candidates("transactions", "Auftragsdatum") == ("ordered_at", "date")
    assert schema.candidates("transactions", "Farbe") == ()


def test_an_inverse_header_is_known_as_such():
    existing = schema.column("customers", "existing")
    assert existing is not None and existing.is_inverse("Interessent") and not existing.is_inverse("Bestandskunde")
    assert schema.candidates("customers", "Interessent") == ("existing",)


@pytest.mark.parametrize(
    ("table", "column", "cell", "code"),
    [
        ("activities", "type", "Kundenbesuch", "visit"),
        ("activities", "type", "Tel.", "phone_call"),
        ("activities", "type", "maengelruege", "complaint"),
        ("activities", "type", "Auftrag", None),
        ("cost_rates", "activity_type", "Auftrag", "order"),
        ("cost_rates", "activity_type", "€/km", "km"),
        ("staff", "role", "Außendienst", "field"),
        ("staff", "role", "KAM", "kam"),
        ("opportunities", "outcome", "Closed Won", "won"),
        ("opportunities", "outcome", "erledigt", None),
        ("requests", "outcome", "erledigt", "served"),
        ("opportunities", "stage", "Verhandlung", "3"),
        ("stage_history", "phase", 3.0, "3"),
        ("customers", "need_type", "extrinsisch", "extrinsic"),
        ("activities", "type", "Zauberei", None),
        ("customers", "name", "Besuch", None),
        ("customers", "colour", "Besuch", None),
    ],
)
def test_a_cell_word_stands_for_a_code(table, column, cell, code):
    assert schema.code_word(table, column, cell) == code


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (("ja", "J", "x", "✓", "WAHR", 1, 1.0, "1", True, "yes", " true "), True),
        (("nein", "N", "leer", "falsch", 0, "0", False, "no", "", None, float("nan")), False),
        (("–", "?", "vielleicht", "k. A.", 2), None),
    ],
)
def test_yes_no_and_unknown_are_three_answers(cells, meant):
    assert [schema.flag(cell) for cell in cells] == [meant] * len(cells)


@pytest.mark.parametrize("cell", ["", "  ", None, float("nan"), "k. A.", "keine Angabe", "#NV", "#DIV/0!", "n. v."])
def test_a_missing_cell_is_missing_in_every_type(cell):
    assert all(schema.is_missing(cell, kind) for kind in ("id", "text", "code", "number", "date", "flag"))


@pytest.mark.parametrize("cell", ["NA", "NULL", "-", "–", "n/a"])
def test_na_null_and_dashes_are_values_in_names_and_codes_but_gaps_in_numbers(cell):
    assert not any(schema.is_missing(cell, kind) for kind in ("id", "text", "postcode", "code"))
    assert all(schema.is_missing(cell, kind) for kind in ("number", "money", "date", "share", "flag"))


def test_open_is_an_outcome_and_a_gap_elsewhere():
    assert not schema.is_missing("offen", "code")
    assert schema.is_missing("offen", "number")
    assert not any(schema.is_missing(cell) for cell in (0, "0", "Meier", False))


def test_total_rows_are_known_by_their_word_alone():
    assert all(map(schema.is_total_word, ["Summe", "GESAMT:", "Uebertrag", "Summe 2024", "Grand total"]))
    assert not any(map(schema.is_total_word, ["Total Energies", "Gesamtverband Metall", "", 12, None, "2024"]))


@pytest.mark.parametrize(
    ("header", "table", "reason"),
    [
        ("Umsatz inkl. 19 % MwSt.", "transactions", "vat"),
        ("Betrag brutto", "transactions", "vat"),
        ("Umsatz (ohne Soll/Haben-Kz)", "transactions", "vat"),
        ("Auftragseingang", "transactions", "not_revenue"),
        ("Angebotssumme", "opportunities", None),
        ("Jahresumsatz", "customers", "customer_turnover"),
        ("Jahresumsatz", "transactions", None),
        ("Skonto", "transactions", "cash_discount"),
        ("Mandant", "customers", "own_organisation"),
        ("Lieferanten-Nr.", "transactions", "supplier"),
        ("Warenempfänger", "transactions", "ship_to"),
        ("OP", "transactions", "balance"),
        ("Umsatz VJ", "transactions", "other_period"),
        ("Plan", "team_targets", None),
        ("Betrag in Hauswährung", "transactions", "two_currencies"),
        ("Umsatz (FW)", "transactions", "two_currencies"),
        ("Umsatz (MW)", "transactions", None),
        ("Wunschtermin", "transactions", "wish_date"),
        ("Umsatz", "transactions", None),
    ],
)
def test_a_header_that_means_something_else_is_refused_with_its_reason(header, table, reason):
    assert schema.refused(header, table) == reason


def test_without_a_table_every_reason_counts():
    assert schema.refused("Jahresumsatz") == "customer_turnover"


def test_some_headers_are_read_for_checks_only():
    read = {"Währung": "currency", "ME": "unit_of_measure", "Storno": "sign", "gesperrt": "blocked", "Umsatz": None}
    assert {header: schema.check_only(header) for header in read} == read
