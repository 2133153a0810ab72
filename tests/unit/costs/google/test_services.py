"""Storage, serverless, security and databases of Google Cloud, worked out by hand."""

from decimal import Decimal

import pytest

from dharma_core.plan import UNKNOWN

SQL = "google_sql_database_instance"


def costs(components):
    return {name: c.monthly_cost for name, c in components.items()}


def quantities(components):
    return {name: c.monthly_quantity for name, c in components.items()}


@pytest.mark.parametrize(
    ("bucket", "name", "price"),
    [
        ({"location": "EU"}, "Storage (standard)", "0.026"),
        ({"location": "us-central1"}, "Storage (standard)", "0.02"),
        ({"location": "ASIA", "storage_class": "COLDLINE"}, "Storage (coldline)", "0.009"),
        (
            {"location": "EU", "storage_class": "MULTI_REGIONAL"},
            "Storage (multi_regional)",
            "0.026",
        ),
    ],
    ids=str,
)
def test_a_bucket_is_priced_by_place_and_class(bill, make, bucket, name, price):
    assert bill(make("google_storage_bucket", bucket))[name].unit_price == Decimal(price)


def test_only_colder_classes_pay_for_retrieval(bill, make):
    cold = make("google_storage_bucket", {"location": "ASIA", "storage_class": "COLDLINE"})
    usage = "{monthly_data_retrieval_gb: 100, monthly_class_a_operations: 40000}"

    found = bill(cold, usage=usage)
    assert found["Data retrieval"].monthly_cost == 2
    assert found["Object adds, bucket/object list (class A)"].monthly_cost == Decimal("0.4")
    warm = make("google_storage_bucket", {"location": "EU"})
    assert "Data retrieval" not in bill(warm, usage=usage)


def test_egress_shows_each_tier_that_it_reaches(bill, make):
    bucket = make("google_storage_bucket", {"location": "us-central1"})
    usage = "monthly_egress_data_transfer_gb: {worldwide: 12000}"

    shown = {n: q for n, q in quantities(bill(bucket, usage=usage)).items() if "worldwide" in n}

    start = "Network egress > Data transfer to worldwide excluding Asia, Australia"
    assert shown == {
        f"{start} (first 1TB)": 1024,
        f"{start} (next 9TB)": 9216,
        f"{start} (over 10TB)": 1760,
    }


@pytest.mark.parametrize("storage_class", ["FROZEN", UNKNOWN])
def test_a_bucket_of_an_unknown_class_has_no_price(bill, make, storage_class):
    bucket = make("google_storage_bucket", {"location": "EU", "storage_class": storage_class})
    stored = next(c for name, c in bill(bucket).items() if name.startswith("Storage ("))

    assert stored.unit_price is None or storage_class is UNKNOWN


def test_a_container_registry_is_a_bucket_in_its_continent(bill, make):
    found = bill(make("google_container_registry", {}), usage="storage_gb: 100")

    assert found["Storage (standard)"].monthly_cost == Decimal("2.6")
    assert "Data retrieval" not in found


@pytest.mark.parametrize(
    ("place", "to", "name"),
    [
        ("us-east1", "us_west1", "Data egress North America to North America"),
        ("us-east1", "us_east1", None),
        ("us-east1", "southamerica_east1", "Intercontinental (Excl Oceania)"),
        ("southamerica-east1", "southamerica_west1", "Intercontinental (Excl Oceania)"),
        ("europe-north1", "europe_west4", "Data egress Europe to Europe"),
        ("europe", "europe_west4", None),
        ("europe-north1", "australia_southeast1", "Data egress from/to Oceania"),
    ],
)
def test_what_a_registry_sends_is_priced_by_its_way(bill, make, place, to, name):
    repository = make("google_artifact_registry_repository", {"location": place})

    found = bill(repository, usage=f"monthly_egress_data_transfer_gb: {{{to}: 100}}")

    assert set(found) - {"Storage"} == ({name} if name else set())


def test_ways_of_one_name_differ_by_where_they_begin(bill, make):
    kind, name = "google_artifact_registry_repository", "Data egress from/to Oceania"
    usage = "monthly_egress_data_transfer_gb: {europe_west1: 100, australia_southeast2: 100}"

    found = bill(make(kind, {"location": "australia-southeast1"}), usage=usage)

    assert found[name].monthly_cost == 16  # 200 x 0.08
    assert quantities(found)["Storage"] is None


def run_v2(idle, **more):
    limits = {"cpu": "2", "memory": "1Gi"}
    box = {"image": "i", "resources": [{"limits": limits, "cpu_idle": idle}]}
    return {"location": "us-central1", "template": [{"containers": [box], **more}]}


