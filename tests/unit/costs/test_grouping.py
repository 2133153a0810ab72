"""Costs by another name: the groups are the whole, whatever they are grouped by."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.costs.components import Component, ResourceCost
from dharma_core.costs.estimates import Estimate
from dharma_core.costs.grouping import DIMENSIONS, group_costs
from dharma_core.errors import InputError
from dharma_core.money import exact_sum

NUMBERS = st.none() | st.decimals(0, 10**12, places=10)
WORDS = st.sampled_from(["", "a", "b"])
COMPONENTS = st.builds(Component, WORDS, st.just("GB"), NUMBERS, NUMBERS, assumed=st.booleans())
RESOURCES = st.builds(
    ResourceCost,
    st.uuids().map(lambda u: f"t.{u}"),
    st.sampled_from(["t", "u"]),
    st.lists(COMPONENTS, max_size=3).map(tuple),
    st.booleans(),
    service=WORDS,
    module=WORDS,
    region=WORDS,
    provider=WORDS,
    tags=st.dictionaries(st.just("Owner"), st.none() | WORDS),
)
ESTIMATES = st.lists(RESOURCES, max_size=8).map(lambda r: Estimate.of(r, region="x"))


@settings(max_examples=60, deadline=None)
@given(ESTIMATES, st.sampled_from([*DIMENSIONS, "tag:Owner"]))
def test_groups_hold_every_resource_once_and_sum_to_the_whole(found, by):
    groups = found.grouped(by)

    assert sorted(r.address for g in groups for r in g.resources) == sorted(
        r.address for r in found.resources
    )
    assert exact_sum(g.monthly_cost or Decimal(0) for g in groups) == found.total.amount
    assert exact_sum(g.range.low for g in groups) == found.range.low
    assert sum(g.unknown_count for g in groups) == found.unknown_count


@settings(max_examples=60, deadline=None)
@given(ESTIMATES)
def test_components_sum_to_resources_and_those_to_the_total(found):
    parts = exact_sum(c.monthly_cost or Decimal(0) for c in found.components)

    assert parts == found.total.amount
    assert parts == exact_sum(r.monthly_cost or Decimal(0) for r in found.resources)


@settings(max_examples=60, deadline=None)
@given(ESTIMATES, st.randoms(use_true_random=False))
def test_the_order_of_resources_changes_no_figure(found, random):
    shuffled = list(found.resources)
    random.shuffle(shuffled)
    other = Estimate.of(shuffled, region="x")

    assert (other.total, other.range, other.trust) == (found.total, found.range, found.trust)
    for by in DIMENSIONS:
        sums = [{g.key: g.monthly_cost for g in e.grouped(by)} for e in (found, other)]
        assert sums[0] == sums[1]


def test_a_missing_tag_and_one_known_only_later_have_groups_of_their_own():
    costs = [
        ResourceCost("a.a", "a", free=True, tags={"Owner": "ann"}),
        ResourceCost("a.b", "a", free=True, tags={"Owner": None}),
        ResourceCost("a.c", "a", free=True),
    ]

    labels = {group.label for group in group_costs(costs, "tag:Owner")}

    assert labels == {"ann", "(known after apply)", "no tag Owner"}


@pytest.mark.parametrize("word", ["servic", "tag:", "owner", ""])
def test_an_unknown_dimension_is_refused_with_what_there_is(word):
    with pytest.raises(InputError) as refusal:
        group_costs([], word)

    assert refusal.value.next_step
