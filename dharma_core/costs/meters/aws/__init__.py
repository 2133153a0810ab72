"""Meters of AWS."""

from __future__ import annotations

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters.aws.api_gateway import http_or_websocket_api
from dharma_core.costs.meters.aws.beanstalk import beanstalk_environment
from dharma_core.costs.meters.aws.cloudformation import cloudformation_stack
from dharma_core.costs.meters.aws.cloudfront import cloudfront_distribution
from dharma_core.costs.meters.aws.cloudwatch import metric_alarm
from dharma_core.costs.meters.aws.dms import dms_replication_instance
from dharma_core.costs.meters.aws.dynamodb import dynamodb_table
from dharma_core.costs.meters.aws.ebs import ebs_snapshot, ebs_volume
from dharma_core.costs.meters.aws.ec2 import dedicated_host, elastic_ip, instance, spot_instance
from dharma_core.costs.meters.aws.efs import file_system
from dharma_core.costs.meters.aws.elasticache import cache_cluster, replication_group
from dharma_core.costs.meters.aws.elb import load_balancer
from dharma_core.costs.meters.aws.fargate import ecs_service, fargate_profile
from dharma_core.costs.meters.aws.kms import kms_key
from dharma_core.costs.meters.aws.lambda_function import lambda_function
from dharma_core.costs.meters.aws.messaging import sns_topic, sqs_queue
from dharma_core.costs.meters.aws.rds import db_instance
from dharma_core.costs.meters.aws.s3 import s3_bucket
from dharma_core.costs.meters.aws.scaling_groups import autoscaling_group, eks_node_group
from dharma_core.costs.meters.aws.traffic import data_transfer, dx_connection

__all__ = ["METERS"]

METERS: tuple[Meter, ...] = (
    autoscaling_group,
    beanstalk_environment,
    cache_cluster,
    cloudformation_stack,
    cloudfront_distribution,
    data_transfer,
    db_instance,
    dedicated_host,
    dms_replication_instance,
    dx_connection,
    dynamodb_table,
    ebs_snapshot,
    ebs_volume,
    ecs_service,
    eks_node_group,
    elastic_ip,
    fargate_profile,
    file_system,
    http_or_websocket_api,
    instance,
    kms_key,
    lambda_function,
    load_balancer,
    metric_alarm,
    replication_group,
    s3_bucket,
    sns_topic,
    spot_instance,
    sqs_queue,
)
