"""The list of codes."""

import pandas as pd
import pytest

from workbook.privacy import mapping
from workbook.problem import Misuse

CODES = pd.DataFrame([("customer", "K-7F3A", "=C017", "Adler AG")], columns=["kind", "code", "id", "name"])


def test_only_its_owner_may_read_it_also_where_an_old_one_was_open(tmp_path):
    file = tmp_path / "codes.csv"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o644)
    mapping.write(file, CODES)
    assert file.read_text("utf-8-sig").splitlines() == [
        '"kind";"code";"id";"name"',
        '"customer";"K-7F3A";"\'=C017";"Adler AG"',
    ]
    assert file.stat().st_mode & 0o077 == 0 and list(tmp_path.iterdir()) == [file]


def test_never_beside_what_it_explains_not_even_through_a_link(tmp_path):
    folder, out = tmp_path / "client", tmp_path / "out"
    out.mkdir()
    (tmp_path / "link").symlink_to(out)
    for file in (out / "m.csv", folder / "m.csv", tmp_path / "link" / "m.csv", out / "a" / ".." / "m.csv", tmp_path):
        with pytest.raises(Misuse, match="mapping_beside"):
            mapping.place(file, folder, out)
    assert mapping.place(tmp_path / "m.csv", folder, out) == (tmp_path / "m.csv").resolve()
