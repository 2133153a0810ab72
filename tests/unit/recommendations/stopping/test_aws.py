"""Schedules of AWS: what may do what, at which hours, and what cannot be stopped."""

import json

import pytest

from dharma_core.plan import UNKNOWN, Expression, Ref

DEV = {"Environment": "dev"}
DATABASE = {
    "engine": "postgres", "instance_class": "db.m5.large", "allocated_storage": 20, "tags": DEV,
}  # fmt: skip


@pytest.fixture
def made(advice):
    """Return a function from resources to what the schedule of an address adds."""

    def found(address, *resources):
        one = advice(*resources).get(f"schedule:{address}")
        return one and {c.address: c.resource for c in one.proposal.changes}

    return found


def written(resource, *path):
    """Return a value as its source would write it."""
    told = next(e for e in resource.expressions if e.path == path)
    return "".join(p if isinstance(p, str) else f"<{p}>" for p in told.parts)


def machine(make, **attributes):
    return make("aws_instance.web", {"instance_type": "m5.large", "tags": DEV} | attributes)


def test_an_instance_gets_two_schedules_and_a_role_that_may_do_no_more(make, made):
    found = made("aws_instance.web", machine(make))
    assert list(found) == [
        "aws_iam_role.web_hours",
        "aws_iam_role_policy.web_rights",
        "aws_scheduler_schedule.web_start",
        "aws_scheduler_schedule.web_stop",
    ]
    stop = found["aws_scheduler_schedule.web_stop"]
    assert stop.attributes["schedule_expression"] == "cron(0 19 ? * MON,TUE,WED,THU,FRI *)"
    assert stop.attributes["target"][0]["arn"] == "arn:aws:scheduler:::aws-sdk:ec2:stopInstances"
    assert written(stop, "target", 0, "input") == '{"InstanceIds":["<aws_instance.web.id>"]}'
    assert written(stop, "target", 0, "role_arn") == "<aws_iam_role.web_hours.arn>"
    start = found["aws_scheduler_schedule.web_start"]
    assert start.attributes["target"][0]["arn"].endswith("ec2:startInstances")
    (statement,) = json.loads(written(found["aws_iam_role_policy.web_rights"], "policy"))[
        "Statement"
    ]
    assert statement == {
        "Effect": "Allow",
        "Action": ["ec2:StartInstances", "ec2:StopInstances"],
        "Resource": "<aws_instance.web.arn>",
    }
    assert "scheduler.amazonaws.com" in written(
        found["aws_iam_role.web_hours"], "assume_role_policy"
    )


