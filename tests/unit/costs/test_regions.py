"""Where things are billed: their own words first, then what they belong to, then the plan's."""

import pytest

from dharma_core.costs.links import build_links
from dharma_core.costs.regions import cloud_of, default_region, region_of
from dharma_core.plan import UNKNOWN, Address, Expression, FrozenMap, Plan, Ref, make_resource


def only(type_: str, **attributes):
    resource = make_resource(Address(type_, "x"), attributes)
    return resource, build_links(Plan((resource,), region="eu-west-1"))


@pytest.mark.parametrize(
    ("type_", "attributes", "region"),
    [
        ("azurerm_public_ip", {"location": "North Europe"}, "northeurope"),
        ("google_compute_disk", {"zone": "europe-west4-a"}, "europe-west4"),
        ("google_container_cluster", {"location": "us-central1-f"}, "us-central1"),
        ("google_storage_bucket", {"location": "EU"}, "eu"),
        ("google_compute_disk", {}, "eu-west-1"),
        ("aws_ebs_volume", {"availability_zone": "us-east-2a"}, "eu-west-1"),
        ("aws_ebs_volume", {"location": UNKNOWN}, "eu-west-1"),
    ],
)
def test_region_is_spelt_as_the_price_books_do(type_, attributes, region):
    assert region_of(*only(type_, **attributes)) == region


def test_a_part_is_where_its_whole_is_however_many_steps_away():
    group = make_resource(Address("azurerm_resource_group", "g"), {"location": "West US 2"})
    balancer = _mentioning("azurerm_lb", "b", "resource_group_name", "azurerm_resource_group.g")
    rule = _mentioning("azurerm_lb_rule", "r", "loadbalancer_id", "azurerm_lb.b")
    links = build_links(Plan((rule, balancer, group), region="eastus"))
    assert region_of(rule, links) == "westus2"
    assert region_of(_mentioning("azurerm_lb_rule", "s", "x", "azurerm_lb.none"), links) == "eastus"


def test_parts_that_mention_each_other_end():
    one = _mentioning("azurerm_lb", "a", "x", "azurerm_lb.b")
    two = _mentioning("azurerm_lb", "b", "x", "azurerm_lb.a")
    assert region_of(one, build_links(Plan((one, two)))) == ""


def test_a_cloud_is_told_by_the_type_whatever_its_provider_is_called():
    bucket = make_resource(Address("aws_s3_bucket", "b"), {}, provider="aws-v3")
    assert (cloud_of(bucket), default_region(cloud_of(bucket))) == ("aws", "us-east-1")
    disk = make_resource(Address("google_compute_disk", "d"), {}, provider="google-beta")
    assert (cloud_of(disk), default_region(cloud_of(disk))) == ("google", "us-central1")


@pytest.mark.parametrize(
    ("attributes", "region"),
    [
        ({}, ""),
        ({"availability_zone": "us-east-1a"}, ""),  # a zone of what was assumed says no more
        ({"availability_zone": "eu-west-1b"}, "eu-west-1"),
        ({"region": "eu-north-1"}, "eu-north-1"),
    ],
)
def test_a_region_that_the_reader_assumed_says_nothing(attributes, region):
    disk = make_resource(Address("aws_ebs_volume", "d"), attributes)
    origin = FrozenMap({"region_assumed": True})
    links = build_links(Plan((disk,), region="us-east-1", origin=origin))
    assert region_of(disk, links) == region


def _mentioning(type_: str, name: str, attribute: str, target: str):
    expression = Expression((attribute,), mentions=(Ref(target, "id"),))
    return make_resource(Address(type_, name), {attribute: UNKNOWN}, expressions=(expression,))
