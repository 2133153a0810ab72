"""Meters of AWS."""

from __future__ import annotations

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters.aws.accelerator import accelerator_endpoint_group
from dharma_core.costs.meters.aws.api_gateway import http_or_websocket_api
from dharma_core.costs.meters.aws.aurora import aurora_cluster, aurora_instance
from dharma_core.costs.meters.aws.beanstalk import beanstalk_environment
from dharma_core.costs.meters.aws.brokers import kafka_cluster, message_broker
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
from dharma_core.costs.meters.aws.fsx import zfs_file_system
from dharma_core.costs.meters.aws.glue import glue_catalog, glue_job
from dharma_core.costs.meters.aws.kinesis import firehose_stream
from dharma_core.costs.meters.aws.kms import kms_key
from dharma_core.costs.meters.aws.lambda_function import lambda_function, provisioned_concurrency
from dharma_core.costs.meters.aws.lightsail import lightsail_instance
from dharma_core.costs.meters.aws.messaging import sns_subscription, sns_topic, sqs_queue
from dharma_core.costs.meters.aws.neptune import neptune_instance
from dharma_core.costs.meters.aws.opensearch import search_domain
from dharma_core.costs.meters.aws.rds import db_instance
from dharma_core.costs.meters.aws.route53 import route53_health_check, route53_record
from dharma_core.costs.meters.aws.s3 import s3_bucket
from dharma_core.costs.meters.aws.scaling_groups import autoscaling_group, eks_node_group
from dharma_core.costs.meters.aws.step_functions import state_machine
from dharma_core.costs.meters.aws.systems_manager import ssm_activation
from dharma_core.costs.meters.aws.traffic import data_transfer, dx_connection
from dharma_core.costs.meters.aws.transfer import transfer_server
from dharma_core.costs.meters.aws.waf import web_acl, web_acl_v2

__all__ = ["METERS"]

METERS: tuple[Meter, ...] = (
    accelerator_endpoint_group,
    aurora_cluster,
    aurora_instance,
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
    firehose_stream,
    glue_catalog,
    glue_job,
    http_or_websocket_api,
    instance,
    kafka_cluster,
    kms_key,
    lambda_function,
    lightsail_instance,
    load_balancer,
    message_broker,
    metric_alarm,
    neptune_instance,
    provisioned_concurrency,
    replication_group,
    route53_health_check,
    route53_record,
    s3_bucket,
    search_domain,
    sns_subscription,
    sns_topic,
    spot_instance,
    sqs_queue,
    ssm_activation,
    state_machine,
    transfer_server,
    web_acl,
    web_acl_v2,
    zfs_file_system,
)
