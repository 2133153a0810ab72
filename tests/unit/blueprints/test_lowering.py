"""Lowering: types, values, references, variables, tags, defaults."""

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.errors import InputError
from dharma_core.plan import UNKNOWN, Expression, Ref
from dharma_core.storage.facts import load_catalog

HEAD = "name: net\nversion: 1.2.0\nprovider: aws\nregion: eu-west-1\n"


def plan_of(resources, head=HEAD, **variables):
    blueprint = parse_blueprint(f"{head}resources:\n{resources}", file="net.yaml")
    return lower(blueprint, load_catalog(), variables=variables)


def only(resources, **more):
    return plan_of(resources, **more).resources[-1]


def problems_of(resources, **more):
    with pytest.raises(InputError) as caught:
        plan_of(resources, **more)
    return [(e["message"], e["hint"]) for e in caught.value.details["errors"]]


def queue(properties):
    return f"- {{name: q, type: queue, properties: {{{properties}}}}}\n"


def test_aliases_become_terraform_types_and_names_become_addresses():
    plan = plan_of("- {name: main, type: vpc}\n- {name: q, type: aws_sqs_queue}\n")
    assert list(plan.by_address) == ["aws_vpc.main", "aws_sqs_queue.q"]
    assert (plan.name, plan.kind, plan.provider, plan.region) == (
        "net", "blueprint", "aws", "eu-west-1",
    )  # fmt: skip
    assert plan.origin == {"file": "net.yaml", "blueprint": "net", "version": "1.2.0"}
    assert str(plan.resources[1].position) == "net.yaml:7"


def test_provider_defaults_are_filled_in_and_computed_attributes_are_unknown():
    attributes = only(queue("name: jobs")).attributes
    assert attributes["visibility_timeout_seconds"] == 30
    assert attributes["fifo_queue"] is False
    assert attributes["arn"] is UNKNOWN
    assert "redrive_policy" in attributes  # optional and computed
    assert "kms_master_key_id" not in attributes


def test_a_reference_is_unknown_until_apply_and_remembers_how_it_was_written():
    subnet = only(
        "- {name: main, type: vpc}\n"
        "- {name: s, type: subnet, "
        'properties: {vpc_id: "${main.id}", tags: {Name: "in-${main.id}"}}}\n'
    )
    assert subnet.attributes["vpc_id"] is UNKNOWN
    assert subnet.expressions == (
        Expression.of(("vpc_id",), Ref("aws_vpc.main", "id")),
        Expression.of(("tags", "Name"), "in-", Ref("aws_vpc.main", "id")),
    )


def test_a_reference_to_what_is_written_down_is_known_whatever_the_order():
    subnet = plan_of(
        '- {name: s, type: subnet, properties: {vpc_id: v, cidr_block: "${main.cidr_block}"}}\n'
        "- {name: main, type: vpc, properties: {cidr_block: 10.0.0.0/16}}\n"
    ).resources[0]
    assert subnet.attributes["cidr_block"] == "10.0.0.0/16"
    assert subnet.references == (Ref("aws_vpc.main", "cidr_block"),)


def test_a_reference_into_a_block_may_leave_its_position_out():
    group = only(
        "- {name: w, type: ec2, properties: {root_block_device: {volume_size: 30}}}\n"
        "- {name: v, type: ebs_volume, properties: {availability_zone: a, "
        'size: "${w.root_block_device.volume_size}"}}\n'
    )
    assert group.attributes["size"] == 30
    assert group.references == (Ref("aws_instance.w", "root_block_device.0.volume_size"),)


VARIABLES = (
    "variables:\n"
    "  days: {type: number, default: 7}\n"
    "  names: {type: 'list(string)', default: [a]}\n"
    "  secret: {sensitive: true, default: hunter2}\n"
    "  needed: {type: bool}\n"
)


