"""client.yaml as it comes: what cannot be read ends in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbook.language import Words
from workbook.problem import Refused
from workbook.problem_text import sentences
from workbook.settings import read_settings


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name: x\nas_of: 2024-13-45\n", "CFG-YAML"),
        ("? [a, b]\n: c\nname: x\n", "CFG-YAML"),
        ("name: " + "[" * 2000 + "\n", "CFG-YAML"),
        ("name: x\nperiod: [0001-01-01, 9999-12-31]\n", "CFG-VALUE"),
        ("name: x\nas_of: 9999-12-31\n", "CFG-VALUE"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "client.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_settings(tmp_path)
    assert {problem.code for problem in refused.value.problems} == {code}
    assert sentences(refused.value.problems, Words("de", "de_DE", "EUR"))
