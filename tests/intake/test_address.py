"""Addresses of databases: no password in a file, credentials from the environment."""

import pytest

from workbook.intake import address

SAFE = {"WORKBOOK_DB_USER": "leser", "WORKBOOK_DB_PASSWORD": "ge:h@im/%", "CRM_PW": "x y", "HOST": "db.intern"}


@pytest.mark.parametrize(
    "url, dialect, host, port, name, user, password",
    [
        ("sqlite:///umsatz.db", "sqlite", "", None, "umsatz.db", "", ""),
        ("postgresql+pg8000://h/crm", "postgresql", "h", None, "crm", "leser", "ge:h@im/%"),
        ("postgresql://anna@h:5433/crm", "postgresql", "h", 5433, "crm", "anna", "ge:h@im/%"),
        ("mysql+pymysql://a%40b:${CRM_PW}@h/crm", "mysql", "h", None, "crm", "a@b", "x y"),
        ("mysql://${WORKBOOK_DB_USER}@127.0.0.1/crm", "mysql", "127.0.0.1", None, "crm", "leser", "ge:h@im/%"),
    ],
)  # fmt: skip
def test_an_address_and_its_credentials(url, dialect, host, port, name, user, password):
    found = address.of(url, SAFE)
    assert (found.dialect, found.host, found.port, found.name) == (dialect, host, port, name)
    assert (found.user, found.password) == (user, password)
    assert not password or password not in repr(found)


@pytest.mark.parametrize(
    "url, code",
    [
        ("postgresql+pg8000://u:geheim@h/d", "DB-SECRET"),
        ("mysql://u:ge@heim@h/d", "DB-SECRET"),
        ("postgresql://h/d?password=geheim", "DB-SECRET"),
        ("postgresql://u:${A}geheim@h/d", "DB-SECRET"),
        ("postgresql://u:${NOWHERE}@h/d", "DB-ENV"),
        ("mssql://h/d", "DB-URL"),
        ("oracle+cx://u:geheim@h/d", "DB-SECRET"),
        ("postgresql://h:port/d", "DB-URL"),
        ("postgresql:///d", "DB-URL"),
        ("postgresql://h/", "DB-URL"),
        ("postgresql://h/d?options=x", "DB-URL"),
        ("sqlite://", "DB-URL"),
        ("sqlite:///:memory:", "DB-URL"),
        ("sqlite:///a.db?mode=rwc", "DB-URL"),
        ("a.db", "DB-URL"),
        ("postgresql://[h/d", "DB-URL"),
    ],
)
def test_an_address_that_cannot_be_used_says_why_and_not_what_it_is(url, code):
    with pytest.raises(address.Unclear) as unclear:
        address.of(url, SAFE)
    assert unclear.value.code == code and "geheim" not in repr(unclear.value) + str(unclear.value.__dict__)


def test_without_a_user_the_variable_is_named():
    with pytest.raises(address.Unclear) as unclear:
        address.of("postgresql://h/d", {})
    assert (unclear.value.code, unclear.value.values) == ("DB-ENV", {"name": "WORKBOOK_DB_USER"})


def test_encryption_is_asked_for_in_the_address():
    assert address.of("mysql://h/d?ssl=true", SAFE).encrypted and not address.of("mysql://h/d", SAFE).encrypted


def test_a_text_is_hushed():
    assert "ge:h@im/%" not in address.of("mysql://h/d", SAFE).hushed("wrong password 'ge:h@im/%'")
