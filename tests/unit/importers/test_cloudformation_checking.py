"""Names that lead nowhere are said with their line, and the rest of the template is read."""

from __future__ import annotations

import pytest

from dharma_core.importers.cloudformation import read_template
from dharma_core.plan import Catalog, Plan
from dharma_core.storage.facts import load_catalog


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def _read(catalog: Catalog, text: str) -> Plan:
    return read_template(text, file="t.yaml", catalog=catalog)


HEAD = """\
Parameters: {Name: {Type: String, Default: x}}
Mappings: {Sizes: {dev: {Class: small}}}
Conditions: {Always: !Equals [a, a]}
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Topic:
    Type: AWS::SNS::Topic
"""


@pytest.mark.parametrize(
    ("written", "said", "step"),
    [
        ("!Ref Nmae", "Ref names Nmae, and there is no such parameter or resource.", "Name"),
        ("!GetAtt Quee.Arn", "Fn::GetAtt names Quee, and there is no such resource.", "Queue"),
        ("{'Fn::GetAtt': [Quee, Arn]}", "Fn::GetAtt names Quee", "Queue"),
        ("!Sub 'a-${Quee.Arn}'", "Fn::Sub names Quee", "Queue"),
        ("!Sub ['a-${B}${Quee}', {B: 1}]", "Fn::Sub names Quee", "Queue"),
        ("!Sub 'a-${b c}'", "Fn::Sub names 'b c', which can be no name.", ""),
        ("!If [Allways, a, b]", "There is no condition Allways.", "Always"),
        ("!If [Always, a]", "Fn::If takes 3 arguments, and has 2 here.", ""),
        ("!FindInMap [Size, dev, Class]", "names 'Size', which Mappings does not have", "Sizes"),
        ("!FindInMap [Sizes, dve, Class]", "names 'dve', which Sizes does not have", "dev"),
        ("!Foo bar", "CloudFormation has no function Fn::Foo.", ""),
        ("{'Fn::Joinn': ['', []]}", "CloudFormation has no function Fn::Joinn.", "Fn::Join"),
        ("!Join ['', [!Ref Nmae]]", "Ref names Nmae", "Name"),
    ],
)
def test_name_that_leads_nowhere_is_said_with_its_line(
    catalog: Catalog, written: str, said: str, step: str
) -> None:
    plan = _read(catalog, f"{HEAD}    Properties: {{TopicName: {written}}}\n")
    (problem,) = plan.problems
    assert said in problem.message
    assert step in problem.next_step
    assert (str(problem.position), problem.severity) == ("t.yaml:8", "error")
    assert [r.type for r in plan.managed] == ["aws_sqs_queue", "aws_sns_topic"]


@pytest.mark.parametrize(
    "written",
    [
        "!Ref Name",
        "!Sub '${!Literal} ${AWS::Region} ${Queue.Arn} ${Name}'",
        "!Sub ['${Local.Part}${Local}', {Local: x}]",
        "!FindInMap [Sizes, !Ref Name, Class]",
        "!FindInMap [Sizes, other, Class, {DefaultValue: x}]",
        "!If [Always, !Ref 'AWS::NoValue', b]",
        "!Select [0, !Split [',', !Ref Name]]",
    ],
)
def test_name_that_is_there_is_not_said(catalog: Catalog, written: str) -> None:
    plan = _read(catalog, f"{HEAD}    Properties: {{TopicName: {written}}}\n")
    assert plan.problems == ()


def test_policy_document_may_have_a_condition_of_its_own(catalog: Catalog) -> None:
    policy = "{Statement: [{Effect: Deny, Condition: {Bool: {'aws:SecureTransport': false}}}]}"
    more = f"    Properties: {{Topics: [!Ref Queue], PolicyDocument: {policy}}}\n"
    assert _read(catalog, HEAD.replace("SNS::Topic", "SNS::TopicPolicy") + more).problems == ()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("    DependsOn: [Queue, Ghost]\n", "DependsOn names Ghost"),
        ("    Condition: Nope\n", "There is no condition Nope."),
    ],
)
def test_dependencies_and_conditions_are_checked(catalog: Catalog, more: str, said: str) -> None:
    problem = _read(catalog, HEAD + more).problems[0]
    assert said in problem.message
    assert str(problem.position) == "t.yaml:8"


def test_circle_of_resources_is_said(catalog: Catalog) -> None:
    text = """\
Resources:
  A: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt B.QueueName}}
  B: {Type: AWS::SQS::Queue, DependsOn: A}
  C: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref C}}
"""
    plan = _read(catalog, text)
    assert [p.message for p in plan.problems] == [
        "Resources need each other in a circle: A -> B -> A."
    ]
    assert len(plan) == 3


def test_what_a_module_holds_is_named_after_it(catalog: Catalog) -> None:
    text = """\
Resources:
  Net: {Type: My::Own::Network::MODULE}
  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref NetBucket, KmsMasterKeyId: !Ref Net.Key}}
"""
    assert [p.severity for p in _read(catalog, text).problems] == ["warning"]
