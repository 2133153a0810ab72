"""Each function of a template, seen in the attribute it ends up in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dharma_core.errors import InputError
from dharma_core.importers.cloudformation import read_template
from dharma_core.plan import UNKNOWN, Catalog, Plan, Ref, Resource
from dharma_core.storage.facts import load_catalog

HEAD = """
Parameters:
  Stage: {Type: String, Default: prod, AllowedValues: [dev, prod]}
  Zones: {Type: CommaDelimitedList, Default: "a,b,c"}
  Owner: {Type: String}
  Secret: {Type: String, NoEcho: true, Default: hush}
  Image: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /images/base}
Mappings:
  Sizes: {prod: {Name: big, List: [x, y]}, dev: {Name: small, List: [z]}}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Not [!Condition IsProd]
  Both: !And [!Condition IsProd, !Condition IsDev]
  Either: !Or [!Condition IsProd, !Equals [!Ref Owner, me]]
  Open: !Equals [!Ref Owner, me]
Resources:
  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}
  Topic: {Type: AWS::SNS::Topic}
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def _read(catalog: Catalog, more: str, **given: str) -> Plan:
    return read_template(HEAD + more, file="t.yaml", catalog=catalog, variables=given)


def _queue_name(catalog: Catalog, written: str, **given: str) -> tuple[Any, Resource]:
    more = f"  Probe: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {written}}}}}\n"
    probe = _read(catalog, more, **given).by_address["aws_sqs_queue.probe"]
    return probe.attributes["name"], probe


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("!Ref Stage", "prod"),
        ("!Sub '${Stage}-q'", "prod-q"),
        ("!Sub ['${A}-${!B}', {A: !Ref Stage}]", "prod-${B}"),
        ("!Join ['-', [a, !Ref Stage, 7]]", "a-prod-7"),
        ("!Select [1, !Ref Zones]", "b"),
        ("!Select ['2', !Split [',', 'p,q,r']]", "r"),
        ("!FindInMap [Sizes, !Ref Stage, Name]", "big"),
        ("!Select [1, !FindInMap [Sizes, prod, List]]", "y"),
        ("!If [IsProd, yes-prod, no-prod]", "yes-prod"),
        ("!If [IsDev, dev-name, other]", "other"),
        ("!If [Both, both, not-both]", "not-both"),
        ("!If [Either, either, neither]", "either"),
        ("!Join ['', [!Ref AWS::Region, !Ref AWS::Partition, !Ref AWS::URLSuffix]]",
         "us-east-1awsamazonaws.com"),
        ("!Select [1, !Cidr [10.0.0.0/16, 4, 8]]", "10.0.1.0/24"),
        ("!Join ['', [n, 'Fn::Length': !Ref Zones]]", "n3"),
        ("{'Fn::ToJsonString': {a: [1, !Ref Stage]}}", '{"a":[1,"prod"]}'),
        ("!Ref AWS::NoValue", UNKNOWN),
        ("!Ref Owner", UNKNOWN),
        ("!Sub '${AWS::StackName}-q'", UNKNOWN),
        ("!ImportValue other", UNKNOWN),
        ("!If [Open, a, b]", UNKNOWN),
        ("!If [Open, same, same]", "same"),
        ("'{{resolve:ssm:/name}}'", UNKNOWN),
    ],
)  # fmt: skip
def test_function_comes_to_its_value(catalog: Catalog, written: str, value: Any) -> None:
    assert _queue_name(catalog, written)[0] == value


def test_given_value_replaces_the_default(catalog: Catalog) -> None:
    assert _queue_name(catalog, "!FindInMap [Sizes, !Ref Stage, Name]", Stage="dev")[0] == "small"


def test_reference_to_a_parameter_is_kept_beside_its_value(catalog: Catalog) -> None:
    _, probe = _queue_name(catalog, "!Sub '${Stage}-q'")
    assert probe.expressions[0].parts == (Ref("var.Stage"), "-q")


def test_what_is_not_computable_still_says_what_it_reads(catalog: Catalog) -> None:
    value, probe = _queue_name(catalog, "!Select [0, !Split ['-', !GetAtt Topic.TopicName]]")
    assert value is UNKNOWN
    assert probe.references == (Ref("aws_sns_topic.topic", "name"),)


def test_secret_parameter_marks_what_it_fills(catalog: Catalog) -> None:
    _, probe = _queue_name(catalog, "!Ref Secret")
    assert probe.sensitive == {"name": True}


def test_secret_from_a_store_is_unknown_and_marked(catalog: Catalog) -> None:
    value, probe = _queue_name(catalog, "'{{resolve:secretsmanager:db:SecretString:pw}}'")
    assert (value, probe.sensitive) == (UNKNOWN, {"name": True})


