"""What every part of client.yaml is made of."""

import pytest
from pydantic import ValidationError

from workbook.section import Section


class Part(Section):
    size: float = 1.0


@pytest.mark.parametrize("settings", [{"colour": "red"}, {"size": "1"}])
def test_unknown_keys_and_other_types_are_refused(settings):
    with pytest.raises(ValidationError):
        Part(**settings)
