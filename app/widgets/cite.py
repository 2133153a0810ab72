"""Citations on a page: what its claims stand on, and a reference resolved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.frame import section, sentence
from app.widgets.messages import failure, note
from app.widgets.tables import plain_table
from dharma_core.audit.citations import Citation, Standing
from dharma_core.errors import DharmaError
from dharma_core.views.citations import citations_table, standing_words
from dharma_core.views.words import count

if TYPE_CHECKING:
    from dharma_core.workbench import Workbench

__all__ = ["claims", "resolve"]

_SHOWN = 100


def claims(noun: str, found: Sequence[Citation]) -> None:
    """Draw what each claim of a page stands on, folded away."""
    bare = sum(one.standing is Standing.UNSUPPORTED for one in found)
    with st.expander(f"Evidence of the {noun}: {count(len(found), 'claim')}, {bare} unsupported"):
        plain_table(citations_table(found[:_SHOWN]), caption="Claims and their evidence")
        if len(found) > _SHOWN:
            left = count(len(found) - _SHOWN, "claim")
            sentence(f"{left} more are in the HTML review and under 'dharma audit cite'.")


def resolve(bench: Workbench) -> None:
    """Draw an input for a reference, and the evidence that it leads to."""
    section("What a claim stands on")
    reference = st.text_input(
        "Reference", key="reference", bind="query-params", placeholder="dharma://event/1",
        max_chars=2000,
    )  # fmt: skip
    if not reference:
        return
    try:
        found = bench.cite(reference)
    except DharmaError as error:
        failure(error)
        return
    tone = {Standing.UNSUPPORTED: "critical", Standing.CHANGED: "medium"}
    note(f"{found.claim} {standing_words(found)}", tone=tone.get(found.standing, "ok"))
    st.json(found.as_dict(), expanded=1)
