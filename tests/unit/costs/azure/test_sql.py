"""Azure SQL: vCores and DTUs, licences, storage beyond what is included."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN

PRICES = {
    "sql/vcore family=gen5,tier=general_purpose": "0.15",
    "sql/vcore family=gen5,tier=business_critical": "0.3",
    "sql/vcore family=gen5,tier=hyperscale": "0.2",
    "sql/vcore_zone_redundancy family=gen5,tier=general_purpose": "0.09",
    "sql/serverless_vcore family=gen5,tier=general_purpose": "0.5",
    "sql/serverless_zone_redundancy family=gen5,tier=general_purpose": "0.3",
    "sql/licence tier=general_purpose": "0.1",
    "sql/licence tier=business_critical": "0.4",
    "sql/licence tier=hyperscale": "0.1",
    "sql/storage redundancy=local,tier=general_purpose": "0.1",
    "sql/storage redundancy=zone,tier=general_purpose": "0.2",
    "sql/storage redundancy=local,tier=business_critical": "0.25",
    "sql/storage redundancy=local,tier=hyperscale": "0.25",
    "sql/backup_storage redundancy=geo": "0.2",
    "sql/backup_storage redundancy=zone": "0.1",
    "sql/backup_storage redundancy=local": "0.12",
    "sql/long_term_retention redundancy=geo": "0.05",
    "sql/long_term_retention redundancy=zone": "0.02",
    "sql/long_term_retention redundancy=local": "0.03",
    "sql/dtu_compute size=s3": "4.8",
    "sql/dtu_compute size=p11": "240",
    "sql/pool_dtu_compute dtu=200,tier=standard": "14.4",
    "sql/extra_storage tier=standard": "0.2",
    "sql/extra_storage tier=premium": "0.4",
}


@pytest.fixture
def database(make):
    return lambda **attributes: make("azurerm_mssql_database", attributes)


def test_a_vcore_database_pays_compute_licence_storage_and_backups(azure_bill, database):
    lines = azure_bill(
        PRICES, database(sku_name="GP_Gen5_4", max_size_gb=20), usage="backup_storage_gb: 50"
    )

    compute = lines["Compute (provisioned, GP_Gen5_4)"]
    assert (compute.monthly_quantity, compute.unit_price) == (730, Decimal("0.6"))
    assert lines["SQL license"].monthly_cost == 292  # 4 x 730 x 0.1
    assert lines["Storage"].monthly_cost == 2
    assert lines["PITR backup storage (RA-GRS)"].monthly_cost == 10
    assert lines["Long-term retention (RA-GRS)"].state is CostState.USAGE


def test_a_licence_of_ones_own_costs_nothing_here(azure_bill, database):
    own = database(sku_name="BC_Gen5_8", license_type="BasePrice", storage_account_type="Zone")

    lines = azure_bill(PRICES, own)

    assert "SQL license" not in lines
    assert lines["PITR backup storage (ZRS)"].unit_price == Decimal("0.1")


def test_a_second_zone_is_paid_in_general_purpose_only(azure_bill, database):
    lines = azure_bill(PRICES, database(sku_name="GP_Gen5_2", zone_redundant=True))
    critical = azure_bill(PRICES, database(sku_name="BC_Gen5_2", zone_redundant=True))

    assert lines["Zone redundancy (provisioned, GP_Gen5_2)"].unit_price == Decimal("0.18")
    assert lines["Storage"].monthly_cost == 1  # 5 GB when none are written, x 0.2
    assert not any(name.startswith("Zone") for name in critical)
    assert critical["Storage"].unit_price == Decimal("0.25")


def test_serverless_depends_on_usage_and_has_no_licence(azure_bill, database):
    lines = azure_bill(PRICES, database(), usage="monthly_vcore_hours: 100")

    assert lines["Compute (serverless, GP_S_Gen5_2)"].monthly_cost == 50
    assert "SQL license" not in lines


def test_hyperscale_pays_replicas_and_no_backups(azure_bill, database):
    lines = azure_bill(PRICES, database(sku_name="HS_Gen5_2", read_replica_count=2))

    assert lines["Read replicas"].monthly_cost == 584  # 2 x 730 x 2 x 0.2
    assert not any("retention" in name or "PITR" in name for name in lines)


def test_a_dtu_size_has_a_price_a_day_shown_by_the_hour(azure_bill, database):
    compute = azure_bill(PRICES, database(sku_name="S3"))["Compute (S3)"]

    assert compute.monthly_quantity == 730
    assert round(compute.monthly_cost, 6) == 146  # 730 / 24 days x 4.8


@pytest.mark.parametrize(
    ("attributes", "usage", "extra"),
    [
        ({"sku_name": "S3", "max_size_gb": 250}, "", None),
        ({"sku_name": "S3", "max_size_gb": 500}, "", 250),
        ({"sku_name": "S3"}, "extra_data_storage_gb: 30", 30),
        ({"sku_name": "P11", "max_size_gb": 4096}, "", None),
        ({"sku_name": "P6", "max_size_gb": 750}, "", 250),
        ({"sku_name": "Basic", "max_size_gb": 500}, "", None),
    ],
)
def test_storage_beyond_what_a_dtu_size_includes(azure_bill, database, attributes, usage, extra):
    line = azure_bill(PRICES, database(**attributes), usage=usage).get("Extra data storage")

    assert (line and line.monthly_quantity) == extra


@pytest.mark.parametrize(
    "attributes",
    [{"sku_name": "ElasticPool"}, {"elastic_pool_id": "/elasticPools/p"}],
    ids=lambda attributes: next(iter(attributes)),
)
def test_a_database_of_a_pool_pays_only_its_backups(azure_bill, database, attributes):
    lines = azure_bill(PRICES, database(**attributes))

    assert set(lines) == {"Long-term retention (RA-GRS)", "PITR backup storage (RA-GRS)"}


def test_a_size_that_is_not_known_is_not_free(azure_bill, make):
    sku = make("azurerm_mssql_database", {}, sku_name="azurerm_mssql_server.s")

    (line,) = azure_bill(PRICES, sku).values()

    assert line.state is CostState.NOT_FOUND
    assert "after apply" in line.note


def test_the_older_type_is_sized_by_edition_and_maximum_in_bytes(azure_bill, make):
    old = make(
        "azurerm_sql_database", {"edition": "BusinessCritical", "max_size_bytes": 10 * 1024**3}
    )

    lines = azure_bill(PRICES, old)

    assert lines["Compute (provisioned, BC_Gen5_2)"].unit_price == Decimal("0.6")
    assert lines["Storage"].monthly_quantity == 10
    assert "SQL license" not in lines


def test_a_pool_by_dtu_includes_storage(azure_bill, make):
    pool = make(
        "azurerm_mssql_elasticpool",
        {"sku": ({"name": "StandardPool", "capacity": 200},), "max_size_gb": 300},
    )

    lines = azure_bill(PRICES, pool)

    assert round(lines["Compute (Standard, 200 DTUs)"].monthly_cost, 6) == 438  # 730 / 24 x 14.4
    assert lines["Extra data storage"].monthly_cost == 20  # 100 GB x 0.2


def test_a_pool_by_vcore_pays_all_its_storage(azure_bill, make):
    sku = {"name": "GP_Gen5", "capacity": 4}
    pool = make("azurerm_mssql_elasticpool", {"sku": (sku,), "max_size_gb": 100})

    lines = azure_bill(PRICES, pool)

    assert lines["Compute (GP_Gen5, 4 vCore)"].monthly_cost == 438  # 730 x 4 x 0.15
    assert lines["SQL license"].monthly_quantity == 2920
    assert lines["Storage"].monthly_cost == 10


def test_a_managed_instance_includes_32_gigabytes(azure_bill, make):
    instance = make(
        "azurerm_mssql_managed_instance",
        {"sku_name": "GP_Gen5", "vcores": 4, "storage_size_in_gb": 64, "license_type": "BasePrice"},
    )

    lines = azure_bill(PRICES, instance, usage="long_term_retention_storage_gb: 10")

    assert lines["Compute (GP_GEN5 4 cores)"].monthly_cost == 438
    assert lines["Additional Storage"].monthly_quantity == 32
    assert lines["LTR backup storage (LRS)"].monthly_cost == Decimal("0.3")
    assert "SQL license" not in lines


def test_a_managed_instance_of_unknown_size_is_not_free(azure_bill, make):
    unknown = make("azurerm_sql_managed_instance", {"sku_name": "GP_Gen5", "vcores": UNKNOWN})

    (line,) = azure_bill(PRICES, unknown).values()

    assert line.state is CostState.NOT_FOUND
