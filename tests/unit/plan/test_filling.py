"""What the provider adds to what was written."""

from dharma_core.plan import UNKNOWN, AttributeFact, FrozenMap, ResourceType
from dharma_core.plan.filling import all_tags, fill
from dharma_core.plan.provider_forms import in_provider_form
from dharma_core.plan.provider_rules import planned_by_provider


def kind(name="aws_box", **facts):
    attributes = {n: AttributeFact(n, **options) for n, options in facts.items()}
    return ResourceType(name, "aws", "Box", "Box", attributes=attributes)


def test_defaults_and_unknowns_are_added_and_null_is_left_out():
    box = kind(
        size={"has_default": True, "default": 8},
        unset={"has_default": True, "default": None},
        arn={"computed": True},
        note={},
    )
    assert fill(box, {"note": None}) == {"size": 8, "arn": UNKNOWN}
    assert fill(box, {"size": 1, "arn": "x"}) == {"size": 1, "arn": "x"}


def test_blocks_are_filled_wherever_they_were_written():
    members = {"on": AttributeFact("on", has_default=True, default=True)}
    box = kind(
        rule={"type": "list(object)", "block": True, "members": members},
        single={"type": "object", "block": True, "members": members},
    )
    filled = fill(box, {"rule": (FrozenMap(), FrozenMap(on=False)), "single": FrozenMap()})
    assert filled == {"rule": ({"on": True}, {"on": False}), "single": {"on": True}}
    assert fill(box, {"rule": UNKNOWN})["rule"] is UNKNOWN


def test_an_unknown_type_gets_its_id_only():
    assert fill(None, {"a": 1, "b": None}) == {"id": UNKNOWN, "a": 1}


def test_tags_of_the_provider_are_added_below_the_own():
    box = kind(tags={"type": "map(string)"}, tags_all={"computed": True})
    filled = fill(box, {"tags": {"a": "1"}}, default_tags={"a": "0", "b": "2"})
    assert filled["tags_all"] == {"a": "1", "b": "2"}
    assert fill(box, {})["tags_all"] is UNKNOWN


def test_a_type_whose_tags_nobody_may_write_has_none_instead_of_unknown_ones():
    box = kind(tags={}, tags_all={"computed": True, "read_only": True})
    assert fill(box, {})["tags_all"] == {}


def test_an_empty_or_unknown_tag_leaves_all_tags_to_apply():
    # As hashicorp/aws 5.100.0 plans them.
    assert all_tags({"a": ""}, {}) is UNKNOWN
    assert all_tags({"a": UNKNOWN}, {}) is UNKNOWN
    assert all_tags(UNKNOWN, {"b": "1"}) is UNKNOWN


def test_policies_are_planned_as_canonical_json():
    text = '{ "Version": "2012-10-17",\n "Statement": [{"Sid": "<&>"}] }'
    trust = in_provider_form("aws_iam_role", {"assume_role_policy": text})["assume_role_policy"]
    assert trust == '{"Statement":[{"Sid":"\\u003c\\u0026\\u003e"}],"Version":"2012-10-17"}'
    inline = in_provider_form("aws_iam_role_policy", {"policy": text})["policy"]
    assert inline.startswith('{"Version":"2012-10-17","Statement":')
    assert in_provider_form("google_iam_policy", {"policy": text}) == {"policy": text}


def test_what_is_no_json_stays():
    for value in ("not json", "[" * 100_000, UNKNOWN):
        assert in_provider_form("aws_sqs_queue", {"policy": value}) == {"policy": value}


def test_environments_of_containers_are_sorted():
    text = '[{"name": "a", "environment": [{"name": "b", "value": "1"}, {"name": "a"}]}]'
    found = in_provider_form("aws_ecs_task_definition", {"container_definitions": text})
    assert found["container_definitions"] == (
        '[{"environment":[{"name":"a"},{"name":"b","value":"1"}],"name":"a"}]'
    )


def test_user_data_is_planned_as_its_digest():
    # sha1("hello"), from coreutils; the second is the same text in base64.
    digest = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"
    for text in ("hello", "aGVsbG8="):
        assert in_provider_form("aws_instance", {"user_data": text})["user_data"] == digest
    assert in_provider_form("aws_launch_template", {"user_data": "hello"})["user_data"] == "hello"


def test_a_certificate_lists_what_it_is_validated_for():
    written = {
        "domain_name": "b.org",
        "subject_alternative_names": ("a.org",),
        "validation_method": "DNS",
    }
    found = planned_by_provider(kind("aws_acm_certificate"), written, written)
    assert found["subject_alternative_names"] == ("a.org", "b.org")
    assert [o["domain_name"] for o in found["domain_validation_options"]] == ["a.org", "b.org"]


def test_a_network_load_balancer_has_nothing_of_an_application_one():
    filled = {"load_balancer_type": "network", "idle_timeout": 60, "enable_http2": True}
    found = planned_by_provider(kind("aws_lb"), {"load_balancer_type": "network"}, filled)
    assert "idle_timeout" not in found
    assert found["enable_cross_zone_load_balancing"] is False
    application = {**filled, "load_balancer_type": "application"}
    assert planned_by_provider(kind("aws_lb"), {}, application) == application


def test_an_instance_leaves_the_check_to_its_network_interface():
    filled = {"source_dest_check": True, "network_interface": ({"device_index": 0},)}
    found = planned_by_provider(kind("aws_instance"), filled, filled)
    assert "source_dest_check" not in found


def test_a_queue_that_encrypts_itself_reuses_no_key():
    written = {"sqs_managed_sse_enabled": True}
    found = planned_by_provider(kind("aws_sqs_queue"), written, written)
    assert found["kms_data_key_reuse_period_seconds"] == 0
    assert planned_by_provider(kind("aws_sqs_queue"), {}, {}) == {}