def test_variables_keep_their_reference_and_their_value():
    plan = plan_of(
        '- {name: l, type: log_group, properties: {retention_in_days: "${var.days}"}}\n',
        head=HEAD + VARIABLES,
        needed="true",
        days="30",
    )
    assert plan.resources[0].attributes["retention_in_days"] == 30
    assert plan.resources[0].expressions == (
        Expression.of(("retention_in_days",), Ref("var.days")),
    )
    assert [(v.name, v.default, v.value) for v in plan.variables] == [
        ("days", 7, 30), ("names", ("a",), ("a",)), ("secret", "hunter2", "hunter2"),
        ("needed", None, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "the variable 'needed' has no value."),
        (
            {"needed": "perhaps"},
            "the value of variable 'needed' must be true or false, not perhaps (given: 'perhaps').",
        ),
        ({"needed": "true", "dys": "1"}, "there is no variable 'dys' to set."),
    ],
    ids=["missing", "wrong type", "unknown"],
)
def test_wrong_variables_are_told(given, message):
    found = problems_of("- {name: v, type: vpc}\n", head=HEAD + VARIABLES, **given)
    assert [m for m, _ in found] == [message]


def test_the_value_of_a_sensitive_variable_is_never_shown():
    head = HEAD + "variables: {secret: {type: number, sensitive: true}}\n"
    with pytest.raises(InputError) as caught:
        plan_of("- {name: v, type: vpc}\n", head=head, secret="hunter2")
    assert "hunter2" not in str(caught.value)


def test_secrets_are_marked_by_variable_and_by_schema_through_references():
    plan = plan_of(
        "- {name: d, type: rds, properties: {instance_class: c, password: x}}\n"
        "- name: f\n"
        "  type: lambda\n"
        "  properties:\n"
        "    function_name: f\n"
        "    role: r\n"
        '    environment: {variables: {A: "${var.secret}", B: "${d.password}", C: plain}}\n',
        head=HEAD + "variables: {secret: {sensitive: true, default: hunter2}}\n",
    )
    assert plan.resources[0].sensitive == {"password": True}
    assert plan.resources[1].sensitive == {"environment": ({"variables": {"A": True, "B": True}},)}


def test_blueprint_tags_join_the_resources_own_where_the_type_takes_tags():
    tagged, untagged = plan_of(
        "- {name: v, type: vpc, properties: {tags: {Owner: me, Name: v}}}\n"
        "- {name: m, type: volume_attachment, "
        "properties: {device_name: d, instance_id: i, volume_id: v}}\n",
        head=HEAD + "tags: {Owner: team, CostCenter: CC-1}\n",
    ).resources
    expected = {"Owner": "me", "CostCenter": "CC-1", "Name": "v"}
    assert tagged.attributes["tags"] == tagged.attributes["tags_all"] == expected
    assert "tags" not in untagged.attributes


def test_a_mapping_stands_for_a_single_block_and_blocks_become_tuples():
    alone = only(
        "- {name: w, type: ec2, properties: {metadata_options: {http_tokens: required}}}\n"
    )
    listed = only(
        "- {name: w, type: ec2, properties: {metadata_options: [{http_tokens: required}]}}\n"
    )
    assert alone.attributes == listed.attributes
    (options,) = alone.attributes["metadata_options"]
    assert options["http_tokens"] == "required"
    assert options["http_endpoint"] == "enabled"  # the provider's default inside the block


def test_scalars_convert_as_terraform_converts_them():
    attributes = only(
        queue("name: 7, delay_seconds: '5', fifo_queue: yes, tags: {N: 1, B: yes}")
    ).attributes
    assert (attributes["name"], attributes["delay_seconds"], attributes["fifo_queue"]) == (
        "7",
        5,
        True,
    )
    assert attributes["tags"] == {"N": "1", "B": "yes"}


def test_a_policy_written_as_properties_becomes_json_with_its_references():
    role = only(
        "- {name: b, type: s3_bucket, properties: {bucket: 'my\"bucket'}}\n"
        "- name: p\n  type: role_policy\n  properties:\n    role: r\n"
        '    policy: {Resource: "${b.bucket}/$${aws:username}"}\n'
    )
    assert role.attributes["policy"] == '{"Resource":"my\\"bucket/${aws:username}"}'
    assert role.expressions[0].parts == (
        '{"Resource":"', Ref("aws_s3_bucket.b", "bucket"), '/${aws:username}"}',
    )  # fmt: skip


