"""Meters of Azure."""

from __future__ import annotations

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters.azure.messaging import event_hubs_namespace
from dharma_core.costs.meters.azure.network import (
    application_gateway,
    connection_monitor,
    network_peering,
)

__all__ = ["METERS"]

METERS: tuple[Meter, ...] = (
    application_gateway,
    connection_monitor,
    event_hubs_namespace,
    network_peering,
)