def test_a_service_billed_by_requests_counts_their_seconds(bill, make):
    usage = (
        "{monthly_requests: 1000000, average_request_duration_ms: 500,"
        " concurrent_requests_per_instance: 10}"
    )
    found = bill(make("google_cloud_run_v2_service", run_v2(True)), usage=usage)

    # 1,000,000 x 0.5 s / 10 = 50,000 s of 2 vCPU and 1 GiB
    assert costs(found) == {
        "CPU allocation time": Decimal(2),
        "Memory allocation time": Decimal("0.1"),
        "Number of requests": Decimal("0.4"),
    }


def test_a_service_billed_by_instances_counts_those_kept_at_least(bill, make):
    service = make(
        "google_cloud_run_v2_service", run_v2(False, scaling=[{"min_instance_count": 2}])
    )

    found = bill(service)

    assert costs(found) == {
        "CPU allocation time": Decimal("105.12"),  # 2 x 730 x 3600 s x 2 x 0.00001
        "Memory allocation time": Decimal("5.256"),
    }
    hours = bill(service, usage="instance_hrs: 100")["CPU allocation time"]
    assert hours.monthly_quantity == 720_000


def test_an_older_service_says_by_annotation_how_it_is_billed(bill, make):
    notes = {"run.googleapis.com/cpu-throttling": "false"}
    limits = {"cpu": "500m", "memory": "512Mi"}
    spec = {"containers": [{"resources": [{"limits": limits}]}]}
    always = {"template": [{"metadata": [{"annotations": notes}], "spec": [spec]}]}

    found = bill(make("google_cloud_run_service", always), usage="instance_hrs: 100")

    assert quantities(found) == {
        "CPU allocation time": 180_000,
        "Memory allocation time": 180_000,
    }
    assert "Number of requests" in bill(make("google_cloud_run_service", {}))


def test_a_job_counts_its_tasks_in_the_dearer_regions_too(bill, make):
    inner = {"containers": [{"resources": [{"limits": {"cpu": "1", "memory": "1G"}}]}]}
    job = {"location": "europe-west3", "template": [{"task_count": 3, "template": [inner]}]}
    usage = "{monthly_job_executions: 100, average_task_execution_mins: 10}"

    found = bill(make("google_cloud_run_v2_job", job), usage=usage)

    assert found["CPU allocation time (tier 2)"].monthly_quantity == 180_000
    gib = found["Memory allocation time (tier 2)"].monthly_quantity
    assert gib == 180_000 * Decimal(10**9) / 1024**3


def test_a_job_without_a_number_of_tasks_has_one(bill, make):
    job = {"location": "us-central1", "template": [{"task_count": UNKNOWN, "template": [{}]}]}
    usage = "{monthly_job_executions: 1, average_task_execution_mins: 1}"

    found = bill(make("google_cloud_run_v2_job", job), usage=usage)

    assert quantities(found) == {"CPU allocation time": 60, "Memory allocation time": 30}


@pytest.mark.parametrize("limits", [{"cpu": "many", "memory": "x"}, {"cpu": "am", "memory": "yMi"}])
def test_limits_that_cannot_be_read_leave_quantities_unknown(bill, make, limits):
    box = {"resources": [{"limits": limits, "cpu_idle": False}]}
    service = {"location": "us-central1", "template": [{"containers": [box]}]}

    found = bill(make("google_cloud_run_v2_service", service), usage="instance_hrs: 1")

    assert set(quantities(found).values()) == {None}


def test_a_function_pays_for_time_in_steps_of_100_ms(bill, make):
    function = make("google_cloudfunctions_function", {"available_memory_mb": 512})
    usage = "{monthly_function_invocations: 1000000, request_duration_ms: 310}"

    found = bill(function, usage=usage)

    # 1,000,000 x 0.4 s at 0.8 GHz and 0.5 GB
    assert quantities(found) == {
        "CPU": 320_000,
        "Memory": 200_000,
        "Invocations": 1_000_000,
        "Outbound data transfer": None,
    }
    assert set(quantities(bill(function)).values()) == {None}


def key_of(level, algorithm):
    return {"version_template": [{"protection_level": level, "algorithm": algorithm}]}


def test_keys_of_security_modules_pay_by_tier(bill, make):
    key = make("google_kms_crypto_key", key_of("HSM", "EC_SIGN_P256_SHA256"))

    found = bill(key, usage="{key_versions: 5000, monthly_key_operations: 20000}")

    assert costs(found) == {
        "Key versions (first 2K)": Decimal(5000),
        "Key versions (over 2K)": Decimal(3000),
        "Operations": Decimal("0.3"),
    }
    assert set(bill(key)) == {"Key versions (first 2K)", "Operations"}


def test_symmetric_keys_of_security_modules_have_one_price(bill, make):
    key = make("google_kms_crypto_key", key_of("HSM", "GOOGLE_SYMMETRIC_ENCRYPTION"))

    assert bill(key, usage="key_versions: 3")["Key versions"].monthly_cost == 3


