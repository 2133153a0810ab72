"""What designs need from outside: the sizes that each cloud sells, and its regions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

__all__ = ["Size", "SizeCatalogue", "SizeNeed"]


@dataclass(frozen=True, slots=True)
class SizeNeed:
    """What a machine must have at least.

    Parameters
    ----------
    provider : str
        ``aws``, ``azure`` or ``gcp``.
    region : str
        As the provider calls it, such as ``westeurope``.
    service : str
        ``vm``, ``postgres``, ``mysql`` or ``cache``.
    vcpu : float
    memory_gb : float
        In GiB, as the providers count.
    architecture : str
        ``x86_64``, ``arm64``, or ``any``.
    burstable : bool
        Whether a size that lives on credit will do.
    """

    provider: str
    region: str
    service: str
    vcpu: float = 0
    memory_gb: float = 0
    architecture: str = "any"
    burstable: bool = True

    def __str__(self) -> str:
        wanted = [f"{self.vcpu:g} vCPU"] if self.vcpu else []
        wanted += [f"{self.memory_gb:g} GB of memory"] if self.memory_gb else []
        on = f" on {self.architecture}" if self.architecture != "any" else ""
        return (" and ".join(wanted) or "any size") + on


@dataclass(frozen=True, slots=True)
class Size:
    """One size that a provider sells in a region.

    Parameters
    ----------
    hourly_price : Decimal or None
        On demand, in the currency of the region's price list; None where the book has no price
        and sizes are ordered by what they hold.
    architecture : str
        ``x86_64``, ``arm64``; ``any`` where it is not known or does not matter.
    """

    name: str
    vcpu: float
    memory_gb: float
    hourly_price: Decimal | None = None
    architecture: str = "any"


class SizeCatalogue(Protocol):
    """Answers which size fits a need."""

    def cheapest(self, need: SizeNeed) -> Size | None:
        """Return the cheapest size with at least what is needed; equal prices by name."""
        ...

    def largest(self, need: SizeNeed) -> Size | None:
        """Return the largest size of the need's service in its region, None when none is known."""
        ...

    def held(self, place: SizeNeed, name: str) -> Size | None:
        """Return what a size of a service holds in a region, None when it is not known."""
        ...

    def zones(self, provider: str, region: str) -> tuple[str, ...]:
        """Return what is behind a region's name in its zones' names; empty when it has none."""
        ...

    def regions(self, provider: str) -> tuple[str, ...]:
        """Return the regions of a provider in which anything is sold."""
        ...
