"""CloudFront: traffic and requests by edge area, and the extras a distribution asks for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, blocks_of

__all__ = ["cloudfront_distribution"]

_GLOBAL = "global"
_TEN_THOUSAND = Decimal(10_000)


def cloudfront_distribution(subject: Subject) -> Iterator[Component]:
    """Yield the extras, then traffic and requests of each edge area that usage names.

    What usage does not say of any area is shown for the first, without a quantity.
    """
    yield from _shields(subject)
    yield from _invalidations(subject)
    yield from _extras(subject)
    for edge in _edges(subject, "monthly_data_transfer_to_internet_gb"):
        yield from _internet(subject, edge)
    for edge in _edges(subject, "monthly_data_transfer_to_origin_gb"):
        label, key = subject.facts["edges"][edge], f"monthly_data_transfer_to_origin_gb.{edge}"
        line = Line(f"{label} > Data transfer out to origin", "GB", subject.used(key), key)
        price = subject.key("cloudfront/data_out_origin", region=_GLOBAL, edge=edge)
        yield subject.bill(line, price)
    for protocol in ("http", "https"):
        for edge in _edges(subject, f"monthly_{protocol}_requests"):
            yield _requests(subject, edge, protocol)


def _edges(subject: Subject, stem: str) -> tuple[str, ...]:
    edges = tuple(subject.facts["edges"])
    used = tuple(edge for edge in edges if subject.used(f"{stem}.{edge}") is not None)
    return used or edges[:1]


def _internet(subject: Subject, edge: str) -> Iterator[Component]:
    usage_key = f"monthly_data_transfer_to_internet_gb.{edge}"
    head = f"{subject.facts['edges'][edge]} > Data transfer out to internet"
    names = [f"{head} ({tier})" for tier in subject.facts["internet_tiers"]]
    line = Line(head, "GB", subject.used(usage_key), usage_key)
    key = subject.key("cloudfront/data_out_internet", region=_GLOBAL, edge=edge)
    yield from subject.bill_tiers(line, key, names)


def _requests(subject: Subject, edge: str, protocol: str) -> Component:
    usage_key = f"monthly_{protocol}_requests.{edge}"
    name = f"{subject.facts['edges'][edge]} > {protocol.upper()} requests"
    line = Line(name, "10k requests", _per(subject, usage_key, _TEN_THOUSAND), usage_key)
    key = subject.key("cloudfront/requests", region=_GLOBAL, edge=edge, protocol=protocol)
    return subject.bill(line, key)


def _per(subject: Subject, usage_key: str, each: Decimal) -> Decimal | None:
    used = subject.used(usage_key)
    return None if used is None else used / each


def _shields(subject: Subject) -> Iterator[Component]:
    """Yield the requests through each region that shields an origin."""
    origins = (
        o for block in subject.blocks("origin") for o in blocks_of(block.get("origin_shield"))
    )
    regions = [str(o.get("origin_shield_region")) for o in origins if o.get("enabled") is True]
    for region in dict.fromkeys(regions):
        fact = subject.facts["shields"].get(region, {"area": region, "label": ""})
        key = f"monthly_shield_requests.{fact['area']}"
        name = f"Origin shield HTTP requests ({fact['label']} {region})"
        line = Line(name, "10k requests", _per(subject, key, _TEN_THOUSAND), key)
        price = subject.key("cloudfront/origin_shield", region=_GLOBAL, area=fact["area"])
        yield subject.bill(line, price)


def _invalidations(subject: Subject) -> Iterator[Component]:
    key = "monthly_invalidation_requests"
    used, free = subject.used(key), Decimal(subject.facts["free_invalidations"])
    first = None if used is None else min(used, free)
    line = Line("Invalidation requests (first 1k)", "paths", first, key)
    price = subject.key("cloudfront/free_invalidations", region=_GLOBAL, option="included")
    yield subject.bill(line, price)
    if used is not None and used > free:
        line = Line("Invalidation requests (over 1k)", "paths", used - free, key)
        yield subject.bill(line, subject.key("cloudfront/invalidations", region=_GLOBAL))


def _extras(subject: Subject) -> Iterator[Component]:
    if subject.at("default_cache_behavior.field_level_encryption_id") not in (None, ""):
        key = "monthly_encryption_requests"
        quantity = _per(subject, key, _TEN_THOUSAND)
        line = Line("Field level encryption requests", "10k requests", quantity, key)
        yield subject.bill(line, subject.key("cloudfront/field_encryption", region=_GLOBAL))
    if subject.at("logging_config.bucket") not in (None, ""):
        key = "monthly_log_lines"
        quantity = _per(subject, key, Decimal(1_000_000))
        line = Line("Real-time log requests", "1M lines", quantity, key)
        yield subject.bill(line, subject.key("cloudfront/realtime_logs", region=_GLOBAL))
    if subject.at("viewer_certificate.ssl_support_method") == "vip":
        key = "custom_ssl_certificates"
        used = subject.used(key)
        count = Decimal(1) if used is None else used
        line = Line("Dedicated IP custom SSLs", "certificates", count, key)
        price = subject.key("cloudfront/dedicated_ip_certificate", region=_GLOBAL)
        yield subject.bill(line, price)
