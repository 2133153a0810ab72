from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dharma_core.audit import ChainEntry
from dharma_core.costs.estimates import Estimate
from dharma_core.deployments.values import Deployment
from dharma_core.plan import Catalog
from dharma_core.policies.findings import CheckReport
from dharma_core.views.figures import (
    cost_by_design,
    cost_treemap,
    costs_by_service,
    events_over_time,
    findings_by_service,
    state_durations,
)
from dharma_core.views.theme import DARK, LIGHT, Mode


def test_costs_by_service_sum_to_the_total(estimate: Estimate) -> None:
    parts = costs_by_service(estimate)
    assert parts == (("EC2", Decimal("15.184")),)
    assert sum(cost for _, cost in parts) == estimate.total.amount


@pytest.mark.parametrize(("mode", "colour"), [("light", LIGHT.series[0]), ("dark", DARK.series[0])])
def test_the_treemap_keeps_a_services_colour_in_each_mode(
    estimate: Estimate, mode: Mode, colour: str
) -> None:
    picture = cost_treemap(estimate, mode)
    assert picture is not None
    assert picture.title == "EC2 is 100% of the known cost"
    tiles = picture.figure.data[0]
    assert list(tiles.ids) == ["EC2", "aws_instance.web[0]", "aws_instance.web[1]"]
    assert set(tiles.marker.colors) == {colour}


def test_nothing_priced_draws_nothing(estimate: Estimate) -> None:
    assert cost_treemap(replace(estimate, resources=())) is None
    assert cost_by_design({"a": None}) is None


def test_designs_are_ranked_and_unknown_ones_left_out() -> None:
    picture = cost_by_design({"a": Decimal(5), "b": None, "c": Decimal(7)})
    assert picture is not None
    assert list(picture.figure.data[0].y) == ["c", "a"]
    assert picture.title == "c costs most: $7.00 a month"


def test_findings_are_stacked_by_severity(report: CheckReport, catalog: Catalog) -> None:
    picture = findings_by_service(report, catalog)
    assert picture is not None
    assert picture.title == "RDS has the most findings: 2 of 3"
    assert [(bar.name, list(bar.x)) for bar in picture.figure.data] == [
        ("critical", [1, 0]),
        ("high", [0, 1]),
        ("low", [1, 0]),
    ]


def test_no_findings_draw_nothing(catalog: Catalog) -> None:
    assert findings_by_service(CheckReport((), (), 3), catalog) is None


def test_state_durations_name_the_longest(deployment: Deployment, noon: datetime) -> None:
    picture = state_durations(deployment, noon)
    assert picture is not None
    assert picture.title == "Applying took longest: 1 min 30 s"
    assert list(picture.figure.data[0].x) == [1, 2, 1, 1, 90]


def test_events_are_counted_by_hour_and_gaps_stay_gaps(entries: tuple[ChainEntry, ...]) -> None:
    picture = events_over_time(entries, UTC)
    assert picture is not None
    bars = picture.figure.data[0]
    assert list(bars.y) == [1, 1]
    assert [str(x) for x in bars.x] == ["2026-11-19 06:00:00", "2026-11-20 12:00:00"]
    assert events_over_time((), UTC) is None


def test_many_resources_of_a_service_are_drawn_by_type_and_still_sum_to_it(
    estimate: Estimate,
) -> None:
    server = estimate.resources[0]
    many = tuple(replace(server, address=f"aws_instance.s{i}") for i in range(20))
    picture = cost_treemap(replace(estimate, resources=many))
    assert picture is not None
    tiles = picture.figure.data[0]
    # 20 x 7.592 = 151.84.
    assert list(tiles.labels) == ["EC2", "20 × aws_instance"]
    assert tiles.values[-1] == pytest.approx(151.84)
