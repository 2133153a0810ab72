"""Data Factory and Synapse: runtimes, pools, and products of several usage values."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN

PRICES = {
    "data_factory/orchestration runtime=azure": "1",
    "data_factory/pipeline_activity runtime=azure": "0.005",
    "data_factory/pipeline_activity runtime=managed_network": "1",
    "data_factory/vcore kind=general": "0.25",
    "data_factory/vcore kind=memoryoptimized": "0.35",
    "data_factory/ssis_node edition=standard,licence=included,size=d8_v3": "2",
    "data_factory/ssis_node edition=enterprise,licence=none,size=d8_v3": "1.5",
    "synapse/data_integration": "0.25",
    "synapse/data_flow kind=basic": "0.2",
    "synapse/spark_vcore": "0.15",
    "synapse/dwu_block": "1.5",
    "synapse/sql_pool_storage": "23",
    "synapse/disaster_recovery": "50",
}
RUNTIME = "azurerm_data_factory_integration_runtime"


def test_a_runtime_is_priced_by_the_vcore(azure_bill, make):
    small = azure_bill(
        PRICES, make(f"{RUNTIME}_azure", {}), usage="monthly_orchestration_runs: 9000"
    )
    large = make(f"{RUNTIME}_azure", {"compute_type": "MemoryOptimized", "core_count": 16})

    compute = small["Compute (General Purpose, 8 vCores)"]
    assert (compute.monthly_quantity, compute.unit_price) == (730, 2)
    assert small["Orchestration"].monthly_cost == 9
    assert small["Pipeline activity"].monthly_cost == Decimal("3.65")
    name = "Compute (Memory Optimized, 16 vCores)"
    assert azure_bill(PRICES, large)[name].unit_price == Decimal("5.6")


def test_cores_that_are_not_known_leave_the_quantity_open(azure_bill, make):
    odd = make(f"{RUNTIME}_azure", {}, core_count="azurerm_x.y")

    lines = azure_bill(PRICES, odd)

    assert next(iter(lines.values())).monthly_cost is None


def test_a_runtime_in_a_managed_network_pays_more_for_each_activity(azure_bill, make):
    lines = azure_bill(PRICES, make(f"{RUNTIME}_azure", {"virtual_network_enabled": True}))

    assert lines["Pipeline activity"].unit_price == 1


def test_ssis_nodes_are_priced_by_size_edition_and_licence(azure_bill, make):
    kind = f"{RUNTIME}_azure_ssis"
    lines = azure_bill(PRICES, make(kind, {"node_size": "Standard_D8_v3", "number_of_nodes": 2}))
    own = {"node_size": "Standard_D8_v3", "edition": "Enterprise", "license_type": "BasePrice"}

    included = lines["Compute (D8 v3, Standard, license included)"]
    assert (included.monthly_quantity, included.monthly_cost) == (1460, 2920)
    assert azure_bill(PRICES, make(kind, own))["Compute (D8 v3, Enterprise)"].monthly_cost == 1095


def test_ssis_nodes_of_unknown_size_are_not_free(azure_bill, make):
    (line,) = azure_bill(PRICES, make(f"{RUNTIME}_azure_ssis", {"node_size": UNKNOWN})).values()

    assert line.state is CostState.NOT_FOUND


def test_integration_units_are_multiplied_by_their_hours(azure_bill, make):
    workspace = make("azurerm_synapse_workspace", {})
    usage = (
        "{dataflow_basic_instances: 2, dataflow_basic_vcores: 8, monthly_dataflow_basic_hours: 10,"
        " monthly_datapipeline_azure_hosted_data_integration_units: 4}"
    )

    lines = azure_bill(PRICES, workspace, usage=usage)

    assert lines["Data flow (basic)"].monthly_cost == 32  # 2 x 8 x 10 x 0.2
    name = "Data pipeline azure hosted data integration units"
    assert lines[name].monthly_quantity is None  # hours are not given


@pytest.mark.parametrize(
    ("attributes", "name", "quantity"),
    [
        ({"node_size": "Small", "node_count": 3}, "small (3 nodes)", 120),  # 3 x 4 x 10
        (
            {"node_size": "Medium", "auto_scale": ({"min_node_count": 4, "max_node_count": 9},)},
            "medium (4 nodes)",
            320,  # 4 x 8 x 10: the nodes that always run
        ),
    ],
)
def test_spark_nodes_are_counted_in_vcores(azure_bill, make, attributes, name, quantity):
    pool = make("azurerm_synapse_spark_pool", attributes)

    lines = azure_bill(PRICES, pool, usage="monthly_hours: 10")

    assert lines[name].monthly_quantity == quantity


def test_a_dedicated_pool_is_priced_by_blocks_of_100_units(azure_bill, make):
    pool = make("azurerm_synapse_sql_pool", {"sku_name": "DW300c"})

    lines = azure_bill(PRICES, pool, usage="storage_tb: 2")

    assert lines["DWU blocks (DW300c)"].unit_price == Decimal("4.5")
    assert lines["Storage"].monthly_cost == 46
    assert lines["Geo-redundant disaster recovery"].monthly_cost == 100
    off = azure_bill(PRICES, pool, usage="disaster_recovery_enabled: false")
    assert "Geo-redundant disaster recovery" not in off
    kept = {"sku_name": "DW300c", "geo_backup_policy_enabled": False}
    here = azure_bill(PRICES, make("azurerm_synapse_sql_pool", kept))
    assert "Geo-redundant disaster recovery" not in here


@pytest.mark.parametrize(
    ("kind", "attributes"),
    [
        ("azurerm_synapse_spark_pool", {"node_size": "None"}),
        ("azurerm_synapse_sql_pool", {"sku_name": "huge"}),
    ],
)
def test_pools_of_unknown_size_are_not_free(azure_bill, make, kind, attributes):
    first = next(iter(azure_bill(PRICES, make(kind, attributes)).values()))

    assert first.state is CostState.NOT_FOUND
