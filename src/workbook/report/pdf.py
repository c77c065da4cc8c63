"""The page on paper: printed to a tagged PDF by a Chromium of this machine, where there is one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from workbook.report.bound import bound

OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--proxy-server=127.0.0.1:9",  # nobody answers there: the page needs no network, and gets none
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--export-tagged-pdf",
)
SECONDS = 180


def print_page(html: Path, target: Path, chromium: str) -> bool:
    """Print a page as PDF (A4, tagged, bookmarks from its headings); False where the browser did not manage."""
    with tempfile.TemporaryDirectory(prefix="workbook-print-") as profile:
        options = [*OPTIONS, f"--user-data-dir={profile}", f"--print-to-pdf={target.resolve()}"]
        if sys.platform.startswith("linux") and os.geteuid() == 0:
            options.append("--no-sandbox")  # as root Chromium starts only so; the page is our own
        try:
            subprocess.run(
                [chromium, *options, html.resolve().as_uri()],
                capture_output=True,
                timeout=SECONDS,
                check=True,
                cwd=profile,
                env={**os.environ, "TMPDIR": "."},  # its sockets lie there, and a socket's path may have 104 letters
                preexec_fn=partial(bound, os.getpid()) if os.name == "posix" else None,
            )
        except (OSError, subprocess.SubprocessError):
            target.unlink(missing_ok=True)
            return False
    return target.is_file() and target.read_bytes().startswith(b"%PDF-")
