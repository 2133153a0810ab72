"""The review and the pivot through the workbench, from bills in force."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics import Measure, Tag
from dharma_core.finops.analytics.pivot import Question
from dharma_core.identity import Actor
from dharma_core.workbench import Workbench
from tests.bills import days, write


@pytest.fixture
def bench(tmp_path):
    return Workbench.open(cwd=tmp_path)


def test_the_demo_bill_is_loaded_once_and_reviewed(bench):
    first, second = bench.import_sample_bill(), bench.import_sample_bill()
    assert 20_000 < first.rows < 60_000
    assert (second.rows, len(second.same)) == (0, 14)  # and two months of the example
    review = bench.finops_review()
    held = bench.billing_summary().periods[-1]
    assert review.month == date(2025, 12, 1)
    assert (review.total.billed, review.total.amortised) == (
        held.billed_cost,
        held.effective_cost,
    )
    assert review.landing.amount == held.effective_cost
    assert len(review.months) == 12
    assert review.unit == "orders"
    assert [u.month.month for u in review.unit_costs] == [11, 12]
    assert bench.explore_bills(Question(("ProviderName",)), months=["2025-12"]).total == (
        held.effective_cost
    )
    assert len(bench.explore_bills(Question(("ProviderName",))).rows) == 3
    assert Tag("Owner") in bench.billing_dimensions()


def test_an_invented_bill_never_joins_real_ones(bench):
    write(bench.cwd / "a.csv", *days(1, 2))
    bench.import_bills([bench.cwd / "a.csv"])
    stamp = bench.billing_stamp()
    assert bench.import_sample_bill() is None
    assert bench.billing_stamp() == stamp
    assert not (bench.settings.home / "business-units.csv").exists()


@pytest.mark.parametrize(
    ("month", "said"),
    [("2026-3", "no month"), ("march", "no month"), ("2026-04", "no bill of 2026-04")],
)
def test_a_month_that_is_not_there_is_refused(bench, month, said):
    write(bench.cwd / "a.csv", *days(1, 2))
    bench.import_bills([bench.cwd / "a.csv"])
    with pytest.raises(InputError, match=said) as told:
        bench.finops_review(month)
    assert "2026-03" in told.value.next_step


def test_without_a_bill_the_next_step_is_to_import_one(bench):
    for ask in (bench.finops_review, lambda: bench.explore_bills(Question())):
        with pytest.raises(InputError, match="No bill was imported") as told:
            ask()
        assert "dharma billing import" in told.value.next_step


def test_several_currencies_are_never_added(bench):
    write(bench.cwd / "a.csv", *days(1, 2), {"BillingCurrency": "EUR"})
    bench.import_bills([bench.cwd / "a.csv"])
    with pytest.raises(InputError, match="EUR, USD"):
        bench.finops_review()
    with pytest.raises(InputError, match="EUR, USD"):
        bench.explore_bills(Question())
    (bench.cwd / "exchange-rates.csv").write_text("month,from,to,rate\n*,EUR,USD,2\n", "utf-8")
    review = bench.finops_review(currency="USD")
    assert review.currency == "USD"
    assert (
        review.total.billed
        == bench.explore_bills(Question(measure=Measure.BILLED), currency="USD").total
    )


def test_units_that_are_no_table_are_an_error_of_their_file(bench):
    write(bench.cwd / "a.csv", *days(1, 2))
    bench.import_bills([bench.cwd / "a.csv"])
    (bench.cwd / "units.csv").write_text("day,users\n2026-03-01,4\n", "utf-8")
    (found,) = bench.finops_review(units=bench.cwd / "units.csv").unit_costs
    assert found.units == Decimal(4)
    (bench.cwd / "units.csv").write_text("nothing", "utf-8")
    with pytest.raises(InputError, match=r"units\.csv"):
        bench.finops_review(units=bench.cwd / "units.csv")


def test_bills_of_another_tenant_are_not_reviewed(bench):
    write(bench.cwd / "a.csv", *days(1, 2))
    bench.import_bills([bench.cwd / "a.csv"])
    other = Workbench.open(actor=Actor("olga", "other", ("admin",)), cwd=bench.cwd)
    with pytest.raises(InputError, match="No bill was imported"):
        other.finops_review()
