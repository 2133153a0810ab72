from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from dharma_core.audit import ChainEntry
from dharma_core.costs.estimates import CostState, Estimate
from dharma_core.deployments.values import Deployment
from dharma_core.plan import Address, Catalog, Plan, diff_plans, make_resource
from dharma_core.plan.frozen import UNKNOWN
from dharma_core.policies.findings import CheckReport
from dharma_core.views.table import Column, Table
from dharma_core.views.tables import (
    changes_table,
    components_table,
    cost_states_table,
    deployments_table,
    events_table,
    findings_table,
    resource_costs_table,
    service_of,
)


def test_a_finding_row_says_service_effect_and_place(report: CheckReport, catalog: Catalog) -> None:
    rows = findings_table(report, catalog).rows
    assert [(r["service"], r["effect"], r["where"]) for r in rows] == [
        ("RDS", "stops", "web.yaml:7"),
        ("S3", "stops", "web.yaml:7"),
        ("RDS", "warns", "web.yaml:7"),
    ]


def test_a_service_is_the_catalogues_or_the_types_own_word(catalog: Catalog) -> None:
    assert service_of("module.a.aws_vpc.main[0]", catalog) == "VPC"
    assert service_of("aws_new.thing", catalog) == "aws_new"
    assert service_of("", catalog) == "Policy"


def test_costs_are_ranked_and_unknown_comes_last(estimate: Estimate) -> None:
    costs = [row["monthly_cost"] for row in resource_costs_table(estimate).rows]
    # 730 h x 0.0104 = 7.592; the VPC is free; S3 and the unknown type are not known.
    assert costs == [Decimal("7.592"), Decimal("7.592"), Decimal(0), None, None]


def test_every_component_keeps_price_source_and_date(estimate: Estimate) -> None:
    first, *_, last = components_table(estimate).rows
    assert (first["unit_price"], first["source"]) == (Decimal("0.0104"), "aws")
    assert (last["monthly_quantity"], last["monthly_cost"]) == (None, None)


def test_the_states_of_knowing_are_all_listed(estimate: Estimate) -> None:
    rows = {
        row["state"]: (row["count"], row["monthly_cost"])
        for row in cost_states_table(estimate).rows
    }
    assert rows == {
        CostState.PRICED: (2, Decimal("15.184")),
        CostState.FREE: (1, Decimal(0)),
        CostState.USAGE: (1, None),
        CostState.NOT_FOUND: (1, None),
    }


def test_deployments_and_events_come_newest_first(
    deployment: Deployment, entries: tuple[ChainEntry, ...], noon: datetime
) -> None:
    (row,) = deployments_table((deployment,), noon + timedelta(days=1)).rows
    assert (row["took"], row["estimate"]) == ("1 min 35 s", Decimal("15.18"))
    events = events_table(entries).rows
    assert [(e["seq"], e["type"], e["outcome"]) for e in events] == [
        (2, "Permission denied", "failed"),
        (1, "Blueprint created", "done"),
    ]


def test_a_change_has_a_row_for_each_attribute() -> None:
    def plan(**attributes) -> Plan:
        return Plan((make_resource(Address("aws_instance", "w"), attributes),))

    changes = diff_plans(plan(size=1, arn="a"), plan(size=2, arn=UNKNOWN))
    rows = {row["attribute"]: (row["before"], row["after"]) for row in changes_table(changes).rows}
    assert rows["size"] == ("1", "2")
    assert changes_table(diff_plans(Plan(()), plan(size=1))).rows[0]["attribute"] is None


def test_a_column_that_holds_nothing_is_left_out_unless_it_has_a_word_for_it() -> None:
    table = Table((Column("a", "A"), Column("b", "B", unknown="")), ({"a": None, "b": None},))
    assert [c.key for c in table.without_empty().columns] == ["a"]
