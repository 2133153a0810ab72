"""What is taken for granted is said: which region, which quantities, of which resources."""

from __future__ import annotations

from decimal import Decimal

from dharma_core.costs.components import Component, ResourceCost
from dharma_core.costs.stated_assumptions import stated_assumptions

PART = (Component("a", "hours", Decimal(730), Decimal("0.1")),)


def cost(address, provider="aws", region="us-east-1", parts=PART, **facts):
    return ResourceCost(address, "t", parts, provider=provider, region=region, **facts)


def test_a_region_that_nobody_gave_names_its_resources():
    costs = [
        cost("aws_instance.a", region_assumed=True),
        cost("aws_instance.b"),
        cost("aws_instance.c", region_assumed=True),
        cost("google_compute_disk.d", "google", "us-central1", region_assumed=True),
    ]
    aws, google = stated_assumptions(costs)

    assert (aws.code, aws.value) == ("region", "us-east-1")
    assert aws.addresses == ("aws_instance.a", "aws_instance.c")
    assert aws.message.startswith("No region is given, so 2 resources are priced in us-east-1")
    assert "AWS::Region" in aws.message
    assert google.as_dict() == {
        "code": "region",
        "value": "us-central1",
        "message": "No region is given, so 1 resource is priced in us-central1: "
        "give the provider's region, or the resources' zone.",
        "addresses": ["google_compute_disk.d"],
    }


def test_what_costs_nothing_needs_no_region():
    assert stated_assumptions([cost("aws_vpc.a", parts=(), free=True, region_assumed=True)]) == ()


def test_quantities_of_a_preset_are_said_once():
    costs = [cost("aws_sqs_queue.a", assumed_usage={"monthly_requests": Decimal(1)}), cost("b")]

    (said,) = stated_assumptions(costs, preset="medium")

    assert (said.code, said.value, said.addresses) == ("usage", "medium", ("aws_sqs_queue.a",))
    assert stated_assumptions(costs) == ()
