"""The way back for an owner who is locked out, and who may not take it."""

from __future__ import annotations

import os
from pathlib import Path

import pyotp
import pytest

from dharma_core.audit.alarms import alarm_of
from dharma_core.audit.security import Severity
from dharma_core.errors import (
    InputError,
    NotFoundError,
    PermissionDenied,
    SignInRequired,
    TooManyRequests,
)
from dharma_core.workbench import recovery
from dharma_core.workbench.gate import Gate, SecondFactorNeeded, SignedIn
from tests.house import OWNER_PASSWORD, PASSWORD


def _wrong(house, times: int = 5) -> None:
    for _ in range(times):
        with pytest.raises(SignInRequired):
            house.gate.sign_in("olga", "wrong password")


def _with_second_factor(house):
    owner = house.owner()
    setup = house.bench(owner).start_second_factor(OWNER_PASSWORD)
    house.bench(owner).confirm_second_factor(pyotp.TOTP(setup.secret).at(house.now))
    return owner


def test_an_owner_who_lost_everything_comes_back(house):
    owner = _with_second_factor(house)
    assert isinstance(house.gate.sign_in("olga", OWNER_PASSWORD), SecondFactorNeeded)
    _wrong(house)
    with pytest.raises(TooManyRequests):
        house.gate.sign_in("olga", OWNER_PASSWORD)
    made = house.gate.recover_owner(" Olga ")
    with pytest.raises(SignInRequired):
        house.gate.sign_in("olga", OWNER_PASSWORD)
    signed = house.gate.sign_in("olga", made.one_time_password)
    assert (isinstance(signed, SignedIn), signed.must_change) == (True, True)
    house.bench(house.actor(signed.session_secret)).change_password(
        made.one_time_password, PASSWORD
    )
    back = house.actor(house.gate.sign_in("olga", PASSWORD).session_secret)
    assert house.bench(back).users()
    assert owner.session not in {s.id for s in house.bench(back).own_sessions()}
    assert house.bench(back).recovery_codes_left() == 0


@pytest.mark.parametrize(("hours", "good"), [(23.99, True), (24, False)])
def test_the_secret_is_good_for_24_hours(house, hours, good):
    house.owner()
    made = house.gate.recover_owner("olga")
    house.later(hours=hours)
    if good:
        assert house.gate.sign_in("olga", made.one_time_password)
    else:
        with pytest.raises(SignInRequired):
            house.gate.sign_in("olga", made.one_time_password)


def test_it_alerts_at_once(house):
    house.owner()
    house.gate.recover_owner("olga")
    with house.store.reading() as uow:
        (event,) = [e.event for e in uow.events.all() if e.event.type == "OwnerRecovered"]
    assert (event.user, event.address, event.after["second_factor"]) == ("local", "local", False)
    alarm = alarm_of(event)
    assert alarm is not None
    assert alarm.severity is Severity.HIGH


def test_somebody_else_of_the_machine_is_refused_and_nothing_changes(house, monkeypatch):
    house.owner()
    before = house.kinds()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(PermissionDenied, match="belongs to another user"):
        house.gate.recover_owner("olga")
    assert house.kinds() == before
    assert house.gate.sign_in("olga", OWNER_PASSWORD)


def test_the_owner_of_the_file_need_not_be_root(house, monkeypatch):
    house.owner()
    file = Path(house.settings.store_url.removeprefix("sqlite:///"))
    os.chown(file, 12345, -1) if os.geteuid() == 0 else None
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid)
    assert house.gate.recover_owner("olga").account.name == "olga"


def test_a_database_server_is_refused(house):
    store = house.settings.store.model_copy(update={"url": "postgresql+psycopg://localhost/x"})
    settings = house.settings.model_copy(update={"store": store})
    with pytest.raises(PermissionDenied, match="database server"):
        Gate(settings, house.store).recover_owner("olga")


def test_before_there_is_a_store_the_owner_is_made_and_not_recovered(house, tmp_path):
    with pytest.raises(NotFoundError, match="no owner yet"):
        recovery._prove_right(f"sqlite:///{tmp_path / 'none.db'}")


@pytest.mark.parametrize("name", ["ann", "olgo", "", "olga' OR 1=1 --", "x" * 5000])
def test_only_an_owner_comes_back_so(house, name):
    owner = house.owner()
    house.user(owner, "ann", "admin")
    before = house.kinds()
    with pytest.raises(NotFoundError, match="is no owner"):
        house.gate.recover_owner(name)
    with pytest.raises(NotFoundError, match="tenant 'elsewhere'"):
        house.gate.recover_owner("olga", tenant="elsewhere")
    assert house.kinds() == before


def test_a_disabled_owner_stays_out(house):
    owner = house.owner()
    house.user(owner, "otto", "owner")
    house.bench(owner).disable_user("otto")
    with pytest.raises(InputError, match="otto is disabled"):
        house.gate.recover_owner("otto")
