"""Two estimates side by side."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        {"address": "a.grown", "previous_address": None,
         "action": "update", "monthly_cost_before": "2",
         "monthly_cost_after": "3.5", "delta": "1.5", "complete": True},
        {"address": "a.new", "previous_address": None,
         "action": "create", "monthly_cost_before": None,
         "monthly_cost_after": "0.25", "delta": "0.25", "complete": True},
        {"address": "a.gone", "previous_address": None,
         "action": "delete", "monthly_cost_before": "4",
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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("aws_lb.web", "aws_lb.web[0]"),  # count was introduced
        ("aws_lb.web[0]", "aws_lb.web"),  # and taken away again
        ("aws_lb.web", "aws_lb.front"),  # renamed, billed alike
    ],
)
def test_a_resource_that_only_changed_its_address_has_moved_and_costs_nothing_more(old, new):
    found = compare_estimates(estimate_of(priced(old, "3")), estimate_of(priced(new, "3")))

    assert [(c.action, c.previous_address, c.delta) for c in found.changes] == [("move", old, 0)]


def test_a_resource_moved_into_a_module_is_still_itself_when_its_bill_changes():
    inside = replace(priced("aws_lb.web", "4"), address="module.a.aws_lb.web", module="module.a")

    found = compare_estimates(estimate_of(priced("aws_lb.web", "3")), estimate_of(inside))

    assert [(c.action, c.delta) for c in found.changes] == [("update", 1)]


def test_a_larger_count_adds_its_new_instances_only():
    before = estimate_of(*(priced(f"aws_lb.web[{n}]", "3") for n in range(2)))
    after = estimate_of(*(priced(f"aws_lb.web[{n}]", "3") for n in range(3)))

    found = compare_estimates(before, after)

    assert [(c.address, c.action) for c in found.changed] == [("aws_lb.web[2]", "create")]


def test_resources_of_two_types_are_never_taken_for_one():
    found = compare_estimates(
        estimate_of(priced("aws_lb.web", "3")), estimate_of(priced("aws_eip.web", "3"))
    )

    assert [c.action for c in found.changes] == ["create", "delete"]


AMOUNTS = st.dictionaries(st.integers(0, 6), st.integers(1, 3), max_size=6)


@given(AMOUNTS, AMOUNTS)
def test_every_resource_is_told_once_and_deltas_are_the_whole_difference(old, new):
    before = estimate_of(*(priced(f"aws_lb.r[{n}]", cost) for n, cost in old.items()))
    after = estimate_of(*(priced(f"aws_lb.r[{n}]", cost) for n, cost in new.items()))

    found = compare_estimates(before, after)

    assert sum(c.delta for c in found.changes) == found.total_delta
    assert len([c for c in found.changes if c.after]) == len(new)
    assert len([c for c in found.changes if c.before]) == len(old)
