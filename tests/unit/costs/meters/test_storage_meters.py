"""Buckets, keys, logs and caches, worked out by hand."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN


def costs(components):
    return {name: c.monthly_cost for name, c in components.items()}


def quantities(components):
    return {name: c.monthly_quantity for name, c in components.items()}


def test_bucket_shows_only_standard_until_usage_or_a_rule_names_a_class(bill, make):
    assert {name.split(" > ")[0] for name in bill(make("aws_s3_bucket", {}))} == {"Standard"}


def test_bucket_storage_pays_by_tier(bill, make):
    found = bill(make("aws_s3_bucket", {}), usage="standard: {storage_gb: 60000}")

    # 51,200 x 0.023 + 8,800 x 0.022
    assert found["Standard > Storage"].monthly_cost == Decimal("1371.2")


def test_bucket_shows_the_classes_its_own_rules_move_to(bill, make):
    rules = [
        {"enabled": True, "transition": [{"storage_class": "DEEP_ARCHIVE"}], "tags": {"a": "b"}},
        {"enabled": False, "transition": [{"storage_class": "GLACIER"}]},
        {"enabled": True, "noncurrent_version_transition": UNKNOWN},
    ]

    found = bill(make("aws_s3_bucket", {"lifecycle_rule": rules}))

    shown = {name.split(" > ")[0] for name in found}
    assert shown == {"Standard", "Glacier deep archive", "Object tagging"}


def test_bucket_shows_the_classes_of_its_lifecycle_configuration(bill, make):
    rules = [
        {"status": "Enabled", "transition": [{"storage_class": "GLACIER"}]},
        {"status": "Disabled", "transition": [{"storage_class": "ONEZONE_IA"}]},
    ]
    user = make("aws_s3_bucket_lifecycle_configuration", {"rule": rules}, bucket="aws_s3_bucket.x")

    found = bill(make("aws_s3_bucket", {}), user)

    shown = {name.split(" > ")[0] for name in found}
    assert shown == {"Standard", "Glacier flexible retrieval"}


def test_bucket_counts_object_tags_by_ten_thousand(bill, make):
    found = bill(make("aws_s3_bucket", {}), usage="object_tags: 20000")

    assert found["Object tagging"].monthly_cost == Decimal("0.013")  # 2 x 0.0065


@pytest.mark.parametrize(
    ("spec", "line"),
    [
        (None, "Requests"),
        ("RSA_2048", "Requests (RSA 2048)"),
        ("RSA_4096", "Requests (asymmetric)"),
        ("ECC_NIST_P256", "Requests (asymmetric)"),
    ],
)
def test_key_is_a_month_and_requests_at_the_price_of_its_kind(bill, make, spec, line):
    key = make("aws_kms_key", {"customer_master_key_spec": spec})

    found = bill(key, usage="monthly_requests: 100000")

    assert found["Customer master key"].monthly_cost == 1
    assert found[line].monthly_quantity == 10


def test_key_of_a_kind_known_after_apply_leaves_requests_open(cost, make):
    found = cost(make("aws_kms_key", {}, customer_master_key_spec="var.spec"))

    assert [c.state for c in found.components] == [CostState.PRICED, CostState.NOT_FOUND]


def test_logs_are_billed_by_the_gigabyte(bill, make):
    found = bill(
        make("aws_cloudwatch_log_group", {}), usage="{monthly_data_ingested_gb: 10, storage_gb: 5}"
    )

    assert found["Data ingested"].monthly_cost == 5
    assert found["Archival Storage"].monthly_cost == Decimal("0.15")


# --- caches ---


def test_cache_cluster_bills_each_node(bill, make):
    nodes = {"engine": "memcached", "node_type": "cache.m4.large", "num_cache_nodes": 2}

    found = bill(make("aws_elasticache_cluster", nodes))

    assert costs(found) == {"ElastiCache (on-demand, cache.m4.large)": Decimal("227.76")}


def test_cache_cluster_of_a_replication_group_is_paid_by_the_group(cost, make):
    member = make("aws_elasticache_cluster", {}, replication_group_id="aws_x.group")

    assert cost(member).state is CostState.FREE


def test_cache_snapshots_beyond_the_first_are_billed(bill, make):
    cache = {"engine": "redis", "node_type": "cache.m4.large", "snapshot_retention_limit": 3}

    found = bill(make("aws_elasticache_cluster", cache), usage="snapshot_storage_size_gb: 100")

    assert found["Backup storage"].monthly_cost == 17  # 2 x 100 GB x 0.085


def test_replication_group_counts_shards_with_their_replicas(bill, make):
    group = {"node_type": "cache.m4.large", "num_node_groups": 4, "replicas_per_node_group": 3}

    found = bill(make("aws_elasticache_replication_group", group))

    # 4 x (3 + 1) nodes x 730 h
    assert quantities(found) == {"ElastiCache (on-demand, cache.m4.large)": 11_680}


def test_replication_group_without_shards_counts_its_clusters(bill, make):
    group = {"node_type": "cache.m4.large", "num_cache_clusters": 3}

    found = bill(make("aws_elasticache_replication_group", group))

    assert quantities(found) == {"ElastiCache (on-demand, cache.m4.large)": 2190}


def test_replication_group_reads_the_older_cluster_mode_block(bill, make):
    mode = [{"num_node_groups": 2, "replicas_per_node_group": 1}]

    found = bill(
        make(
            "aws_elasticache_replication_group",
            {"node_type": "cache.m4.large", "cluster_mode": mode},
        )
    )

    assert quantities(found) == {"ElastiCache (on-demand, cache.m4.large)": 2920}


def test_scaled_replication_group_starts_at_the_least_its_target_keeps(bill, make):
    group = {
        "replication_group_id": "sessions",
        "node_type": "cache.m4.large",
        "num_node_groups": 4,
        "replicas_per_node_group": 3,
    }
    target = make(
        "aws_appautoscaling_target",
        {
            "resource_id": "replication-group/sessions",
            "scalable_dimension": "elasticache:replication-group:NodeGroups",
            "min_capacity": 8,
        },
    )

    found = bill(make("aws_elasticache_replication_group", group), target)

    # 8 x (3 + 1) x 730
    assert quantities(found) == {"ElastiCache (on-demand, cache.m4.large, autoscaling)": 23_360}


def test_reserved_cache_paid_upfront_costs_nothing_by_the_hour(bill, make):
    cache = {"engine": "redis", "node_type": "cache.m4.large", "num_cache_nodes": 1}
    usage = "{reserved_instance_term: 1_year, reserved_instance_payment_option: all_upfront}"

    found = bill(make("aws_elasticache_cluster", cache), usage=usage)

    assert costs(found) == {"ElastiCache (reserved, cache.m4.large)": 0}


@pytest.mark.parametrize("attribute", ["engine", "node_type"])
def test_cache_of_an_engine_or_type_known_after_apply_is_not_found(cost, make, attribute):
    known = {"engine": "redis", "node_type": "cache.m4.large"}
    del known[attribute]

    found = cost(make("aws_elasticache_cluster", known, **{attribute: "var.x"}))

    assert found.state is CostState.NOT_FOUND


def test_cache_node_count_known_after_apply_is_unknown(cost, make):
    known = {"engine": "redis", "node_type": "cache.m4.large"}

    found = cost(make("aws_elasticache_cluster", known, num_cache_nodes="var.n"))

    assert found.components[0].state is CostState.USAGE
