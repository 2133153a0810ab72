"""From a figure to the row of the price book it comes from."""

from __future__ import annotations

import streamlit as st

from app.widgets.frame import section, sentence
from app.widgets.tables import plain_table
from dharma_core.costs.estimates import Estimate
from dharma_core.costs.price_entries import PriceEntry
from dharma_core.costs.price_keys import parse_price_pattern
from dharma_core.errors import NotFoundError
from dharma_core.views.price_rows import price_rows_table
from dharma_core.workbench import Workbench

__all__ = ["price_rows"]


def price_rows(bench: Workbench, estimate: Estimate) -> None:
    """Draw a choice of component and the rows of the book behind its price."""
    keys = {
        f"{resource.address}: {part.name}": part.price_key
        for resource in estimate.resources
        for part in resource.components
        if part.price_key
    }
    if not keys:
        return
    section("Where a price comes from", "Each figure leads to its rows in the price book.")
    chosen = st.selectbox(
        "Component", list(keys), key="price_of", index=None, placeholder="Choose a component",
    )  # fmt: skip
    if chosen not in keys:
        return
    entries = _entries(bench, keys[chosen])
    if not entries:
        sentence("The price is worked out from others; the component's note says how.")
        return
    plain_table(price_rows_table(entries), caption=f"Price book: {keys[chosen]}")


def _entries(bench: Workbench, key: str) -> tuple[PriceEntry, ...]:
    """Return the rows of exactly this key, also those that a newer file replaces."""
    try:
        found = bench.find_prices(parse_price_pattern(key))
    except NotFoundError:
        return ()
    return tuple(shown.entry for shown in found.prices if str(shown.entry.key) == key)
