"""Quantities become values of usage keys, brought to a month; what is not certain is listed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.unit.finops.bill_usage.conftest import charge, resource

EC2, ELB, LAMBDA = "Amazon Elastic Compute Cloud", "Elastic Load Balancing", "AWS Lambda"
S3, LOGS = "Amazon Simple Storage Service", "AmazonCloudWatch"
NAT = "nat-0b8f6d21e7c3a5094"
NAT_ID = f"arn:aws:ec2:us-east-1:111:natgateway/{NAT}"
NAT_DATA = "$0.045 per GB Data Processed by NAT Gateways"
FUNCTION = "arn:aws:lambda:us-east-1:111:function:orders"
BUCKET = "arn:aws:s3:::assets"
STORED = "$0.023 per GB - first 50 TB / month of storage used"


@pytest.fixture
def gateway():
    return resource("aws_nat_gateway.nat", id=NAT)


def values(found):
    return {(f.address, f.key): f.value for f in found.figures}


def test_what_flows_is_brought_to_730_hours(measure, gateway):
    found = measure([gateway], charge(NAT_ID, EC2, NAT_DATA, 6, "GB"))
    (figure,) = found.figures
    assert figure.value == Decimal("182.5")  # 31 x 6 GB in 744 hours, x 730 / 744
    assert (figure.days, str(figure.cost)) == (31, "3.100000000000000")
    assert found.covered[0].text == "AWS payer: 31 days, 2025-12-01 to 2025-12-31"


def test_half_a_bill_is_not_half_a_month(measure, gateway):
    found = measure([gateway], charge(NAT_ID, EC2, NAT_DATA, 6, "GB", days=10))
    assert found.figures[0].value == Decimal("182.5")  # 60 GB in 240 hours, x 730 / 240


def test_days_of_others_on_the_bill_count_and_a_gap_is_told(measure, gateway):
    """A gateway used on 10 of 20 days that the account has, with a gap of two between."""
    rows = [
        charge(NAT_ID, EC2, NAT_DATA, 6, "GB", days=10),
        charge("i-07d25bb8e3a1c9042", EC2, "?", 1, "Hours", days=10, first=date(2025, 12, 13)),
    ]
    found = measure([gateway], *rows)
    assert found.figures[0].value == Decimal("91.25")  # 60 GB in 480 hours, x 730 / 480
    assert "20 days, 2025-12-01 to 2025-12-22, 2 of them without a charge" in found.covered[0].text


def test_what_is_stored_is_the_average_over_the_days(measure):
    bucket = resource("aws_s3_bucket.b", bucket="assets")
    daily = Decimal(310) / 31  # GB-months a day of 310 GB kept all of December
    whole = measure([bucket], charge(BUCKET, S3, STORED, daily, "GB-Mo"))
    half = measure([bucket], charge(BUCKET, S3, STORED, daily, "GB-Months", days=10))
    assert whole.figures[0].value == half.figures[0].value == Decimal(310)
    assert whole.figures[0].key == "standard.storage_gb"


def test_byte_seconds_are_the_average_of_what_was_stored(measure):
    bucket = resource("google_storage_bucket.b", name="data", storage_class="STANDARD")
    kept = 200 * 2**30 * 86_400  # 200 GiB for a day
    row = charge("//storage.googleapis.com/projects/_/buckets/data", "Cloud Storage",
                 "Standard Storage US Regional", kept, "byte-seconds")  # fmt: skip
    assert measure([bucket], row).figures[0].value == Decimal(200)


def test_a_charge_of_a_whole_month_covers_its_days(measure, gateway):
    end = {"ChargePeriodEnd": datetime(2026, 1, 1, tzinfo=UTC)}
    found = measure([gateway], charge(NAT_ID, EC2, NAT_DATA, 186, "GB", days=1, **end))
    assert found.figures[0].value == Decimal("182.5")  # 186 GB in 744 hours, x 730 / 744
    assert len(found.covered[0].days) == 31


def test_a_machine_that_ran_all_month_ran_730_hours(measure):
    web = resource("aws_instance.web", id="i-0a4be1c25d90f7361")
    hour = "$0.0416 per On Demand Linux t3.medium Instance Hour"
    found = measure([web], charge("i-0a4be1c25d90f7361", EC2, hour, 24, "Hours"))
    assert values(found) == {("aws_instance.web", "monthly_hrs"): Decimal(730)}


def test_a_length_of_calls_comes_from_their_memory_seconds(measure):
    function = resource("aws_lambda_function.f", function_name="orders", memory_size=512)
    rows = [
        charge(FUNCTION, LAMBDA, "AWS Lambda - Total Requests - US West (Oregon)", 1000,
               "Requests"),
        charge(FUNCTION, LAMBDA, "AWS Lambda - Total Compute - US West (Oregon)", 100, "Seconds"),
    ]  # fmt: skip
    found = measure([function], *rows)
    # 100 GB-seconds / 1,000 calls / 0.5 GB = 0.2 s
    assert values(found)["aws_lambda_function.f", "request_duration_ms"] == Decimal(200)
    assert "512 MB of the design" in found.figures[1].how


def test_a_length_without_calls_is_listed_and_not_guessed(measure):
    function = resource("aws_lambda_function.f", function_name="orders")
    row = charge(FUNCTION, LAMBDA, "AWS Lambda - Total Compute - X", 100, "Lambda-GB-Seconds")
    found = measure([function], row)
    (one,) = found.not_understood
    assert (found.figures, one.charge.unit) == ((), "Lambda-GB-Seconds")
    assert "needs monthly_requests, which the bill does not say" in one.why


def test_capacity_units_and_traffic_of_a_balancer_go_where_they_are_priced(measure):
    lb = "arn:aws:elasticloadbalancing:us-east-1:111:loadbalancer/app/web/50dc6c495c0c9188"
    rows = [
        charge(lb, ELB, "$0.008 per used Application load balancer capacity unit-hour", 24,
               "LCU-Hours"),
        charge(lb, ELB, "$0.085 per GB - next 40 TB / month data transfer out", 24, "GB"),
        charge(lb, ELB, "$0.010 per GB - regional data transfer - in/out/between EC2 AZs or", 24,
               "GB"),
        charge(lb, ELB, "$0.0225 per Application LoadBalancer-hour (or partial hour)", 24, "Hours"),
    ]  # fmt: skip
    found = measure([resource("aws_lb.web", name="web")], *rows)
    traffic = "aws_data_transfer.from_us_east_1"
    assert values(found) == {
        ("aws_lb.web", "monthly_lcu_hours"): Decimal(730),
        (traffic, "monthly_outbound_internet_gb"): Decimal(730),
        (traffic, "monthly_intra_region_gb"): Decimal(365),  # billed at both ends
    }
    assert [(one.by_design, one.why) for one in found.left_out] == [
        (True, "the balancer being there")
    ]
    monthly = {address: round(cost, 2) for address, cost in found.billed.items()}
    # two charges each, 31 x $0.10, x 730 / 744
    assert monthly == {"aws_lb.web": Decimal("6.08"), traffic: Decimal("6.08")}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param(charge(NAT_ID, EC2, "Something new", 1, "GB"), "no rule knows", id="unknown"),
        pytest.param(charge(NAT_ID, EC2, NAT_DATA, 1, "Hours"), "counted in Hours", id="measure"),
        pytest.param(charge(NAT_ID, EC2, NAT_DATA, 1, "Furlongs"), "'Furlongs' is not known",
                     id="unit"),
        pytest.param(charge(NAT_ID, EC2, NAT_DATA, -1, "GB"), "below zero", id="negative"),
        pytest.param(charge(NAT_ID, EC2, NAT_DATA, None, "GB"), "gives no quantity", id="none"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_listed_with_its_cost(measure, gateway, row, why):
    found = measure([gateway], row)
    (one,) = found.not_understood
    assert found.figures == ()
    assert why in one.why
    assert str(one.charge.cost) == "3.100000000000000"


def test_a_storage_class_that_the_design_has_not_is_listed(measure):
    bucket = resource("google_storage_bucket.b", name="data", storage_class="NEARLINE")
    row = charge("//storage.googleapis.com/projects/_/buckets/data", "Cloud Storage",
                 "Standard Storage US Regional", 1, "byte-seconds")  # fmt: skip
    (one,) = measure([bucket], row).not_understood
    assert (
        one.why == "the design's storage_class is 'NEARLINE', and such a charge is for 'STANDARD'"
    )


def test_blocks_count_where_their_price_proves_it(measure):
    """Azure's own exports give ``10K`` operations: 3 blocks at $0.05 are $0.15."""
    account = resource("azurerm_storage_account.s", name="shopdata", access_tier="Hot")
    name = "/subscriptions/9e/resourcegroups/r/providers/microsoft.storage/storageaccounts/shopdata"

    def row(charged: str):
        return charge(
            name, "Storage", "Hot LRS Write Operations", None, None, PricingQuantity=Decimal(3),
            PricingUnit="10K", ContractedUnitPrice=Decimal("0.05"), ContractedCost=Decimal(charged),
            RegionId="eastus", days=1,
        )  # fmt: skip

    proven, not_proven = measure([account], row("0.15")), measure([account], row("0.0000075"))
    assert proven.figures[0].value == Decimal(30_000) * 730 / 24
    assert "counts blocks of '10K'" in not_proven.not_understood[0].why


