"""Renewing keys: old secrets stay readable, everything is on record, and a lost key is said."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dharma_core.errors import PermissionDenied
from dharma_core.identity import Actor
from dharma_core.workbench import Workbench
from dharma_core.workbench.doctor import examine
from dharma_core.workbench.key_desk import ROTATE_AFTER, KeyState

DESIGN = """\
name: shop
version: 1.0.0
provider: aws
region: eu-west-1
resources:
  - name: db
    type: aws_db_instance
    properties: {identifier: shop, engine: postgres, instance_class: db.t3.micro,
      allocated_storage: 20, username: app, password: correct-horse-battery-9}
"""
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def password(bench: Workbench, version: str | None = None) -> Any:
    return bench.blueprint("shop", version).document["resources"][0]["properties"]["password"]


def test_a_rotation_keeps_old_secrets_readable_and_seals_new_ones_with_new_keys() -> None:
    bench = Workbench.open()
    bench.save_blueprint(DESIGN)
    (first,) = bench.master_keys()
    told = bench.rotate_keys()
    assert told["wrapped"] == 1
    bench.save_blueprint(DESIGN.replace("battery-9", "battery-7"))
    assert password(bench, "1.0.0") == "correct-horse-battery-9"
    assert password(bench) == "correct-horse-battery-7"
    active, old = bench.master_keys()
    assert (active.id, active.wraps, old.id, old.wraps) == (told["master"], 2, first.id, 0)
    event = bench.events()[1].event
    assert (event.type.value, event.data["master"]) == ("KeysRotated", told["master"])


def test_after_a_rewrap_the_old_key_may_go() -> None:
    bench = Workbench.open()
    bench.save_blueprint(DESIGN)
    bench.rotate_keys()
    assert bench.rewrap_keys() == {"wrapped": 0, "sealed": 1}
    old = bench.master_keys()[1]
    (bench.store.masters.folder / f"master-{old.id}.key").unlink()
    assert password(Workbench.open()) == "correct-horse-battery-9"
    assert bench.events()[0].event.type.value == "KeysRewrapped"
    assert bench.verify_audit().valid


def test_a_missing_key_is_listed_and_the_doctor_says_where_it_belongs() -> None:
    bench = Workbench.open()
    bench.save_blueprint(DESIGN)
    (key,) = bench.master_keys()
    (bench.store.masters.folder / f"master-{key.id}.key").unlink()
    (gone,) = Workbench.open().master_keys()
    assert (gone.id, gone.here, gone.active, gone.wraps) == (key.id, False, False, 1)
    check = next(check for check in examine() if check.name == "keys")
    assert (check.state, check.found) == ("broken", f"missing: {key.id}")


def test_the_doctor_asks_for_a_rotation_after_90_days() -> None:
    bench = Workbench.open()
    bench.save_blueprint(DESIGN)
    (key,) = bench.master_keys()
    file = bench.store.masters.folder / f"master-{key.id}.key"
    long_ago = (datetime.now(UTC) - timedelta(days=91)).timestamp()
    os.utime(file, (long_ago, long_ago))
    check = next(check for check in examine() if check.name == "keys")
    assert (check.state, check.next_step) == ("ok", "Run `dharma keys rotate`.")


@pytest.mark.parametrize(
    ("age", "due"), [(ROTATE_AFTER - timedelta(seconds=1), False), (ROTATE_AFTER, True)]
)
def test_a_key_is_due_at_90_days(age: timedelta, due: bool) -> None:
    assert KeyState("mk_1", True, True, NOW - age, 1).is_due(NOW) is due
    assert not KeyState("mk_1", False, True, NOW - age, 1).is_due(NOW)
    assert not KeyState("mk_1", True, True, None, 1).is_due(NOW)


@pytest.mark.parametrize("role", ["developer", "viewer"])
def test_only_who_may_change_settings_renews_keys(role: str) -> None:
    bench = Workbench.open(actor=Actor("ann", "default", (role,)))
    for act in (bench.master_keys, bench.rotate_keys, bench.rewrap_keys):
        with pytest.raises(PermissionDenied):
            act()
    assert list(bench.store.masters.folder.glob("master-*.key")) == []
