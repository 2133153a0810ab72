"""A predefined machine of Google costs its vCPUs and its memory at the rates of its family."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.costs.machine_rates import Shape, machine_name, price_by_rates
from dharma_core.costs.ports import Price, Tier, price_key

IOWA = ("gcp", "us-central1")


def machine(name, os="linux", option="on_demand", place=IOWA):
    return price_key(place, "vm/instance", option=option, instance_type=name, os=os)


def book(core="0.03", memory="0.004", currency="USD", option="on_demand"):
    rates = {
        "cpu": (core, date(2026, 10, 2), "USD"),
        "memory": (memory, date(2026, 10, 1), currency),
    }

    def find(key):
        if (key.service, key.attributes, key.option) != ("compute", "family=n2", option):
            return None
        price, day, money = rates[key.product]
        tiers = (Tier(Decimal(0), None, Decimal(price)),)
        return Price("hours", tiers, money, "catalogue", day, key=key)

    return find


def test_a_machine_is_its_cores_and_its_memory():
    key = machine("n2-standard-4")
    found = price_by_rates(key, Shape(Decimal(4), Decimal(16)), book())

    # 4 x 0.03 + 16 x 0.004
    assert found.unit_price == Decimal("0.184")
    assert (found.unit, found.source, found.key) == ("hours", "catalogue", key)
    assert found.as_of == date(2026, 10, 1)  # the older of the two
    assert found.note == (
        "4 x gcp/compute/cpu family=n2 in us-central1 and "
        "16 x gcp/compute/memory family=n2 in us-central1."
    )


def test_the_purchase_option_is_that_of_the_rates():
    shape = Shape(Decimal(2), Decimal(8))
    find = book("0.02", "0.003", option="commitment_1y")

    found = price_by_rates(machine("n2-standard-2", option="commitment_1y"), shape, find)

    assert found.unit_price == Decimal("0.064")
    assert price_by_rates(machine("n2-standard-2"), shape, find) is None


@pytest.mark.parametrize(
    ("key", "shape", "find"),
    [
        (machine("c9-standard-4"), Shape(Decimal(4), Decimal(16)), book()),
        (machine("n2-standard-4"), Shape(Decimal(4), Decimal(16)), book(currency="EUR")),
        # a core that is shared is not a whole one
        (machine("n2-standard-4"), Shape(Decimal(2), Decimal(16)), book()),
        (machine("n2-standard-4-lssd"), Shape(Decimal(4), Decimal(16)), book()),
    ],
    ids=["no rates", "two currencies", "another shape", "local disks"],
)
def test_what_is_more_than_cores_and_memory_has_no_price_by_rates(key, shape, find):
    assert price_by_rates(key, shape, find) is None


@pytest.mark.parametrize(
    "key",
    [
        machine("e2-micro"),
        machine("a2-highgpu-1g"),
        machine("n2-standard-4", os="windows"),
        machine("n2-standard-4", place=("azure", "westeurope")),
        price_key(IOWA, "compute/cpu", family="n2"),
    ],
    ids=str,
)
def test_only_predefined_machines_have_a_name(key):
    assert machine_name(key) == ""
