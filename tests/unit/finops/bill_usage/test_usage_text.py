"""The usage file that a bill becomes: it can be read, every figure says where it is from."""

from __future__ import annotations

from decimal import Decimal

from dharma_core.costs.estimate import Terms, estimate
from dharma_core.costs.measurements import with_measured
from dharma_core.costs.usage import NO_USAGE, check_usage, parse_usage
from dharma_core.finops.bill_usage.billed_usage import against_estimate, billed_usage
from dharma_core.plan import Address, Plan, make_resource
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.price_books import open_price_book
from tests.unit.finops.bill_usage.conftest import charge, resource

EC2, S3 = "Amazon Elastic Compute Cloud", "Amazon Simple Storage Service"
STORED = "$0.023 per GB - first 50 TB / month of storage used"
PUT = "$0.005 per 1,000 PUT, COPY, POST, or LIST requests"
OUT = "$0.085 per GB - next 40 TB / month data transfer out"
NAT = "arn:aws:ec2:us-east-1:111:natgateway/nat-0b8f6d21e7c3a5094"
NAT_DATA = "$0.045 per GB Data Processed by NAT Gateways"


def shop(measure):
    rows = [
        charge("arn:aws:s3:::assets", S3, STORED, 10, "GB-Months"),
        charge("arn:aws:s3:::assets", S3, PUT, 744, "Requests"),
        charge("arn:aws:s3:::assets", S3, OUT, "2.4", "GB"),
        charge("arn:aws:s3:::assets", S3, "Something\nnew:\x00\u2028 # odd", 1, "GB"),
        charge(NAT, EC2, NAT_DATA, 24, "GB", EffectiveCost=Decimal("1.08")),
        charge(NAT, EC2, "$0.045 per NAT Gateway Hour", 24, "Hours",
               EffectiveCost=Decimal("1.08")),
    ]  # fmt: skip
    resources = [
        resource("aws_nat_gateway.nat", id="nat-0b8f6d21e7c3a5094"),
        resource("aws_s3_bucket.assets", bucket="assets"),
    ]
    return Plan(tuple(resources), name="shop", region="us-east-1"), measure(resources, *rows)


def test_the_file_is_read_again_and_gives_the_same_figures(measure):
    _, found = shop(measure)
    text = billed_usage(found, name="shop").text
    usage = parse_usage(text, file="usage.yaml")
    check_usage(usage, load_catalog())
    assert dict(usage.of("aws_s3_bucket.assets", "aws_s3_bucket")) == {
        "standard.storage_gb": Decimal(310),
        "standard.monthly_tier_1_requests": Decimal(22_630),  # 744 x 31 x 730 / 744
    }
    assert dict(usage.of("aws_data_transfer.from_us_east_1", "aws_data_transfer")) == {
        "region": "us-east-1",
        "monthly_outbound_internet_gb": Decimal(73),
    }


def test_the_file_says_days_ways_charges_and_what_is_not_used(measure):
    text = billed_usage(shop(measure)[1], name="shop\nof the year").text
    for said in (
        "# Usage of shop of the year as the bill of 2025-12 measured it.",
        "# AWS payer: 31 days, 2025-12-01 to 2025-12-31",
        "aws_s3_bucket.assets:  # arn:aws:s3:::assets, by the name in its id: high",
        f"storage_gb: 310  # GB: 310 GB-Months of '{STORED}', 31 days, $3.10",
        "# Not used:",
        "$3.10: no rule knows this charge of aws_s3_bucket",
    ):
        assert said in text
    assert all(line.startswith(("#", " ", "version", "resource_usage")) for line in
               text.splitlines())  # fmt: skip


def test_keys_of_instances_are_quoted(measure):
    address = Address("aws_nat_gateway", "nat", index="a b")
    nat = make_resource(address, {"id": "nat-0b8f6d21e7c3a5094"}, region="us-east-1")
    found = measure([nat], charge(NAT, EC2, NAT_DATA, 24, "GB"))
    usage = parse_usage(billed_usage(found, name="x").text, file="usage.yaml")
    assert usage.of(str(address), "aws_nat_gateway") == {"monthly_data_processed_gb": 730}


def test_an_estimate_marks_what_was_measured_and_stands_beside_the_bill(measure):
    plan, found = shop(measure)
    billed = billed_usage(found, name="shop")
    both, known = with_measured(NO_USAGE, parse_usage(billed.text, file="bill"), by=billed.by)
    made = estimate(
        plan, open_price_book(), catalog=load_catalog(), terms=Terms(both, measured=known)
    )
    assert made.measured_by == made.as_dict()["usage_measured_by"] == "the bill of 2025-12"
    marked = {
        part.name: part.as_dict()["measured"] for r in made.resources for part in r.components
    }
    assert marked["NAT gateway"] is False
    assert marked["Data processed"] is marked["Standard > Storage"] is True
    assert marked["Standard > Select data scanned"] is False
    gateway = next(x for x in against_estimate(found, made) if x.key == "aws_nat_gateway.nat")
    # 730 h x $0.045 + 730 GB x $0.045 = $65.70; billed 31 x $2.16 x 730 / 744 = $65.70
    assert (gateway.planned, gateway.actual) == (Decimal("65.70"), Decimal("65.70"))
    bucket = next(x for x in against_estimate(found, made) if x.key == "aws_s3_bucket.assets")
    assert (bucket.planned, bucket.state.value) == (None, "unknown")


def test_a_file_wins_over_the_bill_key_by_key_and_is_not_called_measured(measure):
    plan, found = shop(measure)
    head = "version: 0.1\nresource_usage:\n"
    file = parse_usage(head + "  aws_nat_gateway.*: {monthly_data_processed_gb: 1}", file="u.yml")
    billed = parse_usage(billed_usage(found, name="shop").text, file="bill")
    both, known = with_measured(file, billed, by="the bill")
    made = estimate(
        plan, open_price_book(), catalog=load_catalog(), terms=Terms(both, measured=known)
    )
    data = next(
        part for r in made.resources for part in r.components if part.name == "Data processed"
    )
    assert (data.monthly_quantity, data.measured) == (Decimal(1), False)
    exact = parse_usage(
        head + "  aws_s3_bucket.assets: {standard: {storage_gb: 5, monthly_tier_2_requests: 7}}",
        file="u.yml",
    )
    both, known = with_measured(exact, billed, by="the bill")
    assert with_measured(exact, NO_USAGE, by="the bill")[1].by == ""
    assert known.keys["aws_s3_bucket.assets"] == {"standard.monthly_tier_1_requests"}
    assert both.of("aws_s3_bucket.assets", "aws_s3_bucket") == {
        "standard.storage_gb": Decimal(5),
        "standard.monthly_tier_1_requests": Decimal(22_630),
        "standard.monthly_tier_2_requests": Decimal(7),
    }


def test_a_bill_in_another_currency_is_not_held_against_dollars(measure):
    plan, found = shop(measure)
    made = estimate(plan, open_price_book(), catalog=load_catalog())
    assert against_estimate(found, made)
    from dataclasses import replace

    assert against_estimate(replace(found, currency="EUR"), made) == ()
