"""Usage from the bills in force: which month is read, what deployments add, who may ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dharma_core.deployments.values import (
    DeployedResource,
    Deployment,
    DeploymentRequest,
    DeploymentState,
)
from dharma_core.errors import InputError
from dharma_core.finops.sample_billing.example import example_bill
from dharma_core.identity import Actor
from dharma_core.storage.sample_billing import load_example_bill, write_example_bill
from dharma_core.workbench import Workbench

S = DeploymentState
DONE = (S.VALIDATING, S.PLANNING, S.APPROVED, S.APPLYING, S.COMPLETED)
AT = datetime(2025, 11, 1, tzinfo=UTC)
KEY = "7d1c0a52-3f86-4a1b-9c2e-5b60e4d7f913"


@pytest.fixture
def bench(tmp_path):
    return Workbench.open(cwd=tmp_path)


def loaded(bench, *months):
    (folder := bench.cwd / "bills").mkdir()
    write_example_bill(months, folder)
    bench.import_bills([folder])
    return bench.read("three-tier-web")


def test_the_last_month_whose_days_are_all_there_is_read(bench):
    (folder := bench.cwd / "bills").mkdir()
    write_example_bill([date(2025, 11, 1)], folder)
    begun = example_bill(load_example_bill(), date(2025, 12, 1))
    begun.filter(begun["ChargePeriodStart"] < datetime(2025, 12, 4, tzinfo=UTC)).write_parquet(
        folder / "begun.parquet"
    )
    bench.import_bills([folder])
    plan = bench.read("three-tier-web")
    assert bench.usage_from_bill(plan).by == "the bill of 2025-11"
    begun_only = bench.usage_from_bill(plan, months=["2025-12"])
    assert len(begun_only.found.covered[0].days) == 3
    both = bench.usage_from_bill(plan, months=["2025-12", "2025-11"])
    assert both.found.months == ("2025-11", "2025-12")
    assert len(both.found.covered[0].days) == 33


def test_the_ids_of_the_latest_deployment_to_an_account_are_known(bench):
    plan = loaded(bench, date(2025, 12, 1))
    untagged = replace(plan, name="shop")
    found = bench.usage_from_bill(untagged).found
    assert _way(found, "aws_nat_gateway.nat") == "its Name tag and type"
    for id_, target, environment, nat in (
        ("dep_1", "account", "production", "nat-0b8f6d21e7c3a5094"),
        ("dep_2", "sandbox", "production", "nat-of-the-sandbox"),
    ):
        _deployed(bench, id_, DeploymentRequest(target, environment), nat)
    found = bench.usage_from_bill(untagged).found
    assert _way(found, "aws_nat_gateway.nat") == "its id"
    _deployed(bench, "dep_3", DeploymentRequest("account", "staging"), "nat-of-staging")
    found = bench.usage_from_bill(untagged).found
    assert _way(found, "aws_nat_gateway.nat") == "its Name tag and type"


def _way(found, address):
    (match,) = (m for m in found.matches if m.address == address)
    return match.way.value


def _deployed(bench, id_, request, nat):
    made = (DeployedResource("aws_nat_gateway.nat", "aws_nat_gateway", nat, "confirmed"),)
    queued = Deployment(id_, "shop", S.QUEUED, request, AT, AT, "local", "default")
    with bench.store.transaction(bench.actor) as uow:
        uow.deployments.add(queued)
        for state in DONE:
            last = uow.deployments.change_state(id_, state)
            if state is S.APPLYING:
                uow.deployments.update(replace(last, resources=made))


def test_there_is_a_bill_for_whoever_may_read_it(bench):
    assert not bench.has_bill
    with pytest.raises(InputError, match="No bill was imported"):
        bench.usage_from_bill(bench.read("web-server"))
    loaded(bench, date(2025, 12, 1))
    assert bench.has_bill
    assert not Workbench.open(actor=Actor("nils", "default", ()), cwd=bench.cwd).has_bill


def test_the_example_bill_costs_what_its_lines_say():
    bill = example_bill(load_example_bill(), date(2025, 12, 1))
    hours = bill.filter(bill["SkuMeter"] == "NatGateway-Hours")
    # 31 days x 24 hours x $0.045
    assert str(hours["EffectiveCost"].sum().normalize()) == "33.48"
    stored = bill.filter(bill["ChargeDescription"].str.contains("of storage used"))
    assert round(stored["ConsumedQuantity"].sum(), 2) == 268
