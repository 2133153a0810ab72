"""Where Terraform fetches each provider from; most are HashiCorp's, the others a source says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dharma_core.plan.frozen import FrozenMap
from dharma_core.plan.values import Plan

__all__ = ["FOREIGN_PROVIDERS", "full_name", "provider_source", "short_source"]

FOREIGN_PROVIDERS: Final = "required_providers"
"""The key of a Plan's origin: ``source`` and ``version`` of providers that are not HashiCorp's."""

_REGISTRY: Final = "registry.terraform.io"


def provider_source(plan: Plan, name: str) -> FrozenMap:
    """Return ``source`` and, where it is known, ``version`` of a provider of a Plan.

    Examples
    --------
    >>> dict(provider_source(Plan(()), "aws"))
    {'source': 'hashicorp/aws'}
    """
    known = plan.origin.get(FOREIGN_PROVIDERS)
    found = known.get(name) if isinstance(known, Mapping) else None
    said: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    kept = {key: said[key] for key in ("source", "version") if isinstance(said.get(key), str)}
    return FrozenMap({"source": f"hashicorp/{name}", **kept})


def full_name(plan: Plan, name: str) -> str:
    """Return a provider as plans and states name it, its registry first.

    Examples
    --------
    >>> full_name(Plan(()), "aws")
    'registry.terraform.io/hashicorp/aws'
    """
    source = str(provider_source(plan, name)["source"])
    return source if source.count("/") > 1 else f"{_REGISTRY}/{source}"


def short_source(full: str) -> str:
    """Return a provider's source as people write it; empty for HashiCorp's own.

    Examples
    --------
    >>> short_source("registry.terraform.io/kreuzwerker/docker"), short_source("hashicorp/aws")
    ('kreuzwerker/docker', '')
    """
    source = full.removeprefix(f"{_REGISTRY}/")
    is_own = source.startswith(("hashicorp/", "terraform.io/builtin/"))
    return "" if is_own or "/" not in source else source
