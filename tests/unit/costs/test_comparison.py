"""Two estimates side by side."""

from decimal import Decimal

import pytest

from dharma_core.costs.comparison import compare_estimates
from dharma_core.costs.estimates import Component, Estimate, ResourceCost
from dharma_core.errors import InputError


def priced(address, amount):
    line = Component("Storage", "GB", Decimal(1), None if amount is None else Decimal(amount))
    return ResourceCost(address, address.split(".", maxsplit=1)[0], (line,))


def estimate_of(*resources):
    return Estimate.of(resources, region="us-east-1")


def test_changes_name_each_address_with_both_costs_and_the_difference():
    before = estimate_of(priced("a.same", "1"), priced("a.grown", "2"), priced("a.gone", "4"))
    after = estimate_of(priced("a.same", "1"), priced("a.grown", "3.5"), priced("a.new", "0.25"))

    found = compare_estimates(before, after)

    assert found.as_dict()["changes"] == [
        {"address": "a.grown", "action": "update", "monthly_cost_before": "2",
         "monthly_cost_after": "3.5", "delta": "1.5", "complete": True},
        {"address": "a.new", "action": "create", "monthly_cost_before": None,
         "monthly_cost_after": "0.25", "delta": "0.25", "complete": True},
        {"address": "a.gone", "action": "delete", "monthly_cost_before": "4",
         "monthly_cost_after": None, "delta": "-4", "complete": True},
    ]  # fmt: skip
    assert [c.action for c in found.changes] == ["no-op", "update", "create", "delete"]
    assert found.as_dict()["total_delta"] == "-2.25"  # 4.75 - 7


def test_difference_of_an_unknown_side_is_unknown():
    found = compare_estimates(
        estimate_of(priced("a.x", None)), estimate_of(priced("a.x", "3"))
    ).changes[0]

    assert found.delta is None
    assert not found.is_complete
    assert found.as_dict()["delta"] is None


def test_deltas_of_known_resources_add_up_to_the_total():
    before = estimate_of(*(priced(f"a.r{n}", n) for n in range(1, 5)))
    after = estimate_of(*(priced(f"a.r{n}", 2 * n) for n in range(3, 8)))

    found = compare_estimates(before, after)

    assert sum(c.delta for c in found.changes) == found.total_delta


def test_currencies_are_not_mixed():
    yuan = Estimate((), currency="CNY", region="cn-north-1")

    with pytest.raises(InputError, match=r"USD.*CNY"):
        compare_estimates(estimate_of(), yuan)
