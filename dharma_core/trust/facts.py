"""Facts of a device and a context as people and programs write them: JSON, checked at the door."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from dharma_core.errors import InputError, nearest
from dharma_core.trust.context import Network, Place
from dharma_core.trust.device import Device
from dharma_core.trust.rules import Sensitivity
from dharma_core.trust.score import component_value

__all__ = ["ContextFacts", "context_facts", "device_facts"]

_ALSO = {
    "compliance_score": "compliance",
    "disk_encryption": "disk_encrypted",
    "encryption": "disk_encrypted",
    "encrypted": "disk_encrypted",
    "firewall_enabled": "firewall",
    "patch_age": "patch_age_days",
    "jailbreak": "jailbroken",
    "rooted": "jailbroken",
    "mfa": "second_factor",
    "ip": "address",
    "time": "at",
    "group": "peer_group",
}
"""What the same fact is called elsewhere."""

_DEVICE = ("compliance", "disk_encrypted", "firewall", "patch_age_days", "managed", "jailbroken")
_CONTEXT = (
    "address", "network", "place", "country", "latitude", "longitude", "at", "before",
    "sensitivity", "second_factor", "failed_logins", "peer_group", "session",
)  # fmt: skip
_BEFORE = ("place", "country", "latitude", "longitude", "at")
_LONGEST = 200
_OLDEST_DAYS = 36_500
_MOST_LOGINS = 1_000_000


@dataclass(frozen=True, slots=True)
class ContextFacts:
    """What somebody tells of a context; None is what they do not.

    Parameters
    ----------
    stated : Decimal or None
        The context's part of the score, where somebody else has judged it.
    before : Place, before_at : datetime
        Where the person was seen last; from the history when left out.
    peer_group : str
        Whose habits smooth the person's own; empty for none.
    """

    stated: Decimal | None = None
    address: str | None = None
    network: Network | None = None
    place: Place | None = None
    at: datetime | None = None
    before: Place | None = None
    before_at: datetime | None = None
    sensitivity: Sensitivity | None = None
    second_factor: bool | None = None
    failed_logins: int | None = None
    peer_group: str = ""
    session: str = ""


def device_facts(document: object) -> Device | Decimal:
    """Return what a document says of a device: facts, or the part of the score as a number.

    Raises
    ------
    InputError
        If a fact is unknown or of the wrong form; the nearest right word is named.

    Examples
    --------
    >>> device_facts({"firewall": True, "patch_age_days": 3}).patch_age_days
    Decimal('3')
    >>> device_facts(95)
    Decimal('95')
    """
    if not isinstance(document, Mapping):
        return component_value("device", document)
    said = _Facts.of(document, _DEVICE, "the device")
    compliance = said.get("compliance")
    return Device(
        compliance=None if compliance is None else component_value("device compliance", compliance),
        disk_encrypted=said.truth("disk_encrypted"),
        firewall=said.truth("firewall"),
        patch_age_days=said.number("patch_age_days", 0, _OLDEST_DAYS),
        managed=said.truth("managed"),
        jailbroken=said.truth("jailbroken"),
    )


def context_facts(document: object) -> ContextFacts:
    """Return what a document says of a context: facts, or the part of the score as a number.

    Raises
    ------
    InputError
        If a fact is unknown or of the wrong form; the nearest right word is named.

    Examples
    --------
    >>> context_facts({"place": "Berlin", "mfa": True, "at": "2026-03-02T09:00:00Z"}).place.name
    'Berlin'
    """
    if not isinstance(document, Mapping):
        return ContextFacts(stated=component_value("context", document))
    said = _Facts.of(document, _CONTEXT, "the context")
    before = said.get("before")
    earlier = _Facts.of(before, _BEFORE, "the context's before") if before is not None else None
    logins = said.number("failed_logins", 0, _MOST_LOGINS)
    if logins is not None and logins != int(logins):
        raise said.refused("failed_logins", "a whole number")
    return ContextFacts(
        address=said.text("address"),
        network=said.choice("network", Network),
        place=_place(said),
        at=said.moment("at"),
        before=_place(earlier) if earlier else None,
        before_at=earlier.moment("at") if earlier else None,
        sensitivity=said.choice("sensitivity", Sensitivity),
        second_factor=said.truth("second_factor"),
        failed_logins=None if logins is None else int(logins),
        peer_group=said.text("peer_group") or "",
        session=said.text("session") or "",
    )


def _place(said: _Facts) -> Place | None:
    name, country = said.text("place"), said.text("country")
    latitude, longitude = said.number("latitude", -90, 90), said.number("longitude", -180, 180)
    if (latitude is None) is not (longitude is None):
        raise said.refused("latitude", "given together with longitude")
    if name is None and country is None and latitude is None:
        return None
    return Place(
        name or "",
        (country or "").upper(),
        None if latitude is None else float(latitude),
        None if longitude is None else float(longitude),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """The values of a document by their own names; null counts as not said."""

    values: Mapping[str, Any]
    what: str

    @staticmethod
    def of(document: object, allowed: tuple[str, ...], what: str) -> _Facts:
        if not isinstance(document, Mapping):
            raise InputError(f"{what} is no object.", next_step=f"Give {', '.join(allowed)}.")
        values: dict[str, Any] = {}
        for key, value in document.items():
            name = _ALSO.get(str(key), str(key))
            if name not in allowed:
                raise InputError(
                    f"{what} has no fact {str(key)[:_LONGEST]!r}.",
                    next_step=nearest(str(key)[:_LONGEST], allowed, count=2),
                )
            if name in values:
                raise InputError(f"{what} says {name} twice.", next_step="Say it once.")
            values[name] = value
        return _Facts({name: value for name, value in values.items() if value is not None}, what)

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def truth(self, name: str) -> bool | None:
        value = self.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.refused(name, "true or false")
        return value

    def text(self, name: str) -> str | None:
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise self.refused(name, "a text without control characters")
        if len(value) > _LONGEST:
            raise self.refused(name, f"a text of at most {_LONGEST} characters")
        return value.strip()

    def number(self, name: str, least: int, most: int) -> Decimal | None:
        value = self.get(name)
        if value is None:
            return None
        plain = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not plain or not least <= value <= most or math.isnan(value):
            raise self.refused(name, f"a number from {least} to {most}")
        return Decimal(repr(float(value)) if isinstance(value, float) else value)

    def choice(self, name: str, words: type[Network] | type[Sensitivity]) -> Any:
        value = self.get(name)
        if value is None:
            return None
        known = {word.value: word for word in words}
        if not isinstance(value, str) or value not in known:
            shown = value[:_LONGEST] if isinstance(value, str) else type(value).__name__
            raise InputError(
                f"{name} of {self.what} is {shown!r}.", next_step=nearest(shown, known)
            )
        return known[value]

    def moment(self, name: str) -> datetime | None:
        text = self.text(name)
        if text is None:
            return None
        try:
            found = datetime.fromisoformat(text)
            if found.tzinfo is not None:
                return found.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise self.refused(name, "a time with its zone, as 2026-03-02T09:00:00Z")

    def refused(self, name: str, form: str) -> InputError:
        return InputError(
            f"{name} of {self.what} is not {form}.", next_step=f"Give {name} as {form}."
        )
