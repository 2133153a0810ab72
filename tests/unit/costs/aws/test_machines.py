"""What the round book does not hold of EC2: spot requests, templates, licences, hosts."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN
from dharma_core.storage.price_books import open_price_book


@pytest.fixture
def book():
    return open_price_book()


def test_a_spot_request_buys_its_hours_on_the_spot_market(bill, make):
    found = bill(make("aws_spot_instance_request", {"instance_type": "m5.large"}))

    assert "Instance usage (Linux/UNIX, spot, m5.large)" in found
    assert found["root_block_device > Storage (general purpose SSD, gp2)"].monthly_quantity == 8


def test_an_instance_takes_from_its_template_what_it_does_not_say(bill, make):
    disks = [
        {"device_name": "/dev/xvda", "ebs": [{"volume_size": 30}]},
        {"device_name": "/dev/sdb", "ebs": [{"volume_size": 5, "volume_type": "gp3"}]},
    ]
    asked = {"instance_type": "t3.micro", "block_device_mappings": disks}
    described = make("aws_launch_template", asked, "t")
    machine = make(
        "aws_instance", {"instance_type": "m5.large"}, launch_template="aws_launch_template.t"
    )

    found = bill(machine, described)

    assert {name: c.monthly_quantity for name, c in found.items()} == {
        "Instance usage (Linux/UNIX, on-demand, m5.large)": 730,
        "root_block_device > Storage (general purpose SSD, gp2)": 30,
        "ebs_block_device[0] > Storage (general purpose SSD, gp3)": 5,
    }


def test_windows_costs_its_licence_for_each_vcpu_beside_linux(bill, make):
    machine = make("aws_instance", {"instance_type": "m5.large"})

    hours = bill(machine, usage="operating_system: windows")[
        "Instance usage (Windows, on-demand, m5.large)"
    ]

    assert hours.unit_price == Decimal("0.188")  # 0.096 + 2 x 0.046
    assert hours.quality == "second"


def test_hours_that_were_paid_ahead_cost_nothing_more(bill, make):
    usage = "{reserved_instance_term: 3_year, reserved_instance_payment_option: all_upfront}"

    found = bill(make("aws_instance", {"instance_type": "m5.large"}), usage=usage)

    assert found["Instance usage (Linux/UNIX, reserved, m5.large)"].monthly_cost == 0


def test_a_template_with_an_accelerator_bills_its_hours(bill, make):
    asked = {
        "instance_type": "m5.large",
        "elastic_inference_accelerator": [{"type": "eia2.medium"}],
    }
    scaled = make("aws_autoscaling_group", {}, launch_template="aws_launch_template.t")

    found = bill(scaled, make("aws_launch_template", asked, "t"))

    name = "aws_launch_template.t > Inference accelerator (eia2.medium)"
    assert found[name].monthly_cost == Decimal("87.6")  # 730 x 0.12


@pytest.mark.parametrize(
    "attributes", [{"instance_family": "c5"}, {"instance_type": "c5.18xlarge"}]
)
def test_a_host_is_billed_by_its_family(bill, make, attributes):
    found = bill(make("aws_ec2_host", attributes))

    # 730 x 3.366
    assert found["EC2 Dedicated Host (on-demand, c5)"].monthly_cost == Decimal("2457.18")


def test_a_host_of_an_unknown_family_has_no_price(cost, make):
    assert cost(make("aws_ec2_host", {"instance_type": UNKNOWN})).state is CostState.NOT_FOUND


def test_a_snapshot_and_its_copy_are_as_large_as_the_volume(bill, make):
    volume = make("aws_ebs_volume", {"size": 25}, "v")
    taken = make("aws_ebs_snapshot", {}, "s", volume_id="aws_ebs_volume.v")
    copied = make("aws_ebs_snapshot_copy", {}, "c", source_snapshot_id="aws_ebs_snapshot.s")

    assert bill(taken, volume)["EBS snapshot storage"].monthly_quantity == 25
    assert list(bill(copied, taken, volume)) == ["EBS snapshot storage"]
    assert bill(copied, taken, volume)["EBS snapshot storage"].monthly_cost == Decimal("1.25")
