"""What counts as set, and what as left out, while the plan says of both that it is not known."""

import pytest

from dharma_core.plan import UNKNOWN, Address, Expression, Ref, make_resource
from dharma_core.policies.attributes import is_set_by_reference, without_left_out

KEY = Ref("aws_kms_key.k", "arn")
IN_BLOCK = ("encrypt_at_rest", 0, "kms_key_id")
PATTERN = "encrypt_at_rest[].kms_key_id"


def domain(attributes, *expressions):
    return make_resource(Address("aws_opensearch_domain", "d"), attributes, expressions=expressions)


def block(value):
    return {"domain_name": "d", "encrypt_at_rest": [{"enabled": True, "kms_key_id": value}]}


def test_what_nobody_wrote_becomes_null_and_the_rest_stays():
    told = without_left_out(domain(block(UNKNOWN)), [PATTERN])
    assert told == {
        "domain_name": "d",
        "encrypt_at_rest": ({"enabled": True, "kms_key_id": None},),
    }


def test_a_block_that_nobody_wrote_becomes_null():
    assert without_left_out(domain({"encrypt_at_rest": UNKNOWN}), [PATTERN]) == {
        "encrypt_at_rest": None
    }


@pytest.mark.parametrize(
    "made",
    [
        domain(block(UNKNOWN), Expression.of(IN_BLOCK, KEY)),
        domain({"encrypt_at_rest": UNKNOWN}, Expression.of(("encrypt_at_rest",), Ref("var.b"))),
        domain(block("arn:aws:kms:eu-west-1:1:key/1")),
        domain(block(None)),
        domain({}),
    ],
    ids=["reference", "written block", "value", "null", "absent"],
)
def test_what_somebody_wrote_stays_as_it_is(made):
    assert without_left_out(made, [PATTERN]) == made.attributes


@pytest.mark.parametrize(
    ("expression", "is_set"),
    [
        (Expression.of(IN_BLOCK, KEY), True),
        (Expression.of(IN_BLOCK, "arn:", Ref("data.aws_kms_key.k", "id")), True),
        (Expression.of(IN_BLOCK, Ref("module.keys", "arn")), True),
        (Expression.of(IN_BLOCK, Ref("var.key")), False),
        (Expression(IN_BLOCK, (), (Ref("var.key"), KEY)), False),
        (Expression.of(("encrypt_at_rest",), KEY), False),
        (Expression(IN_BLOCK), False),
    ],
    ids=["resource", "data", "module", "variable", "either", "block", "nothing"],
)
def test_a_reference_sets_a_value_unless_a_variable_may_leave_it_out(expression, is_set):
    assert is_set_by_reference(domain(block(UNKNOWN), expression), IN_BLOCK) is is_set
