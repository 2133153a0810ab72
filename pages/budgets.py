"""Budgets: will we stay inside? All of them at a glance, one as it burns down, and its form."""

from __future__ import annotations

from datetime import date

import streamlit as st

from app.budgets import day_to_judge, standings_of
from app.session import workbench
from app.widgets.budget_form import set_and_remove
from app.widgets.budgets import check_button, one_budget
from app.widgets.charts import chart
from app.widgets.frame import context_line, figures, go_to, heading, section, sentence
from app.widgets.messages import empty, guarded, note, say_now
from app.widgets.style import colour_mode
from app.widgets.tables import exports, table
from dharma_core.finops.budgets import Standing
from dharma_core.storage.budgets import StoredBudget
from dharma_core.views.budget_figures import budget_bars
from dharma_core.views.budgets import budgets_headlines, budgets_table, day_words
from dharma_core.views.words import count
from dharma_core.workbench import Workbench
from dharma_core.workbench.billing_reports import BillingSummary

_COLUMNS = (
    "name", "state", "scope", "period", "spent", "amount", "landing", "interval", "chance",
    "reached",
)  # fmt: skip


def page() -> None:
    heading("budgets")
    with guarded():
        bench = workbench()
        say_now()
        held, stored = bench.billing_summary(), bench.budgets()
        if stored:
            _budgets(bench, stored, held)
        else:
            empty(
                "No budget is set yet",
                "A budget says what may be spent on something in a period, whom it tells, and "
                "whether deployments have to ask. Set the first one below, or by the command.",
            )
            st.code("dharma budget set platform 1500", language="bash")
            set_and_remove(bench, None)


def _budgets(bench: Workbench, stored: tuple[StoredBudget, ...], held: BillingSummary) -> None:
    above = st.container()
    today = bench.now().date()
    usual = day_to_judge(held, today)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = st.date_input(
            "Judge by", usual, max_value=today, key="day", bind="query-params", width=160,
            format="YYYY-MM-DD", help="The day itself is not over yet, so it does not count.",
        )  # fmt: skip
        day = asked if isinstance(asked, date) else usual
        check_button(bench, day)
    with st.skeleton(height=320):
        standings = standings_of(bench, stored, day)
    with above:
        _context(stored, held, day)
    if day == usual != today:
        note(
            f"No bill is near today, so budgets are judged by {day_words(usual)}, the last day of "
            "the newest one. Choose another day to look at it."
        )
    figures(budgets_headlines(standings))
    chart(budget_bars(standings, colour_mode()), key="budget_bars")
    sentence("Bars: spent. Circle: where it lands, with its interval; dotted: the amount.")
    _table_and_one(bench, standings, day)


def _context(stored: tuple[StoredBudget, ...], held: BillingSummary, day: date) -> None:
    months = [period.period for period in held.periods]
    newest = f"bills until {date.fromisoformat(f'{max(months)}-01'):%B %Y}" if months else ""
    context_line(
        count(len(stored), "budget"),
        f"judged by {day_words(day)}",
        newest or "no bill was imported yet",
    )


def _table_and_one(bench: Workbench, standings: tuple[Standing, ...], day: date) -> None:
    rows = budgets_table(standings)
    money_in = ("currency",) if "currency" in rows.by_key else ()
    section("All budgets", "Those that ask for somebody first.")
    table(rows, key="budgets", noun="budget", columns=(*_COLUMNS, *money_in), page_rows=12)
    exports(rows, key="budgets", name="budgets")
    by_name = {standing.budget.name: standing for standing in standings}
    ranked = [str(row["name"]) for row in rows.rows]
    section("One budget")
    name = st.selectbox("Budget", ranked, key="budget", bind="query-params", width=320)
    chosen = by_name.get(str(name), by_name[ranked[0]])
    one_budget(chosen, day)
    section("Set and change", "Each act is on record.")
    set_and_remove(bench, chosen.budget)
    go_to("finops", "Review the month")


page()
