"""What the formats' own tools say, and what is said when they are not here."""

import pytest

from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.runners import format_checks
from dharma_core.runners.format_checks import run_checks

BUCKET = "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      {}\n"


def terraform(text):
    return Generation("terraform", (GeneratedFile("main.tf", text),))


def cloudformation(properties, region=""):
    text = BUCKET.format(properties)
    return Generation("cloudformation", (GeneratedFile("template.yaml", text),), region=region)


def test_run_checks_says_that_terraform_is_absent(monkeypatch):
    monkeypatch.setattr(format_checks, "find_terraform", lambda: None)
    results = run_checks(terraform("x"))
    assert [(r.name, r.status) for r in results] == [
        ("terraform fmt", "skipped"),
        ("terraform validate", "skipped"),
    ]
    assert "DHARMA_TERRAFORM" in results[0].detail


@pytest.mark.terraform
def test_run_checks_skips_validation_without_plugins(monkeypatch):
    for name in ("DHARMA_TF_PLUGIN_DIR", "TF_PLUGIN_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    fmt, validate = run_checks(terraform("locals {\n  a = 1\n}\n"))
    assert (fmt.status, validate.status) == ("passed", "skipped")


@pytest.mark.terraform
@pytest.mark.parametrize(
    ("text", "statuses", "words"),
    [
        ("locals {\n  a = 1\n}\n", ("passed", "passed"), ""),
        ("locals {\na=1\n}\n", ("failed", "passed"), ""),
        ("locals {\n  a = var.none\n}\n", ("passed", "failed"), "undeclared input variable"),
        ("locals {\n", ("failed", "failed"), "Unclosed"),
    ],
    ids=["fine", "unformatted", "invalid", "broken"],
)
def test_run_checks_reports_what_terraform_says(text, statuses, words):
    results = run_checks(terraform(text))
    assert tuple(r.status for r in results) == statuses
    assert words in results[1].detail


@pytest.mark.parametrize(
    ("properties", "status", "rule"),
    [("BucketName: fine", "passed", ""), ("Bucket: no", "failed", "E3002")],
    ids=["valid", "unknown property"],
)
def test_run_checks_reports_what_cfn_lint_says(properties, status, rule):
    (result,) = run_checks(cloudformation(properties, "eu-west-1"))
    assert (result.name, result.status) == ("cfn-lint", status)
    assert rule in result.detail


def test_run_checks_of_a_format_without_tools_is_empty():
    assert run_checks(Generation("poem", ())) == ()
