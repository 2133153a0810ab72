"""By what a plan's resources may be known on a bill: ids, addresses, stacks, names, name tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from dharma_core.costs.links import build_links
from dharma_core.costs.regions import region_of
from dharma_core.finops.bill_usage.resource_kinds import ResourceKinds
from dharma_core.plan import FrozenMap, Plan, Resource

__all__ = ["Deployed", "Handles", "Known", "plain_key", "plan_handles"]

K = TypeVar("K")
_IDS = ("id", "arn", "self_link")
_GROUP = "resource_group_name"
_PREFIXES = ("user:", "user_", "resourcetags/user:")
_PUNCTUATION = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True)
class Deployed:
    """What Dharma's own deployments of a design say of it.

    Parameters
    ----------
    ids : mapping of address to tuple of str
        Each resource's id in the cloud.
    logical : mapping of address to str
        What a stack calls it.
    stacks : frozenset of str
        The stacks that the design was deployed as.
    """

    ids: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenMap)
    logical: Mapping[str, str] = field(default_factory=FrozenMap)
    stacks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """One resource of the plan, as far as a bill can name it."""

    address: str
    type: str
    region: str
    group: str = ""


@dataclass(frozen=True)
class Handles:
    """The resources of a plan by everything a bill may call them; texts are casefolded."""

    known: Mapping[str, Known]
    ids: Mapping[str, tuple[str, ...]]
    logical: Mapping[str, tuple[str, ...]]
    names: Mapping[tuple[str, str], tuple[str, ...]]
    resource_names: Mapping[str, tuple[str, ...]]
    name_tags: Mapping[str, tuple[str, ...]]
    stacks: frozenset[str] = frozenset()


def plan_handles(
    plan: Plan, kinds: ResourceKinds, *, priced: Iterable[str], deployed: Deployed | None = None
) -> Handles:
    """Return by what the managed resources of a plan may be known.

    Parameters
    ----------
    priced : iterable of str
        Types that cost something: a bill names no others.
    deployed : Deployed, optional
        What was made of the design before.
    """
    links, costly = build_links(plan), frozenset(priced)
    made = deployed or Deployed()
    resources = [r for r in plan.managed if r.type in costly]
    known = {
        str(r.address): Known(
            str(r.address), r.type, region_of(r, links), _text(r, _GROUP).casefold()
        )
        for r in resources
    }
    ids = ((text, str(r.address)) for r in resources for text in _ids(r, made))
    logical = (
        (made.logical.get(str(r.address), r.name).casefold(), str(r.address)) for r in resources
    )
    names = [
        ((kind.name, _text(r, attribute).casefold()), str(r.address))
        for r in resources
        for kind in kinds.of_type(r.type)
        for attribute in kind.named_by
        if _text(r, attribute)
    ]
    alone = ((name, address) for (_, name), address in names)
    tagged = ((_name_tag(r).casefold(), str(r.address)) for r in resources if _name_tag(r))
    return Handles(
        known, _grouped(ids), _grouped(logical), _grouped(names), _grouped(alone),
        _grouped(tagged),
        frozenset(map(str.casefold, made.stacks)),
    )  # fmt: skip


def plain_key(key: str) -> str:
    """Return a tag's key as all exports spell it: CUR writes ``user:Name`` and ``user_name``.

    Examples
    --------
    >>> plain_key("user:Name"), plain_key("aws:cloudformation:stack-name")
    ('name', 'awscloudformationstackname')
    """
    found = key.casefold()
    for prefix in _PREFIXES:
        found = found.removeprefix(prefix)
    return _PUNCTUATION.sub("", found)


def _grouped(pairs: Iterable[tuple[K, str]]) -> Mapping[K, tuple[str, ...]]:
    found: dict[K, list[str]] = {}
    for key, address in pairs:
        if address not in found.setdefault(key, []):
            found[key].append(address)
    return {key: tuple(addresses) for key, addresses in found.items()}


def _ids(resource: Resource, made: Deployed) -> Iterator[str]:
    own = (_text(resource, name) for name in _IDS)
    for text in (*own, *made.ids.get(str(resource.address), ())):
        if text:
            yield text.casefold()
            if text.startswith("https://"):  # a queue's id is its URL
                yield text.rsplit("/", 1)[-1].casefold()


def _text(resource: Resource, name: str) -> str:
    value = resource.attributes.get(name)
    return value if isinstance(value, str) else ""


def _name_tag(resource: Resource) -> str:
    value = resource.tags.get("Name")
    return value if isinstance(value, str) else ""
