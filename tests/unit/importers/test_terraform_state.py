"""States: what exists, where it stands in the file, and nothing secret."""

import json
from dataclasses import replace

import pytest

from dharma_core.errors import InputError
from dharma_core.importers import read_text
from dharma_core.plan import Catalog, Ref, build_graph, parse_resource_type
from dharma_core.plan.masking import MASKED

AWS = 'provider["registry.terraform.io/hashicorp/aws"]'


def block(type_, name, *instances, **more):
    head = {"mode": "managed", "type": type_, "name": name, "provider": AWS, **more}
    return {**head, "instances": list(instances)}


def state(*resources, **more):
    head = {"version": 4, "terraform_version": "1.11.4", "serial": 3, "lineage": "l"}
    return {**head, "outputs": {}, "resources": list(resources), **more}


def read(document, *, indent=2, catalog=None):
    text = document if isinstance(document, str) else json.dumps(document, indent=indent)
    return read_text(text, file="terraform.tfstate", catalog=catalog or Catalog({}))


def test_modules_counts_and_keys_become_addresses():
    plan = read(
        state(
            block("aws_vpc", "v", {"attributes": {"id": "vpc-1"}}),
            block("aws_subnet", "s", {"index_key": 0}, {"index_key": 1}, module="module.net"),
            block("aws_eip", "e", {"index_key": "a b"}, module='module.x["k.1"].module.y'),
            block("aws_ami", "base", {}, mode="data"),
        )
    )
    assert list(plan.by_address) == [
        "aws_vpc.v",
        "module.net.aws_subnet.s[0]",
        "module.net.aws_subnet.s[1]",
        'module.x["k.1"].module.y.aws_eip.e["a b"]',
        "data.aws_ami.base",
    ]
    assert (plan.kind, plan.name, plan.provider) == ("terraform-state", "terraform", "aws")
    assert plan.terraform_version == "1.11.4"
    assert (plan.origin["serial"], plan.origin["lineage"]) == (3, "l")
    assert {r.actions for r in plan} == {("no-op",)}


def test_nulls_are_left_out_and_other_empties_stay():
    values = {"a": None, "b": "", "c": [], "d": {"x": None, "y": 0}, "e": [{"z": None}]}
    plan = read(state(block("aws_vpc", "v", {"attributes": values})))
    assert plan.resources[0].attributes == {"b": "", "c": (), "d": {"y": 0}, "e": ({},)}


def test_marked_values_and_secrets_of_the_schema_are_masked():
    marked = [
        [{"type": "get_attr", "value": "env"}, {"type": "index", "value": _key(1, "number")}],
        [{"type": "get_attr", "value": "map"}, {"type": "index", "value": _key("K", "string")}],
    ]
    values = {"password": "s3cret", "env": ["open", "s3cret"], "map": {"K": "s3cret", "L": "l"}}
    catalog = Catalog({"aws_db_instance": _type("aws_db_instance", password={"sensitive": True})})
    instance = {"attributes": values, "sensitive_attributes": marked}
    plan = read(state(block("aws_db_instance", "d", instance)), catalog=catalog)
    found = plan.resources[0]
    assert found.attributes["password"] == MASKED
    assert found.attributes["env"] == ("open", MASKED)
    assert found.attributes["map"] == {"K": MASKED, "L": "l"}
    assert found.sensitive["password"] is True
    assert "s3cret" not in repr(plan)


def test_a_secret_in_an_attribute_of_free_type_and_its_copy_are_masked():
    free = {"value": {"n": 1, "s": "s3cret"}, "type": ["object", {"n": "number", "s": "string"}]}
    path = [{"type": "get_attr", "value": "input"}, {"type": "get_attr", "value": "s"}]
    instance = {"attributes": {"input": free, "output": free}, "sensitive_attributes": [path]}
    found = read(state(block("terraform_data", "d", instance))).resources[0]
    assert found.attributes["input"] == {"n": 1, "s": MASKED}
    assert found.attributes["output"] == {"n": 1, "s": MASKED}


def test_a_block_that_looks_like_a_free_type_stays_what_it_is():
    values = {"tags": {"type": "web", "value": "x"}}
    found = read(state(block("aws_vpc", "v", {"attributes": values}))).resources[0]
    assert found.attributes == values


def _key(value, type_):
    return {"value": value, "type": type_}


