"""Resources that advice adds: named freely, written with references, left where it has no word."""

import pytest

from dharma_core.blueprints import dump_blueprint, lower, parse_blueprint
from dharma_core.plan import UNKNOWN, Address, Expression, Plan, Ref, make_resource
from dharma_core.recommendations import Addition, Removal, change_blueprint
from dharma_core.recommendations.additions import free_address
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes

TEXT = """
name: shop
version: 1.0.0
provider: aws
region: us-east-1
variables: {days: {type: number, default: 30}}
resources:
  - {name: files, type: aws_s3_bucket, properties: {bucket: shop-files}}
  - {name: parts, type: aws_s3_bucket, count: 2}
  - {name: media, type: storage.bucket}
  - {name: web, type: compute.vm, properties: {vcpu: 2, memory_gb: 4, subnet: "${subnet.id}"}}
  - {name: subnet, type: network.subnet, properties: {network: "${net.id}", cidr: 10.0.1.0/24}}
  - {name: net, type: network.vpc, properties: {cidr: 10.0.0.0/16}}
"""


def lowered(blueprint):
    return lower(blueprint, load_catalog(), sizes=open_sizes())


def design():
    blueprint = parse_blueprint(TEXT, file="shop.yaml")
    return blueprint, lowered(blueprint)


def addition(type_, name, attributes, *references, **parts):
    """Return an addition whose attributes at some paths are references."""
    expressions = tuple(Expression.of(path, *written) for path, *written in references)
    resource = make_resource(Address(type_, name), attributes, expressions=expressions, **parts)
    return Addition(resource)


def versions(name, target, attribute="bucket"):
    """Return an addition that versions a bucket."""
    attributes = {"bucket": UNKNOWN, "versioning_configuration": ({"status": "Enabled"},)}
    reference = (("bucket",), Ref(target, attribute))
    return addition("aws_s3_bucket_versioning", name, attributes, reference)


@pytest.mark.parametrize(
    ("target", "attribute", "written"),
    [
        ("aws_s3_bucket.files", "id", "${files.id}"),
        ("aws_s3_bucket.parts[1]", "id", "${parts[1].id}"),
        ("aws_s3_bucket.media", "bucket", "${media.bucket_name}"),
        ("aws_s3_bucket.media", "hosted_zone_id", "${media.hosted_zone_id}"),
    ],
)
def test_an_addition_mentions_what_it_serves_by_the_designs_words(target, attribute, written):
    blueprint, plan = design()
    changed, left = change_blueprint(blueprint, plan, [versions("kept", target, attribute)])
    assert left == ()
    assert changed.resource("kept").properties["bucket"] == written
    again = lowered(parse_blueprint(dump_blueprint(changed), file="shop.yaml"))
    made = again.by_address["aws_s3_bucket_versioning.kept"]
    assert [str(ref) for ref in made.references] == [f"{target}.{attribute}"]
    assert {str(r.address) for r in again} == {str(r.address) for r in plan} | {str(made.address)}


def test_a_name_that_a_resource_or_a_piece_of_one_has_gets_a_number():
    blueprint, plan = design()
    changes = [
        versions("files", "aws_s3_bucket.files"),
        versions("media_versions", "aws_s3_bucket.files"),
        versions("region", "aws_s3_bucket.files"),
    ]
    changed, _ = change_blueprint(blueprint, plan, changes)
    assert [r.name for r in changed.resources[-3:]] == ["files_2", "media_versions_2", "region_2"]


def test_additions_mention_each_other_and_fail_together():
    blueprint, plan = design()
    role = addition("aws_iam_role", "stop", {"assume_role_policy": "${aws:x}"})
    right = addition(
        "aws_iam_role_policy", "may", {"role": UNKNOWN, "policy": UNKNOWN},
        (("role",), Ref("aws_iam_role.stop", "id")),
        (("policy",), "on ", Ref("aws_s3_bucket.files", "arn"), "/*"),
        depends_on=("aws_s3_bucket.media",),
    )  # fmt: skip
    changed, left = change_blueprint(blueprint, plan, [right, role])
    assert left == ()
    assert changed.resource("may").properties == {
        "role": "${stop.id}", "policy": "on ${files.arn}/*",
    }  # fmt: skip
    assert changed.resource("may").depends_on == ("media",)
    assert changed.resource("stop").properties["assume_role_policy"] == "$${aws:x}"
    lost = addition("aws_iam_role", "stop", {"assume_role_policy": UNKNOWN})
    changed, left = change_blueprint(blueprint, plan, [right, lost])
    assert left == ("aws_iam_role.stop is added", "aws_iam_role_policy.may is added")
    assert changed.resources == blueprint.resources


@pytest.mark.parametrize(
    ("target", "attribute"),
    [
        ("aws_s3_bucket.media", "id"),  # the kind's id is the ARN on AWS
        ("aws_s3_bucket_versioning.media_versions", "id"),  # a piece that no output tells
        ("aws_s3_bucket.gone", "id"),
    ],
)
def test_what_the_design_has_no_word_for_is_left(target, attribute):
    blueprint, plan = design()
    wanted = versions("kept", target, attribute)
    changed, left = change_blueprint(blueprint, plan, [wanted])
    assert left == ("aws_s3_bucket_versioning.kept is added",)
    assert changed.resource("kept") is None


def test_an_addition_for_what_goes_at_the_same_time_is_left():
    blueprint, plan = design()
    changes = [versions("kept", "aws_s3_bucket.files"), Removal("aws_s3_bucket.files")]
    changed, left = change_blueprint(blueprint, plan, changes)
    assert left == ("aws_s3_bucket_versioning.kept is added",)
    assert changed.resource("files") is None


def test_a_form_that_the_source_does_not_tell_is_left():
    blueprint, plan = design()
    unknown = Expression(("bucket",), mentions=(Ref("aws_s3_bucket.files", "id"),))
    attributes = {"bucket": UNKNOWN}
    address = Address("aws_s3_bucket_versioning", "kept")
    wanted = Addition(make_resource(address, attributes, expressions=(unknown,)))
    assert change_blueprint(blueprint, plan, [wanted])[1] == (str(wanted),)


def test_a_variable_is_mentioned_as_such():
    blueprint, plan = design()
    attributes = {"retention_in_days": UNKNOWN}
    reference = (("retention_in_days",), Ref("var.days"))
    wanted = addition("aws_cloudwatch_log_group", "app", attributes, reference)
    changed, _ = change_blueprint(blueprint, plan, [wanted])
    assert changed.resource("app").properties["retention_in_days"] == "${var.days}"


def test_free_address_numbers_what_the_plan_or_another_addition_has():
    counted = make_resource(Address("aws_eip", "a", index=0), {})
    plan = Plan((counted,))
    assert str(free_address(plan, "aws_eip", "a", taken=["aws_eip.a_2"])) == "aws_eip.a_3"
    assert str(free_address(plan, "aws_eip", "a", module="module.x")) == "module.x.aws_eip.a"
