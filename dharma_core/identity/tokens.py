"""Tokens of people and programs: what they look like, what they may, and when they end."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dharma_core.errors import InputError, SignInRequired, nearest
from dharma_core.identity.roles import ROLES

__all__ = [
    "ACCESS_LIFETIME",
    "CLOCK_LEEWAY",
    "LONGEST_LIFETIME",
    "REFRESH_LIFETIME",
    "SERVICE_PREFIX",
    "USE_NOTED_EVERY",
    "Secret",
    "Token",
    "TokenKind",
    "check_scopes",
    "check_usable",
    "clamp_expiry",
    "new_secret",
    "parse_lifetime",
    "read_secret",
]

ACCESS_LIFETIME = timedelta(hours=1)
REFRESH_LIFETIME = timedelta(days=30)
LONGEST_LIFETIME = timedelta(days=365)
# How far the clocks of two machines on one store may be apart.
CLOCK_LEEWAY = timedelta(minutes=2)
USE_NOTED_EVERY = timedelta(minutes=1)

SERVICE_PREFIX = "service:"
"""Before a service account's name, where the name of who acts stands."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_HANDLE_CHARS = 10
_SECRET_CHARS = 40
_CHECK_CHARS = 7
_FORM = re.compile(
    rf"(?P<prefix>dh[par])_(?P<handle>[{_ALPHABET}]{{{_HANDLE_CHARS}}})"
    rf"(?P<secret>[{_ALPHABET}]{{{_SECRET_CHARS}}})(?P<check>[{_ALPHABET}]{{{_CHECK_CHARS}}})",
    re.ASCII,
)
_SCOPE = re.compile(r"[a-z_]{1,40}:(?:[a-z_]{1,40}|\*)", re.ASCII)
_LIFETIME = re.compile(r"(?P<count>[1-9][0-9]{0,4})(?P<unit>[hd])", re.ASCII)
_MOST_SCOPES = 50
_NOUNS = frozenset(p.partition(":")[0] for grants in ROLES.values() for p in grants) - {"*"}


class TokenKind(StrEnum):
    """What a token is for; its text begins with the prefix of its kind."""

    PERSONAL = "personal"
    ACCESS = "access"
    REFRESH = "refresh"


_PREFIXES = {TokenKind.PERSONAL: "dhp", TokenKind.ACCESS: "dha", TokenKind.REFRESH: "dhr"}


