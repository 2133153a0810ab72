"""The sizes that clouds sell, opened when a design first asks for one: a plan never does."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dharma_core.blueprints.ports import Size, SizeCatalogue, SizeNeed

__all__ = ["LaterSizes"]


class LaterSizes:
    """A SizeCatalogue over the list prices in force.

    Parameters
    ----------
    home : Path
        DHARMA_HOME, where a team keeps price files of its own.
    """

    def __init__(self, home: Path) -> None:
        self._home = home

    @cached_property
    def _opened(self) -> SizeCatalogue:
        from dharma_core.storage.sizes import open_sizes
        from dharma_core.workbench.price_book import open_list_prices

        return open_sizes(open_list_prices(home=self._home))

    def cheapest(self, need: SizeNeed) -> Size | None:
        """Return the cheapest size with at least what is needed; equal prices by name."""
        return self._opened.cheapest(need)

    def largest(self, need: SizeNeed) -> Size | None:
        """Return the largest size of the need's service in its region, None when none is known."""
        return self._opened.largest(need)

    def held(self, place: SizeNeed, name: str) -> Size | None:
        """Return what a size of a service holds in a region, None when it is not known."""
        return self._opened.held(place, name)

    def zones(self, provider: str, region: str) -> tuple[str, ...]:
        """Return what is behind a region's name in its zones' names; empty when it has none."""
        return self._opened.zones(provider, region)

    def regions(self, provider: str) -> tuple[str, ...]:
        """Return the regions of a provider in which anything is sold."""
        return self._opened.regions(provider)
