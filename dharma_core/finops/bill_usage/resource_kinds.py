"""What an id in a bill says: which kind of thing it is, its name, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dharma_core.errors import FactError

__all__ = ["BilledId", "Kind", "ResourceKinds", "parse_resource_kinds", "same_place"]

_ARN = re.compile(r"arn:[^:]*:(?P<service>[^:]+):(?P<region>[^:]*):(?P<account>[^:]*):(?P<rest>.+)")
_AZURE = re.compile(
    r"/subscriptions/(?P<account>[^/]+)/resourcegroups/(?P<group>[^/]+)/providers/(?P<rest>.+)",
    re.I,
)
_GOOGLE = re.compile(r"//(?P<service>[\w-]+)\.googleapis\.com/(?P<rest>.+)")
_SHORT = re.compile(r"(?P<prefix>[a-z]+)-[0-9a-f]{8,}")
_STEPS = re.compile(r"[:/]")


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of id names.

    Parameters
    ----------
    name : str
        As ids say it: ``lambda:function``, ``microsoft.compute/virtualmachines``.
    types : tuple of str
        Terraform's types of such things.
    named_by : tuple of str
        Attributes that hold the name an id ends with; empty where the provider makes it.
    everywhere : bool
        Whether no two such things of the world share a name.
    whole : bool
        Whether a name may hold slashes, so that it goes to the end of the id.
    prefix : str
        What short ids begin with: ``i`` of ``i-0abc``.
    bare : tuple of str
        Services that bill such a thing under its name alone.
    """

    name: str
    types: tuple[str, ...]
    named_by: tuple[str, ...] = ()
    everywhere: bool = False
    whole: bool = False
    prefix: str = ""
    bare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BilledId:
    """An id taken apart; what it does not say is empty.

    Parameters
    ----------
    kind : Kind or None
        None where no fact knows ids of this form.
    """

    text: str
    kind: Kind | None = None
    name: str = ""
    region: str = ""
    account: str = ""
    group: str = ""

    @property
    def identity(self) -> tuple[str, ...]:
        """What is equal for two spellings of one thing's id."""
        if self.kind is None:
            return (self.text.casefold(),)
        if self.kind.everywhere or not self.kind.named_by:
            return (self.kind.name, self.name.casefold())
        return (self.kind.name, self.name.casefold(), self.account, self.region, self.group)


@dataclass(frozen=True)
class ResourceKinds:
    """Every kind that is known, found by what an id says."""

    kinds: Mapping[str, Kind]
    _prefixes: Mapping[str, Kind] = field(init=False)
    _bare: Mapping[str, Kind] = field(init=False)
    _types: Mapping[str, tuple[Kind, ...]] = field(init=False)

    def __post_init__(self) -> None:
        every = tuple({k.name: k for k in self.kinds.values()}.values())
        types = dict.fromkeys(t for kind in every for t in kind.types)
        object.__setattr__(self, "_prefixes", {k.prefix: k for k in every if k.prefix})
        object.__setattr__(self, "_bare", {s: k for k in every for s in k.bare})
        object.__setattr__(
            self, "_types", {t: tuple(k for k in every if t in k.types) for t in types}
        )

    def of_type(self, resource_type: str) -> tuple[Kind, ...]:
        """Return the kinds that a Terraform type may be billed as."""
        return self._types.get(resource_type, ())

    def read(
        self, text: str, *, services: Iterable[str] = (), region: str = "", account: str = ""
    ) -> BilledId:
        """Take an id apart.

        Parameters
        ----------
        services : iterable of str
            Who bills it: an id that is only a name says no more.
        region, account : str
            What the rows say beside an id that does not.

        Examples
        --------
        >>> kinds = parse_resource_kinds(
        ...     {
        ...         "lambda:function": {
        ...             "types": ["aws_lambda_function"],
        ...             "named_by": ["function_name"],
        ...         }
        ...     },
        ...     file="kinds.yaml",
        ... )
        >>> found = kinds.read("arn:aws:lambda:eu-west-1:210044590871:function:orders")
        >>> found.kind.types, found.name, found.region
        (('aws_lambda_function',), 'orders', 'eu-west-1')
        """
        if match := _ARN.fullmatch(text):
            said = match.groupdict()
            kind, name = self._below(said["service"], _STEPS.split(said["rest"]), said["rest"])
            return BilledId(text, kind, name, said["region"] or region, said["account"] or account)
        if match := _AZURE.fullmatch(text):
            kind, name = self._paired(match["rest"].casefold().split("/"))
            return BilledId(text, kind, name, region, match["account"], match["group"].casefold())
        if match := _GOOGLE.fullmatch(text):
            steps = match["rest"].split("/")
            kind = self.kinds.get(f"{match['service']}/{steps[-2]}") if len(steps) > 1 else None
            return BilledId(text, kind, steps[-1], region, account)
        if match := _SHORT.fullmatch(text):
            return BilledId(text, self._prefixes.get(match["prefix"]), text, region, account)
        bare = next((self._bare[s] for s in map(str.casefold, services) if s in self._bare), None)
        return BilledId(text, bare, text, region, account)

    def _below(self, service: str, steps: Sequence[str], rest: str) -> tuple[Kind | None, str]:
        """Return the kind whose steps an ARN begins with, the longest first, and the name."""
        steps = [step for step in steps if step]
        for length in range(len(steps) - 1, 0, -1):
            kind = self.kinds.get(f"{service}:{'/'.join(steps[:length])}")
            if kind is not None:
                after = rest.lstrip("/").split(steps[length - 1], 1)[1][1:]
                return kind, after.removesuffix(":*") if kind.whole else steps[length]
        return self.kinds.get(service), steps[-1] if steps else ""

    def _paired(self, steps: Sequence[str]) -> tuple[Kind | None, str]:
        """Return the kind and the name of Azure's ``provider/type/name[/type/name]``."""
        types, names = steps[1::2], steps[2::2]
        if not names or len(types) != len(names):
            return None, steps[-1]
        return self.kinds.get("/".join((steps[0], *types))), names[-1]


def same_place(one: str, other: str) -> bool:
    """Whether two regions may be the same: one is not known, or both are spelled alike.

    Examples
    --------
    >>> (
    ...     same_place("East US", "eastus"),
    ...     same_place("", "eastus"),
    ...     same_place("us-east-1", "us-west-2"),
    ... )
    (True, True, False)
    """
    one, other = (place.casefold().replace(" ", "") for place in (one, other))
    return not one or not other or one == other


def parse_resource_kinds(raw: Any, *, file: str) -> ResourceKinds:
    """Return the kinds that a file of facts holds.

    Raises
    ------
    FactError
        If an entry is wrong: file and entry are named.
    """
    found: dict[str, Kind] = {}
    for name, entry in raw.items():
        try:
            kind = Kind(
                name,
                tuple(entry["types"]),
                tuple(entry.get("named_by", ())),
                bool(entry.get("everywhere", False)),
                bool(entry.get("whole", False)),
                str(entry.get("prefix", "")),
                tuple(service.casefold() for service in entry.get("bare", ())),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise FactError(f"{file}: the kind {name!r} is wrong: {error!r}.") from error
        for spelling in (name, *entry.get("also", ())):
            if spelling in found:
                raise FactError(f"{file}: the kind {spelling!r} stands there twice.")
            found[spelling] = kind
    return ResourceKinds(found)
