"""Scaling groups and node groups, worked out by hand from the prices of us-east-1."""

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


def template(make, **attributes):
    return make("aws_launch_template", {"instance_type": "m5.large", **attributes}, "t")


def group(make, **attributes):
    return make("aws_autoscaling_group", attributes, launch_template="aws_launch_template.t")


LINUX = "aws_launch_template.t > Instance usage (Linux/UNIX, on-demand, m5.large)"
SPOT = "aws_launch_template.t > Instance usage (Linux/UNIX, spot, m5.large)"


def test_a_group_bills_its_template_as_often_as_instances_are_desired(bill, make):
    disks = [{"device_name": "a", "ebs": [{"volume_size": 10, "volume_type": "gp3"}]}]
    described = template(make, block_device_mappings=disks, monitoring=[{"enabled": True}])

    found = bill(group(make, desired_capacity=3, min_size=1, max_size=5), described)

    assert quantities(found) == {
        LINUX: 2190,  # 3 x 730
        "aws_launch_template.t > EC2 detailed monitoring": 21,  # 3 x 7
        "aws_launch_template.t > block_device_mapping[0] > Storage (general purpose SSD, gp3)": 30,
    }
    assert found[LINUX].monthly_cost == Decimal("210.24")  # 2,190 x 0.096


@pytest.mark.parametrize(
    ("attributes", "usage", "instances"),
    [
        ({"desired_capacity": 3, "min_size": 1}, "instances: 6", 6),
        ({"desired_capacity": 3, "min_size": 1}, "", 3),
        ({"min_size": 2}, "", 2),
        ({"min_size": 0}, "", 1),
    ],
    ids=["usage", "desired", "least", "one"],
)
def test_instances_are_those_of_usage_then_desired_then_least(
    bill, make, attributes, usage, instances
):
    found = bill(group(make, **attributes), template(make), usage=usage)

    assert found[LINUX].monthly_quantity == 730 * instances


def test_a_number_of_instances_known_after_apply_stays_unknown(bill, make):
    scaled = make(
        "aws_autoscaling_group",
        {},
        launch_template="aws_launch_template.t",
        desired_capacity="aws_vpc.x",
    )

    assert bill(scaled, template(make))[LINUX].state is CostState.USAGE


def test_a_mixed_policy_shares_instances_between_the_markets(bill, make):
    policy = {
        "launch_template": [
            {
                "launch_template_specification": [{"launch_template_name": "web"}],
                "override": [{"instance_type": "m5.large"}, {"instance_type": "m5.xlarge"}],
            }
        ],
        "instances_distribution": [
            {"on_demand_base_capacity": 1, "on_demand_percentage_above_base_capacity": 50}
        ],
    }
    scaled = make(
        "aws_autoscaling_group", {"desired_capacity": 4, "mixed_instances_policy": [policy]}
    )

    found = bill(scaled, template(make, name="web", instance_type="t3.micro"))

    # 1 + half of the other 3, rounded up, on demand; the rest on the spot market
    assert quantities(found) == {LINUX: 3 * 730, SPOT: 730}


def test_a_group_whose_template_is_elsewhere_is_not_free(cost, make):
    scaled = make("aws_autoscaling_group", {"launch_configuration": "other", "min_size": 1})

    assert cost(scaled).state is CostState.NOT_FOUND


def test_a_launch_configuration_is_monitored_and_has_a_root_disk_unless_it_says_otherwise(
    bill, make
):
    described = make("aws_launch_configuration", {"instance_type": "t2.medium"}, "c")
    scaled = make(
        "aws_autoscaling_group",
        {"desired_capacity": 2},
        launch_configuration="aws_launch_configuration.c",
    )

    head = "aws_launch_configuration.c >"
    assert quantities(bill(scaled, described)) == {
        f"{head} Instance usage (Linux/UNIX, on-demand, t2.medium)": 1460,
        f"{head} EC2 detailed monitoring": 14,
        f"{head} root_block_device > Storage (general purpose SSD, gp2)": 16,
    }


def test_a_bid_makes_a_launch_configuration_buy_on_the_spot_market(bill, make):
    asked = {"instance_type": "m5.large", "spot_price": "0.05", "enable_monitoring": False}
    described = make("aws_launch_configuration", asked, "c")
    scaled = make("aws_autoscaling_group", {}, launch_configuration="aws_launch_configuration.c")

    assert "aws_launch_configuration.c > Instance usage (Linux/UNIX, spot, m5.large)" in bill(
        scaled, described
    )


def nodes(make, name="x", **attributes):
    scaling = [{"desired_size": 2, "min_size": 1, "max_size": 3}]
    return make("aws_eks_node_group", {"scaling_config": scaling, **attributes}, name)


def test_nodes_are_of_the_default_type_with_a_disk_of_twenty_gigabytes(bill, make):
    assert quantities(bill(nodes(make))) == {
        "Instance usage (Linux/UNIX, on-demand, t3.medium)": 1460,
        "Storage (general purpose SSD, gp2)": 40,
    }


def test_credits_of_nodes_count_each_vcpu_of_each_node(bill, make):
    found = bill(nodes(make), usage="monthly_cpu_credit_hrs: 100")

    # 100 hours x 2 vCPUs x 2 nodes
    assert found["CPU credits"].monthly_quantity == 400
    assert found["CPU credits"].monthly_cost == 20


def test_nodes_bought_on_the_spot_market(bill, make):
    found = bill(nodes(make, capacity_type="SPOT", instance_types=["m5.large"]))

    assert "Instance usage (Linux/UNIX, spot, m5.large)" in found
    assert "Instance usage (Linux/UNIX, on-demand, m5.large)" not in found


def test_the_types_of_a_node_group_win_over_its_templates(bill, make):
    described = template(make, instance_type="m5.xlarge", ebs_optimized="true")
    attributes = {"scaling_config": [{"desired_size": 1}], "instance_types": ["m5.large"]}
    launched = make("aws_eks_node_group", attributes, launch_template="aws_launch_template.t")

    assert quantities(bill(launched, described)) == {
        LINUX: 730,
        "aws_launch_template.t > EBS-optimized usage": 730,
    }


def test_windows_nodes_are_told_by_their_image(bill, make):
    found = bill(nodes(make, ami_type="WINDOWS_CORE_2022_x86_64"))

    # 2 x 730 hours at 0.06
    assert found["Instance usage (Windows, on-demand, t3.medium)"].monthly_cost == Decimal("87.6")


def test_nodes_of_a_type_known_after_apply_have_no_price(cost, make):
    assert cost(nodes(make, instance_types=[UNKNOWN])).state is CostState.NOT_FOUND


def test_spot_nodes_of_unknown_number_are_still_shown(bill, make):
    scaling = [{"desired_size": UNKNOWN, "min_size": 1}]
    asked = {"capacity_type": "SPOT", "scaling_config": scaling, "instance_types": ["m5.large"]}
    group_of_unknown_size = make("aws_eks_node_group", asked, desired_size="aws_vpc.x")

    found = bill(group_of_unknown_size)

    assert found["Instance usage (Linux/UNIX, spot, m5.large)"].state is CostState.USAGE


def test_nodes_of_a_template_that_is_elsewhere_are_of_no_known_type_or_disk(bill, make):
    elsewhere = {"launch_template": [{"id": "lt-1", "version": "1"}]}

    found = bill(nodes(make, **elsewhere))

    states = {name: c.state for name, c in found.items()}
    assert states == {
        "Instance usage (Linux/UNIX, on-demand, unknown type)": CostState.NOT_FOUND,
        "Storage (general purpose SSD, gp2)": CostState.USAGE,
    }
