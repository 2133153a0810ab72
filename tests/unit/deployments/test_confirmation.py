"""How a resource is confirmed: the table's grammar, and every row of the catalogue."""

from __future__ import annotations

from typing import Any

import pytest

from dharma_core.deployments.confirmation import (
    UnfilledError,
    fill,
    judge,
    parse_confirmation,
    search,
    values_of,
)
from dharma_core.errors import FactError
from dharma_core.plan import UNKNOWN, Address, Expression, Plan, Ref, make_resource
from dharma_core.plan.catalog import parse_resource_type
from dharma_core.storage.facts import load_catalog

AWS_TYPES = sorted(n for n, t in load_catalog().types.items() if t.provider == "aws")


def of_type(verify: Any) -> Any:
    raw = {"type": "aws_x", "provider": "aws", "title": "X", "service": "x", "attributes": {}}
    return parse_resource_type({**raw, "verify": verify}, file="x.yaml")


def vpc_and_subnet() -> Plan:
    link = Expression.of(("vpc_id",), Ref("aws_vpc.main", "id"))
    vpc = make_resource(Address("aws_vpc", "main"), {"cidr_block": "10.0.0.0/16"})
    subnet = make_resource(
        Address("aws_subnet", "a"), {"vpc_id": UNKNOWN, "arn": UNKNOWN}, expressions=(link,)
    )
    return Plan((vpc, subnet))


def test_a_reference_stands_for_the_physical_id_of_what_it_names() -> None:
    plan = vpc_and_subnet()
    subnet = plan.by_address["aws_subnet.a"]
    value = values_of(plan, subnet, {"aws_vpc.main": "vpc-7", "aws_subnet.a": "subnet-1"})
    assert (value("id"), value("vpc_id"), value("arn")) == ("subnet-1", "vpc-7", None)


def test_fill_keeps_types_and_reaches_into_blocks() -> None:
    plan = Plan((make_resource(Address("aws_x", "x"), {"rule": ({"size": 3, "on": True},)}),))
    value = values_of(plan, plan.resources[0], {})
    wanted = {"Size": "{rule.0.size}", "On": ["{rule.0.on}"], "Text": "n={rule.0.size}"}
    assert fill(wanted, value) == {"Size": 3, "On": [True], "Text": "n=3"}


def test_fill_refuses_a_placeholder_without_a_value() -> None:
    with pytest.raises(UnfilledError):
        fill(["{id}"], {}.get)


def test_search_does_not_let_a_value_out_of_its_quotes() -> None:
    answer = {"Groups": [{"Name": "a"}, {"Name": "it's"}]}
    values = {"name": "it's", "evil": "x' || 'y'=='y"}.get
    assert search("Groups[?Name=='{name}'] | [0].Name", answer, values) == "it's"
    assert search("Groups[?Name=='{evil}']", answer, values) == []


@pytest.mark.parametrize(
    ("verify", "wrong"),
    [
        ({"service": "ec2"}, "delete, found, operation, parameters"),
        ({"surprise": 1}, "surprise"),
        ("text", "not a mapping"),
    ],
    ids=["keys missing", "key unknown", "not a mapping"],
)
def test_a_wrong_section_is_a_fact_error_that_names_type_and_keys(verify: Any, wrong: str) -> None:
    with pytest.raises(FactError, match=wrong) as caught:
        parse_confirmation(of_type(verify))
    assert "aws_x" in str(caught.value)


def test_a_type_without_the_section_has_no_confirmation() -> None:
    raw = {"type": "aws_x", "provider": "aws", "title": "X", "service": "x", "attributes": {}}
    assert parse_confirmation(parse_resource_type(raw, file="x.yaml")) is None


@pytest.mark.parametrize("name", AWS_TYPES)
def test_every_aws_type_is_confirmed_by_calls_that_its_service_has(name: str) -> None:
    import botocore.session
    from botocore import xform_name

    rule = parse_confirmation(load_catalog().types[name])
    assert rule is not None
    model = botocore.session.get_session().get_service_model(rule.read.service)
    operations = {xform_name(n): model.operation_model(n) for n in model.operation_names}
    for call in (rule.read, *rule.delete):
        shape = operations[call.operation].input_shape
        assert set(call.parameters) <= set(shape.members)
        assert set(shape.required_members) <= set(call.parameters)
    answer = {"ResponseMetadata": {}}
    assert judge(rule, answer, lambda _: "x") == "its service does not know it"
