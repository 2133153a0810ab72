"""OpenSearch domains and FSx file systems, worked out by hand from the prices of us-east-1."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN
from dharma_core.storage.price_books import open_price_book


@pytest.fixture
def book():
    return open_price_book()


def quantities(components):
    return {name: c.monthly_quantity for name, c in components.items()}


def domain(cluster, ebs=None):
    volumes = {"ebs_options": [ebs]} if ebs else {}
    return {"cluster_config": [cluster], **volumes}


def test_domain_bills_the_nodes_of_each_role_it_has(bill, make):
    cluster = {
        "instance_type": "m5.large.search",
        "instance_count": 2,
        "dedicated_master_enabled": True,
        "dedicated_master_type": "r5.large.search",
        "dedicated_master_count": 3,
        "warm_enabled": True,
        "warm_type": "ultrawarm1.medium.search",
        "warm_count": 2,
    }

    found = bill(make("aws_opensearch_domain", domain(cluster)))

    assert quantities(found) == {
        "Instance (on-demand, m5.large.search)": 1460,
        "Dedicated master (on-demand, r5.large.search)": 2190,
        "UltraWarm instance (on-demand, ultrawarm1.medium.search)": 1460,
    }
    assert found["Instance (on-demand, m5.large.search)"].unit_price == Decimal("0.142")


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        ({"volume_type": "gp2"}, {"Storage (gp2)": 50}),
        ({}, {"Storage (gp2)": 50}),
        (
            {"volume_type": "io1", "iops": 100},
            {"Storage (io1)": 50, "Storage IOPS (io1)": 100},
        ),
        (
            {"volume_type": "gp3", "throughput": 125},
            {"Storage (gp3)": 50, "Throughput (gp3)": 125},
        ),
    ],
    ids=["gp2", "default", "io1", "gp3"],
)
def test_volumes_are_billed_where_they_are_enabled(bill, make, volume, expected):
    ebs = {"ebs_enabled": True, "volume_size": 50, **volume}

    found = bill(make("aws_elasticsearch_domain", domain({"instance_type": "t3.small"}, ebs)))

    assert {n: q for n, q in quantities(found).items() if not n.startswith("Inst")} == expected


def test_a_domain_that_says_nothing_has_one_node_and_no_volume(bill, make):
    found = bill(make("aws_elasticsearch_domain", {}))

    assert quantities(found) == {"Instance (on-demand, m4.large.elasticsearch)": 730}


def test_open_zfs_bills_iops_beyond_three_a_gigabyte_and_compressed_storage(bill, make):
    attributes = {
        "storage_capacity": 100,
        "throughput_capacity": 64,
        "disk_iops_configuration": [{"mode": "USER_PROVISIONED", "iops": 450}],
        "root_volume_configuration": [{"data_compression_type": "ZSTD"}],
    }

    found = bill(make("aws_fsx_openzfs_file_system", attributes))

    assert quantities(found) == {
        "Throughput capacity": 64,
        "SSD storage (ZSTD compression, 50%)": 50,
        "Provisioned IOPS": 150,
        "Backup storage": None,
    }


def test_open_zfs_with_unknown_storage_has_no_known_iops(bill, make):
    iops = [{"mode": "USER_PROVISIONED", "iops": 450}]
    attributes = {"disk_iops_configuration": iops, "storage_capacity": UNKNOWN}

    found = bill(make("aws_fsx_openzfs_file_system", attributes))

    assert found["Provisioned IOPS"].state is CostState.USAGE


def test_savings_beyond_all_of_the_storage_leave_nothing(bill, make):
    attributes = {
        "storage_capacity": 100,
        "root_volume_configuration": [{"data_compression_type": "LZ4"}],
    }
    usage = "{compression_savings_percent: 250}"

    found = bill(make("aws_fsx_openzfs_file_system", attributes), usage=usage)

    assert found["SSD storage (LZ4 compression, 100%)"].monthly_quantity == 0


def test_windows_files_in_one_zone_are_cheaper_than_in_two(bill, make):
    size = {"storage_capacity": 100, "throughput_capacity": 8}
    one = bill(make("aws_fsx_windows_file_system", size))
    two = bill(make("aws_fsx_windows_file_system", {**size, "deployment_type": "MULTI_AZ_1"}))

    assert one["SSD storage"].monthly_cost == 13
    assert two["SSD storage"].monthly_cost == 23
    assert two["Throughput capacity"].monthly_cost == 36
