"""A small design with findings, costs in all states, a deployment and a chain."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from dharma_core.audit import ChainEntry, seal
from dharma_core.costs.estimates import Component, Estimate, ResourceCost
from dharma_core.deployments.values import (
    DeployedResource,
    Deployment,
    DeploymentRequest,
    DeploymentState,
)
from dharma_core.events import Event, EventType
from dharma_core.plan import Address, Catalog, Expression, Plan, Ref, make_catalog, make_resource
from dharma_core.plan.catalog import ResourceType
from dharma_core.policies.findings import CheckReport, Effect, Finding, Rule, Severity
from dharma_core.provenance import Position

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def _type(name: str, title: str, service: str) -> ResourceType:
    return ResourceType(name, "aws", title, service)


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def catalog() -> Catalog:
    return make_catalog(
        [
            _type("aws_vpc", "VPC", "VPC"),
            _type("aws_subnet", "Subnet", "VPC"),
            _type("aws_instance", "Instance", "EC2"),
            _type("aws_db_instance", "Database", "RDS"),
            _type("aws_s3_bucket", "Bucket", "S3"),
        ]
    )


@pytest.fixture
def plan() -> Plan:
    vpc = make_resource(Address("aws_vpc", "main"), {"cidr_block": "10.0.0.0/16"})
    subnet = make_resource(
        Address("aws_subnet", "a"),
        {},
        expressions=(Expression.of(("vpc_id",), Ref("aws_vpc.main", "id")),),
    )
    servers = tuple(
        make_resource(
            Address("aws_instance", "web", index=i),
            {"instance_type": "t3.micro"},
            expressions=(
                Expression.of(("subnet_id",), Ref("aws_subnet.a", "id")),
                Expression.of(("tags", "Vpc"), Ref("aws_vpc.main", "id")),
            ),
        )
        for i in range(2)
    )
    database = make_resource(
        Address("aws_db_instance", "db"), {}, depends_on=("aws_instance.web[0]",)
    )
    bucket = make_resource(Address("aws_s3_bucket", "logs"), {})
    return Plan((vpc, subnet, *servers, database, bucket), name="web", region="us-east-1")


@pytest.fixture
def report() -> CheckReport:
    rule = Rule(
        "DH_AWS_S3_001",
        "Encrypted",
        Severity.HIGH,
        Effect.DENY,
        "security",
        "aws",
        ("aws_s3_bucket",),
    )
    findings = (
        _finding("DH_AWS_S3_001", Severity.HIGH, Effect.DENY, "aws_s3_bucket.logs"),
        _finding("DH_AWS_RDS_001", Severity.CRITICAL, Effect.DENY, "aws_db_instance.db"),
        _finding("DH_AWS_RDS_002", Severity.LOW, Effect.WARN, "aws_db_instance.db"),
    )
    return CheckReport.of(findings, (rule,), 6)


def _finding(rule_id: str, severity: Severity, effect: Effect, address: str) -> Finding:
    return Finding(
        rule_id,
        severity,
        effect,
        "security",
        address,
        f"{address} breaks <{rule_id}>",
        remediation="Set it.",
        position=Position("web.yaml", 7),
    )


@pytest.fixture
def estimate() -> Estimate:
    hours = Component(
        "Instance usage",
        "hours",
        Decimal(730),
        Decimal("0.0104"),
        source="aws",
        as_of=date(2026, 10, 1),
    )
    requests = Component("Requests", "1M requests", None, Decimal("0.40"), usage_key="requests")
    return Estimate.of(
        (
            ResourceCost("aws_instance.web[0]", "aws_instance", (hours,), service="EC2"),
            ResourceCost("aws_instance.web[1]", "aws_instance", (hours,), service="EC2"),
            ResourceCost("aws_s3_bucket.logs", "aws_s3_bucket", (requests,), service="S3"),
            ResourceCost("aws_vpc.main", "aws_vpc", free=True, service="VPC"),
            ResourceCost("aws_new.thing", "aws_new"),
        ),
        region="us-east-1",
    )


@pytest.fixture
def deployment() -> Deployment:
    states = (
        DeploymentState.QUEUED,
        DeploymentState.VALIDATING,
        DeploymentState.PLANNING,
        DeploymentState.APPROVED,
        DeploymentState.APPLYING,
        DeploymentState.COMPLETED,
    )
    starts = (0, 1, 3, 4, 5, 95)
    history = tuple((s, NOON + timedelta(seconds=t)) for s, t in zip(states, starts, strict=True))
    return Deployment(
        id="dep_01kexample0000000000",
        name="web",
        state=DeploymentState.COMPLETED,
        request=DeploymentRequest(),
        created=NOON,
        updated=NOON + timedelta(seconds=95),
        user="ann",
        tenant="default",
        estimate=Decimal("15.18"),
        resources=(
            DeployedResource("aws_vpc.main", "aws_vpc", "vpc-1", "confirmed"),
            DeployedResource("aws_s3_bucket.logs", "aws_s3_bucket", "", "missing", "not there"),
        ),
        outputs={"url": "http://<lb>"},
        history=history,
    )


@pytest.fixture
def entries() -> tuple[ChainEntry, ...]:
    chain: list[ChainEntry] = []
    for number, kind in enumerate((EventType.BLUEPRINT_CREATED, EventType.PERMISSION_DENIED)):
        event = Event(
            f"evt_{number}",
            kind,
            "blueprint",
            "bp_1",
            NOON - timedelta(hours=30 * (1 - number)),
            "default",
            "ann",
            success=number == 0,
        )
        chain.append(seal(event, chain[-1] if chain else None))
    return tuple(chain)
