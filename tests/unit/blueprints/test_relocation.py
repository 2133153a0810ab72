"""Texts that name a region: rewritten where that is certain, told where it is not."""

import pytest

from dharma_core.blueprints.relocation import Relocation, pair_zones

AWS = Relocation("aws", "us-east-1", "us-west-2", zones={"d": "b"}, own=frozenset({"jobs"}))
AZURE = Relocation("azure", "eastus", "westus3")
GCP = Relocation("gcp", "us-east1", "us-west1")

MOVED = {
    "region": (AWS, "region", "us-east-1", "us-west-2"),
    "variable": (AWS, "aws_region", "us-east-1", "us-west-2"),
    "environment": (AWS, "AWS_REGION", "us-east-1", "us-west-2"),
    "zone": (AWS, "availability_zone", "us-east-1a", "us-west-2a"),
    "zone-paired": (AWS, "anything", "us-east-1d", "us-west-2b"),
    "endpoint": (AWS, "service_name", "com.amazonaws.us-east-1.s3", "com.amazonaws.us-west-2.s3"),
    "principal": (AWS, "policy", "logs.us-east-1.amazonaws.com", "logs.us-west-2.amazonaws.com"),
    "own-arn": (AWS, "queue", "arn:aws:sqs:us-east-1:123456789012:jobs",
                "arn:aws:sqs:us-west-2:123456789012:jobs"),
    "own-arn-inside": (AWS, "policy", '"arn:aws:dynamodb:us-east-1:${var.a}:table/jobs/index/*"',
                       '"arn:aws:dynamodb:us-west-2:${var.a}:table/jobs/index/*"'),
    "service-arn": (AWS, "action", "arn:aws:automate:us-east-1:ec2:stop",
                    "arn:aws:automate:us-west-2:ec2:stop"),
    "public-parameter": (AWS, "image", "arn:aws:ssm:us-east-1::parameter/aws/service/eks",
                         "arn:aws:ssm:us-west-2::parameter/aws/service/eks"),
    "json": (AWS, "container_definitions", '[{"awslogs-region": "us-east-1"}]',
             '[{"awslogs-region": "us-west-2"}]'),
    "azure": (AZURE, "location", "East US", "westus3"),
    "azure-plain": (AZURE, "location", "eastus", "westus3"),
    "google-zone": (GCP, "zone", "us-east1-b", "us-west1-b"),
    "google-capitals": (GCP, "location", "US-EAST1", "US-WEST1"),
}  # fmt: skip


@pytest.mark.parametrize(("way", "name", "text", "moved"), MOVED.values(), ids=MOVED)
def test_what_certainly_follows_is_rewritten(way, name, text, moved):
    assert way.text(name, text) == (moved, "")


TOLD = {
    "image": (AWS, "ami", "ami-0abcdef1234567890"),
    "subnet": (AWS, "subnet_id", "subnet-0abcdef12"),
    "zone-id": (AWS, "availability_zone_id", "use1-az1"),
    "foreign-arn": (AWS, "queue", "arn:aws:sqs:us-east-1:123456789012:other"),
    "kind-of-an-arn": (Relocation("aws", "us-east-1", "us-west-2", own=frozenset({"table"})),
                       "table", "arn:aws:dynamodb:us-east-1:123456789012:table/other"),
    "bucket-name": (AWS, "bucket", "logs-us-east-1"),
    "tag": (AWS, "Place", "us-east-1"),
    "host": (AWS, "url", "abc.execute-api.us-east-1.amazonaws.com"),
    "local-zone": (AWS, "availability_zone", "us-east-1-bos-1a"),
    "private-service": (AWS, "service_name", "com.amazonaws.vpce.us-east-1.vpce-svc-1"),
    "azure-id": (AZURE, "subnet_id", "/subscriptions/1/resourceGroups/a"),
    "azure-name": (AZURE, "name", "rg-eastus"),
    "google-link": (GCP, "subnetwork", "projects/p/regions/us-east1/subnetworks/s"),
}  # fmt: skip


@pytest.mark.parametrize(("way", "name", "text"), TOLD.values(), ids=TOLD)
def test_what_is_not_certain_stays_and_is_told(way, name, text):
    moved, reason = way.text(name, text)
    assert moved == text
    assert way.old in reason


KEPT = {
    "longer-name": (AZURE, "location", "eastus2"),
    "longer-number": (GCP, "location", "us-east10"),
    "other-region": (AWS, "region", "eu-west-1"),
    "global-arn": (AWS, "role", "arn:aws:iam::123456789012:role/a"),
    "multi-region": (GCP, "location", "US"),
    "azure-number": (AZURE, "zone", "1"),
}


@pytest.mark.parametrize(("way", "name", "text"), KEPT.values(), ids=KEPT)
def test_what_names_another_place_stays_untold(way, name, text):
    assert way.text(name, text) == (text, "")


def test_what_is_certain_is_rewritten_beside_what_is_not():
    text = "logs.us-east-1.amazonaws.com arn:aws:sqs:us-east-1:123456789012:other"
    moved, reason = AWS.text("policy", text)
    assert moved == "logs.us-west-2.amazonaws.com arn:aws:sqs:us-east-1:123456789012:other"
    assert reason == "names the region us-east-1"


def test_pair_zones_keeps_marks_and_never_puts_two_zones_into_one():
    assert pair_zones(["d", "a", "f"], ["a", "b", "c"]) == {"a": "a", "d": "b", "f": "c"}
    assert pair_zones(["1"], []) is None
    assert pair_zones([], []) == {}
