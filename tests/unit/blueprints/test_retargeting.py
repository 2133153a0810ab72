"""A design moved to another cloud: what carries over, what is listed, what is refused."""

from __future__ import annotations

import pytest

from dharma_core.blueprints import dump_blueprint, lower, parse_blueprint
from dharma_core.blueprints.retargeting import retarget
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes

HEAD = """name: demo
version: 1.0.0
provider: aws
region: us-east-1
tags: {CostCenter: CC-1}
resources:
"""
NET = """  - {name: net, type: network.vpc}
  - {name: one, type: network.subnet, properties: {network: "${net.id}", cidr: 10.0.0.0/24}}
"""


def move(body: str, provider: str = "azure", region: str = "westeurope"):
    blueprint = parse_blueprint(body if "\nprovider:" in body else HEAD + body, file="a.yaml")
    return retarget(blueprint, load_catalog(), open_sizes(), provider=provider, region=region)


def lost(moved) -> list[tuple[str, str]]:
    return [(item.resource, item.part) for item in moved.untranslated]


@pytest.mark.parametrize(("provider", "region"), [("azure", "westeurope"), ("gcp", "europe-west1")])
def test_portable_resources_carry_over_whole(provider, region):
    moved = move(NET + "  - {name: box, type: storage.bucket}\n", provider, region)
    assert moved.untranslated == ()
    assert (moved.blueprint.provider, moved.blueprint.region) == (provider, region)
    assert [r.type for r in moved.blueprint.resources] == [
        "network.vpc", "network.subnet", "storage.bucket",
    ]  # fmt: skip


def test_what_belongs_to_the_old_cloud_is_listed_with_its_line():
    body = (
        NET
        + """  - name: web
    type: compute.vm
    properties:
      subnet: ${one.id}
      image: ami-04681a1dbd79675a5
    overrides:
      aws: {ebs_optimized: true}
  - {name: odd, type: aws_glue_job, properties: {name: j, role_arn: r}}
"""
    )
    moved = move(body)
    assert lost(moved) == [("web", "properties.image"), ("web", "overrides.aws"), ("odd", "")]
    assert moved.untranslated[0].place.line == 13
    assert "an id of aws" in moved.untranslated[0].reason
    assert "image" not in moved.blueprint.resource("web").properties
    assert moved.blueprint.resource("odd") is None


def test_native_resources_become_the_kinds_that_say_the_same():
    body = """  - {name: assets, type: s3_bucket, properties: {bucket: files}}
  - name: kept
    type: s3_bucket_versioning
    properties: {bucket: "${assets.id}", versioning_configuration: {status: Enabled}}
outputs:
  name: ${assets.bucket}
"""
    moved = move(body)
    bucket = moved.blueprint.resource("assets")
    assert (bucket.type, dict(bucket.properties)) == ("storage.bucket", {"name": "files"})
    assert moved.blueprint.outputs["name"].value == "${assets.bucket_name}"
    told = {(c.resource, c.before, c.after) for c in moved.changes}
    assert ("assets", "aws_s3_bucket", "storage.bucket") in told
    assert moved.untranslated == ()


@pytest.mark.parametrize(("provider", "region"), [("azure", "westeurope"), ("gcp", "europe-west1")])
def test_a_native_three_tier_design_carries_most_of_it_and_lowers(provider, region):
    text = load_templates()["three-tier-web"]
    moved = move(text, provider, region)
    whole = {item.resource for item in moved.untranslated if item.resource and not item.part}
    assert len(whole) <= 2
    written = parse_blueprint(dump_blueprint(moved.blueprint), file="b.yaml")
    plan = lower(written, load_catalog(), sizes=open_sizes())
    assert {r.provider for r in plan.resources} == {plan.provider}
    assert {"network.nat", "database.postgres", "storage.bucket", "compute.vm"} <= {
        r.type for r in written.resources
    }


def test_a_size_that_is_known_moves_as_a_need():
    body = (
        NET
        + """  - name: web
    type: aws_instance
    properties: {ami: ami-12345678, instance_type: m5.xlarge, subnet_id: "${one.id}"}
"""
    )
    web = move(body).blueprint.resource("web")
    assert (web.properties["vcpu"], web.properties["memory_gb"]) == (4, 16)


def test_firewall_rules_move_word_by_word():
    body = """  - {name: net, type: vpc, properties: {cidr_block: 10.1.0.0/16}}
  - name: wall
    type: security_group
    properties:
      vpc_id: ${net.id}
      ingress:
        - {description: d, protocol: tcp, from_port: 443, to_port: 443, cidr_blocks: [0.0.0.0/0]}
        - {protocol: udp, from_port: 1, to_port: 9, cidr_blocks: ["${net.cidr_block}"]}
"""
    rules = move(body).blueprint.resource("wall").properties["inbound"]
    assert rules == (
        {"port": 443, "description": "d", "from": "internet"},
        {"port": 1, "to_port": 9, "protocol": "udp", "from": "network"},
    )


