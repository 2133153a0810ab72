"""A plan with no known usage shows no invented dollar: asked of every type that is priced."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dharma_core.costs.estimate import estimate
from dharma_core.costs.usage import NO_USAGE, Usage, UsageBlock, any_index, check_usage
from dharma_core.plan import Address, FrozenMap, Plan, make_resource
from dharma_core.plan.filling import fill
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.price_books import open_price_book

CATALOG = load_catalog()
REGIONS = {"aws": "us-east-1", "azurerm": "eastus", "google": "us-central1"}
TYPES = sorted(t for t, facts in CATALOG.costs.items() if not facts.get("usage_only"))
SOME = Decimal(77)

# What is billed because the resource is there; its usage key only says that it is more or less.
BY_ITSELF = {
    "aws_cloudhsm_v2_hsm": {"monthly_hrs": "a module runs from when it is made"},
    "aws_eks_node_group": {"instances": "a group without a size is made with one machine"},
    "aws_grafana_workspace": {"editors_administrator_licenses": "one editor is billed at least"},
    "aws_route53_health_check": {"endpoint_type": "a check is billed as soon as it is there"},
    "azurerm_eventhub_namespace": {"throughput_or_capacity_units": "capacity is 1 by default"},
    "google_container_cluster": {"nodes": "the default pool has three machines a zone"},
    "google_container_node_pool": {"nodes": "a pool has three machines a zone by default"},
}


@pytest.fixture(scope="module")
def book():
    return open_price_book()


@pytest.fixture(params=["nothing written", "defaults filled in"])
def bill(request, book):
    def priced(type_: str, usage: Usage = NO_USAGE):
        written = fill(CATALOG.find(type_), {}) if "defaults" in request.param else {}
        plan = Plan(
            (make_resource(Address(type_, "x"), written),), region=REGIONS[type_.partition("_")[0]]
        )
        return estimate(plan, book, usage=usage, catalog=CATALOG).resources[0].components

    return priced


def with_usage(type_: str, key: str) -> Usage:
    values = FrozenMap({key.replace("[*]", "[0]"): SOME})
    return Usage(resources=(UsageBlock(f"{type_}.x", values),))


def known_usage(type_: str):
    return CATALOG.costs[type_].get("usage", {})


def is_number(fact) -> bool:
    return isinstance(fact, str) or "one_of" not in fact


def test_there_are_priced_types_to_ask():
    assert len(TYPES) > 300


@pytest.mark.parametrize("type_", TYPES)
def test_what_depends_on_usage_costs_nothing_known_without_it(bill, type_):
    shown = {
        any_index(part.usage_key) for part in bill(type_) if part.usage_key and part.monthly_cost
    }

    assert shown <= set(BY_ITSELF.get(type_, ()))


@pytest.mark.parametrize("type_", TYPES)
def test_every_usage_key_on_a_bill_can_be_given(bill, type_):
    named = {part.usage_key for part in bill(type_) if part.usage_key}
    given = {key: SOME for key in named if is_number(known_usage(type_).get(any_index(key), ""))}

    check_usage(Usage(resources=(UsageBlock(f"{type_}.x", FrozenMap(given)),)), CATALOG)


@pytest.mark.parametrize("type_", TYPES)
def test_no_dollar_is_shown_that_a_usage_key_would_change(bill, type_):
    bare = {part.name: part for part in bill(type_) if part.monthly_cost}
    numbers = [key for key, fact in known_usage(type_).items() if bare and is_number(fact)]

    changed = {
        key
        for key in numbers
        for part in bill(type_, with_usage(type_, key))
        if part.name in bare and part.monthly_quantity != bare[part.name].monthly_quantity
    }

    assert changed <= set(BY_ITSELF.get(type_, ()))


@pytest.mark.parametrize("type_", sorted(BY_ITSELF))
def test_every_exception_is_still_one(book, type_):
    written = fill(CATALOG.find(type_), {})
    plan = Plan(
        (make_resource(Address(type_, "x"), written),), region=REGIONS[type_.partition("_")[0]]
    )

    assert estimate(plan, book, catalog=CATALOG).total.amount > 0
    assert set(BY_ITSELF[type_]) <= set(known_usage(type_))
