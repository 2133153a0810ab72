"""MySQL, MariaDB and PostgreSQL servers, and caches for Redis."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN

PRICES = {
    "mysql/server_vcore family=gen5,tier=gp": "0.08",
    "mysql/server_storage tier=gp": "0.1",
    "mysql/server_backup_storage redundancy=local": "0.1",
    "mysql/server_backup_storage redundancy=geo": "0.2",
    "mysql/flexible_server size=b1ms": "0.02",
    "mysql/flexible_server_vcore series=dadsv5,tier=gp": "0.1",
    "mysql/flexible_storage": "0.1",
    "mysql/flexible_iops": "0.05",
    "mysql/flexible_backup_storage": "0.1",
    "postgresql/flexible_server size=b2ms": "0.15",
    "postgresql/flexible_server_vcore series=esv3,tier=mo": "0.13",
    "postgresql/flexible_storage": "0.1",
    "postgresql/flexible_backup_storage": "0.1",
    "redis/cache_node size=standard_c3": "0.2",
    "redis/cache_node size=premium_p1": "0.3",
    "redis/managed_node size=Balanced_B3": "0.06",
}


def test_a_server_pays_vcores_storage_and_backups(azure_bill, make):
    server = make(
        "azurerm_mysql_server",
        {"sku_name": "GP_Gen5_4", "storage_mb": 10240, "geo_redundant_backup_enabled": True},
    )

    lines = azure_bill(PRICES, server, usage="additional_backup_storage_gb: 100")

    assert lines["Compute (GP_Gen5_4)"].monthly_cost == Decimal("233.6")  # 730 x 4 x 0.08
    assert lines["Storage"].monthly_cost == 1  # 10 GB
    assert lines["Additional backup storage"].monthly_cost == 20


@pytest.mark.parametrize(
    ("kind", "sku", "monthly"),
    [
        ("mysql", "B_Standard_B1ms", "14.6"),  # 730 x 0.02
        ("mysql", "GP_Standard_D2ads_v5", "146"),  # 730 x 2 x 0.1
        ("postgresql", "B_Standard_B2ms", "109.5"),  # burstable ones are not priced by the vCore
        ("postgresql", "MO_Standard_E4s_v3", "379.6"),  # 730 x 4 x 0.13
    ],
)
def test_flexible_servers_are_priced_by_size_or_by_vcore(azure_bill, make, kind, sku, monthly):
    server = make(f"azurerm_{kind}_flexible_server", {"sku_name": sku})

    assert azure_bill(PRICES, server)[f"Compute ({sku})"].monthly_cost == Decimal(monthly)


def test_flexible_mysql_has_20_gigabytes_and_360_iops_unless_it_says_more(azure_bill, make):
    kind = "azurerm_mysql_flexible_server"
    plain = azure_bill(PRICES, make(kind, {"sku_name": "B_Standard_B1ms"}))
    more = make(kind, {"sku_name": "B_Standard_B1ms", "storage": ({"size_gb": 30, "iops": 500},)})

    assert plain["Storage"].monthly_quantity == 20
    assert "Additional IOPS" not in plain
    assert azure_bill(PRICES, more)["Additional IOPS"].monthly_cost == 7  # 140 x 0.05


def test_flexible_postgresql_without_storage_depends_on_what_azure_gives(azure_bill, make):
    lines = azure_bill(PRICES, make("azurerm_postgresql_flexible_server", {"sku_name": "odd"}))

    assert lines["Storage"].monthly_quantity is None
    assert lines["Compute (odd)"].state is CostState.NOT_FOUND


@pytest.mark.parametrize(
    ("attributes", "nodes"),
    [
        ({"sku_name": "Standard", "family": "C", "capacity": 3}, 2),
        ({"sku_name": "Premium", "family": "P", "capacity": 1}, 2),
        ({"sku_name": "Premium", "family": "P", "capacity": 1, "shard_count": 0}, 2),
        ({"sku_name": "Premium", "family": "P", "capacity": 1, "shard_count": 3}, 6),
        (
            {
                "sku_name": "Premium",
                "family": "P",
                "capacity": 1,
                "shard_count": 3,
                "replicas_per_primary": 2,
            },
            9,
        ),
    ],
)
def test_a_cache_has_a_node_for_each_shard_and_replica(azure_bill, make, attributes, nodes):
    (line,) = azure_bill(PRICES, make("azurerm_redis_cache", attributes)).values()

    assert (line.monthly_quantity, line.unit) == (nodes, "nodes")
    assert line.state is CostState.PRICED


def test_managed_redis_has_two_nodes_unless_it_does_without(azure_bill, make):
    kind, name = "azurerm_managed_redis", "Cache usage (Balanced_B3)"
    pair = azure_bill(PRICES, make(kind, {"sku_name": "Balanced_B3"}))
    lone = make(kind, {"sku_name": "Balanced_B3", "high_availability_enabled": False})

    assert pair[name].monthly_cost == Decimal("87.6")  # 1460 x 0.06
    assert azure_bill(PRICES, lone)[name].monthly_quantity == 730


def test_a_cache_of_unknown_capacity_is_not_free(azure_bill, make):
    odd = make("azurerm_redis_cache", {"sku_name": "Basic", "family": "C", "capacity": UNKNOWN})

    (line,) = azure_bill(PRICES, odd).values()

    assert line.state is CostState.NOT_FOUND
