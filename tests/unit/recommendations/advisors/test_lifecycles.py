"""Old objects in a cheaper class: what that saves by the usage given, and the rule that does it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dharma_core.blueprints import dump_blueprint, lower, parse_blueprint
from dharma_core.plan import UNKNOWN, Address, Expression, Ref, freeze, make_resource, thaw
from dharma_core.recommendations import Addition, Edit, change_blueprint
from dharma_core.recommendations.advisors.lifecycles import move_old_objects
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes

USAGE = """
version: 0.1
resource_type_default_usage:
  aws_s3_bucket:
    standard: {{storage_gb: {gb}, monthly_tier_1_requests: 10000, monthly_tier_2_requests: {reads}}}
  google_storage_bucket:
    {{storage_gb: {gb}, monthly_class_a_operations: 10000, monthly_class_b_operations: {reads}}}
  azurerm_storage_account:
    {{storage_gb: {gb}, monthly_write_operations: 10000, monthly_read_operations: {reads}}}
"""
AWS, GCP = "storage-lifecycle:aws_s3_bucket.b", "storage-lifecycle:google_storage_bucket.b"
AZURE = "storage-lifecycle:azurerm_storage_account.b"
ACCOUNT = {"account_tier": "Standard", "account_replication_type": "LRS", "location": "eastus"}


def usage(gb=10_000, reads=10_000):
    return USAGE.format(gb=gb, reads=reads)


def rules_of(bucket, *rules, name="r"):
    """Return the lifecycle configuration of a bucket."""
    reference = Expression.of(("bucket",), Ref(bucket, "id"))
    attributes = {"bucket": UNKNOWN, "rule": rules}
    address = Address("aws_s3_bucket_lifecycle_configuration", name)
    return make_resource(address, attributes, expressions=(reference,))


def test_what_is_stored_long_and_read_rarely_goes_to_infrequent_access(make, advice):
    one = advice(make("aws_s3_bucket.b"), usage=usage())[AWS]
    # 10,000 objects of 1 MB a month: 9.765625 GB are new, 9,990.234375 GB are old
    # 9,990.234375 x (0.023 - 0.0125) = 104.8974609375; 10 x 0.01 to move, 10 x (0.001 - 0.0004)
    # to ask, 9.765625 x 0.01 to retrieve: 0.20365625 more
    assert one.monthly_saving == Decimal("104.6938046875")
    assert one.proposal.title == "Move objects to STANDARD_IA after 30 days"
    assert one.proposal.assumed
    assert "objects of 1 MB, which is an assumption" in one.proposal.why


def test_what_is_read_often_or_never_grows_old_stays(make, advice):
    bucket = make("aws_s3_bucket.b")
    # 8,000,000 reads: 7,812.5 GB x 0.01 and 8,000 x 0.0006 of the 104.7974609375 that it saves
    often = advice(bucket, usage=usage(reads=8_000_000))[AWS]
    assert often.monthly_saving == Decimal("21.8724609375")
    assert AWS not in advice(bucket, usage=usage(reads=12_000_000))
    assert AWS not in advice(bucket, usage=usage(gb=5))  # all of it is newer than 30 days


def test_tiering_watches_each_object_and_keeps_what_is_read(make, site):
    place = site(make("aws_s3_bucket.b"), usage=usage())
    lifecycles = thaw(place.facts.lifecycles)
    del lifecycles["types"]["aws_s3_bucket"]["classes"][1:]
    facts = replace(place.facts, lifecycles=freeze(lifecycles))
    (one,) = move_old_objects(replace(place, facts=facts))
    # 10,230,000 old objects of 1 MB, of which 10,000 are read: 9,980.46875 GB x 0.0105, less
    # 10 x 0.01 to move and 10,230 x 0.0025 to watch
    assert one.monthly_saving == Decimal("79.119921875")


def test_without_usage_the_saving_is_unknown_and_reading_stays_free_of_charge(make, advice):
    one = advice(make("aws_s3_bucket.b"))[AWS]
    assert one.monthly_saving is None
    assert not one.proposal.assumed
    assert one.proposal.title == "Move objects to INTELLIGENT_TIERING after 30 days"
    (change,) = one.proposal.changes
    assert change.address == "aws_s3_bucket_lifecycle_configuration.b_ageing"
    assert [str(ref) for ref in change.resource.references] == ["aws_s3_bucket.b.bucket"]
    half = "version: 0.1\nresource_usage: {aws_s3_bucket.b: {standard: {storage_gb: 5000}}}"
    assert advice(make("aws_s3_bucket.b"), usage=half)[AWS].monthly_saving is None


def test_rules_that_there_are_stay_before_the_new_one(make, advice):
    rule = {
        "id": "old", "status": "Enabled", "filter": ({"prefix": ""},), "prefix": "",
        "expiration": ({"days": 90, "date": None},), "transition": (), "etag": UNKNOWN,
    }  # fmt: skip
    parts = (make("aws_s3_bucket.b"), rules_of("aws_s3_bucket.b", rule))
    (change,) = advice(*parts)[AWS].proposal.changes
    assert isinstance(change, Edit)
    assert change.address == "aws_s3_bucket_lifecycle_configuration.r"
    assert change.value[0] == {
        "id": "old",
        "status": "Enabled",
        "filter": ({"prefix": ""},),
        "expiration": ({"days": 90},),
    }
    assert change.value[1]["transition"][0]["storage_class"] == "INTELLIGENT_TIERING"


MOVING = ({"id": "m", "status": "Enabled", "transition": ({"storage_class": "GLACIER"},)},)


@pytest.mark.parametrize(
    ("attributes", "rules"),
    [({}, MOVING), ({"lifecycle_rule": MOVING}, None), ({}, UNKNOWN)],
    ids=["beside", "inline", "unknown"],
)
def test_a_bucket_whose_objects_move_or_may_move_gets_no_advice(make, advice, attributes, rules):
    parts = [make("aws_s3_bucket.b", attributes)]
    if rules is UNKNOWN:
        parts.append(rules_of("aws_s3_bucket.b").with_attributes({"rule": UNKNOWN}))
    elif rules:
        parts.append(rules_of("aws_s3_bucket.b", *rules))
    assert AWS not in advice(*parts)


def test_each_of_several_buckets_gets_a_rule_of_its_own(advice):
    counted = [make_resource(Address("aws_s3_bucket", "b", index=n), {}) for n in range(2)]
    named = make_resource(Address("aws_s3_bucket", "b_0"), {})
    found = advice(*counted, named).values()
    added = [one.proposal.changes[0].address for one in found if "lifecycle" in one.id]
    assert len(set(added)) == len(added) == 3


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ({}, True),
        ({"storage_class": "COLDLINE"}, False),
        ({"autoclass": ({"enabled": True},)}, False),
        ({"lifecycle_rule": ({"action": ({"storage_class": "NEARLINE"},)},)}, False),
        ({"lifecycle_rule": ({"action": ({"type": "Delete"},)},)}, True),
    ],
    ids=["plain", "cold", "autoclass", "moving", "deleting"],
)
def test_a_bucket_of_google_gets_the_rule_in_itself(make, advice, attributes, told):
    bucket = make("google_storage_bucket.b", {"location": "us-central1", **attributes})
    one = advice(bucket, usage=usage()).get(GCP)
    assert (one is not None) is told
    if told:
        # 9,990.234375 x (0.02 - 0.01); 1 x 0.1 to move, 1 x (0.01 - 0.004), 9.765625 x 0.01
        assert one.monthly_saving == Decimal("99.6986875")
        assert one.proposal.changes[0].path == ("lifecycle_rule",)
        assert one.proposal.changes[0].value[-1]["action"][0]["storage_class"] == "NEARLINE"


def test_an_account_of_azure_gets_a_policy_beside_it(make, advice):
    one = advice(make("azurerm_storage_account.b", ACCOUNT), region="eastus", usage=usage())[AZURE]
    assert one.monthly_saving > 0
    (change,) = one.proposal.changes
    assert isinstance(change, Addition)
    assert [str(ref) for ref in change.resource.references] == ["azurerm_storage_account.b.id"]
    cool = make("azurerm_storage_account.b", {**ACCOUNT, "access_tier": "Cool"})
    assert AZURE not in advice(cool, region="eastus", usage=usage())


DESIGN = """
name: shop
version: 1.0.0
provider: {provider}
region: {region}
resources:
  - {{name: b, type: storage.bucket, properties: {{versioning: {versioning}}}}}
