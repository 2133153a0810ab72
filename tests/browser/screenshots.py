"""Take every page, light and dark, wide and phone, into a folder: ``screenshots.py URL FOLDER``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.navigation import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

__all__ = [
    "CHROMIUM_FLAGS",
    "VIEWS",
    "address",
    "chromium",
    "open_page",
    "settle",
    "take_all",
    "whole_page",
]

CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
VIEWS = {
    "light": {"viewport": {"width": 1360, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1360, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
_SETTLED_MS = 1500
_TIMEOUT_MS = 30_000


def chromium() -> str:
    """Return the browser's path, empty when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), "")


def open_page(browser: Browser, url: str, view: str) -> Page:
    """Open a page in one of the views and wait until it has settled."""
    page = browser.new_context(**VIEWS[view], timezone_id="Europe/Berlin").new_page()
    page.goto(url)
    settle(page)
    return page


def address(url: str, name: str) -> str:
    """Return a page's address; the first page is the root's."""
    return url if name == PAGES[0].name else f"{url}/{name}"


def settle(page: Page) -> None:
    """Wait for the heading, for the script to end and for charts to draw."""
    page.wait_for_selector("h1", timeout=_TIMEOUT_MS)
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=\"stStatusWidget\"]')"
        " && !document.querySelector('[data-testid=\"stSkeleton\"]')",
        timeout=_TIMEOUT_MS,
    )
    page.wait_for_timeout(_SETTLED_MS)


def whole_page(page: Page, file: Path) -> None:
    """Write the whole page as a picture: Streamlit scrolls inside, so the window grows first."""
    height = page.evaluate(
        "() => document.querySelector('[data-testid=\"stMainBlockContainer\"]').scrollHeight"
    )
    width = page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": max(844, int(height) + 40)})
    page.wait_for_timeout(700)
    page.screenshot(path=file)


def take_all(url: str, folder: Path, names: Iterator[str] | None = None) -> None:
    """Take every page in every view."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    wanted = list(names) if names else [row.name for row in PAGES]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for view in VIEWS:
            for name in wanted:
                page = open_page(browser, address(url, name), view)
                whole_page(page, folder / f"{name}-{view}.png")
                page.context.close()
        browser.close()


if __name__ == "__main__":
    take_all(
        sys.argv[1].rstrip("/"), Path(sys.argv[2]), iter(sys.argv[3:]) if sys.argv[3:] else None
    )
