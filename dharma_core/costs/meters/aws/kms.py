"""KMS: a key's month, and requests at the price of the key's kind."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject

__all__ = ["kms_key"]

_ONE_MONTH = Decimal(1)


def kms_key(subject: Subject) -> Iterator[Component]:
    """Yield the month of a customer key, and its requests."""
    yield subject.bill(Line("Customer master key", "months", _ONE_MONTH), subject.key("kms/key"))
    spec = subject.text("customer_master_key_spec", "SYMMETRIC_DEFAULT")
    if spec is None:
        note = "The key's kind is known only after apply."
        yield subject.unpriced(Line("Requests", "10k requests", None), note)
        return
    kinds = subject.facts["kinds"]
    for entry in kinds.get(spec, kinds["asymmetric"]):
        used = subject.used(entry["usage"])
        quantity = None if used is None else used / 10_000
        line = Line(entry["name"], "10k requests", quantity, entry["usage"])
        yield subject.bill(line, subject.key("kms/requests", kind=entry["kind"]))
