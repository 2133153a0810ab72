"""Terraform's plan JSON in and out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Expression,
    Output,
    Plan,
    Ref,
    Resource,
    Variable,
    freeze,
    make_resource,
    walk,
)
from dharma_core.plan.masking import normal_marks
from dharma_core.plan.terraform_json import MASKED, plan_from_json, plan_to_json
from dharma_core.provenance import Position


def entry(name="a", type_="aws_vpc", **change):
    whole = {"actions": ["create"], "before": None, "after": {}, "after_unknown": {}, **change}
    return {
        "mode": "managed",
        "type": type_,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": whole,
    }


def document(*entries, **more):
    return {"format_version": "1.2", "resource_changes": list(entries), **more}


def only(*entries, **more):
    (resource,) = plan_from_json(document(*entries, **more), name="p").resources
    return resource


def test_after_unknown_becomes_unknown_at_every_depth():
    resource = only(
        entry(
            after={"a": 1, "rules": [{"port": 80}, {}], "ids": [None, "x"]},
            after_unknown={"id": True, "rules": [{}, {"port": True}], "ids": [True, False]},
        )
    )
    assert resource.attributes == freeze(
        {"a": 1, "id": UNKNOWN, "rules": [{"port": 80}, {"port": UNKNOWN}], "ids": [UNKNOWN, "x"]}
    )


def test_sensitive_values_are_masked_and_marked_but_null_and_unknown_stay():
    resource = only(
        entry(
            after={"password": "hunter2", "token": None, "env": [{"k": "v", "n": 1}]},
            after_unknown={"key": True},
            after_sensitive={
                "password": True,
                "token": True,
                "key": True,
                "env": [{"k": True}],
                "tags": {},
            },
        )
    )
    assert resource.attributes == {
        "password": MASKED,
        "token": None,
        "key": UNKNOWN,
        "env": ({"k": MASKED, "n": 1},),
    }
    assert resource.sensitive == freeze(
        {"password": True, "token": True, "key": True, "env": [{"k": True}]}
    )


def test_sensitive_variables_and_outputs_never_get_in():
    plan = plan_from_json(
        document(
            variables={"secret": {"value": "hunter2"}, "plain": {"value": "x"}},
            output_changes={
                "out": {"actions": ["create"], "after": "hunter2", "after_sensitive": True}
            },
            configuration={
                "root_module": {"variables": {"secret": {"sensitive": True, "default": "hunter2"}}}
            },
        ),
        name="p",
    )
    assert "hunter2" not in repr(plan)
    assert {v.name: v.value for v in plan.variables} == {"secret": MASKED, "plain": "x"}
    assert plan.outputs[0].sensitive


@pytest.mark.parametrize(
    ("actions", "before", "after", "in_plan", "in_prior"),
    [
        (["create"], None, {}, True, False),
        (["update"], {}, {}, True, True),
        (["delete", "create"], {}, {}, True, True),
        (["no-op"], {}, {}, True, True),
        (["delete"], {}, None, False, True),
    ],
    ids=["create", "update", "replace", "no-op", "delete"],
)
def test_each_verdict_stands_where_it_belongs(actions, before, after, in_plan, in_prior):
    change = entry(actions=actions, before=before, after=after)
    plan = plan_from_json(document(change), name="p")
    assert [r.actions for r in plan.resources] == [tuple(actions)] * in_plan
    assert [r.actions for r in plan.prior] == [tuple(actions)] * in_prior


def test_deposed_objects_are_left_out():
    deposed = {**entry(actions=["delete"], before={}, after=None), "deposed": "1a2b"}
    assert plan_from_json(document(entry(), deposed), name="p").prior == ()


CONFIGURATION = {
    "root_module": {
        "variables": {"cidr": {}},
        "resources": [
            {
                "mode": "managed",
                "type": "aws_subnet",
                "name": "s",
                "expressions": {
                    "vpc_id": {
                        "references": ["module.net[0].vpc_id", "module.net[0]", "module.net"]
                    },
                    "cidr_block": {"references": ["var.cidr", "local.x"]},
                    "tags": {"constant_value": {"A": "1"}},
                    "rule": [
                        {
                            "port": {
                                "references": [
                                    'aws_vpc.other[1].tags["a.b"]',
                                    "aws_vpc.other[1]",
                                    "aws_vpc.other",
                                ]
                            }
                        }
                    ],
                },
                "for_each_expression": {"references": ["aws_eip.pool"]},
                "depends_on": ["aws_eip.pool", "module.net"],
            }
        ],
        "module_calls": {
            "net": {
                "expressions": {
                    "name": {"references": ["var.cidr"]},
                    "zone": {"constant_value": "a"},
                },
                "count_expression": {"constant_value": 1},
                "module": {
                    "outputs": {
                        "vpc_id": {
                            "expression": {"references": ["aws_vpc.this.id", "aws_vpc.this"]}
                        }
                    },
                    "resources": [
                        {
                            "mode": "managed",
                            "type": "aws_vpc",
                            "name": "this",
                            "expressions": {
                                "name": {"references": ["var.name"]},
                                "zone": {"references": ["var.zone", "each.key"]},
                                "ami": {
                                    "references": ["data.aws_ami.base.id", "data.aws_ami.base"]
                                },
                            },
                        }
                    ],
                },
            }
        },
    }
}


def test_references_are_followed_through_modules_both_ways():
    inner = {**entry("this"), "module_address": "module.net[0]"}
    plan = plan_from_json(
        document(entry("s", "aws_subnet"), inner, configuration=CONFIGURATION), name="p"
    )
    subnet, vpc = plan.resources
    assert [(e.path, e.mentions) for e in subnet.expressions] == [
        (("vpc_id",), (Ref("module.net[0].aws_vpc.this", "id"),)),
        (("cidr_block",), (Ref("var.cidr"),)),
        (("rule", 0, "port"), (Ref("aws_vpc.other[1]", "tags.a.b"),)),
    ]
    assert subnet.depends_on == ("aws_eip.pool", "module.net[0].aws_vpc.this")
    assert [(e.path, e.mentions) for e in vpc.expressions] == [
        (("name",), (Ref("var.cidr"),)),
        (("ami",), (Ref("module.net[0].data.aws_ami.base", "id"),)),
    ]


def test_each_value_reads_what_for_each_reads():
    resource = {
        "mode": "managed", "type": "aws_vpc", "name": "a",
        "expressions": {"bucket": {"references": ["each.value.id", "each.value"]}},
        "for_each_expression": {"references": ["aws_s3_bucket.lake"]},
    }  # fmt: skip
    found = only(entry(), configuration={"root_module": {"resources": [resource]}})
    assert found.references == (Ref("aws_s3_bucket.lake"),)


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ({"constant_value": "eu-west-1"}, "eu-west-1"),
        ({"references": ["var.where"]}, "us-east-2"),
        ({"references": ["local.where"]}, ""),
    ],
    ids=["constant", "variable", "not known"],
)
def test_region_comes_from_the_provider(region, expected):
    provider = {"aws": {"name": "aws", "expressions": {"region": region}}}
    plan = plan_from_json(
        document(
            entry(),
            variables={"where": {"value": "us-east-2"}},
            configuration={"provider_config": provider},
        ),
        name="p",
    )
    assert plan.region == expected


def test_a_resource_of_another_providers_region_says_so_and_the_others_do_not():
    providers = {
        key: {"name": "aws", "expressions": {"region": {"constant_value": region}}}
        for key, region in {"aws": "us-east-2", "aws.west": "us-west-1"}.items()
    }
    blocks = [
        {"mode": "managed", "type": "aws_vpc", "name": name, "provider_config_key": key}
        for name, key in {"near": "aws", "far": "aws.west"}.items()
    ]
    change = {"actions": ["create"], "after": {}}
    entries = [{"type": "aws_vpc", "name": name, "change": change} for name in ("near", "far")]
    configuration = {"provider_config": providers, "root_module": {"resources": blocks}}
    plan = plan_from_json(document(*entries, configuration=configuration), name="p")
    assert [r.region for r in plan.resources] == ["", "us-west-1"]


def test_a_data_source_that_changes_tell_is_not_read_from_the_prior_state_too():
    change = {"actions": ["read"], "after": {"id": "ami-2"}}
    source = {"mode": "data", "type": "aws_ami", "name": "b"}
    prior = {"values": {"root_module": {"resources": [{**source, "values": {"id": "ami-1"}}]}}}
    plan = plan_from_json(document({**source, "change": change}, prior_state=prior), name="p")
    assert [r.attributes for r in plan.resources] == [{"id": "ami-2"}]


def test_data_sources_read_while_planning_come_from_the_prior_state():
    source = {"mode": "data", "type": "aws_ami", "name": "b", "values": {"id": "ami-1"}}
    module = {"address": "module.m", "resources": [source]}
    prior = {"values": {"root_module": {"child_modules": [module]}}}
    plan = plan_from_json(document(entry(), prior_state=prior), name="p")
    assert str(plan.resources[1].address) == "module.m.data.aws_ami.b"
    assert plan.resources[1].attributes == {"id": "ami-1"}
    assert plan.managed == plan.resources[:1]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ([], "not an object"),
        ({}, "no format_version"),
        ({"format_version": 1}, "no format_version"),
        ({"format_version": "2.0", "resource_changes": []}, "format version 2.0"),
        ({"version": 4, "serial": 1, "lineage": "x", "resources": []}, "is a Terraform state"),
        ({"format_version": "1.0", "values": {}}, "is a Terraform state"),
        ({"format_version": "1.2"}, "holds no plan"),
        (document("x"), r"resource_changes\[0\] has no change"),
        (document({**entry(), "name": 3}), r"resource_changes\[0\] has no name"),
        (document({**entry(), "index": [1]}), "index that is no number or text"),
        ({"format_version": "1.2", "resource_changes": {}}, "not a list"),
        (document(entry(), entry()), "Two resources share the address"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_reason_and_a_next_step(raw, message):
    with pytest.raises(InputError, match=message) as caught:
        plan_from_json(raw, name="p")
    assert caught.value.next_step


def test_unknown_types_are_kept():
    assert only(entry(type_="acme_rocket", after={"fuel": 3})).attributes == {"fuel": 3}


def test_writing_leaves_secrets_out_unless_told_otherwise():
    secret = make_resource(
        Address("aws_db_instance", "d"),
        {"password": "hunter2"},
        sensitive={"password": True},
        expressions=(Expression.of(("password",), "hunter", Ref("var.n")),),
    )
    plan = Plan(
        (secret,),
        variables=(Variable("n", value="2hunter", default="2hunter", sensitive=True),),
        outputs=(Output("o", ("hunter",), value="hunter2", sensitive=True),),
    )
    assert "hunter" not in json.dumps(plan_to_json(plan))
    shown = plan_to_json(plan, mask=False)
    assert shown["resource_changes"][0]["change"]["after"] == {"password": "hunter2"}


def test_writing_lays_out_modules_and_references_as_terraform_does():
    inside = make_resource(Address("aws_vpc", "v", 'module.a.module.b["x"]'), {"id": UNKNOWN})
    rule = Expression.of(("ingress", 1, "security_groups", 0), Ref("aws_security_group.lb", "id"))
    group = make_resource(Address("aws_security_group", "web"), {}, expressions=(rule,))
    written = plan_to_json(Plan((inside, group)))
    child = written["planned_values"]["root_module"]["child_modules"][0]
    assert child["child_modules"][0]["address"] == 'module.a.module.b["x"]'
    (config,) = written["configuration"]["root_module"]["resources"]
    assert config["expressions"] == {
        "ingress": [
            {},
            {
                "security_groups": {
                    "references": ["aws_security_group.lb.id", "aws_security_group.lb"]
                }
            },
        ]
    }


WORDS = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.just(UNKNOWN)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
ATTRIBUTES = st.dictionaries(WORDS, VALUES, max_size=4)
REFS = st.builds(Ref, st.sampled_from(["aws_vpc.a", "var.x"]), st.sampled_from(["", "id"]))
PARTS = st.lists(st.text(min_size=1, max_size=4) | REFS, max_size=3)
PATHS = st.tuples(WORDS, st.integers(0, 2), WORDS) | st.tuples(WORDS)
EXPRESSIONS = st.builds(lambda path, parts: Expression.of(path, *parts), PATHS, PARTS)
POSITIONS = st.none() | st.builds(Position, WORDS, st.integers(1, 9), st.integers(1, 9))


@st.composite
def resources(draw, name):
    attributes = freeze(draw(ATTRIBUTES))
    marked = draw(st.sets(st.sampled_from(sorted(attributes)), max_size=2)) if attributes else ()
    return Resource(
        Address("aws_vpc", name, draw(st.sampled_from(["", "module.m", "module.m[0].module.n"]))),
        draw(st.sampled_from(["aws", "google"])),
        attributes,
        expressions=tuple(draw(st.lists(EXPRESSIONS, max_size=2))),
        sensitive=normal_marks(dict.fromkeys(marked, True), attributes),
        depends_on=draw(st.sampled_from([(), ("aws_vpc.z",)])),
        position=draw(POSITIONS),
        actions=draw(st.sampled_from([("create",), ("update",), ("delete", "create")])),
    )


@st.composite
def plans(draw):
    names = draw(st.lists(WORDS, unique=True, max_size=3))
    sensitive = draw(st.booleans())
    return Plan(
        tuple(draw(resources(name)) for name in names),
        name="p",
        kind=draw(st.sampled_from(["blueprint", "terraform-plan"])),
        region=draw(st.sampled_from(["", "eu-west-1"])),
        variables=(Variable("x", value=draw(st.none() | st.integers()), sensitive=sensitive),),
        outputs=(Output("o", tuple(draw(PARTS)), value=freeze(draw(VALUES)), sensitive=sensitive),),
        terraform_version=draw(st.sampled_from(["", "1.11.4"])),
        origin=freeze({"file": "x.yaml"}),
    )


def read_back(plan):
    return plan_from_json(json.loads(json.dumps(plan_to_json(plan))), name=plan.name)


@given(plans())
def test_a_masked_plan_survives_being_written_and_read(plan):
    masked = read_back(plan)
    assert read_back(masked) == masked
    if not any(r.sensitive for r in plan.resources) and not plan.outputs[0].sensitive:
        assert masked == plan


@given(plans())
def test_no_marked_value_survives_masking(plan):
    for resource in read_back(plan).resources:
        for name in resource.sensitive:
            values = [v for _, v in walk({name: resource.attributes[name]})]
            assert all(v in (MASKED, None) or v is UNKNOWN for v in values)


def test_a_modules_blocks_are_indexed_once_however_many_resources_it_has(monkeypatch):
    from dharma_core.plan.terraform_configuration import Configuration

    opened = []
    original = Configuration._open
    monkeypatch.setattr(Configuration, "_open", lambda c, m: opened.append(m) or original(c, m))
    blocks = [{"mode": "managed", "type": "aws_sqs_queue", "name": f"q{n}"} for n in range(50)]
    changes = [
        {
            "address": f"aws_sqs_queue.q{n}",
            "mode": "managed",
            "type": "aws_sqs_queue",
            "name": f"q{n}",
            "change": {"actions": ["create"], "before": None, "after": {}, "after_unknown": {}},
        }
        for n in range(50)
    ]
    document = {
        "format_version": "1.2",
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": blocks}},
    }
    assert len(plan_from_json(document, name="p")) == 50
    assert opened == [""]
