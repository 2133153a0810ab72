"""Which values of a state are another resource's id: by the catalogue, else by their own look."""

from __future__ import annotations

import pytest

from dharma_core.importers.state_references import with_references
from dharma_core.plan import Address, Catalog, make_resource
from dharma_core.storage.facts import load_catalog

VOLUME = "vol-0123456789abcdef0"


def one(type_, attributes, *needs):
    return make_resource(Address(type_, "a"), attributes, depends_on=needs)


def references(*resources, catalog=None):
    found = with_references(resources, catalog or Catalog({}))[-1]
    return {e.path: str(e.parts[0]) for e in found.expressions}


@pytest.mark.parametrize(
    ("identity", "value"),
    [
        ("id", VOLUME),
        ("arn", "arn:aws:ec2:eu-west-1:1:volume/x"),
        ("self_link", "https://www.googleapis.com/compute/v1/projects/p/zones/z/disks/d"),
    ],
)
def test_a_value_that_only_a_cloud_gives_is_a_reference_without_any_relation(identity, value):
    disk = one("aws_ebs_volume", {identity: value})
    snapshot = one(
        "aws_ebs_snapshot", {"volume_id": value, "inner": [{"v": value}]}, str(disk.address)
    )

    assert references(disk, snapshot) == {
        ("volume_id",): f"aws_ebs_volume.a.{identity}",
        ("inner", 0, "v"): f"aws_ebs_volume.a.{identity}",
    }


def test_nothing_is_read_into_what_the_state_names_no_dependency_for():
    disk = one("aws_ebs_volume", {"id": VOLUME})

    assert references(disk, one("aws_ebs_snapshot", {"volume_id": VOLUME})) == {}


def test_a_name_that_somebody_chose_is_no_id():
    logs = one("aws_cloudwatch_log_group", {"id": "orders"})
    queue = one("aws_sqs_queue", {"name": "orders"}, str(logs.address))

    assert references(logs, queue) == {}


def test_its_own_id_and_what_the_provider_reports_are_no_references():
    disk = one("aws_ebs_volume", {"id": VOLUME, "arn": "arn:aws:ec2:eu-west-1:1:volume/x"})
    given = {"id": VOLUME, "arn": "arn:aws:ec2:eu-west-1:1:volume/x", "volume_id": VOLUME}
    snapshot = one("aws_ebs_snapshot", given, str(disk.address))

    assert set(references(disk, snapshot, catalog=load_catalog())) == {("volume_id",)}


def test_what_the_catalogue_knows_is_told_in_its_words_and_once():
    address = one("google_compute_global_address", {"id": "projects/p/a", "address": "203.0.113.9"})
    rule = one(
        "google_compute_global_forwarding_rule", {"ip_address": "203.0.113.9"}, str(address.address)
    )

    found = references(address, rule, catalog=load_catalog())

    assert found == {("ip_address",): "google_compute_global_address.a.address"}
