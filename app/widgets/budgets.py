"""One budget as it burns down, and the button that tells people of thresholds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.charts import chart
from app.widgets.frame import figures, sentence
from app.widgets.messages import empty, failure, note, say_later
from app.widgets.style import colour_mode
from app.widgets.tables import plain_table
from dharma_core.errors import DharmaError
from dharma_core.identity import is_allowed
from dharma_core.views.budget_figures import burn_down
from dharma_core.views.one_budget import (
    budget_headlines,
    budget_sentences,
    thresholds_table,
    told_words,
)

if TYPE_CHECKING:
    from dharma_core.finops.budgets import Standing
    from dharma_core.workbench import Workbench

__all__ = ["check_button", "one_budget"]


def check_button(bench: Workbench, day: date) -> None:
    """Draw the button that checks every budget by a day, for whoever may."""
    if not is_allowed(bench.actor, "budget:check"):
        return
    words = "Tells people of thresholds reached, each once in a period; it is on record."
    if not st.button("Check now", key="budget_check", help=words):
        return
    try:
        found = bench.check_budgets(today=day)
    except DharmaError as error:
        failure(error)
        return
    over = bool(found.over or found.told)
    say_later(told_words(found.told, len(found.standings)), tone="high" if over else "ok")
    st.rerun()


def one_budget(standing: Standing, day: date) -> None:
    """Draw how a budget stands: figures, burn-down, what has to be known of them, thresholds."""
    if standing.problem:
        note(f"{standing.budget.name} cannot be told. {standing.problem}", tone="medium")
    elif standing.through is None:
        empty(
            "No bill tells of these days",
            "dharma billing import FILE brings one; or choose a day that a bill tells of.",
        )
    else:
        figures(budget_headlines(standing))
        chart(burn_down(standing, day, colour_mode()), key="budget_burn")
    for words in budget_sentences(standing):
        if words != standing.problem:
            sentence(words)
    plain_table(thresholds_table(standing), caption="threshold")
