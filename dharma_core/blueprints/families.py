"""Which family a type belongs to, by the words of its name: pictures mark nodes by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

__all__ = ["FAMILIES", "Family", "container_of", "family_of"]


@dataclass(frozen=True, slots=True)
class Family:
    """A family of kinds.

    Parameters
    ----------
    name : str
        ``network``, ``compute``, ``database``, ...
    mark : str
        Two letters that stand for it on a node.
    """

    name: str
    mark: str


FAMILIES = tuple(
    Family(name, mark)
    for name, mark in (
        ("network", "Nw"), ("compute", "Co"), ("containers", "Ct"), ("storage", "St"),
        ("database", "Db"), ("messaging", "Ms"), ("security", "Se"), ("delivery", "De"),
        ("monitoring", "Mo"), ("analytics", "An"), ("other", "··"),
    )
)  # fmt: skip
_BY_NAME = {f.name: f for f in FAMILIES}

# The first row with a word of the type decides; rows run from the telling words to the vague.
_WORDS: tuple[tuple[str, str], ...] = (
    ("monitoring", "cloudwatch alarm log logs logging metric monitor monitoring insights trail "
     "cloudtrail dashboard diagnostic budget budgets"),
    ("security", "iam role policy kms key keys secret secrets secretsmanager vault identity user "
     "group_member acm certificate waf wafv2 guardduty shield cognito security firewall acl armor "
     "account parameter permission member assignment encryption"),
    ("database", "db rds database postgres postgresql mysql mssql sql dynamodb nosql cosmosdb "
     "firestore bigtable spanner redis elasticache cache memorystore documentdb neptune docdb "
     "opensearch redshift"),
    ("containers", "ecs eks ecr aks kubernetes container cluster registry artifact run gke fargate "
     "node"),
    ("messaging", "sqs sns queue topic subscription eventbridge event events eventgrid eventhub "
     "servicebus pubsub kinesis kafka msk mq sfn tasks scheduler trigger workflows messaging"),
    ("storage", "s3 bucket storage blob disk ebs efs fsx filestore file volume snapshot backup "
     "share glacier"),
    ("delivery", "cloudfront cdn frontdoor dns route53 zone record api apigateway apigatewayv2 "
     "apimanagement lb alb elb target listener balancer backend url proxy forwarding application "
     "health"),
    ("analytics", "glue athena bigquery dataflow dataproc synapse factory databricks emr sagemaker "
     "kinesisanalytics firehose lake"),
    ("network", "vpc vnet subnet subnets subnetwork network route router routes gateway nat eip "
     "address ip peering endpoint internet vpn interface association transit private"),
    ("compute", "instance vm machine launch template autoscaling autoscaler lambda function "
     "functions cloudfunctions2 app service batch compute image scale ami profile"),
)  # fmt: skip
_FAMILY_OF_WORD: dict[str, str] = {}
for _name, _words in _WORDS:
    for _word in _words.split():
        _FAMILY_OF_WORD.setdefault(_word, _name)
_RANK = {name: rank for rank, (name, _) in enumerate(_WORDS)}

_GROUP_FAMILIES = {"observability": "monitoring"}
# These stand for the place that others live in.
_CONTAINERS = {
    "network.vpc": "network", "network.network": "network", "network.subnet": "subnet",
    "aws_vpc": "network", "aws_subnet": "subnet", "aws_default_vpc": "network",
    "azurerm_virtual_network": "network", "azurerm_subnet": "subnet",
    "google_compute_network": "network", "google_compute_subnetwork": "subnet",
}  # fmt: skip
# Whole names whose words mislead.
_EXCEPTIONS = {
    "aws_security_group": "security", "aws_iam_instance_profile": "security",
    "aws_db_subnet_group": "database", "aws_elasticache_subnet_group": "database",
    "aws_lb_target_group_attachment": "delivery", "azurerm_network_security_group": "security",
    "google_service_account": "security", "aws_volume_attachment": "storage",
}  # fmt: skip


@cache
def family_of(type_: str) -> Family:
    """Return the family of a native type or a portable kind.

    Examples
    --------
    >>> [family_of(t).name for t in ("compute.vm", "aws_sqs_queue", "azurerm_subnet", "acme_x")]
    ['compute', 'messaging', 'network', 'other']
    """
    if type_ in _EXCEPTIONS:
        return _BY_NAME[_EXCEPTIONS[type_]]
    group, dot, rest = type_.partition(".")
    if dot and (name := _GROUP_FAMILIES.get(group, group)) in _BY_NAME:
        return _BY_NAME[name]
    words = re.split(r"[._]", rest if dot else type_)
    known = [_FAMILY_OF_WORD[w] for w in words if w in _FAMILY_OF_WORD]
    return _BY_NAME[min(known, key=_RANK.__getitem__, default="other")]


def container_of(type_: str) -> str:
    """Return ``network`` or ``subnet`` for a type that others stand in, empty for the others.

    Examples
    --------
    >>> container_of("aws_vpc"), container_of("aws_instance")
    ('network', '')
    """
    return _CONTAINERS.get(type_, "")