def test_count_makes_several_and_a_splat_reads_them_all():
    plan = plan_of(
        "- {name: s, type: subnet, count: 2, "
        'properties: {vpc_id: v, cidr_block: "10.0.${count.index}.0/24"}}\n'
        '- {name: g, type: db_subnet_group, properties: {subnet_ids: ["${s[*].id}", extra]}}\n'
        "- {name: h, type: db_subnet_group, depends_on: [s], "
        'properties: {subnet_ids: "${s[*].cidr_block}"}}\n'
    )
    first, second, group, other = plan.resources
    assert [str(r.address) for r in (first, second)] == ["aws_subnet.s[0]", "aws_subnet.s[1]"]
    assert second.attributes["cidr_block"] == "10.0.1.0/24"
    assert group.attributes["subnet_ids"] == (UNKNOWN, UNKNOWN, "extra")
    assert [e.mentions for e in group.expressions] == [
        (Ref("aws_subnet.s[0]", "id"),),
        (Ref("aws_subnet.s[1]", "id"),),
    ]
    assert other.attributes["subnet_ids"] == ("10.0.0.0/24", "10.0.1.0/24")
    assert other.depends_on == ("aws_subnet.s",)
    assert (
        plan_of("- {name: none, type: eip, count: 0}\n- {name: v, type: vpc}\n").resources[0].name
        == "v"
    )


def test_overrides_hold_for_their_provider_only():
    resource = (
        "- name: q\n  type: queue\n  properties: {name: a, delay_seconds: 1}\n"
        "  overrides: {aws: {name: b}, gcp: {name: c}}\n"
    )
    attributes = only(resource).attributes
    assert (attributes["name"], attributes["delay_seconds"]) == ("b", 1)


def test_a_native_type_is_taken_as_it_is():
    native = only(
        "- {name: main, type: vpc}\n"
        "- {name: j, type: aws_glue_job, native: true, "
        'properties: {name: j, vpc: "${main.id}", command: [{a: 1}]}}\n'
    )
    assert native.attributes == {
        "id": UNKNOWN, "name": "j", "vpc": UNKNOWN, "command": ({"a": 1},),
    }  # fmt: skip
    assert native.references == (Ref("aws_vpc.main", "id"),)


@pytest.mark.parametrize(
    ("resource", "message", "hint"),
    [
        (
            "{name: x, type: aws_vcp}",
            "resource 'x' has the unknown type 'aws_vcp'.",
            "Did you mean 'aws_vpc'? Or add 'native: true'",
        ),
        (
            "{name: x, type: vpc, properties: {cidr: a}}",
            "resource 'x' (vpc) has no property 'cidr'.",
            "'cidr_block'",
        ),
        (
            "{name: x, type: ec2, properties: {metadata_options: {http_token: a}}}",
            "resource 'x' (ec2) has no property 'http_token' in 'metadata_options'.",
            "'http_tokens'",
        ),
        (
            "{name: x, type: vpc, properties: {arn: a}}",
            "'arn' of resource 'x' (vpc) is set by the provider.",
            "Leave it out.",
        ),
        (
            "{name: x, type: vpc, properties: {tags_all: {}}}",
            "'tags_all' of resource 'x' (vpc) is set by the provider.",
            "Write 'tags' instead.",
        ),
        (
            "{name: x, type: vpc, properties: {tags: [a]}}",
            "'tags' must hold 'name: value' lines.",
            "",
        ),
        ("{name: x, type: subnet}", "resource 'x' (subnet) needs the property 'vpc_id'.", ""),
        (
            "{name: x, type: rds, properties: {instance_class: c, allocated_storage: big}}",
            "'allocated_storage' of resource 'x' (rds) must be a number, not big.",
            "",
        ),
        (
            "{name: x, type: lb, properties: {subnets: a}}",
            "'subnets' of resource 'x' (lb) must be a list, such as [a].",
            "",
        ),
        (
            "{name: x, type: lb, properties: {name: [a]}}",
            "'name' of resource 'x' (lb) must be text.",
            "",
        ),
        (
            "{name: x, type: ec2, properties: {root_block_device: yes}}",
            "'root_block_device' of resource 'x' (ec2) must hold properties, or a list of them.",
            "",
        ),
        (
            "{name: x, type: ec2, properties: {root_block_device: [{}, {}]}}",
            "'root_block_device' of resource 'x' (ec2) may stand 1 times at most.",
            "",
        ),
        (
            '{name: x, type: vpc, properties: {cidr_block: "${y.cdir_block}"}}',
            "${y.cdir_block}: vpc has no attribute 'cdir_block'.",
            "'cidr_block'",
        ),
        (
            "{name: x, type: vpc, overrides: {asw: {}}}",
            "'asw' is no provider to override for.",
            "'aws'",
        ),
    ],
)
def test_what_does_not_fit_the_catalogue_is_told(resource, message, hint):
    found = problems_of(f"- {{name: y, type: vpc}}\n- {resource}\n")
    assert [m for m, _ in found] == [message]
    assert hint in found[0][1]


