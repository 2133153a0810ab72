"""A site for advisors: a few resources, priced by the bundled books."""

import pytest

from dharma_core.costs.estimate import Terms, estimate
from dharma_core.costs.usage import NO_USAGE, parse_usage
from dharma_core.plan import Address, Plan, make_resource
from dharma_core.recommendations import Site, advise
from dharma_core.recommendations.advisors import ADVISORS
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.price_books import open_price_book
from dharma_core.storage.savings_facts import load_savings_facts
from dharma_core.storage.sizes import open_sizes
from dharma_core.storage.strategies import load_strategies


@pytest.fixture
def make():
    """Return a function that makes a resource ``TYPE.NAME`` with attributes."""

    def made(where, attributes=None, **parts):
        type_, name = where.split(".")
        return make_resource(Address(type_, name), attributes or {}, **parts)

    return made


@pytest.fixture
def site():
    """Return a function from resources to what advisors look at."""

    def found(*resources, region="us-east-1", usage="", name="shop", **options):
        plan = Plan(tuple(resources), region=region, name=name)
        terms = Terms(parse_usage(usage, file="usage.yml") if usage else NO_USAGE)
        book, catalog = open_price_book(), load_catalog()

        def price(changed):
            return estimate(changed, book, catalog=catalog, terms=terms)

        return Site(
            plan, price(plan), price, book, open_sizes(), load_savings_facts(),
            load_strategies(), **options,
        )  # fmt: skip

    return found


@pytest.fixture
def advice(site):
    """Return a function from resources to their advice by id."""

    def found(*resources, **options):
        return {a.id: a for a in advise(site(*resources, **options), ADVISORS)}

    return found
