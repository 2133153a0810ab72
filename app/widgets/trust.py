"""Explore a score, ask for a decision, and see who would be denied if the bar rose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.charts import chart
from app.widgets.frame import figures, section, sentence
from app.widgets.messages import failure, note
from app.widgets.style import colour_mode
from app.widgets.tables import plain_table
from dharma_core.errors import DharmaError
from dharma_core.views.trust import (
    VERDICT_TONES,
    bar_headlines,
    bar_sentence,
    decision_sentence,
    distribution_headlines,
    people_denied_table,
)
from dharma_core.views.trust_figures import people_denied_bars, scores_by_level

if TYPE_CHECKING:
    from dharma_core.trust import Score
    from dharma_core.workbench import Workbench

__all__ = ["ask_trust", "explored_score", "people_and_bar"]

_PARTS = (("device", 75), ("user", 85), ("context", 75))


def explored_score(bench: Workbench) -> Score:
    """Draw a slider for each part, and return the score that they make."""
    with st.container(horizontal=True):
        parts = [
            st.slider(
                part.capitalize(), 0.0, 100.0, float(usual), 0.5, format="%.1f",
                key=f"explored_{part}", bind="query-params",
            )
            for part, usual in _PARTS
        ]  # fmt: skip
    return bench.trust_score(*parts)


def ask_trust(bench: Workbench) -> None:
    """Draw the question of zero trust: may this person do this, now, from there."""
    with st.expander("Ask for a decision; it goes on record"):
        with st.form("ask_trust", border=False):
            with st.container(horizontal=True):
                user = st.text_input("Who", bench.actor.user, key="trust_user", max_chars=100)
                action = st.text_input("Action", "delete", key="trust_action", max_chars=100)
                resource = st.text_input(
                    "Resource", "blueprint", key="trust_resource", max_chars=200
                )
            with st.container(horizontal=True):
                device = st.text_area(
                    "Device facts, JSON", '{"compliance": 90, "disk_encrypted": true}',
                    key="trust_device",
                )  # fmt: skip
                context = st.text_area(
                    "Context facts, JSON", '{"address": "10.0.0.7"}', key="trust_context"
                )
            sent = st.form_submit_button("Ask", type="primary", key="trust_send")
        if sent:
            _asked(bench, (user, resource, action), (device, context))


def _asked(bench: Workbench, what: tuple[str, str, str], facts: tuple[str, str]) -> None:
    try:
        device = bench.trust_facts(facts[0] or "{}", "device")
        context = bench.trust_facts(facts[1] or "{}", "context")
        decision = bench.trust_verify(*what, device=device, context=context)
    except DharmaError as error:
        failure(error)
        return
    note(decision_sentence(decision), tone=VERDICT_TONES[decision.decision])
    for reason in decision.reasons:
        sentence(reason)


def people_and_bar(bench: Workbench) -> None:
    """Draw how scores are spread, and who would be denied if every rule asked for more."""
    spread = bench.trust_distribution()
    section("How sessions stand")
    figures(distribution_headlines(spread))
    chart(scores_by_level(spread, colour_mode()), key="trust_spread")
    section("If the bar rose")
    levels = st.segmented_control("By", [1, 2], default=1, key="bar", bind="query-params")
    study = bench.trust_if_bar_rose(levels=int(levels or 1))
    sentence(bar_sentence(study))
    figures(bar_headlines(study))
    chart(people_denied_bars(study, colour_mode()), key="trust_denied")
    if study.people_denied:
        plain_table(people_denied_table(study), caption="person")
