"""The one gate asks a session's trust on top of its role; each refusal is on record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dharma_core.errors import InputError, PermissionDenied, StepUpRequired
from dharma_core.events import EventType
from dharma_core.identity import About, Actor
from dharma_core.workbench import Workbench
from dharma_core.workbench.trust_gate import demand_trust

ANN = Actor("ann", "default", ("admin",), session="ses_1", trust=70.0, second_factor=True)


def _bench(**changes) -> Workbench:
    return Workbench.open(actor=replace(ANN, **changes))


def _refusals():
    entries = Workbench.open().events()
    return [(e.event.type, e.event.user, dict(e.event.data)) for e in entries]


def test_an_actor_without_a_session_is_asked_for_no_trust():
    _bench(session="", trust=None).allow("user:delete")
    Workbench.open().allow("blueprint:delete")
    assert _refusals() == []


def test_a_session_that_is_trusted_enough_passes():
    _bench().allow("blueprint:delete")
    assert _refusals() == []


@pytest.mark.parametrize(
    ("trust", "permission", "passes"),
    [
        (60.0, "blueprint:delete", True),
        (59.99, "blueprint:delete", False),
        (40.0, "blueprint:update", True),
        (39.99, "blueprint:update", False),
        (20.0, "blueprint:read", True),
        (19.99, "blueprint:read", False),
        (40.0, "deployment:read", True),
        (39.99, "deployment:read", False),
        (60.0, "deployment:create", True),
        (59.99, "deployment:create", False),
        (60.0, "user:create", True),
        (59.99, "user:create", False),
    ],
)
def test_trust_lies_on_the_right_side_of_each_bar(trust, permission, passes):
    bench = _bench(trust=trust)
    if passes:
        bench.allow(permission)
        return
    with pytest.raises(PermissionDenied) as refused:
        bench.allow(permission)
    assert not isinstance(refused.value, StepUpRequired)


@pytest.mark.parametrize(("trust", "steps_up"), [(48.0, True), (47.99, False), (59.99, True)])
def test_a_second_factor_is_asked_for_where_it_would_do(trust, steps_up):
    # It is worth 0.40 * 30 points.
    with pytest.raises(PermissionDenied) as refused:
        _bench(trust=trust, second_factor=False).allow("blueprint:delete")
    assert isinstance(refused.value, StepUpRequired) is steps_up


def test_a_step_up_says_what_to_do_and_is_on_record():
    with pytest.raises(StepUpRequired) as refused:
        _bench(trust=55.0, second_factor=False).allow("blueprint:delete")
    assert refused.value.message == (
        "ann may not blueprint:delete yet: the session's trust is 55.00 (medium); destroy asks for "
        "high (60)."
    )
    assert refused.value.next_step == "Pass your second factor, then try again."
    assert refused.value.code == "step_up_required"
    data = {"rule": "destroy", "trust_score": 55.0, "required_level": "high"}
    assert _refusals() == [(EventType.STEP_UP_DEMANDED, "ann", data)]


def test_a_refusal_is_on_record_with_its_rule():
    with pytest.raises(PermissionDenied, match=r"trust is 10\.00 \(none\); anything asks for low"):
        _bench(trust=10.0).allow("blueprint:read")
    data = {"rule": "anything", "trust_score": 10.0, "required_level": "low"}
    assert _refusals() == [(EventType.PERMISSION_DENIED, "ann", data)]


def test_a_rule_may_ask_for_a_second_factor_although_the_score_is_enough():
    with pytest.raises(StepUpRequired, match="destroy-restricted asks for a second factor"):
        _bench(trust=95.0, second_factor=False).allow("user:delete")
    with pytest.raises(StepUpRequired, match="again: the last one was a while ago"):
        _bench(trust=95.0).allow("user:delete")
    _bench(trust=95.0, fresh_factor=True).allow("user:delete")


def test_a_session_whose_trust_nobody_knows_has_none():
    with pytest.raises(PermissionDenied, match="the trust of the session is not known") as refused:
        _bench(trust=None, second_factor=False).allow("blueprint:read")
    assert not isinstance(refused.value, StepUpRequired)


@pytest.mark.parametrize("trust", [-1.0, 101.0, float("nan"), float("inf")])
def test_a_trust_that_is_none_lets_nobody_in(trust):
    with pytest.raises(InputError, match="The session trust is "):
        _bench(trust=trust).allow("blueprint:read")


def test_the_role_is_asked_first():
    with pytest.raises(PermissionDenied, match="it needs the role"):
        _bench(roles=("viewer",), trust=100.0).allow("blueprint:delete")


def test_what_the_act_is_about_counts():
    bench = _bench(trust=50.0)
    bench.allow("blueprint:update")
    with pytest.raises(PermissionDenied, match="change-restricted"):
        bench.allow("blueprint:update", About(sensitivity="restricted"))
    with pytest.raises(PermissionDenied, match="change-restricted"):
        bench.allow("blueprint:update", About(resource_class="user"))
    with pytest.raises(PermissionDenied, match="change-restricted"):
        bench.allow("blueprint:update", About(sensitivity="a word that is none"))


def test_a_teams_rego_tightens_the_gate_too():
    home = Workbench.open().settings.home
    (home / "team.rego").write_text(
        "package team.trust\nimport rego.v1\n"
        'deny contains "Ann rests" if input.user == "ann"\n'
        'step_up contains "twice" if input.action == "read"\n',
        "utf-8",
    )
    (home / "dharma.toml").write_text('[trust]\npolicies = ["team.rego"]\n', "utf-8")
    with pytest.raises(PermissionDenied, match=r"team\.rego: Ann rests"):
        _bench().allow("blueprint:read")
    with pytest.raises(StepUpRequired, match=r"team\.rego: twice"):
        _bench(user="bob").allow("blueprint:read")
    _bench(user="bob").allow("blueprint:update")


def test_the_trust_part_itself_asks_nothing_of_an_actor_without_a_session():
    settings = Workbench.open().settings
    about = About()
    assert (
        demand_trust(settings, replace(ANN, session="", trust=None), "user:delete", about) is None
    )
    with pytest.raises(PermissionDenied):
        demand_trust(settings, replace(ANN, trust=None), "user:delete", about)


@pytest.fixture
def warmed(monkeypatch):
    """Return the policies that an engine was made warm with, file by file."""
    found: list[list[str]] = []
    monkeypatch.setattr(
        "dharma_core.runners.trust_rego.TrustRego.warm",
        lambda _, policies: found.append([unit.key for unit in policies.units]),
    )
    return found


def test_a_server_warms_the_teams_policies(warmed):
    home = Workbench.open().settings.home
    (home / "team.rego").write_text("package t\nimport rego.v1\ndeny if false\n", "utf-8")
    (home / "dharma.toml").write_text('[trust]\npolicies = ["team.rego"]\n', "utf-8")
    Workbench.open().trust_warm()
    assert warmed == [["team.rego"]]


def test_a_server_without_policies_starts_no_engine(warmed):
    Workbench.open().trust_warm()
    assert warmed == []


def test_a_policy_that_is_missing_does_not_keep_a_server_from_starting(warmed):
    home = Workbench.open().settings.home
    (home / "dharma.toml").write_text('[trust]\npolicies = ["none.rego"]\n', "utf-8")
    Workbench.open().trust_warm()
    assert warmed == []
    with pytest.raises(PermissionDenied):
        _bench().allow("blueprint:read")
