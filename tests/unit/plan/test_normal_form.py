"""Plans that mean the same have the same normal form; what differs is named."""

from __future__ import annotations

from typing import Any

import pytest

from dharma_core.plan import (
    UNKNOWN,
    Catalog,
    Expression,
    Output,
    Plan,
    Ref,
    Resource,
    Variable,
    lost_attributes,
    make_resource,
    normal_form,
    parse_address,
)
from dharma_core.plan.masking import MASKED
from dharma_core.storage.facts import load_catalog


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def _resource(
    address: str, attributes: dict[str, Any], *links: Expression, **more: Any
) -> Resource:
    return make_resource(parse_address(address), attributes, expressions=links, **more)


def _link(path: str, target: str, attribute: str = "id") -> Expression:
    return Expression.of((path,), Ref(target, attribute))


def _lost(catalog: Catalog, before: Any, after: Any) -> list[str]:
    plans = [p if isinstance(p, Plan) else Plan(tuple(p)) for p in (before, after)]
    one, other = (normal_form(plan, catalog) for plan in plans)
    return [str(entry) for entry in lost_attributes(one, other)]


def _equal(catalog: Catalog, one: Any, other: Any) -> bool:
    return not _lost(catalog, one, other) and not _lost(catalog, other, one)


def test_rule_beside_its_group_is_the_rule_inside(catalog: Catalog) -> None:
    rule = {"from_port": 443, "to_port": 443, "protocol": "tcp"}
    inside = [_resource("aws_security_group.g", {"ingress": ({**rule, "cidr_blocks": ("a/8",)},)})]
    beside = {"type": "ingress", "security_group_id": UNKNOWN, "cidr_blocks": ("a/8",)}
    old = _resource(
        "aws_security_group_rule.r",
        rule | beside,
        _link("security_group_id", "aws_security_group.g"),
    )
    new = _resource(
        "aws_vpc_security_group_ingress_rule.r",
        {"from_port": 443, "to_port": 443, "ip_protocol": "tcp", "cidr_ipv4": "a/8"},
        _link("security_group_id", "aws_security_group.g"),
    )
    group = _resource("aws_security_group.g", {})
    assert _equal(catalog, inside, [group, old])
    assert _equal(catalog, inside, [group, new])


def test_rules_are_compared_peer_by_peer_in_any_order(catalog: Catalog) -> None:
    rule = {"from_port": 1, "to_port": 1, "protocol": "tcp"}
    together = {"ingress": ({**rule, "cidr_blocks": ("a/8", "b/8")},)}
    apart = {"ingress": ({**rule, "cidr_blocks": ("b/8",)}, {**rule, "cidr_blocks": ("a/8",)})}
    assert _equal(
        catalog,
        [_resource("aws_security_group.g", together)],
        [_resource("aws_security_group.g", apart)],
    )


def test_route_policy_and_attachment_fold_into_their_owner(catalog: Catalog) -> None:
    table = _resource(
        "aws_route_table.t", {"route": ({"cidr_block": "0.0.0.0/0", "gateway_id": "g"},)}
    )
    role = _resource(
        "aws_iam_role.r",
        {
            "name": "r",
            "inline_policy": ({"name": "p", "policy": '{"Statement":[]}'},),
            "managed_policy_arns": ("arn:x",),
        },
    )
    apart = [
        _resource("aws_route_table.t", {}),
        _resource(
            "aws_route.default",
            {"destination_cidr_block": "0.0.0.0/0", "gateway_id": "g"},
            _link("route_table_id", "aws_route_table.t"),
        ),
        _resource("aws_iam_role.r", {"name": "r"}),
        _resource(
            "aws_iam_role_policy.p", {"name": "p", "role": "r", "policy": '{ "Statement": [] }'}
        ),
        _resource("aws_iam_role_policy_attachment.a", {"role": "r", "policy_arn": "arn:x"}),
    ]
    assert _equal(catalog, [table, role], apart)


def test_satellite_without_its_owner_stands_alone(catalog: Catalog) -> None:
    form = normal_form(Plan((_resource("aws_s3_bucket_versioning.v", {"bucket": "x"}),)), catalog)
    assert list(form.resources) == ["aws_s3_bucket_versioning.v"]


def test_default_written_or_left_out_is_the_same(catalog: Catalog) -> None:
    assert _equal(
        catalog,
        [_resource("aws_sqs_queue.q", {"visibility_timeout_seconds": 30})],
        [_resource("aws_sqs_queue.q", {"arn": UNKNOWN, "policy": None, "tags": {}})],
    )


def test_changed_value_is_named_both_ways(catalog: Catalog) -> None:
    one = [_resource("aws_sqs_queue.q", {"visibility_timeout_seconds": 60})]
    other = [_resource("aws_sqs_queue.q", {})]
    assert _lost(catalog, one, other) == ["aws_sqs_queue.q.visibility_timeout_seconds: 60 -> 30"]
    assert _lost(catalog, other, one) == ["aws_sqs_queue.q.visibility_timeout_seconds: 30 -> 60"]


def test_missing_resource_and_block_member_are_named(catalog: Catalog) -> None:
    one = [
        _resource("aws_sqs_queue.q", {}),
        _resource("aws_instance.w[0]", {"root_block_device": ({"volume_size": 9},)}),
    ]
    other = [_resource("aws_instance.w_0", {"root_block_device": ({"volume_size": 8},)})]
    assert _lost(catalog, one, other) == [
        'aws_sqs_queue.q: "the resource" -> nothing',
        "aws_instance.w[0].root_block_device[0].volume_size: 9 -> 8",
    ]


