"""Our rules over plans that terraform itself wrote, and over the bundled templates."""

import json
from pathlib import Path

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.plan.terraform_json import plan_from_json
from dharma_core.policies.check import check
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.policy_files import load_builtin_policies
from dharma_core.storage.sizes import open_sizes

PLANS = Path(__file__).parents[2] / "golden" / "plans"


def judge(plan):
    report = check(plan, load_builtin_policies(), ChildRego())
    assert report.policy_errors == ()
    return report


def real(name):
    return plan_from_json(json.loads((PLANS / name / "plan.json").read_text()), name=name)


def test_insecure_plan_is_denied_for_each_of_its_faults():
    denied = {(f.rule_id, f.address) for f in judge(real("insecure")).violations}
    assert denied >= {
        ("DH_AWS_S3_001", 'module.storage["exports"].aws_s3_bucket.this'),
        ("DH_AWS_S3_002", 'module.storage["uploads"].aws_s3_bucket.this'),
        ("DH_AWS_RDS_001", "module.database.aws_db_instance.this"),
        ("DH_AWS_RDS_002", "module.database.aws_db_instance.this"),
        ("DH_AWS_EC2_001", "aws_security_group.open"),
        ("DH_AWS_EC2_002", "aws_security_group.open"),
        ("DH_AWS_EC2_005", "aws_instance.bastion[1]"),
        ("DH_AWS_IAM_001", "aws_iam_role_policy.job_everything"),
    }


@pytest.mark.parametrize("name", ["three-tier", "platform"])
def test_careful_plan_is_not_denied(name):
    assert judge(real(name)).violations == ()


def test_keys_by_reference_are_told_from_keys_that_nobody_named():
    rules = ("DH_AWS_EC2_027", "DH_AWS_OPENSEARCH_010", "DH_AWS_BACKUP_001")
    found = [f for f in judge(real("own-keys")).findings if f.rule_id in rules]
    told = {f.address: "unknown" in f.evidence for f in found}
    assert told == {
        "aws_ebs_volume.left_out": False,
        "aws_ebs_volume.by_empty_variable": False,
        'aws_ebs_volume.by_choice["a"]': True,  # either may be what gives no key
        'aws_ebs_volume.by_choice["b"]': True,
        "aws_opensearch_domain.left_out": False,
        "aws_opensearch_domain.no_block": False,
        "module.without_key.aws_backup_vault.this": False,
    }


def test_database_password_of_a_real_plan_stays_secret():
    assert "not-a-real-password" not in json.dumps(judge(real("insecure")).as_dict())


@pytest.mark.parametrize("name", load_templates())
def test_template_is_not_denied(name):
    blueprint = parse_blueprint(load_templates()[name], file=f"{name}.yaml")
    plan = lower(blueprint, load_catalog(), sizes=open_sizes())
    assert [f.message for f in judge(plan).violations] == []
