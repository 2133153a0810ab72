"""One's own account on its page: second factor, password, sessions."""

from __future__ import annotations

import pyotp
import pytest

from dharma_core.errors import SignInRequired
from dharma_core.workbench.gate import SecondFactorNeeded
from dharma_core.workbench.gate_sessions import SessionGate
from tests.pages.conftest import PASSWORD


def fill(page, **texts: str):
    for key, text in texts.items():
        page.widget("text_input", key).set_value(text)
    return page


def test_the_profile_says_who_is_signed_in_and_from_where(signed_in, dashboard):
    page = dashboard.run().open("profile")
    assert page.heading == "Who am I, and is my account safe?"
    assert "olga" in page.text
    assert "this one" in page.text
    assert "Demo mode" not in page.text


def test_a_second_factor_is_set_up_from_picture_to_recovery_codes(signed_in, dashboard):
    signed_in.become("ben", "viewer")
    page = dashboard.run().open("profile")
    page = fill(page, factor_password="not mine at all").click("factor_begin")
    assert 'role="alert"' in page.text
    page = fill(page, factor_password=PASSWORD).click("factor_begin")
    key = page.text.partition("Key <code>")[2].partition("<")[0]
    page = fill(page, factor_code=pyotp.TOTP(key).now()).click("factor_send")
    codes = page.script.code[0].value.split("\n")
    assert len(codes) == 10
    page = page.click("codes_kept")
    assert "10 recovery codes are left" in page.text
    assert codes[0] not in page.text


def test_other_sessions_are_ended_from_the_page(signed_in, dashboard):
    signed_in.become("ben", "viewer")
    other = signed_in.secret
    signed_in.secret = signed_in.gate.sign_in("ben", PASSWORD).session_secret
    page = dashboard.run().open("profile").click("sessions_end")
    assert "session" in page.text
    assert len(signed_in.bench().own_sessions()) == 1
    with pytest.raises(SignInRequired):
        signed_in.gate.actor_of_session(other)


def test_two_different_new_passwords_change_nothing(signed_in, dashboard):
    page = dashboard.run().open("profile")
    page = fill(page, present=PASSWORD, new="one of them 12345", again="the other 12345")
    assert "The two new passwords differ" in page.click("new_send").text
    page = fill(page, again="one of them 12345").click("new_send")
    assert "The password is changed" in page.text
    assert isinstance(signed_in.gate.sign_in("olga", "one of them 12345"), SecondFactorNeeded)


def test_a_first_password_lets_nothing_else_be_done(signed_in, dashboard):
    made = signed_in.bench().create_user("ben", roles=("admin",))
    signed_in.secret = signed_in.gate.sign_in("ben", made.one_time_password).session_secret
    page = dashboard.run().open("profile")
    assert "Choose your own to go on" in page.text
    assert "Second factor" not in page.text
    fill(page, present=made.one_time_password, new=PASSWORD, again=PASSWORD).click("new_send")
    assert signed_in.bench().users()


def test_the_session_is_asked_once_for_each_page_that_is_drawn(signed_in, dashboard, monkeypatch):
    asked = []
    real = SessionGate.actor_of_session

    def counted(self, *given, **named):
        asked.append(given)
        return real(self, *given, **named)

    monkeypatch.setattr(SessionGate, "actor_of_session", counted)
    page = dashboard.run()
    assert len(asked) == 1
    page.open("profile")
    assert len(asked) == 2
    signed_in.gate.sign_out(signed_in.secret)
    # What was asked for one page does not serve the next.
    assert "olga" not in page.run().text
    assert len(asked) == 3
