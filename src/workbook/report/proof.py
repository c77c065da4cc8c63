"""The last check of a page before it is published: success is proven, not assumed."""

from __future__ import annotations

import re
from pathlib import Path

LARGEST = 5_000_000


class NotPublishable(Exception):  # noqa: N818 - it names the state of a page
    """The page is not fit to be sent: why, in one line."""


def prove(html: str, folder: Path, chapters: int) -> None:
    """NotPublishable where the page is too large, holds code or paths, or lacks a chapter."""
    if len(html.encode()) > LARGEST:
        raise NotPublishable(f"the page is larger than {LARGEST:,} bytes")
    if "Traceback (most recent call last)" in html:
        raise NotPublishable("the page holds a traceback")
    if str(folder) in html or re.search(r"/(?:tmp|home|root|Users)/[\w.-]+/", html):
        raise NotPublishable("the page names a path of this machine")
    if len(re.findall(r"<h1[ >]", html)) != 1:
        raise NotPublishable("the page has not exactly one main heading")
    if len(re.findall(r'<section class="chapter', html)) < chapters:
        raise NotPublishable("a chapter is missing on the page")
