"""What the ARM format writes of a Plan: scopes, folds, secrets, references."""

import json

import pytest

from dharma_core.generation import render
from dharma_core.generation.formats import arm
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Expression,
    Output,
    Plan,
    Ref,
    Variable,
    make_resource,
)
from dharma_core.runners.format_checks import run_checks
from dharma_core.storage.facts import load_catalog

CATALOG = load_catalog()


def made(type_, name, attributes, refs=None, **parts):
    """Return a resource whose ``refs`` are references by attribute."""
    expressions = tuple(Expression.of((a,), Ref(*r)) for a, r in (refs or {}).items())
    values = attributes | dict.fromkeys(refs or {}, UNKNOWN)
    address = Address(f"azurerm_{type_}", name)
    return make_resource(address, values, expressions=expressions, **parts)


def group(name="main", title="rg-1"):
    return made("resource_group", name, {"name": title, "location": "westeurope"})


def network(name="net", rg="rg-1"):
    spaces = {"address_space": ["10.0.0.0/16"], "location": "westeurope"}
    return made("virtual_network", name, {"name": name, "resource_group_name": rg, **spaces})


def subnet(name, net="net", rg="rg-1"):
    own = {"name": name, "resource_group_name": rg, "virtual_network_name": net}
    return made("subnet", name, {**own, "address_prefixes": ["10.0.1.0/24"]})


def template_of(plan):
    return json.loads(arm.render(plan, CATALOG).files[0].text)


def inner_of(template, number=-1):
    return template["resources"][number]["properties"]["template"]


def by_name(template):
    return {resource["name"]: resource for resource in template["resources"]}


def azure(*resources, **parts):
    return Plan(tuple(resources), provider="azurerm", region="westeurope", **parts)


def test_a_plan_that_makes_its_resource_group_is_deployed_to_the_subscription():
    plan = azure(group(), network())
    template = template_of(plan)
    assert "subscriptionDeploymentTemplate" in template["$schema"]
    assert [r["type"] for r in template["resources"]] == [
        "Microsoft.Resources/resourceGroups",
        "Microsoft.Resources/deployments",
    ]
    assert template["resources"][1]["resourceGroup"] == "rg-1"
    readme = render(plan, "bicep", CATALOG).files[-1].text
    assert "az deployment sub create --location westeurope" in readme
    assert by_name(inner_of(template))["net"]["location"] == "westeurope"


def test_a_plan_without_a_resource_group_names_the_one_it_is_meant_for():
    generation = render(azure(network()), "arm", CATALOG)
    assert "az deployment group create --resource-group rg-1" in generation.files[-1].text
    assert [r["type"] for r in json.loads(generation.files[0].text)["resources"]] == [
        "Microsoft.Network/virtualNetworks"
    ]


def test_siblings_that_change_their_parent_are_made_one_after_another():
    template = template_of(azure(network(), subnet("a"), subnet("b")))
    first = by_name(template)["net/a"]["dependsOn"]
    second = by_name(template)["net/b"]["dependsOn"]
    assert len(first) == 1
    assert "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', 'a')]" in second


def test_an_association_is_written_in_its_subnet():
    firewall = made("network_security_group", "fw", {"name": "fw", "location": "westeurope"})
    refs = {
        "subnet_id": ("azurerm_subnet.a", "id"),
        "network_security_group_id": ("azurerm_network_security_group.fw", "id"),
    }
    link = made("subnet_network_security_group_association", "link", {}, refs)
    template = template_of(azure(network(), subnet("a"), firewall, link))
    found = by_name(template)["net/a"]
    wanted = "[resourceId('Microsoft.Network/networkSecurityGroups', 'fw')]"
    assert found["properties"]["networkSecurityGroup"] == {"id": wanted}
    assert wanted in found["dependsOn"]
    assert len(template["resources"]) == 3


def test_an_association_without_its_subnet_is_told():
    link = made("subnet_network_security_group_association", "link", {"subnet_id": "/x/y"})
    generation = arm.render(azure(network(), link), CATALOG)
    (said,) = [u for u in generation.untranslated if "link" in u]
    assert "what it belongs to is not in the design" in said


def test_parts_of_a_load_balancer_speak_of_each_other_without_waiting():
    lb = made("lb", "web", {"name": "web", "frontend_ip_configuration": [{"name": "in"}]})
    owner = {"loadbalancer_id": ("azurerm_lb.web", "id")}
    probe = made("lb_probe", "up", {"name": "up", "port": 80}, owner)
    rule = made(
        "lb_rule", "http",
        {"name": "http", "frontend_ip_configuration_name": "in", "frontend_port": 80,
         "backend_port": 80, "protocol": "Tcp"},
        {**owner, "probe_id": ("azurerm_lb_probe.up", "id")},
    )  # fmt: skip
    (found,) = template_of(azure(lb, probe, rule))["resources"]
    written = found["properties"]["loadBalancingRules"][0]["properties"]
    kind = "Microsoft.Network/loadBalancers"
    assert written["probe"]["id"] == f"[resourceId('{kind}/probes', 'web', 'up')]"
    assert written["frontendIPConfiguration"]["id"].endswith("'web', 'in')]")
    assert "dependsOn" not in found