def test_free_units_of_azure_are_not_taken_for_operations(measure):
    account = resource("azurerm_storage_account.s", name="shopdata", access_tier="Hot")
    row = charge(
        "/subscriptions/9e/resourcegroups/r/providers/microsoft.storage/storageaccounts/shopdata",
        "Storage Accounts", "Tiered Block Blob - Hot LRS - Write Operations - US West", "0.0004",
        "Units", RegionId="westus",
    )  # fmt: skip
    assert "'Units' is not known" in measure([account], row).not_understood[0].why


def test_usage_types_of_cost_and_usage_reports_say_the_same(measure):
    bucket = resource("aws_s3_bucket.b", bucket="assets")
    row = charge("assets", "AmazonS3", "any words", 10, "Requests", SkuMeter="EUC1-Requests-Tier2")
    own = charge("assets", "AmazonS3", "any words", 10, "Requests", x_UsageType="Requests-Tier1")
    assert [f.key for f in measure([bucket], row).figures] == ["standard.monthly_tier_2_requests"]
    assert [f.key for f in measure([bucket], own).figures] == ["standard.monthly_tier_1_requests"]


def test_machines_of_a_group_are_counted_by_their_hours(measure):
    group = resource("aws_autoscaling_group.web", name="web")
    tags = '{"terraform:address":"aws_autoscaling_group.web"}'
    hour = "$0.0416 per On Demand Linux t3.medium Instance Hour"
    rows = [charge(f"i-{n}0d25bb8e3a1c9042", EC2, hour, 24, "Hours", Tags=tags) for n in range(3)]
    assert values(measure([group], *rows)) == {
        ("aws_autoscaling_group.web", "instances"): Decimal(3)
    }


@pytest.mark.parametrize(
    ("written", "hours"),
    [({"number_of_workers": 5, "worker_type": "G.2X"}, 73), ({"max_capacity": 2}, 365), ({}, None)],
    ids=["workers", "capacity", "nothing"],
)
def test_hours_of_a_job_come_from_those_of_its_units(measure, written, hours):
    job = resource("aws_glue_job.j", name="load", **written)
    row = charge("arn:aws:glue:us-east-1:111:job/load", "AWS Glue", "ETL job", 24, "DPU-Hours")
    found = measure([job], row)  # 730 unit hours a month
    assert [f.value for f in found.figures] == ([] if hours is None else [hours])
    assert len(found.not_understood) == (hours is None)


def test_a_bill_without_the_design_says_so(measure, gateway):
    found = measure([gateway], charge("i-07d25bb8e3a1c9042", EC2, "?", 1, "Hours"))
    assert (found.matches, found.figures, found.left_out, found.covered) == ((), (), (), ())
    assert found.billed_things == 1
