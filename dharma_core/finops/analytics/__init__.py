"""What a billing frame says, written once over narwhals: Polars, pandas, DuckDB and Spark.

The engine that holds the frame groups and sums it; the small results are Polars frames of exact
decimals, or frozen values. `as_bill` is the door: it refuses mixed currencies.
"""

from dharma_core.finops.analytics.allocation import (
    UNALLOCATED,
    Allocation,
    SharedCost,
    Sharing,
    allocate,
)
from dharma_core.finops.analytics.bill import Bill, Comparison, Grain, Measure, Period, as_bill
from dharma_core.finops.analytics.commitment_use import Utilisation, coverage, utilisation
from dharma_core.finops.analytics.movers import movers
from dharma_core.finops.analytics.plan_against_actual import (
    PlanLine,
    PlanState,
    plan_against_actual,
)
from dharma_core.finops.analytics.price_quantity import Effects, price_quantity_effects
from dharma_core.finops.analytics.savings_rate import Savings, savings_rate
from dharma_core.finops.analytics.spend import spend
from dharma_core.finops.analytics.statements import Line, Statement, StatementKind, statements
from dharma_core.finops.analytics.tags import Dimension, Tag
from dharma_core.finops.analytics.unit_cost import unit_cost
from dharma_core.finops.analytics.untagged import TagCover, untagged_share

__all__ = [
    "UNALLOCATED",
    "Allocation",
    "Bill",
    "Comparison",
    "Dimension",
    "Effects",
    "Grain",
    "Line",
    "Measure",
    "Period",
    "PlanLine",
    "PlanState",
    "Savings",
    "SharedCost",
    "Sharing",
    "Statement",
    "StatementKind",
    "Tag",
    "TagCover",
    "Utilisation",
    "allocate",
    "as_bill",
    "coverage",
    "movers",
    "plan_against_actual",
    "price_quantity_effects",
    "savings_rate",
    "spend",
    "statements",
    "unit_cost",
    "untagged_share",
    "utilisation",
]
