"""Firehose: data taken in by steps, its conversion, and delivery into a private network."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH, to_decimal

__all__ = ["firehose_stream"]

_USAGE = "monthly_data_ingested_gb"
_CONVERSION = "extended_s3_configuration.data_format_conversion_configuration"


def firehose_stream(subject: Subject) -> Iterator[Component]:
    """Yield the data a delivery stream takes in and what is done with it on the way."""
    used = subject.used(_USAGE)
    line = Line("", "GB", used, _USAGE)
    yield from subject.bill_tiers(line, subject.key("firehose/data"), subject.facts["ingested"])
    converted = subject.at(_CONVERSION) is not None
    if converted and subject.at(f"{_CONVERSION}.enabled") is not False:
        line = Line("Format conversion", "GB", used, _USAGE)
        yield subject.bill(line, subject.key("firehose/conversion"))
    for block in subject.facts["network_blocks"]:
        if subject.at(f"{block}.vpc_config") is not None:
            yield from _network(subject, subject.at(f"{block}.vpc_config.subnet_ids", ()))


def _network(subject: Subject, subnets: object) -> Iterator[Component]:
    line = Line("VPC data", "GB", subject.used(_USAGE), _USAGE)
    yield subject.bill(line, subject.key("firehose/vpc_data"))
    count = to_decimal(len(subnets)) if isinstance(subnets, tuple) else None
    hours = None if count is None or subnets is UNKNOWN else count * HOURS_PER_MONTH
    yield subject.bill(
        Line("VPC AZ delivery", "hours", hours), subject.key("firehose/vpc_delivery")
    )
