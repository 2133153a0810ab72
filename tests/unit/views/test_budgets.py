"""The words, tables and pictures of budgets, on days written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dharma_core.finops.budgets import (
    Basis,
    Budget,
    DailySpend,
    Gate,
    Landing,
    Threshold,
    parse_period,
    parse_scope,
    stand,
    unknown_standing,
)
from dharma_core.views.budget_figures import budget_bars, burn_down
from dharma_core.views.budgets import (
    BudgetState,
    budget_state,
    budgets_headlines,
    budgets_table,
    by_urgency,
    chance_words,
)
from dharma_core.views.markup import table_html
from dharma_core.views.one_budget import budget_headlines, budget_sentences, thresholds_table

MARCH = date(2026, 3, 16)
TEN_A_DAY = DailySpend(
    "EUR",
    {date(2026, 3, n): Decimal(10) for n in range(1, 16)},
    through=date(2026, 3, 15),
)


def _standing(amount, deviation=20.0, name="web", **said):
    """Return 15 of 31 days at 10 a day, landing at 310 with a deviation."""
    budget = Budget(name, Decimal(amount), "EUR", **said)
    found = stand(budget, TEN_A_DAY, MARCH)
    return replace(found, landing=replace(found.landing, deviation=deviation))


@pytest.mark.parametrize(
    ("amount", "state", "chance"),
    [
        (100, BudgetState.OVER, ">99%"),
        (300, BudgetState.LIKELY_OVER, "69%"),  # 1 - Phi((300 - 310) / 20) = Phi(0.5) = 0.6915
        (325, BudgetState.MAY_BE_OVER, "23%"),  # 1 - Phi(0.75) = 0.2266
        (400, BudgetState.INSIDE, "<1%"),
    ],
)
def test_the_word_follows_from_the_chance(amount, state, chance):
    standing = _standing(amount)
    assert (budget_state(standing), chance_words(standing)) == (state, chance)


@pytest.mark.parametrize(("amount", "state"), [(300, "likely over"), (311, "inside")])
def test_without_an_interval_the_landing_decides_and_the_chance_is_unknown(amount, state):
    standing = _standing(amount, deviation=None)
    assert (budget_state(standing), chance_words(standing)) == (state, "unknown")
    assert budget_headlines(standing)[2].note == "an interval is not known"


def test_only_a_period_known_whole_has_a_chance_of_nothing_or_all():
    whole = replace(_standing(400), landing=Landing(310.0, 0.0))
    assert chance_words(whole) == "0%"
    assert chance_words(replace(whole, landing=Landing(310.0, 0.001))) == "<1%"
    assert budgets_table([whole]).rows[0]["interval"] == "known whole"


def test_what_is_not_known_is_said_and_drawn_nowhere():
    none = unknown_standing(Budget("none", Decimal(5)), MARCH)
    broken = unknown_standing(Budget("broken", Decimal(5)), MARCH, why="No rate from EUR to USD.")
    assert (budget_state(none), budget_state(broken)) == ("not known", "cannot be told")
    assert [h.value for h in budget_headlines(none)] == ["not known"] * 3 + ["unknown"]
    assert (burn_down(none, MARCH), budget_bars([none, broken])) == (None, None)
    assert "No rate from EUR to USD." in budget_sentences(broken)
    row = budgets_table([none]).rows[0]
    assert (row["spent"], row["landing"], row["probability"]) == (None, None, None)


def test_those_that_ask_for_somebody_come_first_and_are_counted():
    found = [
        _standing(400, name="calm"),
        _standing(100, name="gone"),
        _standing(300, name="late"),
        unknown_standing(Budget("dark", Decimal(5), "EUR"), MARCH),
    ]
    assert [s.budget.name for s in by_urgency(found)] == ["gone", "late", "calm", "dark"]
    budgets, over, likely, perhaps = budgets_headlines(found)
    assert (budgets.value, budgets.note) == ("4", "3 with a bill for these days")
    assert (over.value, over.note, over.tone) == ("1", "gone", "critical")
    assert (likely.value, likely.note) == ("1", "late")
    assert (perhaps.value, perhaps.note) == ("0", "none")


def test_amounts_of_several_currencies_carry_their_code_and_are_never_one_column_of_dollars():
    dollars = unknown_standing(Budget("dollars", Decimal(5)), MARCH)
    assert budgets_table([dollars]).currency == "USD"
    both = budgets_table([_standing(400), dollars])
    assert [row["currency"] for row in both.rows] == ["EUR", "USD"]
    assert "$" not in table_html(both)


def test_a_budget_is_told_in_figures_and_sentences():
    standing = _standing(
        310, scope=parse_scope("tag:Team=<b>"), period=parse_period("2026-03-01..2026-03-31"),
        gate=Gate.STOP, owner="ann",
        thresholds=(Threshold(Decimal("0.125")), Threshold(Decimal(1), Basis.FORECAST)),
    )  # fmt: skip
    spent, remains, lands, chance = budget_headlines(standing)
    assert (spent.value, spent.note) == ("€150.00", "of €310.00 (48%)")
    # 15 of 31 even days of 310 leave 160: as much as is left.
    assert (remains.value, remains.note) == ("€160.00", "as much as even days would leave")
    # 310 -+ 1.645 x 20
    assert (lands.value, lands.note) == ("€310.00", "€277 to €343 (90%)")
    assert (chance.value, chance.note) == ("50%", "likely over")
    told = budget_sentences(standing)
    assert told[0] == (
        "For tag:Team=<b>, 1 Mar 2026 to 31 Mar 2026 (1 Mar 2026 to 31 Mar 2026), amortised, by "
        "use. Deployments that would push it over are stopped. Its owner is ann."
    )
    assert told[1] == "Days to come: mean of each weekday, from 15 days."
    marks = thresholds_table(standing).rows
    assert [(m["threshold"], m["amount"], m["state"]) for m in marks] == [
        ("12.5% spent", Decimal("38.75"), "reached"),
        ("100% foreseen", Decimal(310), "reached"),
    ]
    assert "&lt;b&gt;" in table_html(budgets_table([standing]))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_burn_down_has_the_even_line_the_fan_of_the_landing_and_the_day(mode):
    picture = burn_down(_standing(300), MARCH, mode)
    assert picture.title == "Budget web will end with about €10.00 too much"
    lines = {trace.name: list(trace.y) for trace in picture.figure.data if trace.name}
    assert lines["remains"][0] == 300
    assert lines["remains"][-1] == 150
    assert lines["even days"] == [300, 0]
    assert lines["lands"] == [150, pytest.approx(-10)]
    assert lines["landing, 90%"] == [150, pytest.approx(-42.9, abs=0.01)]
    assert picture.figure.layout.annotations[0].text == "16 Mar"
    assert picture.alt.startswith("€150.00 of €300.00 spent through 2026-03-15; lands at €310.00")


@pytest.mark.parametrize(
    ("standing", "title"),
    [
        (_standing(100), "Budget web is over by €50.00"),
        (replace(_standing(400), landing=None), "Budget web: where it lands is not known"),
        (
            replace(_standing(400), landing=Landing(310.0, 0.0)),
            "Budget web ended with €90.00 left",
        ),
    ],
    ids=["over", "unknown", "ended"],
)
def test_a_burn_down_is_named_by_its_answer(standing, title):
    assert burn_down(standing, MARCH).title == title


def test_bars_show_each_share_and_where_it_lands():
    picture = budget_bars([_standing(400, name="calm"), _standing(300, name="late")])
    assert picture.title == "1 budget of 2 land above their amount"
    bars, *landings = picture.figure.data
    assert list(bars.x) == [0.5, 0.375]  # 150 of 300, of 400: the urgent one first
    assert [m.x[0] for m in landings if m.mode == "markers"] == [pytest.approx(310 / 300), 0.775]
    assert "late: 50% spent, likely over, lands at €310, €277 to €343 (90%)" in picture.alt
    assert budget_bars([_standing(400)]).title == "web lands inside"
