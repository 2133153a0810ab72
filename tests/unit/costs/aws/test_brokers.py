"""Message brokers and Kafka clusters, worked out by hand from the prices of us-east-1."""

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


def broker(engine, deployment, **more):
    return {
        "engine_type": engine,
        "deployment_mode": deployment,
        "host_instance_type": "mq.m5.large",
        **more,
    }


def test_a_cluster_of_rabbits_pays_three_instances_and_three_volumes(bill, make):
    attributes = broker("RabbitMQ", "CLUSTER_MULTI_AZ")

    found = bill(make("aws_mq_broker", attributes), usage="{storage_size_gb: 10}")

    hours = found["Instance usage (RabbitMQ, mq.m5.large, cluster_multi_az)"]
    assert hours.monthly_quantity == 730
    assert hours.monthly_cost == Decimal("630.72")  # 3 x 0.288 x 730
    assert found["Storage (RabbitMQ, EBS)"].monthly_cost == 3  # 30 GB at 0.10


def test_active_brokers_share_one_file_system_unless_they_say_otherwise(bill, make):
    usage = "{storage_size_gb: 10}"
    pair = bill(make("aws_mq_broker", broker("ActiveMQ", "ACTIVE_STANDBY_MULTI_AZ")), usage=usage)
    alone = broker("ActiveMQ", "SINGLE_INSTANCE", storage_type="ebs")

    assert pair["Storage (ActiveMQ, EFS)"].monthly_cost == 3  # 10 GB at 0.30
    assert "Storage (ActiveMQ, EBS)" in bill(make("aws_mq_broker", alone))


def test_a_broker_of_a_strange_engine_is_not_found(cost, make):
    assert cost(make("aws_mq_broker", broker("KafkaMQ", "x"))).state is CostState.NOT_FOUND


def kafka(**info):
    group = {"instance_type": "kafka.m5.large", **info}
    return {"number_of_broker_nodes": 3, "broker_node_group_info": [group]}


def test_each_kafka_broker_has_its_volume(bill, make):
    storage = [{"ebs_storage_info": [{"volume_size": 100}]}]

    found = bill(make("aws_msk_cluster", kafka(storage_info=storage)))
    earlier = bill(make("aws_msk_cluster", kafka(ebs_volume_size=50)))

    assert quantities(found) == {"Instance (kafka.m5.large)": 2190, "Storage": 300}
    assert found["Instance (kafka.m5.large)"].monthly_cost == Decimal("459.9")
    assert earlier["Storage"].monthly_quantity == 150


def test_a_scaled_volume_is_billed_at_the_least_it_keeps(bill, make):
    cluster = make("aws_msk_cluster", kafka())
    facts = {"min_capacity": 40, "scalable_dimension": "kafka:broker-storage:VolumeSize"}
    target = make("aws_appautoscaling_target", facts, "t", resource_id="aws_msk_cluster.x")

    found = bill(cluster, target)

    assert found["Storage (autoscaling)"].monthly_quantity == 120


def test_kafka_brokers_of_unknown_kind_and_number_have_no_price(bill, make):
    attributes = {"number_of_broker_nodes": UNKNOWN, "broker_node_group_info": UNKNOWN}

    found = bill(make("aws_msk_cluster", attributes))

    assert found["Instance (unknown type)"].state is CostState.NOT_FOUND
