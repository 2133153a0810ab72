"""The way in: the first owner, a password, a second factor, and what a stranger sees."""

from __future__ import annotations

import re

import pytest

from dharma_core.workbench import Workbench
from dharma_core.workbench.gate import open_gate
from tests.pages.conftest import PASSWORD

TICKET = re.compile(r"/auth/accept\?ticket=([^&\"]+)&amp;page=(\w*)")


def ticket_in(page) -> tuple[str, str]:
    found = TICKET.search(page.text)
    assert found, page.text
    return found[1], found[2]


def fill(page, **texts: str):
    for key, text in texts.items():
        page.widget("text_input", key).set_value(text)
    return page


@pytest.fixture
def stranger(signed_in, dashboard, monkeypatch: pytest.MonkeyPatch):
    """Return the dashboard as somebody without a cookie sees it, where olga is the owner."""
    import app.session

    monkeypatch.setattr(app.session, "session_secret", lambda: "")
    return dashboard.run()


def test_a_stranger_sees_the_sign_in_page_and_nothing_else(stranger):
    assert stranger.heading == "Who are you?"
    assert "Demo mode" not in stranger.text
    assert [t.label for t in stranger.script.text_input] == ["User name", "Password", "Tenant"]


def test_the_right_password_and_code_lead_to_the_cookie(stranger, signed_in):
    codes = signed_in.bench().renew_recovery_codes(PASSWORD)
    page = fill(stranger, user="Olga ", password=PASSWORD).click("sign_in_send")
    assert "/auth/accept" not in page.text
    page = fill(page, sign_in_factor_code="000000").click("sign_in_factor_send")
    assert 'role="alert"' in page.text
    ticket, wanted = ticket_in(
        fill(page, sign_in_factor_code=codes[0]).click("sign_in_factor_send")
    )
    assert wanted == ""
    secret = signed_in.gate.redeem(ticket).session_secret
    assert signed_in.gate.actor_of_session(secret).user == "olga"


def test_a_wrong_password_and_an_unknown_user_look_the_same(stranger):
    said = []
    for user in ("olga", "nobody-of-that-name"):
        page = fill(stranger, user=user, password="not the password").click("sign_in_send")
        said.append(re.sub(r"cor_\w+", "", page.text))
    assert said[0] == said[1]
    assert "User or password are wrong" in said[0]


@pytest.fixture
def owner_secret(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DHARMA_SIGN_IN", "1")
    return open_gate().prepare_owner()


def test_the_first_owner_is_made_with_the_printed_secret(owner_secret, dashboard):
    both = {"owner_password": PASSWORD, "owner_again": PASSWORD}
    page = fill(dashboard.run(), owner_secret="dhc_wrong", owner_name="ann", **both).click(
        "owner_send"
    )
    assert 'role="alert"' in page.text
    page = fill(page, owner_secret=owner_secret, owner_again="another one 12").click("owner_send")
    assert "The two passwords differ" in page.text
    page = fill(page, owner_again=PASSWORD).click("owner_send")
    secret = open_gate().redeem(ticket_in(page)[0]).session_secret
    assert open_gate().actor_of_session(secret).roles == ("owner",)


def test_somebody_with_a_first_password_is_led_to_choose_another(stranger, signed_in):
    made = signed_in.bench().create_user("ben", roles=("viewer",))
    page = fill(stranger, user="ben", password=made.one_time_password).click("sign_in_send")
    assert ticket_in(page)[1] == "profile"


def test_demo_mode_says_so_and_asks_nobody(dashboard):
    page = dashboard.run()
    assert "Demo mode" in page.text
    assert page.heading == "Is anything asking for me?"
    assert Workbench.open().actor.user == "local"
