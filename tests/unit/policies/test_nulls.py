"""What Terraform does not know yet although it knows every variable that wrote it."""

import pytest

from dharma_core.plan import UNKNOWN, Address, Expression, Plan, Ref, Variable, make_resource
from dharma_core.policies.nulls import without_null_writings

KEY, NONE, LATER = Ref("aws_kms_key.k", "arn"), Ref("var.none"), Ref("var.later")
VARIABLES = (
    Variable("none"),
    Variable("given", value="arn:aws:kms:eu-west-1:1:key/1"),
    Variable("later", value=UNKNOWN),
    Variable("hidden", sensitive=True),
)


def kept(*mentions, value=UNKNOWN, version="1.11.0"):
    by = Expression(("kms_key_id",), (), mentions)
    address = Address("aws_ebs_volume", "d")
    made = make_resource(address, {"kms_key_id": value}, expressions=(by,))
    plan = Plan((made,), variables=VARIABLES, terraform_version=version)
    return without_null_writings(plan).resources[0].expressions == (by,)


def test_what_only_empty_variables_wrote_was_left_out():
    assert not kept(NONE)


@pytest.mark.parametrize(
    "mentions",
    [(KEY,), (NONE, KEY), (Ref("var.given"),), (LATER,), (Ref("var.hidden"),), ()],
    ids=["resource", "either", "value", "not known", "sensitive", "nothing"],
)
def test_what_anything_else_may_have_written_stays_written(mentions):
    assert kept(*mentions)


def test_a_known_value_stays_written_by_its_variable():
    assert kept(NONE, value="arn:aws:kms:eu-west-1:1:key/1")


def test_a_source_that_terraform_did_not_evaluate_stays_as_it_is():
    assert kept(NONE, version="")
