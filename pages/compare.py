"""Compare: the same design on three clouds and in any regions, side by side."""

from __future__ import annotations

import streamlit as st

from app.assessments import side_by_side_of
from app.session import workbench
from app.widgets.costs import usage_inputs
from app.widgets.frame import context_line, figures, go_to, heading, section, sentence
from app.widgets.messages import empty, guarded
from app.widgets.sources import chosen_source, source_failure
from app.widgets.tables import exports, plain_table, table
from dharma_core.costs.side_by_side import SideBySide
from dharma_core.errors import DharmaError
from dharma_core.views.places import lost_table, place_headlines, place_sentence, places_table
from dharma_core.workbench import Workbench

_MOST = 4


def page() -> None:
    heading("compare")
    with guarded():
        bench = workbench()
        source = chosen_source(bench)
        if source is None:
            return
        answer = st.container()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            places = _places(bench)
            usage, preset = usage_inputs()
        try:
            with st.skeleton(height=320):
                found = side_by_side_of(bench, source, places, (usage, preset))
        except DharmaError as error:
            source_failure(error, source, usage)
            return
        with answer:
            context_line(found.name, "the same design, priced in each place")
            figures(place_headlines(found))
        _evidence(found)


def _places(bench: Workbench) -> tuple[str, ...]:
    """Draw the choice of places; one usual region of each other cloud when none is chosen."""
    known = [
        f"{cloud}:{r}" for cloud in ("aws", "azure", "gcp") for r in bench.sizes.regions(cloud)
    ]
    chosen = st.multiselect(
        "Places", known, key="places", bind="query-params", max_selections=_MOST, width=420,
        placeholder="One region of each other cloud",
    )  # fmt: skip
    return tuple(chosen)


def _evidence(found: SideBySide) -> None:
    section("What each part is there, and costs a month")
    sentence(place_sentence(found))
    rows = places_table(found)
    if len(rows):
        table(rows, key="parts", noun="part")
    else:
        empty("The design is empty", "Draw something in the designer.")
    lost = lost_table(found)
    if len(lost):
        section("What does not translate")
        plain_table(lost, caption="What does not translate")
    section("Next")
    exports(rows, key="places", name=f"compare-{found.name}")
    go_to("designer", "Draw the design")


page()
