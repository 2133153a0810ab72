"""The dashboard in process, on a store of its own, and words for what a page shows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyotp
import pytest

from app.navigation import PAGES
from dharma_core.workbench import Workbench

TIMEOUT_S = 60


class Dashboard:
    """The running script of the dashboard and what a reader would see of it."""

    def __init__(self, main: Path) -> None:
        from streamlit.testing.v1 import AppTest

        self.script = AppTest.from_file(str(main), default_timeout=TIMEOUT_S)

    def open(self, name: str) -> Dashboard:
        """Go to a page as its link does, and later as the sidebar does."""
        if name != PAGES[0].name:
            self.script.switch_page(f"../pages/{name}.py")
        return self.run()

    def run(self) -> Dashboard:
        """Draw the page anew."""
        self.script.run()
        assert not self.script.exception
        return self

    @property
    def heading(self) -> str:
        """The page's question."""
        return str(self.script.title[0].value)

    @property
    def text(self) -> str:
        """Everything drawn as HTML, without the stylesheet."""
        bodies = [element.proto.body for element in self.script.get("html")]
        shown = "\n".join(b for b in bodies if not b.startswith("<style>"))
        return shown.replace("<wbr>", "")

    def widget(self, kind: str, key: str) -> Any:
        """Return the widget of a kind by its key."""
        return getattr(self.script, kind)(key=key)

    def click(self, key: str) -> Dashboard:
        """Press a button."""
        self.script.button(key=key).click()
        return self.run()


@pytest.fixture(scope="session", autouse=True)
def _installed_components() -> Iterator[None]:
    """Look through all installed packages for components once, not once a dashboard."""
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        name = "scan_component_manifests"
        patch.setattr(manifest_scanner, name, cache(getattr(manifest_scanner, name)))
        yield


@pytest.fixture
def bench() -> Workbench:
    return Workbench.open()


@pytest.fixture
def stored(bench: Workbench) -> Workbench:
    """Return a workbench with the three-tier design and a flawed copy of it."""
    text = bench.template("three-tier-web")
    bench.save_blueprint(text, file="three-tier-web.yaml")
    flawed = text.replace("name: three-tier-web\n", "name: legacy-shop\n", 1)
    flawed = flawed.replace("storage_encrypted: true", "storage_encrypted: false")
    bench.save_blueprint(flawed, file="legacy-shop.yaml")
    return bench


@pytest.fixture
def dashboard(repository: Path) -> Dashboard:
    return Dashboard(repository / "app" / "main.py")


PASSWORD = "a long walk by the sea 7"  # of everybody in these tests


class SignIns:
    """The gate of a store with an owner, and whose cookie the browser holds."""

    def __init__(self) -> None:
        from dharma_core.workbench.gate import open_gate

        self.gate = open_gate()
        self.secret = self.gate.set_up_owner(
            self.gate.prepare_owner(), "olga", PASSWORD
        ).session_secret

    def enrol(self) -> str:
        """Give whoever is signed in a second factor, and return the key of its codes."""
        key = self.bench().start_second_factor(PASSWORD).secret
        self.bench().confirm_second_factor(pyotp.TOTP(key).now())
        return key

    def bench(self) -> Workbench:
        """Return the workbench of whoever is signed in."""
        return Workbench.open(actor=self.gate.actor_of_session(self.secret))

    def become(self, name: str, *roles: str) -> None:
        """Make a user with these roles, and sign in as that one."""
        made = self.bench().create_user(name, roles=roles)
        first = self.gate.sign_in(name, made.one_time_password).session_secret
        Workbench.open(actor=self.gate.actor_of_session(first)).change_password(
            made.one_time_password, PASSWORD
        )
        self.secret = self.gate.sign_in(name, PASSWORD).session_secret


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> SignIns:
    """Return the sign-ins of a store whose owner olga is signed in, in the browser too.

    She has passed a second factor: without one a session is not trusted with users and roles.
    """
    import app.session
    import app.widgets.step_up

    made = SignIns()
    for module in (app.session, app.widgets.step_up):
        monkeypatch.setattr(module, "session_secret", lambda: made.secret)
    made.enrol()
    return made
