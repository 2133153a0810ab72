"""Buckets and tables that let in the networks of their users only, on Azure."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.ranges import azure_own_subnet_id, has_own_subnet
from dharma_core.blueprints.kinds.reaching import subnets_of, users_of

__all__ = ["azure_ranges", "azure_subnets", "homeless_users"]


def azure_subnets(store: Draft) -> list[str]:
    """Return the ids of the subnets that a closed store lets in on Azure."""
    found = (text for user in users_of(store) for text in _azure_places(user))
    return list(dict.fromkeys(found))


def azure_ranges(store: Draft, *more: str) -> Any:
    """Return the addresses outside that it lets in, ``more`` with them; None for nobody.

    A variable stays a variable; Azure wants a single address without its mask.
    """
    written = store["allowed_ranges"]
    if isinstance(written, str) and not more:
        return written
    ranges = store.now("allowed_ranges")
    known = ranges if isinstance(ranges, (list, tuple)) else ()
    return [*(str(text).removesuffix("/32") for text in known), *more] or None


def homeless_users(store: Draft) -> tuple[str, ...]:
    """Return the users of a store that stand in no subnet of Azure's, by name."""
    return tuple(u.spec.name for u in users_of(store) if not _azure_places(u))


def _azure_places(user: Draft) -> tuple[str, ...]:
    if has_own_subnet(user):
        own = azure_own_subnet_id(user)
        return (own,) if own else ()
    return tuple(subnet.of("id") for subnet in subnets_of(user))
