"""Meters of Azure."""

from __future__ import annotations

from dharma_core.costs.metering import Meter

__all__ = ["METERS"]

METERS: tuple[Meter, ...] = ()
