"""A bill judged: awkward services side by side, days that are not complete, causes at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from dharma_core.errors import InputError
from dharma_core.finops.attribution import attribute
from dharma_core.finops.feedback import Feedback, Verdict, thresholds
from dharma_core.finops.judged_bill import judge_bill
from dharma_core.forecasting.anomalies.episodes import Direction, EpisodeRules
from dharma_core.forecasting.anomalies.judging import State

FIRST = date(2026, 1, 5)  # a Monday
DAYS = 100
EXACT = pl.Decimal(38, 15)
SCHEMA = {
    "BillingCurrency": pl.String,
    "ChargeCategory": pl.String,
    "ChargePeriodStart": pl.Datetime("us", "UTC"),
    **dict.fromkeys(
        ("SubAccountId", "ServiceName", "RegionId", "SkuId", "PricingUnit", "ResourceId"), pl.String
    ),
    "EffectiveCost": EXACT,
    "PricingQuantity": EXACT,
    "CommitmentDiscountStatus": pl.String,
}


def usual(n):
    """Return what an ordinary day costs: weekends at 60 %, and a little unrest."""
    weekend = (FIRST + timedelta(days=n)).weekday() > 4
    return (60 if weekend else 100) * (1 + (n * 37 % 11 - 5) / 200)


def bill(services, *, currency="USD", region="r1", sku="hour"):
    """Return a bill of services, each a mapping of day number to cost."""
    rows = [
        {
            "BillingCurrency": currency,
            "ChargeCategory": "Usage",
            "ChargePeriodStart": datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=n),
            "SubAccountId": "1",
            "ServiceName": name,
            "RegionId": region,
            "SkuId": sku,
            "PricingUnit": "Hours",
            "ResourceId": f"{name}-vm",
            "EffectiveCost": Decimal(f"{cost:.6f}"),
            "PricingQuantity": Decimal(f"{cost:.6f}"),
            "CommitmentDiscountStatus": None,
        }
        for name, costs in services.items()
        for n, cost in costs.items()
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def every(days=range(DAYS), **changed):
    return {n: usual(n) for n in days} | {int(n[1:]): cost for n, cost in changed.items()}


def judged(frame, **rules):
    found = judge_bill(frame, EpisodeRules(**{"late": 2, **rules}))
    return {
        report.key.removeprefix("1 / "): (
            report.state,
            [((e.start - FIRST).days, (e.end - FIRST).days) for e in report.episodes],
        )
        for report in found.reports
    }


def test_awkward_services_are_judged_beside_each_other_or_say_why_not():
    gone = [n for n in range(DAYS) if n % 9 and n not in range(30, 41)]
    found = judged(
        bill({
            "surge": every(d70=300, d71=300),
            "one row": {50: 5},
            "two rows": {50: 5, 51: 9},
            "constant": dict.fromkeys(range(DAYS), 7),
            "zero": dict.fromkeys(range(DAYS), 0),
            "gaps": every(gone),
            "yesterday": {DAYS - 1: 9000},
            "refund": every(d70=-500),
            "old": every(range(60)),
            "new": every(range(60, DAYS), d95=400),
        })
    )  # fmt: skip
    assert found == {
        "surge": (State.JUDGED, [(70, 71)]),
        "one row": (State.TOO_SHORT, []),
        "two rows": (State.TOO_SHORT, []),
        "constant": (State.CONSTANT, []),
        "zero": (State.CONSTANT, []),
        "gaps": (State.JUDGED, []),
        "yesterday": (State.TOO_SHORT, []),
        "refund": (State.JUDGED, [(70, 70)]),
        "old": (State.JUDGED, []),
        # Its first 28 days are waited for, then it is judged like any other.
        "new": (State.JUDGED, [(95, 95)]),
    }


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.7])
def test_days_that_are_not_complete_yet_are_no_anomaly(share):
    late = {f"d{DAYS - 1}": usual(DAYS - 1) * share, f"d{DAYS - 2}": usual(DAYS - 2) * share}
    frame = bill({"web": every(**late)})
    assert judged(frame)["web"] == (State.JUDGED, [])
    # Without the guard the same two days are a drop.
    assert judged(frame, late=0)["web"] == (State.JUDGED, [(DAYS - 2, DAYS - 1)])


def test_a_day_that_is_too_dear_before_it_is_complete_is_told():
    assert judged(bill({"web": every(d99=400)}))["web"] == (State.JUDGED, [(99, 99)])


def test_when_the_bill_grows_nothing_that_was_told_is_taken_back():
    services = {"web": every(d50=300, d51=300, d80=20, d81=20), "db": every(d60=150, d61=170)}
    frame = bill(services)
    whole = judge_bill(frame, EpisodeRules(floor=Decimal(60)))
    told = {(one.scope, one.episode.start, one.episode.detected) for one in whole.found()}
    assert len(told) == 3
    for days in (52, 60, 62, 81, 90):
        end = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=days)
        until_then = judge_bill(
            frame.filter(pl.col("ChargePeriodStart") < end), EpisodeRules(floor=Decimal(60))
        )
        seen = {(o.scope, o.episode.start, o.episode.detected) for o in until_then.found()}
        assert seen == {one for one in told if (one[2] - FIRST).days < days}


def test_causes_found_at_once_are_those_found_one_by_one():
    frame = bill({"web": every(d50=300, d70=250, d71=260), "db": every(d60=150, d61=170)})
    found = judge_bill(frame, EpisodeRules(direction=Direction.UP))
    assert len(found.causes) == 3
    for (scope, start), cause in found.causes.items():
        service = scope.removeprefix("1 / ")
        own = frame.filter(pl.col("ServiceName") == service)
        episodes = next(r.episodes for r in found.reports if r.key == scope)
        end = next(one.end for one in episodes if one.start == start)
        assert attribute(own, start=start, end=end) == cause


def test_a_region_that_the_bill_leaves_out_hides_no_meter():
    found = judge_bill(bill({"dns": every(d50=300)}, region=None), EpisodeRules())
    ((_, cause),) = found.causes.items()
    assert [part.level for part in cause.parts] == ["SubAccountId", "ServiceName", "SkuId"]


def test_what_has_no_meter_is_compared_unit_by_unit():
    # Hours cost as ever; requests, counted in millions, come on the day of the episode.
    hours = bill({"api": every(d50=100)}, sku=None)
    requests = bill({"api": {50: 300}}, sku=None).with_columns(
        pl.lit("Requests").alias("PricingUnit"), pl.lit(Decimal(3_000_000)).alias("PricingQuantity")
    )
    found = judge_bill(pl.concat([hours, requests.cast(SCHEMA)]), EpisodeRules())
    ((_, cause),) = found.causes.items()
    assert cause.quantity_effect == pytest.approx(cause.excess, abs=10)
    assert abs(cause.price_effect) < 10


def test_several_currencies_are_refused_with_the_way_out():
    both = pl.concat([bill({"web": every()}), bill({"eu": every()}, currency="EUR")])
    with pytest.raises(InputError, match="EUR, USD") as refused:
        judge_bill(both, EpisodeRules())
    assert "--currency" in refused.value.next_step


def test_a_bill_without_usage_has_nothing_odd():
    found = judge_bill(bill({}), EpisodeRules())
    assert (found.reports, found.last_day, list(found.found())) == ((), None, [])


def test_a_verdict_changes_what_is_found_of_its_scope_within_bounds():
    """One load test was expected: another like it is silent, a larger one and other scopes not."""
    load_tests = every(d50=200, d80=160, d95=400)
    frame = bill({"web": load_tests, "db": load_tests})
    first = judge_bill(frame, EpisodeRules())
    web, db = (report for report in sorted(first.reports, key=lambda r: r.key, reverse=True))
    assert [(e.start - FIRST).days for e in web.episodes] == [50, 80, 95]
    planned = web.episodes[0]

    def said(verdict, one, scope=web.key):
        return Feedback(scope, f"{one.start}", f"{one.end}", verdict, one.score)

    def found(*feedback):
        moved = thresholds(feedback, base=0.5)
        again = judge_bill(frame, EpisodeRules(), thresholds=moved)
        assert next(r for r in again.reports if r.key == db.key) == db
        own = next(r for r in again.reports if r.key == web.key)
        return [(e.start - FIRST).days for e in own.episodes]

    expected = said(Verdict.EXPECTED, planned)
    assert found(expected) == [95]
    # Three needless ones are the price of a real one: the smaller real one brings both back.
    assert found(expected, said(Verdict.REAL, web.episodes[1])) == [50, 80, 95]
    assert found(expected, said(Verdict.IGNORE, planned)) == []
    assert found(said(Verdict.IGNORE, planned), said(Verdict.REAL, planned)) == [50, 80, 95]
