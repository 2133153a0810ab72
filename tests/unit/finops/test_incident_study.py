"""Known incidents beside what was told of them."""

from datetime import date
from decimal import Decimal

from dharma_core.finops.cost_anomalies import CostAnomalies, CostAnomaly
from dharma_core.finops.incident_study import study_incidents
from dharma_core.finops.sample_billing import Incident
from dharma_core.forecasting.anomalies.episodes import Episode
from dharma_core.forecasting.anomalies.readings import Signal
from dharma_core.views.incident_study import (
    incident_bars,
    incident_headlines,
    incidents_table,
    study_sentence,
)


def incident(name, first, last, *, service="S3"):
    return Incident(
        name, "storage_leak", "quantity", date(2026, 3, first), date(2026, 3, last), "aws", "111",
        "web", service, "sku", "eu-west-1", "shop", Decimal(50), Decimal(100), 1.5,
    )  # fmt: skip


def told(first, last, *, on=None, service="S3", upward=True):
    days = (date(2026, 3, day) for day in (first, last, on or first))
    episode = Episode(
        *days, upward=upward, impact=Decimal(40), actual=Decimal(140), score=0.9,
        signal=Signal.EXTREME,
    )  # fmt: skip
    return CostAnomaly(f"111 / {service}", episode)


def study(incidents, found):
    return study_incidents(incidents, CostAnomalies("USD", tuple(found), (), {}, {}))


def test_an_incident_is_found_by_what_was_told_of_its_scope_while_it_lasted():
    found = study([incident("a", 3, 9)], [told(5, 9, on=6), told(8, 9)])
    assert [one.delay for one in found.known] == [3]
    assert (found.precision, found.recall, found.needless) == (1.0, 1.0, ())
    assert (found.dollars_found, found.dollars) == (Decimal(50), Decimal(50))


def test_what_is_elsewhere_too_late_or_too_little_finds_nothing():
    others = [told(5, 9, service="EC2"), told(5, 12, on=10), told(5, 9, upward=False), told(10, 11)]
    found = study([incident("a", 3, 9)], others)
    assert (found.missed[0].delay, found.recall, found.precision) == (None, 0.0, 0.0)
    assert found.needless == tuple(others)
    assert found.dollars_found == 0


def test_nothing_known_and_nothing_told_are_no_shares():
    found = study([], [])
    assert (found.precision, found.recall, incident_bars(found)) == (None, None, None)
    assert incident_headlines(found)[2].value == "not known"


def test_it_is_told_with_what_was_missed():
    found = study([incident("b", 20, 25, service="EC2"), incident("a", 3, 9)], [told(4, 9)])
    assert [one.incident.id for one in found.known] == ["a", "b"]
    headlines = incident_headlines(found)
    assert (headlines[0].value, headlines[0].note) == ("1 of 2", "1 incident missed")
    assert headlines[1].value == "1 day"
    rows = incidents_table(found).rows
    assert [row["delay"] for row in rows] == [1, None]
    assert rows[0]["cause"] == "quantity, not named"
    assert study_sentence(found).startswith("1 of 2 incidents were told, 0 anomalies without one")
    assert incident_bars(found).alt.endswith("storage, $50.00: missed")
