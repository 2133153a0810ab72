"""A small price book with round prices, and a way to bill one resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dharma_core.costs.estimate import estimate
from dharma_core.costs.estimates import Component, ResourceCost
from dharma_core.costs.ports import Price, PriceKey, Tier
from dharma_core.costs.usage import NO_USAGE, parse_usage
from dharma_core.plan import UNKNOWN, Address, Expression, Plan, Ref, Resource, make_resource
from dharma_core.storage.facts import load_catalog

REGION = "us-east-1"

# service/product attributes [(option)] -> price, or steps of (from, to, price)
PRICES: dict[str, Any] = {
    "ec2/instance instance_type=m5.large,os=linux": "0.10",
    "ec2/instance instance_type=m5.large,os=windows": "0.19",
    "ec2/instance instance_type=m5.large,os=linux,tenancy=dedicated": "0.11",
    "ec2/instance instance_type=m5.large,os=linux (spot)": "0.04",
    "ec2/instance instance_type=m5.large,os=linux (reserved_standard_1_year_no_upfront)": "0.06",
    "ec2/instance instance_type=t3.medium,os=linux": "0.04",
    "ec2/instance instance_type=t2.micro,os=linux": "0.01",
    "ec2/instance instance_type=r3.xlarge,os=linux": "0.30",
    "ec2/ebs_optimized instance_type=r3.xlarge": "0.02",
    "ec2/ebs_optimized family=m5 (included)": "0",
    "ec2/detailed_monitoring": "0.30",
    "ec2/cpu_credits family=t3": "0.05",
    "ec2/cpu_credits family=t2": "0.05",
    "ec2/ebs_storage volume_type=gp2": "0.10",
    "ec2/ebs_storage volume_type=gp3": "0.08",
    "ec2/ebs_storage volume_type=io1": "0.125",
    "ec2/ebs_storage volume_type=io2": "0.125",
    "ec2/ebs_storage volume_type=standard": "0.05",
    "ec2/ebs_iops volume_type=gp3": "0.005",
    "ec2/ebs_iops volume_type=io1": "0.065",
    "ec2/ebs_iops volume_type=io2": [("0", "32000", "0.065"), ("32000", "", "0.045")],
    "ec2/ebs_throughput volume_type=gp3": "0.04",
    "ec2/ebs_io_requests volume_type=standard": "0.05",
    "ec2/public_ipv4 state=idle": "0.005",
    "ec2/public_ipv4 state=in_use": "0.005",
    "ec2/nat_gateway": "0.045",
    "ec2/nat_gateway_data": "0.045",
    "elb/load_balancer type=application": "0.0225",
    "elb/load_balancer type=network": "0.0225",
    "elb/capacity type=application": "5.84",
    "elb/capacity type=network": "4.38",
    "rds/instance deployment=single_az,engine=mysql,instance_class=db.t3.medium": "0.068",
    "rds/instance deployment=single_az,engine=postgres,instance_class=db.t3.medium": "0.072",
    "rds/instance deployment=multi_az,engine=postgres,instance_class=db.t3.medium": "0.144",
    "rds/instance deployment=single_az,engine=aurora-mysql,instance_class=db.t3.medium": "0.082",
    "rds/instance deployment=single_az,engine=mysql,instance_class=db.t3.medium "
    "(reserved_1_year_all_upfront)": "0",
    "rds/storage deployment=single_az,volume_type=gp2": "0.115",
    "rds/storage deployment=multi_az,volume_type=gp2": "0.23",
    "rds/storage deployment=single_az,volume_type=gp3": "0.115",
    "rds/storage deployment=single_az,volume_type=io1": "0.125",
    "rds/storage deployment=single_az,volume_type=standard": "0.10",
    "rds/iops deployment=single_az,volume_type=gp3": "0.02",
    "rds/iops deployment=single_az,volume_type=io1": "0.10",
    "rds/io_requests volume_type=standard": "0.10",
    "rds/backup_storage engine_family=rds": "0.095",
    "rds/backup_storage engine_family=aurora": "0.021",
    "rds/performance_insights_api": "0.01",
    "rds/performance_insights_retention family=t3": "2.95",
    "rds/extended_support year=1": "0.10",
    "rds/cpu_credits engine_family=rds": "0.075",
    "rds/cpu_credits engine_family=aurora": "0.09",
    "elasticache/node engine=redis,node_type=cache.m4.large": "0.156",
    "elasticache/node engine=memcached,node_type=cache.m4.large": "0.156",
    "elasticache/node engine=redis,node_type=cache.m4.large (reserved_1_year_all_upfront)": "0",
    "elasticache/backup_storage": "0.085",
    "lambda/requests": "0.20",
    "lambda/duration architecture=x86_64": [
        ("0", "6000000000", "0.0000166667"),
        ("6000000000", "15000000000", "0.000015"),
        ("15000000000", "", "0.0000133334"),
    ],
    "lambda/duration architecture=arm64": "0.0000133334",
    "lambda/ephemeral_storage": "0.0000000309",
    "dynamodb/write_capacity_hours": "0.00065",
    "dynamodb/read_capacity_hours": "0.00013",
    "dynamodb/write_requests": "0.000000625",
    "dynamodb/read_requests": "0.000000125",
    "dynamodb/storage": "0.25",
    "sqs/requests type=standard": "0.40",
    "sqs/requests type=fifo": "0.50",
    "sns/api_requests": "0.50",
    "sns/http_notifications": "0.06",
    "sns/email_notifications": "2.00",
    "sns/fifo_requests": "0.30",
    "sns/fifo_payload": "0.017",
    "sns/fifo_notifications": "0.01",
    "sns/fifo_notification_payload": "0.001",
    "s3/storage class=standard": [("0", "51200", "0.023"), ("51200", "", "0.022")],
    "s3/storage class=glacier_deep_archive": "0.00099",
    "s3/tier_1_requests class=standard": "0.005",
    "s3/object_tags": "0.0065",
    "kms/key": "1",
    "kms/requests kind=symmetric": "0.03",
    "kms/requests kind=rsa_2048": "0.03",
    "kms/requests kind=asymmetric": "0.15",
    "logs/ingested": "0.50",
    "logs/storage": "0.03",
}
VCPU = {"m5": "2", "t3": "2", "t2": "1"}


class RoundBook:
    """The prices above, at one region, in dollars."""

    def find(self, key: PriceKey) -> Price | None:
        option = "" if key.option == "on_demand" else f" ({key.option})"
        text = f"{key.service}/{key.product} {key.attributes}".strip() + option
        if key.region != REGION or text not in PRICES:
            return None
        steps = PRICES[text]
        steps = [("0", "", steps)] if isinstance(steps, str) else steps
        tiers = tuple(
            Tier(Decimal(start), Decimal(end) if end else None, Decimal(price))
            for start, end, price in steps
        )
        family = key.attributes.partition("instance_type=")[2].split(".")[0]
        details = {"vcpu": VCPU[family]} if family in VCPU else {}
        return Price("", tiers, "USD", "round", date(2026, 1, 1), details=details)

    def nearest(self, key: PriceKey) -> tuple[str, ...]:
        return ("instance_type=m5.large,os=linux",) if "instance_type" in key.attributes else ()

    def is_free(self, resource_type: str) -> bool:
        return resource_type == "aws_vpc"


@pytest.fixture
def book() -> RoundBook:
    return RoundBook()


Bill = Callable[..., dict[str, Component]]


@pytest.fixture
def make() -> Callable[..., Resource]:
    """Return a function building a resource; ``refs`` are attributes that mention an address."""

    def build(kind: str, attributes: Mapping[str, Any], name: str = "x", **refs: str) -> Resource:
        mentions = tuple(Expression.of((path,), Ref(to, "id")) for path, to in refs.items())
        unknown = dict.fromkeys(refs, UNKNOWN)
        return make_resource(Address(kind, name), {**attributes, **unknown}, expressions=mentions)

    return build


@pytest.fixture
def cost(book: RoundBook) -> Callable[..., ResourceCost]:
    """Return a function that prices the first of some resources at us-east-1."""

    def run(first: Resource, *others: Resource, usage: str = "") -> ResourceCost:
        plan = Plan((first, *others), region=REGION)
        text = f"version: 0.1\nresource_usage:\n  {first.address}:\n    {usage}\n"
        found = parse_usage(text, file="usage.yml") if usage else NO_USAGE
        return estimate(plan, book, usage=found, catalog=load_catalog()).resources[0]

    return run


@pytest.fixture
def bill(cost: Callable[..., ResourceCost]) -> Bill:
    """Return a function giving the components of the first resource by name."""

    def run(first: Resource, *others: Resource, usage: str = "") -> dict[str, Component]:
        return {c.name: c for c in cost(first, *others, usage=usage).components}

    return run
