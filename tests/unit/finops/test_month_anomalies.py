"""Which anomalies belong to a month, and which of them people expected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.finops.cost_anomalies import CostAnomalies, CostAnomaly
from dharma_core.finops.feedback import Feedback, Verdict
from dharma_core.finops.month_anomalies import month_anomalies
from dharma_core.forecasting.anomalies.episodes import Episode
from dharma_core.forecasting.anomalies.readings import Signal
from dharma_core.views.month_anomalies import (
    anomalies_document,
    expected_odd_table,
    month_odd_sentence,
    month_odd_table,
)

MARCH = date(2026, 3, 1)


def _odd(scope, start, end, impact=100, *, still=False):
    first, last = date(2026, *start), date(2026, *end)
    money = Decimal(impact)
    episode = Episode(first, last, first, True, money, money * 3, 0.9, Signal.RESIDUAL, open=still)
    return CostAnomaly(scope, episode)


def _bill(*found):
    return CostAnomalies("EUR", found, (), {}, {"1": "web"})


def _said(one, verdict, note=""):
    start, end = one.episode.start.isoformat(), one.episode.end.isoformat()
    return Feedback(one.scope, start, end, verdict, 0.9, note)


BEFORE, ACROSS = _odd("1 / S3", (2, 1), (2, 28)), _odd("1 / S3", (2, 27), (3, 1), 300)
WITHIN, AFTER = _odd("1 / EC2", (3, 31), (4, 9), 200, still=True), _odd("1 / EC2", (4, 1), (4, 2))


def test_an_episode_belongs_to_every_month_that_has_a_day_of_it():
    found = month_anomalies(_bill(ACROSS, WITHIN, BEFORE, AFTER), (), (), MARCH)
    assert [one.anomaly for one in found.told] == [ACROSS, WITHIN]
    assert (found.impact, found.expected) == (500, ())
    first, second = month_odd_table(found).rows
    assert (first["name"], first["end"], first["impact"]) == ("web / S3", date(2026, 3, 1), 300)
    assert (second["end"], second["said"]) == (None, None)
    assert first["cause"] == "more than such a moment explains"
    assert month_odd_sentence(found) == (
        "2 anomalies, €500 beyond what was expected in all their days."
    )


@pytest.mark.parametrize("still_told", [True, False], ids=["told still", "silenced"])
def test_what_somebody_expected_stands_apart_with_its_reason_told_or_not(still_told):
    said = [_said(ACROSS, Verdict.REAL), _said(ACROSS, Verdict.EXPECTED, "the sale")]
    told = (ACROSS, WITHIN) if still_told else (WITHIN,)
    found = month_anomalies(_bill(*told), (ACROSS, WITHIN, BEFORE), said, MARCH)
    assert [one.anomaly for one in found.told] == [WITHIN]
    assert [one.anomaly for one in found.expected] == [ACROSS]
    (row,) = expected_odd_table(found).rows
    assert (row["impact"], row["why"]) == (300, "the sale")
    assert month_odd_sentence(found).endswith(" 1 more was judged to be expected.")
    document = anomalies_document(found)
    assert (document["impact"], len(document["episodes"])) == ("200", 1)
    assert document["expected"][0] == {
        "scope": "1 / S3",
        "start": "2026-02-27",
        "end": "2026-03-01",
        "open": False,
        "impact": "300",
        "expected": "600",
        "cause": "more than such a moment explains",
        "score": 0.9,
        "verdict": "expected",
        "note": "the sale",
    }


def test_the_last_word_counts_and_what_was_real_stays_told_with_it():
    said = [_said(ACROSS, Verdict.EXPECTED), _said(ACROSS, Verdict.REAL)]
    found = month_anomalies(_bill(ACROSS), (ACROSS,), said, MARCH)
    assert (len(found.told), found.expected) == (1, ())
    assert month_odd_table(found).rows[0]["said"] == "it was real"


def test_a_calm_month_says_so():
    found = month_anomalies(_bill(BEFORE), (), (), MARCH)
    assert month_odd_sentence(found) == "Nothing odd is told in this month."