def _type(name, /, **attributes):
    head = {"type": name, "provider": "aws", "title": name, "service": "s"}
    return parse_resource_type({**head, "attributes": attributes}, file="t")


def test_dependencies_mean_the_instance_beside_else_all():
    plan = read(
        state(
            block("aws_vpc", "v", {}),
            block("aws_subnet", "s", {"index_key": 0}, {"index_key": 1}, module='module.n["a"]'),
            block("aws_subnet", "s", {"index_key": 0}, module='module.n["b"]'),
            block(
                "aws_eip",
                "e",
                {"dependencies": ["aws_vpc.v", "module.n.aws_subnet.s"]},
                module='module.n["b"]',
            ),
            block("aws_lb", "l", {"dependencies": ["module.n.aws_subnet.s"]}),
        )
    )
    eip = plan.by_address['module.n["b"].aws_eip.e']
    assert eip.depends_on == ("aws_vpc.v", 'module.n["b"].aws_subnet.s')
    balancer = plan.by_address["aws_lb.l"]
    assert balancer.depends_on == ('module.n["a"].aws_subnet.s', 'module.n["b"].aws_subnet.s')
    assert len(build_graph(plan).needs["aws_lb.l"]) == 3
    assert plan.resolve(Ref('module.n["b"].aws_subnet.s'))[0].index == 0


def test_a_value_that_a_dependency_holds_as_its_id_is_a_reference():
    subnet = _type("aws_subnet", vpc_id={})
    balancer = _type("aws_lb", subnets={}, name={})
    relations = {"vpc_id": "aws_vpc.id"}, {"subnets": ["aws_subnet.id"], "log.bucket": "aws_b.id"}
    catalog = Catalog(
        {
            "aws_subnet": replace(subnet, sections={"relations": relations[0]}),
            "aws_lb": replace(balancer, sections={"relations": relations[1]}),
        }
    )
    subnets = [
        {"index_key": i, "attributes": {"id": f"s-{i}", "vpc_id": "v-1"}, "dependencies": needs}
        for i, needs in enumerate([["aws_vpc.v"], []])
    ]
    values = {"subnets": ["s-1", "s-9", "s-0"], "log": [{"bucket": "b"}], "name": "s-1"}
    plan = read(
        state(
            block("aws_vpc", "v", {"attributes": {"id": "v-1"}}),
            block("aws_subnet", "s", *subnets),
            block("aws_lb", "l", {"attributes": values, "dependencies": ["aws_subnet.s"]}),
        ),
        catalog=catalog,
    )
    found = {str(r.address): [(e.path, str(e.parts[0])) for e in r.expressions] for r in plan}
    assert found == {
        "aws_vpc.v": [],
        "aws_subnet.s[0]": [(("vpc_id",), "aws_vpc.v.id")],
        "aws_subnet.s[1]": [],  # the state names no dependency, so the value may be chance
        "aws_lb.l": [
            (("subnets", 0), "aws_subnet.s[1].id"),
            (("subnets", 2), "aws_subnet.s[0].id"),
        ],
    }


def test_an_instance_stands_on_the_line_where_it_starts():
    document = state(
        block("aws_vpc", "v", {"attributes": {"id": "vpc-1"}}),
        block("aws_eip", "e", {"index_key": "a"}, {"index_key": "b"}),
    )
    lines = json.dumps(document, indent=2).splitlines()
    plan = read(document)
    after = [lines[r.position.line] for r in plan]  # the line below the brace
    assert [line.strip() for line in after] == [
        '"attributes": {',
        '"index_key": "a"',
        '"index_key": "b"',
    ]
    assert {r.position.file for r in plan} == {"terraform.tfstate"}


def test_deposed_is_a_problem_and_tainted_is_told():
    plan = read(
        state(
            block("aws_vpc", "v", {"status": "tainted"}, {"deposed": "0a1b2c3d"}),
            block("aws_vpc", "old", {"attributes_flat": {"id": "vpc-1"}}),
        )
    )
    assert list(plan.by_address) == ["aws_vpc.v", "aws_vpc.old"]
    assert plan.origin["tainted"] == ("aws_vpc.v",)
    messages = [problem.message for problem in plan.problems]
    assert "deposed instance 0a1b2c3d" in messages[0]
    assert "Terraform 0.11" in messages[1]
    assert {problem.severity for problem in plan.problems} == {"warning"}


