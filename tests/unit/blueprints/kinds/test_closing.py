"""Buckets and tables that let in the networks of what the design lets use them, and no others."""

from __future__ import annotations

import json

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.errors import InputError
from dharma_core.plan import Ref
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes

REGIONS = {"aws": "eu-west-1", "azure": "westeurope", "gcp": "europe-west1"}


def thing(name, kind, **properties):
    return {"name": name, "type": kind, "properties": properties}


NET = [
    thing("net", "network.vpc"),
    thing("one", "network.subnet", network="${net.id}", cidr="10.0.0.0/24", zone=1),
    thing("two", "network.subnet", network="${net.id}", cidr="10.0.1.0/24", zone=2),
    thing("other", "network.subnet", network="${net.id}", cidr="10.0.2.0/24", zone=1),
]
BOX = thing("box", "storage.bucket", network_access="design")
TABLE = thing("table", "database.nosql_table", network_access="design")
RIGHTS = thing("rights", "security.identity",
               grants=[{"to": "${box.id}"}, {"to": "${table.id}", "access": "write"}])  # fmt: skip
GROUP = thing("group", "compute.vm_group", subnets=["${one.id}", "${two.id}"],
              identity="${rights.id}")  # fmt: skip
CODE = thing("code", "compute.function", package_bucket="${box.id}")
CODE_INSIDE = thing("code", "compute.function", package_bucket="${box.id}", subnets=["${one.id}"])


def lowered(*things, provider="azure", **more):
    raw = {"name": "demo", "version": "1.0.0", "provider": provider, "region": REGIONS[provider],
           "resources": [*NET, *things], **more}  # fmt: skip
    blueprint = parse_blueprint(json.dumps(raw), file="d.json")
    plan = lower(blueprint, load_catalog(), sizes=open_sizes())
    return {r.name: r for r in plan.resources}


def referred(resource, *path):
    """Return what the design mentions below a path."""
    found = (e.parts[0] for e in resource.expressions if e.path[: len(path)] == path)
    return {part.target for part in found if isinstance(part, Ref)}


def test_a_closed_bucket_lets_in_the_subnets_of_its_users_on_azure():
    made = lowered(BOX, TABLE, RIGHTS, GROUP)
    (rules,) = made["box"].attributes["network_rules"]
    assert (rules["default_action"], rules["bypass"]) == ("Deny", ("AzureServices",))
    let_in = referred(made["box"], "network_rules", 0, "virtual_network_subnet_ids")
    assert let_in == {"azurerm_subnet.one", "azurerm_subnet.two"}


def test_a_closed_table_lets_in_the_subnets_of_its_users_on_azure():
    table = lowered(BOX, TABLE, RIGHTS, GROUP)["table"]
    assert table.attributes["is_virtual_network_filter_enabled"] is True
    assert "ip_range_filter" not in table.attributes
    assert referred(table, "virtual_network_rule") == {"azurerm_subnet.one", "azurerm_subnet.two"}


def test_subnets_see_the_services_that_let_them_in_and_no_others():
    made = lowered(BOX, TABLE, RIGHTS, GROUP)
    seen = {n: made[n].attributes.get("service_endpoints") for n in ("one", "two", "other")}
    both = ("Microsoft.AzureCosmosDB", "Microsoft.Storage")
    assert seen == {"one": both, "two": both, "other": None}


def test_each_of_several_machines_is_let_in_from_its_own_subnet():
    spread = {**thing("part", "network.subnet", network="${net.id}",
                      cidr="10.0.1${count.index}.0/24"), "count": 2}  # fmt: skip
    each = {**thing("vm", "compute.vm", subnet="${part[count.index].id}",
                    identity="${rights.id}"), "count": 2}  # fmt: skip
    box = lowered(BOX, TABLE, RIGHTS, spread, each)["box"]
    (rules,) = box.attributes["network_rules"]
    assert len(rules["virtual_network_subnet_ids"]) == 2


