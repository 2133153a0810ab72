"""The CDK program: files, types, references, and that it makes our own template."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest

from dharma_core.generation import render
from dharma_core.generation.cdk.program import StackProgram
from dharma_core.generation.output import Generation
from dharma_core.importers import read_text
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Expression,
    Output,
    Plan,
    Ref,
    Variable,
    make_resource,
)
from dharma_core.runners.cdk_checks import check_cdk, missing_for_cdk
from dharma_core.storage.facts import data_root, load_catalog, load_templates

KEY = make_resource(Address("aws_kms_key", "main"), {"description": "d"})
QUEUE = make_resource(
    Address("aws_sqs_queue", "class"),
    {"name": UNKNOWN, "kms_master_key_id": UNKNOWN, "tags": {"a": "b"}},
    expressions=(
        Expression.of(("name",), Ref("var.name")),
        Expression.of(("kms_master_key_id",), Ref("aws_kms_key.main", "arn")),
    ),
)
PLAN = Plan(
    (QUEUE, KEY),
    name="jobs",
    region="eu-west-1",
    variables=(Variable("name", value="jobs"),),
    outputs=(Output("url", (Ref("aws_sqs_queue.class", "url"),)),),
)


def _files(plan: Plan) -> dict[str, str]:
    return {file.path: file.text for file in render(plan, "cdk", load_catalog()).files}


def test_folder_holds_a_program_and_its_settings() -> None:
    files = _files(PLAN)
    assert list(files) == ["app.py", "jobs_stack.py", "cdk.json", "requirements.txt", "README.md"]
    assert json.loads(files["cdk.json"]) == {"app": "python3 app.py"}
    assert 'JobsStack(app, "jobs", env=cdk.Environment(region="eu-west-1"))' in files["app.py"]


def test_resources_are_made_after_what_they_name() -> None:
    text = _files(PLAN)["jobs_stack.py"]
    ast.parse(text)
    assert text.index("kms.CfnKey(") < text.index("sqs.CfnQueue(")
    assert "queue_name=name.value_as_string" in text
    assert "kms_master_key_id=kms_key_main.attr_arn" in text
    assert 'tags=[cdk.CfnTag(key="a", value="b")]' in text
    assert "options.deletion_policy = cdk.CfnDeletionPolicy.DELETE" in text
    assert 'cdk.CfnOutput(self, "Url", value=sqs_queue_class.ref)' in text


def test_secret_is_a_parameter_that_nobody_sees() -> None:
    database = make_resource(
        Address("aws_db_instance", "d"),
        {"password": "hunter2", "engine": "postgres"},
        sensitive={"password": True},
    )
    text = _files(Plan((database,)))["plan_stack.py"]
    assert "hunter2" not in text
    assert "no_echo=True" in text


def test_resource_that_names_itself_is_told_so_when_it_is_there() -> None:
    bucket = make_resource(Address("aws_s3_bucket", "b"), {"bucket": "b"})
    own = make_resource(
        Address("aws_s3_bucket_logging", "b"),
        {"bucket": UNKNOWN, "target_bucket": UNKNOWN, "target_prefix": "own/"},
        expressions=(
            Expression.of(("bucket",), Ref("aws_s3_bucket.b", "id")),
            Expression.of(("target_bucket",), Ref("aws_s3_bucket.b", "id")),
        ),
    )
    text = _files(Plan((bucket, own)))["plan_stack.py"]
    assert 's3_bucket_b.add_property_override(\n            "LoggingConfiguration"' in text


def test_needed_argument_that_cannot_be_typed_makes_a_plain_resource() -> None:
    policy = {"Resources": {"P": {"Type": "AWS::SQS::QueuePolicy", "Properties": {
        "PolicyDocument": {}, "Queues": {"Fn::Split": [",", "a,b"]}}}}}  # fmt: skip
    program = StackProgram(policy, load_catalog())
    text = "\n".join(program.statements())
    assert 'type="AWS::SQS::QueuePolicy"' in text
    assert "sqs.CfnQueuePolicy" not in text


def test_blocks_are_typed_with_the_names_they_have() -> None:
    bucket = make_resource(Address("aws_s3_bucket", "b"), {"bucket": "b"})
    rule = {"id": "old", "status": "Enabled", "expiration": ({"days": 9},)}
    part = make_resource(
        Address("aws_s3_bucket_lifecycle_configuration", "b"),
        {"bucket": UNKNOWN, "rule": (rule,)},
        expressions=(Expression.of(("bucket",), Ref("aws_s3_bucket.b", "id")),),
    )
    text = _files(Plan((bucket, part)))["plan_stack.py"]
    assert "s3.CfnBucket.RuleProperty(" in text
    assert 'id="old"' in text
    assert "expiration_in_days=9" in text


def test_resource_of_another_cloud_is_listed_with_the_reason() -> None:
    group = make_resource(Address("azurerm_resource_group", "g"), {"name": "g"})
    found = render(Plan((KEY, group)), "cdk", load_catalog())
    assert found.untranslated == (
        "azurerm_resource_group.g: the CDK makes AWS resources only, this is azurerm's",
    )


def test_check_is_skipped_without_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (found,) = check_cdk(Generation("cdk", ()))
    assert found.status == "skipped"


@pytest.fixture
def _cdk() -> None:
    if missing_for_cdk():
        pytest.skip(missing_for_cdk())


@pytest.mark.cdk
@pytest.mark.slow
@pytest.mark.usefixtures("_cdk")
def test_program_of_a_template_makes_our_own_template() -> None:
    text = load_templates()["three-tier-web"]
    plan = read_text(text, file="three-tier-web.yaml", catalog=load_catalog())
    found = check_cdk(render(plan, "cdk", load_catalog()))
    assert [(c.name, c.status, c.detail) for c in found] == [
        ("cdk synth", "passed", ""),
        ("cdk template", "passed", ""),
    ]


@pytest.mark.cdk
@pytest.mark.slow
@pytest.mark.usefixtures("_cdk")
def test_mistake_is_told_with_file_and_line_and_a_difference_with_both_sides() -> None:
    made = render(PLAN, "cdk", load_catalog())
    wrong = [replace(f, text=f.text.replace("queue_name=", "quue_name=")) for f in made.files]
    (broken,) = check_cdk(replace(made, files=tuple(wrong)))
    assert broken.status == "failed"
    assert broken.detail.startswith("jobs_stack.py line ")
    assert "quue_name" in broken.detail
    other = [
        replace(f, text=f.text.replace('description="d"', 'description="e"')) for f in made.files
    ]
    done, differs = check_cdk(replace(made, files=tuple(other)))
    assert (done.status, differs.status) == ("passed", "failed")
    assert 'Resources.KmsKeyMain.Properties.Description: "d" | "e"' in differs.detail


@pytest.mark.cdk
@pytest.mark.slow
@pytest.mark.usefixtures("_cdk")
def test_table_of_names_is_what_the_library_says() -> None:
    import inspect
    from importlib import import_module

    table = json.loads((data_root() / "catalog" / "cdk.json").read_text())
    for name in ("AWS::S3::Bucket", "AWS::EC2::Instance", "AWS::Lambda::Function"):
        entry = table["types"][name]
        found = getattr(import_module(f"aws_cdk.{entry['module']}"), entry["class"])
        arguments = set(inspect.signature(found.__init__).parameters) - {"self", "scope", "id"}
        assert set(entry["arguments"]) == arguments
