"""The monthly review and what people look at themselves, from the bills in force."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import InputError, nearest
from dharma_core.workbench.billing_reports import no_bill
from dharma_core.workbench.demo_bill import UNITS_FILE
from dharma_core.workbench.landings import Landings

if TYPE_CHECKING:
    from dharma_core.finops.analytics import Bill, Dimension
    from dharma_core.finops.analytics.pivot import Pivot, Question
    from dharma_core.finops.business_units import BusinessUnits
    from dharma_core.finops.month_review import MonthReview
    from dharma_core.workbench.billing_reports import BillingSummary

__all__ = ["Finops", "chosen_month"]

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Finops(Landings):
    """The part of the workbench that reviews what was spent."""

    def finops_review(
        self,
        month: str = "",
        *,
        currency: str = "",
        rates: Path | None = None,
        units: Path | None = None,
        forecast: bool = True,
    ) -> MonthReview:
        """Return the review of one month, from one reading of it and the month before.

        Parameters
        ----------
        month : str, optional
            Such as ``2026-03``; the latest one with a bill when left out.
        currency : str, optional
            Say everything in this one; needed where the bills have several.
        rates : Path, optional
            A table of rates; as `billing_summary` finds it when left out.
        units : Path, optional
            A table ``day,NAME`` of units of business; ``business-units.csv`` here or in
            DHARMA_HOME when left out.
        forecast : bool
            Land a month that is not over by the forecast of the whole bill (`landed_review`);
            without it by the usual cost of its weekdays, at once.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If nothing was imported, the month has no bill, a rate is missing, or the bills have
            several currencies and none was chosen.
        """
        from dharma_core.finops.month_review import MonthCost, month_before, review_month

        self.allow("billing:read")
        held = self.billing_summary(currency=currency, rates=rates)
        chosen = chosen_month(month, held)
        first = _first_day(chosen)
        bill = self._one_bill(held, (f"{month_before(first):%Y-%m}", chosen), currency, rates)
        review = review_month(
            bill,
            first,
            history=[
                MonthCost(_first_day(p.period), p.billed_cost, p.effective_cost)
                for p in held.periods
                if p.currency == bill.currency
            ],
            required_tags=self.settings.policies.required_tags,
            units=self._units(units),
        )
        if not forecast:
            return review
        return self.landed_review(review, currency=currency, rates=rates)

    def explore_bills(
        self,
        question: Question,
        *,
        months: Iterable[str] = (),
        currency: str = "",
        rates: Path | None = None,
    ) -> Pivot:
        """Return the cost by any dimensions and grain of time.

        Parameters
        ----------
        months : iterable of str, optional
            Billing months such as ``2026-03``; all when left out.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        InputError
            If nothing was imported, a column is not there, or currencies are mixed.
        """
        from dharma_core.finops.analytics.pivot import pivot

        self.allow("billing:read")
        held = self.billing_summary(currency=currency, rates=rates)
        chosen_month("", held)
        return pivot(self._one_bill(held, tuple(months), currency, rates), question)

    def billing_dimensions(self, *, months: Iterable[str] = ()) -> tuple[Dimension, ...]:
        """Return what bills can be looked at by: columns of FOCUS, then tags, common ones first.

        Raises
        ------
        PermissionDenied
            If the actor may not read billing.
        """
        import narwhals as nw

        from dharma_core.finops.analytics import Bill, Tag
        from dharma_core.finops.analytics.pivot import tag_keys
        from dharma_core.finops.exploring import COLUMNS

        self.allow("billing:read")
        frame = nw.from_native(self.billing(months=months))
        return (*COLUMNS, *(Tag(key) for key in tag_keys(Bill(frame, ""))))

    def _one_bill(
        self, held: BillingSummary, months: tuple[str, ...], currency: str, rates: Path | None
    ) -> Bill:
        """Return months as a bill of one currency; the manifest knows it, so no row is read."""
        import narwhals as nw

        from dharma_core.finops.analytics import Bill

        found = sorted({p.currency for p in held.periods if not months or p.period in months})
        if not found:
            raise InputError(
                f"There is no bill of {', '.join(months)}.",
                next_step=nearest(months[0], sorted({p.period for p in held.periods})),
            )
        if len(found) > 1:
            raise InputError(
                f"The bills of these months are in {', '.join(found)}: they have no sum.",
                next_step=f"Choose one to say everything in, such as {found[0]}, and state rates.",
                details={"currencies": found},
            )
        frame = self.billing(months=months, currency=currency, rates=rates)
        return Bill(nw.from_native(frame), found[0])

    def _units(self, given: Path | None) -> BusinessUnits | None:
        from dharma_core.finops.business_units import parse_units
        from dharma_core.storage.text_files import read_small_text

        places = [self.cwd / UNITS_FILE, self.settings.home / UNITS_FILE]
        path = self.cwd / given if given else next((p for p in places if p.is_file()), None)
        if path is None:
            return None
        text = read_small_text(path, what="table of units", too_large="Keep ten years of days.")
        return parse_units(text, file=path.name)


def chosen_month(month: str, held: BillingSummary) -> str:
    """Return the month that somebody named, or the latest one with a bill.

    Raises
    ------
    InputError
        If nothing was imported, it is no month, or it has no bill.
    """
    months = sorted({period.period for period in held.periods})
    if not months:
        raise no_bill()
    if month and not _MONTH.fullmatch(month):
        raise InputError(f"{month!r} is no month.", next_step=f"Write it as {months[-1]}.")
    if month and month not in months:
        raise InputError(
            f"There is no bill of {month}.",
            next_step=f"{nearest(month, months)} There are {months[0]} to {months[-1]}.".strip(),
            details={"months": months},
        )
    return month or months[-1]


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
