"""Attributes as somebody wrote them, without what the provider makes up while applying."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.plan import UNKNOWN, Resource

__all__ = ["written"]


def written(resource: Resource, *names: str) -> dict[str, Any]:
    """Return attributes of a resource and their blocks; absent is what the provider will fill in.

    A value that is computed from another resource stays UNKNOWN.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> node = {"disk_size_gb": UNKNOWN, "machine_type": "e2-medium"}
    >>> pool = make_resource(Address("google_container_node_pool", "a"), {"node_config": (node,)})
    >>> written(pool, "node_config")
    {'node_config': ({'machine_type': 'e2-medium'},)}
    """
    paths = (expression.path for expression in resource.expressions)
    mentioned = frozenset(step for path in paths for step in path if isinstance(step, str))
    attributes = resource.attributes
    return _kept({name: attributes[name] for name in names if name in attributes}, mentioned)


def _kept(block: Mapping[str, Any], mentioned: frozenset[str]) -> dict[str, Any]:
    return {
        name: _kept_value(value, mentioned)
        for name, value in block.items()
        if value is not None and (value is not UNKNOWN or name in mentioned)
    }


def _kept_value(value: Any, mentioned: frozenset[str]) -> Any:
    if isinstance(value, Mapping):
        return _kept(value, mentioned)
    if isinstance(value, tuple):
        return tuple(_kept_value(one, mentioned) for one in value)
    return value
