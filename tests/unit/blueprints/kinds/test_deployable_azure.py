"""What Azure would refuse, or make so that it does not work, is not made by a kind."""

from __future__ import annotations

import base64
import ipaddress
import json

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes

NET = [
    {"name": "net", "type": "network.vpc"},
    {"name": "one", "type": "network.subnet",
     "properties": {"network": "${net.id}", "cidr": "10.0.0.0/24"}},
    {"name": "two", "type": "network.subnet",
     "properties": {"network": "${net.id}", "cidr": "10.0.255.192/26"}},
    {"name": "box", "type": "storage.bucket"},
    {"name": "jobs", "type": "messaging.queue"},
]  # fmt: skip
IN_NET = {"subnets": ["${one.id}"]}


def thing(name, kind, **properties):
    return {"name": name, "type": kind, "properties": properties}


def lowered(*things, provider="azure", region="westeurope"):
    raw = {"name": "demo", "version": "1.0.0", "provider": provider, "region": region,
           "resources": [*NET, *things]}  # fmt: skip
    plan = lower(parse_blueprint(json.dumps(raw), file="d.json"), load_catalog(),
                 sizes=open_sizes())  # fmt: skip
    return {r.name: r for r in plan.resources}


def wall(name, **properties):
    return thing(name, "network.firewall", network="${net.id}", **properties)


DOOR = [
    wall("outer", inbound=[{"port": 443, "from": "internet"}]),
    wall("inner", inbound=[{"port": 8080, "from": "${outer.id}"}]),
    thing("door", "network.load_balancer", subnets=["${one.id}"], firewalls=["${outer.id}"],
          target_port=8080),
    thing("web", "compute.vm", subnet="${one.id}", firewalls=["${inner.id}"],
          load_balancer="${door.id}"),
]  # fmt: skip


def test_a_machine_behind_a_balancer_lets_its_probe_and_its_callers_in():
    rules = lowered(*DOOR)["inner"].attributes["security_rule"]
    inward = [r for r in rules if r["direction"] == "Inbound" and r["access"] == "Allow"]
    sources = {r.get("source_address_prefix") for r in inward} - {None}
    assert sources == {"*", "AzureLoadBalancer"}
    assert {r["destination_port_range"] for r in inward} == {"8080"}


def test_services_of_a_cluster_stay_out_of_the_network():
    profile = lowered(thing("kube", "compute.cluster", **IN_NET))["kube"].attributes
    (profile,) = profile["network_profile"]
    network = ipaddress.ip_network("10.0.0.0/16")
    service, pods = (ipaddress.ip_network(profile[n]) for n in ("service_cidr", "pod_cidr"))
    assert not service.overlaps(network)
    assert not pods.overlaps(network)
    assert not pods.overlaps(service)
    assert ipaddress.ip_address(profile["dns_service_ip"]) in service


def test_services_that_want_a_subnet_for_themselves_get_free_ones():
    code = thing("code", "compute.function", package_bucket="${box.id}", **IN_NET)
    made = lowered(thing("app", "compute.container_service", image="x:1", **IN_NET), code)
    owned = {n: made[f"{n}_subnet"].attributes for n in ("app", "code")}
    given = {n: a["delegation"][0]["service_delegation"][0]["name"] for n, a in owned.items()}
    assert given == {"app": "Microsoft.App/environments", "code": "Microsoft.Web/serverFarms"}
    # The last /26 of 10.0.0.0/16 is taken by the subnet "two".
    ranges = [a["address_prefixes"][0] for a in owned.values()]
    assert ranges == ["10.0.255.128/26", "10.0.255.64/26"]


def test_a_network_without_room_for_an_own_subnet_is_told():
    small = [{**NET[0], "properties": {"cidr": "10.0.0.0/24"}}, NET[1],
             thing("app", "compute.container_service", image="x:1", **IN_NET)]  # fmt: skip
    raw = {"name": "demo", "version": "1.0.0", "provider": "azure", "region": "westeurope",
           "resources": small}  # fmt: skip
    with pytest.raises(InputError, match="/26 of its own on Azure; net is full"):
        lower(parse_blueprint(json.dumps(raw), file="d.json"), load_catalog(), sizes=open_sizes())


@pytest.mark.parametrize(
    ("asked", "cpu", "memory"),
    [({}, 0.5, "1Gi"), ({"vcpu": 0.3}, 0.5, "1Gi"), ({"vcpu": 1, "memory_gb": 3}, 1.5, "3Gi")],
    ids=["defaults", "between two sizes", "more memory"],
)
def test_a_container_has_two_gigabytes_beside_each_processor(asked, cpu, memory):
    app = lowered(thing("app", "compute.container_service", image="x:1", **IN_NET, **asked))["app"]
    (container,) = app.attributes["template"][0]["container"]
    assert (container["cpu"], container["memory"]) == (cpu, memory)


