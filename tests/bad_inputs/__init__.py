"""Sixty groups of broken inputs as clients send them, each with what must become of it (`PYTHONPATH=tests python -m bad_inputs`)."""