def test_policy_text_is_compared_as_what_it_means(catalog: Catalog) -> None:
    spaced = '{ "Statement": [{"Action": ["s3:Get", "s3:Put"], "Effect": "Allow"}] }'
    tight = '{"Statement":{"Effect":"Allow","Action":["s3:Put","s3:Get"]}}'
    less = '{"Statement":{"Effect":"Allow","Action":"s3:Put"}}'
    one, other, third = (
        [_resource("aws_sqs_queue.q", {"policy": text})] for text in (spaced, tight, less)
    )
    assert _equal(catalog, one, other)
    assert len(_lost(catalog, one, third)) == 1


def test_reference_agrees_with_another_spelling_of_the_same_thing(catalog: Catalog) -> None:
    vpc = _resource("aws_s3_bucket.b", {"bucket": "logs"})
    by_id = _resource("aws_s3_object.o", {"bucket": UNKNOWN}, _link("bucket", "aws_s3_bucket.b"))
    by_name = _resource(
        "aws_s3_object.o", {"bucket": "logs"}, _link("bucket", "aws_s3_bucket.b", "bucket")
    )
    plain = _resource("aws_s3_object.o", {"bucket": "logs"})
    assert _equal(catalog, [vpc, by_id], [vpc, by_name])
    assert _equal(catalog, [vpc, by_name], [vpc, plain])
    assert _lost(catalog, [vpc, by_id], [vpc, plain]) != []


def test_reference_to_another_resource_is_a_loss(catalog: Catalog) -> None:
    nets = [_resource("aws_vpc.a", {}), _resource("aws_vpc.b", {})]
    one = _resource("aws_subnet.s", {}, _link("vpc_id", "aws_vpc.a"))
    other = _resource("aws_subnet.s", {}, _link("vpc_id", "aws_vpc.b"))
    assert _lost(catalog, [*nets, one], [*nets, other]) == [
        'aws_subnet.s.vpc_id: "${aws_vpc.a.id}" -> "${aws_vpc.b.id}"'
    ]


def test_mention_without_form_agrees_with_the_written_reference(catalog: Catalog) -> None:
    net = _resource("aws_vpc.a", {})
    told = Expression(("vpc_id",), (), (Ref("aws_vpc.a", "id"),))
    one = _resource("aws_subnet.s", {"vpc_id": UNKNOWN}, told)
    other = _resource("aws_subnet.s", {}, _link("vpc_id", "aws_vpc.a"))
    assert _equal(catalog, [net, one], [net, other])


def test_modules_indexes_and_case_of_addresses_do_not_matter(catalog: Catalog) -> None:
    one = [
        _resource('module.net["eu"].aws_vpc.main', {}),
        _resource("aws_sqs_queue.jobs[0]", {"name": "a"}),
        _resource("aws_sqs_queue.jobs[1]", {"name": "b"}),
    ]
    other = [
        _resource("aws_vpc.NetEuMain", {}),
        _resource("aws_sqs_queue.jobs_0", {"name": "a"}),
        _resource("aws_sqs_queue.jobs-1", {"name": "b"}),
    ]
    assert _equal(catalog, one, other)


def test_known_variable_is_its_value_and_an_open_one_its_name(catalog: Catalog) -> None:
    link = Expression.of(("name",), Ref("var.QueueName"), "-x")
    queue = _resource("aws_sqs_queue.q", {"name": UNKNOWN}, link)
    known = Plan((queue,), variables=(Variable("QueueName", value="jobs"),))
    assert normal_form(known, catalog).resources["aws_sqs_queue.q"]["name"].text == "jobs-x"
    other = _resource("aws_sqs_queue.q", {}, Expression.of(("name",), Ref("var.queue_name"), "-x"))
    assert _equal(catalog, Plan((queue,)), Plan((other,)))


def test_secret_is_only_there_or_not(catalog: Catalog) -> None:
    said, masked, asked, none = (
        _resource("aws_db_instance.d", {"password": value}, *links)
        for value, links in (
            ("hush", ()),
            (MASKED, ()),
            (UNKNOWN, (_link("password", "var.x", ""),)),
            (None, ()),
        )
    )
    assert _equal(catalog, [said], [masked])
    assert _equal(catalog, [said], [asked])
    assert _lost(catalog, [said], [none]) == ['aws_db_instance.d.password: "(secret)" -> nothing']


def test_explicit_dependency_counts_where_no_reference_says_it(catalog: Catalog) -> None:
    net = _resource("aws_vpc.a", {})
    plain = _resource("aws_subnet.s", {}, _link("vpc_id", "aws_vpc.a"))
    twice = _resource("aws_subnet.s", {}, _link("vpc_id", "aws_vpc.a"), depends_on=("aws_vpc.a",))
    only = _resource("aws_subnet.s", {"vpc_id": "vpc-1"}, depends_on=("aws_vpc.a",))
    without = _resource("aws_subnet.s", {"vpc_id": "vpc-1"})
    assert _equal(catalog, [net, plain], [net, twice])
    assert _lost(catalog, [net, only], [net, without]) == [
        'aws_subnet.s.depends_on: {"aws_vpc.a": true} -> nothing'
    ]


def test_outputs_are_compared(catalog: Catalog) -> None:
    queue = _resource("aws_sqs_queue.q", {})
    one = Plan((queue,), outputs=(Output("QueueUrl", (Ref("aws_sqs_queue.q", "id"),)),))
    other = Plan((queue,), outputs=(Output("queue_url", (Ref("aws_sqs_queue.q", "url"),)),))
    assert _equal(catalog, one, other)
    assert _lost(catalog, one, Plan((queue,))) == [
        'output.queue_url: "${aws_sqs_queue.q.id}" -> nothing'
    ]
