"""Users, roles and rules on their page."""

from __future__ import annotations

import pytest

from dharma_core.errors import SignInRequired


def fill(page, **texts: str):
    for key, text in texts.items():
        page.widget("text_input", key).set_value(text)
    return page


def test_a_user_is_made_and_the_first_password_shown_once(signed_in, dashboard):
    page = fill(dashboard.run().open("users"), new_user="ben", new_title="Ben")
    page.widget("multiselect", "new_roles").set_value(["developer"])
    page = page.click("new_user_send")
    password = page.script.code[0].value
    assert "first sign-in pending" in page.text
    assert password not in page.run().text
    assert not page.script.code
    assert signed_in.gate.sign_in("ben", password).must_change


def test_roles_are_given_and_a_user_is_disabled(signed_in, dashboard):
    made = signed_in.bench().create_user("ben", roles=("viewer",))
    page = dashboard.run().open("users")
    page.widget("selectbox", "user_chosen").set_value("ben")
    page = page.run()
    page.widget("multiselect", f"of_{made.account.id}").set_value(["developer", "viewer"])
    page = page.click("roles_send")
    assert signed_in.bench().user("ben").roles == ("developer", "viewer")
    page.click("user_disable")
    with pytest.raises(SignInRequired):
        signed_in.gate.sign_in("ben", made.one_time_password)


def test_the_last_owner_cannot_be_shut_out(signed_in, dashboard):
    page = dashboard.run().open("users").click("user_disable")
    assert 'role="alert"' in page.text
    assert signed_in.bench().user("olga").active


def test_a_role_and_a_rule_are_made_and_taken_away(signed_in, dashboard):
    page = dashboard.run().open("users")
    new = "A new role"
    fill(page, **{f"role_name_{new}": "auditor"})
    page.widget("text_area", f"role_grants_{new}").set_value("audit:read\nblueprint:read")
    page = page.click("role_send")
    assert signed_in.bench().team_roles()["auditor"].grants == ("audit:read", "blueprint:read")
    fill(page, rule_name="cheap", rule_permission="deployment:create", rule_limit="500")
    page = page.click("rule_send")
    assert "allow deployment:create to everybody up to $500 a month" in page.text
    page = page.click("rule_drop")
    assert signed_in.bench().attribute_rules() == ()


def test_a_rule_that_cannot_be_is_refused_with_the_nearest_word(signed_in, dashboard):
    page = fill(
        dashboard.run().open("users"),
        rule_name="late", rule_permission="deployment:create", rule_from="25:00",
    )  # fmt: skip
    page = page.click("rule_send")
    assert "is no time of day" in page.text
    assert signed_in.bench().attribute_rules() == ()


def test_a_viewer_has_no_such_page_and_is_told_why_at_its_address(signed_in, dashboard):
    signed_in.become("vera", "viewer")
    page = dashboard.run()
    assert page.heading == "Is anything asking for me?"
    page = page.open("users")
    assert "You may not do this" in page.text
