"""What Google Cloud would refuse, or make so that it does not work, is not made by a kind."""

from __future__ import annotations

import re

import pytest

from dharma_core.blueprints.kinds.network.dns_zone import _gcp_value
from dharma_core.errors import InputError
from tests.unit.blueprints.kinds import test_deployable_azure as azure

IN_NET, DOOR, thing = azure.IN_NET, azure.DOOR, azure.thing


def lowered(*things):
    return azure.lowered(*things, provider="gcp", region="europe-west1")


def test_a_machine_behind_a_balancer_lets_googles_proxies_in():
    made = lowered(*DOOR)
    rules = [r.attributes for n, r in made.items() if n.startswith("inner_in_")]
    ranges = {s for r in rules for s in r.get("source_ranges") or ()}
    assert ranges == {"130.211.0.0/22", "35.191.0.0/16"}
    assert all(r["allow"][0]["ports"] == ("8080",) for r in rules)


SEALED = [
    ("storage.bucket", {}, "gs-project-accounts"),
    ("storage.disk", {}, "compute-system"),
    ("storage.file_system", IN_NET, "cloud-filer"),
    ("database.postgres", IN_NET, "gcp-sa-cloud-sql"),
    ("database.cache", IN_NET, "cloud-redis"),
    ("database.nosql_table", {}, "gcp-sa-firestore"),
    ("messaging.topic", {}, "gcp-sa-pubsub"),
    ("compute.registry", {}, "gcp-sa-artifactregistry"),
    ("security.secret", {}, "gcp-sa-secretmanager"),
    ("observability.log_store", {}, "gcp-sa-logging"),
]


@pytest.mark.parametrize(("kind", "given", "account"), SEALED, ids=[s[0] for s in SEALED])
def test_a_service_may_use_the_key_before_it_encrypts_with_it(kind, given, account):
    made = lowered(thing("seal", "security.key"), thing("it", kind, key="${seal.id}", **given))
    (right,) = (r for n, r in made.items() if n.startswith("seal_for_"))
    assert account in str(right.expressions)
    assert right.attributes["role"] == "roles/cloudkms.cryptoKeyEncrypterDecrypter"
    assert str(right.address) in {str(d) for d in made["it"].depends_on}


def test_a_secret_with_a_key_is_kept_where_the_key_is():
    made = lowered(thing("seal", "security.key"), thing("it", "security.secret", key="${seal.id}"))
    (kept,) = made["it"].attributes["replication"][0]["user_managed"][0]["replicas"]
    assert kept["location"] == "europe-west1"


def test_what_failed_is_moved_by_an_account_that_may():
    made = lowered(thing("slow", "messaging.queue", tries=5))
    assert made["slow_failed_right"].attributes["role"] == "roles/pubsub.publisher"
    assert made["slow_moved_right"].attributes["role"] == "roles/pubsub.subscriber"


@pytest.mark.parametrize(
    ("asked", "sold"),
    [(100, 1024), (1025, 1280), (9984, 9984), (9985, 10240)],
    ids=["the least", "a step", "the last small one", "the first big one"],
)
def test_a_file_system_is_as_large_as_one_that_is_sold(asked, sold):
    made = lowered(thing("files", "storage.file_system", size_gb=asked, **IN_NET))["files"]
    assert made.attributes["file_shares"][0]["capacity_gb"] == sold


def test_a_file_system_waits_for_the_way_to_googles_network():
    made = lowered(thing("files", "storage.file_system", **IN_NET))
    assert any("net_services" in str(d) for d in made["files"].depends_on)


def test_two_clusters_have_masters_in_ranges_of_their_own():
    made = lowered(thing("a", "compute.cluster", **IN_NET), thing("b", "compute.cluster", **IN_NET))
    ranges = {
        made[n].attributes["private_cluster_config"][0]["master_ipv4_cidr_block"] for n in "ab"
    }
    assert ranges == {"172.16.0.0/28", "172.16.0.16/28"}


def test_a_function_behind_an_api_can_be_called_through_it():
    code = thing("code", "compute.function", package_bucket="${box.id}", queue="${jobs.id}")
    made = lowered(code, thing("api", "network.api", function="${code.id}", domain="a.example.com"))
    (config,) = made["code"].attributes["service_config"]
    assert config["ingress_settings"] == "ALLOW_INTERNAL_AND_GCLB"
    assert made["api_callers"].attributes["member"] == "allUsers"
    assert "cloud_run" in str(made["api_group"].expressions)
    assert made["code_own_calls"].attributes["role"] == "roles/run.invoker"


