"""Which billed thing is which resource of a plan: how that is known, and how sure it is.

The ways are tried from the surest down; the first that finds anything decides (decision 0074).
What fits several resources, or several things that only a name ties to one resource, is ambiguous:
it is told and not used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from dharma_core.finops.bill_usage.handles import Handles
from dharma_core.finops.bill_usage.resource_kinds import BilledId, same_place
from dharma_core.money import exact_sum
from dharma_core.plan import FrozenMap

__all__ = ["Ambiguous", "BilledThing", "Match", "Matching", "Sureness", "Way", "match_things"]

_ADDRESS_TAGS = ("dharmaaddress", "terraformaddress", "tfaddress")
_STACK, _LOGICAL = "awscloudformationstackname", "awscloudformationlogicalid"


class Sureness(StrEnum):
    """How sure a match is, the surest first."""

    CERTAIN = "certain"
    HIGH = "high"
    MEDIUM = "medium"


class Way(StrEnum):
    """How a match was made, the surest first."""

    ID = "its id"
    ADDRESS_TAG = "its address in a tag"
    STACK = "its stack and logical id"
    NAME_IN_ID = "the name in its id"
    RESOURCE_NAME = "its resource name"
    NAME_TAG = "its Name tag and type"

    @property
    def sureness(self) -> Sureness:
        """How sure this way is."""
        return _SURENESS[self]

    @property
    def is_unique(self) -> bool:
        """Whether only one thing can be known this way, so that several are a doubt."""
        return self in (Way.NAME_IN_ID, Way.RESOURCE_NAME, Way.NAME_TAG)


_SURENESS = {
    Way.ID: Sureness.CERTAIN,
    Way.ADDRESS_TAG: Sureness.HIGH,
    Way.STACK: Sureness.HIGH,
    Way.NAME_IN_ID: Sureness.HIGH,
    Way.RESOURCE_NAME: Sureness.MEDIUM,
    Way.NAME_TAG: Sureness.MEDIUM,
}
_SUREST_FIRST = list(Way)


@dataclass(frozen=True, slots=True)
class BilledThing:
    """What a bill charges for under one id.

    Parameters
    ----------
    key : str
        As rows name it: the resource's id, or its name where there is no id.
    name : str
        The resource's name beside it, empty for none.
    tags : mapping
        By plain key, as `plain_key` writes it.
    types : frozenset of str
        What it may be by the services that bill it, where its id does not say.
    """

    key: str
    id: BilledId
    name: str = ""
    tags: Mapping[str, str] = field(default_factory=FrozenMap)
    types: frozenset[str] = frozenset()
    cost: Decimal = Decimal(0)

    def may_be(self, resource_type: str) -> bool:
        """Whether it can be of a type."""
        types = self.id.kind.types if self.id.kind else self.types
        return resource_type in types


@dataclass(frozen=True, slots=True)
class Match:
    """A billed thing that is one resource of the plan."""

    address: str
    thing: BilledThing
    way: Way


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Billed things that may be a resource, and are not used because they may not.

    Parameters
    ----------
    addresses : tuple of str
        The resources they may be.
    """

    things: tuple[BilledThing, ...]
    addresses: tuple[str, ...]
    way: Way

    @property
    def cost(self) -> Decimal:
        """What they cost within the bill's days."""
        return exact_sum(thing.cost for thing in self.things)

    @property
    def why(self) -> str:
        """The reason, as a sentence."""
        if len(self.addresses) > 1:
            return f"By {self.way} it may be {' or '.join(self.addresses)}."
        return f"{len(self.things)} billed things may be {self.addresses[0]} by {self.way}."


@dataclass(frozen=True)
class Matching:
    """What of a bill belongs to a plan.

    Parameters
    ----------
    unmatched : tuple of BilledThing
        What is no resource of the plan.
    """

    matches: tuple[Match, ...]
    ambiguous: tuple[Ambiguous, ...] = ()
    unmatched: tuple[BilledThing, ...] = ()


