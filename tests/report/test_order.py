"""What is asked of a worker can be sent to it."""

import pickle
from pathlib import Path

from workbook.problem import Problem
from workbook.report.order import Event, Job, Outcome


def test_job_and_outcome_travel_between_processes():
    job = Job(Path("a"), Path("b"), skipped={"value": "x"}, lost=("value",))
    outcome = Outcome(1, problems=(Problem("IN-LOCKED", "reject", values={"n": 1}),))
    event = Event(job, "finished", outcome=outcome)
    assert pickle.loads(pickle.dumps(event)) == event
