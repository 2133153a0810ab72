"""What random designs cost: parts sum to the whole, order changes nothing, no float is met."""

from __future__ import annotations

import decimal
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.costs.assumptions import Size
from dharma_core.costs.estimate import Terms, estimate
from dharma_core.money import exact_sum
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.price_books import open_price_book
from dharma_core.storage.sizes import open_sizes
from dharma_core.storage.usage_presets import load_assumptions
from tests.strategies.blueprints import REGIONS, portable_documents

CATALOG, SIZES = load_catalog(), open_sizes()
BOOK = open_price_book()
CLOUDS = sorted(REGIONS)
NONE = decimal.Decimal(0)
TERMS = Terms(assumptions=replace(load_assumptions(), size=Size.MEDIUM))
slow = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def plan_of(document):
    design = parse_blueprint(json.dumps(document), file="random.json")
    return lower(design, CATALOG, partial=True, sizes=SIZES)


def priced(plan):
    return estimate(plan, BOOK, catalog=CATALOG, terms=TERMS)


@pytest.mark.parametrize("cloud", CLOUDS)
@slow
@given(data=st.data())
def test_the_parts_of_a_random_design_sum_to_its_whole(cloud, data):
    found = priced(plan_of(data.draw(portable_documents(cloud))))

    whole = found.total.amount
    assert exact_sum(r.monthly_cost or NONE for r in found.resources) == whole
    assert exact_sum(c.monthly_cost or NONE for c in found.components) == whole
    for by in ("service", "type", "module", "region"):
        assert exact_sum(g.monthly_cost or NONE for g in found.grouped(by)) == whole


@pytest.mark.parametrize("cloud", CLOUDS)
@slow
@given(data=st.data())
def test_the_order_of_a_random_design_changes_no_figure(cloud, data):
    plan = plan_of(data.draw(portable_documents(cloud)))
    shuffled = data.draw(st.permutations(plan.resources))

    forward, other = priced(plan), priced(plan.with_resources(shuffled))

    assert {r.address: r for r in forward.resources} == {r.address: r for r in other.resources}
    assert (forward.total, forward.range, forward.trust) == (other.total, other.range, other.trust)


@pytest.mark.parametrize("cloud", CLOUDS)
@slow
@given(data=st.data())
def test_no_decimal_of_a_random_design_meets_a_float(cloud, data):
    plan = plan_of(data.draw(portable_documents(cloud)))

    with decimal.localcontext() as context:
        context.traps[decimal.FloatOperation] = True
        found = priced(plan)

    numbers = [
        value
        for part in found.components
        for value in (part.monthly_quantity, part.unit_price, part.monthly_cost)
        if value is not None
    ]
    assert {type(number) for number in numbers} <= {decimal.Decimal}
