"""The structural check finds what is planted, and nothing in a template that holds."""

import copy

import pytest

from dharma_core.generation.arm.structure import check_template
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.runners.format_checks import run_checks

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
NETWORK = "Microsoft.Network/virtualNetworks"
TEMPLATE = {
    "$schema": SCHEMA,
    "contentVersion": "1.0.0.0",
    "parameters": {"name": {"type": "string", "defaultValue": "net"}},
    "variables": {"tags": {"env": "prod"}},
    "resources": [
        {
            "type": NETWORK,
            "apiVersion": "2024-05-01",
            "name": "[parameters('name')]",
            "tags": "[variables('tags')]",
        },
        {
            "type": f"{NETWORK}/subnets",
            "apiVersion": "2024-05-01",
            "name": "[format('{0}/app', parameters('name'))]",
            "dependsOn": [f"[resourceId('{NETWORK}', parameters('name'))]"],
        },
    ],
    "outputs": {"id": {"type": "string", "value": f"[resourceId('{NETWORK}', 'net')]"}},
}


def changed(*steps, value):
    """Return the template with one value changed."""
    template = copy.deepcopy(TEMPLATE)
    level = template
    for step in steps[:-1]:
        level = level[step]
    level[steps[-1]] = value
    return template


def test_a_template_that_holds_has_no_findings():
    assert check_template(TEMPLATE) == ()


@pytest.mark.parametrize(
    ("steps", "value", "said"),
    [
        (("$schema",), "x", "no deployment template's"),
        (("contentVersion",), "1", "four numbers"),
        (("resource",), [], "did you mean|no section"),
        (("parameters", "spare"), {"type": "int"}, "nobody reads it"),
        (("parameters", "name"), {"type": "text"}, "no type"),
        (("parameters", "name", "defaultValue"), 3, "default is no string"),
        (("parameters", "key"), {"type": "secureString", "defaultValue": "s"}, "secret's value"),
        (("variables",), {}, "'tags' is read and not declared"),
        (("outputs", "id"), {"type": "string"}, "no value"),
        (("outputs", "id", "value"), "[concat('a']", "ARM expression"),
        (("outputs", "id", "value"), "[conct('a')]", "no function"),
        (("outputs", "id", "value"), "[not('a', 'b')]", "takes 1 to 1"),
        (("outputs", "id", "value"), f"[resourceId('{NETWORK}', 'a', 'b')]", "needs 1 names"),
        (("resources", 0, "type"), "networks", "not 'Provider/type'"),
        (("resources", 0, "apiVersion"), "latest", "no date"),
        (("resources", 1, "name"), "app", "1 segments"),
        (("resources", 1, "dependsOn"), ["[resourceId('A.B/c', 'x')]"], "not in the template"),
        (("resources", 1, "name"), "", "there is none"),
    ],
)
def test_a_planted_fault_is_found(steps, value, said):
    findings = "\n".join(check_template(changed(*steps, value=value)))
    assert findings
    assert any(word in findings for word in said.split("|"))


def test_resources_that_wait_for_each_other_are_found():
    waits = [f"[resourceId('{NETWORK}/subnets', parameters('name'), 'app')]"]
    findings = check_template(changed("resources", 0, "dependsOn", value=waits))
    assert "waits for itself" in findings[0]


def test_two_resources_of_one_name_are_found():
    twice = [*TEMPLATE["resources"], TEMPLATE["resources"][0]]
    assert "same type and name" in check_template(changed("resources", value=twice))[0]


def test_an_inner_template_is_checked_too():
    inner = {**TEMPLATE, "outputs": {"x": {"type": "nothing", "value": 1}}}
    deployment = {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2022-09-01",
        "name": "inner",
        "properties": {"mode": "Incremental", "template": inner},
    }
    resources = [*TEMPLATE["resources"], deployment]
    (finding,) = check_template(changed("resources", value=resources))
    assert finding == "resources[2].properties.template.outputs.x: 'nothing' is no type."


@pytest.mark.parametrize("value", [[], None, "text", {"resources": 3}, {"resources": [1, None]}])
def test_what_is_no_template_is_told_without_a_crash(value):
    assert check_template(value)


def test_the_check_of_a_format_says_what_failed():
    made = Generation("arm", (GeneratedFile("azuredeploy.json", '{"resources": []}'),))
    (result,) = run_checks(made)
    assert (result.name, result.status) == ("arm structure", "failed")
    broken = Generation("bicep", (GeneratedFile("main.bicep", "param a strin\n"),))
    (result,) = run_checks(broken)
    assert (result.status, result.detail) == ("failed", "main.bicep:1: 'strin' is no type.")


def test_bicep_that_means_something_else_fails():
    files = (GeneratedFile("main.bicep", "output a string = 'x'\n"),)
    (result,) = run_checks(Generation("bicep", files, expected='{"resources": []}'))
    assert "does not mean" in result.detail
