"""Every portable kind on every cloud: it lowers, says what it is, and is as safe as promised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.policies.check import check
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.policy_files import load_builtin_policies
from dharma_core.storage.sizes import open_sizes
from tests.strategies.blueprints import REGIONS, portable_documents

GOLDEN = Path(__file__).parents[3] / "golden" / "kinds"
TYPES = {
    "string", "number", "bool", "list(string)", "map(string)", "list(object)", "object",
    "reference", "list(reference)",
}  # fmt: skip
NEEDED = {
    "network.subnet": {"network": "${net.id}", "cidr": "10.0.5.0/24"},
    "network.firewall": {"network": "${net.id}"},
    "network.nat": {"subnet": "${one.id}"},
    "network.dns_zone": {"domain": "example.com"},
    "network.load_balancer": {"subnets": ["${one.id}", "${two.id}"]},
    "network.api": {"function": "${code.id}", "domain": "api.example.com"},
    "network.cdn": {"bucket": "${box.id}", "domain": "www.example.com"},
    "compute.vm": {"subnet": "${one.id}"},
    "compute.vm_group": {"subnets": ["${one.id}"]},
    "compute.cluster": {"subnets": ["${one.id}", "${two.id}"]},
    "compute.container_service": {"image": "nginx:1.27", "subnets": ["${one.id}", "${two.id}"]},
    "compute.function": {"package_bucket": "${box.id}"},
    "storage.file_system": {"subnets": ["${one.id}"]},
    "database.postgres": {"subnets": ["${one.id}", "${two.id}"]},
    "database.mysql": {"subnets": ["${one.id}", "${two.id}"]},
    "database.cache": {"subnets": ["${one.id}", "${two.id}"]},
    "observability.monitor": {"target": "${machine.id}"},
}
AROUND = [
    {"name": "net", "type": "network.vpc"},
    {"name": "one", "type": "network.subnet",
     "properties": {"network": "${net.id}", "cidr": "10.0.0.0/24", "zone": 1, "public": True}},
    {"name": "two", "type": "network.subnet",
     "properties": {"network": "${net.id}", "cidr": "10.0.1.0/24", "zone": 2}},
    {"name": "box", "type": "storage.bucket"},
    {"name": "code", "type": "compute.function", "properties": {"package_bucket": "${box.id}"}},
    {"name": "machine", "type": "compute.vm", "properties": {"subnet": "${one.id}"}},
]  # fmt: skip


def document(kind: str, provider: str) -> dict:
    thing = {"name": "it", "type": kind, "properties": NEEDED.get(kind, {})}
    return {
        "name": "demo",
        "version": "1.0.0",
        "provider": provider,
        "region": REGIONS[provider],
        "tags": {"Environment": "production", "Owner": "Web Team", "CostCenter": "CC-1"},
        "resources": [*AROUND, thing],
    }


def plan_of(raw: dict):
    blueprint = parse_blueprint(json.dumps(raw), file="design.json")
    return lower(blueprint, load_catalog(), sizes=open_sizes())


def test_there_are_29_kinds_and_each_knows_three_clouds():
    assert len(KINDS) == 29
    assert all(set(kind.clouds) == {"aws", "azure", "gcp"} for kind in KINDS.values())


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_declares_its_properties_and_outputs_wholly(kind):
    catalog = load_catalog()
    assert kind.meaning.endswith(".")
    assert all(p.meaning.endswith(".") and p.type in TYPES for p in kind.properties)
    assert all(not p.allowed or p.default in (None, *p.allowed) for p in kind.properties)
    assert all(set(p.kinds) <= set(KINDS) for p in kind.properties)
    assert kind.outputs[0].name == "id"
    assert all(catalog.find(cloud.primary) for cloud in kind.clouds.values())


@pytest.mark.parametrize("provider", REGIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_makes_the_native_resources_on_record(kind, provider):
    made = [r for r in plan_of(document(kind, provider)).resources if r.design == "it"]
    found = sorted(str(r.address) for r in made)
    recorded = json.loads((GOLDEN / f"{kind}.json").read_text("utf-8"))
    assert found == recorded[provider]


@pytest.mark.parametrize("kind", KINDS)
def test_every_output_of_a_kind_reads_an_attribute_on_each_cloud(kind):
    for provider in REGIONS:
        raw = document(kind, provider)
        raw["outputs"] = {o.name: f"${{it.{o.name}}}" for o in KINDS[kind].outputs}
        plan = plan_of(raw)
        addresses = {str(r.address) for r in plan.resources}
        assert all(ref.target in addresses for o in plan.outputs for ref in o.mentions)
        assert all(o.mentions for o in plan.outputs)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_with_its_defaults_breaks_no_aws_rule(kind):
    plan = plan_of(document(kind, "aws"))
    required = {"required_tags": ["Environment", "Owner", "CostCenter"]}
    report = check(plan, load_builtin_policies(), ChildRego(), parameters=required)
    assert [(v.rule_id, v.address) for v in report.violations] == []


def dangling(plan) -> list[str]:
    known = {str(r.address) for r in plan.resources}
    known |= {address.partition("[")[0] for address in known}
    known |= {f"var.{v.name}" for v in plan.variables}
    return [str(ref) for r in plan.resources for ref in r.references if ref.target not in known]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(portable_documents())
def test_any_design_of_kinds_lowers_alike_twice_with_every_reference_resolved(raw):
    plan = plan_of(raw)
    assert plan == plan_of(raw)
    assert dangling(plan) == []
    assert {r.design for r in plan.resources} == {
        r["name"] for r in raw["resources"] if r.get("count") != 0
    }
