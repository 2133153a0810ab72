"""What the AWS provider plans for one attribute because of another.

Measured with terraform 1.11 and hashicorp/aws 5.100.0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from dharma_core.plan.catalog import ResourceType
from dharma_core.plan.frozen import UNKNOWN, FrozenMap

__all__ = ["planned_by_provider"]

Values = Mapping[str, Any]


def planned_by_provider(type_: ResourceType | None, written: Values, filled: Values) -> FrozenMap:
    """Return filled attributes after the provider's rules between attributes.

    Parameters
    ----------
    written : mapping
        What the source says; the rules change nothing of it but names a certificate repeats.
    filled : mapping
        The same with defaults and unknowns.

    Examples
    --------
    >>> queue = ResourceType("aws_sqs_queue", "aws", "Queue", "SQS")
    >>> written = {"sqs_managed_sse_enabled": True}
    >>> planned_by_provider(queue, written, written)["kms_data_key_reuse_period_seconds"]
    0
    """
    rule = _RULES.get(type_.name) if type_ is not None else None
    if rule is None:
        return FrozenMap(filled)
    changed = {**filled, **rule(written, filled)}
    return FrozenMap({name: value for name, value in changed.items() if value is not None})


def _lifecycle_rules(_written: Values, filled: Values) -> Values:
    """Return lifecycle rules; a filter that says nothing is for every prefix."""
    rules = filled.get("rule")
    if not isinstance(rules, tuple):
        return {}
    return {"rule": tuple(_with_filter(r) if isinstance(r, FrozenMap) else r for r in rules)}


def _with_filter(rule: FrozenMap) -> FrozenMap:
    filters = rule.get("filter")
    if not isinstance(filters, tuple):
        return rule
    found = (FrozenMap(prefix="") if f == FrozenMap() else f for f in filters)
    return FrozenMap({**rule, "filter": tuple(found)})


def _certificate(written: Values, filled: Values) -> Values:
    """Return what a certificate is validated for: its domain and each alternative name."""
    domain, others = filled.get("domain_name"), written.get("subject_alternative_names", ())
    if not isinstance(domain, str) or not isinstance(others, tuple) or UNKNOWN in others:
        return {}
    names = tuple(sorted({domain, *others}))
    found: dict[str, Any] = {"subject_alternative_names": names}
    if written.get("validation_method") in ("DNS", "EMAIL"):
        unknown = ("resource_record_name", "resource_record_type", "resource_record_value")
        options = (FrozenMap({"domain_name": n, **dict.fromkeys(unknown, UNKNOWN)}) for n in names)
        found["domain_validation_options"] = tuple(options)
    return found


def _load_balancer(written: Values, filled: Values) -> Values:
    """Return what exists for application load balancers only, and for network ones."""
    kind = filled.get("load_balancer_type", "application")
    if kind != "network":
        return {}
    unset = {name: None for name in _APPLICATION_ONLY if name not in written}
    set_ = {name: value for name, value in _NETWORK_ONLY.items() if name not in written}
    return {**unset, **set_}


def _instance(written: Values, _filled: Values) -> Values:
    """Return what an instance leaves to a network interface that it is given."""
    return {"source_dest_check": None} if written.get("network_interface") else {}


def _queue(written: Values, _filled: Values) -> Values:
    managed = written.get("sqs_managed_sse_enabled") is True
    reuse = "kms_data_key_reuse_period_seconds"
    return {reuse: 0} if managed and reuse not in written else {}


_APPLICATION_ONLY: Final = (
    "client_keep_alive", "desync_mitigation_mode", "drop_invalid_header_fields", "enable_http2",
    "enable_tls_version_and_cipher_suite_headers", "enable_waf_fail_open",
    "enable_xff_client_port", "idle_timeout", "preserve_host_header",
    "xff_header_processing_mode",
)  # fmt: skip
_NETWORK_ONLY: Final = {
    "dns_record_client_routing_policy": "any_availability_zone",
    "enable_cross_zone_load_balancing": False,
}
_RULES: Final[Mapping[str, Callable[[Values, Values], Values]]] = {
    "aws_acm_certificate": _certificate,
    "aws_alb": _load_balancer,
    "aws_instance": _instance,
    "aws_lb": _load_balancer,
    "aws_s3_bucket_lifecycle_configuration": _lifecycle_rules,
    "aws_sqs_queue": _queue,
}
