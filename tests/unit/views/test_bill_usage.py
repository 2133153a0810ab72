"""What a bill measured as tables: doubts before charges, each with its cost and the reason."""

from __future__ import annotations

from decimal import Decimal

from dharma_core.finops.bill_usage.charges import Charge
from dharma_core.finops.bill_usage.matching import Ambiguous, BilledThing, Way
from dharma_core.finops.bill_usage.measured import LeftOut, MeasuredUsage
from dharma_core.finops.bill_usage.resource_kinds import BilledId
from dharma_core.views.bill_usage import left_out_table, usage_sentences

CHARGE = Charge("nat-1", "AWS", "payer", "EC2", "", ("Hours",), "Hours", None, Decimal("3.10"), 31)
TWINS = tuple(BilledThing(i, BilledId(i), cost=Decimal(2)) for i in ("i-1", "i-2"))
FOUND = MeasuredUsage(
    "USD",
    ("2025-12",),
    ambiguous=(Ambiguous(TWINS, ("aws_instance.a",), Way.NAME_TAG),),
    left_out=(
        LeftOut("aws_nat_gateway.n", CHARGE, "no rule"),
        LeftOut("aws_nat_gateway.n", CHARGE, "the gateway being there", by_design=True),
    ),
    billed_things=3,
)


def test_what_is_not_used_is_listed_and_what_the_design_decides_is_not():
    doubt, charge = left_out_table(FOUND).rows
    assert (doubt["what"], doubt["cost"]) == ("i-1, i-2", Decimal(4))
    assert "2 billed things may be aws_instance.a" in str(doubt["why"])
    assert (charge["address"], charge["cost"]) == ("aws_nat_gateway.n", Decimal("3.10"))


def test_a_bill_without_the_design_says_how_much_was_looked_at():
    (said,) = usage_sentences(FOUND)
    assert said == "None of the 3 ids on the bill of 2025-12 is a resource of the design."
