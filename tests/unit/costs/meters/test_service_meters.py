"""Load balancers, Lambda, DynamoDB, queues and topics, worked out by hand."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState


def costs(components):
    return {name: c.monthly_cost for name, c in components.items()}


def quantities(components):
    return {name: c.monthly_quantity for name, c in components.items()}


# --- load balancers ---


def test_balancer_counts_the_dimension_that_weighs_most(bill, make):
    usage = "{new_connections: 10000, active_connections: 9000, processed_bytes_gb: 1000}"

    found = bill(make("aws_lb", {"load_balancer_type": "application"}), usage=usage)

    # max(10,000/100, 9,000/3,000, 1,000/1) = 1,000 unit-hours, / 730 x 5.84 = 8
    assert found["Application load balancer"].monthly_cost == Decimal("16.425")
    assert found["Load balancer capacity units"].monthly_cost.quantize(Decimal("0.0001")) == 8


def test_capacity_that_was_billed_wins_over_what_it_is_estimated_from(bill, make):
    usage = "{processed_bytes_gb: 1000, monthly_lcu_hours: 365}"

    found = bill(make("aws_lb", {"load_balancer_type": "application"}), usage=usage)

    # 365 / 730 x 5.84 = 2.92
    assert found["Load balancer capacity units"].monthly_cost == Decimal("2.92")


def test_balancer_without_usage_has_no_capacity_units(bill, make):
    found = bill(make("aws_lb", {"load_balancer_type": "network"}))

    assert found["Network load balancer"].monthly_cost == Decimal("16.425")
    assert found["Load balancer capacity units"].state is CostState.USAGE


def test_balancer_of_a_strange_kind_is_not_found(cost, make):
    found = cost(make("aws_lb", {"load_balancer_type": "quantum"}))

    assert found.state is CostState.NOT_FOUND
    assert "application, network, gateway" in found.components[0].note


# --- Lambda ---


def test_lambda_bills_requests_and_gigabyte_seconds_in_whole_milliseconds(bill, make):
    usage = "{monthly_requests: 1000000, request_duration_ms: 249.2}"

    found = bill(make("aws_lambda_function", {"memory_size": 512}), usage=usage)

    # 1 million x 0.250 s x 0.5 GB = 125,000 GB-seconds
    assert quantities(found) == {
        "Requests": 1,
        "Ephemeral storage": 0,  # 512 MB are free
        "Duration (first 6B)": 125_000,
    }
    assert found["Duration (first 6B)"].monthly_cost == Decimal("2.0833375")


def test_lambda_shows_one_line_for_each_price_step_it_reaches(bill, make):
    usage = "{monthly_requests: 20000000000, request_duration_ms: 1000}"

    found = bill(make("aws_lambda_function", {"memory_size": 1024}), usage=usage)

    lines = {n: q for n, q in quantities(found).items() if n.startswith("Duration")}
    assert lines == {
        "Duration (first 6B)": 6_000_000_000,
        "Duration (next 9B)": 9_000_000_000,
        "Duration (over 15B)": 5_000_000_000,
    }


def test_lambda_scratch_beyond_the_free_half_gigabyte_is_billed(bill, make):
    function = make("aws_lambda_function", {"ephemeral_storage": [{"size": 1536}]})

    found = bill(function, usage="{monthly_requests: 1000, request_duration_ms: 1000}")

    assert found["Ephemeral storage"].monthly_quantity == 1000  # 1,000 s x 1 GB


@pytest.mark.parametrize("usage", ["", "monthly_requests: 10", "request_duration_ms: 10"])
def test_lambda_duration_needs_both_requests_and_length(bill, make, usage):
    found = bill(make("aws_lambda_function", {}), usage=usage)

    assert found["Duration (first 6B)"].state is CostState.USAGE
    assert found["Ephemeral storage"].state is CostState.USAGE


def test_lambda_on_arm_has_its_own_price_and_a_flat_one_has_no_steps(bill, make):
    found = bill(make("aws_lambda_function", {"architectures": ["arm64"]}))

    assert found["Duration"].unit_price == Decimal("0.0000133334")


def test_lambda_where_no_duration_price_exists_is_not_found(cost, make):
    function = make("aws_lambda_function", {"region": "mars-1"})

    found = cost(function)

    assert {c.state for c in found.components} == {CostState.NOT_FOUND}


# --- DynamoDB ---


def test_dynamodb_capacity_bought_ahead_is_priced_by_the_month(bill, make):
    table = {"billing_mode": "PROVISIONED", "read_capacity": 30, "write_capacity": 20}

    found = bill(make("aws_dynamodb_table", table))

    # 20 x 0.00065 x 730 = 9.49; 30 x 0.00013 x 730 = 2.847
    assert found["Write capacity unit (WCU)"].monthly_cost == Decimal("9.49")
    assert found["Read capacity unit (RCU)"].monthly_cost == Decimal("2.847")
    assert found["Data storage"].state is CostState.USAGE


def test_dynamodb_by_request_is_priced_by_usage_here_and_in_each_replica(bill, make):
    table = {"billing_mode": "PAY_PER_REQUEST", "replica": [{"region_name": "us-east-1"}]}
    usage = "{monthly_write_request_units: 2000000, monthly_read_request_units: 8000000}"

    found = bill(make("aws_dynamodb_table", table), usage=usage)

    assert found["Write request unit (WRU)"].monthly_cost == Decimal("1.25")
    assert found["Read request unit (RRU)"].monthly_cost == Decimal(1)
    name = "Global table (us-east-1) > Replicated write request unit (rWRU)"
    assert found[name].monthly_cost == Decimal("1.25")


def test_dynamodb_replica_of_bought_capacity_repeats_the_writes(bill, make):
    table = {"write_capacity": 10, "replica": [{"region_name": "us-east-1"}]}

    found = bill(make("aws_dynamodb_table", table))

    name = "Global table (us-east-1) > Replicated write capacity unit (rWCU)"
    assert found[name].monthly_cost == Decimal("4.745")  # 10 x 0.00065 x 730


def test_dynamodb_replica_where_no_price_is_known_is_not_found(cost, make):
    table = {"write_capacity": 10, "replica": [{"region_name": "mars-1"}]}

    assert cost(make("aws_dynamodb_table", table)).state is CostState.NOT_FOUND


def test_dynamodb_autoscaling_bills_the_least_the_target_keeps(bill, make):
    target = make(
        "aws_appautoscaling_target",
        {"min_capacity": 5, "scalable_dimension": "dynamodb:table:ReadCapacityUnits"},
        "reads",
        resource_id="aws_dynamodb_table.x",
    )
    table = make("aws_dynamodb_table", {"name": "t", "read_capacity": 1, "write_capacity": 1})

    found = bill(table, target)

    assert found["Read capacity unit (RCU, autoscaling)"].monthly_quantity == 5
    assert found["Write capacity unit (WCU)"].monthly_quantity == 1


def test_dynamodb_of_a_strange_billing_mode_is_not_found(cost, make):
    found = cost(make("aws_dynamodb_table", {"billing_mode": "BARTER"}))

    assert found.state is CostState.NOT_FOUND
    assert "provisioned, pay_per_request" in found.components[0].note


# --- queues and topics ---


@pytest.mark.parametrize(
    ("fifo", "usage", "amount"),
    [
        (False, "monthly_requests: 1000000", "0.4"),
        (False, "{monthly_requests: 1000000, request_size_kb: 65}", "0.8"),  # two 64 KB pieces
        (True, "{monthly_requests: 1000000, request_size_kb: 64}", "0.5"),
        (True, "", None),
    ],
)
def test_queue_bills_requests_in_pieces_of_64_kb(bill, make, *, fifo, usage, amount):
    found = bill(make("aws_sqs_queue", {"fifo_queue": fifo}), usage=usage)

    assert costs(found) == {"Requests": amount and Decimal(amount)}


def test_topic_bills_what_exceeds_the_free_million_and_the_free_notifications(bill, make):
    usage = (
        "{monthly_requests: 1000000, request_size_kb: 128, http_subscriptions: 1, "
        "email_subscriptions: 0, kinesis_subscriptions: 0, mobile_push_subscriptions: 0, "
        "macos_subscriptions: 0, sms_subscriptions: 0}"
    )

    found = bill(make("aws_sns_topic", {}), usage=usage)

    # 2 pieces x 1 million - 1 million free = 1 million; 1 million - 100k free = 9 x 100k
    assert costs(found) == {
        "API requests (over 1M)": Decimal("0.5"),
        "HTTP/HTTPS notifications (over 100k)": Decimal("0.54"),
    }


def test_topic_that_nobody_writes_to_is_free(cost, make):
    found = cost(make("aws_sns_topic", {}), usage="monthly_requests: 0")

    assert found.state is CostState.FREE
    assert found.monthly_cost == 0


def test_text_messages_cost_what_usage_says_each_costs(bill, make):
    usage = "{monthly_requests: 10, sms_subscriptions: 100, sms_notification_price: 0.01}"

    found = bill(make("aws_sns_topic", {}), usage=usage)

    line = found["SMS notifications (over 100)"]
    assert line.monthly_cost == 9  # 10 x 100 - 100 free = 900 at 0.01


def test_text_messages_without_a_price_depend_on_usage(bill, make):
    line = bill(make("aws_sns_topic", {}))["SMS notifications (over 100)"]

    assert line.state is CostState.USAGE
    assert "sms_notification_price" in line.note


def test_fifo_topic_bills_payload_and_each_subscriber(bill, make):
    topic = make("aws_sns_topic", {"fifo_topic": True})
    subscribers = [
        make("aws_sns_topic_subscription", {}, f"s{n}", topic_arn="aws_sns_topic.x")
        for n in range(3)
    ]

    found = bill(topic, *subscribers, usage="{monthly_requests: 2000000, request_size_kb: 64}")

    assert quantities(found) == {
        "FIFO Publish API requests": 2,
        "FIFO Publish API payload": 128,  # 2 million x 64 KB
        "FIFO notifications": 6,  # x 3 subscribers
        "FIFO notification payload": 384,
    }


def test_fifo_topic_without_subscribers_has_no_notifications(bill, make):
    found = bill(make("aws_sns_topic", {"fifo_topic": True}))

    assert quantities(found) == {
        "FIFO Publish API requests": None,
        "FIFO Publish API payload": None,
    }


def test_targets_of_another_dimension_or_another_table_scale_nothing(bill, make):
    indexed = make(
        "aws_appautoscaling_target",
        {"min_capacity": 5, "scalable_dimension": "dynamodb:index:IndexReadCapacityUnits"},
        "indexed",
        resource_id="aws_dynamodb_table.x",
    )
    others = make(
        "aws_appautoscaling_target",
        {"resource_id": "table/other", "scalable_dimension": "dynamodb:table:ReadCapacityUnits"},
        "others",
    )

    found = bill(make("aws_dynamodb_table", {"name": "t", "read_capacity": 1}), indexed, others)

    assert found["Read capacity unit (RCU)"].monthly_quantity == 1
