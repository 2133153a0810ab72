"""The real server on a free port with a store of its own, and Chromium in front of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from dharma_core.finops.budgets import Budget
from dharma_core.workbench import Workbench
from tests.browser.screenshots import CHROMIUM_FLAGS, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT_S = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder: it needs Chromium."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a DHARMA_HOME with two versions of one design, a flawed copy of it and a budget."""
    folder = tmp_path_factory.mktemp("dashboard")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DHARMA_HOME", str(folder))
        patch.delenv("DHARMA_DATABASE_URL", raising=False)
        bench = Workbench.open()
        text = bench.template("three-tier-web")
        first = bench.save_blueprint(text, file="three-tier-web.yaml")
        bench.save_blueprint(text.replace("t3.medium", "t3.large"), id=first.id)
        flawed = text.replace("name: three-tier-web\n", "name: legacy-shop\n", 1)
        flawed = flawed.replace("storage_encrypted: true", "storage_encrypted: false")
        bench.save_blueprint(flawed, file="legacy-shop.yaml")
        bench.set_budget(Budget("platform", Decimal(1500)))
        yield folder
        patch.setenv("DHARMA_HOME", str(folder))
        Workbench.open().sandbox_stop()


@pytest.fixture(scope="module")
def server(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the dashboard and return its address."""
    with serving(home, tmp_path_factory.mktemp("log")) as url:
        yield url


@contextmanager
def serving(home: Path, logs: Path) -> Iterator[str]:
    """Serve the dashboard of a DHARMA_HOME on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (logs / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app/server.py", "--server.port", str(port)],
            cwd=ROOT,
            env=os.environ | {"DHARMA_HOME": str(home)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_until_up(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(60)


def _up(url: str) -> bool:
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=2)) as connection:
        try:
            connection.request("GET", "/healthz")
            with connection.getresponse() as answer:
                return answer.status == 200
        except OSError:
            return False


def _wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        if _up(url):
            return
        time.sleep(0.2)
    pytest.fail("the dashboard did not start")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield found
        found.close()
