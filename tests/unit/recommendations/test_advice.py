"""Savings advice: what is proposed, what it saves by the price books, what it must not propose."""

from decimal import Decimal

import pytest

from dharma_core.costs.ports import price_key
from dharma_core.plan import UNKNOWN, Expression, Ref
from dharma_core.recommendations import Edit, Removal, Risk, parse_utilisation
from dharma_core.storage.price_books import open_price_book

BOOK = open_price_book()


def hourly(what, region="us-east-1", provider="aws", **attributes):
    return BOOK.find(price_key((provider, region), what, **attributes)).unit_price


def user(make, where, attribute, target):
    """Return a resource that mentions another one."""
    expression = Expression.of((attribute,), Ref(target, "id"))
    return make(where, {attribute: UNKNOWN}, expressions=(expression,))


def ec2(name):
    return hourly("ec2/instance", instance_type=name, os="linux")


def test_gp2_becomes_gp3_and_saves_the_difference_a_gb(make, advice):
    volume = make("aws_ebs_volume.data", {"type": "gp2", "size": 500})
    found = advice(
        volume, user(make, "aws_volume_attachment.a", "volume_id", "aws_ebs_volume.data")
    )
    (one,) = found.values()
    assert one.id == "volume-generation:aws_ebs_volume.data"
    assert one.monthly_saving == 10  # 500 GB x (0.10 - 0.08)
    assert one.yearly_saving == 120
    assert one.proposal.risk is Risk.LOW
    assert one.proposal.changes == (Edit("aws_ebs_volume.data", ("type",), "gp3"),)


def test_a_root_disk_is_found_inside_its_machine(make, advice):
    disk = ({"volume_type": "gp2", "volume_size": 100},)
    machine = {"instance_type": "t4g.micro", "root_block_device": disk}
    found = advice(make("aws_instance.web", machine))
    one = found["volume-generation:aws_instance.web"]
    assert one.monthly_saving == 2
    assert one.proposal.changes[0].path == ("root_block_device", 0, "volume_type")


def test_a_newer_generation_and_the_arm_twin_save_what_the_book_says(make, advice):
    found = advice(make("aws_instance.web", {"instance_type": "m4.large"}))
    newer = found["newer-generation:aws_instance.web"]
    assert newer.monthly_saving == 730 * (ec2("m4.large") - ec2("m5.large"))
    assert newer.proposal.title == "Use m5.large instead of m4.large"
    found = advice(make("aws_instance.web", {"instance_type": "m5.large"}))
    arm = found["arm:aws_instance.web"]
    assert arm.monthly_saving == 730 * (ec2("m5.large") - ec2("m6g.large"))
    assert arm.proposal.risk is Risk.HIGH


def test_a_managed_database_runs_on_arm_at_low_risk(make, advice):
    database = {"engine": "postgres", "instance_class": "db.m5.large", "allocated_storage": 20}
    found = advice(make("aws_db_instance.main", database))
    assert found["arm:aws_db_instance.main"].proposal.risk is Risk.LOW
    assert found["arm:aws_db_instance.main"].monthly_saving > 0


def test_a_size_that_is_dearer_or_not_sold_there_is_no_advice(make, advice):
    found = advice(make("aws_instance.web", {"instance_type": "t4g.micro"}))
    assert found == {}
    elsewhere = make("aws_instance.far", {"instance_type": "m5.nano9"})
    assert "arm:aws_instance.far" not in advice(elsewhere)


AZURE = {"size": "Standard_D4s_v3", "location": "eastus"}
GOOGLE = {"machine_type": "n2-standard-4", "zone": "us-central1-a"}


@pytest.mark.parametrize(
    ("where", "attributes"),
    [("azurerm_linux_virtual_machine.a", AZURE), ("google_compute_instance.a", GOOGLE)],
)
def test_machines_of_the_other_clouds_have_successors_too(make, advice, where, attributes):
    found = advice(make(where, attributes), region="")
    assert any(id_.startswith(("newer-generation", "arm")) for id_ in found)
    assert all(one.monthly_saving > 0 for one in found.values() if one.monthly_saving is not None)


