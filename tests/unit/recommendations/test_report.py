"""The advice for a Plan as a whole: what may be promised of it together."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import Estimate
from dharma_core.plan import Plan
from dharma_core.recommendations import Advice, Risk, SavingsReport
from dharma_core.recommendations.advice import Proposal


def advice(rule, address, saving, *, whole=False):
    proposal = Proposal(rule, "Do it", address, (), Risk.LOW, "why", whole=whole)
    return Advice(f"{rule}:{address}", proposal, None if saving is None else Decimal(saving))


PARTS = (advice("arm", "a", 10), advice("spot", "a", 30), advice("arm", "b", 5),
         advice("log", "c", None))  # fmt: skip


@pytest.mark.parametrize(
    ("more", "potential"),
    [((), 35), ((advice("move", "shop", 20, whole=True),), 35),
     ((advice("move", "shop", 50, whole=True),), 50)],
    ids=["parts", "small-move", "large-move"],
)  # fmt: skip
def test_potential_takes_the_best_of_each_resource_or_that_of_the_whole(more, potential):
    report = SavingsReport(Plan(()), Estimate((), region="us-east-1"), (*PARTS, *more))
    assert report.potential == potential
