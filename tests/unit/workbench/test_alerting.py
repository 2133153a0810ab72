"""Alerts end to end: told after the act is kept, never in its way, and always on record."""

from __future__ import annotations

import logging

import pytest

from dharma_core.errors import InputError, PermissionDenied
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.workbench import Workbench
from dharma_core.workbench.doctor import _alerts, _guarded
from dharma_core.workbench.watching import watcher_of
from tests.webhook import webhook


@pytest.fixture
def hook():
    with webhook() as found:
        yield found


@pytest.fixture
def opened(tmp_path, monkeypatch):
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))

    def bench(*targets: str) -> Workbench:
        listed = ", ".join(f'"{target}"' for target in targets)
        toml = f"[notifications]\ntargets = [{listed}]\n"
        (tmp_path / "dharma.toml").write_text(toml, encoding="utf-8")
        return Workbench.open(cwd=tmp_path)

    return bench


def _types(bench) -> list[str]:
    return [entry.event.type.value for entry in bench.events()][::-1]


def _delete(bench):
    made = bench.save_blueprint(bench.template("static-site"))
    bench.delete_blueprint(made.id)
    return made


def test_a_deletion_is_told_and_the_alert_is_on_record(opened, hook) -> None:
    bench = opened(hook.url)
    made = _delete(bench)
    assert watcher_of(bench.settings).drain()
    assert hook.titles == ["Dharma, medium: blueprint deleted"]
    assert made.id in hook.received[0]["message"]
    assert _types(bench) == ["BlueprintCreated", "BlueprintDeleted", "AlertTriggered"]
    (alert, cause) = bench.events()[:2]
    assert alert.event.causation_id == cause.event.id
    assert alert.event.data["action"] == "blueprint:delete"


def test_what_is_not_kept_is_not_told(opened, hook) -> None:
    bench = opened(hook.url)
    made = bench.save_blueprint(bench.template("static-site"))

    def deleted_and_failed() -> None:
        with bench.store.transaction(bench.actor) as uow:
            uow.blueprints.delete(made.id)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deleted_and_failed()
    assert watcher_of(bench.settings).drain()
    assert hook.received == []
    assert _types(bench) == ["BlueprintCreated"]


def test_a_target_that_is_away_stops_nothing(opened, monkeypatch) -> None:
    import tenacity

    with webhook() as gone:
        pass
    bench = opened(gone.url)
    sender = watcher_of(bench.settings)
    monkeypatch.setattr(sender, "_wait", tenacity.wait_none())
    _delete(bench)
    assert sender.drain()
    last = bench.events()[0].event
    assert last.type is EventType.ALERT_UNDELIVERED
    assert (last.user, last.success) == ("dharma", False)
    assert last.data["target"] == "target 1 (json)"
    assert bench.verify_audit().valid


def test_without_targets_nothing_is_different(opened) -> None:
    bench = opened()
    _delete(bench)
    assert _types(bench) == ["BlueprintCreated", "BlueprintDeleted"]
    with pytest.raises(InputError, match="no target is configured"):
        bench.test_alerts()


def test_a_variable_that_is_not_set_turns_alerts_off_and_says_so(opened, caplog) -> None:
    bench = opened("env:DHARMA_NOT_SET")
    with caplog.at_level(logging.WARNING):
        _delete(bench)
    assert "DHARMA_NOT_SET is not set" in caplog.text
    with pytest.raises(InputError, match="DHARMA_NOT_SET"):
        bench.test_alerts()


def test_a_test_says_what_became_of_each_target(opened, hook, monkeypatch) -> None:
    monkeypatch.setenv("DHARMA_HOOK", hook.url)
    with webhook() as gone:
        pass
    bench = opened("env:DHARMA_HOOK", gone.url)
    assert [delivery.arrived for delivery in bench.test_alerts()] == [True, False]
    last = bench.events()[0].event
    assert (last.type, last.success) == (EventType.ALERT_TRIGGERED, False)
    assert last.data == {"test": True, "targets": 2, "arrived": 1}


def test_whoever_may_not_update_settings_sends_nothing(opened, hook) -> None:
    bench = opened(hook.url)
    bench.actor = Actor("vic", "default", ("viewer",))
    with pytest.raises(PermissionDenied):
        bench.test_alerts()
    assert hook.received == []


def test_a_locked_account_alerts(opened, hook) -> None:
    from dataclasses import replace

    bench = opened(hook.url)
    with bench.store.transaction(bench.actor) as uow:
        draft = uow.scope.event(EventType.ACCOUNT_LOCKED, ("user", "usr_1"))
        uow.events.append_many([replace(draft, success=False)])
    assert watcher_of(bench.settings).drain()
    assert hook.titles == ["Dharma, high: account locked (refused or failed)"]


def test_the_doctor_says_who_is_told_and_which_variable_is_missing(opened, monkeypatch) -> None:
    def alerts() -> tuple[str, str, str]:
        found = _guarded("alerts", _alerts)
        return found.state, found.found, found.next_step

    assert alerts()[:2] == ("absent", "nobody is told")
    opened("env:DHARMA_HOOK", "jsons://hooks.example.org/dharma")
    monkeypatch.delenv("DHARMA_HOOK", raising=False)
    state, found, step = alerts()
    assert (state, "DHARMA_HOOK" in found + step) == ("broken", True)
    monkeypatch.setenv("DHARMA_HOOK", "slack://secret/of/mine")
    state, found, _ = alerts()
    assert (state, found) == ("ok", "2 targets, security events of severity high or above")
