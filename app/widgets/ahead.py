"""What if: sliders over a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from app.widgets.frame import figures, section
from dharma_core.views.forecasts import scenario_headlines

if TYPE_CHECKING:
    from dharma_core.finops.cost_outlook import CostOutlook
    from dharma_core.forecasting.scenarios import Scenario

__all__ = ["scenario_of"]

_HUNDRED = 100


def scenario_of(plain: CostOutlook) -> CostOutlook | None:
    """Draw sliders that ask what if, and return the outlook under them; None where nothing is."""
    from dharma_core.forecasting.outlook import under

    section("What if", "The forecast stays; this lays a change over one part of it.")
    parts = plain.outlook.dated.panel.keys
    with st.container(horizontal=True):
        key = st.selectbox("Part", parts, format_func=plain.label, key="what_if_part", width=320)
        start = st.slider("From day", 1, len(plain.outlook.days), 1, key="what_if_start")
        price = st.slider("It costs, % of the forecast", 0, 300, _HUNDRED, 5, key="what_if_price")
        extra = st.number_input("Something new, a day", 0.0, None, 0.0, 10.0, key="what_if_new")
        to = _moves_to(plain, str(key))
    asked = _scenarios(plain, str(key), to, (start, price, float(extra)))
    if not asked:
        return None
    then = plain.under(under(plain.outlook, asked))
    figures(scenario_headlines(plain, then, str(key)))
    return then


def _moves_to(plain: CostOutlook, key: str) -> str | None:
    """Draw where the part may move to; None where it stays."""
    parts = plain.outlook.dated.panel.keys
    if len(parts) < 2:
        return None
    to = st.selectbox(
        "It moves to", parts, index=None, placeholder="It stays", format_func=plain.label,
        key="what_if_to", width=320,
    )  # fmt: skip
    return None if to == key else to


def _scenarios(
    plain: CostOutlook, key: str, to: str | None, asked: tuple[int, int, float]
) -> list[Scenario]:
    from dharma_core.forecasting.scenarios import Launch, Migration, PriceChange

    start, price, extra = asked
    day = plain.outlook.days[start - 1]
    found: list[Scenario] = []
    if to is not None:
        found.append(Migration(key, to, day, factor=price / _HUNDRED))
    elif price != _HUNDRED:
        found.append(PriceChange(key, day, price / _HUNDRED))
    if extra:
        found.append(Launch(key, day, extra))
    return found
