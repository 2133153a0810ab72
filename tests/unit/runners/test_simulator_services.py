"""Types that moto's CloudFormation does not know are made by their own service's calls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from dharma_core.runners.simulator_supplement import supplement

pytestmark = pytest.mark.sandbox
OPEN = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


@pytest.fixture(scope="module", autouse=True)
def _supplemented() -> None:
    supplement()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "simulator")
    monkeypatch.delenv("MOTO_PORT", raising=False)
    with mock_aws():
        yield lambda service: boto3.client(service, region_name="us-east-1")


def made(aws: Any, **resources: tuple[str, dict[str, Any]]) -> dict[str, str]:
    """Make a stack of (type, properties) by logical id; return the physical ids."""
    body = {
        "Resources": {n: {"Type": f"AWS::{t}", "Properties": p} for n, (t, p) in resources.items()}
    }
    cloudformation = aws("cloudformation")
    cloudformation.create_stack(StackName="s", TemplateBody=json.dumps(body))
    (stack,) = cloudformation.describe_stacks(StackName="s")["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack.get("StackStatusReason")
    found = cloudformation.list_stack_resources(StackName="s")["StackResourceSummaries"]
    return {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in found}


def test_an_alarm_is_made_under_its_name(aws: Any) -> None:
    alarm = {
        "AlarmName": "busy",
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 1,
        "MetricName": "CPUUtilization",
        "Namespace": "AWS/EC2",
        "Period": 60,
        "Statistic": "Average",
        "Threshold": 80,
    }
    assert made(aws, Alarm=("CloudWatch::Alarm", alarm)) == {"Alarm": "busy"}
    (found,) = aws("cloudwatch").describe_alarms(AlarmNames=["busy"])["MetricAlarms"]
    assert found["Threshold"] == 80


def test_policies_reach_their_queue_and_their_topic(aws: Any) -> None:
    ids = made(
        aws,
        Queue=("SQS::Queue", {"QueueName": "q"}),
        Topic=("SNS::Topic", {"TopicName": "t"}),
        QueuePolicy=("SQS::QueuePolicy", {"Queues": [{"Ref": "Queue"}], "PolicyDocument": OPEN}),
        TopicPolicy=("SNS::TopicPolicy", {"Topics": [{"Ref": "Topic"}], "PolicyDocument": OPEN}),
    )
    queue = aws("sqs").get_queue_attributes(QueueUrl=ids["Queue"], AttributeNames=["Policy"])
    topic = aws("sns").get_topic_attributes(TopicArn=ids["Topic"])
    assert json.loads(queue["Attributes"]["Policy"]) == OPEN
    assert json.loads(topic["Attributes"]["Policy"]) == OPEN


def test_a_bucket_gets_its_lifecycle_and_its_policy(aws: Any) -> None:
    rule = {"Id": "old", "Status": "Enabled", "Prefix": "a/", "ExpirationInDays": 30}
    bucket = {"BucketName": "store", "LifecycleConfiguration": {"Rules": [rule]}}
    policy = {"Bucket": {"Ref": "Store"}, "PolicyDocument": OPEN}
    made(aws, Store=("S3::Bucket", bucket), Policy=("S3::BucketPolicy", policy))
    s3 = aws("s3")
    (found,) = s3.get_bucket_lifecycle_configuration(Bucket="store")["Rules"]
    assert (found["ID"], found["Expiration"]) == ("old", {"Days": 30})
    assert json.loads(s3.get_bucket_policy(Bucket="store")["Policy"]) == OPEN


def test_a_distribution_is_made_as_its_service_takes_it(aws: Any) -> None:
    custom = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
    origin = {"Id": "o", "DomainName": "example.com", "CustomOriginConfig": custom}
    behaviour = {
        "TargetOriginId": "o",
        "ViewerProtocolPolicy": "https-only",
        "AllowedMethods": ["GET", "HEAD"],
        "CachedMethods": ["GET", "HEAD"],
    }
    config = {"Enabled": True, "Origins": [origin], "DefaultCacheBehavior": behaviour}
    ids = made(aws, Edge=("CloudFront::Distribution", {"DistributionConfig": config}))
    found = aws("cloudfront").get_distribution(Id=ids["Edge"])["Distribution"]
    assert found["DistributionConfig"]["Origins"]["Quantity"] == 1


def test_a_role_keeps_its_managed_policies(aws: Any) -> None:
    policy = {"ManagedPolicyName": "read", "PolicyDocument": OPEN}
    role = {"RoleName": "r", "AssumeRolePolicyDocument": OPEN, "ManagedPolicyArns": [{"Ref": "P"}]}
    ids = made(aws, P=("IAM::ManagedPolicy", policy), R=("IAM::Role", role))
    found = aws("iam").list_attached_role_policies(RoleName="r")["AttachedPolicies"]
    assert [entry["PolicyArn"] for entry in found] == [ids["P"]]


def test_schedules_are_made_with_what_they_start_and_stop(aws: Any) -> None:
    target = {
        "Arn": "arn:aws:scheduler:::aws-sdk:ec2:stopInstances",
        "RoleArn": "arn:aws:iam::123456789012:role/stopper",
        "Input": '{"InstanceIds": ["i-1"]}',
    }
    night = {
        "ScheduleExpression": "cron(0 19 ? * MON-FRI *)",
        "ScheduleExpressionTimezone": "Europe/Berlin",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": target,
    }
    ids = made(aws, Night=("Scheduler::Schedule", night))
    found = aws("scheduler").get_schedule(Name=ids["Night"])
    assert found["ScheduleExpressionTimezone"] == "Europe/Berlin"
    assert found["Target"]["Arn"] == target["Arn"]


def test_a_scheduled_action_reaches_its_group(aws: Any) -> None:
    template = aws("ec2").create_launch_template(
        LaunchTemplateName="t", LaunchTemplateData={"ImageId": "ami-12345678"}
    )["LaunchTemplate"]["LaunchTemplateId"]
    group = {
        "AutoScalingGroupName": "workers",
        "MinSize": "1",
        "MaxSize": "2",
        "AvailabilityZones": ["us-east-1a"],
        "LaunchTemplate": {"LaunchTemplateId": template, "Version": "1"},
    }
    stop = {
        "AutoScalingGroupName": {"Ref": "Workers"},
        "MinSize": 0,
        "MaxSize": 0,
        "DesiredCapacity": 0,
        "Recurrence": "0 19 * * 1-5",
    }
    made(
        aws,
        Workers=("AutoScaling::AutoScalingGroup", group),
        Stop=("AutoScaling::ScheduledAction", stop),
    )
    (found,) = aws("autoscaling").describe_scheduled_actions()["ScheduledUpdateGroupActions"]
    assert (found["AutoScalingGroupName"], found["DesiredCapacity"]) == ("workers", 0)
