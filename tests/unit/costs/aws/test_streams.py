"""Streams, Glue and state machines, worked out by hand from the prices of us-east-1."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.storage.price_books import open_price_book


@pytest.fixture
def book():
    return open_price_book()


def quantities(components):
    return {name: c.monthly_quantity for name, c in components.items()}


def test_delivery_stream_bills_each_step_conversion_and_each_zone(bill, make):
    attributes = {
        "extended_s3_configuration": [
            {"data_format_conversion_configuration": [{"enabled": True}]}
        ],
        "opensearch_configuration": [{"vpc_config": [{"subnet_ids": ["a", "b", "c"]}]}],
    }
    usage = "{monthly_data_ingested_gb: 600000}"

    found = bill(make("aws_kinesis_firehose_delivery_stream", attributes), usage=usage)

    assert quantities(found) == {
        "Data ingested (first 500TB)": 512_000,
        "Data ingested (next 1.5PB)": 88_000,
        "Format conversion": 600_000,
        "VPC data": 600_000,
        "VPC AZ delivery": 2190,
    }


def test_conversion_that_is_switched_off_is_not_billed(bill, make):
    off = [{"data_format_conversion_configuration": [{"enabled": False}]}]

    found = bill(make("aws_kinesis_firehose_delivery_stream", {"extended_s3_configuration": off}))

    assert quantities(found) == {"Data ingested (first 500TB)": None}


def test_a_provisioned_stream_is_billed_by_shards_and_consumers(bill, make):
    usage = "{monthly_provisioned_efo_consumer_hours: 10, monthly_provisioned_put_units: 1000000}"

    found = bill(make("aws_kinesis_stream", {"shard_count": 4}), usage=usage)

    assert found["PROVISIONED"].monthly_cost == Decimal("43.8")  # 4 x 730 x 0.015
    assert found["Put request unit"].monthly_cost == Decimal("0.014")
    assert found["Enhanced Fan Out (EFO)"].monthly_quantity == 40


def test_an_on_demand_stream_has_an_hour_and_its_data(bill, make):
    mode = {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]}

    found = bill(make("aws_kinesis_stream", mode), usage="{monthly_on_demand_data_in_gb: 10}")

    assert found["ON_DEMAND"].monthly_cost == Decimal("29.2")
    assert found["Data ingested"].monthly_cost == Decimal("0.8")
    assert "PROVISIONED" not in found


def test_flink_runs_a_unit_to_orchestrate_and_storage_for_each_unit(bill, make):
    flink = make("aws_kinesisanalyticsv2_application", {"runtime_environment": "FLINK-1_15"})

    found = bill(flink, usage="{kinesis_processing_units: 2}")

    assert quantities(found) == {
        "Processing (stream)": 2,
        "Processing (orchestration)": 1,
        "Running storage": 100,
        "Backup": None,
    }


@pytest.mark.parametrize(
    ("attributes", "unit"),
    [
        ({}, "hours (1 DPU)"),
        ({"max_capacity": 10}, "hours (10 DPUs)"),
        ({"number_of_workers": 4, "worker_type": "G.4X"}, "hours (16 DPUs)"),
        ({"number_of_workers": 2, "worker_type": "G.025X"}, "hours (0.5 DPUs)"),
        ({"command": [{"name": "pythonshell"}]}, "hours (0.0625 DPUs)"),
    ],
    ids=["default", "capacity", "workers", "small workers", "shell"],
)
def test_a_job_hour_has_the_price_of_its_units(bill, make, attributes, unit):
    found = bill(make("aws_glue_job", attributes), usage="{monthly_hours: 10}")

    units = Decimal(unit.partition("(")[2].split()[0])
    assert found["Duration"].unit == unit
    assert found["Duration"].monthly_cost == Decimal("4.4") * units


def test_flexible_jobs_are_cheaper_and_unknown_capacity_has_no_price(bill, make):
    flexible = bill(make("aws_glue_job", {"execution_class": "FLEX", "max_capacity": 1}))
    unknown = bill(make("aws_glue_job", {}, max_capacity="aws_glue_job.other"))

    assert flexible["Duration"].unit_price == Decimal("0.29")
    assert unknown["Duration"].state is CostState.NOT_FOUND


def test_less_than_one_block_of_the_catalogue_is_not_billed(bill, make):
    usage = "{monthly_objects: 99999, monthly_requests: 2500000}"

    found = bill(make("aws_glue_catalog_database", {}), usage=usage)

    assert quantities(found) == {"Requests": Decimal("2.5")}


def test_express_runs_are_billed_in_whole_blocks_of_time_and_memory(bill, make):
    usage = "{monthly_requests: 1000000, workflow_duration_ms: 101, memory_mb: 65}"

    found = bill(make("aws_sfn_state_machine", {"type": "EXPRESS"}), usage=usage)

    # 1 million x 0.2 s x 0.125 GB / 3,600 s = 6.9444 GB-hours
    assert found["Requests"].monthly_cost == 1
    assert round(found["Duration (first 1K)"].monthly_quantity, 4) == Decimal("6.9444")


def test_standard_runs_are_billed_by_transition_and_unknown_types_not_at_all(bill, make):
    standard = bill(make("aws_sfn_state_machine", {}), usage="{monthly_transitions: 4000}")
    unknown = bill(make("aws_sfn_state_machine", {}, type="aws_sfn_state_machine.y"))

    assert standard["Transitions"].monthly_cost == Decimal("0.1")
    assert unknown["Transitions"].state is CostState.NOT_FOUND
