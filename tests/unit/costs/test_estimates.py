"""The estimate as a value: states, sums and the budget."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import Component, CostState, Estimate, ResourceCost

KNOWN = Component("a", "GB", Decimal(2), Decimal("1.5"))
USAGE = Component("b", "GB", None, Decimal(1))
MISSING = Component("c", "GB", Decimal(1), None)


@pytest.mark.parametrize(
    ("parts", "state", "cost"),
    [
        ((KNOWN,), "priced", Decimal(3)),
        ((KNOWN, USAGE), "usage", Decimal(3)),
        ((KNOWN, USAGE, MISSING), "not_found", Decimal(3)),
        ((USAGE,), "usage", None),
        ((), "not_found", None),
    ],
)
def test_a_resource_sums_what_is_known_and_takes_the_worst_state(parts, state, cost):
    found = ResourceCost("x.y", "x", parts)

    assert found.state is CostState(state)
    assert found.monthly_cost == cost


def test_a_budget_is_exceeded_only_above_its_amount():
    found = Estimate.of([ResourceCost("x.y", "x", (KNOWN,))], region="us-east-1")

    assert not found.over_budget(Decimal(3))
    assert found.over_budget(Decimal("2.99"))


def test_nothing_billable_is_known_for_certain():
    found = Estimate.of([ResourceCost("aws_vpc.x", "aws_vpc", free=True)], region="us-east-1")

    assert found.confidence == 1
    assert found.unknown_count == 0
