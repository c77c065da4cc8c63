"""Who carries revenue, said so that it holds for few customers, too."""

import pandas as pd
import pytest

from workbook.chapters.value.leading import leading
from workbook.language import Words

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
SAID = {
    "nine": ([820, 410, 390, 150, 120, 60, 45, 20, 9], "2 von 9 Kunden bringen 60,8 % des Umsatzes"),
    "one carries half": ([60, 20, 20, -5], "Ein Kunde von 3 bringt 60,0 % des Umsatzes"),
    "one": ([60, 0, -5], "Ein einziger Kunde bringt den ganzen Umsatz"),
    "nineteen": ([1] * 19, "10 von 19 Kunden bringen 52,6 % des Umsatzes"),
    "twenty": ([11] + [1] * 19, "10 von 20 Kunden bringen 66,7 % des Umsatzes"),
}


@pytest.mark.parametrize("case", SAID)
def test_the_largest_are_ten_only_where_there_are_twice_as_many(case):
    amounts, said = SAID[case]
    told = leading(pd.Series(amounts, dtype=float))
    assert GERMAN.write(told).replace("\u00a0", " ") == said and ENGLISH.write(told)
