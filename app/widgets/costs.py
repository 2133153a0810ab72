"""What the costs page is made of: usage and budget, groups, confidence, files to take away."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from app.session import now
from app.widgets.frame import section, sentence
from app.widgets.messages import failure
from app.widgets.tables import plain_table
from dharma_core.costs.estimates import Estimate
from dharma_core.costs.grouping import DIMENSIONS, tag_names
from dharma_core.errors import InputError
from dharma_core.money import parse_amount
from dharma_core.plan import Plan
from dharma_core.views.cost_formats import ESTIMATE_FORMATS
from dharma_core.views.cost_tables import groups_table
from dharma_core.views.infracost import Priced
from dharma_core.views.words import trust_sentence

__all__ = ["CostInputs", "confidence", "cost_inputs", "downloads", "groups", "usage_inputs"]

_NO_PRESET = "none"
_PRESETS = (_NO_PRESET, "small", "medium", "large")


@dataclass(frozen=True, slots=True)
class CostInputs:
    """What the reader gave: a usage file's text, a preset's size, a budget."""

    usage: str | None
    preset: str
    budget: Decimal | None


def cost_inputs() -> CostInputs:
    """Draw the inputs and return them, each empty when not given or not right."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        written = st.text_input(
            "Budget, dollars a month", key="budget", bind="query-params",
            placeholder="none", width=220,
        )  # fmt: skip
        usage, preset = usage_inputs()
    return CostInputs(usage, preset, _budget(written or ""))


def usage_inputs() -> tuple[str | None, str]:
    """Draw the choice of a usage file and of a preset; return the file's text and the size."""
    preset = st.selectbox(
        "Assume usage", _PRESETS, key="preset", bind="query-params", width=160,
        help="What is assumed where nobody gave a quantity. Assumed figures are marked.",
    )  # fmt: skip
    with st.popover("Usage file"):
        file = st.file_uploader(
            "Usage file (YAML), for what depends on usage",
            type=["yaml", "yml"],
            key="usage_file",
        )
    usage = file.getvalue().decode("utf-8", "replace") if file is not None else None
    return usage, "" if preset == _NO_PRESET else str(preset)


def _budget(written: str) -> Decimal | None:
    if not written.strip():
        return None
    try:
        return parse_amount(written, what="budget")
    except InputError as error:
        failure(error)
        return None


def groups(estimate: Estimate) -> None:
    """Draw the cost by a dimension of the reader's choice."""
    section("Who and what it is for")
    options = {word.capitalize(): word for word in DIMENSIONS}
    options |= {f"Tag {name}": f"tag:{name}" for name in tag_names(estimate.resources)}
    title = st.selectbox("Sum by", list(options), key="group", bind="query-params", width=260)
    if title not in options:  # an address may ask for a tag that this design has not
        title = next(iter(options))
    table = groups_table(estimate.grouped(options[title]), title, estimate.currency)
    plain_table(table, caption=f"Cost by {title}")


def confidence(estimate: Estimate) -> None:
    """Draw how sure the total is, how far it may lie off, and why."""
    section("How sure it is")
    sentence(trust_sentence(estimate))
    for reason in estimate.trust.reasons:
        sentence(reason.message)


def downloads(estimate: Estimate, plan: Plan, name: str) -> None:
    """Draw a button for each form of the estimate; a file is made when it is asked for."""
    about = Priced(plan.name, plan.name, plan.kind, now())
    with st.container(horizontal=True):
        for word, title in _TITLES.items():
            form = ESTIMATE_FORMATS[word]
            st.download_button(
                title,
                lambda form=form: form.write(estimate, about, ""),
                f"{name}.{form.suffix}",
                form.mime,
                key=f"cost_{word}",
                on_click="ignore",
            )


_TITLES = {
    "html": "HTML",
    "markdown": "Markdown",
    "json": "JSON",
    "infracost-json": "Infracost JSON",
    "focus": "FOCUS rows",
}
