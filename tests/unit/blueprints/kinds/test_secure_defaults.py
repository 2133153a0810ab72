"""What each kind promises when nobody asks for anything: encrypted, private, kept."""

from __future__ import annotations

import json

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.plan import get_path
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes
from tests.strategies.blueprints import REGIONS

NET = [
    {"name": "net", "type": "network.vpc"},
    {"name": "one", "type": "network.subnet",
     "properties": {"network": "${net.id}", "cidr": "10.0.0.0/24"}},
]  # fmt: skip
IN_NET = {"subnets": ["${one.id}"]}

# kind, properties, cloud, satellite, path of the attribute, value
PROMISES = [
    ("compute.vm", {"subnet": "${one.id}"}, "aws", "", "metadata_options.0.http_tokens",
     "required"),
    ("compute.vm", {"subnet": "${one.id}"}, "aws", "", "root_block_device.0.encrypted", True),
    ("compute.vm", {"subnet": "${one.id}"}, "aws", "", "associate_public_ip_address", False),
    ("compute.vm", {"subnet": "${one.id}"}, "azure", "", "disable_password_authentication", True),
    ("compute.vm", {"subnet": "${one.id}"}, "azure", "", "secure_boot_enabled", True),
    ("compute.vm", {"subnet": "${one.id}"}, "gcp", "",
     "shielded_instance_config.0.enable_secure_boot", True),
    ("compute.vm", {"subnet": "${one.id}"}, "gcp", "", "metadata.enable-oslogin", "TRUE"),
    ("storage.bucket", {}, "aws", "private", "block_public_policy", True),
    ("storage.bucket", {}, "aws", "versions", "versioning_configuration.0.status", "Enabled"),
    ("storage.bucket", {}, "azure", "", "allow_nested_items_to_be_public", False),
    ("storage.bucket", {}, "azure", "", "min_tls_version", "TLS1_2"),
    ("storage.bucket", {}, "azure", "objects", "container_access_type", "private"),
    ("storage.bucket", {}, "gcp", "", "public_access_prevention", "enforced"),
    ("storage.bucket", {}, "gcp", "", "uniform_bucket_level_access", True),
    ("database.postgres", IN_NET, "aws", "", "storage_encrypted", True),
    ("database.postgres", IN_NET, "aws", "", "publicly_accessible", False),
    ("database.postgres", IN_NET, "aws", "", "deletion_protection", True),
    ("database.postgres", IN_NET, "aws", "", "backup_retention_period", 14),
    ("database.postgres", IN_NET, "azure", "", "public_network_access_enabled", False),
    ("database.postgres", IN_NET, "azure", "", "authentication.0.password_auth_enabled", False),
    ("database.postgres", IN_NET, "azure", "lock", "lock_level", "CanNotDelete"),
    ("database.postgres", IN_NET, "gcp", "", "settings.0.ip_configuration.0.ipv4_enabled", False),
    ("database.postgres", IN_NET, "gcp", "", "deletion_protection", True),
    ("database.mysql", IN_NET, "gcp", "", "settings.0.ip_configuration.0.ssl_mode",
     "ENCRYPTED_ONLY"),
    ("database.cache", IN_NET, "aws", "", "transit_encryption_enabled", True),
    ("database.cache", IN_NET, "azure", "", "non_ssl_port_enabled", False),
    ("database.cache", IN_NET, "gcp", "", "transit_encryption_mode", "SERVER_AUTHENTICATION"),
    ("database.nosql_table", {}, "aws", "", "point_in_time_recovery.0.enabled", True),
    ("database.nosql_table", {}, "azure", "", "local_authentication_disabled", True),
    ("messaging.queue", {}, "aws", "", "sqs_managed_sse_enabled", True),
    ("messaging.queue", {}, "azure", "namespace", "local_auth_enabled", False),
    ("messaging.topic", {}, "aws", "", "kms_master_key_id", "alias/aws/sns"),
    ("security.key", {}, "aws", "", "enable_key_rotation", True),
    ("security.key", {}, "gcp", "", "rotation_period", "7776000s"),
    ("compute.cluster", IN_NET, "aws", "", "vpc_config.0.endpoint_public_access", False),
    ("compute.cluster", IN_NET, "azure", "", "private_cluster_enabled", True),
    ("compute.cluster", IN_NET, "gcp", "", "private_cluster_config.0.enable_private_nodes", True),
    ("compute.registry", {}, "aws", "", "image_tag_mutability", "IMMUTABLE"),
    ("compute.registry", {}, "azure", "", "admin_enabled", False),
    ("storage.disk", {}, "aws", "", "encrypted", True),
    ("storage.disk", {}, "azure", "", "public_network_access_enabled", False),
    ("storage.file_system", IN_NET, "aws", "", "encrypted", True),
    ("storage.file_system", IN_NET, "azure", "", "network_rules.0.default_action", "Deny"),
]  # fmt: skip