def test_a_required_member_of_a_block_is_asked_for():
    properties = "{load_balancer_arn: a, default_action: {order: 1}}"
    listener = f"- {{name: x, type: listener, properties: {properties}}}\n"
    assert problems_of(listener) == [
        ("resource 'x' (listener) needs the property 'type' in 'default_action'.", "")
    ]


def test_a_type_of_another_provider_is_refused():
    head = HEAD.replace("provider: aws", "provider: gcp")
    ((message, _),) = problems_of("- {name: x, type: vpc}\n", head=head)
    assert message == "'vpc' belongs to aws, this blueprint to gcp."


def test_outputs_keep_their_form_and_value():
    plan = plan_of(
        "- {name: v, type: vpc, properties: {cidr_block: 10.0.0.0/8}}\n"
        "outputs:\n  id: ${v.id}\n  text: net-${v.cidr_block}\n  plain: hello\n"
        '  secret: {value: "${var.s}", description: why}\n',
        head=HEAD + "variables: {s: {sensitive: true, default: x}}\n",
    )
    by_name = {o.name: o for o in plan.outputs}
    assert (by_name["id"].parts, by_name["id"].value) == ((Ref("aws_vpc.v", "id"),), UNKNOWN)
    assert by_name["text"].value == "net-10.0.0.0/8"
    assert by_name["plain"].parts == ("hello",)
    assert by_name["secret"].sensitive
    assert by_name["secret"].description == "why"


TAGS = HEAD + "variables: {all: {type: map(string), default: {Owner: ops}}}\n"


def test_tags_may_come_whole_from_a_variable():
    found = only(queue('tags: "${var.all}"'), head=TAGS)
    assert found.attributes["tags"] == {"Owner": "ops"}
    assert Expression.of(("tags",), Ref("var.all")) in found.expressions


def test_tags_from_a_variable_beside_those_of_the_blueprint_are_refused_with_the_way_out():
    found = problems_of(queue('tags: "${var.all}"'), head=TAGS + "tags: {Owner: me}\n")
    hint = "Write them out: beside the blueprint's own they cannot come from one variable."
    assert found == [("'tags' must hold 'name: value' lines.", hint)]


def test_a_flood_of_errors_is_told_in_part_and_listed_in_full():
    many = ", ".join(f"wrong_{i}: 1" for i in range(120))
    with pytest.raises(InputError, match=r"has 120 errors") as caught:
        only(queue(many))
    assert "and 70 more." in caught.value.message
    assert len(caught.value.details["errors"]) == 120


@pytest.mark.parametrize(
    ("setting", "value"), [("1e3", 1000), ("1.0", 1), (".5", 0.5), ("+5", 5), ("2.50", 2.5)]
)
def test_numbers_of_the_command_line_are_whole_where_they_can_be(setting, value):
    head = HEAD + "variables: {n: {type: number}}\n"
    found = only(queue('delay_seconds: "${var.n}"'), head=head, n=setting).attributes
    assert (found["delay_seconds"], type(found["delay_seconds"])) == (value, type(value))


@pytest.mark.parametrize("setting", ["1e999", "9" * 400, "", "NaN", "inf", "0x10", "1,5"])
def test_what_is_no_number_is_refused(setting):
    head = HEAD + "variables: {n: {type: number}}\n"
    ((message, _),) = problems_of(queue('delay_seconds: "${var.n}"'), head=head, n=setting)
    assert "the value of variable 'n' must be a number, not" in message