def test_a_function_in_a_network_reaches_it():
    code = thing("code", "compute.function", package_bucket="${box.id}", **IN_NET)
    made = lowered(code)
    assert made["net_connector"].attributes["ip_cidr_range"] == "10.8.0.0/28"
    assert "vpc_connector" in str(made["code"].expressions)


@pytest.mark.parametrize(
    ("asked", "cpu", "memory"),
    [({}, "1", "1Gi"), ({"memory_gb": 6}, "2", "6Gi"), ({"vcpu": 4}, "4", "2Gi")],
    ids=["defaults", "more memory", "four processors"],
)
def test_a_container_has_a_size_that_cloud_run_sells(asked, cpu, memory):
    made = lowered(thing("app", "compute.container_service", image="x:1", **IN_NET, **asked))
    (container,) = made["app"].attributes["template"][0]["containers"]
    assert dict(container["resources"][0]["limits"]) == {"cpu": cpu, "memory": memory}


def test_a_container_that_cloud_run_does_not_sell_is_told():
    with pytest.raises(InputError, match="more than Cloud Run has"):
        lowered(thing("app", "compute.container_service", image="x:1", memory_gb=40, **IN_NET))


def test_a_key_of_ones_own_works_where_os_login_would_hide_it():
    key = {"subnet": "${one.id}", "ssh_public_key": "ssh-ed25519 AAAA me"}
    made = lowered(thing("mine", "compute.vm", **key),
                   thing("others", "compute.vm", subnet="${one.id}"))  # fmt: skip
    assert made["mine"].attributes["metadata"]["enable-oslogin"] == "FALSE"
    assert made["others"].attributes["metadata"]["enable-oslogin"] == "TRUE"


@pytest.mark.parametrize(
    ("type_", "value", "said"),
    [
        ("TXT", "v=spf1 -all", '"v=spf1 -all"'),
        ("TXT", "k" * 300, f'"{"k" * 255}" "{"k" * 45}"'),
        ("CNAME", "www.example.com", "www.example.com."),
        ("A", "192.0.2.1", "192.0.2.1"),
    ],
    ids=["a text", "a long text", "a name", "an address"],
)
def test_a_dns_value_is_written_as_cloud_dns_takes_it(type_, value, said):
    assert _gcp_value({"type": type_}, value) == said


def test_a_monitor_watches_its_target_alone():
    watch = {"measure": "errors", "limit": 5, "target": "${code.id}"}
    made = lowered(thing("code", "compute.function", package_bucket="${box.id}"),
                   thing("alarm", "observability.monitor", **watch))  # fmt: skip
    filters = str(made["alarm"].expressions)
    assert "resource.labels.service_name" in filters
    assert 'response_code_class = "5xx"' in filters
    (limit,) = made["alarm"].attributes["conditions"][0]["condition_threshold"]
    assert limit["aggregations"][0]["per_series_aligner"] == "ALIGN_DELTA"


def test_a_machine_that_takes_hyperdisk_alone_gets_it():
    arm = thing("arm", "compute.vm", subnet="${one.id}", architecture="arm64")
    made = lowered(arm, thing("more", "storage.disk", machine="${arm.id}"),
                   thing("kube", "compute.cluster", architecture="arm64", **IN_NET))  # fmt: skip
    assert re.match(r"(n4a|c4a)-", made["arm"].attributes["machine_type"])
    (boot,) = made["arm"].attributes["boot_disk"]
    assert boot["initialize_params"][0]["type"] == "hyperdisk-balanced"
    assert made["more"].attributes["type"] == "hyperdisk-balanced"
    (nodes,) = made["kube_nodes"].attributes["node_config"]
    assert nodes["disk_type"] == "hyperdisk-balanced"


def test_a_function_that_a_queue_calls_may_not_run_longer_than_an_event_lets_it():
    code = {"package_bucket": "${box.id}", "timeout_seconds": 600}
    lowered(thing("code", "compute.function", **code))
    with pytest.raises(InputError, match="lets it run 540 s at most on gcp"):
        lowered(thing("code", "compute.function", queue="${jobs.id}", **code))


def test_a_template_of_machines_is_replaced_before_it_is_deleted():
    fleet = lowered(thing("fleet", "compute.vm_group", **IN_NET))
    assert fleet["fleet_template"].attributes["name_prefix"] == "demo-fleet-"
    assert dict(fleet["fleet_template"].lifecycle) == {"create_before_destroy": True}
    assert dict(fleet["fleet"].lifecycle) == {}
