"""The bundled facts of what a bill says of usage, read once."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from dharma_core.finops.bill_usage.resource_kinds import ResourceKinds, parse_resource_kinds
from dharma_core.finops.bill_usage.rules import UsageRules, parse_usage_rules
from dharma_core.finops.bill_usage.units import BilledUnits, parse_units
from dharma_core.storage.facts import data_root

__all__ = ["load_billed_units", "load_resource_kinds", "load_usage_rules"]

_FOLDER = "bill_usage"
_CLOUDS = ("aws.yaml", "azurerm.yaml", "google.yaml")


@cache
def load_resource_kinds() -> ResourceKinds:
    """Return what the ids of bills name.

    Raises
    ------
    FactError
        If the file is wrong.

    Examples
    --------
    >>> load_resource_kinds().read("i-0123456789abcdef0").kind.types[0]
    'aws_instance'
    """
    return parse_resource_kinds(_read("resource_kinds.yaml")["kinds"], file="resource_kinds.yaml")


@cache
def load_billed_units() -> BilledUnits:
    """Return what the units of bills measure.

    Examples
    --------
    >>> load_billed_units().find("GB-Mo").measure
    'gb_months'
    """
    return parse_units(_read("units.yaml")["units"], file="units.yaml")


@cache
def load_usage_rules() -> UsageRules:
    """Return which charge says which usage key.

    Examples
    --------
    >>> found = load_usage_rules().find("AmazonS3", "aws_s3_bucket", ["EUC1-Requests-Tier1"])
    >>> [rule.key for rule in found]
    ['standard.monthly_tier_1_requests']
    """
    rules = (r for name in _CLOUDS for r in parse_usage_rules(_read(name)["rules"], file=name))
    return UsageRules(tuple(rules))


def _read(name: str) -> Any:
    return yaml.load((data_root() / _FOLDER / name).read_bytes(), yaml.CSafeLoader)
