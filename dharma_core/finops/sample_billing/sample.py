"""The sample bill: months of rows in pieces of bounded size, and the truth about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
import polars as pl

from dharma_core.errors import InputError
from dharma_core.finops.sample_billing.books import Books, keep_books
from dharma_core.finops.sample_billing.charges import Charges
from dharma_core.finops.sample_billing.company import Scope
from dharma_core.finops.sample_billing.frame import COST_SCALE, framed, month_after
from dharma_core.finops.sample_billing.incidents import Incident
from dharma_core.finops.sample_billing.parameters import SampleParameters
from dharma_core.finops.sample_billing.resources import Slots, place
from dharma_core.finops.sample_billing.rhythm import days_of
from dharma_core.finops.sample_billing.usage_rows import Ledger, UsageRows

__all__ = ["Launch", "SampleBill", "sample_bill"]

_PIECE_ROWS = 250_000
_STREAM_SHARE = 0.7  # of a day's rows may go to the first resource of each stream
_CHARGES_A_MONTH = 20  # fees, credits, corrections and taxes
_LONGEST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Launch:
    """Growth that was meant: a new application in an account, from ``start`` on."""

    application: str
    account_id: str
    services: tuple[str, ...]
    start: date
    ramp_days: int


@dataclass(frozen=True, slots=True)
class SampleBill:
    """One bill of the invented company; make it with `sample_bill`.

    Parameters
    ----------
    incidents : tuple of Incident
        All that went wrong, in order of time.
    launches : tuple of Launch
        What grew as planned: a detector that calls it an incident is wrong.
    """

    months: tuple[date, ...]
    incidents: tuple[Incident, ...]
    launches: tuple[Launch, ...]
    _books: Books
    _slots: Slots
    _usage: UsageRows
    _charges: Charges

    def frames(self, month: date) -> Iterator[pl.DataFrame]:
        """Return the billing frames of one month, each of some hundred thousand rows at most."""
        numbers = [n for n, day in enumerate(self._books.days) if day.replace(day=1) == month]
        if not numbers:
            raise InputError(
                f"The sample bill has no month {month:%Y-%m}.",
                next_step=f"It runs from {self.months[0]:%Y-%m} to {self.months[-1]:%Y-%m}.",
            )
        step = max(1, _PIECE_ROWS // (2 * len(self._slots.stream)))
        rows = list(self._charges.of_month(month))
        for first in range(numbers[0], numbers[-1] + 1, step):
            ledger = self._usage.ledger(first, min(first + step, numbers[-1] + 1))
            rows += self._charges.unused(self._used(ledger))
            yield self._usage.frame(ledger)
        if rows:
            yield framed(rows)

    def _used(self, ledger: Ledger) -> dict[tuple[Scope, int], Decimal]:
        """Return what each commitment was used for on each day of a ledger."""
        used = self._usage.used(ledger)
        result = {}
        for scope in self._books.commitments:
            own = np.array([s.scope == scope for s in self._books.streams])[ledger.stream]
            for day in np.unique(ledger.day):
                whole = int(used[own & (ledger.day == day)].sum())
                result[scope, int(day)] = Decimal(whole).scaleb(-COST_SCALE)
        return result


def sample_bill(
    parameters: SampleParameters,
    *,
    rows: int = 100_000,
    months: int = 12,
    seed: int = 0,
    first_month: date = date(2025, 1, 1),
) -> SampleBill:
    """Return a bill of about ``rows`` rows over whole months; the same arguments give the same one.

    The truth does not depend on ``rows`` from about 150 a day on; a smaller bill leaves out the
    smallest account-services, and the incidents strike what is left.

    Raises
    ------
    InputError
        If there are fewer rows than days, or no month, or more than ten years.

    Examples
    --------
    >>> from dharma_core.storage.sample_billing import load_sample_parameters
    >>> bill = sample_bill(load_sample_parameters(), rows=2_000, months=1, seed=7)
    >>> sum(frame.height for frame in bill.frames(bill.months[0])) in range(1_800, 2_200)
    True
    """
    if not 1 <= months <= _LONGEST_MONTHS:
        raise InputError(
            f"A sample bill of {months} months cannot be made.",
            next_step=f"Ask for 1 to {_LONGEST_MONTHS} months.",
        )
    starts = [first_month.replace(day=1)]
    for _ in range(months):
        starts.append(month_after(starts[-1]))
    days = days_of(starts[0], (starts[-1] - starts[0]).days)
    most = int(rows / len(days) * _STREAM_SHARE)
    if most < 1:
        raise InputError(
            f"{rows} rows are too few for {len(days)} days.",
            next_step=f"Ask for {2 * len(days)} rows or more, or for fewer months.",
        )
    books = keep_books(parameters, days, seed=seed, most_streams=most)
    usual_rows = rows - _rows_besides(books, months)
    active = (books.quantity > 0).sum(axis=1)
    slots = place(parameters, books.streams, active, rows=usual_rows, seed=seed)
    usage = UsageRows(parameters, books, slots, seed=seed)
    return SampleBill(
        months=tuple(starts[:-1]),
        incidents=tuple(_named(i, books, slots, usage) for i in books.incidents),
        launches=_launches(books),
        _books=books,
        _slots=slots,
        _usage=usage,
        _charges=Charges(parameters, books, seed),
    )


def _rows_besides(books: Books, months: int) -> int:
    """Return the rows that come on top of one a slot and day: partly covered, unused, charges."""
    partly = int(((books.covered > 0) & (books.covered < 1)).sum())
    own = {s.scope: n for n, s in enumerate(books.streams) if s.meter.committable}
    unused = sum(int((books.covered[own[scope]] >= 1).sum()) for scope in books.commitments)
    return partly + unused + _CHARGES_A_MONTH * months


def _named(incident: Incident, books: Books, slots: Slots, usage: UsageRows) -> Incident:
    """Return the incident with the ids of the resources that came with it."""
    own = [n for n, stream in enumerate(books.streams) if stream.incident == incident.id]
    numbers = np.flatnonzero(np.isin(slots.stream, own))
    return replace(incident, resource_ids=tuple(usage.resource_id(int(n)) for n in numbers))


def _launches(books: Books) -> tuple[Launch, ...]:
    found: dict[str, Launch] = {}
    for stream in books.streams:
        if not stream.launch_day or stream.incident:
            continue
        launch = found.get(stream.application)
        services = {stream.service.name, *(launch.services if launch else ())}
        found[stream.application] = Launch(
            stream.application,
            stream.account.id,
            tuple(sorted(services)),
            books.days[stream.launch_day],
            stream.ramp_days,
        )
    return tuple(found.values())
