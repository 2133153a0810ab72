"""Trust through the workbench: decided, recorded, learnt from, looked at."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dharma_core.errors import AdapterError, InputError, PermissionDenied
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.trust import Verdict
from dharma_core.workbench import Workbench

VIEWER = Actor("vera", "default", ("viewer",))
DEVICE = {
    "compliance": 96, "disk_encrypted": True, "firewall": True, "patch_age_days": 4,
    "managed": True, "jailbroken": False,
}  # fmt: skip
CONTEXT = {
    "mfa": True, "failed_logins": 0, "address": "10.1.2.3", "place": "Berlin", "country": "DE",
    "latitude": 52.52, "longitude": 13.405,
}  # fmt: skip
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def _verify(
    bench, *, user="ann", resource="blueprint:bp_1", action="update", now=MONDAY, **context
):
    facts = CONTEXT | context
    return bench.trust_verify(user, resource, action, device=DEVICE, context=facts, now=now)


def _team(text: str = "", rego: str = "") -> Workbench:
    """Return a workbench with a team's own rules and policy."""
    home = Workbench.open().settings.home
    lines = ["[trust]"]
    if text:
        (home / "trust.yaml").write_text(text, "utf-8")
        lines.append('rules = "trust.yaml"')
    if rego:
        (home / "team.rego").write_text(rego, "utf-8")
        lines.append('policies = ["team.rego"]')
    (home / "dharma.toml").write_text("\n".join(lines), "utf-8")
    return Workbench.open()


def test_a_score_is_arithmetic_and_leaves_no_trace():
    bench = Workbench.open()
    assert str(bench.trust_score(95, 100, 75).overall) == "92.00"
    assert not bench.store_exists


def test_an_allow_is_on_record_with_its_event_and_names_nobody_in_the_chain():
    bench = Workbench.open()
    found = _verify(bench, user="mallory")
    assert found.allowed
    (kept,) = bench.trust_history("mallory")
    assert (kept.decision, kept.resource, kept.action) == (
        Verdict.ALLOW,
        "blueprint:bp_1",
        "update",
    )
    assert kept.at == MONDAY
    (entry,) = bench.events(type=EventType.TRUST_EVALUATED)
    event = entry.event
    assert (event.user, event.aggregate_id, event.success) == ("local", kept.id, True)
    assert event.data["decision"] == "allow"
    assert event.data["rule"] == "change"
    assert "mallory" not in json.dumps(dict(event.data))


def test_a_refusal_is_on_record_before_it_is_answered():
    bench = Workbench.open()
    found = bench.trust_verify("eve", "user", "delete", device=10, context=10, now=MONDAY)
    assert found.decision is Verdict.DENY
    with bench.store.reading(bench.actor) as uow:  # no flush in between
        (kept,) = uow.trust.evaluations()
        (entry,) = uow.events.tail(type=EventType.TRUST_EVALUATED)
    assert (kept.subject, entry.event.success) == ("eve", False)


def test_where_nothing_can_be_recorded_nothing_is_decided(monkeypatch):
    bench = Workbench.open()
    _verify(bench)

    def broken(*_: object, **__: object) -> None:
        raise AdapterError("the database is read-only")

    monkeypatch.setattr(bench._trust_recorder, "keep", broken)
    with pytest.raises(AdapterError, match="read-only"):
        _verify(bench)


def test_a_usual_place_is_learnt_and_another_one_stands_out():
    bench = Workbench.open()
    for day in range(10):
        _verify(bench, now=MONDAY + timedelta(days=day))
    later = MONDAY + timedelta(days=10)
    usual = _verify(bench, now=later)
    assert {"user.place", "user.history"}.isdisjoint(usual.score.lowered)
    lima = {"place": "Lima", "country": "PE", "latitude": -12.05, "longitude": -77.04}
    # A day later, so that the journey is possible.
    away = _verify(bench, now=later + timedelta(days=1), **lima)
    assert "user.place" in away.score.lowered
    # What was learnt is in the store too, for other processes.
    bench.trust_flush()
    with bench.store.reading(bench.actor) as uow:
        assert set(uow.trust.known("person", "ann").habit.places) == {"Berlin", "Lima"}


def test_two_places_within_an_hour_are_noticed_at_once():
    bench = Workbench.open()
    _verify(bench)
    lima = {"place": "Lima", "country": "PE", "latitude": -12.05, "longitude": -77.04}
    found = _verify(bench, now=MONDAY + timedelta(minutes=1), **lima)
    assert (found.decision, found.rule) == (Verdict.DENY, "impossible-travel-change")
    # A refused action teaches nothing: home is still Berlin.
    assert _verify(bench, now=MONDAY + timedelta(minutes=2)).allowed


def test_a_peer_group_has_habits_of_its_own():
    bench = Workbench.open()
    for day in range(10):
        _verify(
            bench, user="bob", peer_group="sre", place="Paris", now=MONDAY + timedelta(days=day)
        )
    bench.trust_flush()
    later = MONDAY + timedelta(days=11)
    among = _verify(bench, user="new", peer_group="sre", place="Lima", now=later)
    alone = _verify(bench, user="newer", place="Lima", now=later)
    assert "user.place" in among.score.lowered
    assert "user.place" not in alone.score.lowered


