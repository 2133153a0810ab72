"""The context: network, place and the way there, hour, and how sensitive the thing asked for is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from dharma_core.trust.rules import Sensitivity
from dharma_core.trust.score import Assessment, Deduction, assess
from dharma_core.trust.weights import ContextWeights

__all__ = [
    "Circumstances",
    "Network",
    "Place",
    "Surroundings",
    "assess_context",
    "distance_km",
    "travel_km_h",
]

_EARTH_KM = 6371.0088
_NETWORK_WORDS = {
    "trusted": "the network is trusted",
    "known": "the network is known and not trusted",
    "unknown": "nobody knows the network",
    "anonymising": "the network hides where it is asked from",
}
_MOST_REMEMBERED = 4_096
_ALL_DAY = (0, 24)
_ALL_WEEK = frozenset(range(7))


class Network(StrEnum):
    """What is known of the network an address belongs to."""

    TRUSTED = "trusted"
    KNOWN = "known"
    UNKNOWN = "unknown"
    ANONYMISING = "anonymising"


@dataclass(frozen=True, slots=True)
class Place:
    """A place on earth.

    Parameters
    ----------
    name : str
        A city, or what else stays the same.
    country : str
        ISO 3166-1 alpha-2, empty when unknown.
    latitude, longitude : float
        Degrees; both None when unknown.
    """

    name: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where, when and for what it is asked; None is what nobody tells.

    Parameters
    ----------
    network : Network or None
        What somebody says of it; worked out from ``address`` when left out.
    before, before_at : Place and datetime
        Where the person was seen last, and when.
    sensitivity : Sensitivity or None
        Of what is asked for.
    kind : str or None
        Of the action, one of `rules.ACTION_KINDS`; None judges a session and no action.
    moved : tuple of str
        What of a session is not as it was at sign-in: ``address``, ``program``.
    """

    address: str | None = None
    network: Network | None = None
    place: Place | None = None
    at: datetime | None = None
    before: Place | None = None
    before_at: datetime | None = None
    sensitivity: Sensitivity | None = None
    kind: str | None = None
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a team says of its networks, hours and countries.

    Parameters
    ----------
    networks : tuple
        Pairs of network and what it is; the narrowest that holds an address decides.
    hours : tuple of int
        From and until, UTC; from 22 until 6 goes over midnight.
    days : frozenset of int
        Monday is 0.
    countries : frozenset of str
        Empty: anywhere.
    """

    networks: tuple[tuple[IPv4Network | IPv6Network, Network], ...] = ()
    hours: tuple[int, int] = _ALL_DAY
    days: frozenset[int] = _ALL_WEEK
    countries: frozenset[str] = frozenset()
    _known: dict[str, Network] = field(default_factory=dict, repr=False, compare=False)

    def network_of(self, address: str) -> Network:
        """Return what the network of an address is; unknown when nobody has placed it.

        ``local`` is a command on this machine.
        """
        known = self._known.get(address)
        if known is None:
            known = self._placed(address)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[address] = known
        return known

    def _placed(self, address: str) -> Network:
        if address == "local":
            return Network.TRUSTED
        try:
            found = ip_address(address)
        except ValueError:
            return Network.UNKNOWN
        if isinstance(found, IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        holding = [(n.prefixlen, kind) for n, kind in self.networks if found in n]
        return max(holding, key=lambda pair: pair[0])[1] if holding else Network.UNKNOWN

    def is_on_hours(self, at: datetime) -> bool:
        """Return whether the team works then."""
        start, end = self.hours
        hour = at.hour
        if start < end:
            return start <= hour < end and at.weekday() in self.days
        day = at if hour >= start else at - timedelta(days=1)
        return (hour >= start or hour < end) and day.weekday() in self.days


def assess_context(
    circumstances: Circumstances, weights: ContextWeights, surroundings: Surroundings
) -> Assessment:
    """Return the context's part of the score with what lowered it."""
    return assess("context", _deductions(circumstances, weights, surroundings))


def distance_km(one: Place, other: Place) -> float | None:
    """Return the great-circle distance of two places, None where one has no coordinates.

    Examples
    --------
    >>> round(distance_km(Place("", "", 52.52, 13.405), Place("", "", 48.8566, 2.3522)))
    877
    """
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    degrees = (one.latitude, one.longitude, other.latitude, other.longitude)
    if degrees[:2] == degrees[2:]:
        return 0.0
    lat1, lon1, lat2, lon2 = (math.radians(d) for d in degrees)  # type: ignore[arg-type]
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def travel_km_h(circumstances: Circumstances, weights: ContextWeights) -> float | None:
    """Return how fast the person would have travelled since they were seen last.

    None where a place or time is unknown, or where the two places may be one. A clock that went
    back does not help: the time between them counts, whichever was first.
    """
    here, there = circumstances.place, circumstances.before
    at, before_at = circumstances.at, circumstances.before_at
    if here is None or there is None or at is None or before_at is None:
        return None
    distance = distance_km(here, there)
    if distance is None or distance <= float(weights.travel_free_km):
        return None
    hours = abs(at - before_at) / timedelta(hours=1)
    return distance / hours if hours else math.inf


def _deductions(
    circumstances: Circumstances, weights: ContextWeights, surroundings: Surroundings
) -> Iterator[Deduction]:
    yield _network(circumstances, weights, surroundings)
    yield from _place(circumstances, weights, surroundings)
    if circumstances.at is not None and not surroundings.is_on_hours(circumstances.at):
        reason = f"{circumstances.at:%A %H:%M} UTC is outside the team's hours"
        yield Deduction("context.time", reason, weights.off_hours)
    for what in circumstances.moved:
        reason = f"the {what} is another one than at sign-in"
        yield Deduction(f"context.moved_{what}", reason, getattr(weights, f"moved_{what}"))
    if circumstances.kind is not None:
        yield from _asked_for(circumstances.kind, circumstances.sensitivity, weights)


def _network(
    circumstances: Circumstances, weights: ContextWeights, surroundings: Surroundings
) -> Deduction:
    kind = circumstances.network
    if kind is None:
        address = circumstances.address
        kind = surroundings.network_of(address) if address else Network.UNKNOWN
    points: Decimal = getattr(weights, f"network_{kind}")
    return Deduction(f"context.network_{kind}", _NETWORK_WORDS[kind], points)


def _place(
    circumstances: Circumstances, weights: ContextWeights, surroundings: Surroundings
) -> Iterator[Deduction]:
    place = circumstances.place
    if place is None:
        yield Deduction("context.place_unknown", "nobody tells the place", weights.place_unknown)
        return
    allowed = surroundings.countries
    if allowed and place.country not in allowed:
        said = place.country or "an unknown country"
        reason = f"{said} is outside the countries the team works in"
        yield Deduction("context.country", reason, weights.unusual_country)
    speed = travel_km_h(circumstances, weights)
    if speed is not None and speed > weights.travel_km_h:
        told = "at once" if math.isinf(speed) else f"at {speed:,.0f} km/h"
        there = circumstances.before.name if circumstances.before else ""
        reason = f"nobody travels from {there or 'there'} to {place.name or 'here'} {told}"
        yield Deduction("context.travel", reason, weights.impossible_travel)


def _asked_for(
    kind: str, sensitivity: Sensitivity | None, weights: ContextWeights
) -> Iterator[Deduction]:
    said = sensitivity or "sensitivity_unknown"
    words = f"what is asked for is {said.removeprefix('sensitivity_')}"
    yield Deduction("context.sensitivity", words, getattr(weights, said))
    yield Deduction("context.action", f"the action is {kind}", getattr(weights, kind))
