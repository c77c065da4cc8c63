"""Processes that are gone when the one that started them is gone, however it went."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1


def bound(parent: int) -> None:
    """Called in a new process: the end of `parent` is its end (Linux; elsewhere nothing is done)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it went before we could ask
            os._exit(1)