def test_a_machine_is_made_as_small_as_its_peak_allows(make, advice):
    use = parse_utilisation("aws_instance.*: {cpu_percent: 15, memory_percent: 20}", file="use.yml")
    found = advice(make("aws_instance.web", {"instance_type": "m5.2xlarge"}), utilisation=use)
    one = found["right-size:aws_instance.web"]
    # 8 vCPUs x 15/80 = 1.5; 32 GB x 20/90 = 7.1: the cheapest x86 machine with 2 vCPUs and 8 GB
    assert "60 % of 2 (limit 80 %) vCPUs and 80 % of 8 (limit 90 %)" in one.proposal.why
    assert one.monthly_saving > 200
    busy = parse_utilisation("aws_instance.web: {cpu_percent: 79, memory_percent: 85}", file="u")
    found = advice(make("aws_instance.web", {"instance_type": "m5.2xlarge"}), utilisation=busy)
    assert all(one.monthly_saving > 0 for id_, one in found.items() if id_.startswith("right-size"))
    assert "right-size:aws_instance.web" not in advice(
        make("aws_instance.web", {"instance_type": "m5.2xlarge"})
    )


def test_what_nothing_uses_goes_and_what_is_used_stays(make, advice):
    volume = make("aws_ebs_volume.old", {"type": "gp3", "size": 100})
    gateway = user(make, "aws_nat_gateway.out", "allocation_id", "aws_eip.out")
    found = advice(volume, make("aws_eip.out"), make("aws_eip.lost"), gateway)
    assert found["idle-part:aws_ebs_volume.old"].monthly_saving == 8
    assert found["idle-part:aws_ebs_volume.old"].proposal.changes == (
        Removal("aws_ebs_volume.old"),
    )
    assert found["idle-part:aws_eip.lost"].monthly_saving == Decimal("3.65")
    assert "idle-part:aws_eip.out" not in found
    assert "idle-part:aws_nat_gateway.out" in found  # no route leads to it
    assert "snapshot first" in found["idle-part:aws_ebs_volume.old"].proposal.why


def test_an_address_that_says_what_it_serves_is_not_idle(make, advice):
    served = make("aws_eip.a", {"instance": "i-0123"})
    computed = user(make, "aws_eip.b", "instance", "aws_instance.web")
    assert not [id_ for id_ in advice(served, computed) if id_.startswith("idle-part")]


def test_logs_kept_for_ever_are_told_without_a_figure(make, advice):
    found = advice(make("aws_cloudwatch_log_group.app", {"retention_in_days": 0}))
    one = found["log-retention:aws_cloudwatch_log_group.app"]
    assert (one.monthly_saving, one.yearly_saving) == (None, None)
    assert advice(make("aws_cloudwatch_log_group.app", {"retention_in_days": 30})) == {}


def test_a_cheaper_class_pays_for_what_is_rarely_read_only(make, advice):
    bucket = make("google_storage_bucket.b", {"location": "us-central1"})
    kept = """
version: 0.1
resource_usage:
  google_storage_bucket.b: {storage_gb: 10000, monthly_data_retrieval_gb: %s}
"""
    rarely = advice(bucket, region="us-central1", usage=kept % 0)
    often = advice(bucket, region="us-central1", usage=kept % 100000)
    if rarely:  # Google's meters are there
        assert rarely["storage-class:google_storage_bucket.b"].monthly_saving > 0
        assert "storage-class:google_storage_bucket.b" not in often


