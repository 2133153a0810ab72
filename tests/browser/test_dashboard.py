from __future__ import annotations

import json
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from app.navigation import PAGES
from tests.browser.screenshots import VIEWS, address, open_page, settle

# A profile is of somebody who signed in: see test_sign_in.py.
PAGES = [row for row in PAGES if row.name != "profile"]
NAMES = [row.name for row in PAGES]
GROUNDS = {"light": "rgb(255, 255, 255)", "phone-dark": "rgb(16, 22, 31)"}


def _watch(page):
    """Collect what the page asks for and complains of.

    Streamlit looks for its base path from a deep link and meets a 404 on the way: left out.
    """
    hosts, complaints = set(), []
    page.on("request", lambda r: hosts.add(urlsplit(r.url).hostname or urlsplit(r.url).scheme))
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.on(
        "console",
        lambda m: (
            complaints.append(m.text)
            if m.type == "error" and "/_stcore/" not in m.location.get("url", "")
            else None
        ),
    )
    return hosts, complaints


def _too_wide(page) -> list[str]:
    """Return what reaches beyond the right edge of the page."""
    return page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain] *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1"
        " && !e.closest('[role=tablist], .js-plotly-plot, .dh-excerpt, caption')"
        " && !e.closest('[data-testid=stCode]')"
        " && !e.closest('[style*=\"clip: rect\"]')"  # for screen readers alone
        " && getComputedStyle(e).position !== 'absolute')"
        ".map(e => e.tagName + '.' + e.className).slice(0, 5)"
    )


@pytest.fixture(scope="module")
def contexts(browser):
    """One context a view: a new one would load the front end anew for each page."""
    opened = {view: browser.new_context(**VIEWS[view]) for view in GROUNDS}
    yield opened
    for context in opened.values():
        context.close()


# Wide and light, narrow and dark: every page stands in each width and on each ground once.
@pytest.mark.parametrize("view", ["light", "phone-dark"])
@pytest.mark.parametrize("row", PAGES, ids=NAMES)
def test_a_page_shows_its_question_fits_and_asks_nobody_else(server, contexts, row, view) -> None:
    page = contexts[view].new_page()
    hosts, complaints = _watch(page)
    page.goto(address(server, row.name))
    settle(page)
    assert page.locator("h1").inner_text() == row.question
    assert page.locator('[role="alert"]').count() == 0
    ground = page.evaluate(
        "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    )
    assert ground == GROUNDS[view]
    main = page.evaluate(
        "() => { const m = document.querySelector('[data-testid=stMain]');"
        " return m.scrollWidth - m.clientWidth }"
    )
    assert main <= 0
    assert view == "light" or _too_wide(page) == []
    assert hosts <= {"127.0.0.1", "data", "blob"}
    assert complaints == []
    page.close()


def test_the_fonts_come_from_this_server(server, browser) -> None:
    page = open_page(browser, server, "light")
    assert page.evaluate("() => document.fonts.check('600 28px Commissioner')")
    page.context.close()


def test_a_link_reproduces_the_view(server, browser) -> None:
    url = f"{server}/guardrails?source=legacy-shop+1.0.0&severity=high"
    page = open_page(browser, url, "light")
    assert "legacy-shop" in page.locator(".dh-context").inner_text()
    words = page.locator("td.dh-severity").all_inner_texts()
    assert set(words) == {"high"}
    page.context.close()


def test_deleting_in_the_dialog_can_be_called_off(server, browser) -> None:
    page = open_page(browser, f"{server}/blueprints", "light")
    page.get_by_role("tab", name="Share and keep").click()
    page.get_by_role("button", name="Delete ...").click()
    page.get_by_role("button", name="Keep it").click()
    settle(page)
    assert page.get_by_role("dialog").count() == 0
    assert page.locator("td", has_text="three-tier-web").count() >= 1
    page.context.close()


def test_copying_an_id_takes_all_of_it(server, browser) -> None:
    page = open_page(browser, f"{server}/blueprints", "light")
    page.locator(".dh-ident").first.click()
    selected = page.evaluate("() => getSelection().toString().trim()")
    assert selected == page.locator(".dh-ident").first.get_attribute("title")
    page.context.close()


@pytest.mark.sandbox
@pytest.mark.slow
def test_a_deployment_is_followed_live_to_its_end(server, browser) -> None:
    page = open_page(browser, f"{server}/deployments?source=Template+three-tier-web", "light")
    page.get_by_role("button", name="Deploy to the sandbox").click()
    page.wait_for_selector("text=Each resource, as its own service answered", timeout=120_000)
    settle(page)
    assert page.locator(".dh-timeline .dh-here").inner_text().startswith("completed")
    assert "37" in page.locator(".dh-figure", has_text="Resources confirmed").inner_text()
    page.context.close()


@pytest.mark.parametrize("path", ["/healthz", "/healthz/live", "/healthz/ready"])
def test_health_answers_in_json(server, path: str) -> None:
    status, body = _ask(server, path)
    assert status == 200
    assert json.loads(body)["status"] == "ok"


@pytest.mark.parametrize(("host", "status"), [("evil.example", 403), ("127.0.0.1", 101)])
def test_only_this_machines_names_may_open_the_socket(server, host: str, status: int) -> None:
    answered, _ = _ask(
        server,
        "/_stcore/stream",
        {
            "Host": host,
            "Origin": f"http://{host}",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        },
    )
    assert answered == status


def _ask(server: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    with closing(HTTPConnection(urlsplit(server).netloc, timeout=10)) as connection:
        connection.request("GET", path, headers=headers or {})
        with connection.getresponse() as answer:
            return answer.status, b"" if answer.status == 101 else answer.read()
