"""Which companion resources belong to a resource: a bucket and its public access block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dharma_core.plan import UNKNOWN, Plan, Resource
from dharma_core.policies.attributes import refers_to_managed
from dharma_core.policies.metadata import Policy

__all__ = ["Relations", "find_relations"]

_NAMES = ("id", "bucket", "name", "arn", "identifier")

Groups = dict[str, dict[str, Resource]]


class Relations:
    """Companions by address and type.

    Parameters
    ----------
    groups : mapping of address to mapping of type to resources by address
    loose : mapping of type to resources
        Companions whose owner cannot be told before apply.
    """

    def __init__(self, groups: Mapping[str, Groups], loose: Mapping[str, list[Resource]]) -> None:
        self._groups = groups
        self._loose = loose

    def of(self, resource: Resource) -> dict[str, list[Resource]]:
        """Return the companions of a resource, by type."""
        groups = self._groups.get(str(resource.address), {})
        return {kind: list(group.values()) for kind, group in groups.items()}

    def loose(self, kinds: Iterable[str]) -> list[Resource]:
        """Return companions of these types that may belong to any resource."""
        return [r for kind in kinds for r in self._loose.get(kind, ())]


def find_relations(plan: Plan, policies: Iterable[Policy]) -> Relations:
    """Find the companions that policies ask for (METADATA ``custom.related``).

    A companion belongs to a resource when one mentions the other, or when the linking attribute of
    one equals the other's name or id. Of two counted blocks, the instances with equal index belong
    together.
    """
    links = {kind: link for p in policies for kind, link in p.related.items()}
    owners = {t for p in policies if p.related for t in p.rule.resource_types}
    names = _by_name(plan, owners | set(links))
    groups: dict[str, Groups] = {}
    loose: dict[str, list[Resource]] = {}
    for resource in plan.managed:
        if resource.type in links:
            found = [r for r in _owners(plan, resource, links, names) if r.type in owners]
            if not found and _may_be_anyones(plan, resource, links[resource.type]):
                loose.setdefault(resource.type, []).append(resource)
            for owner in found:
                _join(groups, owner, resource)
        if resource.type in owners:
            for companion in _companions(plan, resource, links, names):
                _join(groups, resource, companion)
    return Relations(groups, loose)


def _may_be_anyones(plan: Plan, companion: Resource, link: str) -> bool:
    """Whether nothing says whose it is; a reference to a resource of the plan does."""
    unknown = companion.attributes.get(link) is UNKNOWN
    return unknown and not refers_to_managed(plan, companion, (link,))


def _by_name(plan: Plan, types: set[str]) -> dict[str, list[Resource]]:
    names: dict[str, list[Resource]] = {}
    for resource in plan.of_type(*types):
        values = {resource.attributes.get(key) for key in _NAMES} - {None, UNKNOWN, ""}
        for value in values:
            names.setdefault(str(value), []).append(resource)
    return names


def _owners(
    plan: Plan,
    companion: Resource,
    links: Mapping[str, str],
    names: Mapping[str, list[Resource]],
) -> list[Resource]:
    named = _named(names, companion.attributes.get(links[companion.type]))
    return [*_mentioned(plan, companion), *named]


def _companions(
    plan: Plan, owner: Resource, links: Mapping[str, str], names: Mapping[str, list[Resource]]
) -> list[Resource]:
    named = (
        companion
        for kind, link in links.items()
        for companion in _named(names, owner.attributes.get(link))
        if companion.type == kind and companion is not owner
    )
    mentioned = (r for r in _mentioned(plan, owner) if r.type in links)
    return [*mentioned, *named]


def _named(names: Mapping[str, list[Resource]], value: object) -> list[Resource]:
    return names.get(value, []) if isinstance(value, str) else []


def _mentioned(plan: Plan, resource: Resource) -> list[Resource]:
    found: list[Resource] = []
    for ref in resource.references:
        targets = plan.resolve(ref)
        same = [t for t in targets if t.index == resource.index and t.index is not None]
        found.extend(same or targets)
    return found


def _join(groups: dict[str, Groups], owner: Resource, companion: Resource) -> None:
    group = groups.setdefault(str(owner.address), {}).setdefault(companion.type, {})
    group[str(companion.address)] = companion
