"""Codes: keyed, stable, no two alike."""

import hashlib
import hmac

from workbook.privacy.codes import codes
from workbook.privacy.secret import Secret

KEY = Secret(b"0123456789abcdef", True)


def test_a_code_is_the_beginning_of_the_keyed_hash():
    digest = hmac.new(KEY.key, b"muster\x1fcustomer\x1fC017", hashlib.sha256).hexdigest().upper()
    assert codes("customer", ["C017"], "muster", KEY) == {"C017": f"K-{digest[:4]}"}


def test_the_same_with_the_same_key_whatever_else_there_is():
    few, more = (codes("customer", [f"C{n}" for n in range(count)], "muster", KEY) for count in (20, 40))
    assert [c for c in few if few[c] != more[c]] == []


def test_another_key_another_client_another_kind_another_code():
    made = [
        codes("customer", ["C017"], "muster", KEY)["C017"],
        codes("customer", ["C017"], "muster", Secret(b"fedcba9876543210", True))["C017"],
        codes("customer", ["C017"], "other", KEY)["C017"],
        codes("person", ["C017"], "muster", KEY)["C017"].replace("P-", "K-"),
    ]
    assert len(set(made)) == 4


def test_no_two_values_share_a_code_and_longer_ones_begin_as_before():
    values = [f"C{n}" for n in range(5_000)]  # 65,536 short codes: some begin alike
    made = codes("customer", values, "muster", KEY)
    assert len(set(made.values())) == len(values)
    longer = [c for c in made if len(made[c]) > 6]
    alone = codes("customer", longer[:1], "muster", KEY)[longer[0]]
    assert longer and made[longer[0]].startswith(alone)


def test_without_a_kept_key_numbers_in_an_order_that_says_nothing():
    values = [f"C{n:03d}" for n in range(200)]
    made = [codes("customer", values, "muster", Secret(bytes([n]) * 32, False)) for n in (1, 2)]
    assert made[0] != made[1] and sorted(made[0].values()) == sorted(made[1].values())
    assert [made[0][v] for v in values] != sorted(made[0].values()) and made[0]["C000"].startswith("K-")


def test_nothing_to_code():
    assert codes("customer", [], "muster", KEY) == {}
