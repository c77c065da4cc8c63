"""The norms of care as proposed."""

import pytest
from pydantic import ValidationError

from workbook.parameters_norms import CONTACTS, Norms


def test_every_channel_in_use_has_its_length():
    used = {c for roles in CONTACTS.values() for channels in roles.values() for c in channels}
    assert used <= set(Norms().hours)


@pytest.mark.parametrize(
    "settings",
    [
        {"contacts": {"key": {"kam": {"visit": 1.0}}}},
        {"hours": {"visit": 1.0}},
        {"hours": {"visit": 0.0}},
        {"freed": (0.2, 0.1, 0.3)},
        {"travel": {"visit": -1.0}},
    ],
)
def test_norms_that_cannot_be_are_refused(settings):
    with pytest.raises(ValidationError):
        Norms(**settings)
