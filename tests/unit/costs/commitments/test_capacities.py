"""What runs all month at a price of the book, and how many of the book's units one of it is."""

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.costs.commitments import Strategy, StrategyKind, capacities, offers_for
from dharma_core.costs.estimates import Component, Estimate, ResourceCost
from dharma_core.costs.ports import Price, PriceKey, Tier, price_key

CORE = price_key(("gcp", "us-central1"), "compute/custom_cpu", family="n2")


def estimate(**facts):
    given = {
        "name": "Custom instance CPU", "unit": "hours", "monthly_quantity": Decimal(730),
        "unit_price": Decimal("0.24"), "price_key": str(CORE), "scale": Decimal(6),
    } | facts  # fmt: skip
    return Estimate((ResourceCost("google_compute_instance.a", "t", (Component(**given),)),))


class Book:
    def find(self, key: PriceKey) -> Price | None:
        if key.option != "commitment_1y":
            return None
        return Price(
            "hours", (Tier(Decimal(0), None, Decimal("0.03")),), "USD", "list", date(2026, 1, 1)
        )


def test_a_machine_priced_by_its_cores_commits_to_all_of_them():
    (held,) = capacities(estimate())
    one_year = Strategy("c", "C", "gcp", StrategyKind.COMMITTED_USE, 12, options=("commitment_1y",))
    (offer,) = offers_for(held, Book(), [one_year])
    assert held.monthly == Decimal("175.2")  # 730 h x 0.24
    assert offer.monthly == Decimal("131.4")  # 730 h x 6 cores x 0.03


@pytest.mark.parametrize(
    "facts",
    [
        {"unit": "GB"},
        {"monthly_quantity": Decimal(100)},
        {"monthly_quantity": None},
        {"price_key": ""},
        {"price_key": f"{CORE} (spot)"},
    ],
    ids=["unit", "part of a month", "usage", "no row", "spot"],
)
def test_what_does_not_run_all_month_on_demand_is_no_capacity(facts):
    assert not list(capacities(estimate(**facts)))
