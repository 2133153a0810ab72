"""ARM templates as people write them: read into azurerm resources, told what could not be."""

import json

import pytest

from dharma_core.errors import InputError
from dharma_core.generation import render
from dharma_core.importers import kind_of, read_text
from dharma_core.importers.sources import SourceText
from dharma_core.plan import UNKNOWN, Ref
from dharma_core.storage.facts import load_catalog

CATALOG = load_catalog()
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
STORAGE = {"type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-05-01"}
NETWORK = {"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-05-01"}


def read(*resources, given=None, **sections):
    document = {"$schema": SCHEMA, "contentVersion": "1.0.0.0", **sections}
    text = json.dumps({**document, "resources": list(resources)}, indent=1)
    return read_text(text, file="t/shop.json", catalog=CATALOG, variables=given)


def expression_at(resource, *path):
    return next(e for e in resource.expressions if e.path == path)


def test_the_schema_tells_a_template_from_other_json():
    text = json.dumps({"$schema": SCHEMA, "resources": []})
    assert kind_of(SourceText(text, "a.json")) == "arm"
    assert kind_of(SourceText('{"resources": [], "name": "x"}', "a.json")) == "blueprint"


def test_parameters_and_variables_are_followed():
    plan = read(
        {**STORAGE, "name": "[variables('title')]", "location": "[parameters('place')]"},
        parameters={"place": {"type": "string", "defaultValue": "westeurope"},
                    "stage": {"type": "string", "defaultValue": "PROD"}},
        variables={"title": "[concat('shop', toLower(parameters('stage')))]"},
    )  # fmt: skip
    account = plan.by_address["azurerm_storage_account.shopprod"]
    assert account.attributes["name"] == "shopprod"
    assert account.attributes["location"] == "westeurope"
    assert expression_at(account, "location").parts == (Ref("var.place"),)
    assert [v.name for v in plan.variables] == ["place", "stage"]


def test_a_parameter_may_be_given():
    parameters = {"n": {"type": "int", "defaultValue": 1}, "s": {"type": "string"}}
    plan = read(
        {**STORAGE, "name": "[format('{0}{1}', parameters('s'), parameters('n'))]"},
        parameters=parameters,
        given={"n": "7", "s": "x"},
    )
    assert plan.resources[-1].attributes["name"] == "x7"
    with pytest.raises(InputError, match="takes JSON"):
        read(parameters=parameters, given={"n": "seven"})


def test_a_secret_parameter_is_a_sensitive_unknown():
    sql = {"type": "Microsoft.Sql/servers", "apiVersion": "2021-11-01", "name": "db"}
    plan = read(
        {**sql, "properties": {"administratorLoginPassword": "[parameters('password')]"}},
        parameters={"password": {"type": "secureString"}},
    )
    server = plan.by_address["azurerm_mssql_server.db"]
    assert server.attributes["administrator_login_password"] is UNKNOWN
    assert server.sensitive == {"administrator_login_password": True}
    assert plan.variables[0].sensitive


def test_the_resource_group_is_the_one_that_is_deployed_to():
    plan = read({**STORAGE, "name": "a", "location": "[resourceGroup().location]"})
    target, account = plan.resources
    assert str(target.address) == "data.azurerm_resource_group.target"
    assert expression_at(account, "location").parts == (Ref(str(target.address), "location"),)
    assert expression_at(account, "resource_group_name").parts == (
        Ref(str(target.address), "name"),
    )


def test_inline_subnets_and_nested_children_are_resources_of_their_own():
    inline = {"name": "a", "properties": {"addressPrefix": "10.0.0.0/24"}}
    nested = {"type": "subnets", "apiVersion": "2024-05-01", "name": "b", "properties": {}}
    plan = read(
        {**NETWORK, "name": "net", "properties": {"subnets": [inline]}, "resources": [nested]}
    )
    assert {"azurerm_subnet.a", "azurerm_subnet.b"} <= set(plan.by_address)
    assert plan.by_address["azurerm_subnet.a"].attributes["address_prefixes"] == ("10.0.0.0/24",)
    assert plan.problems == ()
    subnet = plan.by_address["azurerm_subnet.b"]
    assert expression_at(subnet, "virtual_network_name").parts == (
        Ref("azurerm_virtual_network.net", "name"),
    )


def test_ids_and_readings_become_references():
    address = {"type": "Microsoft.Network/publicIPAddresses", "apiVersion": "2024-05-01"}
    gateway = {"type": "Microsoft.Network/natGateways", "apiVersion": "2024-05-01", "name": "out"}
    ip = "resourceId('Microsoft.Network/publicIPAddresses', 'ip')"
    plan = read(
        {**address, "name": "ip"},
        {**gateway, "properties": {"publicIpAddresses": [{"id": f"[{ip}]"}]}},
        outputs={"ip": {"type": "string", "value": f"[reference({ip}).ipAddress]"}},
    )
    link = plan.of_type("azurerm_nat_gateway_public_ip_association")[0]
    assert expression_at(link, "public_ip_address_id").parts == (Ref("azurerm_public_ip.ip", "id"),)
    assert plan.outputs[0].parts == (Ref("azurerm_public_ip.ip", "ip_address"),)


def test_a_loop_makes_its_copies():
    plan = read(
        {**STORAGE, "name": "[concat('s', copyIndex(1))]", "copy": {"name": "all", "count": 3}}
    )
    names = [r.attributes["name"] for r in plan.of_type("azurerm_storage_account")]
    assert names == ["s1", "s2", "s3"]