def match_things(things: Iterable[BilledThing], handles: Handles) -> Matching:
    """Return which things are resources of the plan behind the handles.

    Examples
    --------
    >>> nothing = Handles({}, {}, {}, {}, {}, {})
    >>> match_things([BilledThing("i-1", BilledId("i-1"))], nothing).matches
    ()
    """
    found: dict[str, list[Match]] = {}
    doubts: list[Ambiguous] = []
    unmatched: list[BilledThing] = []
    for thing in things:
        way, addresses = _candidates(thing, handles)
        if not addresses:
            unmatched.append(thing)
        elif len(addresses) > 1:
            doubts.append(Ambiguous((thing,), addresses, way))
        else:
            found.setdefault(addresses[0], []).append(Match(addresses[0], thing, way))
    matches: list[Match] = []
    for address, several in found.items():
        kept, doubted, set_aside = _settled(address, several)
        matches += kept
        doubts += doubted
        unmatched += set_aside
    return Matching(tuple(matches), tuple(doubts), tuple(unmatched))


def _settled(
    address: str, several: Sequence[Match]
) -> tuple[list[Match], list[Ambiguous], list[BilledThing]]:
    """Return a resource's surest matches; what is known less surely is something else."""
    best = min(several, key=lambda match: _SUREST_FIRST.index(match.way)).way
    kept = [match for match in several if match.way is best]
    aside = [match.thing for match in several if match.way is not best]
    if best.is_unique and len({match.thing.id.identity for match in kept}) > 1:
        return [], [Ambiguous(tuple(m.thing for m in kept), (address,), best)], aside
    return kept, [], aside


def _candidates(thing: BilledThing, handles: Handles) -> tuple[Way, tuple[str, ...]]:
    for way, look in _LOOKS.items():
        found = look(thing, handles)
        if found:
            return way, found
    return Way.NAME_TAG, ()


def _by_id(thing: BilledThing, handles: Handles) -> tuple[str, ...]:
    """Return whose id it is: spelled as the rows do, or its last part where no two share one."""
    kind = thing.id.kind
    whole = handles.ids.get(thing.id.text.casefold(), ())
    fitting = [a for a in whole if kind is None or thing.may_be(handles.known[a].type)]
    if fitting or kind is None or (kind.named_by and not kind.everywhere):
        return tuple(fitting)
    return _fitting(thing, handles, handles.ids.get(thing.id.name.casefold(), ()))


def _by_address(thing: BilledThing, handles: Handles) -> tuple[str, ...]:
    said = {thing.tags[key] for key in _ADDRESS_TAGS if key in thing.tags}
    return tuple(address for address in said if address in handles.known)


def _by_stack(thing: BilledThing, handles: Handles) -> tuple[str, ...]:
    stack, logical = (thing.tags.get(key, "").casefold() for key in (_STACK, _LOGICAL))
    return handles.logical.get(logical, ()) if stack in handles.stacks and logical else ()


def _by_name_in_id(thing: BilledThing, handles: Handles) -> tuple[str, ...]:
    if thing.id.kind is None:
        return ()
    name = thing.id.name.casefold()
    named = (*handles.names.get((thing.id.kind.name, name), ()), *handles.ids.get(name, ()))
    return _fitting(thing, handles, dict.fromkeys(named))


def _by_resource_name(thing: BilledThing, handles: Handles) -> tuple[str, ...]:
    name, kind = thing.name.casefold(), thing.id.kind
    if kind is not None and kind.named_by and not thing.id.name.isdigit():
        return ()  # its id has said its name already
    return _fitting(thing, handles, handles.resource_names.get(name, ()))


def _by_name_tag(thing: BilledThing, handles: Handles) -> tuple[str, ...]:
    name = thing.tags.get("name", "").casefold()
    return _fitting(thing, handles, handles.name_tags.get(name, ())) if name else ()


def _fitting(thing: BilledThing, handles: Handles, addresses: Iterable[str]) -> tuple[str, ...]:
    """Return those addresses whose type and place do not speak against it."""
    found = []
    for known in (handles.known[address] for address in addresses):
        everywhere = thing.id.kind is not None and thing.id.kind.everywhere
        placed = everywhere or same_place(thing.id.region, known.region)
        grouped = not thing.id.group or not known.group or thing.id.group == known.group
        if thing.may_be(known.type) and placed and grouped:
            found.append(known.address)
    return tuple(found)


_LOOKS: Mapping[Way, Callable[[BilledThing, Handles], tuple[str, ...]]] = {
    Way.ID: _by_id,
    Way.ADDRESS_TAG: _by_address,
    Way.STACK: _by_stack,
    Way.NAME_IN_ID: _by_name_in_id,
    Way.RESOURCE_NAME: _by_resource_name,
    Way.NAME_TAG: _by_name_tag,
}
