"""Sixty groups of broken inputs and what must become of each (`PYTHONPATH=tests python -m bad_inputs`)."""
