"""From the claims of an outside provider to a person: who it is, and which roles that gives.

An account is known by issuer and subject, which a provider never gives twice. A mail address may
change hands and a user name may be chosen freely: they only propose a name for a new account, and
a mail address counts for anything only where the provider says that it was verified.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from dharma_core.errors import InputError, SignInRequired
from dharma_core.identity.actors import DEFAULT_TENANT
from dharma_core.identity.roles import OWNER
from dharma_core.identity.texts import checked_word

__all__ = [
    "ClaimRule",
    "ClaimsRefused",
    "Outsider",
    "Provider",
    "RoleRule",
    "account_names",
    "fingerprint_of",
    "is_fresh",
    "outsider_of",
    "roles_from_now",
    "values_of",
]

# A token is taken this long after it was issued, and this much before, for clocks that differ.
_FRESH = timedelta(minutes=10)
_SKEW = timedelta(minutes=1)
_LONGEST_ISSUER = 300
_LONGEST_SUBJECT = 255
_LONGEST_NAME = 64
_LONGEST_TITLE = 200
_MOST_VALUES = 1000
_RESERVED = ("local", "dharma")
_MAIL = re.compile(r"[a-z0-9][a-z0-9._+-]*@(?P<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.ASCII)
_NOT_IN_NAMES = re.compile(r"[^a-z0-9._@+-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """A claim that has to hold a value: ``groups`` and ``platform``.

    Parameters
    ----------
    claim : str
        Its name; ``realm_access.roles`` looks into a claim that is a mapping. ``email`` and
        ``email_domain`` are there only when the provider verified the address.
    value : str
        The whole value, or one of a list; capitals count.
    """

    claim: str
    value: str

    def holds(self, claims: Mapping[str, Any]) -> bool:
        """Return whether the claims say so."""
        return self.value in values_of(claims, self.claim)


@dataclass(frozen=True, slots=True)
class RoleRule(ClaimRule):
    """A role that a claim gives."""

    role: str


@dataclass(frozen=True, slots=True)
class Provider:
    """An outside provider and what is agreed about it.

    Parameters
    ----------
    name : str
        What the configuration calls it: small letters, digits and ``-``.
    tenant : str
        Whose people come from there.
    issuer, audience : str
        What its tokens must say; an empty issuer is whatever its own metadata said.
    tokens : bool
        Whether claims come from a signed token, with times and a nonce (OpenID Connect).
    create : bool
        Whether a first sign-in makes the account.
    only : tuple of ClaimRule
        One of them has to hold; none given, everybody may.
    roles : tuple of RoleRule
    default_role : str
        When no rule gives a role; empty for none.
    second_factor : tuple of str
        Values of the claim ``amr`` that count as a second factor; none by themselves.
    owner : bool
        Whether a rule may give the role ``owner``.
    anybody : bool
        Whether everybody in the world can have an account there.

    Raises
    ------
    InputError
        If the agreement is unsafe or makes no sense; the message says what to change.
    """

    name: str
    tenant: str = DEFAULT_TENANT
    issuer: str = ""
    audience: str = ""
    tokens: bool = True
    create: bool = False
    only: tuple[ClaimRule, ...] = ()
    roles: tuple[RoleRule, ...] = ()
    default_role: str = ""
    second_factor: tuple[str, ...] = ()
    owner: bool = False
    anybody: bool = False

    def __post_init__(self) -> None:
        checked_word(self.name, what="The name of a provider")
        if "_" in self.name or "." in self.name:
            raise InputError(
                f"The provider is named {self.name!r}.",
                next_step="Use small letters, digits and '-' only.",
            )
        checked_word(self.tenant, what=f"The tenant of provider {self.name}")
        if OWNER in self.managed and not self.owner:
            raise InputError(
                f"Provider {self.name} would give the role owner.",
                next_step="Give another role, or say owner = true if it is meant.",
            )
        if self.create and self.anybody and self.default_role and not self.only:
            raise InputError(
                f"Provider {self.name} would let everybody in the world in as "
                f"{self.default_role}: anybody can have an account there.",
                next_step='Say who may, such as only = [{claim = "email_domain", value = '
                '"example.org"}], or leave default_role empty and give roles by claims.',
            )

    @property
    def managed(self) -> frozenset[str]:
        """The roles that its claims give and take; any other is given by hand and stays."""
        given = {rule.role for rule in self.roles} | {self.default_role}
        return frozenset(given - {""})


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody whom a provider vouches for.

    Parameters
    ----------
    issuer, subject : str
        Who it is, for ever.
    proof : str
        What may serve once: of the token; empty where there is none.
    mail : str
        Only when verified.
    roles : tuple of str
        What the claims give now.
    second_factor : bool
        Whether the provider asked for one, in a way that counts here.
    """

    issuer: str
    subject: str
    proof: str = field(repr=False)
    mail: str
    username: str
    title: str
    roles: tuple[str, ...]
    second_factor: bool

    @property
    def fingerprint(self) -> str:
        """What the record says of the subject: enough to compare, nothing to look up."""
        return fingerprint_of(self.issuer, self.subject)


