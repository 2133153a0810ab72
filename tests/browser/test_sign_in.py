"""Somebody signs in with a second factor, is denied, steps up, acts, and finds it on record."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import pyotp
import pytest
from sqlalchemy import update

from dharma_core.storage.identity_tables import sessions
from dharma_core.workbench import Workbench
from dharma_core.workbench.gate import Gate, open_gate
from tests.browser.conftest import serving
from tests.browser.screenshots import settle

PASSWORD = "a long walk by the sea 7"
PATIENCE_MS = 60_000


class House(NamedTuple):
    """A store with the owner olga and the administrator ada, who has a second factor."""

    url: str
    gate: Gate
    codes: pyotp.TOTP


def _bench(gate: Gate, secret: str) -> Workbench:
    return Workbench.open(actor=gate.actor_of_session(secret))


def _enrolled(gate: Gate, secret: str) -> pyotp.TOTP:
    """Give somebody a second factor; its first code is of the step before this one."""
    codes = pyotp.TOTP(_bench(gate, secret).start_second_factor(PASSWORD).secret)
    _bench(gate, secret).confirm_second_factor(codes.at(time.time() - codes.interval))
    return codes


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DHARMA_HOME", str(folder))
        patch.delenv("DHARMA_DATABASE_URL", raising=False)
        gate = open_gate()
        owner = gate.set_up_owner(gate.prepare_owner(), "olga", PASSWORD).session_secret
        _enrolled(gate, owner)
        _bench(gate, owner).create_user("ben", roles=("viewer",))
        first = _bench(gate, owner).create_user("ada", roles=("admin",)).one_time_password
        ada = gate.sign_in("ada", first).session_secret
        _bench(gate, ada).change_password(first, PASSWORD)
        codes = _enrolled(gate, ada)
        gate.sign_out(ada)
        with serving(folder, tmp_path_factory.mktemp("log")) as url:
            yield House(url, gate, codes)


def _ages_the_second_factor(gate: Gate) -> None:
    """Let an hour pass since every second factor was given."""
    with gate.store.transaction() as uow:
        an_hour_ago = uow.scope.now - timedelta(hours=1)
        uow.scope.write(update(sessions).values(second_factor_at=an_hour_ago))


def _signs_in(page, house: House, place: str) -> None:
    page.goto(f"{house.url}/{place}")
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code, or a recovery code").fill(house.codes.now())
    page.get_by_role("button", name="Sign in").click()


def _choose(page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def test_somebody_signs_in_is_denied_steps_up_acts_and_is_on_record(house, browser) -> None:
    page = browser.new_context(viewport={"width": 1360, "height": 1400}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    _signs_in(page, house, "users")
    page.get_by_role("heading", name="Who may do what?").wait_for()
    cookie = {c["name"]: c for c in page.context.cookies()}["dharma_session"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")

    page.get_by_text("Make or change a role of your team").click()
    page.get_by_label("Name", exact=True).first.fill("landlord")
    page.get_by_label("Grants, one pattern a line").fill("tenant:create")
    page.get_by_role("button", name="Keep the role").click()
    page.get_by_text("You may not do this").wait_for()

    _ages_the_second_factor(house.gate)
    _choose(page, "User", "ben")
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete for good").click()
    asked = page.get_by_label("Code of your authenticator app, or a recovery code")
    asked.wait_for()
    assert page.get_by_text("asks for a second factor again").count() == 1
    asked.fill(house.codes.at(time.time() + house.codes.interval))
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("Do it again now").wait_for()

    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete for good").click()
    page.get_by_text("ben is deleted").wait_for()

    page.goto(f"{house.url}/audit?who=ada")
    settle(page)
    said = page.locator("table").first.inner_text()
    for what in ("User deleted", "Step up demanded", "Second factor passed", "Permission denied"):
        assert what in said
    page.context.close()
