"""Lambda: requests, GB-seconds in steps, and scratch storage beyond the free part."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.ports import Price, Tier

__all__ = ["lambda_function", "provisioned_concurrency"]

_BILLION = Decimal(1_000_000_000)


def lambda_function(subject: Subject) -> Iterator[Component]:
    """Yield requests, scratch storage and duration, one line per price step of the duration."""
    requests = subject.used("monthly_requests")
    seconds = _seconds(subject, requests)
    millions = None if requests is None else requests / 1_000_000
    line = Line("Requests", "1M requests", millions, "monthly_requests")
    yield subject.bill(line, subject.key("lambda/requests"))
    yield _scratch(subject, seconds)
    yield from _duration(subject, seconds)


def _seconds(subject: Subject, requests: Decimal | None) -> Decimal | None:
    """Return the seconds run in a month; each request is billed in whole milliseconds."""
    length = subject.used("request_duration_ms")
    if requests is None or length is None:
        return None
    return requests * length.to_integral_value(ROUND_CEILING) / 1000


def _scratch(subject: Subject, seconds: Decimal | None) -> Component:
    blocks = subject.blocks("ephemeral_storage")
    free = Decimal(subject.facts["free_scratch_mb"])
    size = amount(subject.within(blocks[0], "size", free)) if blocks else free
    quantity = None
    if seconds is not None and size is not None:
        quantity = seconds * max(size - free, Decimal(0)) / 1024
    line = Line("Ephemeral storage", "GB-seconds", quantity, "monthly_requests")
    return subject.bill(line, subject.key("lambda/ephemeral_storage"))


def _duration(subject: Subject, seconds: Decimal | None) -> Iterator[Component]:
    memory = subject.number("memory_size", subject.facts["default_memory_mb"])
    used = None if seconds is None or memory is None else seconds * memory / 1024
    chips = subject.get("architectures")
    chip = "arm64" if isinstance(chips, tuple) and "arm64" in chips else "x86_64"
    key = subject.key("lambda/duration", architecture=chip)
    price = subject.book.find(key)
    if price is None:
        yield subject.bill(Line("Duration", "GB-seconds", used, "request_duration_ms"), key)
        return
    for tier in price.tiers:
        share = None if used is None else tier.share(used)
        if tier is price.tiers[0] or share:
            name = f"Duration{_step_label(price, tier)}"
            line = Line(name, "GB-seconds", share, "request_duration_ms")
            yield subject.at_tier(line, price, tier)


def _step_label(price: Price, tier: Tier) -> str:
    """Return `` (first 6B)``, `` (next 9B)``, `` (over 15B)``; nothing for a flat price."""
    if len(price.tiers) == 1:
        return ""
    if tier.end is None:
        return f" (over {_billions(tier.start)})"
    word = "first" if tier is price.tiers[0] else "next"
    return f" ({word} {_billions(tier.end - tier.start)})"


def _billions(number: Decimal) -> str:
    return f"{(number / _BILLION).normalize():f}B"


def provisioned_concurrency(subject: Subject) -> Iterator[Component]:
    """Yield the requests, the capacity kept ready, and the duration at its lower price."""
    requests = subject.used("monthly_requests")
    millions = None if requests is None else requests / 1_000_000
    line = Line("Requests", "1M requests", millions, "monthly_requests")
    yield subject.bill(line, subject.key("lambda/requests"))
    memory, chip = _memory_gb(subject), _architecture(subject)
    ready = subject.used("monthly_duration_hrs")
    count = subject.number("provisioned_concurrent_executions", 0)
    kept = None if ready is None or count is None else count * ready * 3600 * memory
    line = Line("Provisioned Concurrency", "GB-seconds", kept, "monthly_duration_hrs")
    yield subject.bill(line, subject.key("lambda/provisioned_concurrency", architecture=chip))
    seconds = _seconds(subject, requests)
    run = None if seconds is None else seconds * memory
    line = Line("Duration", "GB-seconds", run, "request_duration_ms")
    yield subject.bill(line, subject.key("lambda/provisioned_duration", architecture=chip))


def _memory_gb(subject: Subject) -> Decimal:
    """Return the function's memory: as usage says, as its function does, else the default."""
    used = subject.used("memory_mb")
    for function in subject.targets("function_name"):
        used = amount(function.attributes.get("memory_size")) if used is None else used
    return (Decimal(subject.facts["default_memory_mb"]) if used is None else used) / 1024


def _architecture(subject: Subject) -> str:
    default = str(subject.facts["default_architecture"])
    for function in subject.targets("function_name"):
        chips = function.attributes.get("architectures")
        default = "arm64" if isinstance(chips, tuple) and "arm64" in chips else default
    return subject.word("architecture", default)
