"""Cosmos DB: regions of the account, modes of throughput, copies of backups."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN

PRICES = {
    "cosmosdb/throughput writes=single_region": "0.01",
    "cosmosdb/throughput writes=multi_region": "0.02",
    "cosmosdb/serverless @westus": "0.25",
    "cosmosdb/storage": "0.2",
    "cosmosdb/analytical_storage": "0.03",
    "cosmosdb/analytical_write_operations": "0.05",
    "cosmosdb/analytical_read_operations": "0.005",
    "cosmosdb/backup policy=periodic": "0.1",
    "cosmosdb/backup policy=continuous": "0.2",
    "cosmosdb/restored_data": "0.15",
}
TWO_REGIONS = (
    {"location": "centralus", "failover_priority": 1, "zone_redundant": True},
    {"location": "West US", "failover_priority": 0},
)


@pytest.fixture
def account(make):
    def build(**attributes):
        written = {"name": "acc", "location": "eastus", "geo_location": TWO_REGIONS, **attributes}
        return make("azurerm_cosmosdb_account", written, "acc")

    return build


@pytest.fixture
def database(make):
    def build(**attributes):
        kind = "azurerm_cosmosdb_sql_database"
        return make(kind, attributes, account_name="azurerm_cosmosdb_account.acc")

    return build


def test_throughput_is_bought_at_each_region_and_dearer_over_zones(azure_bill, account, database):
    lines = azure_bill(PRICES, database(throughput=400), account())

    west = lines["Provisioned throughput (provisioned, West US)"]
    central = lines["Provisioned throughput (provisioned, Central US)"]
    assert (west.monthly_quantity, west.unit) == (4, "RU/s x 100")
    assert west.unit_price == Decimal("7.3")  # 730 x 0.01
    assert central.monthly_quantity == 5  # 4 x 1.25
    assert lines["Transactional storage (West US)"].state is CostState.USAGE


def test_autoscale_costs_half_more_of_what_is_used_of_its_maximum(azure_bill, account, database):
    scaled = database(autoscale_settings=({"max_throughput": 6000},))

    lines = azure_bill(
        PRICES, scaled, account(), usage="max_request_units_utilization_percentage: 50"
    )

    name = "Provisioned throughput (autoscale, Central US)"
    assert lines[name].monthly_quantity == 45  # 6000 x 50 % / 100 x 1.5, zones or not
    assert azure_bill(PRICES, scaled, account())[name].monthly_quantity is None


def test_writing_in_every_region_has_a_price_of_its_own_and_no_factors(
    azure_bill, account, database
):
    many = account(multiple_write_locations_enabled=True)

    lines = azure_bill(PRICES, database(throughput=400), many)

    central = lines["Provisioned throughput (provisioned, Central US)"]
    assert (central.monthly_quantity, central.unit_price) == (4, Decimal("14.6"))


def test_serverless_is_paid_by_million_units_where_the_account_writes(
    azure_bill, account, database
):
    lines = azure_bill(
        PRICES, database(), account(), usage="monthly_serverless_request_units: 10000000"
    )

    assert lines["Provisioned throughput (serverless)"].monthly_cost == Decimal("2.5")


@pytest.mark.parametrize(
    ("backup", "paid"),
    [
        ({"type": "Periodic", "interval_in_minutes": 240, "retention_in_hours": 16}, 200),
        ({"type": "Periodic", "interval_in_minutes": 60, "retention_in_hours": 8}, 600),
        ({"type": "Periodic", "interval_in_minutes": UNKNOWN, "retention_in_hours": None}, None),
        ({"type": "Periodic"}, None),  # two copies are free
    ],
)
def test_periodic_backups_cost_beyond_two_copies(azure_bill, account, database, backup, paid):
    whole = account(backup=(backup,))

    lines = azure_bill(PRICES, database(), whole, usage="storage_gb: 100")

    line = lines.get("Periodic backup (West US)")
    assert (line and line.monthly_quantity) == paid
    assert lines["Restored data"].monthly_quantity is None


def test_analytical_store_is_billed_only_where_it_is_switched_on(azure_bill, account, database):
    on = account(analytical_storage_enabled=True, geo_location=None)

    lines = azure_bill(
        PRICES, database(), on, usage="monthly_analytical_storage_write_operations: 20000"
    )

    assert lines["Analytical write operations (East US)"].monthly_cost == Decimal("0.1")
    assert "Analytical storage (West US)" not in azure_bill(PRICES, database(), account())


def test_a_table_of_a_keyspace_is_billed_as_the_keyspaces_account(azure_bill, account, make):
    keyspace = make("azurerm_cosmosdb_cassandra_keyspace", {"account_name": "acc"}, "k")
    table = make(
        "azurerm_cosmosdb_cassandra_table",
        {"throughput": 100},
        cassandra_keyspace_id="azurerm_cosmosdb_cassandra_keyspace.k",
    )

    lines = azure_bill(PRICES, table, keyspace, account())

    assert lines["Provisioned throughput (provisioned, West US)"].monthly_quantity == 1


def test_without_its_account_nothing_is_guessed(azure_bill, make):
    lone = make("azurerm_cosmosdb_table", {"account_name": "elsewhere", "throughput": 400})

    (line,) = azure_bill(PRICES, lone).values()

    assert line.state is CostState.NOT_FOUND
    assert "not in this plan" in line.note
