"""A whole check: our rules and users' own, bad files beside good ones, unknowns and secrets."""

from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from dharma_core.plan import UNKNOWN, Address, Plan, make_resource
from dharma_core.policies.check import check, list_rules
from dharma_core.policies.findings import Effect, Severity
from dharma_core.policies.ports import PolicySource, RegoProblem, RegoResult
from dharma_core.provenance import Position
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.policy_files import load_builtin_policies, load_policy_folder

CLASSIC = Path(__file__).parent / "fixtures" / "classic"

OPEN_DATABASE = make_resource(
    Address("aws_db_instance", "db"),
    {"publicly_accessible": True, "storage_encrypted": True, "password": "hunter2"},
    position=Position("main.tf", 12),
    sensitive={"password": True},
)


def policy(text: str, name: str = "mine.rego") -> PolicySource:
    return PolicySource(name, text, "mine")


def run(plan, *sources):
    return check(plan, sources, ChildRego(timeout_seconds=3))


def test_classic_denies_and_warn_run_as_they_are(plan_of):
    plan = plan_of(yaml.safe_load((CLASSIC / "insecure.yaml").read_text()))
    report = run(plan, *load_policy_folder(CLASSIC))
    assert report.policy_errors == ()
    assert sorted((f.effect.value, f.address, f.message) for f in report.findings) == [
        (
            "deny",
            "aws_db_instance.public",
            "RDS instance 'aws_db_instance.public' must not be public",
        ),
        (
            "deny",
            'aws_s3_bucket.each["eu"]',
            'S3 bucket aws_s3_bucket.each["eu"] has no encryption',
        ),
        ("deny", "aws_s3_bucket.open", "S3 bucket aws_s3_bucket.open has no encryption"),
        (
            "warn",
            'aws_s3_bucket.each["eu"]',
            'aws_s3_bucket.each["eu"]: tags missing: CostCenter, Owner',
        ),
    ]
    assert not report.passed


STYLES = {
    "old partial set": 'deny[msg] { input.resource_changes[_].type == "aws_vpc"; msg := "no" }',
    "old object": 'violation[{"msg": m, "details": {}}] { m := "no" }',
    "named rule": 'deny_networks[msg] { msg := "no" }',
    "new set": 'deny contains msg if msg := "no"',
    "new object": 'deny contains {"msg": "no"} if true',
    "array": 'deny := ["no"]',
    "text": 'deny := "no" if input.resource_changes',
    "computed text": 'deny contains msg if msg := sprintf("%s", [lower("NO")])',
    "helper function": 'deny[msg] { is_vpc(input.resource_changes[0]); msg := "no" }\n'
    'is_vpc(r) { r.type == "aws_vpc" }',
    "renamed input": "import input as plan\n"
    'deny[msg] { plan.planned_values.root_module.resources[_].type == "aws_vpc"; msg := "no" }',
    "else": 'deny[msg] { msg := word(1) }\nword(x) = "yes" { x > 1 } else = "no" { true }',
    "comprehension": "deny[msg] { found := {t | t := input.resource_changes[_].type}\n"
    'found["aws_vpc"]; msg := "no" }',
    "walk": 'deny[msg] { walk(input, [path, value]); value == "aws_vpc"; msg := "no" }',
    "every": 'deny contains "no" if { every r in input.resource_changes { r.type == "aws_vpc" } }',
    "with": 'deny contains "no" if { odd with input as {"n": 3} }\nodd if input.n == 3',
    "default": 'default deny := false\ndeny := ["no"] if input.resource_changes',
    "true": '# METADATA\n# title: "no"\ndeny if count(input.resource_changes) == 1',
}


@pytest.mark.parametrize("rule", STYLES.values(), ids=STYLES)
def test_every_style_of_deny_gives_its_message(rule, plan_of):
    report = run(plan_of({"aws_vpc.v": {}}), policy(f"package main\n{rule}"))
    assert [(f.effect, f.message) for f in report.findings] == [(Effect.DENY, "no")]


def test_message_keeps_its_quotation_marks(plan_of):
    text = 'package main\ndeny contains msg if msg := sprintf("say \\"%s\\" %s", ["a", upper("b")])'
    assert run(plan_of({"aws_vpc.v": {}}), policy(text)).findings[0].message == 'say "a" B'


