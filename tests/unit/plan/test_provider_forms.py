"""Words that the AWS provider rewrites while planning."""

import pytest

from dharma_core.plan import FrozenMap, ResourceType
from dharma_core.plan.provider_forms import in_provider_form
from dharma_core.plan.provider_rules import planned_by_provider


@pytest.mark.parametrize(
    ("type_", "name", "written", "planned"),
    [
        ("aws_security_group_rule", "protocol", "6", "tcp"),
        ("aws_security_group_rule", "protocol", "ALL", "-1"),
        ("aws_security_group_rule", "protocol", "50", "50"),
        ("aws_network_acl_rule", "protocol", "6", "6"),
        ("aws_db_instance", "maintenance_window", "Mon:00:00-Mon:03:00", "mon:00:00-mon:03:00"),
        ("aws_glue_job", "maintenance_window", "Mon:00", "Mon:00"),
    ],
)
def test_a_word_is_planned_as_the_provider_writes_it(type_, name, written, planned):
    assert in_provider_form(type_, {name: written}) == {name: planned}


def test_protocols_inside_the_rules_of_a_group_are_named():
    rules = (FrozenMap(protocol="17", from_port=53), FrozenMap(from_port=1))
    found = in_provider_form("aws_security_group", {"ingress": rules, "name": "n"})
    assert found["ingress"] == ({"protocol": "udp", "from_port": 53}, {"from_port": 1})
    assert found["name"] == "n"


def test_an_inline_policy_of_a_role_has_its_version_in_front():
    policy = FrozenMap(name="p", policy='{"Statement": [], "Version": "2012-10-17"}')
    found = in_provider_form("aws_iam_role", {"inline_policy": (policy,)})
    assert found["inline_policy"][0]["policy"] == '{"Version":"2012-10-17","Statement":[]}'


@pytest.mark.parametrize(
    ("written", "planned"),
    [({}, {"prefix": ""}), ({"object_size_less_than": 5}, {"object_size_less_than": 5})],
    ids=["says nothing", "says something"],
)
def test_a_lifecycle_filter_that_says_nothing_is_for_every_prefix(written, planned):
    type_ = ResourceType("aws_s3_bucket_lifecycle_configuration", "aws", "Rules", "S3")
    filled = {"rule": (FrozenMap(id="r", filter=(FrozenMap(written),)), FrozenMap(id="s"))}
    found = planned_by_provider(type_, filled, filled)["rule"]
    assert found == ({"id": "r", "filter": (planned,)}, {"id": "s"})