def test_outputs_carry_their_value_unless_sensitive():
    plan = read(
        state(outputs={"url": {"value": ["a"]}, "key": {"value": "s3cret", "sensitive": True}})
    )
    assert [(o.name, o.value, o.sensitive) for o in plan.outputs] == [
        ("url", ("a",), False),
        ("key", MASKED, True),
    ]


def test_the_region_is_the_one_most_arns_name():
    arns = ["arn:aws:sns:eu-west-1:1:a", "arn:aws:sqs:eu-west-1:1:b", "arn:aws:s3:us-east-1:1:c"]
    blocks = [block("aws_x", f"n{i}", {"attributes": {"arn": a}}) for i, a in enumerate(arns)]
    assert read(state(*blocks)).region == "eu-west-1"


def test_what_show_prints_of_a_state_is_read_too():
    shown = {
        "format_version": "1.0",
        "terraform_version": "1.11.4",
        "values": {
            "outputs": {"n": {"value": 1, "sensitive": False}},
            "root_module": {
                "resources": [
                    {
                        "address": "aws_vpc.v",
                        "mode": "managed",
                        "type": "aws_vpc",
                        "name": "v",
                        "provider_name": "registry.terraform.io/hashicorp/aws",
                        "values": {"id": "vpc-1", "secret": "s3cret", "none": None},
                        "sensitive_values": {"secret": True, "tags": {}},
                        "tainted": True,
                    }
                ],
                "child_modules": [
                    {
                        "address": "module.n[0]",
                        "resources": [
                            {
                                "address": 'module.n[0].aws_subnet.s["a"]',
                                "mode": "managed",
                                "type": "aws_subnet",
                                "name": "s",
                                "index": "a",
                                "values": {},
                                "depends_on": ["aws_vpc.v"],
                            }
                        ],
                    }
                ],
            },
        },
    }
    plan = read(shown)
    assert list(plan.by_address) == ["aws_vpc.v", 'module.n[0].aws_subnet.s["a"]']
    assert plan.resources[0].attributes == {"id": "vpc-1", "secret": MASKED}
    assert plan.resources[1].depends_on == ("aws_vpc.v",)
    assert plan.origin["tainted"] == ("aws_vpc.v",)
    lines = json.dumps(shown, indent=2).splitlines()
    assert all("address" in lines[r.position.line - 1] for r in plan)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_old_state_is_refused_with_the_way_to_upgrade(version):
    with pytest.raises(InputError) as caught:
        read({"version": version, "serial": 1, "modules": []})
    assert f"version {version}" in caught.value.message
    assert "terraform state pull" in caught.value.next_step


@pytest.mark.parametrize(
    "document",
    [
        {"version": 5, "serial": 1, "lineage": "l", "resources": []},
        {"serial": 1, "lineage": "l", "encrypted_data": "eA==", "encryption_version": "v0"},
        {"version": 4, "serial": 1, "resources": {}},
        {"version": 4, "serial": 1, "resources": [{"type": 3, "name": "x", "instances": [{}]}]},
        {
            "version": 4,
            "serial": 1,
            "resources": [{"type": "a_b", "name": "x", "instances": [{"index_key": 1.5}]}],
        },
        {
            "version": 4,
            "serial": 1,
            "resources": [{"type": "a_b", "name": "x", "instances": [{}, {}]}],
        },
        '{"version": 4, "serial": 1, "resources": ' + "[" * 5_000 + "]" * 5_000 + "}",
        '{"version": 4, "serial": 1, "resources": [',
    ],
)
def test_what_is_no_readable_state_is_refused(document):
    with pytest.raises(InputError):
        read(document)


def test_what_lies_deep_in_an_attribute_does_not_crash():
    deep = "[" * 600 + "]" * 600
    text = (
        '{"version": 4, "serial": 1, "resources": [{"type": "a_b", "name": "x", '
        f'"instances": [{{"attributes": {{"v": {deep}}}}}]}}]}}'
    )
    with pytest.raises(InputError, match="nested too deeply"):
        read(text)


@pytest.mark.parametrize("noise", [3, "x", [], {"a": 1}])
@pytest.mark.parametrize("key", ["attributes", "dependencies", "sensitive_attributes", "deposed"])
def test_members_of_another_shape_crash_nothing(key, noise):
    plan = read(state(block("aws_vpc", "v", {}), block("aws_vpc", "w", {key: noise})))
    assert str(plan.resources[0].address) == "aws_vpc.v"