def test_a_loop_of_unknown_length_is_read_once_and_told():
    plan = read(
        {**STORAGE, "name": "s", "copy": {"name": "all", "count": "[parameters('n')]"}},
        parameters={"n": {"type": "int"}},
    )
    assert len(plan.of_type("azurerm_storage_account")) == 1
    assert "unknown length" in plan.problems[0].message


def test_a_condition_that_is_false_leaves_its_resource_out():
    off = {**STORAGE, "name": "off", "condition": "[equals(1, 2)]"}
    maybe = {**STORAGE, "name": "maybe", "condition": "[parameters('on')]"}
    plan = read(off, maybe, parameters={"on": {"type": "bool"}})
    assert [r.name for r in plan.of_type("azurerm_storage_account")] == ["maybe"]


def test_a_type_nobody_knows_is_kept_and_told_with_its_line():
    plan = read({"type": "Microsoft.Foo/bars", "name": "x", "properties": {"size": 3}})
    kept = plan.by_address["Microsoft_Foo_bars.x"]
    assert kept.attributes["properties"] == {"size": 3}
    assert str(plan.problems[0]) == (
        "t/shop.json:5: Microsoft.Foo/bars is not known; kept as it is."
    )


def test_a_property_without_an_attribute_is_told():
    plan = read({**STORAGE, "name": "a", "properties": {"futureThing": True}})
    assert plan.problems[0].message == (
        "azurerm_storage_account.a: properties.futureThing has no attribute."
    )


def test_an_inner_template_has_parameters_of_its_own():
    inner = {
        "$schema": SCHEMA,
        "parameters": {"title": {"type": "string"}},
        "resources": [{**STORAGE, "name": "[parameters('title')]"}],
        "outputs": {"title": {"type": "string", "value": "[parameters('title')]"}},
    }
    deployment = {
        "type": "Microsoft.Resources/deployments",
        "name": "inner",
        "properties": {
            "mode": "Incremental",
            "expressionEvaluationOptions": {"scope": "inner"},
            "parameters": {"title": {"value": "[parameters('outer')]"}},
            "template": inner,
        },
    }
    id_ = "resourceId('Microsoft.Resources/deployments', 'inner')"
    plan = read(
        deployment,
        parameters={"outer": {"type": "string", "defaultValue": "shop"}},
        outputs={"t": {"type": "string", "value": f"[reference({id_}).outputs.title.value]"}},
    )
    assert plan.resources[-1].attributes["name"] == "shop"
    assert plan.outputs[0].value == "shop"


def test_a_linked_template_is_told():
    linked = {"templateLink": {"uri": "https://example.org/t.json"}}
    plan = read({"type": "Microsoft.Resources/deployments", "name": "far", "properties": linked})
    assert "'far' is not read" in plan.problems[0].message


def test_windows_and_linux_machines_are_told_apart():
    machine = {"type": "Microsoft.Compute/virtualMachines", "apiVersion": "2024-07-01"}
    linux = {"osProfile": {"computerName": "l", "linuxConfiguration": {"provisionVMAgent": True}}}
    plan = read(
        {**machine, "name": "l", "properties": linux},
        {**machine, "name": "w", "properties": {"osProfile": {"windowsConfiguration": {}}}},
    )
    assert {"azurerm_linux_virtual_machine.l", "azurerm_windows_virtual_machine.w"} <= set(
        plan.by_address
    )


HEAD = f'{{"$schema": "{SCHEMA}", "resources": '


@pytest.mark.parametrize(
    "rest", ["[", "[" * 100_000 + "1" + "]" * 100_000 + "}"], ids=["cut-off", "nested"]
)
def test_what_is_no_json_is_refused(rest):
    with pytest.raises(InputError):
        read_text(HEAD + rest, file="a.json", catalog=CATALOG)


@pytest.mark.parametrize(
    "sections",
    [
        {"parameters": [], "variables": 3, "outputs": "x"},
        {"parameters": {"a": None, "b": {"type": 4}}, "outputs": {"o": None}},
        {"variables": {"a": "[variables('b')]", "b": "[variables('a')]"}},
    ],
)
def test_odd_sections_do_not_stop_the_rest(sections):
    plan = read({**STORAGE, "name": "[variables('a')]"}, None, {"type": 3}, **sections)
    assert len(plan.of_type("azurerm_storage_account")) == 1
    assert plan.problems


def test_an_expression_that_does_not_parse_is_told():
    plan = read({**STORAGE, "name": "a", "location": "[concat('x]"})
    assert plan.resources[-1].attributes["location"] is UNKNOWN
    assert "Not an ARM expression" in plan.problems[0].message


@pytest.mark.uncounted
def test_variables_that_hold_each_other_many_times_end():
    following = [f"variables('v{number + 1}')" for number in range(60)]
    grows = {f"v{n}": f"[createArray({v}, {v})]" for n, v in enumerate(following)}
    plan = read({**STORAGE, "name": "a", "location": "[variables('v0')]"}, variables=grows)
    assert plan.resources[-1].attributes["location"] is UNKNOWN


def test_a_pattern_cannot_reach_into_the_reader():
    plan = read({**STORAGE, "name": "a", "location": "[format('{0.__class__}', 'x')]"})
    assert plan.resources[-1].attributes["location"] is UNKNOWN


def test_a_template_is_written_again_as_it_was_read():
    first = read(
        {**NETWORK, "name": "net", "location": "westeurope",
         "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
        {**STORAGE, "name": "[concat('st', uniqueString(resourceGroup().id))]"},
    )  # fmt: skip
    text = render(first, "arm", CATALOG).files[0].text
    again = read_text(text, file="shop.json", catalog=CATALOG)
    assert again.by_address["azurerm_virtual_network.net"].attributes == (
        first.by_address["azurerm_virtual_network.net"].attributes
    )
