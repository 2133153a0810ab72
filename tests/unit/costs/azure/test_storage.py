"""Azure Storage: what an account is billed by depends on kind, performance and access tier."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN

BLOB = "access=hot,kind=block_blob,redundancy=LRS"
FILES = "access=cool,kind=files,redundancy=GRS"
PRICES = {
    f"storage/capacity {BLOB}": {0: "0.02", 51_200: "0.019", 563_200: "0.018"},
    f"storage/write_operations {BLOB}": "0.05",
    "storage/capacity access=cool,kind=block_blob,redundancy=LRS": "0.01",
    "storage/early_deletion access=cool,kind=block_blob,redundancy=LRS": "0.01",
    "storage/capacity kind=premium_block_blob,redundancy=ZRS": "0.2",
    "storage/capacity kind=general_v1,redundancy=LRS": "0.024",
    "storage/data_at_rest kind=premium_files,redundancy=LRS": "0.16",
    f"storage/data_at_rest {FILES}": "0.05",
    f"storage/list_operations {FILES}": "0.1",
    "storage/data_at_rest access=transactionoptimized,kind=files,redundancy=GRS": "0.1",
    "storage/capacity kind=queue_v2,redundancy=GRS": "0.06",
    "storage/geo_replication kind=queue_v2,redundancy=GRS": "0.02",
    "storage/capacity kind=table,redundancy=LRS": "0.045",
    "storage/delete_operations kind=table,redundancy=LRS": "0",
}


@pytest.fixture
def account(make):
    def build(redundancy="LRS", **attributes):
        written = {"account_tier": "Standard", "account_replication_type": redundancy}
        return make("azurerm_storage_account", {"name": "acc", **written, **attributes}, "acc")

    return build


@pytest.fixture
def part(make):
    def build(kind, **attributes):
        return make(f"azurerm_storage_{kind}", {"storage_account_name": "acc", **attributes})

    return build


def test_hot_capacity_has_a_line_for_each_tier_it_reaches(azure_bill, account):
    lines = azure_bill(PRICES, account(), usage="storage_gb: 600000")

    assert lines["Capacity (first 50TB)"].monthly_cost == 1024  # 51,200 x 0.02
    assert lines["Capacity (next 450TB)"].monthly_quantity == 512_000
    assert lines["Capacity (over 500TB)"].monthly_quantity == 36_800


def test_capacity_without_usage_is_one_line(azure_bill, account):
    lines = azure_bill(PRICES, account())

    assert lines["Capacity"].unit_price == Decimal("0.02")
    assert lines["Capacity"].state is CostState.USAGE
    assert "Early deletion" not in lines


def test_operations_are_counted_by_ten_thousand(azure_bill, account):
    lines = azure_bill(PRICES, account(), usage="monthly_write_operations: 1000000")

    assert lines["Write operations"].monthly_cost == 5  # 100 x 0.05


def test_cool_data_pays_retrieval_and_early_deletion(azure_bill, account):
    lines = azure_bill(PRICES, account(access_tier="Cool"), usage="early_deletion_gb: 100")

    assert lines["Early deletion"].monthly_cost == 1
    assert lines["Data retrieval"].state is CostState.NOT_FOUND  # no price here
    blob = azure_bill(PRICES, account(access_tier="Cool", account_kind="BlobStorage"))
    assert "Early deletion" not in blob


@pytest.mark.parametrize(
    ("attributes", "names"),
    [
        ({"account_kind": "Storage"}, {"Capacity", "Write operations", "Read operations"}),
        ({"account_kind": "BlockBlobStorage", "account_tier": "Premium"}, {"Capacity"}),
        ({"nfsv3_enabled": True}, {"Iterative write operations", "Iterative read operations"}),
        ({"account_kind": "FileStorage"}, {"Metadata at rest", "List operations"}),
        ({"account_kind": "FileStorage", "account_tier": "Premium"}, {"Data at rest", "Snapshots"}),
    ],
)
def test_each_kind_has_its_own_lines(azure_bill, account, attributes, names):
    assert names <= set(azure_bill(PRICES, account(**attributes)))


@pytest.mark.parametrize(
    ("redundancy", "attributes"),
    [
        ("GRS", {"account_tier": "Premium"}),
        ("GZRS", {"account_kind": "Storage"}),
        (UNKNOWN, {}),
        ("LRS", {"account_kind": "Nonsense"}),
    ],
)
def test_what_azure_does_not_sell_has_no_price_and_says_so(
    azure_bill, account, redundancy, attributes
):
    odd = account(redundancy=redundancy, **attributes)

    (line,) = azure_bill(PRICES, odd).values()

    assert line.state is CostState.NOT_FOUND
    assert line.note


def test_a_share_has_its_own_access_tier_and_its_quota(azure_bill, account, part):
    lines = azure_bill(PRICES, part("share", quota=100, access_tier="Cool"), account("RAGRS"))

    assert lines["Data at rest"].monthly_cost == 5  # files of RA-GRS accounts are priced as GRS
    assert lines["List operations"].unit == "10k operations"
    plain = azure_bill(PRICES, part("share", quota=100), account("GRS"))
    assert plain["Data at rest"].monthly_cost == 10
    assert "Metadata at rest" not in plain


def test_a_share_of_a_premium_account_pays_what_it_reserves(azure_bill, account, part):
    premium = account(account_kind="FileStorage", account_tier="Premium")

    lines = azure_bill(PRICES, part("share", quota=100), premium)

    assert set(lines) == {"Data at rest", "Snapshots"}
    assert lines["Data at rest"].monthly_cost == 16


def test_a_queue_of_a_geo_redundant_account_pays_the_copy(azure_bill, account, part):
    usage = "monthly_geo_replication_data_transfer_gb: 100"

    lines = azure_bill(PRICES, part("queue"), account("GRS"), usage=usage)

    assert lines["Geo-replication data transfer"].monthly_cost == 2
    assert "Geo-replication data transfer" not in azure_bill(PRICES, part("queue"), account())


def test_deletions_in_a_table_are_free_of_charge(azure_bill, account, part):
    lines = azure_bill(PRICES, part("table"), account(), usage="monthly_delete_operations: 20000")

    assert lines["Delete operations"].monthly_cost == 0
    assert lines["Capacity"].unit_price == Decimal("0.045")


def test_a_part_without_its_account_is_not_free(azure_bill, part):
    (line,) = azure_bill(PRICES, part("queue")).values()

    assert line.state is CostState.NOT_FOUND
    assert "not in this plan" in line.note
