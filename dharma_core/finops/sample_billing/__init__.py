"""Realistic billing of an invented company on three clouds, with the truth about its incidents.

Drawn from data/samples/billing.yaml and a seed: accounts, services, regions, tags, weekly and
monthly rhythm, growth, commitments, credits, corrections, tax, launches and six kinds of incident.
"""

from dharma_core.finops.sample_billing.incidents import Incident
from dharma_core.finops.sample_billing.parameters import (
    SampleParameters,
    parse_sample_parameters,
)
from dharma_core.finops.sample_billing.sample import Launch, SampleBill, sample_bill

__all__ = [
    "Incident",
    "Launch",
    "SampleBill",
    "SampleParameters",
    "parse_sample_parameters",
    "sample_bill",
]