def lowered(provider: str, resources: list[dict], **more):
    raw = {
        "name": "demo", "version": "1.0.0", "provider": provider, "region": REGIONS[provider],
        "resources": resources, **more,
    }  # fmt: skip
    blueprint = parse_blueprint(json.dumps(raw), file="design.json")
    plan = lower(blueprint, load_catalog(), sizes=open_sizes())
    return {r.name: r for r in plan.resources}


@pytest.mark.parametrize("promise", PROMISES, ids=[f"{p[0]}-{p[2]}-{p[4]}" for p in PROMISES])
def test_a_kind_is_safe_by_default(promise):
    kind, properties, provider, suffix, path, value = promise
    thing = {"name": "it", "type": kind, "properties": properties}
    made = lowered(provider, [*NET, thing])[f"it_{suffix}" if suffix else "it"]
    steps = tuple(int(s) if s.isdigit() else s for s in path.split("."))
    assert get_path(made.attributes, steps) == value


@pytest.mark.parametrize("provider", REGIONS)
def test_a_firewall_without_rules_lets_nothing_in(provider):
    wall = {"name": "wall", "type": "network.firewall", "properties": {"network": "${net.id}"}}
    made = lowered(provider, [*NET, wall])
    if provider == "aws":
        assert not made["wall"].attributes.get("ingress")
    elif provider == "azure":
        rules = made["wall"].attributes["security_rule"]
        assert [r["access"] for r in rules if r["direction"] == "Inbound"] == ["Deny"]
    else:
        walls = [r for r in made.values() if r.attributes.get("direction") == "INGRESS"]
        assert [w.attributes["deny"][0]["protocol"] for w in walls] == ["all"]


def test_a_granted_identity_may_do_only_what_was_granted():
    who = {
        "name": "who", "type": "security.identity",
        "properties": {"grants": [{"to": "${box.id}", "access": "read"}]},
    }  # fmt: skip
    resources = [{"name": "box", "type": "storage.bucket"}, who]
    rights = lowered("azure", resources)["who_right_1"].attributes
    assert rights["role_definition_name"] == "Storage Blob Data Reader"
    right = lowered("gcp", resources)["who_right_1"].attributes
    assert right["role"] == "roles/storage.objectViewer"
    aws = lowered("aws", resources)["who_rights"]
    assert "s3:GetObject" in str(aws.expressions)
    assert "s3:PutObject" not in str(aws.expressions)


@pytest.mark.parametrize("provider", REGIONS)
def test_rights_on_several_queues_are_granted_one_by_one(provider):
    grants = {"grants": [{"to": "${jobs[*].id}", "access": "write"}]}
    who = {"name": "who", "type": "security.identity", "properties": grants}
    jobs = {"name": "jobs", "type": "messaging.queue", "count": 2}
    made = lowered(provider, [jobs, who])
    text = str([r.expressions for name, r in made.items() if name.startswith("who_right")])
    assert "[0]" in text
    assert "[1]" in text


def test_tags_become_labels_on_google_cloud():
    made = lowered(
        "gcp",
        [{"name": "box", "type": "storage.bucket", "properties": {"tags": {"Team": "A B"}}}],
        tags={"CostCenter": "CC-1", "Owner": "${var.owner}"},
        variables={"owner": {"default": "Web Team"}},
    )
    labels = made["box"].attributes["labels"]
    assert labels == {"cost_center": "cc-1", "owner": "web_team", "team": "a_b"}
