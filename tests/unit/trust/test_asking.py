"""From facts to a decision, and what the model may learn from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.storage.trust_facts import load_trust_book
from dharma_core.trust.asking import Question, answer, checked_text, sighting_of
from dharma_core.trust.context import Place
from dharma_core.trust.explain import explain
from dharma_core.trust.facts import ContextFacts, context_facts, device_facts
from dharma_core.trust.rules import Ask, Sensitivity, Verdict
from dharma_core.trust.sightings import Known

DEVICE = {
    "compliance": 100, "disk_encrypted": True, "firewall": True, "patch_age_days": 1,
    "managed": True, "jailbroken": False,
}  # fmt: skip
CONTEXT = {
    "mfa": True, "failed_logins": 0, "address": "127.0.0.1", "place": "Berlin", "country": "DE",
    "latitude": 52.52, "longitude": 13.405,
}  # fmt: skip
READ = Ask("blueprint", "read")


def _question(ask=READ, device=DEVICE, **changes):
    return Question("ann", ask, device_facts(device), context_facts(CONTEXT | changes))


def test_a_good_session_loses_only_what_its_short_history_takes(book, monday):
    found = answer(_question(), monday, book)
    assert found.allowed
    assert found.trust_score == 98  # 0.40 * 5
    assert [low.key for low in explain(found.score)] == ["user.history"]


def test_the_parts_may_be_given_as_numbers(book, monday):
    found = answer(Question("ann", READ, device_facts(20), context_facts(40)), monday, book)
    assert found.score.device.value == 20
    assert found.score.context.value == 40
    # 30 no second factor, 6 failed logins, 5 history, 5 place
    assert found.score.user.value == 54


def test_the_class_of_the_resource_says_how_sensitive_it_is(book, monday):
    keys = {
        low.key: low.points
        for low in explain(answer(_question(Ask("user", "read")), monday, book).score)
    }
    assert keys["context.sensitivity"] == Decimal("2.5")  # restricted: 0.25 * 10
    said = _question(Ask("user", "read", Sensitivity.PUBLIC))
    assert "context.sensitivity" not in answer(said, monday, book).score.lowered


def test_the_person_was_last_seen_where_the_history_says(book, monday):
    known = Known(place=Place("Lima", "PE", -12.0, -77.0), at=monday - timedelta(hours=1))
    found = answer(_question(), monday, book, known=known)
    assert "context.travel" in found.score.lowered
    told = {"place": "Berlin", "latitude": 52.52, "longitude": 13.405, "at": "2026-03-02T09:00:00Z"}
    assert (
        "context.travel"
        not in answer(_question(before=told), monday, book, known=known).score.lowered
    )


def test_impossible_travel_denies_a_change_whatever_the_score(book, monday):
    known = Known(place=Place("Lima", "PE", -12.0, -77.0), at=monday - timedelta(hours=1))
    found = answer(_question(Ask("blueprint", "update")), monday, book, known=known)
    assert (found.decision, found.rule) == (Verdict.DENY, "impossible-travel-change")


def test_the_moment_is_now_unless_the_facts_say_another(book, monday):
    around = replace(book, surroundings=replace(book.surroundings, hours=(8, 18), _known={}))
    assert "context.time" not in answer(_question(), monday, around).score.lowered
    late = _question(at="2026-03-02T22:00:00Z")
    assert "context.time" in answer(late, monday, around).score.lowered


def test_an_allowed_action_of_a_verified_session_is_learnt(book, monday):
    question = _question(peer_group="sre")
    found = sighting_of(question, answer(question, monday, book), monday, book)
    assert (found.person, found.peer_group, found.at) == ("ann", "sre", monday)
    assert found.place.name == "Berlin"


@pytest.mark.parametrize(
    "question",
    [
        _question(mfa=False),
        _question(mfa=None),
        _question(at="2026-03-02T03:00:00Z"),
        _question(
            Ask("user", "delete"), device={}, place="Lima", address="8.8.8.8", failed_logins=9
        ),
    ],
    ids=["unverified", "nobody tells", "another moment", "denied"],
)
def test_nothing_else_is_learnt(question, book, monday):
    assert sighting_of(question, answer(question, monday, book), monday, book) is None


@pytest.mark.parametrize("text", ["ann", " ann ", "x" * 10])
def test_a_text_is_taken_without_its_spaces(text):
    assert checked_text(text, "the user", most=10) == text.strip()


@pytest.mark.parametrize("text", ["", "  ", "a\x00b", "a\nb", "x" * 11])
def test_a_text_that_cannot_be_a_name_is_refused(text):
    with pytest.raises(InputError, match="the user is "):
        checked_text(text, "the user", most=10)


devices = st.dictionaries(
    st.sampled_from(["disk_encrypted", "firewall", "managed", "jailbroken"]),
    st.none() | st.booleans(),
)
contexts = st.fixed_dictionaries(
    {},
    optional={
        "mfa": st.booleans(),
        "failed_logins": st.integers(0, 50),
        "network": st.sampled_from(["trusted", "known", "unknown", "anonymising"]),
        "place": st.sampled_from(["Berlin", "Lima"]),
    },
)


@given(
    device=devices, context=contexts, verb=st.sampled_from(["read", "update", "delete", "approve"])
)
def test_a_second_factor_never_makes_a_decision_stricter(device, context, verb):
    book, ask = load_trust_book(), Ask("deployment", verb)
    from datetime import UTC, datetime

    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    without, passed = (
        answer(
            Question("ann", ask, device_facts(device), context_facts(context | {"mfa": factor})),
            now,
            book,
        )
        for factor in (False, True)
    )
    assert passed.decision.strictness <= without.decision.strictness
    if without.decision is Verdict.STEP_UP:
        assert passed.decision is Verdict.ALLOW
    assert passed.score.exact == without.score.with_second_factor


def test_a_question_says_whose_trust_it_is():
    question = Question(
        "ann", READ, device_facts(1), ContextFacts(session="ses_1", second_factor=True)
    )
    assert (question.who.user, question.who.session, question.who.second_factor) == (
        "ann",
        "ses_1",
        True,
    )
