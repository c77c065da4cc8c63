"""What settings are called."""

import pytest

from workbook.chapters.process.audit import POINTS as AUDITED
from workbook.language import Words
from workbook.setting_name import POINTS, setting_name

DE = Words("de", "de_DE", "EUR")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("value.interest_rate", "Kalkulationszins"),
        ("segmentation.weights", "Gewichte der Kriterien"),
        ("segmentation.weights.potential", "Gewichte der Kriterien (Potenzial)"),
        ("segmentation.participants.A1", "Gewichte einer Stimme (A1)"),
        ("segmentation.sow_edges.1", "Stufen des Lieferanteils (obere Grenze)"),
        ("coverage.norms.complexity.4", "Dauer eines Kontakts nach Komplexität (1,0 = üblich) (Stufe 5)"),
        ("coverage.norms.contacts.core.field.visit", "Kontakte je Kunde und Jahr (Stammkunde, Außendienst, Besuch)"),
        ("process.accepted.4", "Erwartete Erfolgsquote (Kaufabschluss)"),
        ("process.checklist.kam:2.status", "Prüfpunkt (Auswahl nicht nur nach Umsatz)"),
        ("overrides.000129", "Klasse von Hand (000129)"),
        ("name", "name"),
    ],
)
def test_a_setting_is_named_with_the_part_that_is_meant(key, name):
    assert setting_name(key, DE) == name


def test_points_of_the_audit_have_the_names_of_chapter_5():
    assert {point: named[0] for point, named in AUDITED.items()} == POINTS
