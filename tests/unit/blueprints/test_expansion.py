"""Portable resources into native ones: names, references, counts, overrides, errors."""

from __future__ import annotations

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.errors import InputError
from dharma_core.plan import UNKNOWN, Ref
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes

HEAD = """name: demo
version: 1.0.0
provider: {provider}
region: {region}
variables:
  size: {{type: number, default: 2}}
  open: {{type: bool, default: false}}
  prefix: {{default: shop}}
resources:
  - name: net
    type: network.vpc
  - name: one
    type: network.subnet
    properties: {{network: "${{net.id}}", cidr: 10.0.0.0/24, zone: 2}}
"""
PLACES = {"aws": "us-east-1", "azure": "westeurope", "gcp": "europe-west1"}


def plan_of(body: str, provider: str = "aws", *, sizes=None, variables=None):
    text = HEAD.format(provider=provider, region=PLACES[provider]) + body
    blueprint = parse_blueprint(text, file="design.yaml")
    return lower(
        blueprint,
        load_catalog(),
        variables=variables,
        sizes=open_sizes() if sizes is None else sizes,
    )


def error_of(body: str, provider: str = "aws", **named) -> str:
    with pytest.raises(InputError) as raised:
        plan_of(body, provider, **named)
    return str(raised.value)


def made(plan, name: str):
    return next(r for r in plan.resources if r.name == name)


VM = """
  - name: web
    type: compute.vm
    properties: {subnet: "${one.id}", vcpu: "${var.size}", memory_gb: 4}
"""


def test_a_satellite_gives_way_to_a_resource_of_the_users_own():
    body = (
        '  - {name: two, type: network.subnet, properties: {network: "${net.id}",'
        " cidr: 10.0.2.0/24, public: true}}\n  - {name: two_routes, type: storage.bucket}\n"
    )
    plan = plan_of(body)
    assert made(plan, "two_routes").type == "aws_s3_bucket"
    assert made(plan, "two_routes_own").design == "two"


def test_the_primary_keeps_the_name_and_every_piece_names_its_design_and_line():
    plan = plan_of(VM, "azure")
    pieces = {str(r.address): r.position.line for r in plan.resources if r.design == "web"}
    assert pieces == {
        "azurerm_network_interface.web_nic": 16,
        "azurerm_linux_virtual_machine.web": 16,
    }


def test_azure_gets_one_resource_group_and_everything_stands_in_it():
    plan = plan_of(VM + "  - {name: box, type: storage.bucket}\n", "azure")
    groups = [r for r in plan.resources if r.type == "azurerm_resource_group"]
    assert [g.attributes["name"] for g in groups] == ["demo"]
    assert made(plan, "box").attributes["location"] == "westeurope"
    assert Ref("azurerm_resource_group.resource_group", "name") in made(plan, "box").references


def test_a_resource_group_of_the_users_own_is_used():
    own = (
        "  - {name: rg, type: azurerm_resource_group,"
        " properties: {name: mine, location: westeurope}}\n"
    )
    plan = plan_of(own + "  - {name: box, type: storage.bucket}\n", "azure")
    assert made(plan, "box").attributes["resource_group_name"] == "mine"
    assert sum(r.type == "azurerm_resource_group" for r in plan.resources) == 1


@pytest.mark.parametrize(
    ("provider", "size"),
    [("aws", "t3a.medium"), ("azure", "Standard_B2als_v2"), ("gcp", "e2-medium")],
)
def test_a_need_becomes_the_cheapest_size_of_the_cloud(provider, size):
    attributes = made(plan_of(VM, provider), "web").attributes
    assert size in (attributes.get(k) for k in ("instance_type", "size", "machine_type"))


def test_a_variable_given_by_hand_decides_the_size():
    web = made(plan_of(VM, variables={"size": "8"}), "web")
    assert web.attributes["instance_type"] == "t3a.2xlarge"


def test_a_variable_stays_a_variable_in_what_is_passed_through():
    box = '  - {name: box, type: storage.bucket, properties: {name: "${var.prefix}-files"}}\n'
    bucket = made(plan_of(box), "box")
    assert bucket.attributes["bucket"] == "shop-files"
    assert Ref("var.prefix") in bucket.references


def test_without_a_catalogue_of_sizes_a_need_is_an_error():
    text = HEAD.format(provider="aws", region="us-east-1") + VM
    with pytest.raises(InputError, match="no catalogue of sizes is here"):
        lower(parse_blueprint(text, file="design.yaml"), load_catalog())


def test_a_need_that_nothing_fits_names_the_largest_there_is():
    body = VM.replace("memory_gb: 4", "memory_gb: 900000")
    message = error_of(body)
    assert "design.yaml:18" in message
    assert "no size of vm in us-east-1 holds that" in message
    assert "The largest there is" in message


def test_count_makes_as_many_satellites_and_each_reads_its_own():
    body = VM.replace("type: compute.vm", "type: compute.vm\n    count: 2")
    plan = plan_of(body, "azure")
    second = next(r for r in plan.resources if str(r.address).endswith("machine.web[1]"))
    assert Ref("azurerm_network_interface.web_nic[1]", "id") in second.references
    assert second.attributes["name"] == "demo-web-1"