def test_private_subnets_reach_s3_and_dynamodb_without_the_gateway(make, advice):
    table = user(make, "aws_route_table.private", "vpc_id", "aws_vpc.main")
    route = user(make, "aws_route.out", "nat_gateway_id", "aws_nat_gateway.out")
    parts = (make("aws_vpc.main"), table, route, make("aws_nat_gateway.out"))
    one = advice(*parts)["nat-endpoint:aws_nat_gateway.out"]
    assert one.monthly_saving is None
    made = [c.resource for c in one.proposal.changes]
    assert [r.attributes["service_name"] for r in made] == [
        "com.amazonaws.us-east-1.s3", "com.amazonaws.us-east-1.dynamodb",
    ]  # fmt: skip
    assert {str(ref) for r in made for ref in r.references}
    endpoints = (
        make(f"aws_vpc_endpoint.{s}", {"service_name": f"com.amazonaws.us-east-1.{s}"})
        for s in ("s3", "dynamodb")
    )
    assert "nat-endpoint:aws_nat_gateway.out" not in advice(*parts, *endpoints)


def test_an_endpoint_of_another_kind_that_has_the_name_stands_in_nobodys_way(make, advice):
    table = user(make, "aws_route_table.private", "vpc_id", "aws_vpc.main")
    parts = (make("aws_vpc.main"), table, make("aws_nat_gateway.out"))
    named = make("aws_vpc_endpoint.main_s3", {"service_name": UNKNOWN})
    one = advice(*parts, named)["nat-endpoint:aws_nat_gateway.out"]
    assert [c.address for c in one.proposal.changes] == [
        "aws_vpc_endpoint.main_s3_2", "aws_vpc_endpoint.main_dynamodb",
    ]  # fmt: skip


def test_a_commitment_is_proposed_above_a_hundred_dollars_a_month(make, advice):
    large = advice(make("aws_instance.db", {"instance_type": "m5.4xlarge"}))
    one = large["commitment:aws_instance.db"]
    assert one.proposal.assumed
    assert one.proposal.changes == ()
    assert one.monthly_saving == 730 * ec2("m5.4xlarge") * Decimal("0.41")
    assert "by month 8" in one.proposal.why  # 12 x 0.59 = 7.1 months
    upfront = f"${12 * 730 * ec2('m5.4xlarge') * Decimal('0.59'):,.2f} upfront"
    assert one.proposal.why.startswith("Bought in the account, not in the design: ")
    assert f"for 1 x Instance usage (Linux/UNIX, on-demand, m5.4xlarge) at {upfront}" in (
        one.proposal.why
    )
    small = advice(make("aws_instance.db", {"instance_type": "t3.medium"}))
    assert "commitment:aws_instance.db" not in small


def test_spot_is_proposed_only_for_what_may_be_taken_away(make, advice):
    machine = make("aws_instance.batch", {"instance_type": "m5.large"})
    assert "spot:aws_instance.batch" not in advice(machine)
    found = advice(machine, interruptible=True)
    assert found["spot:aws_instance.batch"].proposal.risk is Risk.HIGH


@pytest.mark.parametrize(
    ("tags", "name", "told"),
    [
        ({"Environment": "Staging"}, "shop", True),
        ({"environment": "production"}, "shop-dev", False),
        ({}, "shop-dev", True),
        ({}, "developers", False),
    ],
)
def test_only_what_is_not_for_production_gets_a_schedule(make, advice, tags, name, told):
    found = advice(make("aws_instance.a", {"instance_type": "m5.large", "tags": tags}), name=name)
    one = found.get("schedule:aws_instance.a")
    assert (one is not None) is told
    if told:
        assert one.proposal.assumed
        assert one.monthly_saving == 730 * ec2("m5.large") * (1 - Decimal(60) / 168)


def test_the_largest_saving_comes_first_and_unknown_ones_last(make, advice):
    found = advice(
        make("aws_cloudwatch_log_group.app"),
        make("aws_ebs_volume.small", {"type": "gp3", "size": 10}),
        make("aws_ebs_volume.large", {"type": "gp3", "size": 1000}),
    )
    assert list(found) == [
        "idle-part:aws_ebs_volume.large",
        "idle-part:aws_ebs_volume.small",
        "log-retention:aws_cloudwatch_log_group.app",
    ]
