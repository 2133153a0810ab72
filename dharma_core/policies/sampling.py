"""What a policy must be asked: of resources that look the same to it, one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from dharma_core.plan import Resource
from dharma_core.plan.frozen import Path
from dharma_core.policies.documents import Views, json_text
from dharma_core.policies.metadata import Policy
from dharma_core.policies.ports import BUILTIN
from dharma_core.policies.projection import Projection, project

__all__ = ["Sample", "take_sample"]

# Resources in one input. The engine copies what it looks into, so time grows with the square of a
# chunk: measured on 10,000 resources, 50 and 10 take a third of the time of 200.
CHUNK = 50
CHUNK_WITH_RELATED = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """One resource of each kind that a policy can tell apart, and those that are like it.

    Parameters
    ----------
    chosen : tuple of str, str and mapping
        What the policy sees of each, as JSON texts: an entry of ``resource_changes``, its
        companions, and the documents by address of it and of them.
    alike : mapping of address to addresses
        The chosen one's address, and every address that looks the same.
    size : int
        How many go into one input.
    """

    chosen: tuple[tuple[str, str, Mapping[str, str]], ...]
    alike: Mapping[str, tuple[str, ...]]
    size: int

    def documents(self) -> Iterator[str]:
        """Yield the inputs as JSON texts."""
        for start in range(0, len(self.chosen), self.size):
            changes, related, decoded = zip(*self.chosen[start : start + self.size], strict=True)
            documents = {a: f"{a}: {text}" for found in decoded for a, text in found.items()}
            yield (
                f'{{"resource_changes": [{", ".join(changes)}], "dharma": {{"related": '
                f'{{{_joined(related)}}}, "decoded": {{{_joined(documents.values())}}}}}}}'
            )

    def spread(self, failing: Mapping[str, Path]) -> dict[str, Path]:
        """Return what was found for the chosen ones for all that are like them.

        An address that was not asked about is left out: the policy made it up.
        """
        return {a: path for address, path in failing.items() for a in self.alike.get(address, ())}


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(text for text in texts if text)


def take_sample(
    subjects: Sequence[Resource],
    policy: Policy,
    views: Views,
    parameters: Mapping[str, Any] | None = None,
) -> Sample:
    """Return what a policy must be asked about these resources, equal ones once.

    A rule of Dharma's own sees no difference between two resources that are equal in every
    attribute it names, in their companions and documents: only the address is another. Rules that
    compare resources with each other, and a user's, are asked about each.

    Parameters
    ----------
    subjects : sequence of Resource
        Of the policy's types; only attributes that the policy names are written.
    """
    seen = project([policy], parameters)
    apart = policy.compares or policy.source.pack != BUILTIN
    alike: dict[str, list[str]] = {}
    chosen: list[tuple[str, str, Mapping[str, str]]] = []
    for resource in subjects:
        address = str(resource.address)
        look = address if apart else _look(resource, views, seen)
        if look not in alike:
            chosen.append(_written(resource, views, seen))
        alike.setdefault(look, []).append(address)
    size = CHUNK_WITH_RELATED if policy.related else CHUNK
    return Sample(
        tuple(chosen),
        {addresses[0]: tuple(addresses) for addresses in alike.values()},
        max(len(chosen), 1) if policy.compares else size,
    )


def _look(resource: Resource, views: Views, seen: Projection) -> str:
    """Return all that a rule can see of a resource, but for names and addresses."""
    companions = (
        json_text([kind, views.change(r, seen), views.documents(r, seen)])
        for kind, group in views.companions(resource, seen).items()
        for r in group
    )
    change = views.change(resource, seen)
    change["after"] = seen.told_apart(change["after"])
    own = json_text([resource.type, change, views.documents(resource, seen)])
    return "\n".join((own, *sorted(companions)))


def _written(
    resource: Resource, views: Views, seen: Projection
) -> tuple[str, str, Mapping[str, str]]:
    """Return a resource's entry of ``resource_changes`` and its side fields, as JSON texts."""
    address = json_text(str(resource.address))
    groups = views.companions(resource, seen)
    related = {kind: [views.entry(r, seen) for r in group] for kind, group in groups.items()}
    return (
        json_text(views.entry(resource, seen)),
        f"{address}: {json_text(related)}" if related else "",
        dict(_documents((resource, *chain.from_iterable(groups.values())), views, seen)),
    )


def _documents(
    holders: Iterable[Resource], views: Views, seen: Projection
) -> Iterator[tuple[str, str]]:
    """Yield the address and the documents, as JSON texts, of a resource and its companions."""
    for holder in holders:
        decoded = views.documents(holder, seen)
        if decoded:
            yield json_text(str(holder.address)), json_text(decoded)
