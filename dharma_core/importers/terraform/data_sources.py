"""Data sources that need no cloud to be read; all others are unknown until apply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from dharma_core.importers.terraform.functions.values import has_unknown
from dharma_core.importers.terraform.policy_documents import policy_document
from dharma_core.importers.terraform.providers import ProviderFacts
from dharma_core.plan import UNKNOWN, FrozenMap

__all__ = ["read_data"]

_READ: Final = ("no-op",)
_DEFERRED: Final = ("read",)


def read_data(
    type_: str, written: Mapping[str, Any], provider: ProviderFacts, *, waits: bool = False
) -> tuple[FrozenMap, tuple[str, ...]]:
    """Return a data source's attributes and whether it was read while planning.

    What is read needs no network: policy documents, and the region and partition that the
    provider block says. One that ``waits`` is read while applying.
    """
    reader = None if waits else _READERS.get(type_)
    found = reader(written, provider) if reader and not has_unknown(FrozenMap(written)) else None
    if found is not None:
        return FrozenMap(found), _READ
    unknown = dict.fromkeys(_RESULTS.get(type_, ("id",)), UNKNOWN)
    return FrozenMap({**unknown, **written}), _DEFERRED


def _region(written: Mapping[str, Any], provider: ProviderFacts) -> Mapping[str, Any] | None:
    name = written.get("name") or provider.region
    if not name:
        return None
    _, domain = _partition_of(name)
    known = {"id": name, "name": name, "endpoint": f"ec2.{name}.{domain}"}
    return {**known, "description": _REGIONS.get(name, UNKNOWN)}


def _partition(_written: Mapping[str, Any], provider: ProviderFacts) -> Mapping[str, Any] | None:
    if not provider.region:
        return None
    name, domain = _partition_of(provider.region)
    return {
        "id": name,
        "partition": name,
        "dns_suffix": domain,
        "reverse_dns_prefix": ".".join(reversed(domain.split("."))),
    }


def _partition_of(region: str) -> tuple[str, str]:
    """Return the partition's name and its domain, as the AWS SDK's endpoint rules tell them."""
    if region.startswith("cn-"):
        return "aws-cn", "amazonaws.com.cn"
    if region.startswith("us-gov-"):
        return "aws-us-gov", "amazonaws.com"
    return "aws", "amazonaws.com"


def _policy(written: Mapping[str, Any], _provider: ProviderFacts) -> Mapping[str, Any] | None:
    return policy_document(written)


_READERS: Final[
    Mapping[str, Callable[[Mapping[str, Any], ProviderFacts], Mapping[str, Any] | None]]
] = {
    "aws_region": _region,
    "aws_partition": _partition,
    "aws_iam_policy_document": _policy,
}
_RESULTS: Final = {"aws_iam_policy_document": ("id", "json", "minified_json")}
_REGIONS: Final = {
    # As hashicorp/aws 5.100.0 names them.
    "us-east-1": "US East (N. Virginia)",
    "us-east-2": "US East (Ohio)",
    "us-west-1": "US West (N. California)",
    "us-west-2": "US West (Oregon)",
    "ca-central-1": "Canada (Central)",
    "eu-west-1": "Europe (Ireland)",
    "eu-west-2": "Europe (London)",
    "eu-west-3": "Europe (Paris)",
    "eu-central-1": "Europe (Frankfurt)",
    "eu-north-1": "Europe (Stockholm)",
    "eu-south-1": "Europe (Milan)",
    "ap-south-1": "Asia Pacific (Mumbai)",
    "ap-southeast-1": "Asia Pacific (Singapore)",
    "ap-southeast-2": "Asia Pacific (Sydney)",
    "ap-northeast-1": "Asia Pacific (Tokyo)",
    "ap-northeast-2": "Asia Pacific (Seoul)",
    "ap-northeast-3": "Asia Pacific (Osaka)",
    "ap-east-1": "Asia Pacific (Hong Kong)",
    "sa-east-1": "South America (Sao Paulo)",
    "me-south-1": "Middle East (Bahrain)",
    "af-south-1": "Africa (Cape Town)",
}
