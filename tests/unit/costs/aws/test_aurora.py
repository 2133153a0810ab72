"""Aurora clusters and instances, worked out by hand from the prices of us-east-1."""

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


def test_serverless_cluster_bills_capacity_storage_and_requests_by_the_second(bill, make):
    usage = (
        "{capacity_units_per_hr: 2, storage_gb: 10, write_requests_per_sec: 3,"
        " read_requests_per_sec: 7}"
    )
    cluster = make("aws_rds_cluster", {"engine_mode": "serverless", "engine": "aurora-mysql"})

    found = bill(cluster, usage=usage)

    # 2 x 730 ACU-hours; (3 + 7) a second x 2,628,000 seconds = 26.28 million
    assert quantities(found) == {
        "Aurora serverless": 1460,
        "Storage": 10,
        "I/O requests": Decimal("26.28"),
        "Snapshot export": None,
    }
    assert found["Aurora serverless"].monthly_cost == Decimal("87.6")


def test_backups_beyond_the_first_day_are_billed(bill, make):
    usage = "{backup_snapshot_size_gb: 100}"

    kept = bill(make("aws_rds_cluster", {"backup_retention_period": 5}), usage=usage)
    free = bill(make("aws_rds_cluster", {"backup_retention_period": 1}), usage=usage)

    assert kept["Backup storage"].monthly_quantity == 400  # four of five days
    assert "Backup storage" not in free


def test_backtracking_counts_the_change_records_of_the_window(bill, make):
    usage = (
        "{average_statements_per_hr: 1000000, change_records_per_statement: 0.5,"
        " backtrack_window_hrs: 2}"
    )

    found = bill(make("aws_rds_cluster", {"engine": "aurora-mysql"}), usage=usage)

    assert found["Backtrack"].monthly_quantity == 730  # 1 million x 730 x 0.5 x 2


@pytest.mark.parametrize(
    "attributes",
    [{"engine": "aurora-postgresql"}, {"engine_mode": "serverless"}, {"region": "sa-east-1"}],
    ids=["postgres", "serverless", "region"],
)
def test_backtracking_is_not_sold_to_postgres_serverless_or_everywhere(bill, make, attributes):
    assert "Backtrack" not in bill(make("aws_rds_cluster", attributes))


def test_optimised_storage_has_its_own_price(bill, make):
    found = bill(make("aws_rds_cluster", {"storage_type": "aurora-iopt1"}))

    assert found["Storage (I/O-optimized)"].unit_price == Decimal("0.225")


def test_instance_takes_storage_and_engine_from_its_cluster(bill, make):
    cluster = make("aws_rds_cluster", {"storage_type": "aurora-iopt1"}, "c")
    links = {"cluster_identifier": "aws_rds_cluster.c"}
    serverless = make("aws_rds_cluster_instance", {"instance_class": "db.serverless"}, **links)
    plain = make("aws_rds_cluster_instance", {"instance_class": "db.r5.large"}, **links)

    capacity = bill(serverless, cluster, usage="{capacity_units_per_hr: 4}")
    hours = bill(plain, cluster)

    # 4 x 730 x 0.16
    assert capacity["Aurora serverless v2 (I/O-optimized)"].monthly_cost == Decimal("467.2")
    assert hours["Database instance (on-demand, db.r5.large)"].unit_price == Decimal("0.377")


def test_extras_of_an_instance_are_counted_by_its_vcpus(bill, make):
    attributes = {
        "instance_class": "db.t3.large",
        "engine": "aurora-mysql",
        "engine_version": "5.7.mysql_aurora.2.11.1",
        "performance_insights_enabled": True,
        "performance_insights_retention_period": 731,
    }

    found = bill(make("aws_rds_cluster_instance", attributes), usage="{monthly_cpu_credit_hrs: 10}")

    assert quantities(found) == {
        "Database instance (on-demand, db.t3.large)": 730,
        "Performance Insights Long Term Retention (db.t3.large)": 2,
        "Performance Insights API": None,
        "Extended support (year 1)": 1460,
        "CPU credits": 20,
    }


def test_a_reservation_wholly_paid_ahead_costs_nothing_an_hour_whatever_the_class(bill, make):
    usage = "{reserved_instance_term: 3_year, reserved_instance_payment_option: all_upfront}"
    instance = make("aws_rds_cluster_instance", {"instance_class": "db.r6g.large"})

    found = bill(instance, usage=usage)

    assert found["Database instance (reserved, db.r6g.large)"].monthly_cost == 0


def test_an_unknown_class_or_retention_is_told(bill, make):
    instance = bill(make("aws_rds_cluster_instance", {"instance_class": UNKNOWN}))
    kept = make("aws_rds_cluster", {}, backup_retention_period="aws_rds_cluster.other")
    cluster = bill(kept, usage="{backup_snapshot_size_gb: 5}")

    assert instance["Database instance"].state is CostState.NOT_FOUND
    assert cluster["Backup storage"].monthly_quantity is None