def test_ref_and_get_att_become_the_attributes_terraform_has(catalog: Catalog) -> None:
    more = """
  Watch:
    Type: AWS::SQS::Queue
    Properties:
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Jobs.Arn, maxReceiveCount: 3}
      KmsMasterKeyId: !Ref Topic
"""
    watch = _read(catalog, more).by_address["aws_sqs_queue.watch"]
    assert set(watch.references) == {
        Ref("aws_sqs_queue.jobs", "arn"),
        Ref("aws_sns_topic.topic", "id"),
    }


def test_name_spelled_as_arn_becomes_the_arn(catalog: Catalog) -> None:
    more = """
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
Outputs:
  Arn:
    Value: !Sub 'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:vpc/${Net}'
"""
    plan = _read(catalog, more)
    assert plan.outputs[0].parts == (Ref("aws_vpc.net", "arn"),)


def test_account_is_a_data_source_unless_told(catalog: Catalog) -> None:
    written = "!Sub 'q-${AWS::AccountId}'"
    assert _queue_name(catalog, written)[1].references == (
        Ref("data.aws_caller_identity.current", "account_id"),
    )
    assert _queue_name(catalog, written, **{"AWS::AccountId": "123"})[0] == "q-123"


def test_zones_and_stored_images_are_data_sources(catalog: Catalog) -> None:
    more = """
  Web:
    Type: AWS::EC2::Instance
    Properties: {ImageId: !Ref Image, AvailabilityZone: !Select [0, !GetAZs '']}
"""
    plan = _read(catalog, more)
    assert set(plan.by_address["aws_instance.web"].references) == {
        Ref("data.aws_ssm_parameter.image", "value"),
        Ref("data.aws_availability_zones.available", "names.0"),
    }
    assert plan.by_address["data.aws_ssm_parameter.image"].attributes["name"] == "/images/base"


def test_conditions_in_a_circle_are_open(catalog: Catalog) -> None:
    text = """
Conditions: {A: !Not [!Condition B], B: !Not [!Condition A]}
Resources: {Q: {Type: AWS::SQS::Queue, Condition: A}}
"""
    plan = read_template(text, file="t.yaml", catalog=catalog)
    assert len(plan) == 1
    assert [p.message for p in plan.problems] == [
        "Conditions need each other in a circle: A -> B -> A.",
        "Whether Q is made depends on what is not known (A); it is taken to be.",
    ]


def test_reference_to_a_store_inside_a_document_stays_as_it_is_written(catalog: Catalog) -> None:
    text = """
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - Name: app
          Image: nginx
          Environment: [{Name: TOKEN, Value: '{{resolve:ssm:/app/token:1}}'}]
"""
    (task,) = read_template(text, file="t.yaml", catalog=catalog)
    assert json.loads(task.attributes["container_definitions"]) == [
        {
            "name": "app",
            "image": "nginx",
            "environment": [{"name": "TOKEN", "value": "{{resolve:ssm:/app/token:1}}"}],
        }
    ]


@pytest.mark.parametrize("how", ["!GetAtt Q{0}.QueueName", "!Ref Q{0}"])
def test_texts_that_double_along_a_chain_end_early(catalog: Catalog, how: str) -> None:
    type_ = "AWS::SQS::Queue" if "GetAtt" in how else "AWS::S3::Bucket"
    name = "QueueName" if "GetAtt" in how else "BucketName"
    lines = [
        f"  Q{i}: {{Type: {type_}, Properties: {{{name}: !Join ['', [{both}, {both}]]}}}}"
        for i in range(120)
        for both in [how.format(i + 1)]
    ]
    last = f"  Q120: {{Type: {type_}, Properties: {{{name}: ab}}}}"
    plan = read_template("\n".join(["Resources:", *lines, last]), file="t.yaml", catalog=catalog)
    attribute = "name" if "GetAtt" in how else "bucket"
    by_name = {r.name: r.attributes[attribute] for r in plan}
    assert by_name["q118"] == "abababab"
    assert by_name["q0"] is UNKNOWN


def test_chain_of_conditions_without_end_is_refused_in_words(catalog: Catalog) -> None:
    inner = "!Not [!Not [!Not [!Not [!Not [!Not [!Condition C{0}]]]]]]"
    chain = [f"  C{i}: {inner.format(i + 1)}" for i in range(400)]
    text = "\n".join(["Conditions:", *chain, "  C400: !Equals [a, a]", "Resources:"])
    text += "\n  Q: {Type: AWS::SQS::Queue, Condition: C0}\n"
    with pytest.raises(InputError, match="names that lead to names"):
        read_template(text, file="t.yaml", catalog=catalog)
