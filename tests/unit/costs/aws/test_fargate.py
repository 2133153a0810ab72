"""ECS services and EKS pods on Fargate, worked out by hand from the prices of us-east-1."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.storage.price_books import open_price_book


@pytest.fixture
def book():
    return open_price_book()


def task(make, **attributes):
    sizes = {"cpu": "512", "memory": "1 GB", **attributes}
    return make("aws_ecs_task_definition", sizes, "t")


def service(make, **attributes):
    return make("aws_ecs_service", attributes, task_definition="aws_ecs_task_definition.t")


def test_a_service_bills_the_size_of_its_task_for_each_that_runs(bill, make):
    found = bill(service(make, launch_type="FARGATE", desired_count=3), task(make))

    assert found["Per GB per hour"].monthly_quantity == 3
    assert found["Per vCPU per hour"].monthly_quantity == Decimal("1.5")  # 3 x 512 / 1024
    # 3 x 730 x 0.004445; 1.5 x 730 x 0.04048
    assert found["Per GB per hour"].monthly_cost == Decimal("9.73455")
    assert found["Per vCPU per hour"].monthly_cost == Decimal("44.3256")


def test_processors_of_arm_have_their_own_price(bill, make):
    described = task(make, runtime_platform=[{"cpu_architecture": "ARM64"}])

    found = bill(service(make, launch_type="FARGATE", desired_count=1), described)

    assert found["Per GB per hour"].unit_price == Decimal("2.5988")  # 730 x 0.00356


@pytest.mark.parametrize(
    "attributes",
    [
        {"launch_type": "EC2", "desired_count": 1},
        {"desired_count": 1},
        {"desired_count": 1, "capacity_provider_strategy": [{"capacity_provider": "own"}]},
    ],
    ids=["ec2", "no cluster", "another provider"],
)
def test_tasks_on_instances_are_billed_with_the_instances(cost, make, attributes):
    assert cost(service(make, **attributes), task(make)).components == ()


def test_a_service_launches_where_its_cluster_does(bill, make):
    cluster = make("aws_ecs_cluster", {"name": "c"}, "c")
    how = {"capacity_providers": ["FARGATE"]}
    providers = make(
        "aws_ecs_cluster_capacity_providers", how, "p", cluster_name="aws_ecs_cluster.c"
    )
    asked = {"desired_count": 1}
    refs = {"task_definition": "aws_ecs_task_definition.t", "cluster": "aws_ecs_cluster.c"}
    placed = make("aws_ecs_service", asked, **refs)

    assert "Per GB per hour" in bill(placed, cluster, providers, task(make))
    assert bill(placed, cluster, task(make)) == {}


def test_a_task_that_is_not_in_the_plan_has_no_size(bill, make):
    alone = make("aws_ecs_service", {"launch_type": "FARGATE", "desired_count": 1})

    assert bill(alone)["Per GB per hour"].state is CostState.USAGE


def test_a_profile_shows_one_pod_of_one_processor_and_one_gigabyte(cost, make):
    # 730 x (0.004445 + 0.04048)
    assert cost(make("aws_eks_fargate_profile", {})).monthly_cost == Decimal("32.79525")
