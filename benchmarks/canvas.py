"""The canvas with 200 nodes: no browser task over 200 ms while dragging; an edit judged in 1 s."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import CHROMIUM_FLAGS, _free_port, _wait_until_up

from dharma_core.workbench import Workbench

if TYPE_CHECKING:
    from playwright.sync_api import Page

LONG_TASK_LIMIT_MS, EDIT_LIMIT_S = 200, 1.0
NODES, DRAG_S, EDITS = 200, 6, 5
LARGE = "two-hundred"
_SUBNETS = 20

_WATCH = """() => {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
  }).observe({ type: "longtask" });
}"""


def large_design() -> str:
    """Return a design of 200 resources: a network, subnets, and what stands in them."""
    lines = [
        f"name: {LARGE}", "version: 1.0.0", "provider: aws", "region: us-east-1",
        "tags: {Environment: test, Owner: bench, CostCenter: CC-1}", "resources:",
        "- {name: main, type: aws_vpc, properties: {cidr_block: 10.0.0.0/16}}",
        "- name: wall", "  type: aws_security_group",
        "  properties: {name: wall, description: bench, vpc_id: '${main.id}'}",
    ]  # fmt: skip
    lines += [
        f"- {{name: net_{n}, type: aws_subnet, properties: "
        f"{{vpc_id: '${{main.id}}', cidr_block: 10.0.{n}.0/24}}}}"
        for n in range(_SUBNETS)
    ]
    lines += [
        f"- {{name: web_{n}, type: aws_instance, properties: {{ami: ami-1, "
        f"instance_type: t3.micro, subnet_id: '${{net_{n % _SUBNETS}.id}}', "
        "vpc_security_group_ids: ['${wall.id}']}}"
        for n in range(NODES - 2 - _SUBNETS)
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    if not browser_path:
        print("skipped: Chromium is not on this machine")
        return 0
    with tempfile.TemporaryDirectory() as home:
        os.environ["DHARMA_HOME"] = home
        bench = Workbench.open()
        bench.save_blueprint(large_design(), file="large.yaml")
        bench.save_blueprint(bench.template("three-tier-web"), file="three-tier-web.yaml")
        port = _free_port()
        command = [sys.executable, "-m", "streamlit", "run", "app/server.py"]
        server = subprocess.Popen(
            [*command, "--server.port", str(port)],
            cwd=Path(__file__).resolve().parents[1],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_until_up(f"http://127.0.0.1:{port}")
            return _report(f"http://127.0.0.1:{port}", browser_path)
        finally:
            server.terminate()
            server.wait(60)


def _report(url: str, browser_path: str) -> int:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=CHROMIUM_FLAGS)
        page = browser.new_context(viewport={"width": 1360, "height": 900}).new_page()
        _open(page, url, f"{LARGE} 1.0.0", NODES)
        tasks = _drag(page)
        large = _edits(page, "web_7", "web_8")
        _open(page, url, "three-tier-web 1.0.0", 37)
        small = _edits(page, "web_a", "web_b")
        browser.close()
    worst = max(tasks, default=0.0)
    print(f"dragging {NODES} nodes for {DRAG_S} s: longest browser task {worst:.0f} ms "
          f"({len(tasks)} over 50 ms; limit {LONG_TASK_LIMIT_MS} ms)")  # fmt: skip
    print(f"edit to findings and cost, three-tier-web: median {statistics.median(small):.2f} s, "
          f"worst {max(small):.2f} s (limit {EDIT_LIMIT_S} s)")  # fmt: skip
    print(f"edit to findings and cost, {NODES} nodes: median {statistics.median(large):.2f} s, "
          f"worst {max(large):.2f} s (limit {EDIT_LIMIT_S} s)")  # fmt: skip
    good = worst <= LONG_TASK_LIMIT_MS and max(*small, *large) <= EDIT_LIMIT_S
    return 0 if good else 1


def _open(page: Page, url: str, design: str, nodes: int) -> None:
    page.goto(f"{url}/designer?designing={design.replace(' ', '+')}")
    page.wait_for_function(_COUNT, arg=nodes, timeout=60_000)
    page.wait_for_timeout(3000)


# The canvas draws inside a shadow root.
_ROOT = (
    "[...document.querySelectorAll('.stBidiComponent *, [data-testid=stBidiComponent] *')]"
    ".map(e => e.shadowRoot).find(Boolean)"
)
_COUNT = (
    f"n => {{ const r = {_ROOT}; return r && r.querySelectorAll('.react-flow__node').length >= n }}"
)


def _drag(page: Page) -> list[float]:
    """Drag one node, then a whole subnet, round and round; return the tasks over 50 ms."""
    page.evaluate(_WATCH)
    for grip in ('[data-id="web_7"] .dc-name', '[data-id="net_3"] .dc-group-head'):
        box = page.locator(grip).bounding_box()
        if box is None:
            raise SystemExit(f"{grip} is not on the canvas")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        until = time.monotonic() + DRAG_S / 2
        step = 0
        while time.monotonic() < until:
            step += 1
            page.mouse.move(x + 60 * (step % 5 - 2), y + 40 * (step % 7 - 3), steps=4)
        page.mouse.up()
        page.wait_for_timeout(2000)
    return [float(t) for t in page.evaluate("() => window.longTasks")]


def _edits(page: Page, *names: str) -> list[float]:
    """Change the size of servers in the form; return how long the new cost took to appear."""
    found = []
    sizes = ("t3.large", "t3.small", "m5.large", "c5.xlarge", "r5.large")
    _select(page, names[0])
    field = page.get_by_label("instance_type", exact=True)
    for size in sizes[:EDITS]:
        total = page.locator(".dh-figure .dh-value").first.inner_text()
        field.fill(size)
        began = time.perf_counter()
        field.press("Enter")
        page.wait_for_function(
            "old => document.querySelector('.dh-figure .dh-value').innerText !== old", arg=total
        )
        found.append(time.perf_counter() - began)
        page.wait_for_timeout(400)
    return found


def _select(page: Page, name: str) -> None:
    page.locator(f'.react-flow__node[data-id="{name}"]').evaluate("e => e.focus()")
    page.keyboard.press("Enter")
    page.get_by_label("instance_type", exact=True).wait_for(timeout=20_000)
    page.wait_for_timeout(1500)


if __name__ == "__main__":
    raise SystemExit(main())