@dataclass(frozen=True, slots=True)
class Secret:
    """A token's text, shown once, and what is kept of it.

    Parameters
    ----------
    text : str
        ``dhp_...``: never stored, logged or part of an error.
    handle : str
        Ten characters of it that find its row; no secret.
    digest : str
        SHA-256 of the text, hexadecimal. The text has 200 random bits, so a slow hash adds nothing.
    """

    kind: TokenKind
    text: str
    handle: str
    digest: str

    def __repr__(self) -> str:
        return f"Secret({self.kind.value}, handle={self.handle!r})"

    def fits(self, digest: str) -> bool:
        """Whether it is the token of a stored digest, in time that does not tell how nearly."""
        return hmac.compare_digest(self.digest, digest)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: everything but its text.

    Parameters
    ----------
    user : str
        Whose rights it carries, at most.
    account : str
        The service account that acts with it; empty for a personal token.
    scopes : tuple of str
        Permission patterns; a request passes when these and the user's roles grant it.
    family : str
        Ties the access and refresh tokens of one service account's chain together.
    parent : str
        Id of the token that issued it; empty for a session or this machine's user.
    spent : datetime or None
        When a refresh token was exchanged. A second exchange is theft.
    """

    id: str
    tenant: str
    user: str
    name: str
    kind: TokenKind
    handle: str
    digest: str
    scopes: tuple[str, ...]
    created: datetime
    expires: datetime
    account: str = ""
    family: str = ""
    parent: str = ""
    last_used: datetime | None = None
    spent: datetime | None = None
    revoked: datetime | None = None

    def state(self, now: datetime) -> str:
        """Return ``active``, ``expired``, ``spent``, ``revoked`` or ``from the future``.

        The last one tells that the clock was put back: it would bring expired tokens to life.
        """
        if self.revoked is not None:
            return "revoked"
        if self.spent is not None:
            return "spent"
        if now < (self.last_used or self.created) - CLOCK_LEEWAY:
            return "from the future"
        return "active" if now < self.expires else "expired"

    def use_is_worth_noting(self, now: datetime) -> bool:
        """Whether the last use noted is a minute old: a call a second must not be a write each."""
        return self.last_used is None or now - self.last_used >= USE_NOTED_EVERY


def new_secret(kind: TokenKind) -> Secret:
    """Return a new token text of a kind.

    Examples
    --------
    >>> secret = new_secret(TokenKind.PERSONAL)
    >>> secret.text.startswith("dhp_" + secret.handle), read_secret(secret.text) == secret
    (True, True)
    """
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_HANDLE_CHARS + _SECRET_CHARS))
    start = f"{_PREFIXES[kind]}_{body}"
    return _secret(kind, start + _check(start))


def read_secret(text: str) -> Secret:
    """Return the secret that a text is.

    Raises
    ------
    SignInRequired
        If it has not the form of a token, or is mistyped: its check sum tells. The text is not
        repeated in the message.
    """
    found = _FORM.fullmatch(text)
    if found is None or _check(text[:-_CHECK_CHARS]) != found["check"]:
        raise SignInRequired(
            "That is no token of Dharma: it is cut short, mistyped, or something else.",
            next_step="Paste a whole token, as `dharma token create NAME` showed it.",
        )
    kind = next(kind for kind, prefix in _PREFIXES.items() if prefix == found["prefix"])
    return _secret(kind, text)


def check_scopes(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return scopes once each, sorted.

    Raises
    ------
    InputError
        If there is none or too many, or one is no ``noun:verb`` or ``noun:*`` of a known noun.

    Examples
    --------
    >>> check_scopes(["blueprint:read", "audit:*", "blueprint:read"])
    ('audit:*', 'blueprint:read')
    """
    wanted = tuple(sorted(set(scopes)))
    if not 0 < len(wanted) <= _MOST_SCOPES:
        raise InputError(
            f"A token has 1 to {_MOST_SCOPES} scopes, and {len(wanted)} were given.",
            next_step="Name what the token is for, such as blueprint:read.",
        )
    for scope in wanted:
        noun = scope.partition(":")[0]
        if _SCOPE.fullmatch(scope) is None or noun not in _NOUNS:
            raise InputError(
                f"{scope!r:.100} is no scope.",
                next_step=f"Write noun:verb or noun:*. {nearest(noun, _NOUNS)}",
                details={"scope": scope[:100]},
            )
    return wanted


def check_usable(token: Token, now: datetime) -> None:
    """Let a token pass that may be used now, or raise.

    Raises
    ------
    SignInRequired
        If it expired, was revoked or spent, or is a refresh token.
    """
    state = token.state(now)
    if state != "active":
        raise SignInRequired(
            f"The token {token.name!r} is {state}.",
            next_step="Make another with `dharma token create NAME`, or `dharma token refresh`.",
            details={"token": token.id, "state": state},
        )
    if token.kind is TokenKind.REFRESH:
        raise SignInRequired(
            "A refresh token opens nothing by itself.",
            next_step="Exchange it for an access token with `dharma token refresh`.",
            details={"token": token.id},
        )


def parse_lifetime(text: str) -> timedelta:
    """Return a lifetime written as hours or days.

    Raises
    ------
    InputError
        If it is none, or longer than ``LONGEST_LIFETIME``.

    Examples
    --------
    >>> parse_lifetime("90d").days, parse_lifetime("8h").seconds
    (90, 28800)
    """
    found = _LIFETIME.fullmatch(text)
    hours = int(found["count"]) * (24 if found["unit"] == "d" else 1) if found else 0
    lifetime = timedelta(hours=hours)
    if not timedelta(0) < lifetime <= LONGEST_LIFETIME:
        raise InputError(
            f"{text!r:.40} is no lifetime of a token.",
            next_step=f"Write hours or days, {LONGEST_LIFETIME.days}d at most: 8h, 90d.",
        )
    return lifetime


def clamp_expiry(wanted: datetime, limits: Sequence[datetime | None]) -> datetime:
    """Return an expiry that is not after any of the limits.

    Examples
    --------
    >>> from datetime import UTC
    >>> march, april = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    >>> clamp_expiry(april, [march, None]).month
    3
    """
    return min([wanted, *(limit for limit in limits if limit is not None)])


def _secret(kind: TokenKind, text: str) -> Secret:
    start = len(_PREFIXES[kind]) + 1
    digest = hashlib.sha256(text.encode("ascii")).hexdigest()
    return Secret(kind, text, text[start : start + _HANDLE_CHARS], digest)


def _check(text: str) -> str:
    number = zlib.crc32(text.encode("ascii"))
    digits = []
    for _ in range(_CHECK_CHARS):
        number, rest = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[rest])
    return "".join(digits)
