"""Trust: the score with its parts, what it opens, decisions and history."""

from __future__ import annotations

import streamlit as st

from app.session import workbench
from app.widgets.charts import chart
from app.widgets.frame import context_line, figures, heading, section, sentence
from app.widgets.messages import guarded
from app.widgets.style import colour_mode
from app.widgets.tables import plain_table, table
from app.widgets.trust import ask_trust, explored_score, people_and_bar
from dharma_core.identity import is_allowed
from dharma_core.trust.evaluations import SESSION, Evaluation
from dharma_core.views.trust import (
    access_rules_table,
    evaluations_table,
    openings_table,
    own_session_sentence,
    score_headlines,
)
from dharma_core.views.trust_figures import drift_line, level_scale
from dharma_core.views.words import count
from dharma_core.workbench import Workbench

_COLUMNS = ("time", "user", "action", "resource", "decision", "score", "level", "required")


def page() -> None:
    heading("trust")
    with guarded():
        bench = workbench()
        rules = bench.trust_rules()
        context_line("35 % device, 40 % user, 25 % context", count(len(rules.rules), "access rule"))
        _own(bench)
        found = explored_score(bench)
        figures(score_headlines(found))
        chart(level_scale(found, colour_mode()), key="trust_scale")
        section("What this score opens", "By the access rules in force; the strictest decides.")
        plain_table(openings_table(rules, found.exact), caption="action")
        ask_trust(bench)
        _history(bench)
        with st.expander("The access rules"):
            plain_table(access_rules_table(rules), caption="rule")


def _own(bench: Workbench) -> None:
    """Say how far the reader's own session is trusted, and what lowers it."""
    if not bench.actor.session:
        return
    last = bench.trust_history(bench.actor.user, session=bench.actor.session, limit=50)
    scored = next((found for found in last if found.resource == SESSION), None)
    sentence(own_session_sentence(bench.actor.trust, scored))


def _history(bench: Workbench) -> None:
    """Draw the decisions: everybody's for who may see them, else one's own."""
    everybody = is_allowed(bench.actor, "trust:read")
    if not everybody and not bench.actor.session:
        return
    with st.skeleton(height=240):
        found = bench.trust_history(None if everybody else bench.actor.user, limit=500)
    section("Decisions, newest first")
    if not found:
        sentence("No decision was made yet: ask for one above, or sign in and act.")
        return
    table(evaluations_table(found), key="decision", noun="decision", columns=_COLUMNS)
    _one_person(bench, found)
    if everybody:
        people_and_bar(bench)


def _one_person(bench: Workbench, found: tuple[Evaluation, ...]) -> None:
    people = sorted({one.subject for one in found})
    chosen = st.selectbox("Person", people, key="person", bind="query-params", width=320)
    if chosen:
        chart(drift_line(bench.trust_drift(chosen), colour_mode()), key="trust_drift")


page()
