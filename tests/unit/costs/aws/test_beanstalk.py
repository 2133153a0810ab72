"""What an Elastic Beanstalk environment makes, worked out by hand from the prices of eu-west-1."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.storage.price_books import open_price_book

REGION = "eu-west-1"


@pytest.fixture
def book():
    return open_price_book()


def environment(make, *settings):
    blocks = [{"namespace": space, "name": name, "value": value} for space, name, value in settings]
    attributes = {"name": "e", "region": REGION, "setting": blocks}
    return make("aws_elastic_beanstalk_environment", attributes)


def test_without_settings_it_is_one_small_instance_behind_a_balancer(bill, make):
    found = bill(environment(make))

    assert {name: c.monthly_quantity for name, c in found.items()} == {
        "aws_launch_configuration > Instance usage (Linux/UNIX, on-demand, t3.micro)": 730,
        "aws_launch_configuration > aws_ebs_volume > Storage (general purpose SSD, gp2)": 8,
        "aws_loadbalancer > Network load balancer": 730,
        "aws_loadbalancer > Load balancer capacity units": None,
    }


def test_each_instance_has_its_disk_and_a_lone_one_no_balancer(bill, make):
    found = bill(
        environment(
            make,
            ("aws:autoscaling:asg", "MinSize", "3"),
            ("aws:ec2:instances", "InstanceTypes", "c4.large, c4.xlarge"),
            ("aws:autoscaling:launchconfiguration", "RootVolumeSize", 20),
            ("aws:elasticbeanstalk:environment", "EnvironmentType", "SingleInstance"),
        )
    )

    assert {name: c.monthly_quantity for name, c in found.items()} == {
        "aws_launch_configuration > Instance usage (Linux/UNIX, on-demand, c4.large)": 2190,
        "aws_launch_configuration > aws_ebs_volume > Storage (general purpose SSD, gp2)": 60,
    }


def test_a_classic_balancer_bills_hours_and_data(bill, make):
    kind = ("aws:elasticbeanstalk:environment", "LoadBalancerType", "classic")

    found = bill(environment(make, kind), usage="{elb: {monthly_data_processed_gb: 100}}")

    assert found["aws_elb > Classic load balancer"].monthly_cost == Decimal("20.44")
    assert found["aws_elb > Data processed"].monthly_cost == Decimal("0.8")


def test_a_database_and_streamed_logs_are_parts_with_their_share_of_the_usage(bill, make):
    asked = environment(
        make,
        ("aws:rds:dbinstance", "DBInstanceClass", "db.m6g.xlarge"),
        ("aws:rds:dbinstance", "DBEngine", "postgres"),
        ("aws:rds:dbinstance", "MultiAZDatabase", "true"),
        ("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs", "true"),
    )

    found = bill(asked, usage="{db: {additional_backup_storage_gb: 10}}")

    hours = found["aws_db_instance > Database instance (on-demand, Multi-AZ, db.m6g.xlarge)"]
    assert hours.monthly_cost == Decimal("513.92")  # 730 x 0.704
    assert found["aws_db_instance > Additional backup storage"].monthly_cost == Decimal("0.95")
    logs = found["aws_cloudwatch_log_group > Data ingested"]
    assert logs.state is CostState.USAGE
    assert logs.usage_key == "cloudwatch.monthly_data_ingested_gb"
