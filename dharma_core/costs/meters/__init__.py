"""Meters by the name that ``meter`` has in the files of data/costs; ``declared`` is the default."""

from __future__ import annotations

from collections.abc import Mapping

from dharma_core.costs.metering import Meter
from dharma_core.costs.meters import aws, azure, google
from dharma_core.costs.meters.declared import declared

__all__ = ["METERS"]

METERS: Mapping[str, Meter] = {
    meter.__name__: meter for meter in (declared, *aws.METERS, *azure.METERS, *google.METERS)
}
