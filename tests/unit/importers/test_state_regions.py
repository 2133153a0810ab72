"""Where a state's resources are: what most of them name, each cloud in its own words."""

from __future__ import annotations

import pytest

from dharma_core.importers.state_regions import main_region, placed
from dharma_core.plan import UNKNOWN, Address, make_resource

SELF = "https://www.googleapis.com/compute/v1/projects/p/regions/europe-west3"


def one(type_, name="a", /, **attributes):
    return make_resource(Address(type_, name), attributes)


@pytest.mark.parametrize(
    ("type_", "attributes", "region"),
    [
        ("aws_sqs_queue", {"arn": "arn:aws:sqs:eu-west-1:1:q"}, "eu-west-1"),
        ("aws_sqs_queue", {"arn": "arn:aws:sqs:eu-west-1:1:q", "region": "eu-west-2"}, "eu-west-2"),
        ("aws_iam_role", {"arn": "arn:aws:iam::1:role/r"}, ""),
        ("aws_vpc", {"arn": UNKNOWN}, ""),
        ("azurerm_subnet", {}, ""),
        ("azurerm_public_ip", {"location": "West Europe"}, "westeurope"),
        ("azurerm_dns_zone", {"location": "global"}, ""),
        ("google_compute_disk", {"zone": "europe-west1-b"}, "europe-west1"),
        ("google_compute_address", {"region": SELF}, "europe-west3"),
        ("google_storage_bucket", {"location": "EUROPE-WEST1"}, "europe-west1"),
        ("google_storage_bucket", {"location": "EU"}, ""),
        ("google_pubsub_topic", {}, ""),
    ],
)
def test_a_resource_names_its_region_in_its_clouds_words(type_, attributes, region):
    assert main_region([one(type_, **attributes)]) == region


def test_the_region_of_most_wins():
    places = ["europe-west1-b", "us-central1-a", "europe-west1-c"]
    disks = [one("google_compute_disk", f"d{i}", zone=z) for i, z in enumerate(places)]

    assert main_region(disks) == "europe-west1"
    assert main_region([]) == ""


def test_what_another_provider_made_is_in_that_providers_region():
    here = one("aws_sns_topic", "here", arn="arn:aws:sns:eu-west-1:1:a")
    there = one("aws_sns_topic", "there", arn="arn:aws:sns:us-east-1:1:b")
    everywhere = one("aws_iam_role", arn="arn:aws:iam::1:role/r")
    disk = one("google_compute_disk", zone="us-central1-a")

    found = placed([here, there, everywhere, disk], "eu-west-1")

    assert [r.region for r in found] == ["", "us-east-1", "", ""]
