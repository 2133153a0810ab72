"""Secrets that Dharma makes itself: random, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets

__all__ = ["new_secret", "same_secret", "secret_hash"]

_BYTES = 32
_LONGEST = 512


def new_secret(prefix: str) -> str:
    """Return a secret of 256 random bits after a word that says what it opens.

    Examples
    --------
    >>> new_secret("dhs").startswith("dhs_"), new_secret("dhs") == new_secret("dhs")
    (True, False)
    """
    return f"{prefix}_{secrets.token_urlsafe(_BYTES)}"


def secret_hash(secret: str) -> str:
    """Return what is kept of a random secret: SHA-256, 64 hexadecimal digits.

    Only for secrets of `new_secret` and recovery codes: a password is guessable and needs more.
    Something far too long to be one is hashed in part, so that nobody keeps us busy.
    """
    return hashlib.sha256(secret[:_LONGEST].encode("utf-8", "replace")).hexdigest()


def same_secret(secret: str, kept_hash: str) -> bool:
    """Return whether a secret is the one of a hash, in a time that tells nothing.

    Examples
    --------
    >>> same_secret("dhs_1", secret_hash("dhs_1")), same_secret("dhs_2", secret_hash("dhs_1"))
    (True, False)
    """
    return hmac.compare_digest(secret_hash(secret), kept_hash)