def test_a_machine_whose_volumes_have_a_key_may_use_it_to_start(make, made):
    key = Expression.of(("root_block_device", 0, "kms_key_id"), Ref("aws_kms_key.disks", "arn"))
    web = make(
        "aws_instance.web",
        {"instance_type": "m5.large", "tags": DEV, "root_block_device": ({"kms_key_id": UNKNOWN},)},
        expressions=(key,),
    )
    data = make(
        "aws_ebs_volume.data",
        {"size": 10, "type": "gp3", "kms_key_id": "arn:aws:kms:us-east-1:1:key/k"},
    )
    ends = {"instance_id": "aws_instance.web", "volume_id": "aws_ebs_volume.data"}
    mount = make(
        "aws_volume_attachment.m",
        dict.fromkeys(ends, UNKNOWN),
        expressions=tuple(Expression.of((k,), Ref(v, "id")) for k, v in ends.items()),
    )
    policy = made("aws_instance.web", web, data, mount)["aws_iam_role_policy.web_rights"]
    _, own, attached = json.loads(written(policy, "policy"))["Statement"]
    assert own["Resource"] == "<aws_kms_key.disks.arn>"
    assert attached["Resource"] == "arn:aws:kms:us-east-1:1:key/k"
    assert attached["Action"] == ["kms:CreateGrant"]
    assert attached["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}


def test_a_database_is_named_as_the_service_calls_it(make, made):
    found = made("aws_db_instance.main", make("aws_db_instance.main", DATABASE))
    stop = found["aws_scheduler_schedule.main_stop"]
    assert stop.attributes["target"][0]["arn"] == "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance"
    said = '{"DbInstanceIdentifier":"<aws_db_instance.main.identifier>"}'
    assert written(stop, "target", 0, "input") == said


def test_a_group_goes_to_nothing_and_back_to_its_size(make, made):
    template = make("aws_launch_template.t", {"instance_type": "m5.large"})
    tag = {"key": "Environment", "value": "dev", "propagate_at_launch": True}
    group = make(
        "aws_autoscaling_group.g",
        {"min_size": 2, "max_size": UNKNOWN, "desired_capacity": 3, "tag": (tag,),
         "launch_template": ({"id": UNKNOWN},)},
        expressions=(
            Expression.of(("launch_template", 0, "id"), Ref("aws_launch_template.t", "id")),
            Expression.of(("max_size",), Ref("var.most")),
        ),
    )  # fmt: skip
    found = made("aws_autoscaling_group.g", template, group)
    stop = found["aws_autoscaling_schedule.g_stop"].attributes
    sizes = ("min_size", "max_size", "desired_capacity")
    assert [stop[name] for name in sizes] == [0, 0, 0]
    assert (stop["recurrence"], stop["time_zone"]) == ("0 19 * * 1,2,3,4,5", "Etc/UTC")
    start = found["aws_autoscaling_schedule.g_start"]
    assert (start.attributes["min_size"], start.attributes["desired_capacity"]) == (2, 3)
    assert written(start, "max_size") == "<var.most>"


def test_what_cannot_be_stopped_gets_no_advice(make, made):
    spot = machine(make, instance_market_options=({"market_type": "spot"},))
    assert made("aws_instance.web", spot) is None
    mirrored = DATABASE | {
        "engine": "sqlserver-se",
        "multi_az": True,
        "license_model": "license-included",
    }
    assert made("aws_db_instance.a", make("aws_db_instance.a", mirrored)) is None
    source = Expression.of(("replicate_source_db",), Ref("aws_db_instance.main", "identifier"))
    copy = make(
        "aws_db_instance.copy", DATABASE | {"replicate_source_db": UNKNOWN}, expressions=(source,)
    )
    main = make("aws_db_instance.main", DATABASE)
    assert made("aws_db_instance.main", main, copy) is None
    assert made("aws_db_instance.copy", main, copy) is None
    cache = make("aws_elasticache_cluster.c", {"node_type": "cache.m5.large", "tags": DEV})
    assert made("aws_elasticache_cluster.c", cache) is None


def test_what_has_a_schedule_gets_no_second_one(make, made):
    web = machine(make)
    first = made("aws_instance.web", web)
    assert made("aws_instance.web", web, *first.values()) is None


def test_a_role_has_the_tags_of_its_machine_but_not_its_name(make, made):
    found = made("aws_instance.web", machine(make, tags=DEV | {"Name": "web", "Owner": "me"}))
    assert found["aws_iam_role.web_hours"].attributes["tags"] == DEV | {"Owner": "me"}


def test_tags_that_the_design_gives_to_all_are_not_written_again(make, made):
    web = make(
        "aws_instance.web", {"instance_type": "m5.large", "tags": DEV | {"Tier": "1"}}, design="web"
    )
    other = make("aws_sqs_queue.q", {"tags": DEV}, design="q")
    found = made("aws_instance.web", web, other)
    assert found["aws_iam_role.web_hours"].attributes["tags"] == {"Tier": "1"}


def test_a_name_that_is_taken_gets_a_number(make, made):
    other = make("aws_iam_role.web_hours", {"assume_role_policy": "{}"})
    assert "aws_iam_role.web_hours_2" in made("aws_instance.web", machine(make), other)
