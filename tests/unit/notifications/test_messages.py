"""What is sent of an alarm: enough to look it up, and nothing that a chat would act on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dharma_core.audit.alarms import alarm_of
from dharma_core.events import Event, EventType
from dharma_core.notifications import message_of

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def _message(**changed):
    said = {"aggregate_id": "usr_1", "user": "ann", "address": "10.0.0.9", **changed}
    event = Event(
        "evt_1", EventType.USER_DELETED, "user", said.pop("aggregate_id"), AT, "default",
        data={"token": "s3cret"}, **said,
    )  # fmt: skip
    return message_of(alarm_of(event))


def test_a_message_says_what_who_where_when_and_how_to_look_it_up() -> None:
    message = _message()
    assert message.title == "Dharma, high: user deleted"
    assert message.body.splitlines() == [
        "user deleted: user usr_1",
        "by ann from 10.0.0.9, tenant default",
        "at 2026-03-01 09:30:00 UTC",
        "action user:delete",
        "dharma audit cite dharma://event/evt_1",
    ]


def test_nothing_of_what_an_event_holds_is_sent() -> None:
    assert "s3cret" not in _message().body


def test_what_people_typed_mentions_nobody_and_starts_no_line() -> None:
    body = _message(user="<!channel> @here\nby olga", aggregate_id="x" * 5000).body
    assert len(body.splitlines()) == 5
    assert not set("<>@") & set(body)
    assert max(map(len, body.splitlines())) <= 200


def test_a_refused_action_says_so() -> None:
    assert _message(success=False).title.endswith("(refused or failed)")


@pytest.mark.parametrize(
    ("spent", "landing", "told"),
    [
        ("900.5", "1200", "\u20ac900.50 spent, lands at \u20ac1,200.00"),
        ("900.5", None, "at unknown"),
    ],
    ids=["foreseen", "not foreseen"],
)
def test_a_budget_tells_its_threshold_what_was_spent_and_where_it_lands(spent, landing, told):
    said = {"threshold": "80%", "period": "2026-03-01..2026-03-31", "amount": "1000"}
    figures = {"currency": "EUR", "spent": spent, "landing": landing, "token": "s3cret"}
    kind = EventType.BUDGET_THRESHOLD_REACHED
    event = Event("evt_1", kind, "budget", "web", AT, "default", "dharma", data=said | figures)
    body = message_of(alarm_of(event)).body
    assert "threshold 80% of \u20ac1,000.00 in 2026-03-01..2026-03-31" in body
    assert told in body
    assert "s3cret" not in body


def test_new_anomalies_are_named_a_few_and_counted() -> None:
    odd = [{"scope": f"{n} / S3", "start": "2026-03-01"} for n in range(5)]
    event = Event(
        "evt_1", EventType.ANOMALIES_FOUND, "billing", "default", AT, "default", "ann",
        data={"count": 5, "anomalies": odd},
    )  # fmt: skip
    body = message_of(alarm_of(event)).body
    assert "5 new: 0 / S3 since 2026-03-01; 1 / S3 since" in body
    assert "; 2 more" in body