def test_message_with_a_quoting_verb_is_written_in_quotes(plan_of):
    text = 'package main\ndeny contains msg if msg := sprintf("tag %q is missing", ["Owner"])'
    (finding,) = run(plan_of({"aws_vpc.v": {}}), policy(text)).findings
    assert finding.message == "tag 'Owner' is missing"


def test_evidence_is_the_block_that_is_wrong_and_not_the_first(plan_of):
    rules = [
        {"from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"], "description": "web"},
        {"from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"], "description": "shell"},
    ]
    report = run(plan_of({"aws_security_group.g": {"ingress": rules}}), *load_builtin_policies())
    found = {f.rule_id: f.evidence for f in report.findings}["DH_AWS_EC2_001"]
    assert (found["attribute"], found["value"]["description"]) == ("ingress[1]", "shell")


def test_finding_takes_its_place_from_the_resource_that_the_message_names():
    text = 'package main\ndeny contains msg if msg := "aws_db_instance.db, is open."'
    (finding,) = run(Plan((OPEN_DATABASE,)), policy(text)).findings
    assert (finding.address, finding.position) == ("aws_db_instance.db", Position("main.tf", 12))
    assert (finding.rule_id, finding.severity) == ("mine.deny", Severity.HIGH)


def test_finding_names_no_resource_when_its_message_names_none():
    text = 'package main\nwarn contains msg if msg := "aws_db_instance.other"'
    assert run(Plan((OPEN_DATABASE,)), policy(text)).findings[0].address == ""


def test_metadata_above_a_rule_gives_severity_and_title():
    text = (
        "package main\n# METADATA\n# title: Mine\n# custom:\n#   severity: CRITICAL\n"
        '#   group: cost\nwarn[m] { m := "x" }\ndeny[m] { m := "y" }'
    )
    warn, deny = sorted(run(Plan(()), policy(text)).findings, key=lambda f: f.effect, reverse=True)
    assert (warn.severity, warn.title, warn.group) == (Severity.CRITICAL, "Mine", "cost")
    assert (deny.severity, deny.title) == (Severity.HIGH, "mine: deny")


BAD = {
    "syntax": ("package b\ndeny contains x if {\n x := 1\n}}", 4),
    "environment": ("package b\ndeny contains x if x := opa.runtime()", 2),
    "no package": ("deny contains 1 if true", 1),
    "metadata": ("# METADATA\n# title: [\npackage b\ndeny contains 1 if true", None),
    "severity": ("# METADATA\n# custom:\n#   severity: hihg\npackage b\ndeny[1] { true }", 1),
    "group": ("# METADATA\n# custom:\n#   group: costs\npackage b\ndeny[1] { true }", 1),
    "misspelt rule name": ("package b\ndenny contains 1 if true", None),
    "endless": ('package b\ndeny[1] { regex.match("^(a+)+$", "%sb") }' % ("a" * 40), None),
}


@pytest.mark.parametrize(("text", "line"), BAD.values(), ids=BAD)
def test_bad_policy_is_a_finding_and_the_others_report(text, line):
    report = run(Plan((OPEN_DATABASE,)), policy(text, "bad.rego"), *load_builtin_policies())
    (error,) = report.policy_errors
    assert error.rule_id == "policy_error"
    assert error.position.file == "bad.rego"
    assert line in (None, error.position.line)
    assert "DH_AWS_RDS_001" in {f.rule_id for f in report.findings}
    assert not report.passed


def test_two_files_with_the_same_package_and_rule_keep_their_findings_apart():
    one = policy('package main\ndeny contains "one" if true', "one.rego")
    two = policy('package main\ndeny contains "two" if true', "two.rego")
    report = run(Plan(()), one, two)
    assert sorted((f.rule_id, f.message) for f in report.findings) == [
        ("one.deny", "one"),
        ("two.deny", "two"),
    ]


def test_files_of_one_package_share_their_helpers():
    helper = policy('package main\ndeny contains "h" if true\nis_big(x) if x > 1', "helper.rego")
    user = policy('package main\ndeny contains "big" if is_big(3)', "user.rego")
    report = run(Plan(()), helper, user)
    assert sorted(f.message for f in report.findings) == ["big", "h"]