def test_a_function_reaches_its_closed_package_from_the_subnet_it_has_to_itself():
    made = lowered(BOX, CODE_INSIDE)
    let_in = referred(made["box"], "network_rules", 0, "virtual_network_subnet_ids")
    assert let_in == {"azurerm_subnet.code_subnet"}
    assert made["code_subnet"].attributes["service_endpoints"] == ("Microsoft.Storage",)
    assert made["one"].attributes.get("service_endpoints") is None


def test_a_closed_bucket_that_nobody_in_the_design_uses_lets_in_azure_alone():
    (rules,) = lowered(BOX)["box"].attributes["network_rules"]
    assert rules["default_action"] == "Deny"
    assert not referred(lowered(BOX)["box"], "network_rules")


def test_a_closed_table_lets_in_azure_itself_for_a_function_without_a_network():
    rights = thing("rights", "security.identity", used_by="function",
                   grants=[{"to": "${table.id}"}])  # fmt: skip
    code = thing("code", "compute.function", package_bucket="${shed.id}", identity="${rights.id}")
    table = lowered(TABLE, rights, thing("shed", "storage.bucket"), code)["table"].attributes
    assert table["ip_range_filter"] == ("0.0.0.0",)  # noqa: S104 - Cosmos DB's word for Azure
    assert table["public_network_access_enabled"] is True


def test_a_closed_table_that_nobody_in_the_design_uses_has_no_public_door():
    assert lowered(TABLE)["table"].attributes["public_network_access_enabled"] is False


def test_without_a_word_every_network_reaches_a_bucket():
    box = lowered(thing("box", "storage.bucket"), TABLE, RIGHTS, GROUP)["box"]
    assert "Deny" not in str(box.attributes.get("network_rules"))


def test_addresses_outside_are_let_in_as_well_on_azure():
    ranges = ["203.0.113.7/32", "198.51.100.0/24"]
    box = thing("box", "storage.bucket", network_access="design", allowed_ranges=ranges)
    table = thing("table", "database.nosql_table", network_access="design", allowed_ranges=ranges)
    made = lowered(box, table)
    told = ("203.0.113.7", "198.51.100.0/24")
    assert made["box"].attributes["network_rules"][0]["ip_rules"] == told
    assert made["table"].attributes["ip_range_filter"] == told
    assert made["table"].attributes["public_network_access_enabled"] is True


def test_a_variable_that_holds_addresses_stays_a_variable():
    box = thing("box", "storage.bucket", network_access="design", allowed_ranges="${var.desks}")
    made = lowered(box, variables={"desks": {"type": "list(string)", "default": ["203.0.113.7"]}})
    (by,) = (e for e in made["box"].expressions if e.path[-1] == "ip_rules")
    assert by.parts == (Ref("var.desks"),)
    assert made["box"].attributes["network_rules"][0]["ip_rules"] == ("203.0.113.7",)


REFUSED = {
    "public": (
        [thing("box", "storage.bucket", network_access="design", public=True)],
        "box.*public, so every network reaches it",
    ),
    "function without a network": ([BOX, CODE], "box.*lets in subnets only on Azure, and code"),
    "delivery network": (
        [BOX, thing("cdn", "network.cdn", bucket="${box.id}", domain="www.example.com")],
        "box.*lets in subnets only on Azure, and cdn",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_closed_is_told_with_what_to_do(case):
    things, message = REFUSED[case]
    with pytest.raises(InputError, match=message) as told:
        lowered(*things)
    assert "network_access" in str(told.value)


@pytest.mark.parametrize("provider", ["aws", "gcp"])
def test_a_function_without_a_network_may_use_a_closed_bucket_where_rights_are_all(provider):
    assert "box" in lowered(BOX, CODE, provider=provider)


@pytest.mark.parametrize("grants", ["box", 7, ["box"]], ids=["text", "number", "texts"])
def test_grants_that_are_no_objects_are_told_and_not_stumbled_over(grants):
    with pytest.raises(InputError, match="grants"):
        lowered(BOX, thing("rights", "security.identity", grants=grants), GROUP)
