"""Sums are exact: parts add up to the whole, and the order of rows says nothing."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.finops.analytics import (
    Comparison,
    Grain,
    Measure,
    Period,
    SharedCost,
    Sharing,
    StatementKind,
    Tag,
    allocate,
    as_bill,
    movers,
    price_quantity_effects,
    spend,
    statements,
)
from dharma_core.finops.analytics.cents import in_cents
from dharma_core.money import Money, exact_sum

JANUARY = Period(date(2025, 1, 1), date(2025, 2, 1))
FEBRUARY = Period(date(2025, 2, 1), date(2025, 3, 1))
MONTHS = Comparison(JANUARY, FEBRUARY)
RULES = [
    SharedCost("Tax", {"ChargeCategory": "Tax"}, Sharing.PROPORTIONAL),
    SharedCost("Support", {"ServiceSubcategory": "Support"}, Sharing.EVEN),
    SharedCost(
        "Market",
        {"ServiceName": "Northlight Observability"},
        Sharing.FIXED,
        {"team-platform": Decimal("0.7"), "team-insights": Decimal("0.3")},
    ),
]
AMOUNTS = st.decimals(-(10**6), 10**6, places=9, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize(
    "by", [["ServiceName"], ["SubAccountId", "RegionId"], [Tag("Owner")], ["ResourceId"]], ids=str
)
def test_parts_of_spend_sum_to_the_bill(reference, two_months, by, measure):
    whole = two_months[measure.value].sum()
    assert spend(reference, by, measure=measure)["cost"].sum() == whole
    assert spend(reference, by, grain=Grain.WEEK, measure=measure)["cost"].sum() == whole


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_rows_says_nothing(two_months, reference, seed):
    shuffled = as_bill(two_months.sample(fraction=1, shuffle=True, seed=seed).lazy())
    assert spend(shuffled, [Tag("Owner")]).equals(spend(reference, [Tag("Owner")]))
    assert movers(shuffled, ["ServiceName"], MONTHS).equals(
        movers(reference, ["ServiceName"], MONTHS)
    )
    effects = price_quantity_effects(shuffled, ["ProviderName"], MONTHS)
    assert effects == price_quantity_effects(reference, ["ProviderName"], MONTHS)
    assert allocate(shuffled, Tag("Owner"), RULES) == allocate(reference, Tag("Owner"), RULES)


@pytest.mark.parametrize("by", [["ServiceName"], ["SubAccountName"], [Tag("Owner")]], ids=str)
def test_effects_sum_to_the_change_and_groups_to_the_bill(reference, by):
    effects = price_quantity_effects(reference, by, MONTHS)
    for effect in effects:
        assert effect.change == effect.after - effect.before
    months = [spend(reference.during(p))["cost"].item() for p in (JANUARY, FEBRUARY)]
    assert exact_sum(e.before for e in effects) == months[0]
    assert exact_sum(e.after for e in effects) == months[1]


@pytest.mark.parametrize("measure", [Measure.BILLED, Measure.AMORTISED])
def test_allocation_conserves_the_bill_to_the_cent(reference, two_months, measure):
    found = allocate(reference, Tag("Owner"), RULES, measure=measure)
    assert found.total == Money(two_months[measure.value].sum()).rounded()
    assert exact_sum(found.of(owner) for owner in found.owners) == found.total


@pytest.mark.parametrize("kind", StatementKind)
def test_statements_of_a_month_sum_to_its_bill(reference, kind):
    found = statements(reference, Tag("CostCenter"), RULES, period=JANUARY, kind=kind)
    whole = spend(reference.during(JANUARY), measure=kind.measure)["cost"].item()
    assert exact_sum(s.total for s in found) == Money(whole).rounded()
    assert [s.allocated for s in found] == [True] * (len(found) - 1) + [False]


@settings(max_examples=40)
@given(parts=st.dictionaries(st.integers(0, 99), AMOUNTS, min_size=1, max_size=9))
def test_cents_sum_to_the_rounded_whole_and_no_part_moves_by_one(parts):
    cents = in_cents(parts)
    assert exact_sum(cents.values()) == Money(exact_sum(parts.values())).rounded()
    assert all(abs(cents[key] - parts[key]) < Decimal("0.01") for key in parts)


@given(
    costs=st.lists(AMOUNTS, min_size=2, max_size=6),
    shared=AMOUNTS,
    sharing=st.sampled_from([Sharing.EVEN, Sharing.PROPORTIONAL]),
)
@settings(max_examples=25, deadline=None)
def test_shared_costs_of_any_sign_are_conserved(bill_of, costs, shared, sharing):
    rows = [{"cost": "1", "SubAccountId": "always"}]
    rows += [{"cost": str(c), "SubAccountId": f"a{n % 3}"} for n, c in enumerate(costs)]
    rows.append({"cost": str(shared), "ServiceName": "Tax"})
    rule = SharedCost("Tax", {"ServiceName": "Tax"}, sharing)
    found = allocate(bill_of(*rows), "SubAccountId", [rule])
    assert found.total == Money(exact_sum([Decimal(1), *costs, shared])).rounded()


def test_a_bill_of_one_row_is_its_own_whole(two_months):
    one = as_bill(two_months.filter(pl.col("ChargeCategory") == "Tax").head(1))
    cost = spend(one)["cost"].item()
    assert spend(one, ["ServiceName", Tag("Owner")], grain=Grain.DAY)["cost"].to_list() == [cost]