def test_fault_in_a_library_is_told_of_the_policy_that_needs_it():
    library = policy("package lib.a\nf(x) := opa.runtime()", "lib.rego")
    user = policy("package main\nimport data.lib.a\ndeny contains x if x := a.f(1)", "user.rego")
    (error,) = run(Plan(()), library, user).policy_errors
    assert str(error.position) == "lib.rego:2"
    assert "needed by user.rego" in error.message


def test_parameters_say_which_tags_are_required(plan_of):
    plan = plan_of({"aws_vpc.v": {"tags": {"Team": "a"}}})
    report = check(
        plan, load_builtin_policies(), ChildRego(), parameters={"required_tags": ["Team"]}
    )
    assert "DH_AWS_TAGS_001" not in {f.rule_id for f in report.findings}


def test_secrets_never_reach_a_policy_or_a_finding():
    text = (
        "package main\ndeny[msg] { resource := input.resource_changes[_]\n"
        'msg := sprintf("%v", [resource.change.after]) }'
    )
    report = run(Plan((OPEN_DATABASE,)), policy(text), *load_builtin_policies())
    assert "hunter2" not in str(report.as_dict())
    assert "(sensitive value)" in str(report.as_dict())


def test_policies_see_related_resources_references_and_decoded_documents(plan_of):
    plan = plan_of(
        {
            "aws_s3_bucket.b": {"bucket": "b"},
            "aws_s3_bucket_policy.p": {"bucket": "${aws_s3_bucket.b.id}", "policy": '{"V": 1}'},
        }
    )
    text = (
        "package main\ndeny contains target if "
        'some target in input.dharma.references["aws_s3_bucket_policy.p"].bucket\n'
        'deny contains "1" if input.dharma.decoded["aws_s3_bucket_policy.p"].policy.V == 1'
    )
    report = run(plan, policy(text))
    assert sorted(f.message for f in report.findings) == ["1", "aws_s3_bucket.b"]


def test_unknown_value_is_never_a_silent_pass():
    database = make_resource(
        Address("aws_db_instance", "db"),
        {"publicly_accessible": UNKNOWN, "storage_encrypted": UNKNOWN},
    )
    found = {f.rule_id: f for f in run(Plan((database,)), *load_builtin_policies()).findings}
    for rule_id, name in (
        ("DH_AWS_RDS_001", "publicly_accessible"),
        ("DH_AWS_RDS_002", "storage_encrypted"),
    ):
        assert found[rule_id].evidence == {"unknown": (name,)}
        assert found[rule_id].effect is Effect.WARN


def test_many_resources_are_judged_in_parts(plan_of):
    plan = plan_of(
        {f"aws_db_instance.d{i}": {"publicly_accessible": i % 2 == 0} for i in range(450)}
    )
    report = run(plan, *(s for s in load_builtin_policies() if "rds_public" in s.file))
    assert {f.address for f in report.findings} == {
        f"aws_db_instance.d{i}" for i in range(0, 450, 2)
    }


def test_empty_plan_passes():
    report = run(Plan(()), *load_builtin_policies())
    assert report.passed
    assert report.rules_run == ()  # no resource, no cloud to judge


def test_list_rules_names_what_files_declare_without_running_them():
    rules, bad = list_rules([policy("package a\nwarn[m] { m := opa.runtime() }"), policy("x", "y")])
    assert [(r.id, r.effect.value) for r in rules] == [("mine.warn", "warn")]
    assert [f.position.file for f in bad] == ["y"]


def test_a_rule_that_fails_in_company_is_run_alone(plan_of):
    """One bundle is compiled from all of Dharma's rules over the same types."""

    class Crowded:
        def __init__(self, inner):
            self.inner = inner

        @contextmanager
        def session(self):
            with self.inner.session() as opened:
                self.opened = opened
                yield self

        def evaluate(self, units, inputs):
            if units[0].shared:
                problem = RegoProblem(units[0].modules[0].file, None, "crashed")
                return {unit.key: RegoResult((), problem) for unit in units}
            return self.opened.evaluate(units, inputs)

        def each(self, asks):
            for unit, inputs in asks:
                yield self.evaluate([unit], inputs)[unit.key]

    plan = plan_of({"aws_ebs_volume.v": {"encrypted": False}})
    report = check(plan, load_builtin_policies(), Crowded(ChildRego()))
    assert report.policy_errors == ()
    assert "aws_ebs_volume.v" in {f.address for f in report.findings}
