"""What has piled up."""

import numpy as np
import pytest

from workbook.methods.backlog import backlog, offered_load


def test_waiting_requests_and_hours_at_each_time():
    arrived, begun = np.array([0.0, 1.0, 2.0]), np.array([0.0, 3.0, np.inf])
    found = backlog(arrived, begun, np.array([3.0, 2.0, 5.0]), np.array([0.0, 1.0, 2.0, 3.0, 9.0]))
    assert found.waiting.tolist() == [0, 1, 2, 1, 1] and found.hours.tolist() == [0, 2, 7, 5, 5]


def test_growth_is_the_work_nobody_gets_to():
    arrived = np.arange(0, 400.0)
    found = backlog(arrived, np.arange(0, 400.0) * 1.25, np.full(400, 1.25), np.linspace(50, 400, 100))
    assert found.growth == pytest.approx(0.25, abs=0.01)
    assert np.isnan(backlog(arrived, arrived, arrived, np.array([5.0])).growth)


def test_the_offered_load():
    assert offered_load(2.0, 3.0, 5) == pytest.approx(1.2)
