"""Bicep read back: what a text means, and where it is wrong."""

import pytest

from dharma_core.errors import InputError
from dharma_core.generation.arm.bicep_compiling import compile_bicep
from dharma_core.generation.arm.bicep_reading import read_bicep
from dharma_core.generation.arm.bicep_text import to_bicep
from dharma_core.generation.arm.json_text import arm_template
from dharma_core.generation.arm.template import (
    Declared,
    IdOf,
    Joined,
    ListOf,
    OutputDecl,
    Parameter,
    ParameterOf,
    PropertyOf,
    Template,
)

NET = """
@description('The network')
param name string = 'net'

resource net 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  properties: { addressSpace: { addressPrefixes: [ '10.0.0.0/16' ] } } // one line
}

resource app 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: net
  name: 'app-${name}'
}

output id string = app.id
"""


def compiled(text):
    return arm_template(compile_bicep({"main.bicep": text}))


def test_a_child_has_its_parents_name_and_waits_for_it():
    template = compiled(NET)
    child = template["resources"][1]
    assert child["name"] == "[format('{0}/app-{1}', parameters('name'), parameters('name'))]"
    network = "resourceId('Microsoft.Network/virtualNetworks', parameters('name'))"
    assert child["dependsOn"] == [f"[{network}]"]
    assert "format('app-{0}', parameters('name'))" in template["outputs"]["id"]["value"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("param a strin\n", "main.bicep:1: 'strin' is no type"),
        ("var a = 'x\n", "main.bicep:1: a text has no end"),
        ("\n\nvar a = '${b'\n", "main.bicep:3: a '\\${' has no end"),
        ("var a = b\n", "'b' is not declared"),
        ("var a = conct('x')\n", "'conct' is no function"),
        ("var a = 1\nvar a = 2\n", "main.bicep:2: 'a' is declared twice"),
        ("resource x 'A.B/c' = {\n  name: 'x'\n}\n", "not 'Provider/type@version'"),
        ("resource x 'A.B/c@1' = {\n}\n", "'x' has no name"),
        ("var a = [\n  1\n", "main.bicep:"),
        ("var a = 1 2\n", "main.bicep:1"),
        ("what a = 1\n", "starts with one of"),
        ("var a = '\\q'\n", "no escape"),
        ("var a = ~\n", "has no place"),
        ("module m 'gone.bicep' = {\n  name: 'm'\n}\n", "no file gone.bicep"),
        ("var a = " + "(" * 200 + "1" + ")" * 200 + "\n", "nests at most"),
    ],
)
def test_a_wrong_text_is_told_with_its_line(text, said):
    with pytest.raises(InputError, match=said):
        compiled(text)


def test_a_module_that_holds_itself_is_refused():
    text = "module m 'main.bicep' = {\n  name: 'm'\n  scope: resourceGroup('a')\n}\n"
    with pytest.raises(InputError, match="hold each other"):
        compiled(text)


def test_a_resource_that_is_its_own_parent_is_refused():
    text = "resource a 'A.B/c/d@2020-01-01' = {\n  parent: a\n  name: 'x'\n}\n"
    with pytest.raises(InputError, match="own parent"):
        compiled(text)


def test_missing_parameters_of_a_module_are_told():
    text = "module m 'in.bicep' = {\n  name: 'm'\n  scope: resourceGroup('a')\n}\n"
    with pytest.raises(InputError, match=r"the parameters p of in\.bicep"):
        compile_bicep({"main.bicep": text, "in.bicep": "param p string\n"})


def test_every_kind_of_value_comes_back():
    store = Declared(
        "store",
        "Microsoft.Storage/storageAccounts",
        "2023-05-01",
        (ParameterOf("name"),),
        {
            "tags": {"it's": "a\\b\n${c}", "odd-key": None},
            "properties": {
                "list": [1, -2, True],
                "text": Joined(("x-", ParameterOf("name"))),
                "e": [],
            },
        },
    )
    path = ("properties", "primaryEndpoints", "blob")
    outputs = (
        OutputDecl("key", "string", ListOf("store", "listKeys", ("keys", 0, "value"))),
        OutputDecl("blob", "string", PropertyOf("store", path)),
        OutputDecl("id", "string", IdOf("store")),
    )
    template = Template(
        "resourceGroup", (Parameter("name", "string", "it's"),), None, (store,), (), outputs
    )
    assert compiled(to_bicep(template)) == arm_template(template)


def test_comments_and_blank_lines_are_nothing():
    assert read_bicep("// a comment\n\n  // another\nvar a = 1 // end\n", file="x")[0].line == 4
