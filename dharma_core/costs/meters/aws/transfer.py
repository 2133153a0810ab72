"""Transfer Family: the hours of each protocol a server speaks, and the data it moves."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["transfer_server"]


def transfer_server(subject: Subject) -> Iterator[Component]:
    """Yield the protocols of a server, then its data both ways."""
    default = (subject.facts["default_protocol"],)
    written = subject.get("protocols", default)
    if not isinstance(written, tuple):
        note = "The protocols are known only after apply."
        yield subject.unpriced(Line("Protocols enabled", "hours", None), note)
        written = ()
    elif not written:
        written = default
    for protocol in written:
        line = Line(f"{protocol} protocol enabled", "hours", HOURS_PER_MONTH)
        yield subject.bill(line, subject.key("transfer/protocol"))
    for what in ("uploaded", "downloaded"):
        key = f"monthly_data_{what}_gb"
        line = Line(f"Data {what}", "GB", subject.used(key), key)
        yield subject.bill(line, subject.key("transfer/data"))
