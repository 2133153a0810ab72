"""The addresses of an outside sign-in on the server itself, with GitHub's words from loopback."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from app import outside_routes, sign_in_routes
from tests.fake_provider import CLIENT, SECRET, fake_provider
from tests.unit.workbench.outside import Clock, Door

PUBLIC = "https://dharma.example.org"
TOML = """
[identity]
public_url = "https://dharma.example.org/"

[identity.providers.hub]
kind = "github"
client_id = "{client}"
client_secret = "env:HUB_SECRET"
url = "{url}"
create = true
default_role = "viewer"
"""


@pytest.fixture
def hub():
    with fake_provider() as provider:
        provider.person = {"id": 4711, "login": "ann"}
        yield provider


@pytest.fixture
def door(tmp_path, monkeypatch, hub):
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    monkeypatch.setenv("DHARMA_CWD", str(tmp_path))
    monkeypatch.setenv("HUB_SECRET", SECRET)
    # The server's clock is the system's.
    clock = Clock(datetime.now(UTC))
    made = Door(tmp_path, TOML.format(client=CLIENT, url=hub.url), clock=clock)
    yield made
    made.store.close()


class Browser:
    """Keeps cookies, follows nothing by itself."""

    def __init__(self) -> None:
        routes = [*outside_routes.ROUTES, *sign_in_routes.ROUTES]
        self._app = Starlette(routes=routes)
        self.cookies = httpx.Cookies()

    def send(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(
                transport=transport, base_url=PUBLIC, cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, headers=headers)
                self.cookies = client.cookies
                return answer

        return asyncio.run(ask())

    def to_the_provider(self, path: str = "/auth/github/start?provider=hub") -> str:
        """Return where GitHub sends the browser back to, without the host."""
        there = self.send(path)
        sent = httpx.get(there.headers["location"]).headers["location"]
        assert sent.startswith(f"{PUBLIC}/auth/github/back?")
        return sent.removeprefix(PUBLIC)


def _session(door, browser):
    return door.gate.actor_of_session(browser.cookies["dharma_session"])


def test_there_and_back_signs_in(door, hub) -> None:
    browser = Browser()
    answer = browser.send(browser.to_the_provider(), **{"sec-fetch-site": "cross-site"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    set_now = answer.headers.get_list("set-cookie")
    session = next(c for c in set_now if c.startswith("dharma_session="))
    for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert word in session
    assert "Max-Age" not in session
    assert "dharma_way" not in browser.cookies
    # The fake provider's address is no public one, so its people are not everybody.
    assert _session(door, browser).user == "ann.hub"


def test_the_browser_keeps_what_scripts_cannot_read(door) -> None:
    kept = Browser().send("/auth/github/start?provider=hub").headers["set-cookie"]
    for word in ("dharma_way=dhc_", "HttpOnly", "Secure", "SameSite=lax", "Path=/auth", "600"):
        assert word in kept


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_sends_nobody_to_the_provider(door, hub, site) -> None:
    answer = Browser().send("/auth/github/start?provider=hub", **{"sec-fetch-site": site})
    assert answer.headers["location"] == "/?outside=state"
    assert "set-cookie" not in answer.headers
    assert hub.asked == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_form_of_another_site_reaches_nothing(door, method) -> None:
    for path in ("/auth/github/start", "/auth/github/back", "/auth/outside/forget"):
        assert Browser().send(path, method).status_code == 405


@pytest.mark.parametrize("evil", ["https://evil.example", "//evil.example", "/%5Cevil.example"])
def test_where_to_go_is_never_read_from_the_request(door, hub, evil) -> None:
    browser = Browser()
    more = "".join(f"&{name}={evil}" for name in ("next", "redirect_uri", "return_to", "page"))
    there = f"/auth/github/start?provider=hub{more}"
    asked = dict(parse_qsl(urlsplit(browser.send(there).headers["location"]).query))
    assert asked["redirect_uri"] == f"{PUBLIC}/auth/github/back"
    answer = browser.send(f"{browser.to_the_provider(there)}{more}")
    assert answer.headers["location"] == "/"


def test_a_forged_host_does_not_move_the_way_back(door) -> None:
    answer = Browser().send("/auth/github/start?provider=hub", host="evil.example")
    assert "evil.example" not in answer.headers["location"]


def test_a_wrong_state_is_refused_and_ends_the_way(door, hub) -> None:
    browser = Browser()
    back = browser.to_the_provider()
    code = dict(parse_qsl(urlsplit(back).query))["code"]
    answer = browser.send(f"/auth/github/back?code={code}&state=forged")
    assert answer.headers["location"] == "/?outside=state"
    assert "dharma_session" not in browser.cookies
    assert browser.send(back).headers["location"] == "/?outside=state"


def test_the_link_of_somebody_elses_way_signs_nobody_in(door, hub) -> None:
    mallory, ann = Browser(), Browser()
    link = mallory.to_the_provider()
    assert ann.send(link).headers["location"] == "/?outside=state"
    assert "dharma_session" not in ann.cookies


def test_a_replayed_link_is_refused(door, hub) -> None:
    browser = Browser()
    back = browser.to_the_provider()
    kept = browser.cookies["dharma_way"]
    browser.send(back)
    again = Browser()
    again.cookies.set("dharma_way", kept)
    assert again.send(back).headers["location"] == "/?outside=state"


def test_a_person_who_says_no_comes_back_refused(door) -> None:
    browser = Browser()
    browser.send("/auth/github/start?provider=hub")
    answer = browser.send("/auth/github/back?error=access_denied&state=x")
    assert answer.headers["location"] == "/?outside=state"


def test_a_provider_that_is_not_there_is_said(door) -> None:
    answer = Browser().send("/auth/github/start?provider=nope")
    assert answer.headers["location"] == "/?outside=off"


def test_an_account_with_a_second_factor_is_asked_on_the_page(door, hub) -> None:
    factor = {"totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "totp_confirmed": True}
    door.account("ann", "viewer", **factor)
    door.bench("owner").link_outside_account("ann", "hub", "4711")
    browser = Browser()
    answer = browser.send(browser.to_the_provider())
    assert answer.headers["location"] == "/"
    assert "dharma_session" not in browser.cookies
    assert browser.cookies["dharma_challenge"].startswith("dhc_")


def test_what_streamlits_login_left_goes_when_the_session_begins(door, hub) -> None:
    browser = Browser()
    browser.send(browser.to_the_provider())
    ticket = door.gate.ticket(browser.cookies["dharma_session"])
    left = ("_streamlit_user", "_streamlit_user_1", "_streamlit_user_tokens", "_streamlit_xsrf")
    for name in left:
        browser.cookies.set(name, "x", domain="dharma.example.org")
    browser.send(f"/auth/accept?ticket={ticket}")
    assert [name for name in left if name in browser.cookies] == ["_streamlit_xsrf"]


def test_a_refused_account_can_be_forgotten(door) -> None:
    browser = Browser()
    browser.cookies.set("_streamlit_user", "x", domain="dharma.example.org")
    assert browser.send("/auth/outside/forget").headers["location"] == "/"
    assert "_streamlit_user" not in browser.cookies
