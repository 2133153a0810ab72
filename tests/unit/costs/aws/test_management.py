"""Alarms, rules, stacks, gateways and other small AWS services, worked out by hand."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN
from dharma_core.storage.price_books import open_price_book


@pytest.fixture
def book():
    return open_price_book()


def quantities(components):
    return {name: c.monthly_quantity for name, c in components.items()}


def metric(period):
    return {"id": "m", "metric": [{"metric_name": "n", "period": period}]}


@pytest.mark.parametrize(
    ("attributes", "name", "amount"),
    [
        ({"period": 120}, "Standard resolution", "0.1"),
        ({"period": 30}, "High resolution", "0.3"),
        ({"metric_query": [metric(60), metric(60), {"id": "e"}]}, "Standard resolution", "0.2"),
        ({"metric_query": [metric(10)]}, "High resolution", "0.3"),
        (
            {"metric_query": [metric(60)], "comparison_operator": "LessThanLowerThreshold"},
            "Standard resolution anomaly detection",
            "0.3",
        ),
    ],
    ids=["standard", "high", "two metrics", "high in a query", "against a band"],
)
def test_an_alarm_bills_each_metric_by_how_often_it_looks(bill, make, attributes, name, amount):
    found = bill(make("aws_cloudwatch_metric_alarm", attributes))

    assert {n: c.monthly_cost for n, c in found.items()} == {name: Decimal(amount)}


def stack(namespace):
    return {"template_body": f'{{"Resources": {{"a": {{"Type": "{namespace}::A::B"}}}}}}'}


@pytest.mark.parametrize("kind", ["aws_cloudformation_stack", "aws_cloudformation_stack_set"])
def test_only_handlers_of_others_cost_something(cost, make, kind):
    assert cost(make(kind, stack("AWS"))).state is CostState.FREE
    assert cost(make(kind, stack("MongoDB"))).state is CostState.USAGE
    assert cost(make(kind, {"template_body": UNKNOWN})).state is CostState.USAGE


def test_handlers_that_were_never_long_show_no_durations(bill, make):
    usage = "{monthly_handler_operations: 1000, monthly_duration_secs: 0}"

    found = bill(make("aws_cloudformation_stack", {}), usage=usage)

    assert {n: c.monthly_cost for n, c in found.items()} == {"Handler operations": Decimal("0.9")}


def test_rule_evaluations_are_cheaper_beyond_a_hundred_thousand(bill, make):
    found = bill(make("aws_config_config_rule", {}), usage="monthly_rule_evaluations: 150000")

    assert found["Rule evaluations (first 100K)"].monthly_cost == 100
    assert found["Rule evaluations (next 400K)"].monthly_cost == 40


def test_large_requests_and_messages_count_as_several(bill, make):
    http = make("aws_apigatewayv2_api", {"protocol_type": "HTTP"})
    socket = make("aws_apigatewayv2_api", {"protocol_type": "WEBSOCKET"})

    asked = bill(http, usage="{monthly_requests: 200000000, request_size_kb: 513}")
    sent = bill(socket, usage="{monthly_messages: 1000000, message_size_kb: 33}")

    # 400 million: 300 x 1.00 and 100 x 0.90
    assert asked["Requests (first 300M)"].monthly_cost == 300
    assert asked["Requests (over 300M)"].monthly_cost == 90
    assert quantities(sent) == {"Messages (first 1B)": 2, "Connection duration": None}


def test_a_stage_bills_a_cache_only_when_it_has_one(cost, make):
    cached = {"cache_cluster_enabled": True, "cache_cluster_size": "1.6"}

    assert cost(make("aws_api_gateway_stage", cached)).monthly_cost == Decimal("27.74")
    assert cost(make("aws_api_gateway_stage", {})).state is CostState.FREE


def test_only_certificates_of_a_private_authority_cost_something(cost, make):
    private = make("aws_acm_certificate", {"certificate_authority_arn": "arn:aws:acm-pca:x"})

    assert cost(private).monthly_cost == Decimal("0.75")
    assert cost(make("aws_acm_certificate", {"domain_name": "x"})).state is CostState.FREE


def test_short_lived_authorities_are_cheaper(cost, make):
    short = make("aws_acmpca_certificate_authority", {"usage_mode": "SHORT_LIVED_CERTIFICATE"})

    assert cost(short, usage="monthly_requests: 1000").monthly_cost == 108  # 50 + 58


def test_a_directory_is_two_controllers_and_only_microsofts_is_shared(bill, make):
    usage = "{additional_domain_controllers: 1, shared_accounts: 2}"
    simple = make("aws_directory_service_directory", {"type": "SimpleAD", "size": "Large"})
    microsoft = {"type": "MicrosoftAD", "edition": "Standard"}

    assert quantities(bill(simple, usage=usage)) == {
        "Directory service (Simple AD, Large)": 2,
        "Additional domain controllers": 1,
    }
    assert quantities(bill(make("aws_directory_service_directory", microsoft), usage=usage)) == {
        "Directory service (Microsoft AD, Standard)": 2,
        "Additional domain controllers": 1,
        "Directory sharing": 2,
    }


def test_a_replication_instance_brings_storage_by_its_family(bill, make):
    asked = {"replication_instance_class": "dms.t3.medium", "allocated_storage": 80}
    larger = {"replication_instance_class": "dms.c4.large", "allocated_storage": 80}

    assert quantities(bill(make("aws_dms_replication_instance", asked))) == {
        "Instance (t3.medium)": 730,
        "Storage (general purpose SSD, gp2)": 30,
    }
    assert list(bill(make("aws_dms_replication_instance", larger))) == ["Instance (c4.large)"]


def test_throughput_of_a_file_system_is_billed_beyond_what_its_storage_brings(bill, make):
    asked = {"throughput_mode": "provisioned", "provisioned_throughput_in_mibps": 100}

    found = bill(make("aws_efs_file_system", asked), usage="storage_gb: 230")

    assert quantities(found) == {
        "Storage (standard)": 230,
        "Provisioned throughput": Decimal("88.5"),  # 100 - 230 / 20
    }


def test_files_in_one_zone_that_move_to_infrequent_access(bill, make):
    asked = {"availability_zone_name": "us-east-1a", "lifecycle_policy": [{}]}

    assert list(bill(make("aws_efs_file_system", asked))) == [
        "Storage (one zone)",
        "Storage (one zone, infrequent access)",
        "Read requests (infrequent access)",
        "Write requests (infrequent access)",
    ]


@pytest.mark.parametrize(
    ("version", "name", "amount"),
    [
        ("1.33", "EKS cluster", "73"),
        ("1.28", "EKS cluster (extended support)", "438"),
        (None, "EKS cluster", "73"),
    ],
)
def test_an_old_cluster_pays_for_extended_support(bill, make, version, name, amount):
    found = bill(make("aws_eks_cluster", {"version": version}))

    assert {n: c.monthly_cost for n, c in found.items()} == {name: Decimal(amount)}


def test_builds_are_billed_by_system_and_size(bill, make):
    machine = {"type": "ARM_CONTAINER", "compute_type": "BUILD_GENERAL1_LARGE"}
    project = make("aws_codebuild_project", {"environment": [machine]})

    found = bill(project, usage="monthly_build_mins: 100")

    assert found["Linux (arm1.large)"].monthly_cost == Decimal("1.5")


def test_a_cluster_that_aws_upgrades_never_reaches_extended_support(cost, make):
    attributes = {"version": "1.28", "upgrade_policy": [{"support_type": "STANDARD"}]}

    assert cost(make("aws_eks_cluster", attributes)).monthly_cost == 73
