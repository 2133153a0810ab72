"""Codes of an authenticator app, against RFC 6238, and recovery codes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from dharma_core.identity.second_factor import (
    accepted_counter,
    new_recovery_codes,
    new_totp_secret,
    otpauth_uri,
    recovery_form,
)

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
# RFC 6238, appendix B, SHA-1, the last six of eight digits: seconds since 1970 -> code.
RFC_6238 = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
}


@pytest.mark.parametrize(("seconds", "code"), RFC_6238.items())
def test_the_codes_of_the_standard_are_taken(seconds, code):
    at = datetime.fromtimestamp(seconds, UTC)
    assert accepted_counter(SECRET, code, at, last=0) == seconds // 30


@pytest.mark.parametrize(
    ("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_one_step_before_and_after_is_taken_and_no_more(steps, taken):
    at = datetime.fromtimestamp(1111111111, UTC)
    code = pyotp.TOTP(SECRET).at(at + timedelta(seconds=30 * steps))
    found = accepted_counter(SECRET, code, at, last=0)
    assert found == (1111111111 // 30 + steps if taken else None)


def test_a_code_is_taken_once_and_no_older_one_after_it():
    at = datetime.fromtimestamp(1111111111, UTC)
    step = 1111111111 // 30
    before, now, after = (pyotp.TOTP(SECRET).generate_otp(step + n) for n in (-1, 0, 1))
    assert accepted_counter(SECRET, now, at, last=step - 1) == step
    assert accepted_counter(SECRET, now, at, last=step) is None
    assert accepted_counter(SECRET, before, at, last=step) is None
    assert accepted_counter(SECRET, after, at, last=step) == step + 1


@pytest.mark.parametrize(
    "code",
    ["", "28708", "2870820", "28708a", "-87082", "٢٨٧٠٨٢", "287 08", "287082\n1", "287082' OR 1=1"],
    ids=range(9),
)
def test_what_is_no_code_is_not_taken(code):
    at = datetime.fromtimestamp(59, UTC)
    assert accepted_counter(SECRET, code, at, last=0) is None


def test_spaces_in_a_code_are_what_the_app_shows():
    assert accepted_counter(SECRET, "287 082", datetime.fromtimestamp(59, UTC), last=0) == 1


def test_the_first_seconds_of_1970_are_no_error():
    at = datetime.fromtimestamp(1, UTC)
    assert accepted_counter(SECRET, pyotp.TOTP(SECRET).generate_otp(0), at, last=-1) == 0


def test_secrets_are_160_bits_and_new_each_time():
    first, second = new_totp_secret(), new_totp_secret()
    assert len(first) == 32
    assert first != second


def test_an_app_is_told_issuer_user_and_secret():
    uri = otpauth_uri(SECRET, user="ann@example.org")
    assert uri == f"otpauth://totp/Dharma:ann%40example.org?secret={SECRET}&issuer=Dharma"


def test_ten_recovery_codes_are_all_different_and_of_80_bits():
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert {len(code.replace("-", "")) for code in codes} == {16}
    assert set("".join(codes)) <= set("-0123456789abcdefghjkmnpqrstvwxyz")


def test_a_recovery_code_may_be_typed_with_other_spaces_and_capitals():
    code = new_recovery_codes()[0]
    assert recovery_form(code) == code
    assert recovery_form(f" {code.upper().replace('-', ' ')} ") == code
    assert recovery_form("x" * 1000) == "-".join(["xxxx"] * 16)
