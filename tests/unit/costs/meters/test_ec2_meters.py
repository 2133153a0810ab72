"""EC2 instances, EBS volumes and public addresses, worked out by hand at the round prices."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN

SPOT = {"instance_market_options": [{"market_type": "spot"}]}


def costs(components):
    return {name: c.monthly_cost for name, c in components.items()}


def test_instance_is_hours_and_a_default_root_disk(bill, make):
    found = costs(bill(make("aws_instance", {"instance_type": "m5.large"})))

    assert found == {
        "Instance usage (Linux/UNIX, on-demand, m5.large)": Decimal(73),  # 730 h x 0.10
        "root_block_device > Storage (general purpose SSD, gp2)": Decimal("0.8"),  # 8 GB x 0.10
    }


def test_instance_bills_each_further_disk_under_its_own_name(bill, make):
    disks = [
        {"volume_type": "gp3", "volume_size": 100, "iops": 4000, "throughput": 225},
        {"volume_type": "standard", "volume_size": 10},
    ]
    machine = make("aws_instance", {"instance_type": "m5.large", "ebs_block_device": disks})

    found = bill(machine, usage="ebs_block_device[1].monthly_standard_io_requests: 2000000")

    assert costs({k: v for k, v in found.items() if k.startswith("ebs")}) == {
        "ebs_block_device[0] > Storage (general purpose SSD, gp3)": Decimal(8),  # 100 x 0.08
        "ebs_block_device[0] > Provisioned IOPS": Decimal(5),  # (4000 - 3000) x 0.005
        "ebs_block_device[0] > Provisioned throughput": Decimal(4),  # (225 - 125) x 0.04
        "ebs_block_device[1] > Storage (magnetic)": Decimal("0.5"),
        "ebs_block_device[1] > I/O requests": Decimal("0.1"),  # 2 million x 0.05
    }


@pytest.mark.parametrize(
    ("attributes", "usage", "name", "amount"),
    [
        ({}, "operating_system: windows", "(Windows, on-demand, m5.large)", "138.7"),
        ({"tenancy": "dedicated"}, "", "(Linux/UNIX, on-demand, m5.large)", "80.3"),
        (SPOT, "", "(Linux/UNIX, spot, m5.large)", "29.2"),
        (
            {},
            "{reserved_instance_term: 1_year, reserved_instance_payment_option: no_upfront}",
            "(Linux/UNIX, reserved, m5.large)",
            "43.8",
        ),
        ({}, "monthly_hrs: 100", "(Linux/UNIX, on-demand, m5.large)", "10"),
        ({}, "monthly_hrs: 0", "(Linux/UNIX, on-demand, m5.large)", "0"),
    ],
    ids=["windows", "dedicated", "spot", "reserved", "part of the month", "switched off"],
)  # fmt: skip
def test_instance_hours_follow_system_tenancy_market_and_usage(
    bill, make, *, attributes, usage, name, amount
):
    found = bill(make("aws_instance", {"instance_type": "m5.large", **attributes}), usage=usage)

    assert found[f"Instance usage {name}"].monthly_cost == Decimal(amount)


def test_instance_on_a_dedicated_host_pays_only_its_disk(bill, make):
    found = bill(make("aws_instance", {"instance_type": "m5.large", "tenancy": "host"}))

    assert list(found) == ["root_block_device > Storage (general purpose SSD, gp2)"]


def test_detailed_monitoring_is_seven_metrics(bill, make):
    found = bill(make("aws_instance", {"instance_type": "m5.large", "monitoring": True}))

    assert found["EC2 detailed monitoring"].monthly_cost == Decimal("2.1")  # 7 x 0.30


@pytest.mark.parametrize(
    ("kind", "amount"),
    [("r3.xlarge", "14.6"), ("m5.large", "0"), ("t3.medium", None)],
    ids=["sold", "included", "not offered"],
)
def test_ebs_optimisation_is_sold_included_or_not_offered(bill, make, kind, amount):
    found = bill(make("aws_instance", {"instance_type": kind, "ebs_optimized": True}))

    line = found.get("EBS-optimized usage")
    assert (line and line.monthly_cost) == (amount and Decimal(amount))


@pytest.mark.parametrize(
    ("kind", "mode", "usage", "quantity"),
    [
        ("t3.medium", None, "monthly_cpu_credit_hrs: 350", "700"),  # 350 h x 2 vCPU of the type
        ("t3.medium", None, "{monthly_cpu_credit_hrs: 350, vcpu_count: 4}", "1400"),
        ("t3.medium", "standard", "monthly_cpu_credit_hrs: 350", None),
        ("t2.micro", None, "monthly_cpu_credit_hrs: 10", None),
        ("t2.micro", "unlimited", "monthly_cpu_credit_hrs: 10", "10"),
        ("t3.medium", None, "", None),
        ("m5.large", "unlimited", "monthly_cpu_credit_hrs: 10", None),
    ],
)
def test_cpu_credits_are_billed_where_the_type_bursts_without_limit(
    bill, make, *, kind, mode, usage, quantity
):
    blocks = {"credit_specification": [{"cpu_credits": mode}]} if mode else {}
    found = bill(make("aws_instance", {"instance_type": kind, **blocks}), usage=usage)

    line = found.get("CPU credits")
    assert (line and line.monthly_quantity) == (quantity and Decimal(quantity))


def test_cpu_credits_of_an_unknown_machine_have_no_quantity(bill, make):
    found = bill(
        make("aws_instance", {"instance_type": "t3.colossal"}), usage="monthly_cpu_credit_hrs: 1"
    )

    assert found["CPU credits"].monthly_quantity is None


def test_an_unknown_instance_type_is_not_found_and_names_its_neighbours(cost, make):
    found = cost(make("aws_instance", {"instance_type": "m5.lagre"}))

    line = found.components[0]
    assert found.state is CostState.NOT_FOUND
    assert line.monthly_cost is None
    assert "aws/ec2/instance instance_type=m5.lagre,os=linux in us-east-1" in line.note
    assert "m5.large" in line.note


def test_an_instance_type_known_after_apply_is_not_found(cost, make):
    found = cost(make("aws_instance", {}, instance_type="var.size"))

    assert found.components[0].state is CostState.NOT_FOUND
    assert "only after apply" in found.components[0].note
    assert found.monthly_cost == Decimal("0.8")  # the root disk is known all the same


def test_volume_sizes_and_performance_left_to_the_provider_are_its_defaults(bill, make):
    computed = {"type": "io1", "size": 10, "iops": UNKNOWN, "throughput": UNKNOWN}

    found = bill(make("aws_ebs_volume", computed))

    assert found["Provisioned IOPS"].monthly_cost == Decimal("6.5")  # 100 x 0.065


def test_volume_performance_written_but_not_yet_known_stays_unknown(bill, make):
    found = bill(make("aws_ebs_volume", {"type": "gp3", "size": 10}, iops="aws_x.y"))

    assert found["Provisioned IOPS"].state is CostState.USAGE
    assert "only after apply" in found["Provisioned IOPS"].note


def test_volume_size_not_yet_known_is_never_zero(cost, make):
    found = cost(make("aws_ebs_volume", {"type": "gp3"}, size="aws_x.y"))

    assert found.components[0].monthly_quantity is None
    assert found.monthly_cost is None


def test_volume_without_a_size_takes_its_snapshots(bill, make):
    source = make("aws_ebs_volume", {"size": 40}, "source")
    snapshot = make("aws_ebs_snapshot", {}, "shot", volume_id="aws_ebs_volume.source")
    copy = make("aws_ebs_snapshot_copy", {}, "copy", source_snapshot_id="aws_ebs_snapshot.shot")
    disk = make("aws_ebs_volume", {}, "disk", snapshot_id="aws_ebs_snapshot_copy.copy")

    found = bill(disk, source, snapshot, copy)

    assert found["Storage (general purpose SSD, gp2)"].monthly_quantity == 40


def test_volume_from_a_snapshot_outside_the_plan_is_as_small_as_aws_makes_them(bill, make):
    orphan = make("aws_ebs_snapshot", {"volume_id": "vol-1"}, "shot")
    disk = make("aws_ebs_volume", {}, "disk", snapshot_id="aws_ebs_snapshot.shot")

    assert bill(disk, orphan)["Storage (general purpose SSD, gp2)"].monthly_quantity == 8


def test_io2_iops_pay_by_tier(bill, make):
    found = bill(make("aws_ebs_volume", {"type": "io2", "size": 10, "iops": 40000}))

    # 32,000 x 0.065 + 8,000 x 0.045 = 2,080 + 360
    assert found["Provisioned IOPS"].monthly_cost == Decimal(2440)


def test_a_volume_type_that_does_not_exist_is_not_found(cost, make):
    found = cost(make("aws_ebs_volume", {"type": "gp9", "size": 1}))

    assert found.state is CostState.NOT_FOUND
    assert "gp2, gp3" in found.components[0].note


@pytest.mark.parametrize(
    ("attributes", "users", "name"),
    [
        ({}, [], "IP address (if unused)"),
        ({"instance": UNKNOWN}, [], "IP address (if unused)"),
        ({"instance": "i-1"}, [], "Public IPv4 address (in use)"),
        ({}, ["aws_nat_gateway"], "Public IPv4 address (in use)"),
        ({}, ["aws_security_group"], "IP address (if unused)"),
    ],
    ids=["alone", "computed", "on an instance", "on a NAT gateway", "merely mentioned"],
)
def test_public_address_costs_the_same_idle_or_in_use_but_says_which(
    bill, make, attributes, users, name
):
    others = [make(kind, {}, "user", allocation_id="aws_eip.x") for kind in users]

    found = bill(make("aws_eip", attributes), *others)

    assert costs(found) == {name: Decimal("3.65")}  # 730 h x 0.005


def test_nat_gateway_is_hours_and_data(bill, make):
    found = bill(make("aws_nat_gateway", {}), usage="monthly_data_processed_gb: 100")

    assert costs(found) == {"NAT gateway": Decimal("32.85"), "Data processed": Decimal("4.5")}
