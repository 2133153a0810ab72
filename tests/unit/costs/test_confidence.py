"""How far an estimate is trusted, with the arithmetic of the table in the module."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dharma_core.costs.components import Component, ResourceCost
from dharma_core.costs.confidence import assess

TODAY = date(2026, 11, 30)


def part(price="1", quantity="1", **facts):
    return Component(
        "c", "GB", None if quantity is None else Decimal(quantity),
        None if price is None else Decimal(price), **facts,
    )  # fmt: skip


def trust(*parts, **facts):
    return assess([ResourceCost("a.b", "a", parts, **facts)], today=TODAY)


def test_what_is_known_at_a_stated_price_is_trusted():
    found = trust(part(as_of=date(2026, 11, 1)))

    assert (found.share, found.doubt, found.level, found.reasons) == (1, 0, "high", ())


def test_unknown_components_lower_the_share():
    found = trust(part(), part(quantity=None), part(price=None), part())

    assert (found.share, found.level) == (Decimal("0.5"), "medium")
    assert [r.code for r in found.reasons] == ["price_not_found", "usage_unknown"]


def test_doubts_weigh_by_the_dollars_that_stand_on_them():
    # 3 of 4 dollars are assumed: doubt 0.75, so 1 x (1 - 0.75) = 0.25
    found = trust(part("3", assumed=True), part("1"))

    assert (found.doubt, found.level) == (Decimal("0.75"), "low")
    assert found.reasons[0].message == (
        "1 component stands on a quantity that a preset assumes: 75 % of the known cost."
    )


def test_the_strongest_doubt_of_a_component_counts_alone():
    found = trust(part(quality="second", as_of=date(2024, 1, 1)), region_assumed=True)

    assert found.doubt == Decimal("0.5")  # the region's, not 0.5 + 0.25 + 0.25
    assert [r.code for r in found.reasons] == ["region_assumed", "price_derived", "price_old"]
    assert found.level == "medium"


def test_prices_have_no_age_where_nobody_says_the_day():
    found = assess([ResourceCost("a.b", "a", (part(as_of=date(2001, 1, 1)),))])

    assert found.doubt == 0
