"""Everybody's trust at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dharma_core.trust.decision import decide
from dharma_core.trust.evaluations import Who, evaluation_of
from dharma_core.trust.population import distribution, if_bar_rose
from dharma_core.trust.rules import AccessRule, AccessRules, Ask
from dharma_core.trust.score import Deduction, Level, assess, score

START = datetime(2026, 3, 1, tzinfo=UTC)
RULES = AccessRules(
    (
        AccessRule("anything", "All", Level.LOW),
        AccessRule("change", "Changes", Level.MEDIUM, actions=frozenset({"changing"})),
    ),
    {},
    {"read": "reading"},
)


def _kept(number, *, user="ann", session="", minute=0, ask="update", user_part=None, passed=True):
    parts = score(number, number if user_part is None else user_part, number)
    what = Ask("session" if ask == "use" else "blueprint", ask)
    return evaluation_of(
        decide(parts, what, RULES, second_factor=passed),
        what,
        Who(user, session, passed),
        START + timedelta(minutes=minute),
        f"trv_{minute:04}",
    )


def test_a_distribution_takes_the_newest_score_of_each_session():
    found = distribution(
        [
            _kept(90, session="s1", minute=2),
            _kept(30, session="s1", minute=1),
            _kept(50, session="s2", minute=1),
            _kept(10, user="bob", minute=5),
        ]
    )
    assert [(e.subject, e.session, e.score) for e in found.latest] == [
        ("bob", "", 10), ("ann", "s2", 50), ("ann", "s1", 90),
    ]  # fmt: skip
    assert dict(found.levels) == {
        Level.NONE: 1, Level.LOW: 0, Level.MEDIUM: 1, Level.HIGH: 0, Level.FULL: 1,
    }  # fmt: skip
    assert found.as_dict() == {
        "sessions": 3,
        "levels": {"none": 1, "low": 0, "medium": 1, "high": 0, "full": 1},
    }


@pytest.mark.parametrize(
    ("number", "outcome"), [(40, "denied"), (59, "denied"), (60, "allowed"), (100, "allowed")]
)
def test_a_bar_that_rises_refuses_who_lies_below_it(number, outcome):
    study = if_bar_rose([_kept(number)])
    assert [len(study.allowed), len(study.step_up), len(study.denied)] == [
        int(outcome == name) for name in ("allowed", "step_up", "denied")
    ]


def test_who_could_pass_a_second_factor_would_be_asked_for_one():
    lacking = assess("user", [Deduction("user.second_factor", "", 30 * score(1, 1, 1).exact)])
    study = if_bar_rose([_kept(50, user_part=lacking, passed=False)])
    # 17.5 + 28 + 12.5 = 58, and 70 with a second factor.
    assert len(study.step_up) == 1


def test_what_was_refused_before_and_scorings_of_sessions_are_left_out():
    study = if_bar_rose([_kept(10), _kept(30, ask="use")])
    assert study.as_dict() == {
        "levels": 1, "allowed": 0, "step_up": 0, "denied": 0, "people_denied": {},
    }  # fmt: skip


def test_people_are_named_by_how_often_they_would_be_denied():
    found = [_kept(45, user=user, minute=n) for n, user in enumerate(["zoe", "bob", "ann", "bob"])]
    study = if_bar_rose(found, levels=1)
    assert list(study.people_denied.items()) == [("bob", 2), ("ann", 1), ("zoe", 1)]


def test_a_bar_may_rise_by_more_than_one_level():
    kept = [_kept(70, ask="read")]
    assert len(if_bar_rose(kept, levels=2).allowed) == 1  # low to high
    assert len(if_bar_rose(kept, levels=3).denied) == 1  # low to full
    assert if_bar_rose(kept, levels=3).levels == 3


def test_an_evaluation_tells_itself_as_json():
    said = _kept(70, session="s1").as_dict()
    assert (said["user"], said["session"], said["decision"]) == ("ann", "s1", "allow")
    assert (said["trust_score"], said["trust_level"], said["required_level"]) == (
        70.0,
        "high",
        "medium",
    )
    assert said["breakdown"] == {"device_trust": 70.0, "user_trust": 70.0, "context_trust": 70.0}
    assert said["lowered"] == {"user.stated": 12.0, "device.stated": 10.5, "context.stated": 7.5}
    assert (said["resource"], said["action"], said["rule"]) == ("blueprint", "update", "change")
    assert said["time"] == "2026-03-01T00:00:00+00:00"
