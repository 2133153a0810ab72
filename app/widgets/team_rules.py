"""Attribute rules of a team: by environment, cloud, cost and hour."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.frame import section, sentence
from app.widgets.messages import carried_out, failure, say_later
from app.widgets.tables import plain_table
from dharma_core.errors import DharmaError
from dharma_core.identity import AttributeRule, Effect, Hours
from dharma_core.identity.conditions import CLOUDS, WEEKDAYS
from dharma_core.money import parse_amount
from dharma_core.views.people import rules_table

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench

__all__ = ["team_rules"]


def team_rules(bench: Workbench) -> None:
    """Draw the rules, and the forms that add one and take one away."""
    section("Rules", "A rule narrows what roles grant: by environment, cloud, cost and hour.")
    rules = bench.attribute_rules()
    if rules:
        plain_table(rules_table(rules), caption="rule")
        _take_away(bench, [rule.name for rule in rules])
    else:
        sentence("There is none: roles alone decide.")
    with st.expander("Add a rule"):
        _form(bench)


def _take_away(bench: Workbench, names: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Rule", names, key="rule_chosen", width=320)
        if st.button("Take it away", key="rule_drop") and chosen:
            carried_out(lambda: bench.remove_attribute_rule(chosen), f"The rule {chosen} is gone.")


def _form(bench: Workbench) -> None:
    with st.form("rule", border=False):
        with st.container(horizontal=True):
            name = st.text_input("Name", key="rule_name", max_chars=60)
            effect = st.selectbox("Effect", [e.value for e in Effect], key="rule_effect")
            permission = st.text_input(
                "Permission", key="rule_permission", placeholder="deployment:create"
            )
        with st.container(horizontal=True):
            users = st.text_input("Users", key="rule_users", placeholder="everybody")
            held = st.multiselect("Roles", list(bench.roles()), key="rule_roles")
        with st.container(horizontal=True):
            places = st.text_input("Environments", key="rule_places", placeholder="any")
            clouds = st.multiselect("Clouds", CLOUDS, key="rule_clouds")
            limit = st.text_input("Dollars a month", key="rule_limit", placeholder="no limit")
        hours = _hours()
        sent = st.form_submit_button("Add the rule", type="primary", key="rule_send")
    if not sent:
        return
    try:
        rule = AttributeRule(
            name.strip(),
            Effect(effect),
            permission.strip(),
            users=_words(users),
            roles=tuple(held),
            environments=_words(places),
            clouds=tuple(clouds),
            cost_limit=_amount(limit),
            hours=_kept_hours(*hours),
        )
        bench.add_attribute_rule(rule)
    except DharmaError as error:
        failure(error)
        return
    say_later(f"The rule is in force: {rule}")
    st.rerun()


def _hours() -> tuple[str, str, list[str], str]:
    with st.container(horizontal=True):
        start = st.text_input("From", key="rule_from", placeholder="08:00")
        end = st.text_input("Until", key="rule_until", placeholder="18:00")
        days = st.multiselect("Weekdays", WEEKDAYS, key="rule_days", placeholder="every day")
        zone = st.text_input("Time zone", "UTC", key="rule_zone")
    return start.strip(), end.strip(), days, zone.strip()


def _kept_hours(start: str, end: str, days: list[str], zone: str) -> Hours | None:
    if not (start or end or days):
        return None
    return Hours(start or "00:00", end or "00:00", tuple(days) or WEEKDAYS, zone)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _amount(text: str) -> Decimal | None:
    return parse_amount(text, what="limit") if text.strip() else None
