"""SQS and SNS: requests counted in 64 KB pieces, notifications beyond their free allowance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.units import to_decimal

__all__ = ["sns_subscription", "sns_topic", "sqs_queue"]


def sqs_queue(subject: Subject) -> Iterator[Component]:
    """Yield the requests of a queue."""
    kind = "fifo" if subject.get("fifo_queue") is True else "standard"
    pieces = _pieces(subject)
    millions = None if pieces is None else pieces / 1_000_000
    old = subject.used("request_size") is not None
    note = "request_size is not read; write request_size_kb." if old else ""
    line = Line("Requests", "1M requests", millions, "monthly_requests", note=note)
    yield subject.bill(line, subject.key("sqs/requests", type=kind))


def _pieces(subject: Subject) -> Decimal | None:
    """Return requests times the 64 KB pieces each is made of; one piece when no size is given."""
    requests = subject.used("monthly_requests")
    if requests is None:
        return None
    size_kb = subject.used("request_size_kb") or Decimal(1)
    piece_kb = Decimal(subject.facts["piece_kb"])
    return requests * (size_kb / piece_kb).to_integral_value(ROUND_CEILING)


def sns_topic(subject: Subject) -> Iterator[Component]:
    """Yield a topic's requests and notifications; lines wholly within free use are left out."""
    lines = _fifo(subject) if subject.get("fifo_topic") is True else _standard(subject)
    for component in lines:
        if component.monthly_quantity is None or component.monthly_quantity > 0:
            yield component


def _standard(subject: Subject) -> Iterator[Component]:
    pieces = _pieces(subject)
    allowance = Decimal(subject.facts["free_requests"])
    extra = None if pieces is None else max(pieces - allowance, Decimal(0)) / 1_000_000
    line = Line("API requests (over 1M)", "1M requests", extra, "monthly_requests")
    yield subject.bill(line, subject.key("sns/api_requests"))
    for entry in subject.facts["notifications"]:
        line = Line(entry["name"], entry["unit"], _sent(subject, entry), entry["usage"])
        if "price_usage" in entry:
            yield _priced_by_usage(subject, line, entry)
        else:
            yield subject.bill(line, subject.key(entry["price"]))


def _sent(subject: Subject, entry: Mapping[str, Any]) -> Decimal | None:
    """Return the notifications beyond the free ones, in billed units."""
    requests = subject.used("monthly_requests")
    subscribers = subject.used(entry["usage"])
    if requests == 0:
        return Decimal(0)
    if requests is None or subscribers is None:
        return None
    sent = max(requests * subscribers - Decimal(entry["free"]), Decimal(0))
    return amount(sent / Decimal(entry["per"]))


def _priced_by_usage(subject: Subject, line: Line, entry: Mapping[str, Any]) -> Component:
    """Return a line whose price depends on the receivers' country: only usage can say it."""
    each = subject.used(entry["price_usage"])
    if each is None:
        note = f"The price depends on the country; give {entry['price_usage']} in the usage file."
        return replace(subject.unpriced(line, note), price_from_usage=True)
    price = each * Decimal(entry["per"])
    sent = line.quantity
    if sent is not None and amount(sent * price) is None:
        sent = None
    component = subject.unpriced(replace(line, quantity=sent), "")
    return replace(component, unit_price=price, source="usage file")


def _fifo(subject: Subject) -> Iterator[Component]:
    requests = subject.used("monthly_requests")
    size = subject.used("request_size_kb")
    millions = None if requests is None else requests / 1_000_000
    payload = None if millions is None or size is None else millions * size
    subscribers = to_decimal(len(subject.users("aws_sns_topic_subscription"))) or Decimal(0)
    for entry in subject.facts["fifo"]:
        counted = payload if entry["counts"] == "payload" else millions
        if entry["per_subscriber"] and not subscribers:
            continue
        times = subscribers if entry["per_subscriber"] else Decimal(1)
        quantity = None if counted is None else counted * times
        line = Line(entry["name"], entry["unit"], quantity, "monthly_requests")
        yield subject.bill(line, subject.key(entry["price"]))


def sns_subscription(subject: Subject) -> Iterator[Component]:
    """Yield the notifications to a web address; other protocols are billed with their topic."""
    protocol = subject.text("protocol")
    if protocol is not None and protocol.lower() not in subject.facts["protocols"]:
        return
    pieces = _pieces(subject)
    millions = None if pieces is None else pieces / 1_000_000
    line = Line("HTTP notifications", "1M notifications", millions, "monthly_requests")
    yield subject.bill(line, subject.key("sns/subscription_notifications"))