class ClaimsRefused(SignInRequired):
    """The claims let nobody in; ``reason`` is one word for the record."""

    def __init__(self, reason: str, message: str, *, next_step: str = "Sign in again.") -> None:
        super().__init__(message, next_step=next_step, details={"reason": reason})
        self.reason = reason


def outsider_of(provider: Provider, claims: Mapping[str, Any], now: datetime) -> Outsider:
    """Return who the claims are about.

    Parameters
    ----------
    claims : mapping
        Of a token whose signature was verified, or as the provider's API told them.
    now : datetime
        UTC.

    Raises
    ------
    ClaimsRefused
        If they are not meant for us, not from the provider, too old or incomplete, or the person
        is not among those who may sign in.

    Examples
    --------
    >>> github = Provider("github", tokens=False)
    >>> told = {"iss": "https://github.com", "sub": "7", "preferred_username": "Ann"}
    >>> who = outsider_of(github, told, datetime(2026, 3, 1, tzinfo=UTC))
    >>> who.subject, who.username, who.mail, who.roles
    ('7', 'Ann', '', ())
    """
    issuer = _needed(claims, "iss", _LONGEST_ISSUER)
    subject = _needed(claims, "sub", _LONGEST_SUBJECT)
    if provider.issuer and issuer != provider.issuer:
        raise ClaimsRefused("issuer", f"These claims are not from {provider.name}.")
    proof = _checked_token(provider, claims, now) if provider.tokens else ""
    known = _with_verified_mail(claims)
    if provider.only and not any(rule.holds(known) for rule in provider.only):
        raise ClaimsRefused(
            "not among those who may",
            f"Your account at {provider.name} is not among those who may sign in here.",
            next_step="Ask an administrator, or use another account.",
        )
    username = _text(known, "preferred_username")
    return Outsider(
        issuer=issuer,
        subject=subject,
        proof=proof and _digest(issuer, proof),
        mail=_text(known, "email"),
        username=username,
        title=_line(_text(known, "name") or username),
        roles=_roles(provider, known),
        second_factor=any(value in provider.second_factor for value in values_of(claims, "amr")),
    )


def is_fresh(claims: Mapping[str, Any], now: datetime) -> bool:
    """Return whether a token was issued minutes ago and has not ended.

    Examples
    --------
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> told = {"iat": noon.timestamp() - 30, "exp": noon.timestamp() + 3600}
    >>> is_fresh(told, noon), is_fresh(told, noon + timedelta(minutes=10))
    (True, False)
    """
    issued, ends = _moment(claims, "iat"), _moment(claims, "exp")
    if issued is None or ends is None:
        return False
    return ends > now and now - _FRESH < issued <= now + _SKEW


def fingerprint_of(issuer: str, subject: str) -> str:
    """Return what the record says of somebody at a provider."""
    return _digest(issuer, subject)[:16]


