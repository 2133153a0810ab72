"""What a template reads around it: data sources as pseudo parameters, functions and stores."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dharma_core.plan import Plan, Variable

__all__ = ["LOOKED_UP", "STACK_NAME", "foreign_kind", "is_stack_name", "looked_up"]

STACK_NAME = "stack_name"
"""The variable that stands for ``AWS::StackName`` in the Plan of a template."""

_PSEUDO = {
    ("aws_caller_identity", "account_id"): "AWS::AccountId",
    ("aws_caller_identity", "id"): "AWS::AccountId",
    ("aws_partition", "dns_suffix"): "AWS::URLSuffix",
    ("aws_partition", "id"): "AWS::Partition",
    ("aws_partition", "partition"): "AWS::Partition",
    ("aws_region", "id"): "AWS::Region",
    ("aws_region", "name"): "AWS::Region",
}
_STORES = {
    ("aws_secretsmanager_secret_version", "secret_string"): (
        "secret_id",
        "{{resolve:secretsmanager:%s:SecretString}}",
    ),
    ("aws_ssm_parameter", "insecure_value"): ("name", "{{resolve:ssm:%s}}"),
    ("aws_ssm_parameter", "value"): ("name", "{{resolve:ssm:%s}}"),
}
_ZONES, _EXPORT = "aws_availability_zones", "aws_cloudformation_export"

LOOKED_UP = frozenset({_ZONES, _EXPORT, *(kind for kind, _ in (*_PSEUDO, *_STORES))})
"""Data sources that a template has a word for."""

_FOREIGN = re.compile(r"[A-Z][A-Za-z0-9-]*(_[A-Za-z0-9-]+)+")
_UNWRITTEN = ("AWS_Serverless_", "Fn_")
"""What only macros and loops make into resources."""


def looked_up(kind: str, attribute: str, said: Mapping[str, Any]) -> Any:
    """Return what reads an attribute of a data source; None when nothing does.

    Parameters
    ----------
    said : mapping
        What the data source is told, its references as functions already.

    Examples
    --------
    >>> looked_up("aws_caller_identity", "account_id", {})
    {'Ref': 'AWS::AccountId'}
    >>> looked_up("aws_availability_zones", "names.1", {})
    {'Fn::Select': [1, {'Fn::GetAZs': ''}]}
    >>> looked_up("aws_ssm_parameter", "value", {"name": "/app/host"})
    '{{resolve:ssm:/app/host}}'
    >>> looked_up("aws_cloudformation_export", "value", {"name": "net-Vpc"})
    {'Fn::ImportValue': 'net-Vpc'}
    """
    if (kind, attribute) in _PSEUDO:
        return {"Ref": _PSEUDO[kind, attribute]}
    if (kind, attribute) in _STORES:
        key, text = _STORES[kind, attribute]
        return text % said[key] if isinstance(said.get(key), str) else None
    if (kind, attribute) == (_EXPORT, "value") and "name" in said:
        return {"Fn::ImportValue": said["name"]}
    name, _, number = attribute.partition(".")
    if (kind, name) == (_ZONES, "names") and (not number or number.isdigit()):
        zones = {"Fn::GetAZs": ""}
        return {"Fn::Select": [int(number), zones]} if number else zones
    return None


def foreign_kind(type_: str) -> str:
    """Return CloudFormation's name of a type that a Plan has kept whole; empty for others.

    Examples
    --------
    >>> foreign_kind("AWS_Foo_Bar"), foreign_kind("Custom_My_Thing"), foreign_kind("aws_vpc")
    ('AWS::Foo::Bar', 'Custom::My_Thing', '')
    """
    if not _FOREIGN.fullmatch(type_) or type_.startswith(_UNWRITTEN):
        return ""
    return type_.replace("_", "::", 1 if type_.startswith("Custom_") else -1)


def is_stack_name(plan: Plan, variable: Variable) -> bool:
    """Whether a variable is the stack's own name, which nobody has to give."""
    return plan.kind == "cloudformation" and variable.name == STACK_NAME
