"""Ctrl+C that is heard also where a library swallows it, while it is imported or cleans up after itself."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def heard() -> Iterator[Callable[[], None]]:
    """Remember an interrupt for the block. The function given raises KeyboardInterrupt if there was one: call it now and then.

    Outside the main thread, and where interrupts are handled otherwise already (ignored, say), all stays as it is.
    """
    asked: list[int] = []

    def note(number: int, frame: Any) -> None:
        asked.append(number)
        signal.default_int_handler(number, frame)

    def check() -> None:
        if asked:
            raise KeyboardInterrupt

    try:
        ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler and bool(
            signal.signal(signal.SIGINT, note)
        )
    except ValueError:  # not the main thread
        ours = False
    try:
        yield check
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
