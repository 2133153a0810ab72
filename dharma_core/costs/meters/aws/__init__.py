"""Meters of AWS."""

from __future__ import annotations

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters.aws.dynamodb import dynamodb_table
from dharma_core.costs.meters.aws.ec2 import ebs_volume, elastic_ip, instance
from dharma_core.costs.meters.aws.elasticache import cache_cluster, replication_group
from dharma_core.costs.meters.aws.elb import load_balancer
from dharma_core.costs.meters.aws.kms import kms_key
from dharma_core.costs.meters.aws.lambda_function import lambda_function
from dharma_core.costs.meters.aws.messaging import sns_topic, sqs_queue
from dharma_core.costs.meters.aws.rds import db_instance
from dharma_core.costs.meters.aws.s3 import s3_bucket

__all__ = ["METERS"]

METERS: tuple[Meter, ...] = (
    cache_cluster,
    db_instance,
    dynamodb_table,
    ebs_volume,
    elastic_ip,
    instance,
    kms_key,
    lambda_function,
    load_balancer,
    replication_group,
    s3_bucket,
    sns_topic,
    sqs_queue,
)
