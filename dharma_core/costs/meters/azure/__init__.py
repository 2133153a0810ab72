"""Meters of Azure."""

from __future__ import annotations

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters.azure.cosmosdb import cosmos_database

__all__ = ["METERS"]

METERS: tuple[Meter, ...] = (cosmos_database,)
"""Meters by the name that ``meter`` has in the files of data/costs; ``declared`` is the default."""
