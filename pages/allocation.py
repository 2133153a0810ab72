"""Allocation: who pays for what of a month."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app.bills import dimensions_of, divided_by
from app.widgets.bills import chosen_currency, months_in, page_of_bills
from app.widgets.charts import chart
from app.widgets.frame import context_line, figures, go_to, section, sentence
from app.widgets.style import colour_mode
from app.widgets.tables import exports, plain_table, table
from dharma_core.finops.analytics import Dimension, StatementKind
from dharma_core.finops.cost_sharing import EXAMPLE, FILE_NAME, CostSharing, parse_cost_sharing
from dharma_core.finops.divided_bill import DividedBill
from dharma_core.finops.exploring import label_of
from dharma_core.views.divided_bill import (
    KIND_WORDS,
    divided_bars,
    divided_headlines,
    divided_notes,
    divided_rows,
    owners_table,
    statement_table,
)
from dharma_core.views.words import money
from dharma_core.workbench import Workbench
from dharma_core.workbench.billing_reports import BillingSummary

_KINDS = {
    "Showback (amortised)": StatementKind.SHOWBACK,
    "Chargeback (invoiced)": StatementKind.CHARGEBACK,
}


def _page(bench: Workbench, held: BillingSummary) -> None:
    above = st.container()
    with st.container(horizontal=True):
        month = str(
            st.selectbox("Month", months_in(held), key="month", bind="query-params", width=150)
        )
        kind = st.selectbox("Statement", list(_KINDS), key="kind", bind="query-params", width=220)
        owner = st.container()
        currency = chosen_currency(held)
    below = st.container()
    rules = _rules(bench)
    with owner:
        by = _owner(bench, month, rules)
    chosen = _KINDS.get(str(kind), StatementKind.SHOWBACK)
    with below:
        with st.skeleton(height=320):
            divided = divided_by(bench, month, chosen, replace(rules, owner=by), currency)
        _shown(divided)
    with above:
        context_line(f"{divided.month:%B %Y}", KIND_WORDS[divided.kind], f"in {divided.currency}")


def _owner(bench: Workbench, month: str, rules: CostSharing) -> Dimension:
    known = {label_of(dimension): dimension for dimension in dimensions_of(bench, (month,))}
    usual = label_of(rules.owner) if rules.owner else "Account"
    names = list(known)
    index = names.index(usual) if usual in names else 0
    name = st.selectbox("By", names, index=index, key="by", bind="query-params", width=200)
    return known.get(str(name), known[names[index]])


def _rules(bench: Workbench) -> CostSharing:
    """Draw the rules of sharing, which may be tried out here before they go into the file."""
    path, text = bench.cost_sharing_text()
    section(
        "Shared costs",
        f"As {path.name} says; change the text to try something else."
        if path
        else f"Nothing is shared yet: write rules here, and keep them as {FILE_NAME}.",
    )
    with st.expander("The rules", expanded=False):
        typed = st.text_area(
            "Rules of sharing", text or "", key="sharing", height=260, placeholder=EXAMPLE,
            max_chars=20_000,
        )  # fmt: skip
    return parse_cost_sharing(str(typed), file=FILE_NAME)


def _shown(divided: DividedBill) -> None:
    figures(divided_headlines(divided))
    chart(divided_bars(divided, colour_mode()), key="allocation_bars")
    for note in divided_notes(divided):
        sentence(note)
    section("Owners", "What is shared is added to what each spends itself.")
    table(owners_table(divided), key="owners", noun="owner")
    _one(divided)
    exports(divided_rows(divided), key="allocation", name=f"statements-{divided.month:%Y-%m}")
    go_to("explore", "Explore the bills")


def _one(divided: DividedBill) -> None:
    names = [statement.owner for statement in divided.statements]
    section("One statement")
    name = st.selectbox("Owner", names, key="owner", bind="query-params", width=300)
    found = next((s for s in divided.statements if s.owner == name), divided.statements[0])
    sentence(f"{found.owner} pays {money(found.total, divided.currency)}.")
    plain_table(statement_table(found), caption="line")


page_of_bills("allocation", _page)