def test_counted_disks_are_mounted_one_to_one():
    body = VM.replace("type: compute.vm", "type: compute.vm\n    count: 2")
    body += """
  - name: extra
    type: storage.disk
    count: 2
    properties: {machine: "${web[count.index].id}"}
"""
    mounts = [r for r in plan_of(body).resources if r.type == "aws_volume_attachment"]
    targets = [{ref.target for ref in m.references} for m in mounts]
    assert "aws_instance.web[0]" in targets[0]
    assert "aws_instance.web[1]" in targets[1]


def test_an_index_of_ones_own_needs_a_count():
    body = (
        VM + '  - {name: d, type: storage.disk, properties: {machine: "${web[count.index].id}"}}\n'
    )
    assert "stands where there is no count" in error_of(body)


def test_outputs_become_native_attributes():
    body = VM + "outputs:\n  ip: ${web.private_ip}\n"
    for provider, ref in {
        "aws": Ref("aws_instance.web", "private_ip"),
        "gcp": Ref("google_compute_instance.web", "network_interface.0.network_ip"),
    }.items():
        output = plan_of(body, provider).outputs[0]
        assert output.mentions == (ref,)
        assert output.value is UNKNOWN


def test_a_property_reads_like_an_output():
    body = "outputs:\n  range: ${net.cidr}\n"
    assert plan_of(body).outputs[0].value == "10.0.0.0/16"


def test_overrides_lie_over_the_primary_and_over_satellites():
    body = """
  - name: box
    type: storage.bucket
    overrides:
      aws:
        force_destroy: true
        aws_s3_bucket_versioning: {mfa: "1 2"}
        private: {block_public_acls: false}
      azure: {access_tier: Cool}
"""
    plan = plan_of(body)
    assert made(plan, "box").attributes["force_destroy"] is True
    assert made(plan, "box_versions").attributes["mfa"] == "1 2"
    assert made(plan, "box_private").attributes["block_public_acls"] is False
    assert made(plan_of(body, "azure"), "box").attributes["access_tier"] == "Cool"


def test_a_native_size_can_be_given_by_override():
    body = VM + "    overrides: {aws: {instance_type: m7i.large}}\n"
    assert made(plan_of(body), "web").attributes["instance_type"] == "m7i.large"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("  - {name: box, type: storage.bucket, properties: {versoning: true}}\n",
         ["design.yaml:15", "has no property 'versoning'", "Did you mean 'versioning'?"]),
        ("  - {name: box, type: storage.buckett}\n", ["Did you mean 'storage.bucket'?"]),
        ("  - {name: s, type: network.subnet, properties: {cidr: 10.0.1.0/24}}\n",
         ["needs the property 'network'", "The network it divides."]),
        ("  - {name: box, type: storage.bucket, properties: {versioning: maybe}}\n",
         ["must be true or false, not maybe"]),
        ("  - {name: d, type: storage.disk, properties: {medium: tape}}\n",
         ["may not be 'tape'", "'hdd', 'ssd'"]),
        ("  - {name: d, type: storage.disk, properties: {size_gb: 0}}\n", ["must be 1 GB or more"]),
        ("  - {name: s, type: network.subnet, properties: {network: net, cidr: 10.0.1.0/24}}\n",
         ["must be a reference", "Write ${net.id}."]),
        ('  - {name: v, type: compute.vm, properties: {subnet: "${net.id}"}}\n',
         ["must name network.subnet, but 'net' is network.vpc"]),
        ('  - {name: box, type: storage.bucket}\noutputs: {x: "${box.adress}"}\n',
         ["has no output 'adress'", "Did you mean 'address'?"]),
        ("  - {name: box, type: storage.bucket, overrides: {aws: {forse_destroy: true}}}\n",
         ["nothing called 'forse_destroy'", "Did you mean 'force_destroy'?"]),
        ("  - {name: box, type: storage.bucket, overrides: {aws: {private: {blok: true}}}}\n",
         ["resource 'box' (its aws_s3_bucket_public_access_block) has no property 'blok'"]),
        ("  - {name: box, type: storage.bucket, overrides: {asw: {}}}\n",
         ["'asw' is no provider to override for", "Did you mean 'aws'?"]),
    ],
)  # fmt: skip
def test_what_is_wrong_names_the_users_resource_and_the_right_word(body, words):
    message = error_of(body)
    assert all(word in message for word in words), message


def test_an_override_that_does_not_fit_is_told_at_its_own_line():
    body = """
  - name: box
    type: storage.bucket
    overrides:
      aws:
        force_destroy: perhaps
"""
    assert "design.yaml:20" in error_of(body)


def test_what_follows_from_an_error_is_not_told_too():
    message = error_of("  - {name: s, type: network.subnet, properties: {network: '${net.id}'}}\n")
    assert message.count("needs the property") == 1


def test_a_public_subnet_leads_to_its_networks_gateway():
    body = (
        '  - {name: p, type: network.subnet, properties: {network: "${net.id}",'
        " cidr: 10.0.9.0/24, public: true}}\n"
    )
    table = made(plan_of(body), "p_routes")
    assert Ref("aws_internet_gateway.net_gateway", "id") in table.references


def test_inputs_nobody_gave_stay_unknown_and_secret():
    body = '  - {name: db, type: database.mysql, properties: {subnets: ["${one.id}"]}}\n'
    variable = next(v for v in plan_of(body, "azure").variables if v.name == "db_password")
    assert variable.value is UNKNOWN
    assert variable.sensitive
