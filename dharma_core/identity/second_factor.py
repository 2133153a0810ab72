"""The second factor: codes of an authenticator app, and recovery codes for the day it is lost."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime

__all__ = [
    "RECOVERY_CODES",
    "STEP_S",
    "accepted_counter",
    "new_recovery_codes",
    "new_totp_secret",
    "otpauth_uri",
    "recovery_form",
]

STEP_S = 30
RECOVERY_CODES = 10
_DIGITS = re.compile(r"[0-9]{6}", re.ASCII)
_DRIFT_STEPS = 1
_ISSUER = "Dharma"
# Crockford's base 32: no I, L, O or U, so that a code can be read aloud.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_GROUPS, _GROUP = 4, 4


def new_totp_secret() -> str:
    """Return a secret for an authenticator app: 160 random bits in base 32."""
    import pyotp

    return pyotp.random_base32()


def otpauth_uri(secret: str, *, user: str) -> str:
    """Return what an authenticator app reads from a QR code.

    Examples
    --------
    >>> otpauth_uri("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", user="ann").partition("?")[0]
    'otpauth://totp/Dharma:ann'
    """
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=user, issuer_name=_ISSUER)


def accepted_counter(secret: str, code: str, at: datetime, *, last: int) -> int | None:
    """Return the time step whose code this is; None when it is none that may be used.

    Parameters
    ----------
    at : datetime
        The present moment; the step before and the one after are taken too.
    last : int
        The step of the last code taken: a code is never taken twice, nor an older one.

    Examples
    --------
    >>> from datetime import UTC
    >>> at = datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC)  # RFC 6238, appendix B
    >>> accepted_counter("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "287082", at, last=0)
    1
    >>> accepted_counter("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "287082", at, last=1) is None
    True
    """
    import pyotp

    typed = code.replace(" ", "")
    if _DIGITS.fullmatch(typed) is None:
        return None
    now, totp = int(at.timestamp()) // STEP_S, pyotp.TOTP(secret)
    taken = None
    for counter in range(now - _DRIFT_STEPS, now + _DRIFT_STEPS + 1):
        same = hmac.compare_digest(totp.generate_otp(max(counter, 0)), typed)
        if same and counter > last and taken is None:
            taken = counter
    return taken


def new_recovery_codes() -> tuple[str, ...]:
    """Return ten codes of 80 random bits, each for one use.

    Examples
    --------
    >>> len(new_recovery_codes()), len(new_recovery_codes()[0])
    (10, 19)
    """
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def recovery_form(typed: str) -> str:
    """Return a typed recovery code as it was shown: small letters in groups of four.

    Examples
    --------
    >>> recovery_form(" ABCD efgh-1234 5678")
    'abcd-efgh-1234-5678'
    """
    letters = re.sub(r"[^0-9a-z]", "", typed.lower()[:64])
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def _recovery_code() -> str:
    return recovery_form("".join(secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)))
