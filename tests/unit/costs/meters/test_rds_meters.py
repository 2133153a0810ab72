"""Databases, worked out by hand at the round prices."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState


def costs(components):
    return {name: c.monthly_cost for name, c in components.items()}


def test_database_is_hours_and_twenty_gigabytes(bill, make):
    found = bill(make("aws_db_instance", {"engine": "mysql", "instance_class": "db.t3.medium"}))

    assert costs(found) == {
        "Database instance (on-demand, Single-AZ, db.t3.medium)": Decimal("49.64"),  # 730 x 0.068
        "Storage (general purpose SSD, gp2)": Decimal("2.3"),  # 20 x 0.115
    }


def test_two_zones_double_hours_and_storage(bill, make):
    database = {"engine": "postgres", "instance_class": "db.t3.medium", "multi_az": True}

    found = bill(make("aws_db_instance", {**database, "allocated_storage": 100}))

    assert costs(found) == {
        "Database instance (on-demand, Multi-AZ, db.t3.medium)": Decimal("105.12"),  # 730 x 0.144
        "Storage (general purpose SSD, gp2)": Decimal(23),  # 100 x 0.23
    }


@pytest.mark.parametrize(
    ("size", "iops", "name", "extra"),
    [
        (100, 4000, "Provisioned GP3 IOPS (above 3,000)", 1000),
        (100, 3000, None, None),
        (400, 14000, "Provisioned GP3 IOPS (above 12,000)", 2000),
        (400, None, None, None),
    ],
)
def test_gp3_sells_iops_above_what_the_size_includes(bill, make, *, size, iops, name, extra):
    database = {"instance_class": "db.t3.medium", "storage_type": "gp3", "iops": iops}

    found = bill(make("aws_db_instance", {**database, "allocated_storage": size}))

    lines = {n: c.monthly_quantity for n, c in found.items() if "IOPS" in n}
    assert lines == ({name: extra} if name else {})


@pytest.mark.parametrize(("iops", "billed"), [(500, 1000), (1200, 1200), (None, 1000)])
def test_io1_bills_at_least_100_gb_and_1000_iops(bill, make, iops, billed):
    database = {"instance_class": "db.t3.medium", "storage_type": "io1", "iops": iops}

    found = bill(make("aws_db_instance", {**database, "allocated_storage": 50}))

    assert found["Storage (provisioned IOPS SSD, io1)"].monthly_quantity == 100
    assert found["Provisioned IOPS"].monthly_quantity == billed


def test_iops_without_a_storage_type_mean_io1(bill, make):
    found = bill(make("aws_db_instance", {"instance_class": "db.t3.medium", "iops": 2000}))

    assert "Storage (provisioned IOPS SSD, io1)" in found


def test_magnetic_storage_asks_for_its_requests(bill, make):
    database = make(
        "aws_db_instance", {"instance_class": "db.t3.medium", "storage_type": "standard"}
    )

    assert bill(database)["I/O requests"].state is CostState.USAGE
    used = bill(database, usage="monthly_standard_io_requests: 3000000")
    assert used["I/O requests"].monthly_cost == Decimal("0.3")  # 3 million x 0.10


@pytest.mark.parametrize(
    ("engine", "days", "usage", "amount"),
    [
        ("mysql", 7, "", "unknown"),
        ("mysql", 0, "", None),
        ("mysql", 0, "additional_backup_storage_gb: 100", "9.5"),
        ("aurora-mysql", 7, "additional_backup_storage_gb: 100", "2.1"),
    ],
)
def test_backups_are_billed_when_kept_or_measured(bill, make, *, engine, days, usage, amount):
    database = {"engine": engine, "instance_class": "db.t3.medium", "backup_retention_period": days}

    line = bill(make("aws_db_instance", database), usage=usage).get("Additional backup storage")

    if amount == "unknown":
        assert line.state is CostState.USAGE
    else:
        assert (line and line.monthly_cost) == (amount and Decimal(amount))


@pytest.mark.parametrize(
    ("engine", "licence", "hourly"),
    [
        ("mariadb", None, "0.068"),
        ("aurora", None, "0.082"),
        ("sqlserver-se", "bring-your-own-license", "0.068"),
        ("sqlserver-se", "license-included", None),
    ],
)
def test_engines_are_priced_under_the_name_of_their_tariff(bill, make, engine, licence, hourly):
    database = {"engine": engine, "instance_class": "db.t3.medium", "license_model": licence}

    found = bill(make("aws_db_instance", database))

    line = found["Database instance (on-demand, Single-AZ, db.t3.medium)"]
    assert line.unit_price == (hourly and Decimal(hourly))


def test_a_replica_has_the_engine_of_its_source(bill, make):
    main = make("aws_db_instance", {"engine": "postgres", "instance_class": "db.t3.medium"}, "main")
    replica = make(
        "aws_db_instance",
        {"instance_class": "db.t3.medium"},
        replicate_source_db="aws_db_instance.main",
    )

    line = bill(replica, main)["Database instance (on-demand, Single-AZ, db.t3.medium)"]

    assert line.unit_price == Decimal("0.072")


def test_a_replica_of_a_nameless_source_falls_back_to_the_default_engine(bill, make):
    main = make("aws_db_instance", {"instance_class": "db.t3.medium"}, "main")
    replica = make(
        "aws_db_instance",
        {"instance_class": "db.t3.medium"},
        replicate_source_db="aws_db_instance.main",
    )

    line = bill(replica, main)["Database instance (on-demand, Single-AZ, db.t3.medium)"]

    assert line.unit_price == Decimal("0.068")


@pytest.mark.parametrize("attribute", ["engine", "instance_class"])
def test_engine_or_class_known_after_apply_is_not_found(cost, make, attribute):
    known = {"engine": "mysql", "instance_class": "db.t3.medium"}
    del known[attribute]

    found = cost(make("aws_db_instance", known, **{attribute: "aws_x.y"}))

    assert found.components[0].state is CostState.NOT_FOUND
    assert "only after apply" in found.components[0].note


def test_zones_known_after_apply_leave_hours_and_storage_open(cost, make):
    database = make("aws_db_instance", {"instance_class": "db.t3.medium"}, multi_az="aws_x.y")

    found = cost(database)

    assert found.state is CostState.NOT_FOUND
    assert found.monthly_cost is None


def test_an_unknown_storage_type_is_not_found(cost, make):
    database = make("aws_db_instance", {"instance_class": "db.t3.medium", "storage_type": "gp9"})

    assert "gp2, gp3" in cost(database).components[1].note


@pytest.mark.parametrize(("days", "kept"), [(7, False), (731, True), (None, False)])
def test_performance_insights_bill_calls_and_only_long_retention(bill, make, days, kept):
    database = {
        "instance_class": "db.t3.medium",
        "performance_insights_enabled": True,
        "performance_insights_retention_period": days,
    }

    found = bill(
        make("aws_db_instance", database),
        usage="monthly_additional_performance_insights_requests: 20000",
    )

    assert found["Performance Insights API"].monthly_cost == Decimal("0.2")  # 20 x 0.01
    name = "Performance Insights Long Term Retention (db.t3.medium)"
    assert (name in found) == kept
    assert not kept or found[name].monthly_cost == Decimal("5.9")  # 2 vCPU x 2.95


def test_performance_insights_calls_depend_on_usage(bill, make):
    database = {"instance_class": "db.t3.medium", "performance_insights_enabled": True}

    assert bill(make("aws_db_instance", database))["Performance Insights API"].monthly_cost is None


@pytest.mark.parametrize(
    ("engine", "version", "extended"),
    [("mysql", "5.7.44", True), ("mysql", "8.0.36", False), ("postgres", "11", True),
     ("postgres", "16.4", False), ("mysql", None, False)],
)  # fmt: skip
def test_old_major_versions_pay_for_extended_support(bill, make, engine, version, extended):
    database = {"engine": engine, "instance_class": "db.t3.medium", "engine_version": version}

    line = bill(make("aws_db_instance", database)).get("Extended support (year 1)")

    # 730 h x 2 vCPU x 0.10
    assert (line and line.monthly_cost) == (Decimal(146) if extended else None)


def test_extended_support_of_an_unknown_class_has_no_quantity(bill, make):
    database = {"engine": "mysql", "instance_class": "db.z9.huge", "engine_version": "5.7"}

    assert (
        bill(make("aws_db_instance", database))["Extended support (year 1)"].monthly_quantity
        is None
    )


@pytest.mark.parametrize(("engine", "amount"), [("mysql", "4.5"), ("aurora-mysql", "5.4")])
def test_cpu_credits_of_a_burstable_class(bill, make, engine, amount):
    database = make("aws_db_instance", {"engine": engine, "instance_class": "db.t3.medium"})

    found = bill(database, usage="monthly_cpu_credit_hrs: 30")

    # 30 h x 2 vCPU x 0.075 (Aurora: 0.09)
    assert found["CPU credits"].monthly_cost == Decimal(amount)


def test_a_reservation_paid_upfront_costs_nothing_by_the_hour(bill, make):
    database = make("aws_db_instance", {"engine": "mysql", "instance_class": "db.t3.medium"})
    usage = "{reserved_instance_term: 1_year, reserved_instance_payment_option: all_upfront}"

    line = bill(database, usage=usage)["Database instance (reserved, Single-AZ, db.t3.medium)"]

    assert line.state is CostState.PRICED
    assert line.monthly_cost == 0
