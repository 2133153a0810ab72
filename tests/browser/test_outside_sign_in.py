"""An account from elsewhere in a real browser: Streamlit's login and GitHub's way, with faults."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dharma_core.storage.store import utc_now
from tests.browser.conftest import serving
from tests.fake_provider import CLIENT, SECRET, fake_provider
from tests.unit.workbench.outside import Clock, Door

TOML = """
[identity.providers.acme]
title = "Acme"
client_id = "{client}"
client_secret = "env:OUTSIDE_SECRET"
metadata_url = "{url}/.well-known/openid-configuration"
issuer = "{url}"
create = true
roles = [{{claim = "groups", value = "platform", role = "developer"}}]

[identity.providers.hub]
kind = "github"
client_id = "{client}"
client_secret = "env:OUTSIDE_SECRET"
url = "{url}"
create = true
default_role = "viewer"
"""
PERSON = {"sub": "u-7", "preferred_username": "ann", "name": "Ann Lee", "groups": ["platform"]}


@pytest.fixture(scope="module")
def provider():
    with fake_provider() as found:
        yield found


@pytest.fixture(scope="module")
def place(provider, tmp_path_factory):
    """Serve a dashboard with an owner and both ways in; return its address and its door."""
    home: Path = tmp_path_factory.mktemp("outside")
    env = {"DHARMA_HOME": str(home), "DHARMA_CWD": str(home), "OUTSIDE_SECRET": SECRET}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        door = Door(home, TOML.format(client=CLIENT, url=provider.url), clock=Clock(utc_now()))
        with serving(home, tmp_path_factory.mktemp("log")) as url:
            yield url, door
        door.store.close()


@pytest.fixture
def page(browser, place, provider):
    provider.person, provider.wrong = dict(PERSON), {}
    provider.signed_by_another = False
    provider.asked.clear()
    context = browser.new_context()
    yield context.new_page()
    context.close()


def _sign_in(page, url: str, title: str) -> None:
    page.goto(url)
    page.get_by_role("button", name=f"Sign in with {title}").click()


def _came_back(page, provider) -> None:
    """Wait until the code was redeemed and the sign-in page is there again."""
    deadline = time.monotonic() + 30
    while "/token" not in [path for path, _ in provider.asked] and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    assert "/token" in [path for path, _ in provider.asked]
    page.get_by_role("button", name="Sign in with Acme").wait_for(timeout=30_000)
    page.wait_for_timeout(500)


def _failures(door) -> list[str]:
    return [data.get("reason", "") for kind, _, data in door.events() if kind == "SignInFailed"]


def test_streamlits_login_opens_a_session_and_leaves_no_claims_behind(page, place) -> None:
    url, door = place
    _sign_in(page, url, "Acme")
    page.get_by_text("Is anything asking for me?").wait_for(timeout=30_000)
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert "dharma_session" in names
    assert not [name for name in names if name.startswith("_streamlit_user")]
    assert door.user("ann.acme").roles == ("developer",)
    # Signed out, nobody is signed in again by what is left in the browser.
    page.goto(f"{url}/auth/leave")
    page.get_by_role("button", name="Sign in with Acme").wait_for(timeout=30_000)


def test_githubs_way_opens_a_session(page, place, provider) -> None:
    url, door = place
    provider.person = {"id": 4711, "login": "Bob"}
    _sign_in(page, url, "GitHub")
    page.get_by_text("Is anything asking for me?").wait_for(timeout=30_000)
    assert door.user("bob.hub").roles == ("viewer",)


NOW = int(time.time())
WRONG = {
    "another audience": {"aud": "somebody-else"},
    "another issuer": {"iss": "https://evil.example"},
    "another nonce": {"nonce": "replayed"},
    "a token that has ended": {"iat": NOW - 7200, "exp": NOW - 3600},
    "no subject": {"sub": None},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_token_with_a_fault_signs_nobody_in(page, place, provider, wrong) -> None:
    url, door = place
    provider.wrong = {"sub": "u-wrong", **wrong}
    before = len(door.events())
    _sign_in(page, url, "Acme")
    _came_back(page, provider)
    assert "dharma_session" not in {cookie["name"] for cookie in page.context.cookies()}
    assert "SessionStarted" not in [kind for kind, *_ in door.events()[before:]]


def test_a_token_that_another_key_signed_signs_nobody_in(page, place, provider) -> None:
    url, _ = place
    provider.signed_by_another = True
    _sign_in(page, url, "Acme")
    _came_back(page, provider)
    assert "dharma_session" not in {cookie["name"] for cookie in page.context.cookies()}


def test_who_has_no_role_is_told_and_may_use_another_account(page, place, provider) -> None:
    url, door = place
    provider.person = {**PERSON, "sub": "u-8", "groups": []}
    _sign_in(page, url, "Acme")
    page.get_by_text("gives you no role here").wait_for(timeout=30_000)
    assert _failures(door)[-1] == "no role"
    page.get_by_role("link", name="Use another account").click()
    page.get_by_role("button", name="Sign in with Acme").wait_for(timeout=30_000)
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert not [name for name in names if name.startswith("_streamlit_user")]