def test_another_region_of_the_same_cloud_moves_zones_and_lists_images():
    body = """  - name: disk
    type: ebs_volume
    properties: {availability_zone: us-east-1a, size: 10}
  - name: web
    type: ec2_instance
    properties: {ami: ami-12345678, instance_type: t3.small}
"""
    moved = move(body, "aws", "eu-west-1")
    assert moved.blueprint.resource("disk").properties["availability_zone"] == "eu-west-1a"
    assert lost(moved) == [("web", "properties.ami")]
    assert moved.blueprint.resource("web").type == "ec2_instance"


def test_tags_become_labels_and_are_told():
    moved = move(NET, "gcp", "europe-west1")
    assert ("tag", "CostCenter=CC-1", "cost_center=cc-1") in {
        (c.what, c.before, c.after) for c in moved.changes
    }


@pytest.mark.parametrize(
    ("provider", "region", "words"),
    [
        ("azure", "west-europe", "Did you mean 'westeurope'"),
        ("gcp", "europe-wst1", "Did you mean 'europe-west1'"),
        ("azur", "westeurope", "Did you mean 'azure'"),
    ],
)
def test_an_unknown_place_is_refused_with_the_nearest(provider, region, words):
    with pytest.raises(InputError) as raised:
        move(NET, provider, region)
    assert words in str(raised.value)


def test_a_design_of_which_nothing_moves_is_refused():
    with pytest.raises(InputError, match="Nothing of demo can move"):
        move("  - {name: odd, type: aws_glue_job, properties: {name: j, role_arn: r}}\n")


def test_policies_move_as_grants():
    moved = move(load_templates()["three-tier-web"])
    role = moved.blueprint.resource("web_role")
    assert role.properties["grants"] == (
        {"to": "${assets.id}", "access": "read"},
        {"to": "${data_key.id}", "access": "read"},
    )
    assert "web_role_assets" not in {item.resource for item in moved.untranslated}


def test_a_policy_that_grants_cannot_say_is_listed():
    body = """  - name: role
    type: iam_role
    properties: {name: reader, assume_role_policy: {Statement: []}}
  - name: rights
    type: iam_role_policy
    properties:
      role: ${role.id}
      policy:
        Statement:
          - {Effect: Allow, Action: ec2:StartInstances, Resource: "*"}
"""
    assert lost(move(body)) == [("rights", "")]


def test_what_the_other_cloud_makes_nothing_of_is_listed():
    body = """  - {name: seal, type: security.key}
  - name: box
    type: storage.bucket
    properties: {key: "${seal.id}", versioning: true}
  - name: items
    type: database.nosql_table
    properties: {sort_key: at}
"""
    moved = move(body)
    assert lost(moved) == [("box", "properties.key"), ("items", "properties.sort_key")]
    assert moved.untranslated[0].reason == "key of storage.bucket changes nothing on azure"
    assert lost(move(body, provider="gcp", region="europe-west1")) == [
        ("items", "properties.sort_key")
    ]


@pytest.mark.parametrize(("provider", "region"), [("azure", "westeurope"), ("gcp", "europe-west1")])
def test_a_private_bucket_that_is_delivered_is_listed(provider, region):
    body = """  - {name: box, type: storage.bucket}
  - name: near
    type: network.cdn
    properties: {bucket: "${box.id}", domain: www.example.com}
"""
    told = {i.part: i for i in move(body, provider, region).untranslated}
    assert "is private: readers get nothing" in told["properties.bucket"].reason
    public = body.replace("storage.bucket}", "storage.bucket, properties: {public: true}}")
    assert "properties.bucket" not in {i.part for i in move(public, provider, region).untranslated}


def test_a_script_of_an_azure_machine_is_readable_elsewhere():
    body = """name: demo
version: 1.0.0
provider: azure
region: westeurope
resources:
  - name: solo
    type: azurerm_linux_virtual_machine
    properties: {name: solo, size: Standard_B2s, admin_username: me, custom_data: ZWNobyBoaQ==}
"""
    machine = move(body, provider="gcp", region="europe-west1").blueprint.resources[0]
    assert machine.properties["user_data"] == "echo hi"


def test_a_second_region_stays_on_its_cloud_and_is_listed_on_another():
    body = "  - {name: a, type: storage.bucket, region: eu-west-1}\n"

    assert move(body, "aws", "eu-central-1").blueprint.resources[0].region == "eu-west-1"
    assert move(body, "aws", "eu-west-1").blueprint.resources[0].region == ""
    gone = move(body, "gcp", "europe-west1")
    assert gone.blueprint.resources[0].region == ""
    assert lost(gone) == [("a", "region")]
