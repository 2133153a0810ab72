"""What a scope cost day by day, as a bill tells it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics import as_bill
from dharma_core.finops.analytics.spend import summed
from dharma_core.finops.budgets import Budget, Measured, Span, parse_scope, spending
from dharma_core.finops.budgets.spending import daily_spend, daily_spends

MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))


def charge(day, cost, **parts):
    at = datetime(2026, 3, day, tzinfo=UTC)
    return {
        "BillingCurrency": "USD",
        "BillingPeriodStart": datetime(2026, 3, 1, tzinfo=UTC),
        "ChargePeriodStart": at,
        "ChargeCategory": "Usage",
        "ChargeFrequency": "Usage-Based",
        "ProviderName": "AWS",
        "SubAccountId": "1",
        "ServiceName": "Amazon S3",
        "Tags": None,
        "EffectiveCost": Decimal(cost),
        "BilledCost": Decimal(cost) * 2,
        **parts,
    }


ROWS = [
    charge(1, "10.10"),
    charge(1, "5", ServiceName="Amazon EC2", Tags='{"Team":"web"}'),
    charge(2, "-3", ChargeCategory="Credit", ChargeFrequency="One-Time"),
    charge(3, "7", ChargeCategory="Purchase", ChargeFrequency="Recurring"),
    charge(3, "1", SubAccountId="2", ProviderName="Microsoft", Tags='{"Team":"data"}'),
    charge(5, "2", Tags='{"Blueprint":"shop"}'),
]


def bill_of(rows):
    schema = {
        "Tags": pl.String,
        "EffectiveCost": pl.Decimal(38, 15),
        "BilledCost": pl.Decimal(38, 15),
    }
    return as_bill(pl.LazyFrame(rows, schema_overrides=schema))


def budget_of(scope="whole", **parts):
    return Budget("all", Decimal(1), scope=parse_scope(scope), **parts)


def spent(scope="whole", rows=ROWS, span=MARCH, **parts):
    return daily_spend(bill_of(rows), budget_of(scope, **parts), span)


def total(found):
    return sum(found.cost(day) for day in MARCH)


@pytest.mark.parametrize(
    ("scope", "cost"),
    [
        ("whole", "22.10"),
        ("account:2", "1"),
        ("service:Amazon EC2", "5"),
        ("tag:Team=web", "5"),
        ("tag:Team=data", "1"),
        ("design:shop", "2"),
        ("tag:Owner=ann", "0"),
    ],
)
def test_each_scope_sums_its_charges_exactly(scope, cost):
    assert total(spent(scope)) == Decimal(cost)


def test_usage_fees_and_the_rest_are_kept_apart():
    found = spent()
    assert found.recurring == {date(2026, 3, 3): 7}
    assert found.other == {date(2026, 3, 2): -3}
    assert sum(found.usage.values()) == Decimal("18.10")


def test_what_invoices_say_is_another_measure():
    assert total(spent(measure=Measured.BILLED)) == Decimal("44.20")


def test_only_the_days_asked_for_count():
    assert spent(span=Span(date(2026, 3, 2), date(2026, 3, 3))).cost(date(2026, 3, 1)) == 0


def test_it_reaches_as_far_as_the_last_provider_that_still_tells():
    found = spent()
    assert found.arrived == {"AWS": date(2026, 3, 5), "Microsoft": date(2026, 3, 3)}
    assert found.through == date(2026, 3, 3)
    gone = [*ROWS, charge(28, "1")]
    assert spent(rows=gone).through == date(2026, 3, 28)


def test_a_scope_without_a_charge_knows_how_far_the_bill_reaches_and_what_it_has():
    found = spent("service:Amazon S4")
    assert (found.empty, found.through) == (True, date(2026, 3, 3))
    assert found.instead == ("Amazon EC2", "Amazon S3")


def test_no_charge_in_these_days_is_no_bill():
    span = Span(MARCH.first - timedelta(days=60), MARCH.first - timedelta(days=30))
    assert spent(span=span).through is None


def test_a_bill_without_usage_reaches_to_its_last_charge():
    assert spent(rows=ROWS[2:4]).through == date(2026, 3, 3)


def test_a_bill_without_frequencies_and_providers_is_read_too():
    short = [
        {k: v for k, v in row.items() if k not in ("ChargeFrequency", "ProviderName")}
        for row in ROWS
    ]
    found = spent(rows=short)
    assert total(found) == Decimal("22.10")
    assert found.arrived == {"all": date(2026, 3, 5)}


def test_another_currency_is_refused_and_not_added():
    with pytest.raises(InputError, match="in EUR and the bill in USD"):
        spent(currency="EUR")


SCOPES = ["whole", "account:2", "service:Amazon EC2", "service:Amazon S4", "tag:Team=web",
          "tag:Team=data", "tag:Owner=ann", "design:shop"]  # fmt: skip


def test_many_budgets_are_what_each_is_alone():
    few = Span(date(2026, 3, 2), date(2026, 3, 4))
    wanted = [(budget_of(scope), MARCH) for scope in SCOPES]
    wanted += [(budget_of(measure=Measured.BILLED), few), (budget_of("account:1"), few)]
    bill = bill_of(ROWS)
    assert daily_spends(bill, wanted) == tuple(daily_spend(bill, *one) for one in wanted)


def test_the_bill_is_summed_once_for_all_budgets(monkeypatch):
    read = []
    monkeypatch.setattr(
        spending, "summed", lambda *asked, **how: read.append(asked) or summed(*asked, **how)
    )
    found = daily_spends(bill_of(ROWS), [(budget_of(scope), MARCH) for scope in SCOPES])
    assert (len(found), len(read)) == (len(SCOPES), 1)
    assert daily_spends(bill_of(ROWS), []) == ()


def test_one_budget_in_another_currency_refuses_them_together():
    wanted = [(budget_of(), MARCH), (budget_of(currency="EUR"), MARCH)]
    with pytest.raises(InputError, match="in EUR and the bill in USD"):
        daily_spends(bill_of(ROWS), wanted)


def test_the_days_that_a_provider_has_billed_in_part_are_not_whole_for_any_of_its_scopes():
    bill = bill_of([
        *(charge(day, "10") for day in range(1, 29)),
        *(charge(day, "10", ProviderName="Microsoft", SubAccountId="2") for day in range(1, 29)),
        charge(29, "3"), charge(29, "9", ProviderName="Microsoft", SubAccountId="2"),
    ])  # fmt: skip
    wanted = [(budget_of(scope), MARCH) for scope in ("whole", "account:1", "account:2")]
    found = daily_spends(bill, wanted)
    assert {spend.through for spend in found} == {date(2026, 3, 29)}
    assert [spend.whole.day for spend in found] == [28, 28, 29]


def test_a_provider_that_has_ended_sets_neither_the_last_day_nor_the_last_whole_one():
    rows = [*(charge(day, "10") for day in range(1, 29)), charge(29, "1"),
            charge(18, "1", ProviderName="Microsoft", SubAccountId="2")]  # fmt: skip
    found = spent(rows=rows)
    assert (found.through, found.whole) == (date(2026, 3, 29), date(2026, 3, 28))
