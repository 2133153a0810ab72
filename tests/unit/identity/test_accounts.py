"""Accounts: what they say of themselves, and what they never say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dharma_core.identity.accounts import Account

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ANN = Account("usr_1", "default", "ann", "Ann Lee", ("developer",), NOW, NOW)


@pytest.mark.parametrize(
    ("changes", "active"),
    [({}, True), ({"disabled": True}, False), ({"deleted": True}, False)],
    ids=["plain", "disabled", "deleted"],
)
def test_an_account_is_active_unless_disabled_or_deleted(changes, active):
    assert replace(ANN, **changes).active is active


def test_a_new_account_is_open_and_has_taken_no_code():
    assert (ANN.disabled, ANN.deleted, ANN.totp_confirmed, ANN.totp_counter) == (
        False, False, False, 0,
    )  # fmt: skip


def test_a_second_factor_counts_once_it_was_confirmed():
    begun = replace(ANN, totp_secret="S")
    assert not ANN.has_second_factor
    assert not begun.has_second_factor
    assert replace(begun, totp_confirmed=True).has_second_factor
    assert not replace(ANN, totp_confirmed=True).has_second_factor


def test_a_one_time_password_has_to_be_changed():
    assert not ANN.must_change
    assert replace(ANN, password_until=NOW).must_change


def test_no_secret_is_in_what_an_account_says_and_no_name_is_in_an_event():
    whole = replace(ANN, password_hash="$argon2id$secret", totp_secret="TOTPSECRET")
    for said in (repr(whole), str(whole.as_dict()), str(whole.state())):
        assert "$argon2id$secret" not in said
        assert "TOTPSECRET" not in said
    assert "ann" not in str(whole.state())


def test_an_account_tells_its_state_in_json_values():
    assert ANN.as_dict() == {
        "id": "usr_1",
        "name": "ann",
        "title": "Ann Lee",
        "roles": ["developer"],
        "disabled": False,
        "deleted": False,
        "must_change_password": False,
        "second_factor": False,
        "created": "2026-03-01T00:00:00+00:00",
        "updated": "2026-03-01T00:00:00+00:00",
    }
