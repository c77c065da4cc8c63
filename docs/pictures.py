"""The README's pictures, made of a real report: its first page and two charts; light and dark.

Run: python docs/pictures.py reports/en/muster/report.html [docs]
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from workbook.chromium import browser

WIDTH, AIR, COLOURS, LIMIT = 1280, 20, 96, 150_000  # px, px around what is shown, colours of the palette, bytes


@dataclass(frozen=True)
class Picture:
    """One picture: its name, the element it shows; `page`: all of the page down to the end of this element."""

    name: str
    shown: str
    page: bool = False


PICTURES = (
    Picture("first-page", "#glance", page=True),
    Picture("whale-curve", "#value-whale_curve"),
    Picture("classes", "#segmentation-classes"),
)
SCHEMES = ("light", "dark")


def shoot(report: Path, folder: Path) -> list[Path]:
    """Every picture in both schemes as PNG files `<name>-<scheme>.png`; ValueError where one is too large."""
    chromium = browser()
    if chromium is None:
        raise FileNotFoundError("no Chromium, Chrome or Edge on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        made = [target for scheme in SCHEMES for target in _scheme(running, report, folder, scheme)]
        running.close()
    return made


def _scheme(running: Browser, report: Path, folder: Path, scheme: str) -> list[Path]:
    page = running.new_page(viewport={"width": WIDTH, "height": 1000}, color_scheme=scheme)
    page.goto(report.resolve().as_uri())
    made = [_saved(_cut(page, picture), folder / f"{picture.name}-{scheme}.png") for picture in PICTURES]
    page.close()
    return made


def _cut(page: Page, picture: Picture) -> bytes:
    """The element with some air around it, or the page from its head down to the element's end."""
    box = page.locator(picture.shown).bounding_box()
    if box is None:
        raise ValueError(f"the report shows no {picture.shown}")
    if picture.page:
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": box["y"] + box["height"]}
    else:
        clip = {"x": box["x"] - AIR, "y": box["y"] - AIR}
        clip |= {"width": box["width"] + 2 * AIR, "height": box["height"] + 2 * AIR}
    return page.screenshot(full_page=True, clip=clip)


def _saved(picture: bytes, target: Path) -> Path:
    """The picture with a palette of its own, which is a third of the size and looks the same."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    if target.stat().st_size > LIMIT:
        raise ValueError(f"{target.name} has {target.stat().st_size:,} bytes, more than {LIMIT:,}")
    return target


if __name__ == "__main__":
    for file in shoot(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else Path(__file__).parent):
        print(f"{file.stat().st_size:>8,}  {file}")
