"""What a margin is worth over a customer's life."""

import pytest

from workbook.methods.margin_multiple import margin_multiple


@pytest.mark.parametrize("r, i, multiple", [(0.8, 0.10, 2.67), (0.6, 0.10, 1.20), (0.9, 0.10, 4.50)])
def test_published_multiples(r, i, multiple):
    # VALIDATION: m·r/(1+i−r): r=.8, i=.10 → 2.67; .6/.10 → 1.20; .9/.10 → 4.50
    assert margin_multiple(r, i) == pytest.approx(multiple, abs=0.005)


def test_it_is_the_sum_over_all_years():
    assert margin_multiple(0.8, 0.1, 50) == pytest.approx(sum(50 * (0.8 / 1.1) ** t for t in range(1, 200)))


def test_a_customer_that_never_leaves_at_no_interest_is_refused():
    with pytest.raises(ValueError, match="retention"):
        margin_multiple(1.0, 0.0)