"""
CARRIERS = {
    "aws": ("aws_s3_bucket_lifecycle_configuration", "rule"),
    "azure": ("azurerm_storage_management_policy", "rule"),
    "gcp": ("google_storage_bucket", "lifecycle_rule"),
}
PLACES = {"aws": "us-east-1", "azure": "eastus", "gcp": "us-central1"}


@pytest.mark.parametrize("versioning", ["true", "false"], ids=["with-rules", "without-rules"])
@pytest.mark.parametrize("provider", PLACES)
def test_a_portable_bucket_keeps_its_rules_and_gets_the_new_one(site, provider, versioning):
    text = DESIGN.format(provider=provider, region=PLACES[provider], versioning=versioning)
    blueprint = parse_blueprint(text, file="shop.yaml")
    plan = lower(blueprint, load_catalog(), sizes=open_sizes())
    (one,) = move_old_objects(site(*plan.resources, region=plan.region))
    changed, left = change_blueprint(blueprint, plan, one.changes)
    assert left == ()
    written = parse_blueprint(dump_blueprint(changed), file="shop.yaml")
    again = lower(written, load_catalog(), sizes=open_sizes())
    carrier, attribute = CARRIERS[provider]
    (rules,) = (r.attributes[attribute] for r in again.of_type(carrier))
    assert len(rules) == (2 if versioning == "true" else 1)
    assert not list(move_old_objects(site(*again.resources, region=plan.region)))
