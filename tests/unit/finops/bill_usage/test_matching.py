"""Which billed thing is which resource: ways from the surest down, doubts told and not used."""

from __future__ import annotations

import json

import pytest

from dharma_core.finops.bill_usage.handles import Deployed
from tests.unit.finops.bill_usage.conftest import charge, resource

EC2, S3 = "Amazon Elastic Compute Cloud", "Amazon Simple Storage Service"
NAT = "Data Processed by NAT Gateways"
HOUR = "$0.0416 per On Demand Linux t3.medium Instance Hour"
BUCKET_ARN = "arn:aws:s3:::assets"


def machine(resource_id: str, **tags: str):
    return charge(resource_id, EC2, HOUR, 24, "Hours", Tags=json.dumps(tags))


def way_of(found):
    (match,) = found.matches
    return match.address, match.way.value, match.way.sureness.value


def stacked(stack: str):
    tags = {"aws:cloudformation:stack-name": stack, "aws:cloudformation:logical-id": "InstanceWeb"}
    return machine("i-0a4be1c25d90f7361", **tags)


@pytest.mark.parametrize(
    ("written", "row", "expected"),
    [
        pytest.param(
            {"id": "i-0a4be1c25d90f7361"}, machine("i-0a4be1c25d90f7361"),
            ("its id", "certain"), id="id",
        ),
        pytest.param(
            {"id": "i-0a4be1c25d90f7361"},
            machine("arn:aws:ec2:us-east-1:111:instance/i-0a4be1c25d90f7361"),
            ("its id", "certain"), id="id within an ARN",
        ),
        pytest.param(
            {}, machine("i-0a4be1c25d90f7361", **{"dharma:address": "aws_instance.web"}),
            ("its address in a tag", "high"), id="address tag",
        ),
        pytest.param(
            {}, machine("i-0a4be1c25d90f7361", **{"user:dharma_address": "aws_instance.web"}),
            ("its address in a tag", "high"), id="address tag as CUR writes it",
        ),
        pytest.param(
            {"tags": {"Name": "web-a"}}, machine("i-0a4be1c25d90f7361", Name="WEB-A"),
            ("its Name tag and type", "medium"), id="name tag",
        ),
    ],
)  # fmt: skip
def test_an_instance_is_found_by_the_surest_way(measure, written, row, expected):
    found = measure([resource("aws_instance.web", **written)], row)
    assert way_of(found) == ("aws_instance.web", *expected)


@pytest.mark.parametrize(
    ("address", "attributes", "service", "resource_id"),
    [
        ("aws_s3_bucket.b", {"bucket": "assets"}, S3, BUCKET_ARN),
        ("aws_s3_bucket.b", {"bucket": "assets"}, "AmazonS3", "assets"),
        ("aws_lambda_function.f", {"function_name": "orders"}, "AWS Lambda",
         "arn:aws:lambda:us-east-1:111:function:orders"),
        ("aws_cloudwatch_log_group.l", {"name": "/aws/lambda/orders"}, "AmazonCloudWatch",
         "arn:aws:logs:us-east-1:111:log-group:/aws/lambda/orders:*"),
        ("aws_lb.l", {"name": "web-lb"}, "Elastic Load Balancing",
         "arn:aws:elasticloadbalancing:us-east-1:111:loadbalancer/app/web-lb/50dc6c495c0c9188"),
        ("aws_sqs_queue.q", {"name": "jobs"}, "Amazon Simple Queue Service",
         "arn:aws:sqs:us-east-1:111:jobs"),
        ("azurerm_storage_account.s", {"name": "shopdata", "location": "East US"},
         "Storage Accounts", "/subscriptions/9e/resourceGroups/shop/providers/Microsoft.Storage/"
         "storageAccounts/shopdata"),
        ("google_storage_bucket.g", {"name": "shop-data"}, "Cloud Storage",
         "//storage.googleapis.com/projects/_/buckets/shop-data"),
    ],
)  # fmt: skip
def test_a_name_that_people_gave_is_found_in_the_id(
    measure, address, attributes, service, resource_id
):
    found = measure(
        [resource(address, **attributes)], charge(resource_id, service, "?", 1, "GB", RegionId="")
    )
    assert way_of(found) == (address, "the name in its id", "high")


def test_a_name_in_another_region_or_group_is_another_thing(measure):
    queue = resource("aws_sqs_queue.q", name="jobs")
    elsewhere = charge("arn:aws:sqs:eu-west-1:111:jobs", "Amazon SQS", "?", 1, "GB")
    assert measure([queue], elsewhere).matches == ()
    gate = resource("azurerm_lb.l", name="gate", resource_group_name="shop")
    row = "/subscriptions/9e/resourcegroups/{}/providers/microsoft.network/loadbalancers/gate"
    assert measure([gate], charge(row.format("other"), "Load Balancer", "?", 1, "GB")).matches == ()
    assert measure([gate], charge(row.format("Shop"), "Load Balancer", "?", 1, "GB")).matches


