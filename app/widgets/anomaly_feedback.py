"""The buttons that say what an anomaly was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.messages import carried_out
from dharma_core.finops.feedback import Feedback, Verdict
from dharma_core.identity import is_allowed
from dharma_core.views.cost_anomalies import VERDICT_WORDS

if TYPE_CHECKING:
    from dharma_core.finops.cost_anomalies import CostAnomaly
    from dharma_core.workbench import Workbench

__all__ = ["ask_verdict"]

_SAID = {
    Verdict.REAL: "Kept: it was real. Such ones go on being told.",
    Verdict.EXPECTED: "Kept: it was expected. Scores like this one are told no more here.",
    Verdict.IGNORE: "Kept: nothing of this scope is told until somebody says otherwise.",
}


def ask_verdict(bench: Workbench, one: CostAnomaly) -> None:
    """Draw a line for the reason and a button a verdict, for whoever may judge anomalies."""
    if not is_allowed(bench.actor, "billing:judge"):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        why = st.text_input("Why", key="verdict_why", max_chars=500, placeholder="A load test")
        for verdict, words in VERDICT_WORDS.items():
            if st.button(words, key=f"verdict_{verdict.value}"):
                _keep(bench, one, verdict, why or "")


def _keep(bench: Workbench, one: CostAnomaly, verdict: Verdict, why: str) -> None:
    episode = one.episode
    start, end = episode.start.isoformat(), episode.end.isoformat()
    said = Feedback(one.scope, start, end, verdict, episode.score, why)
    carried_out(lambda: bench.judge_anomaly(said), _SAID[verdict])
