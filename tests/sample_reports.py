"""Where the sample clients are, and the day their reports are made on in tests."""

from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "data" / "sample"
EPOCH = "1768485900"  # 15 January 2026, 14:05 UTC