def values_of(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the texts of a claim: one, those of a list, or none; numbers as text.

    Examples
    --------
    >>> values_of({"groups": ["a", 7, None]}, "groups"), values_of({"r": {"x": "y"}}, "r.x")
    (('a', '7'), ('y',))
    """
    found = claims[name] if name in claims else _inside(claims, name)
    several = found if isinstance(found, list | tuple) else (found,)
    return tuple(
        str(value)
        for value in several[:_MOST_VALUES]
        if isinstance(value, str | int) and not isinstance(value, bool)
    )


def account_names(provider: Provider, who: Outsider) -> Iterable[str]:
    """Yield names for a new account, best first; the last one is nobody else's.

    A verified address is taken as it is. A user name says where it is from: whoever chose it there
    must not pass for somebody here.

    Examples
    --------
    >>> ann = Outsider("https://github.com", "7", "", "", "Ann", "Ann", (), False)
    >>> list(account_names(Provider("github"), ann))
    ['ann.github', 'ann.github-9d04d0']
    """
    plain = _NOT_IN_NAMES.sub("-", who.username.lower()).strip("-._@+")[:_LONGEST_NAME]
    first = who.mail if who.mail and len(who.mail) <= _LONGEST_NAME else ""
    first = first or f"{(plain or 'user').replace('@', '-at-')}.{provider.name}"
    if first not in _RESERVED:
        yield first
    yield f"{first}-{_digest(who.issuer, who.subject)[:6]}"


def roles_from_now(provider: Provider, who: Outsider, held: Iterable[str]) -> tuple[str, ...]:
    """Return an account's roles after a sign-in: those by hand stay, the provider's are as told.

    Examples
    --------
    >>> given = Provider("acme", roles=(RoleRule("groups", "ops", "developer"),))
    >>> gone = Outsider("https://acme", "7", "", "", "ann", "Ann", (), False)
    >>> roles_from_now(given, gone, ["developer", "reviewer"])
    ('reviewer',)
    """
    by_hand = (role for role in held if role not in provider.managed)
    return tuple(dict.fromkeys((*by_hand, *who.roles)))


def _checked_token(provider: Provider, claims: Mapping[str, Any], now: datetime) -> str:
    """Return what makes the token this one; raise when it is not for us, or not for now."""
    audience = values_of(claims, "aud")
    party = _text(claims, "azp")
    meant = provider.audience in audience and (len(audience) == 1 or party == provider.audience)
    if provider.audience and not meant:
        raise ClaimsRefused("audience", "These claims were made for another program.")
    if not is_fresh(claims, now):
        raise ClaimsRefused("too old", f"What {provider.name} said is too old, or says no time.")
    return _needed(claims, "nonce", _LONGEST_SUBJECT)


def _roles(provider: Provider, claims: Mapping[str, Any]) -> tuple[str, ...]:
    given = tuple(dict.fromkeys(rule.role for rule in provider.roles if rule.holds(claims)))
    return given or tuple(filter(None, (provider.default_role,)))


def _with_verified_mail(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the claims with a mail address and its domain only where it was verified."""
    known = {k: v for k, v in claims.items() if k not in ("email", "email_domain")}
    mail = _MAIL.fullmatch(_text(claims, "email").strip().lower())
    verified = claims.get("email_verified")
    if mail is None or not (verified is True or verified == "true"):
        return known
    return known | {"email": mail[0], "email_domain": mail["domain"]}


def _needed(claims: Mapping[str, Any], name: str, longest: int) -> str:
    values = values_of(claims, name)
    if len(values) != 1 or not 1 <= len(values[0].strip()) <= longest:
        raise ClaimsRefused(f"no {name}", f"The provider's claims lack a usable {name!r}.")
    return values[0]


def _moment(claims: Mapping[str, Any], name: str) -> datetime | None:
    value = claims.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        with suppress(ValueError, OverflowError, OSError):
            return datetime.fromtimestamp(value, UTC)
    return None


def _inside(claims: Mapping[str, Any], name: str) -> Any:
    found: Any = claims
    for step in name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _line(text: str) -> str:
    """Return a name as one line that may be shown: nothing unprinted, no tag."""
    plain = (c for c in text if unicodedata.category(c)[0] not in "CZ" or c == " ")
    return "".join(c for c in plain if c not in "<>").strip()[:_LONGEST_TITLE]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
