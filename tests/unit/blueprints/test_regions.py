"""Resources of a second region in a blueprint: read, checked, lowered, priced where they are."""

from __future__ import annotations

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes

HOMES = {"aws": "eu-west-1", "azure": "westeurope", "gcp": "europe-west1"}


def plan_of(resources: str, cloud: str = "aws"):
    head = f"name: two\nversion: 1.0.0\nprovider: {cloud}\nregion: {HOMES[cloud]}\n"
    design = parse_blueprint(f"{head}resources:\n{resources}", file="two.yaml")
    return lower(design, load_catalog(), sizes=open_sizes())


def problem(resources: str, cloud: str = "aws"):
    with pytest.raises(InputError) as caught:
        plan_of(resources, cloud)
    (only,) = caught.value.details["errors"]
    return only


@pytest.mark.parametrize(
    ("cloud", "type_", "region"),
    [("aws", "aws_sns_topic", "us-east-1"), ("gcp", "google_pubsub_topic", "us-central1")],
)
def test_a_native_resource_is_made_in_the_region_it_names(cloud, type_, region):
    plan = plan_of(
        f"- {{name: a, type: {type_}, properties: {{name: a}}, region: {region}}}\n"
        f"- {{name: b, type: {type_}, properties: {{name: b}}, region: {HOMES[cloud]}}}\n"
        f"- {{name: c, type: {type_}, properties: {{name: c}}}}\n",
        cloud,
    )

    assert [r.region for r in plan.resources] == [region, "", ""]


def test_all_that_a_portable_resource_becomes_is_in_its_region():
    network = "- {name: net, type: network.vpc, region: us-east-1}\n"
    subnet = "{network: '${net.id}', cidr: 10.0.0.0/24, zone: 2}"
    plan = plan_of(
        f"{network}- {{name: one, type: network.subnet, region: us-east-1, properties: {subnet}}}\n"
    )

    assert {r.region for r in plan.resources} == {"us-east-1"}
    assert plan.by_address["aws_subnet.one"].attributes["availability_zone"] == "us-east-1b"


def test_a_region_that_is_not_there_names_the_nearest():
    found = problem("- {name: a, type: aws_sns_topic, region: us-eats-1}\n")

    assert found["message"] == "resource 'a': aws has no region 'us-eats-1'."
    assert found["hint"].startswith("Did you mean 'us-east-1'")
    assert (found["line"], found["path"]) == (6, "resources.0.region")


def test_native_keeps_a_region_that_nobody_knows_yet():
    plan = plan_of("- {name: a, type: aws_sns_topic, region: mars-north-1, native: true}\n")

    assert plan.resources[0].region == "mars-north-1"


@pytest.mark.parametrize(
    ("cloud", "type_", "says"),
    [
        ("azure", "azurerm_resource_group", "says where by its property 'location'"),
        ("azure", "storage.bucket", "a region of its own on aws only, not on azure"),
        ("gcp", "storage.bucket", "a region of its own on aws only, not on gcp"),
    ],
)
def test_a_resource_that_can_have_none_says_so(cloud, type_, says):
    properties = "properties: {location: westeurope, name: g}, " if "azurerm" in type_ else ""

    found = problem(f"- {{name: a, type: {type_}, {properties}region: {HOMES[cloud]}}}\n", cloud)

    assert says in found["message"]


def test_a_region_that_is_no_name_is_refused_when_it_is_read():
    found = problem("- {name: a, type: aws_sns_topic, region: US East}\n")

    assert found["message"].startswith("region of resource 'a': 'US East' is no region name")
