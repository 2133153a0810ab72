"""Resources that look the same to a rule are asked about once, and all of them are answered."""

import json
from dataclasses import replace

import pytest
import yaml

from dharma_core.plan import UNKNOWN, Address, Plan, make_resource
from dharma_core.plan.masking import MASKED
from dharma_core.policies.check import check
from dharma_core.policies.documents import Views
from dharma_core.policies.metadata import parse_policy
from dharma_core.policies.ports import BUILTIN, PolicySource
from dharma_core.policies.projection import Projection, project
from dharma_core.policies.relations import find_relations
from dharma_core.policies.sampling import take_sample
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.policy_files import load_builtin_policies
from tests.unit.policies.test_policy_packs import FIXTURES

OPEN = {"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}
SOURCES = load_builtin_policies()


def policy(name):
    return next(parse_policy(s) for s in SOURCES if s.file.endswith(f"/{name}.rego"))


def sample(plan, name, parameters=None):
    rule = policy(name)
    subjects = plan.of_type(*rule.rule.resource_types)
    return take_sample(subjects, rule, Views(find_relations(plan, [rule])), parameters)


def test_resources_that_differ_in_what_the_rule_never_names_are_one(plan_of):
    volumes = {f"aws_ebs_volume.v{i}": {"encrypted": False, "size": i} for i in range(5)}
    found = sample(plan_of(volumes), "aws_ebs_encryption")
    assert found.alike == {"aws_ebs_volume.v0": tuple(volumes)}
    (document,) = map(json.loads, found.documents())
    assert [c["address"] for c in document["resource_changes"]] == ["aws_ebs_volume.v0"]


def test_resources_with_other_companions_are_asked_apart(plan_of):
    plan = plan_of(
        {
            "aws_s3_bucket.a": {"bucket": "a"},
            "aws_s3_bucket.b": {"bucket": "b"},
            "aws_s3_bucket.c": {"bucket": "c"},
            "aws_s3_bucket_versioning.b": {
                "bucket": "${aws_s3_bucket.b.id}",
                "versioning_configuration": [{"status": "Enabled"}],
            },
        }
    )
    found = sample(plan, "aws_s3_versioning")
    assert sorted(found.alike.values()) == [
        ("aws_s3_bucket.a", "aws_s3_bucket.c"),
        ("aws_s3_bucket.b",),
    ]


def read_by(principal, bucket):
    statement = {
        "Effect": "Allow",
        "Principal": principal,
        "Action": "s3:GetObject",
        "Resource": f"${{aws_s3_bucket.{bucket}.arn}}/*",
    }
    return {"bucket": bucket, "policy": json.dumps({"Statement": [statement]})}


# The policies mention the buckets, so that their text is known only after apply.
TWO_POLICIES = {
    "aws_s3_bucket.a": {"bucket": "a"},
    "aws_s3_bucket.b": {"bucket": "b"},
    "aws_s3_bucket_policy.a": read_by("*", "a"),
    "aws_s3_bucket_policy.b": read_by({"AWS": "123456789012"}, "b"),
}
OPEN_BY_COMPANION = """
# METADATA
# title: Bucket is read by anybody
# custom:
#   id: DH_X_1
#   severity: high
#   group: security
#   provider: aws
#   resource_types: [aws_s3_bucket]
#   related: {aws_s3_bucket_policy: bucket}
package dharma.security.x

import data.dharma.lib.documents
import data.dharma.lib.related
import rego.v1

deny contains sprintf("%s", [address]) if some address in failing

failing := [rc.address |
	some rc in input.resource_changes
	some companion in related.of(rc, "aws_s3_bucket_policy")
	some statement in documents.allowed(companion, "policy")
	documents.anybody(statement)
]
"""


def by_companion(pack=BUILTIN):
    return PolicySource("security/aws_x.rego", OPEN_BY_COMPANION, pack)


def test_documents_of_companions_stand_by_their_address_and_tell_apart(plan_of):
    plan, rule = plan_of(TWO_POLICIES), parse_policy(by_companion())
    subjects = plan.of_type("aws_s3_bucket")
    found = take_sample(subjects, rule, Views(find_relations(plan, [rule])))
    assert len(found.chosen) == 2
    (document,) = map(json.loads, found.documents())
    assert {
        address: kept["policy"]["Statement"][0]["Principal"]
        for address, kept in document["dharma"]["decoded"].items()
    } == {"aws_s3_bucket_policy.a": "*", "aws_s3_bucket_policy.b": {"AWS": "123456789012"}}


def test_a_document_of_two_owners_is_written_once(plan_of):
    shared = read_by("*", "a") | {"bucket": "${aws_s3_bucket.a.id}${aws_s3_bucket.b.id}"}
    plan = plan_of({**dict(list(TWO_POLICIES.items())[:2]), "aws_s3_bucket_policy.s": shared})
    rule = parse_policy(by_companion("asked about each"))
    subjects = plan.of_type("aws_s3_bucket")
    (text,) = take_sample(subjects, rule, Views(find_relations(plan, [rule]))).documents()
    assert text.count('"aws_s3_bucket_policy.s": {"policy"') == 1
    assert set(json.loads(text)["dharma"]["related"]) == {"aws_s3_bucket.a", "aws_s3_bucket.b"}


def test_a_rule_reads_the_documents_of_companions(plan_of):
    library = [s for s in SOURCES if s.file.startswith("lib/")]
    report = check(plan_of(TWO_POLICIES), [*library, by_companion()], ChildRego())
    assert [f.address for f in report.findings] == ["aws_s3_bucket.a"]


def test_a_user_s_rule_reads_them_without_our_library(plan_of):
    head, _, tail = OPEN_BY_COMPANION.partition("import data.dharma.lib.documents")
    text = head + tail.partition("related\n")[2].replace(
        'related.of(rc, "aws_s3_bucket_policy")',
        "input.dharma.related[rc.address].aws_s3_bucket_policy",
    ).replace(
        'documents.allowed(companion, "policy")',
        "input.dharma.decoded[companion.address].policy.Statement",
    ).replace("documents.anybody(statement)", 'statement.Principal == "*"')
    report = check(plan_of(TWO_POLICIES), [PolicySource("x.rego", text, "mine")], ChildRego())
    assert [(f.rule_id, f.address) for f in report.findings] == [("DH_X_1", "aws_s3_bucket.a")]


def test_a_key_s_policy_is_read_at_the_key(plan_of):
    text = (
        OPEN_BY_COMPANION.replace("aws_s3_bucket_policy: bucket", "aws_kms_key_policy: key_id")
        .replace("aws_s3_bucket_policy", "aws_kms_key_policy")
        .replace("[aws_s3_bucket]", "[aws_kms_key]")
    )
    document = json.dumps({"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}}})
    plan = plan_of(
        {
            "aws_kms_key.k": {},
            "aws_kms_key.own": {},
            "aws_kms_key_policy.k": {"key_id": "${aws_kms_key.k.key_id}", "policy": document},
        }
    )
    library = [s for s in SOURCES if s.file.startswith("lib/")]
    source = PolicySource("security/aws_x.rego", text, BUILTIN)
    report = check(plan, [*library, source], ChildRego())
    assert [f.address for f in report.findings] == ["aws_kms_key.k"]


def test_rules_that_compare_resources_see_every_one_at_once(plan_of):
    subnets = {f"aws_subnet.s{i}": {"availability_zone": "us-east-1a"} for i in range(60)}
    found = sample(plan_of(subnets), "aws_nat_single_zone")
    (document,) = map(json.loads, found.documents())
    assert len(document["resource_changes"]) == 60


def test_a_rule_that_compares_has_nothing_to_ask_where_there_is_nothing(plan_of):
    assert list(sample(plan_of({}), "aws_nat_single_zone").documents()) == []


def test_of_the_tags_only_the_required_ones_are_told_apart(plan_of):
    parameters = {"required_tags": ["Owner"]}
    vpcs = {f"aws_vpc.v{i}": {"tags": {"Name": f"v{i}", "Owner": "us"}} for i in range(3)}
    assert len(sample(plan_of(vpcs), "aws_required_tags", parameters).chosen) == 1
    vpcs["aws_vpc.w"] = {"tags": {"Name": "w"}}
    assert len(sample(plan_of(vpcs), "aws_required_tags", parameters).chosen) == 2


def test_required_tags_are_told_apart_by_whether_they_are_empty(plan_of):
    parameters = {"required_tags": ["Owner"]}
    vpcs = {f"aws_vpc.v{i}": {"tags": {"Owner": owner}} for i, owner in enumerate(["us", "them"])}
    assert len(sample(plan_of(vpcs), "aws_required_tags", parameters).chosen) == 1
    vpcs["aws_vpc.w"] = {"tags": {"Owner": ""}}
    assert len(sample(plan_of(vpcs), "aws_required_tags", parameters).chosen) == 2


def test_a_rule_that_hands_on_all_values_sees_those_that_it_names(plan_of):
    groups = {f"aws_security_group.g{i}": {"ingress": [OPEN], "name": f"g{i}"} for i in range(3)}
    assert len(sample(plan_of(groups), "aws_ec2_open_admin_ports").chosen) == 1


def test_a_rule_whose_library_is_handed_all_values_sees_every_one():
    assert project([policy("azure_nsg_ssh")]).words is None
    own = replace(policy("aws_ec2_open_admin_ports").source, pack="mine")
    assert project([parse_policy(own)]).words is None


def test_a_rule_is_told_of_no_companion_that_it_does_not_look_for(plan_of):
    plan = plan_of(
        {
            "aws_s3_bucket.a": {"bucket": "a"},
            "aws_s3_bucket_versioning.a": {"bucket": "${aws_s3_bucket.a.id}"},
            "aws_s3_bucket_public_access_block.a": {"bucket": "${aws_s3_bucket.a.id}"},
        }
    )
    rule, other = policy("aws_s3_versioning"), policy("aws_s3_public_access")
    views = Views(find_relations(plan, [rule, other]))
    (text,) = take_sample(plan.of_type("aws_s3_bucket"), rule, views).documents()
    related = json.loads(text)["dharma"]["related"]
    assert list(related["aws_s3_bucket.a"]) == ["aws_s3_bucket_versioning"]


@pytest.mark.parametrize("keep", [False, True], ids=["one rule", "several rules"])
def test_a_secret_is_masked_and_an_unknown_said_for_one_rule_and_for_several(keep):
    address = Address("aws_db_instance", "a")
    values = {"password": "s3cret-word", "kms_key_id": UNKNOWN, "port": 5432}
    made = make_resource(address, values, sensitive={"password": True})
    views = Views(find_relations(Plan((made,)), []), keep=keep)
    assert views.change(made, Projection()) == {
        "after": {"password": MASKED, "port": 5432},
        "after_unknown": {"kms_key_id": True},
        "actions": ["create"],
    }
    assert views.change(made, Projection(frozenset({"port"}))) == {
        "after": {"port": 5432},
        "after_unknown": {},
    }


def test_alike_resources_all_get_their_finding(plan_of):
    groups = {f"aws_security_group.g{i}": {"ingress": [OPEN], "name": f"g{i}"} for i in range(3)}
    report = check(plan_of(groups), SOURCES, ChildRego())
    found = [f for f in report.findings if f.rule_id == "DH_AWS_EC2_001"]
    assert [f.address for f in found] == list(groups)
    assert {f.evidence["attribute"] for f in found} == {"ingress[0]"}


def test_asking_once_finds_what_asking_about_each_finds(plan_of):
    resources = {}
    for number, file in enumerate(sorted(FIXTURES.glob("*.yaml"))[::12]):  # all take two minutes
        for part in ("fire", "pass"):
            given = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)[part]
            text = json.dumps(given)
            for address in given:
                name = address.split(".")[1].split("[")[0]
                text = text.replace(f".{name}", f".{name}_{number}_{part}")
            resources |= json.loads(text)
    plan = plan_of(resources)
    each = [replace(s, pack="asked about each") for s in SOURCES]
    once, apart = (
        check(plan, sources, ChildRego(timeout_seconds=60, budget_seconds=900))
        for sources in (SOURCES, each)
    )
    assert once.policy_errors == ()
    assert told(once) == told(apart)
    assert len(told(once)) > 100


def told(report):
    return [(f.rule_id, f.address, f.message) for f in report.findings if not f.is_policy_error]
