"""Reserved Lambda capacity, Lightsail, Neptune, SNS subscriptions, Systems Manager."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.storage.price_books import open_price_book


@pytest.fixture
def book():
    return open_price_book()


def quantities(components):
    return {name: c.monthly_quantity for name, c in components.items()}


def test_kept_capacity_takes_memory_and_chip_from_its_function(bill, make):
    function = make("aws_lambda_function", {"memory_size": 2048, "architectures": ["arm64"]}, "f")
    config = make(
        "aws_lambda_provisioned_concurrency_config",
        {"provisioned_concurrent_executions": 10},
        function_name="aws_lambda_function.f",
    )
    usage = "{monthly_duration_hrs: 2, monthly_requests: 1000000, request_duration_ms: 99.5}"

    found = bill(config, function, usage=usage)

    # 10 x 2 h x 3,600 s x 2 GB; 1 million x 0.1 s x 2 GB
    assert quantities(found) == {
        "Requests": 1,
        "Provisioned Concurrency": 144_000,
        "Duration": 200_000,
    }
    assert found["Duration"].unit_price == Decimal("0.0000077778")


def test_kept_capacity_without_usage_is_not_free(cost, make):
    assert cost(make("aws_lambda_provisioned_concurrency_config", {})).state is CostState.USAGE


@pytest.mark.parametrize(
    ("bundle", "name", "price"),
    [
        ("nano_2_0", "Virtual server (Linux/UNIX)", "0.00672"),
        ("large_win_3_0", "Virtual server (Windows)", "0.099462"),
    ],
    ids=["linux", "windows"],
)
def test_a_bundle_names_the_size_and_the_system(bill, make, bundle, name, price):
    assert bill(make("aws_lightsail_instance", {"bundle_id": bundle}))[name].unit_price == Decimal(
        price
    )


def test_an_unknown_bundle_has_no_price(cost, make):
    instance = make("aws_lightsail_instance", {}, bundle_id="aws_lightsail_instance.y")

    assert cost(instance).state is CostState.NOT_FOUND


def test_neptune_follows_its_cluster_and_bursts_by_the_hour(bill, make):
    cluster = make("aws_neptune_cluster", {"storage_type": "iopt1"}, "c")
    attributes = {"instance_class": "db.t3.medium", "region": "eu-west-2"}
    link = {"cluster_identifier": "aws_neptune_cluster.c"}

    found = bill(
        make("aws_neptune_cluster_instance", attributes, **link),
        cluster,
        usage="{monthly_cpu_credit_hrs: 2}",
    )

    assert found["Database instance (on-demand, db.t3.medium)"].unit_price == Decimal("0.151")
    assert found["CPU credits"].monthly_quantity == 1460  # 2 in every hour of the month


def test_neptune_backups_of_one_day_are_free(bill, make):
    kept = bill(make("aws_neptune_cluster", {"backup_retention_period": 2}))

    assert "Backup storage" in kept
    assert "Backup storage" not in bill(make("aws_neptune_cluster", {}))


def test_only_web_subscriptions_are_billed_apart_from_their_topic(bill, cost, make):
    usage = "{monthly_requests: 1000000, request_size_kb: 65}"

    web = bill(make("aws_sns_topic_subscription", {"protocol": "https"}), usage=usage)

    assert web["HTTP notifications"].monthly_cost == Decimal("1.2")  # two pieces each
    queue = make("aws_sns_topic_subscription", {"protocol": "sqs"})
    assert cost(queue).state is CostState.FREE


def test_an_old_spelling_of_the_message_size_is_told(bill, make):
    found = bill(make("aws_sqs_queue", {}), usage="{monthly_requests: 1000000, request_size: 128}")

    assert found["Requests"].monthly_quantity == 1
    assert "request_size_kb" in found["Requests"].note


@pytest.mark.parametrize(
    ("attributes", "usage", "state"),
    [
        ({}, "{instances: 10}", CostState.FREE),
        ({"registration_limit": 1001}, "{instances: 10}", CostState.PRICED),
        ({}, "{instance_tier: advanced, instances: 10}", CostState.PRICED),
    ],
    ids=["standard", "large", "advanced"],
)
def test_only_the_advanced_tier_of_managed_machines_is_billed(cost, make, attributes, usage, state):
    assert cost(make("aws_ssm_activation", attributes), usage=usage).state is state


def test_parameters_of_the_standard_tier_are_free_unless_their_limit_is_raised(bill, make):
    raised = bill(make("aws_ssm_parameter", {}), usage="{api_throughput_limit: higher}")

    assert list(raised) == ["API interactions (higher)"]
    assert bill(make("aws_ssm_parameter", {"tier": "Standard"})) == {}
    advanced = bill(make("aws_ssm_parameter", {"tier": "Advanced"}))
    assert round(advanced["Parameter storage (advanced)"].monthly_cost, 2) == Decimal("0.05")


def test_more_than_any_month_could_hold_is_no_quantity(bill, make):
    usage = "{monthly_requests: 1000000000000000, request_size_kb: 1000000000000000}"

    found = bill(make("aws_sqs_queue", {}), usage=usage)

    assert found["Requests"].monthly_quantity is None


def test_keys_of_hashes_are_asked_at_the_price_of_symmetric_ones(bill, make):
    found = bill(make("aws_kms_key", {"customer_master_key_spec": "HMAC_256"}))

    assert found["Requests"].unit_price == Decimal("0.03")
