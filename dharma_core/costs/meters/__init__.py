"""Meters by the name that the catalogue's ``costs.meter`` uses."""

from __future__ import annotations

from collections.abc import Mapping

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters.declared import declared
from dharma_core.costs.meters.dynamodb import dynamodb_table
from dharma_core.costs.meters.ec2 import ebs_volume, elastic_ip, instance
from dharma_core.costs.meters.elasticache import cache_cluster, replication_group
from dharma_core.costs.meters.elb import load_balancer
from dharma_core.costs.meters.kms import kms_key
from dharma_core.costs.meters.lambda_function import lambda_function
from dharma_core.costs.meters.messaging import sns_topic, sqs_queue
from dharma_core.costs.meters.rds import db_instance
from dharma_core.costs.meters.s3 import s3_bucket

__all__ = ["METERS"]

METERS: Mapping[str, Meter] = {
    meter.__name__: meter
    for meter in (
        cache_cluster,
        db_instance,
        declared,
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
}
