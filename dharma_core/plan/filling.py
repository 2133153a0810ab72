"""What the provider adds to written attributes: its defaults, and what only apply will tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.plan.catalog import AttributeFact, ResourceType
from dharma_core.plan.frozen import UNKNOWN, FrozenMap, freeze

__all__ = ["all_tags", "fill", "fill_in", "fill_level"]

Facts = Mapping[str, AttributeFact]


def fill(
    type_: ResourceType | None,
    written: Mapping[str, Any],
    *,
    default_tags: Mapping[str, Any] | None = None,
) -> FrozenMap:
    """Return attributes as the provider would plan them.

    Parameters
    ----------
    type_ : ResourceType or None
        None for a type nobody knows: only its ``id`` is added, unknown.
    written : mapping
        Evaluated attributes in Terraform's shape, of the types the provider wants.
    default_tags : mapping, optional
        What the provider block adds to the tags of every resource.

    Examples
    --------
    >>> facts = {"size": AttributeFact("size", has_default=True, default=8)}
    >>> facts["arn"] = AttributeFact("arn", computed=True)
    >>> fill(ResourceType("t", "aws", "T", "T", attributes=facts), {"name": "a", "size": None})
    {'name': 'a', 'size': 8, 'arn': UNKNOWN}
    """
    if type_ is None:
        kept = {name: value for name, value in written.items() if value is not None}
        return FrozenMap({"id": UNKNOWN, **kept})
    filled = fill_level(type_.attributes, written)
    if "tags_all" in type_.attributes:
        filled["tags_all"] = all_tags(filled.get("tags"), default_tags or {})
        if filled["tags_all"] is UNKNOWN and _tags_are_known(type_, filled.get("tags")):
            filled["tags_all"] = FrozenMap()
    return FrozenMap(filled)


def fill_level(facts: Facts, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return one block's attributes with those of its own blocks filled in too."""
    filled: dict[str, Any] = {}
    for name, value in written.items():
        if value is not None:
            fact = facts.get(name)
            filled[name] = _inside(fact, value) if fact is not None and fact.members else value
    for name, fact in facts.items():
        if name not in filled:
            fill_in(filled, name, fact)
    return filled


def _inside(fact: AttributeFact, value: Any) -> Any:
    if isinstance(value, Mapping):
        return FrozenMap(fill_level(fact.members, value))
    if isinstance(value, tuple):
        return tuple(_inside(fact, item) for item in value)
    return value


def fill_in(filled: dict[str, Any], name: str, fact: AttributeFact) -> None:
    """Add what an attribute that nobody wrote is planned as; nothing when it is just not set."""
    if fact.has_default:
        if fact.default is not None:
            filled[name] = freeze(fact.default)
    elif fact.computed:
        filled[name] = UNKNOWN


def _tags_are_known(type_: ResourceType, own: Any) -> bool:
    """Whether the provider plans empty tags as such: it does where nobody may write them."""
    return type_.attributes["tags_all"].read_only and own is not UNKNOWN and not own


def all_tags(own: Any, defaults: Mapping[str, Any]) -> Any:
    """Return ``tags_all``: a resource's own tags over the provider's.

    UNKNOWN when there are none, and when one is empty or unknown: the AWS provider waits then.

    Examples
    --------
    >>> all_tags({"a": "1"}, {"a": "0", "b": "2"}), all_tags(None, {})
    ({'a': '1', 'b': '2'}, UNKNOWN)
    """
    if own is UNKNOWN:
        return UNKNOWN
    said = {name: value for name, value in (own or {}).items() if value is not None}
    merged = {**defaults, **said}
    if not merged or any(value is UNKNOWN or value == "" for value in merged.values()):
        return UNKNOWN
    return FrozenMap(sorted(merged.items()))
