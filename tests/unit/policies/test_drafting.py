"""A drafted policy and its test run as they are written."""

import pytest

from dharma_core.errors import DharmaError
from dharma_core.policies.drafting import PolicyWish, draft_policy
from dharma_core.policies.metadata import parse_policy
from dharma_core.policies.ports import PolicySource
from dharma_core.policies.testing import TestOutcome, run_policy_tests
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.facts import load_catalog

WISHES = [
    PolicyWish("TEAM_EBS_001", "aws_ebs_volume", "encrypted", True),
    PolicyWish("TEAM_EC2_001", "aws_instance", "metadata_options.http_tokens", "required"),
    PolicyWish("TEAM_S3_001", "aws_s3_bucket", "tags", title='Bucket is 100 % "bare": \\ tags'),
    PolicyWish("TEAM_SA_001", "azurerm_storage_account", "min_tls_version", "TLS1_2"),
    PolicyWish(
        "TEAM_SQL_001", "google_sql_database_instance",
        "settings.backup_configuration.enabled", True,
    ),
]  # fmt: skip


@pytest.mark.parametrize("wish", WISHES, ids=lambda w: w.id)
def test_a_draft_passes_its_own_tests(wish):
    made = draft_policy(wish, load_catalog())
    results = run_policy_tests(
        [PolicySource(made.file, made.text, "p")],
        [PolicySource(made.test_file, made.test_text, "p")],
        ChildRego(),
    )
    assert [(r.outcome, r.reason) for r in results] == [(TestOutcome.PASSED, "")] * 2


def test_a_draft_says_what_was_wished():
    policy = parse_policy(PolicySource("a.rego", draft_policy(WISHES[2], load_catalog()).text))
    rule = policy.rules["deny"]
    assert (rule.id, rule.title) == ("TEAM_S3_001", 'Bucket is 100 % "bare": \\ tags')
    assert (rule.severity.value, rule.resource_types) == ("medium", ("aws_s3_bucket",))


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (PolicyWish("a b", "aws_vpc", "tags"), "no id"),
        (PolicyWish("TEAM_1", "aws_vpx", "tags"), "aws_vpc"),
        (PolicyWish("TEAM_1", "aws_vpc", "cidr_blok"), "cidr_block"),
        (PolicyWish("TEAM_1", "aws_instance", "metadata_options.http_token"), "http_tokens"),
        (PolicyWish("TEAM_1", "aws_vpc", 'tags"; x'), "no attribute"),
        (PolicyWish("TEAM_1", "aws_vpc", "tags", severity="hihg"), "high"),
        (PolicyWish("TEAM_1", "aws_vpc", "tags", group="secrity"), "security"),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest(wish, says):
    with pytest.raises(DharmaError) as refusal:
        draft_policy(wish, load_catalog())
    assert says in f"{refusal.value.message} {refusal.value.next_step}"