@pytest.mark.parametrize(
    ("period", "versions"),
    [("2592000s", 1), ("100000s", Decimal("25.92")), ("0s", None), ("soon", None), (UNKNOWN, None)],
    ids=str,
)
def test_rotation_makes_versions(bill, make, period, versions):
    found = bill(make("google_kms_crypto_key", {"rotation_period": period}))

    assert found["Key versions"].monthly_quantity == versions


def test_a_secret_is_kept_at_each_of_its_places(bill, make):
    replicas = [{"location": "us-central1"}, {"location": "us-east1"}]
    spread = {"replication": [{"user_managed": [{"replicas": replicas}]}]}
    secret = make("google_secret_manager_secret", spread)
    version = make(
        "google_secret_manager_secret_version", {}, secret="google_secret_manager_secret.x"
    )
    usage = "{active_secret_versions: 10, monthly_access_operations: 20000}"

    assert costs(bill(secret, usage=usage)) == {
        "Active secret versions": Decimal("1.2"),
        "Access operations": Decimal("0.06"),
        "Rotation notifications": None,
    }
    assert bill(version, secret)["Active secret versions"].monthly_quantity == 2
    assert bill(version)["Active secret versions"].monthly_quantity == 1


def test_a_database_pays_for_processors_memory_storage_and_its_address(bill, make):
    settings = {"tier": "db-custom-2-7680", "availability_type": "REGIONAL", "disk_size": 100}

    found = bill(make(SQL, {"database_version": "POSTGRES_15", "settings": [settings]}))

    assert costs(found) == {
        "vCPUs (2, regional)": Decimal("116.8"),
        "Memory (7.5 GB, regional)": Decimal(75),
        "Storage (SSD, regional)": Decimal(34),
        "Backups": None,
        "IP address (if unused)": Decimal("7.3"),
    }


@pytest.mark.parametrize(
    ("version", "tier", "name"),
    [
        ("MYSQL_8_0", "db-n1-standard-1", "SQL instance (db-n1-standard-1, zonal)"),
        ("POSTGRES_15", "db-n1-standard-1", "Memory (3.75 GB, zonal)"),
        ("MYSQL_8_0", "db-highmem-4", "Memory (26 GB, zonal)"),
        ("MYSQL_8_0", "db-lightweight-2", "Memory (3.75 GB, zonal)"),
        ("MYSQL_8_0", "db-f1-micro", "SQL instance (db-f1-micro, zonal)"),
        ("MYSQL_8_0", UNKNOWN, "SQL instance (unknown tier, zonal)"),
    ],
    ids=str,
)
def test_a_tier_is_sold_whole_or_by_processor_and_memory(bill, make, version, tier, name):
    database = {"database_version": version, "settings": [{"tier": tier, "disk_type": "PD_HDD"}]}

    found = bill(make(SQL, database))

    assert name in found
    assert found["Storage (HDD, zonal)"].monthly_cost == Decimal("0.9")


def test_a_replica_runs_in_one_zone(bill, make):
    settings = {
        "tier": "db-standard-1",
        "availability_type": "REGIONAL",
        "ip_configuration": [{"ipv4_enabled": False}],
    }
    found = bill(make(SQL, {"settings": [settings], "replica_configuration": [{"username": "r"}]}))

    assert [name for name in found if name.startswith("Replica > ")] == [
        "Replica > vCPUs (1, zonal)",
        "Replica > Memory (3.75 GB, zonal)",
        "Replica > Storage (SSD, zonal)",
    ]
    assert "IP address (if unused)" not in found


def test_an_edition_without_prices_is_not_free(bill, make):
    found = bill(make(SQL, {"settings": [{"tier": "db-standard-1", "edition": "ENTERPRISE_PLUS"}]}))

    assert [c.unit_price for c in found.values()] == [None]


@pytest.mark.parametrize(
    ("redis", "name", "cost"),
    [
        ({"memory_size_gb": 4}, "Redis instance (basic, M1)", 144),
        ({"memory_size_gb": 5, "tier": "STANDARD_HA"}, "Redis instance (standard, M2)", 200),
        ({"memory_size_gb": 101}, "Redis instance (basic, M5)", None),
        ({"memory_size_gb": 5, "tier": "GOLD"}, "Redis instance", None),
        ({}, "Redis instance", None),
    ],
    ids=str,
)
def test_redis_is_priced_by_tier_and_size(bill, make, redis, name, cost):
    assert costs(bill(make("google_redis_instance", redis))) == {name: cost}


def test_a_redis_cluster_has_nodes_for_each_shard_and_replica(bill, make):
    cluster = {
        "node_type": "REDIS_STANDARD_SMALL",
        "shard_count": 3,
        "replica_count": 1,
        "persistence_config": [{"mode": "AOF"}],
    }
    found = bill(make("google_redis_cluster", cluster), usage="backup_storage_gb: 10")

    assert quantities(found) == {
        "Cluster node (standard small)": 4380,
        "AOF persistence": 14235,  # 3 x 6.5 GB x 730
        "Backups": 10,
    }
