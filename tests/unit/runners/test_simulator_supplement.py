"""What the simulator does beyond moto, seen through AWS calls; moto runs in this process here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from dharma_core.runners.simulator_supplement import supplement

pytestmark = pytest.mark.sandbox
KEY_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": {"AWS": "*"}}
    ],
}


@pytest.fixture(scope="module", autouse=True)
def _supplemented() -> None:
    supplement()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "simulator")
    with mock_aws():
        yield lambda service: boto3.client(service, region_name="us-east-1")


def stack(aws: Any, *, update: bool = False, **resources: tuple[str, dict[str, Any]]) -> Any:
    """Make or update the stack ``s`` of (type, properties) by logical id; return it."""
    body = {
        "Resources": {n: {"Type": f"AWS::{t}", "Properties": p} for n, (t, p) in resources.items()}
    }
    cloudformation = aws("cloudformation")
    act = cloudformation.update_stack if update else cloudformation.create_stack
    act(StackName="s", TemplateBody=json.dumps(body))
    return cloudformation.describe_stacks(StackName="s")["Stacks"][0]


def listed(aws: Any) -> dict[str, str]:
    found = aws("cloudformation").list_stack_resources(StackName="s")["StackResourceSummaries"]
    return {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in found}


def test_a_bucket_gets_its_versioning_and_its_access_block(aws: Any) -> None:
    block = dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
    )
    properties = {
        "BucketName": "whole",
        "VersioningConfiguration": {"Status": "Enabled"},
        "PublicAccessBlockConfiguration": block,
    }
    stack(aws, B=("S3::Bucket", properties))
    s3 = aws("s3")
    assert s3.get_bucket_versioning(Bucket="whole")["Status"] == "Enabled"
    found = s3.get_public_access_block(Bucket="whole")["PublicAccessBlockConfiguration"]
    assert found == block


def test_a_subnet_is_really_associated_with_its_route_table(aws: Any) -> None:
    stack(
        aws,
        V=("EC2::VPC", {"CidrBlock": "10.0.0.0/16"}),
        S=("EC2::Subnet", {"VpcId": {"Ref": "V"}, "CidrBlock": "10.0.0.0/24"}),
        T=("EC2::RouteTable", {"VpcId": {"Ref": "V"}}),
        A=(
            "EC2::SubnetRouteTableAssociation",
            {"SubnetId": {"Ref": "S"}, "RouteTableId": {"Ref": "T"}},
        ),
    )
    ids = listed(aws)
    tables = aws("ec2").describe_route_tables(RouteTableIds=[ids["T"]])["RouteTables"]
    assert [a["SubnetId"] for a in tables[0]["Associations"]] == [ids["S"]]


def test_a_key_takes_the_tags_and_policy_of_a_template(aws: Any) -> None:
    tags = [{"Key": "Owner", "Value": "me"}]
    stack(aws, K=("KMS::Key", {"KeyPolicy": KEY_POLICY, "Tags": tags}))
    key = listed(aws)["K"]
    kms = aws("kms")
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyId"] == key
    assert kms.list_resource_tags(KeyId=key)["Tags"] == [{"TagKey": "Owner", "TagValue": "me"}]


def test_a_size_changes_in_place_and_the_rest_is_kept(aws: Any) -> None:
    network = ("EC2::VPC", {"CidrBlock": "10.0.0.0/16"})
    stack(aws, L=("Logs::LogGroup", {"LogGroupName": "l", "RetentionInDays": 30}), V=network)
    before = listed(aws)
    moved = ("EC2::VPC", {"CidrBlock": "10.1.0.0/16"})
    logs = ("Logs::LogGroup", {"LogGroupName": "l", "RetentionInDays": 60})
    stack(aws, update=True, L=logs, V=moved)
    assert aws("logs").describe_log_groups()["logGroups"][0]["retentionInDays"] == 60
    assert listed(aws) == before
    # A network cannot change its range: it stays as it is, for whoever reads it back to see.
    assert aws("ec2").describe_vpcs(VpcIds=[before["V"]])["Vpcs"][0]["CidrBlock"] == "10.0.0.0/16"


def test_a_stack_that_fails_halfway_says_so_and_makes_nothing_more(aws: Any) -> None:
    aws("logs").create_log_group(logGroupName="taken")
    failed = stack(
        aws,
        V=("EC2::VPC", {"CidrBlock": "10.0.0.0/16"}),
        L=("Logs::LogGroup", {"LogGroupName": "taken"}),
        Q=("SQS::Queue", {"QueueName": "q"}),
    )
    assert failed["StackStatus"] == "CREATE_FAILED"
    assert "already exists" in failed["StackStatusReason"]
    assert {name for name, id_ in listed(aws).items() if id_} == {"V"}
    assert aws("sqs").list_queues().get("QueueUrls", []) == []


def test_attachments_and_subnet_groups_are_listed_with_an_id(aws: Any) -> None:
    zone = {"AvailabilityZone": "us-east-1a"}
    stack(
        aws,
        V=("EC2::VPC", {"CidrBlock": "10.0.0.0/16"}),
        S=("EC2::Subnet", {"VpcId": {"Ref": "V"}, "CidrBlock": "10.0.0.0/24", **zone}),
        G=(
            "RDS::DBSubnetGroup",
            {
                "DBSubnetGroupName": "group",
                "DBSubnetGroupDescription": "x",
                "SubnetIds": [{"Ref": "S"}],
            },
        ),
        I=("EC2::Instance", {"ImageId": "ami-04681a1dbd79675a5", "SubnetId": {"Ref": "S"}}),
        D=("EC2::Volume", {"Size": 8, **zone}),
        A=(
            "EC2::VolumeAttachment",
            {"Device": "/dev/sdf", "InstanceId": {"Ref": "I"}, "VolumeId": {"Ref": "D"}},
        ),
        T=(
            "ElasticLoadBalancingV2::TargetGroup",
            {
                "Name": "t", "Port": 80, "Protocol": "HTTP", "VpcId": {"Ref": "V"},
                "Targets": [{"Id": {"Ref": "I"}}],
            },
        ),
    )  # fmt: skip
    ids = listed(aws)
    assert ids["G"] == "group"
    assert ids["A"] == f"{ids['D']}|{ids['I']}"
    health = aws("elbv2").describe_target_health(TargetGroupArn=ids["T"])
    targets = [h["Target"] for h in health["TargetHealthDescriptions"]]
    assert targets == [{"Id": ids["I"], "Port": 80}]


def test_a_database_tells_its_arn_to_whoever_may_stop_it(aws: Any) -> None:
    database = {
        "DBInstanceIdentifier": "shop",
        "DBInstanceClass": "db.t3.medium",
        "Engine": "postgres",
        "AllocatedStorage": "20",
        "MasterUsername": "app",
        "MasterUserPassword": "long-enough-1",
    }
    arn = {"Fn::GetAtt": ["D", "DBInstanceArn"]}
    topic = {"TopicName": "t", "DisplayName": arn}
    stack(aws, D=("RDS::DBInstance", database), T=("SNS::Topic", topic))
    attributes = aws("sns").get_topic_attributes(TopicArn=listed(aws)["T"])["Attributes"]
    assert attributes["DisplayName"].endswith(":db:shop")
