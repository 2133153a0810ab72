"""Trust as figures, tables and words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from dharma_core.storage.trust_facts import load_trust_book
from dharma_core.trust import Ask, Level, decide, score
from dharma_core.trust.drift import drift
from dharma_core.trust.evaluations import Evaluation, Who, evaluation_of
from dharma_core.trust.population import distribution, if_bar_rose
from dharma_core.trust.score import Deduction, assess
from dharma_core.views.theme import PALETTES, Mode
from dharma_core.views.trust import (
    access_rules_table,
    bar_headlines,
    bar_sentence,
    distribution_headlines,
    evaluations_table,
    lowered_table,
    people_denied_table,
    score_headlines,
)
from dharma_core.views.trust_figures import (
    drift_line,
    level_scale,
    lowered_bars,
    people_denied_bars,
    scores_by_level,
)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULES = load_trust_book().rules
MODES: tuple[Mode, ...] = ("light", "dark")


def _kept(number: int, *, user: str = "ann", minute: int = 0) -> Evaluation:
    ask = Ask("blueprint", "update")
    found = decide(score(number, number, number), ask, RULES, second_factor=True)
    at = START + timedelta(minutes=minute)
    return evaluation_of(found, ask, Who(user, f"ses_{minute}", True), at, f"trv_{minute:04}")


def test_a_score_is_told_with_its_level_parts_and_weights():
    overall, *parts = score_headlines(score(95, 100, 75))
    assert (overall.value, overall.note, overall.tone) == ("92.00", "full", "ok")
    assert [(p.label, p.value, p.note) for p in parts] == [
        ("Device", "95.00", "weighs 35 %"),
        ("User", "100.00", "weighs 40 %"),
        ("Context", "75.00", "weighs 25 %"),
    ]


def test_what_lowered_a_score_is_a_table_that_sums_to_what_is_missing():
    found = score(95, 100, 75)
    points = [row["points"] for row in lowered_table(found).rows]
    assert sum(points) == 100 - found.overall


def test_decisions_are_a_table():
    (row,) = evaluations_table([_kept(70)]).rows
    assert (row["user"], row["decision"], row["score"]) == ("ann", "allowed", Decimal("70.00"))
    assert (row["level"], row["required"], row["rule"]) == ("high", "medium", "change")


def test_rules_are_a_table_of_all_in_force():
    rows = {row["id"]: row for row in access_rules_table(RULES).rows}
    assert rows["anything"]["resources"] == "any"
    assert rows["destroy-restricted"]["second_factor"] == "asked for"
    assert len(rows) == len(RULES.rules)


def test_a_distribution_is_told_by_those_high_and_low():
    found = distribution([_kept(n, minute=n) for n in (10, 50, 70, 90)])
    assert [(h.value, h.note) for h in distribution_headlines(found)] == [
        ("4", ""), ("2", "50%"), ("1", "25%"),
    ]  # fmt: skip
    assert [h.value for h in distribution_headlines(distribution([]))] == ["0", "0", "0"]


def test_a_bar_that_rises_is_told_in_one_sentence():
    study = if_bar_rose(
        [_kept(n, user=u, minute=n) for n, u in ((45, "ann"), (46, "bob"), (70, "cem"))]
    )
    assert bar_sentence(study) == (
        "If the bar rose by 1 level, 2 allowed actions of 2 people would be denied, and 0 more "
        "would need a second factor."
    )
    assert [h.value for h in bar_headlines(study)] == ["3", "1", "0", "2"]
    assert [row["user"] for row in people_denied_table(study).rows] == ["ann", "bob"]
    assert (
        bar_sentence(if_bar_rose([_kept(70)]))
        == "Nobody would be denied if the bar rose by 1 level."
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("number", "side"), [(55, "middle right"), (92, "middle left")])
def test_a_scale_marks_the_score_and_lights_its_level_alone(mode: Mode, number, side):
    picture = level_scale(score(number, number, number), mode)
    *spans, mark = picture.figure.data
    assert sum(span.x[0] for span in spans) == 100
    lit = [span.text[0] for span in spans if span.marker.color != PALETTES[mode].line]
    assert lit == [score(number, number, number).level.value]
    assert (mark.x[0], mark.textposition) == (number, side)
    assert picture.title.startswith(f"Trust is {lit[0]}")


def test_bars_show_what_lowered_a_score_and_gather_the_rest():
    parts = [Deduction(f"device.{n}", f"fact <{n}>", Decimal(5 + n)) for n in range(10)]
    picture = lowered_bars(score(assess("device", parts), 100, 100))
    bars = picture.figure.data[0]
    assert len(bars.y) == 9
    assert bars.y[-1] == "2 more"
    assert bars.y[0] == "fact &lt;9>"
    assert sum(bars.x) == pytest.approx(
        float(100 - score(assess("device", parts), 100, 100).overall)
    )
    assert lowered_bars(score(100, 100, 100)) is None


def test_a_line_shows_where_the_usual_score_changed():
    numbers = [80] * 14 + [40] * 10
    found = drift([_kept(n, minute=i) for i, n in enumerate(numbers)])
    picture = drift_line(found)
    changed = picture.figure.data[2]
    assert list(changed.text) == ["fell"]
    assert list(changed.y) == [40.0]
    assert picture.title == "The usual score fell on 02 March 2026"
    steady = drift_line(drift([_kept(80, minute=i) for i in range(3)]))
    assert steady.title == "The usual score has not changed in 3 decisions"
    assert drift_line(drift([])) is None


def test_sessions_are_counted_in_steps_of_five():
    found = distribution([_kept(n, minute=n) for n in (0, 4, 5, 99, 100)])
    bars = scores_by_level(found).figure.data[0]
    assert (bars.y[0], bars.y[1], bars.y[19]) == (2, 1, 2)
    assert sum(bars.y) == 5
    assert scores_by_level(found).title == "3 of 5 sessions have no trust"
    assert scores_by_level(distribution([])) is None


def test_people_are_ranked_by_what_they_would_be_denied():
    study = if_bar_rose([_kept(45, user=u, minute=i) for i, u in enumerate(["ann", "bob", "bob"])])
    picture = people_denied_bars(study)
    assert picture.title == "bob would be denied most: 2 actions"
    assert list(picture.figure.data[0].y) == ["bob", "ann"]
    assert people_denied_bars(if_bar_rose([])) is None


def test_every_level_has_a_colour_of_its_own():
    found = {score_headlines(score(n, n, n))[0].tone for n in (0, 20, 40, 60, 80)}
    assert len(found) == len(Level)
