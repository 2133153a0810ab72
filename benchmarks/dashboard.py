"""First heading of the dashboard in under 2.5 s after the page opens; page switch under 0.5 s."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

FIRST_LIMIT_S, SWITCH_LIMIT_S = 2.5, 0.5
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
_START_TIMEOUT_S = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(url: str) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):  # noqa: S310 - loopback
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the dashboard did not start")


def _measure(url: str, browser_path: str) -> tuple[float, list[tuple[str, float]]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=CHROMIUM_FLAGS)
        warm = browser.new_page()
        warm.goto(url)
        warm.wait_for_selector("h1", timeout=30_000)
        warm.wait_for_timeout(2000)
        warm.close()
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        began = time.perf_counter()
        page.goto(url)
        page.wait_for_selector("h1", timeout=30_000)
        first = time.perf_counter() - began
        page.wait_for_timeout(1500)
        switches = _switches(page)
        browser.close()
    return first, switches


def _switches(page: Page) -> list[tuple[str, float]]:
    links = page.locator('[data-testid="stSidebarNavLink"]')
    order = [*range(1, links.count()), *range(links.count())]
    return [_switch(page, links.nth(index)) for index in order]


def _switch(page: Page, link: Locator) -> tuple[str, float]:
    old = page.locator("h1").first.inner_text()
    name = link.inner_text()
    began = time.perf_counter()
    link.click()
    page.wait_for_function(
        "old => { const h = document.querySelector('h1'); return h && h.innerText !== old }",
        arg=old,
        timeout=10_000,
    )
    seconds = time.perf_counter() - began
    page.wait_for_timeout(800)
    return name, seconds


def main() -> int:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("Chromium is not on this machine: skipped.")
        return 0
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    dharma = str(Path(sys.executable).parent / "dharma")
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {"DHARMA_HOME": home}
        server = subprocess.Popen(
            [dharma, "serve", "--port", str(port)],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_until_up(url)
            first, switches = _measure(url, browser)
        finally:
            server.terminate()
            server.wait(10)
    slowest = max(switches, key=lambda s: s[1])
    median = statistics.median(s for _, s in switches)
    met = first < FIRST_LIMIT_S and slowest[1] < SWITCH_LIMIT_S
    print(f"first heading: {first:.2f} s (limit {FIRST_LIMIT_S} s)")
    print(
        f"page switch: median {median:.2f} s, slowest {slowest[1]:.2f} s ({slowest[0]}) "
        f"(limit {SWITCH_LIMIT_S} s): {'met' if met else 'MISSED'}"
    )
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