def test_a_secret_is_a_secure_parameter_and_stands_in_no_file():
    server = made(
        "postgresql_flexible_server", "db",
        {"name": "db", "location": "westeurope", "administrator_password": "geheim-123"},
        sensitive={"administrator_password": True},
    )  # fmt: skip
    for format_ in ("arm", "bicep"):
        generation = render(azure(server), format_, CATALOG)
        texts = "\n".join(file.text for file in generation.files)
        assert "geheim-123" not in texts
        assert "azurerm_postgresql_flexible_server_db_administrator_password" in texts
    template = template_of(azure(server))
    (parameter,) = template["parameters"].values()
    assert parameter["type"] == "secureString"
    assert "defaultValue" not in parameter


def test_inputs_have_their_values_in_the_parameter_file():
    disk = made("managed_disk", "d", {"name": "d", "disk_size_gb": 64}, {})
    asks = Expression.of(("disk_size_gb",), Ref("var.size"))
    disk = make_resource(disk.address, dict(disk.attributes), expressions=(asks,))
    plan = azure(disk, variables=(Variable("size", type="number", value=64),))
    files = {f.path: json.loads(f.text) for f in arm.render(plan, CATALOG).files}
    assert files["azuredeploy.parameters.json"]["parameters"] == {"size": {"value": 64}}
    properties = files["azuredeploy.json"]["resources"][0]["properties"]
    assert properties["diskSizeGB"] == "[parameters('size')]"


def test_keys_are_listed_when_it_is_deployed():
    store = made("storage_account", "s", {"name": "s1", "location": "westeurope"})
    keys = Ref("azurerm_storage_account.s", "primary_access_key")
    host = Ref("azurerm_storage_account.s", "primary_blob_host")
    outputs = (Output("keys", (keys,)), Output("host", (host,)))
    found = template_of(azure(store, outputs=outputs))["outputs"]
    id_ = "resourceId('Microsoft.Storage/storageAccounts', 's1')"
    assert found["keys"]["value"] == f"[listKeys({id_}, '2023-05-01').keys[0].value]"
    assert found["host"]["value"].startswith("[replace(replace(reference(")


def test_a_reference_across_resource_groups_waits_for_the_other_template():
    nic = made(
        "network_interface", "nic", {"name": "nic", "resource_group_name": "rg-2"},
        {"edge_zone": ("azurerm_virtual_network.net", "id")},
    )  # fmt: skip
    plan = azure(group(), group("other", "rg-2"), network(), nic)
    for format_ in ("arm", "bicep"):
        generation = render(plan, format_, CATALOG)
        assert [c.detail for c in run_checks(generation)] == [""]
    template = template_of(plan)
    (found,) = inner_of(template)["resources"]
    wanted = "[resourceId('rg-1', 'Microsoft.Network/virtualNetworks', 'net')]"
    assert found["extendedLocation"]["name"] == wanted
    assert any("resourcesMain" in waits for waits in template["resources"][-1]["dependsOn"])


def test_what_arm_has_no_form_for_is_told():
    generation = arm.render(azure(made("batch_account", "b", {"name": "b"})), CATALOG)
    assert generation.untranslated == (
        "azurerm_batch_account.b: ARM has no form for azurerm_batch_account",
    )


def test_an_attribute_without_a_place_is_told():
    vault = made("key_vault", "v", {"name": "v", "contact": [{"email": "x"}]})
    assert arm.render(azure(vault), CATALOG).untranslated == ("azurerm_key_vault.v: contact",)


def test_tags_that_several_resources_share_become_a_variable():
    own = [network(n).with_attributes({**network(n).attributes, "tags": {"a": "b"}}) for n in "xy"]
    template = template_of(azure(*own))
    assert template["variables"] == {"tags": {"a": "b"}}
    assert by_name(template)["x"]["tags"] == "[variables('tags')]"


@pytest.mark.parametrize("format_", ["arm", "bicep"])
def test_the_same_plan_gives_the_same_bytes(format_):
    plan = azure(group(), network(), subnet("a"))
    assert render(plan, format_, CATALOG) == render(plan, format_, CATALOG)


@pytest.mark.parametrize("format_", ["arm", "bicep"])
def test_what_azure_decides_by_itself_is_told_and_stops_nothing(format_):
    join = "Microsoft.Network/virtualNetworks/subnets/join/action"
    service = {"name": "Microsoft.App/environments", "actions": [join]}
    values = {
        "name": "apps",
        "resource_group_name": "rg-1",
        "virtual_network_name": "net",
        "address_prefixes": ["10.0.0.0/24"],
        "delegation": [{"name": "apps", "service_delegation": [service]}],
    }
    plan = Plan((made("subnet", "apps", values),), name="net", provider="azurerm")
    found = render(plan, format_, CATALOG)
    place = "azurerm_subnet.apps: delegation.0.service_delegation.0.actions"
    assert f"{place}: left to Azure, it knows the actions of each service" in found.notes
    assert found.untranslated == ()
    assert join not in "".join(file.text for file in found.files if file.path != "README.md")
