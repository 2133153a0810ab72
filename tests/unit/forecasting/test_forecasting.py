from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from dharma_core.errors import InputError
from dharma_core.forecasting.documents import forecast_document
from dharma_core.forecasting.forecasting import calibrated, forecast, prepare
from dharma_core.forecasting.models import models
from dharma_core.forecasting.outlook import Ask, look_ahead
from dharma_core.forecasting.panel import DAILY, Panel
from dharma_core.forecasting.scenarios import Launch, PriceChange

_CHEAP = {name: models()[name] for name in ("naive2", "seasonal_naive", "theta")}


def test_forecast_shows_its_back_test_beside_naive(panel: Panel) -> None:
    found = forecast(panel, 7, available=_CHEAP)
    assert found.mean.shape == (len(panel), 7)
    assert (found.plan.model_mase < found.plan.naive_mase).mean() > 0.5
    assert (found.lower < found.mean).all()
    assert (found.mean < found.upper).all()


def test_more_than_a_hundred_series_are_chosen_on_a_sample() -> None:
    draw = np.random.default_rng(1)
    values = 10 + draw.standard_normal((130, 60))
    panel = Panel(tuple(map(str, range(130))), values, DAILY)
    plan = prepare(panel, 5, available=_CHEAP)
    assert plan.sampled == 100
    assert plan.ensemble.weights.shape == (len(plan.ensemble.members), 130)
    assert np.isfinite(forecast(panel, 5, plan=plan, available=_CHEAP).upper).all()
    again = calibrated(panel, 5, plan.ensemble, available=_CHEAP)
    assert np.array_equal(again.model_mase, plan.model_mase)


def test_series_of_yesterday_beside_old_ones_has_a_mean_and_no_interval(panel: Panel) -> None:
    rows = {key: panel.row(row) for row, key in enumerate(panel.keys)}
    found = forecast(Panel.of({**rows, "new": [5.0]}, DAILY), 7, available=_CHEAP)
    assert found.mean[-1] == pytest.approx([5.0] * 7)
    assert np.isnan(found.upper[-1]).all()
    assert np.isnan(found.plan.model_mase[-1])
    assert np.isfinite(found.upper[:-1]).all()


def test_interval_of_what_was_never_negative_stays_above_zero() -> None:
    draw = np.random.default_rng(2)
    rows = {str(n): np.abs(draw.standard_normal(70)) for n in range(8)}
    rows["credits"] = draw.standard_normal(70)
    found = forecast(Panel.of(rows, DAILY), 7, available=_CHEAP)
    assert found.lower[:-1].min() == 0
    assert found.lower[-1].min() < 0


@pytest.mark.parametrize(("horizon", "level"), [(0, 0.95), (1001, 0.95), (5, 0), (5, 1)])
def test_horizon_and_level_that_make_no_sense_are_refused(panel, horizon, level) -> None:
    with pytest.raises(InputError):
        forecast(panel, horizon, level=level, available=_CHEAP)


def _account(key: str) -> tuple[str, ...]:
    return (key.split("/", maxsplit=1)[0],)


@pytest.fixture(scope="module")
def costs():
    first = date(2026, 1, 1)
    days = [first + timedelta(days=n) for n in range(100)]
    draw = np.random.default_rng(6)
    rows = {}
    for key, size in (("p/a", 10), ("p/b", 40), ("q/a", 7)):
        values = size * (1 + 0.05 * draw.standard_normal(100))
        cells = [Decimal(str(round(value, 2))) for value in values]
        rows[key] = list(zip(days, cells, strict=True))
    rows["p/fee"] = [(day, Decimal(100 if day.day == 3 else 0)) for day in days]
    return rows


@pytest.fixture(scope="module")
def outlook(costs):
    return look_ahead(costs, Ask(30, groups=_account, models=_CHEAP))


def test_parts_add_up_to_the_last_digit_shown(outlook) -> None:
    told = {one["key"]: one["points"] for one in forecast_document(outlook)["series"]}
    for step in range(30):
        shown = {key: Decimal(points[step]["mean"]) for key, points in told.items()}
        assert shown["total"] == shown["p"] + shown["q"]
        assert shown["p"] == shown["p/a"] + shown["p/b"] + shown["p/fee"]


def test_fee_is_booked_on_its_day_alone(outlook) -> None:
    told = {one["key"]: one for one in forecast_document(outlook)["series"]}["p/fee"]
    assert told["recurring"] == [{"day": 3, "amount": "100"}]
    booked = {p["date"]: round(float(p["mean"])) for p in told["points"]}
    assert booked.pop("2026-05-03") == 100
    assert set(booked.values()) == {0}
    assert not any(p["mean"].startswith("-") for p in told["points"])


def test_fee_that_differs_by_month_has_an_interval_on_its_day(costs) -> None:
    fee = [(day, Decimal(100 + day.month if day.day == 3 else 0)) for day, _ in costs["p/fee"]]
    found = look_ahead({**costs, "p/fee": fee}, Ask(30, groups=_account, models=_CHEAP))
    row, at = found.found.keys.index("p/fee"), found.days.index(date(2026, 5, 3))
    # January to April: 101, 102, 103, 104; April's beside the median of three, 102.
    assert found.found.mean[row, at] == pytest.approx(103)
    assert found.found.lower[row, at] == pytest.approx(101)
    assert found.found.upper[row, at] == pytest.approx(105)


def test_holidays_seen_shape_those_to_come_and_sums_follow(costs) -> None:
    free = frozenset({date(2026, 2, 12), date(2026, 3, 17), date(2026, 4, 15)})
    quiet = {
        key: [(day, value * (Decimal("0.5") if day in free else 1)) for day, value in points]
        for key, points in costs.items()
    }
    ask = Ask(30, groups=_account, models=_CHEAP)
    plain, known = look_ahead(quiet, ask), look_ahead(quiet, replace(ask, holidays=free))
    assert set(known.effects) == {"p/a", "p/b", "q/a"}
    at = known.days.index(date(2026, 4, 15))
    said = dict(zip(known.found.keys, known.found.mean[:, at], strict=True))
    assert said["p/b"] == pytest.approx(20, rel=0.1)  # half of 40
    assert said["total"] == pytest.approx(said["p"] + said["q"])
    assert known.found.upper[known.found.keys.index("p/b"), at] < 30
    assert plain.found.mean[0, at] > 1.5 * said["total"]
    told = {one["key"]: one for one in forecast_document(known)["series"]}
    assert told["p/b"]["holiday_factor"] == pytest.approx(0.5, abs=0.05)


def test_scenario_moves_a_part_and_its_sums(costs) -> None:
    far = Ask(90, groups=_account)  # too far for a back-test: the naive forecast, and quick
    before = look_ahead(costs, far)
    start = before.days[10]
    what_if = (PriceChange("p/b", start, 2.0), Launch("q/a", start, 5.0))
    after = look_ahead(costs, replace(far, scenarios=what_if)).found
    change = dict(zip(after.keys, (after.mean - before.found.mean)[:, 15], strict=True))
    assert change["p/b"] == pytest.approx(before.found.mean[after.keys.index("p/b"), 15])
    assert change["q"] == pytest.approx(5)
    assert change["total"] == pytest.approx(change["p/b"] + 5)
    assert change["p/a"] == pytest.approx(0)


def test_scenario_about_a_series_without_forecast_is_refused(costs) -> None:
    short = {"a": costs["p/a"][:3]}
    with pytest.raises(InputError, match="new series 'b'"):
        look_ahead(short, Ask(2, scenarios=(Launch("b", date(2026, 1, 4), 1.0),)))