def test_a_script_is_encoded_and_one_that_nobody_can_encode_yet_is_told():
    solo = thing("solo", "compute.vm", subnet="${one.id}", user_data="#!/bin/sh\necho hi")
    encoded = lowered(solo)["solo"].attributes["custom_data"]
    assert base64.b64decode(encoded) == b"#!/bin/sh\necho hi"
    solo["properties"]["user_data"] = "echo ${box.address}"
    with pytest.raises(InputError, match="user_data that reads what is known only"):
        lowered(solo)


def test_an_arm_machine_does_without_trusted_launch():
    arm = lowered(thing("solo", "compute.vm", subnet="${one.id}", architecture="arm64"))["solo"]
    assert not arm.attributes.get("secure_boot_enabled")
    assert not arm.attributes.get("vtpm_enabled")


def test_a_subnet_shows_itself_to_the_files_that_let_it_in():
    made = lowered(thing("files", "storage.file_system", **IN_NET))
    assert list(made["one"].attributes["service_endpoints"]) == ["Microsoft.Storage"]
    assert not made["two"].attributes.get("service_endpoints")


def test_a_function_may_read_its_code_and_its_queue():
    code = thing("code", "compute.function", package_bucket="${box.id}", queue="${jobs.id}")
    made = lowered(code)
    settings = made["code"].expressions
    package = next(e for e in settings if e.path[-1] == "WEBSITE_RUN_FROM_PACKAGE")
    assert "objects/function.zip" in str(package.parts)
    roles = {made[f"code_{n}"].attributes["role_definition_name"] for n in ("store", "receiver")}
    assert roles == {"Storage Blob Data Owner", "Azure Service Bus Data Receiver"}


def test_nothing_is_written_into_a_vault_before_the_writer_may():
    made = lowered(thing("token", "security.secret", value="x"), thing("seal", "security.key"))
    for name in ("token", "seal"):
        assert any("key_vault_writer" in str(d) for d in made[name].depends_on), name
    assert made["key_vault_writer"].attributes["role_definition_name"] == "Key Vault Administrator"


def test_a_right_on_a_table_reaches_its_items():
    grants = [{"to": "${items.id}", "access": "write"}]
    made = lowered(thing("items", "database.nosql_table"),
                   thing("who", "security.identity", grants=grants))  # fmt: skip
    right = made["who_right_1"]
    assert right.type == "azurerm_cosmosdb_sql_role_assignment"
    assert "sqlRoleDefinitions/00000000-0000-0000-0000-000000000002" in str(right.expressions)


def test_an_api_answers_every_method():
    code = thing("code", "compute.function", package_bucket="${box.id}")
    made = lowered(code, thing("api", "network.api", function="${code.id}"))
    kind = "azurerm_api_management_api_operation"
    asked = {r.attributes["method"] for r in made.values() if r.type == kind}
    assert asked == {"DELETE", "GET", "PATCH", "POST", "PUT"}


def test_a_database_without_passwords_has_somebody_who_may_sign_in():
    made = lowered(thing("orders", "database.postgres", **IN_NET))
    assert made["orders_admin"].attributes["principal_type"] == "Group"


def test_a_queue_that_never_gives_up_tries_as_often_as_azure_counts():
    made = lowered(thing("slow", "messaging.queue", tries=0, visibility_seconds=0))
    assert made["slow"].attributes["max_delivery_count"] == 2000
    assert made["slow"].attributes["lock_duration"] == "PT5S"


def test_a_region_without_zones_is_asked_for_none():
    things = [thing("door", "network.load_balancer", subnets=["${one.id}"]),
              thing("fleet", "compute.vm_group", **IN_NET),
              thing("orders", "database.postgres", **IN_NET)]  # fmt: skip
    made = lowered(*things, region="westus")
    assert not made["door_ip"].attributes.get("zones")
    assert not made["fleet"].attributes.get("zones")
    assert made["orders"].attributes["high_availability"][0]["mode"] == "SameZone"
    assert made["box"].attributes["account_replication_type"] == "LRS"
    assert made["jobs"].attributes["name"] == "demo-jobs"
    many = lowered(*things)
    assert list(many["fleet"].attributes["zones"]) == ["1", "2", "3"]


def test_a_machine_and_its_disk_stand_in_the_zone_of_their_subnet():
    here = {"network": "${net.id}", "cidr": "10.0.7.0/24", "zone": 2}
    made = lowered(thing("here", "network.subnet", **here),
                   thing("solo", "compute.vm", subnet="${here.id}", public=True),
                   thing("more", "storage.disk", machine="${solo.id}"))  # fmt: skip
    assert (made["solo"].attributes["zone"], made["more"].attributes["zone"]) == ("2", "2")
    assert list(made["solo_ip"].attributes["zones"]) == ["1", "2", "3"]
