"""No two resources of one native type get one name: a cloud takes the second for the first."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.retargeting import retarget
from dharma_core.plan import UNKNOWN
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes
from tests.strategies.blueprints import REGIONS, portable_documents

CATALOG = load_catalog()
HOLDERS = {
    "namespace_id", "account_name", "cdn_frontdoor_endpoint_id", "cdn_frontdoor_origin_group_id",
    "cdn_frontdoor_profile_id", "key_vault_id", "kubernetes_cluster_id", "topic_id",
    "network_security_group_name", "private_dns_zone_name", "server_id", "server_name",
    "storage_account_id", "virtual_network_name", "zone_name", "role", "api_id", "zone_id",
    "instance", "cluster", "key_ring", "managed_zone", "bucket", "rest_api_id",
}  # fmt: skip
"""Attributes that say inside what a name must be the only one."""


def twins(plan) -> list[list[str]]:
    found = defaultdict(list)
    for resource in plan.resources:
        name = resource.attributes.get("name")
        if name is None or name is UNKNOWN:
            continue
        inside = [(e.path, e.mentions) for e in resource.expressions if e.path[0] in HOLDERS]
        found[resource.type, name, tuple(inside)].append(str(resource.address))
    return [addresses for addresses in found.values() if len(addresses) > 1]


@pytest.mark.parametrize("provider", REGIONS)
@pytest.mark.parametrize("name", load_templates())
def test_a_template_gives_no_name_twice_on_any_cloud(name, provider):
    sizes = open_sizes()
    blueprint = parse_blueprint(load_templates()[name], file=name, catalog=CATALOG, sizes=sizes)
    if blueprint.provider != provider:
        region = REGIONS[provider]
        moved = retarget(blueprint, CATALOG, sizes, provider=provider, region=region)
        blueprint = moved.blueprint
    assert twins(lower(blueprint, CATALOG, sizes=sizes, partial=True)) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(portable_documents())
def test_a_random_design_gives_no_name_twice(raw):
    assert twins(lower(parse_blueprint(json.dumps(raw), file="d.json"), CATALOG,
                       sizes=open_sizes())) == []  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["azure", "gcp"]).flatmap(portable_documents))
def test_kinds_that_share_a_name_keep_their_satellites_apart(raw):
    raw["variables"] = {"name": {"default": "shop"}}
    for resource in raw["resources"]:
        resource.setdefault("properties", {})["name"] = "${var.name}"
    plan = lower(parse_blueprint(json.dumps(raw), file="d.json"), CATALOG, sizes=open_sizes())
    assert twins(plan) == []


def lone_and_shared(provider: str) -> list[str]:
    address = {"name": "net", "type": "network.vpc"}
    subnet = {"network": "${net.id}", "cidr": "10.0.0.0/24", "zone": 1, "public": True}
    place = {"name": "one", "type": "network.subnet", "properties": subnet}
    out = {"name": "way_out", "type": "network.nat", "properties": {"subnet": "${one.id}"}}
    made = []
    for other in ("else", "web"):
        given = {**out, "properties": {**out["properties"], "name": "web"}}
        door = {"name": "ip", "type": "network.public_address", "properties": {"name": other}}
        raw = {"name": "demo", "version": "1.0.0", "provider": provider,
               "region": REGIONS[provider], "resources": [address, place, given, door]}  # fmt: skip
        plan = lower(parse_blueprint(json.dumps(raw), file="d.json"), CATALOG, sizes=open_sizes())
        eip = next(r for r in plan.resources if r.address.name == "way_out_ip").attributes
        made.append(eip.get("name") or eip["tags"]["Name"])
    return made


def test_only_a_name_that_several_share_makes_satellites_longer_and_never_on_aws():
    assert lone_and_shared("azure") == ["web-ip", "web-way-out-ip"]
    assert lone_and_shared("gcp") == ["web-ip", "web-way-out-ip"]
    assert lone_and_shared("aws") == ["web-ip", "web-ip"]