def test_what_a_name_fits_twice_is_told_and_not_used(measure):
    twins = [resource(f"aws_instance.{n}", tags={"Name": "web"}) for n in "ab"]
    (doubt,) = measure(twins, machine("i-0a4be1c25d90f7361", Name="web")).ambiguous
    assert doubt.addresses == ("aws_instance.a", "aws_instance.b")
    assert "aws_instance.a or aws_instance.b" in doubt.why
    alone = [resource("aws_instance.a", tags={"Name": "web"})]
    ids = ("i-0a4be1c25d90f7361", "i-07d25bb8e3a1c9042")
    found = measure(alone, *(machine(one, Name="web") for one in ids))
    assert (found.matches, found.figures) == ((), ())
    assert found.ambiguous[0].why == (
        "2 billed things may be aws_instance.a by its Name tag and type."
    )
    assert str(found.ambiguous[0].cost) == "6.200000000000000"  # 2 x 31 x $0.10


def test_one_thing_under_two_spellings_is_one_thing(measure):
    bucket = [resource("aws_s3_bucket.b", bucket="assets")]
    rows = [charge(i, S3, "PUT, COPY, POST, or LIST requests", 10, "Requests")
            for i in (BUCKET_ARN, "assets")]  # fmt: skip
    (figure,) = measure(bucket, *rows).figures
    assert figure.key == "standard.monthly_tier_1_requests"
    assert round(figure.value) == round(2 * 10 * 31 * 730 / 744)


def test_what_is_known_less_surely_gives_way_to_the_id(measure):
    web = resource("aws_instance.web", id="i-0a4be1c25d90f7361", tags={"Name": "web"})
    old = machine("i-07d25bb8e3a1c9042", Name="web")
    found = measure([web], machine("i-0a4be1c25d90f7361", Name="web"), old)
    assert [match.thing.key for match in found.matches] == ["i-0a4be1c25d90f7361"]
    assert found.ambiguous == ()


def test_a_volume_is_not_the_machine_whose_name_it_has(measure):
    web = resource("aws_instance.web", tags={"Name": "web"})
    root = charge("vol-0c6aa21fb04d7e815", EC2, "?", 1, "GB", Tags='{"Name":"web"}')
    assert measure([web], root).matches == ()


def test_a_stack_counts_when_dharma_deployed_it(measure):
    web = [resource("aws_instance.web")]
    made = Deployed(
        logical={"aws_instance.web": "InstanceWeb"}, stacks=frozenset({"dharma-web-production"})
    )
    assert measure(web, stacked("dharma-web-production")).matches == ()
    assert measure(web, stacked("other"), deployed=made).matches == ()
    found = measure(web, stacked("dharma-web-production"), deployed=made)
    assert way_of(found) == ("aws_instance.web", "its stack and logical id", "high")


def test_the_id_of_a_deployment_is_known(measure):
    nat, queue = resource("aws_nat_gateway.n"), resource("aws_sqs_queue.q")
    made = Deployed(
        ids={
            "aws_nat_gateway.n": ("nat-0b8f6d21e7c3a5094",),
            "aws_sqs_queue.q": ("https://sqs.us-east-1.amazonaws.com/111/jobs",),
        }
    )
    gateway = "arn:aws:ec2:us-east-1:111:natgateway/nat-0b8f6d21e7c3a5094"
    found = measure([nat], charge(gateway, EC2, NAT, 1, "GB"), deployed=made)
    assert way_of(found) == ("aws_nat_gateway.n", "its id", "certain")
    row = charge("arn:aws:sqs:us-east-1:111:jobs", "Amazon Simple Queue Service", "?", 1, "GB")
    found = measure([queue], row, deployed=made)
    assert way_of(found) == ("aws_sqs_queue.q", "the name in its id", "high")


def test_a_name_in_two_accounts_is_settled_by_the_arn_alone(measure):
    rows = [charge(f"arn:aws:sqs:us-east-1:{account}:jobs", "Amazon Simple Queue Service", "?", 1,
                   "GB") for account in (111, 222)]  # fmt: skip
    url = "https://sqs.us-east-1.amazonaws.com/111/jobs"
    assert len(measure([resource("aws_sqs_queue.q", name="jobs", id=url)], *rows).ambiguous) == 1
    known = resource("aws_sqs_queue.q", name="jobs", id=url, arn="arn:aws:sqs:us-east-1:111:jobs")
    found = measure([known], *rows)
    assert way_of(found) == ("aws_sqs_queue.q", "its id", "certain")
    assert [match.thing.id.account for match in found.matches] == ["111"]


def test_a_numbered_id_leaves_the_name_to_the_resource_name(measure):
    row = charge("//compute.googleapis.com/projects/p/zones/us-east1-b/instances/4711",
                 "Compute Engine", "?", 1, "GB", ResourceName="web-1")  # fmt: skip
    found = measure([resource("google_compute_instance.w", name="web-1")], row)
    assert way_of(found) == ("google_compute_instance.w", "its resource name", "medium")


def test_without_an_id_the_resource_name_counts_where_the_service_fits(measure):
    row = charge(None, "Amazon Simple Queue Service", "?", 1, "GB", ResourceName="jobs")
    queue, topic = (
        resource("aws_sqs_queue.q", name="jobs"),
        resource("aws_sns_topic.t", name="jobs"),
    )
    found = measure([queue, topic], row)
    assert way_of(found) == ("aws_sqs_queue.q", "its resource name", "medium")
