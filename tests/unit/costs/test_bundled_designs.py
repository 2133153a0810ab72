"""The bundled designs, and plans that terraform wrote, priced by the real book."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.costs.estimate import estimate
from dharma_core.costs.estimates import CostState
from dharma_core.costs.usage import parse_usage
from dharma_core.plan.terraform_json import plan_from_json
from dharma_core.storage.facts import data_root, load_catalog, load_templates
from dharma_core.storage.price_books import open_price_book
from dharma_core.storage.sizes import open_sizes

CATALOG = load_catalog()
PLANS = Path(__file__).resolve().parents[2] / "golden" / "plans"


# Types of the templates whose prices no book holds yet: they show as "price not found".
WITHOUT_METER: set[str] = set()


def priced(plan, usage_text=""):
    usage = {"usage": parse_usage(usage_text, file="usage.yaml")} if usage_text else {}
    return estimate(plan, open_price_book(), catalog=CATALOG, **usage)


def three_tier():
    text = load_templates()["three-tier-web"]
    return lower(parse_blueprint(text, file="three-tier-web.yaml"), CATALOG)


@pytest.mark.parametrize("name", sorted(load_templates()))
def test_every_template_is_priced_but_for_what_depends_on_usage(name):
    blueprint = parse_blueprint(load_templates()[name], file=name)
    plan = lower(blueprint, CATALOG, sizes=open_sizes())

    lost = {r.type for r in priced(plan).resources if r.state is CostState.NOT_FOUND}

    assert lost <= WITHOUT_METER


def test_the_sample_usage_prices_the_three_tier_design_completely():
    usage = (data_root() / "samples" / "three-tier-usage.yaml").read_text(encoding="utf-8")

    found = priced(three_tier(), usage)

    assert found.confidence == 1
    assert found.unknown_count == 0
    # Two servers 2 x (730 x 0.0416 + 7 x 0.30 + 20 x 0.08) = 68.136; disk 50 x 0.08 = 4;
    # database 730 x 0.129 + 100 x 0.23 + 60 x 0.095 = 122.87; NAT 730 x 0.045 + 120 x 0.045
    # = 38.25; address 3.65; balancer 16.425 + 450/730 x 5.84 = 20.025; key 1 + 6 x 0.03 = 1.18;
    # bucket 200 x 0.023 + 50 x 0.005 + 3,000 x 0.0004 = 6.05; logs 12.5 + 2.25 + 0.05 = 14.80
    assert found.total.rounded() == Decimal("278.96")


def test_the_plan_terraform_wrote_of_it_costs_the_same():
    document = json.loads((PLANS / "three-tier" / "plan.json").read_text(encoding="utf-8"))

    written, drawn = priced(plan_from_json(document, name="p")), priced(three_tier())

    assert written.total == drawn.total
    assert {r.type: r.monthly_cost for r in written.resources} == {
        r.type: r.monthly_cost for r in drawn.resources
    }


@pytest.mark.parametrize("name", ["insecure", "platform", "changes"])
def test_plans_of_terraform_are_priced_and_unknown_types_fail_nothing(name):
    document = json.loads((PLANS / name / "plan.json").read_text(encoding="utf-8"))
    found = priced(plan_from_json(document, name=name))

    lost = {r.type for r in found.resources if r.state is CostState.NOT_FOUND}

    assert not lost
    assert found.total.amount > 0
