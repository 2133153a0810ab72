"""The monthly review as JSON: what the command writes and programs read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dharma_core.finops.month_anomalies import MonthAnomalies
from dharma_core.finops.month_review import MonthReview
from dharma_core.money import plain
from dharma_core.views.month_anomalies import anomalies_document
from dharma_core.views.month_review import saved_share
from dharma_core.views.month_review_tables import action_words, commitments_table, movers_table
from dharma_core.views.table import Row

__all__ = ["review_document"]


def review_document(review: MonthReview, odd: MonthAnomalies | None = None) -> dict[str, Any]:
    """Return the JSON form: decimals as text, shares as numbers, null where not known."""
    landing = review.landing
    return {
        "month": f"{review.month:%Y-%m}",
        "currency": review.currency,
        "months": [
            {
                "month": f"{found.month:%Y-%m}",
                "billed_cost": plain(found.billed),
                "amortised_cost": plain(found.amortised),
            }
            for found in review.months
        ],
        "landing": {
            "amount": plain(landing.amount),
            "so_far": plain(landing.so_far),
            "as_of": landing.as_of.isoformat(),
            "days_left": landing.days_left,
            "method": landing.method.value,
            "lower": plain(landing.interval[0]) if landing.interval else None,
            "upper": plain(landing.interval[1]) if landing.interval else None,
            "level": landing.level,
            "models": list(landing.models),
            "reason": landing.reason or None,
        },
        "compared": _compared(review),
        "movers": [_told(row) for row in movers_table(review).rows],
        "anomalies": None if odd is None else anomalies_document(odd),
        "coverage": {
            "share": review.cover.share,
            "covered": plain(review.cover.covered),
            "coverable": plain(review.cover.coverable),
        },
        "utilisation": review.used,
        "commitments": [_told(row) for row in commitments_table(review).rows],
        "savings_rate": saved_share(review.savings),
        "savings_rate_before": saved_share(review.savings_before),
        "untagged": [
            {"tag": tag.key, "share": tag.share, "cost": plain(tag.untagged)}
            for tag in review.untagged
        ],
        "unit": review.unit or None,
        "unit_costs": [
            {"month": f"{u.month:%Y-%m}", "unit_cost": u.each, "units": plain(u.units)}
            for u in review.unit_costs
        ],
        "actions": [
            {"kind": a.kind.value, "amount": plain(a.amount), "subject": list(a.subject)}
            | {"text": action_words(a, review.currency)}
            for a in review.actions
        ],
    }


def _compared(review: MonthReview) -> dict[str, Any] | None:
    if review.periods is None or review.change is None:
        return None
    before, after = review.periods.before, review.periods.after
    return {
        "before": [before.first.isoformat(), before.end.isoformat()],
        "after": [after.first.isoformat(), after.end.isoformat()],
        "change": plain(review.change.change),
    }


def _told(row: Row) -> dict[str, Any]:
    return {key: plain(cell) if isinstance(cell, Decimal) else cell for key, cell in row.items()}