@pytest.mark.parametrize(
    ("user", "resource", "action"),
    [("", "b", "read"), ("ann", " ", "read"), ("ann", "b", ""), ("a\x00", "b", "read"),
     ("a" * 201, "b", "read"), ("ann", "b" * 201, "read"), ("ann", "b", "r" * 101)],
    ids=["no user", "no resource", "no action", "control", "long user", "long thing", "long act"],
)  # fmt: skip
def test_a_question_about_nothing_is_refused_and_leaves_no_trace(user, resource, action):
    bench = Workbench.open()
    with pytest.raises(InputError, match="which cannot be one"):
        bench.trust_verify(user, resource, action)
    assert not bench.store_exists


def test_a_session_id_that_cannot_be_one_is_refused():
    with pytest.raises(InputError, match="the session is"):
        _verify(Workbench.open(), session="s" * 65)


def test_nobody_asks_without_the_permission():
    with pytest.raises(PermissionDenied, match=r"vera may not trust:verify"):
        _verify(Workbench.open(actor=VIEWER))


def test_everybody_sees_their_own_history_and_no_other():
    _verify(Workbench.open(), user="vera")
    _verify(Workbench.open(), user="ann")
    own = Workbench.open(actor=VIEWER).trust_history("vera")
    assert [kept.subject for kept in own] == ["vera"]
    for ask in (
        lambda bench: bench.trust_history(),
        lambda bench: bench.trust_history("ann"),
        lambda bench: bench.trust_history(session="ses_1"),
        lambda bench: bench.trust_distribution(),
        lambda bench: bench.trust_if_bar_rose(),
    ):
        with pytest.raises(PermissionDenied, match="trust:read"):
            ask(Workbench.open(actor=VIEWER))


def test_another_tenant_sees_nothing_of_ours():
    _verify(Workbench.open())
    stranger = Workbench.open(actor=Actor("eve", "elsewhere", ("admin",)))
    assert stranger.trust_history() == ()


def test_drift_distribution_and_the_bar_are_read_from_history():
    bench = Workbench.open()
    for number in range(12):
        _verify(bench, now=MONDAY + timedelta(hours=number), session="ses_1")
    for number in range(12, 24):
        bench.trust_verify("ann", "blueprint", "read", device=40, context=CONTEXT | {"mfa": False},
                           now=MONDAY + timedelta(hours=number))  # fmt: skip
    assert [point.change for point in bench.trust_drift("ann").changes] == ["down"]
    levels = bench.trust_distribution().levels
    assert sum(levels.values()) == 2  # one session, and none
    study = bench.trust_if_bar_rose(levels=4)
    assert len(study.allowed) + len(study.step_up) + len(study.denied) == 24
    assert dict(study.people_denied).keys() <= {"ann"}


def test_a_teams_own_rules_hold():
    strict = "rules: [{id: mine, resources: [blueprint], requires: full, second_factor: true}]"
    assert _verify(_team(strict), mfa=False).rule == "mine"
    ids = {rule.id for rule in _team(strict).trust_rules().rules}
    assert {"mine", "anything"} <= ids


def test_a_teams_rego_tightens_and_never_loosens():
    bench = _team(
        rego="package team.trust\nimport rego.v1\n"
        'deny contains "no updates today" if input.action == "update"\n'
        'step_up contains "never mind" if input.decision == "deny"\n'
        "allow := true\n"
    )
    found = _verify(bench)
    assert (found.decision, found.rule) == (Verdict.DENY, "team.rego")
    assert found.reasons[0] == "team.rego: no updates today"
    assert _verify(bench, action="read").allowed
    denied = bench.trust_verify("eve", "user", "delete", device=1, context=1, now=MONDAY)
    assert denied.decision is Verdict.DENY
    assert denied.rule != "team.rego"


@pytest.mark.parametrize(
    "rego",
    ["package t\nimport rego.v1\ndeny if {", "package t\nallow := true\n"],
    ids=["no Rego", "nothing to tighten"],
)
def test_a_teams_rego_that_fails_denies(rego):
    found = _verify(_team(rego=rego))
    assert found.decision is Verdict.DENY


def test_typed_facts_are_json_numbers_or_files(tmp_path: Path):
    bench = Workbench.open(cwd=tmp_path)
    (tmp_path / "device.json").write_text('{"firewall": true}', "utf-8")
    assert bench.trust_facts("95", "device") == 95
    assert bench.trust_facts('{"firewall": true}', "device") == {"firewall": True}
    assert bench.trust_facts("device.json", "device") == {"firewall": True}


@pytest.mark.parametrize("said", ["nope.json", '{"a": ', "101", '{"a": NaN}'])
def test_typed_facts_that_are_none_are_refused(said, tmp_path: Path):
    with pytest.raises(InputError):
        Workbench.open(cwd=tmp_path).trust_facts(said, "device")
