"""The review of the sample's last month against what is known to have happened in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import narwhals as nw
import polars as pl
import pytest

from dharma_core.finops.analytics import (
    Comparison,
    Measure,
    Period,
    as_bill,
    coverage,
    price_quantity_effects,
    savings_rate,
    spend,
    untagged_share,
    utilisation,
)
from dharma_core.finops.analytics.condensed import condensed
from dharma_core.finops.month_review import MOVED_BY, MonthCost, review_month
from dharma_core.finops.review_actions import ActionKind
from dharma_core.finops.sample_billing import sample_bill
from dharma_core.storage.sample_billing import load_sample_parameters

NOVEMBER, DECEMBER = date(2025, 11, 1), date(2025, 12, 1)
TAGS = ("Owner", "CostCenter")
MONTHS = Comparison(Period(NOVEMBER, DECEMBER), Period(DECEMBER, date(2026, 1, 1)))


@pytest.fixture(scope="module")
def year():
    return sample_bill(load_sample_parameters(), rows=30_000, months=12, seed=7)


@pytest.fixture(scope="module")
def bill(year):
    frames = [frame for month in year.months[-2:] for frame in year.frames(month)]
    return as_bill(pl.concat(frames).lazy())


@pytest.fixture(scope="module")
def history(bill):
    return [
        MonthCost(
            period.first,
            spend(bill.during(period), measure=Measure.BILLED)["cost"].item(),
            spend(bill.during(period))["cost"].item(),
        )
        for period in (MONTHS.before, MONTHS.after)
    ]


@pytest.fixture(scope="module")
def review(bill, history):
    return review_month(bill, DECEMBER, history=history, required_tags=TAGS)


def test_the_condensed_bill_answers_as_the_whole_one(bill):
    small, december = condensed(bill), MONTHS.after
    assert small.frame.collect().shape[0] < bill.frame.collect().shape[0]
    for question in (
        lambda b: price_quantity_effects(b, MOVED_BY, MONTHS),
        lambda b: coverage(b.during(december)).rows(),
        lambda b: utilisation(b.during(december)),
        lambda b: savings_rate(b.during(december)),
        lambda b: untagged_share(b.during(december), TAGS),
    ):
        assert question(small) == question(bill)


def test_the_review_adds_up(review, history):
    assert review.landing.complete
    assert review.landing.amount == review.total.amortised == history[1].amortised
    assert review.change.change == history[1].amortised - history[0].amortised
    assert (review.previous, review.year_ago) == (history[0], None)
    assert len(review.movers) == 10
    assert [abs(m.change) for m in review.movers] == sorted(
        (abs(m.change) for m in review.movers), reverse=True
    )
    for mover in review.movers:
        assert mover.change == mover.after - mover.before


def test_what_went_wrong_in_the_month_is_among_the_movers_with_its_cause(review, year):
    worst = [i for i in year.incidents if i.end >= DECEMBER and i.dollars > 2_000]
    moved = {(m.key[1], m.key[2]): m for m in review.movers}
    assert worst
    for incident in worst:
        mover = moved[incident.account_name, incident.service]
        assert abs(mover.quantity) > abs(mover.price) or incident.cause == "price"
        if incident.cause == "price":
            assert mover.price > mover.quantity


def test_actions_carry_the_figures_of_the_review(review):
    found = {action.kind: action for action in review.actions}
    assert found[ActionKind.UNCOVERED].amount == review.cover.coverable - review.cover.covered
    assert found[ActionKind.UNUSED].amount == sum(c.unused for c in review.commitments)
    assert found[ActionKind.UNTAGGED].amount == max(t.untagged for t in review.untagged[:-1])
    amounts = [action.amount for action in review.actions]
    assert amounts == sorted(amounts, reverse=True)


def test_a_month_that_runs_is_compared_with_as_many_days_and_lands_near_the_truth(bill, history):
    begun = bill.frame.filter(nw.col("ChargePeriodStart") < datetime(2025, 12, 19, tzinfo=UTC))
    found = review_month(replace(bill, frame=begun), DECEMBER, history=history, required_tags=TAGS)
    assert (found.landing.as_of, found.landing.days_left) == (date(2025, 12, 18), 13)
    assert (found.periods.before.days, found.periods.after.days) == (18, 18)
    error = found.landing.amount / history[1].amortised - 1
    assert abs(error) < Decimal("0.1")


def test_without_a_month_before_nothing_is_compared(bill, history):
    found = review_month(bill.during(MONTHS.after), DECEMBER, history=history[1:], required_tags=())
    assert (found.periods, found.change, found.movers, found.previous) == (None, None, (), None)
    assert found.savings_before is None
    assert found.cover_before.share is None


def test_a_correction_counts_in_the_month_of_its_invoice(bill):
    first = bill.frame.filter(
        nw.col("BillingPeriodStart") == datetime(2025, 12, 1, tzinfo=UTC)
    ).with_columns(ChargePeriodStart=nw.lit(datetime(2025, 10, 5, tzinfo=UTC)))
    small = condensed(replace(bill, frame=first)).frame.collect()
    assert small["ChargePeriodStart"].unique().to_list() == [datetime(2025, 12, 1, tzinfo=UTC)]
