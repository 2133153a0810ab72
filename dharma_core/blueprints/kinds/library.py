"""Every portable kind by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dharma_core.blueprints.kinds.declarations import Kind

__all__ = ["KINDS", "find_kind"]
KINDS: Mapping[str, Kind] = MappingProxyType({})


def find_kind(name: str) -> Kind | None:
    """Return the portable kind of that name, None when there is none."""
    return KINDS.get(name)
