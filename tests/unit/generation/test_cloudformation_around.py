"""What a template looks up, and what it keeps whole, survive a way out and back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dharma_core.generation import inputs_of, render
from dharma_core.importers.cloudformation import read_template
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Catalog,
    Expression,
    Plan,
    Ref,
    lost_attributes,
    make_resource,
    normal_form,
)
from dharma_core.storage.facts import load_catalog


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def _read(catalog: Catalog, text: str) -> Plan:
    return read_template(text, file="t.yaml", catalog=catalog)


def _written(catalog: Catalog, plan: Plan) -> tuple[dict[str, Any], tuple[str, ...]]:
    made = render(plan, "cloudformation", catalog, syntax="json")
    return json.loads(made.files[0].text), made.untranslated


LOOKED_UP = [
    "!Sub 'logs-${AWS::AccountId}'",
    "!Ref AWS::AccountId",
    "!Select [1, !GetAZs '']",
    "!ImportValue network-VpcId",
    "!ImportValue {'Fn::Sub': '${Net}-VpcId'}",
    "!ImportValue {'Fn::Sub': '${AWS::StackName}-VpcId'}",
    "'{{resolve:ssm:/app/host}}'",
    "'{{resolve:secretsmanager:prod/db}}'",
    "'{{resolve:secretsmanager:prod/db:SecretString}}'",
    "!Join ['-', [a, '{{resolve:ssm:/app/host}}']]",
    "!Ref Stored",
    "!Ref AWS::StackName",
]


@pytest.mark.parametrize("written", LOOKED_UP)
def test_what_a_template_looks_up_is_looked_up_again(catalog: Catalog, written: str) -> None:
    head = (
        "Parameters:\n  Net: {Type: String}\n"
        "  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: stored}\n"
    )
    queue = f"Resources:\n  Q: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {written}}}}}\n"
    plan = _read(catalog, head + queue)
    template, untranslated = _written(catalog, plan)
    assert untranslated == ()
    back = read_template(json.dumps(template), file="t.json", catalog=catalog)
    lost = lost_attributes(normal_form(plan, catalog), normal_form(back, catalog))
    assert [str(entry) for entry in lost] == []


def test_part_of_a_secret_and_an_older_version_stay_unknown(catalog: Catalog) -> None:
    for written, secret in (
        ("{{resolve:secretsmanager:db:SecretString:password}}", True),
        ("{{resolve:ssm:/app/host:3}}", False),
        ("{{resolve:ssm-secure:/app/key}}", True),
    ):
        text = f"Resources:\n  Q: {{Type: AWS::SQS::Queue, Properties: {{QueueName: '{written}'}}}}"
        (queue,) = _read(catalog, text)
        assert queue.attributes["name"] is UNKNOWN
        assert ("name" in queue.sensitive) is secret


def test_secret_of_a_store_is_sensitive_and_named(catalog: Catalog) -> None:
    text = (
        "Resources:\n  D: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql, "
        "MasterUserPassword: '{{resolve:secretsmanager:prod/db}}'}}"
    )
    plan = _read(catalog, text)
    source = plan.by_address["data.aws_secretsmanager_secret_version.prod_db"]
    assert source.attributes["secret_id"] == "prod/db"
    database = plan.by_address["aws_db_instance.d"]
    assert database.sensitive["password"] is True
    assert [str(ref) for ref in database.references] == [f"{source.address}.secret_string"]


def test_stack_tells_its_own_name(catalog: Catalog) -> None:
    text = "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref AWS::StackName}}"
    plan = _read(catalog, text)
    template, _ = _written(catalog, plan)
    assert "Parameters" not in template
    assert inputs_of(plan, "cloudformation", catalog) == ()
    (body,) = template["Resources"].values()
    assert body["Properties"]["QueueName"] == {"Ref": "AWS::StackName"}


def test_data_source_without_a_word_is_said(catalog: Catalog) -> None:
    image = make_resource(Address("aws_ami", "linux", mode="data"), {"id": UNKNOWN})
    server = make_resource(
        Address("aws_instance", "web"),
        {"ami": UNKNOWN, "instance_type": "t3.micro"},
        expressions=(Expression.of(("ami",), Ref("data.aws_ami.linux", "id")),),
    )
    _, untranslated = _written(catalog, Plan((image, server)))
    assert untranslated == (
        "data.aws_ami.linux: CloudFormation looks up no aws_ami",
        "aws_instance.web: ami",
    )


KEPT_WHOLE = """\
Resources:
  Net:
    Type: AWS::CloudFormation::Stack
    DeletionPolicy: Retain
    Properties: {TemplateURL: 'https://example.com/net.yaml', Parameters: {Name: !Ref Q}}
  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt Net.Outputs.Name}}
  Mine: {Type: 'Custom::My_Thing', Properties: {ServiceToken: !GetAtt Q2.Arn, Size: 3}}
  Q2: {Type: AWS::SQS::Queue, DependsOn: Net}
"""


def test_types_that_were_kept_whole_are_written_as_they_were(catalog: Catalog) -> None:
    text = KEPT_WHOLE.replace("!Ref Q}", "x}")
    plan = _read(catalog, text)
    template, untranslated = _written(catalog, plan)
    assert untranslated == ()
    bodies = {body["Type"]: body for body in template["Resources"].values()}
    stack, mine = bodies["AWS::CloudFormation::Stack"], bodies["Custom::My_Thing"]
    assert stack["Properties"]["TemplateURL"] == "https://example.com/net.yaml"
    assert stack["DeletionPolicy"] == "Retain"
    assert mine["Properties"]["Size"] == 3
    assert mine["Properties"]["ServiceToken"] == {"Fn::GetAtt": ["SqsQueueQ2", "Arn"]}
    back = read_template(json.dumps(template), file="t.json", catalog=catalog)
    lost = lost_attributes(normal_form(plan, catalog), normal_form(back, catalog))
    assert [str(entry) for entry in lost] == []


def test_what_only_a_macro_makes_is_said_and_not_written(catalog: Catalog) -> None:
    plan = _read(catalog, "Resources:\n  F: {Type: AWS::Serverless::Function}\n")
    template, untranslated = _written(catalog, plan)
    assert "Resources" not in template
    assert untranslated == (
        "AWS_Serverless_Function.f: what CloudFormation calls AWS_Serverless_Function is not known",
    )
