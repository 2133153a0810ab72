"""API Gateway: HTTP APIs by request, WebSocket APIs by message and minute."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject

__all__ = ["http_or_websocket_api"]

_MILLION = 1_000_000


def http_or_websocket_api(subject: Subject) -> Iterator[Component]:
    """Yield the requests of an HTTP API, or the messages and connections of a WebSocket one."""
    if subject.get("protocol_type") == "WEBSOCKET":
        pieces = _pieces(subject, "messages", "message_size_kb")
        line = Line("Messages", "1M messages", pieces, "monthly_messages")
        names = ("Messages (first 1B)", "Messages (over 1B)")
        yield from subject.bill_tiers(line, subject.key("apigateway/websocket_messages"), names)
        minutes = subject.used("monthly_connection_mins")
        millions = None if minutes is None else minutes / _MILLION
        line = Line("Connection duration", "1M minutes", millions, "monthly_connection_mins")
        yield subject.bill(line, subject.key("apigateway/websocket_minutes"))
        return
    pieces = _pieces(subject, "requests", "request_size_kb")
    line = Line("Requests", "1M requests", pieces, "monthly_requests")
    names = ("Requests (first 300M)", "Requests (over 300M)")
    yield from subject.bill_tiers(line, subject.key("apigateway/http_requests"), names)


def _pieces(subject: Subject, what: str, size_key: str) -> Decimal | None:
    """Return millions of requests or messages; a large one counts as several."""
    number = subject.used(f"monthly_{what}")
    if number is None:
        return None
    piece_kb = Decimal(subject.facts["piece_kb"][what])
    size_kb = subject.used(size_key) or piece_kb
    return number * (size_kb / piece_kb).to_integral_value(ROUND_CEILING) / _MILLION
