"""Templates into Plans: types, companions, positions, what is kept and what is said."""

from __future__ import annotations

import json

import pytest

from dharma_core.errors import InputError
from dharma_core.generation import render
from dharma_core.importers import read_text
from dharma_core.importers.cloudformation import read_template
from dharma_core.plan import UNKNOWN, Catalog, Plan, Ref
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def _read(catalog: Catalog, text: str) -> Plan:
    return read_template(text, file="stack.yaml", catalog=catalog)


BUCKET = """\
Resources:
  LogBucket:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    Properties:
      VersioningConfiguration: {Status: Enabled}
      PublicAccessBlockConfiguration:
        BlockPublicAcls: "true"
      Tags: [{Key: Owner, Value: me}]
      Unheard: {Of: 1}
"""


def test_one_bucket_becomes_the_resources_that_terraform_splits_it_into(catalog: Catalog) -> None:
    plan = _read(catalog, BUCKET)
    assert [str(r.address) for r in plan] == [
        "aws_s3_bucket.log_bucket",
        "aws_s3_bucket_public_access_block.log_bucket",
        "aws_s3_bucket_versioning.log_bucket",
    ]
    bucket, block, versioning = plan
    assert bucket.tags == {"Owner": "me"}
    assert versioning.attributes["versioning_configuration"][0]["status"] == "Enabled"
    assert versioning.references == (Ref("aws_s3_bucket.log_bucket", "id"),)
    assert block.attributes["block_public_acls"] is True
    assert block.attributes["ignore_public_acls"] is False  # the provider's default


def test_findings_can_point_at_file_and_line(catalog: Catalog) -> None:
    plan = _read(catalog, BUCKET)
    assert str(plan.resources[0].position) == "stack.yaml:2"
    assert plan.resources[0].position.end_line == 10


def test_property_without_attribute_is_a_problem_with_its_line(catalog: Catalog) -> None:
    problems = [str(p) for p in _read(catalog, BUCKET).problems]
    assert problems == ["stack.yaml:10: The property Unheard.Of of LogBucket is not read."]


def test_what_outlives_the_stack_is_protected(catalog: Catalog) -> None:
    bucket = _read(catalog, BUCKET).resources[0]
    assert bucket.lifecycle == {"prevent_destroy": True}
    text = render(Plan((bucket,)), "cloudformation", catalog).files[0].text
    assert "DeletionPolicy: Retain" in text


def test_policies_of_instances_are_said_once(catalog: Catalog) -> None:
    text = """
Resources:
  A: {Type: AWS::SQS::Queue, UpdatePolicy: {X: 1}}
  B: {Type: AWS::SQS::Queue, UpdatePolicy: {X: 1}}
"""
    (problem,) = _read(catalog, text).problems
    assert problem.message == (
        "How instances are replaced (UpdatePolicy of A, B) is not part of a Plan."
    )


def test_json_template_reads_the_same(catalog: Catalog) -> None:
    template = {"Resources": {"Net": {"Type": "AWS::EC2::VPC",
                                      "Properties": {"CidrBlock": "10.0.0.0/16"}}}}  # fmt: skip
    plan = read_text(json.dumps(template, indent=1), file="t.json", catalog=catalog)
    assert plan.kind == "cloudformation"
    assert plan.by_address["aws_vpc.net"].attributes["cidr_block"] == "10.0.0.0/16"
    assert plan.resources[0].position.line == 3


def test_provider_defaults_are_filled_in(catalog: Catalog) -> None:
    plan = _read(catalog, "Resources: {Q: {Type: AWS::SQS::Queue}}")
    assert plan.resources[0].attributes["visibility_timeout_seconds"] == 30
    assert plan.resources[0].attributes["arn"] is UNKNOWN


def test_unknown_type_is_kept_whole(catalog: Catalog) -> None:
    text = """
Resources:
  Q: {Type: AWS::SQS::Queue}
  Thing: {Type: 'AWS::New::Thing', DependsOn: Q, Properties: {Queue: !GetAtt Q.Arn, Size: 2}}
"""
    thing = _read(catalog, text).by_address["AWS_New_Thing.thing"]
    assert thing.attributes == {"id": UNKNOWN, "Queue": UNKNOWN, "Size": 2}
    assert (thing.references, thing.depends_on) == (
        (Ref("aws_sqs_queue.q", "arn"),),
        ("aws_sqs_queue.q",),
    )
    assert thing.provider == "aws"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x}", "nested stack"),
        ("Type: 'Custom::Maker', Properties: {ServiceToken: x}", "custom resource"),
        ("Type: AWS::Foo::Bar", "kept without being read"),
        ("Properties: {}", "has no Type"),
    ],
)
def test_what_is_not_opened_is_said(catalog: Catalog, entry: str, said: str) -> None:
    plan = _read(catalog, f"Resources: {{X: {{{entry}}}}}")
    assert said in plan.problems[0].message


def test_macros_are_said_and_do_not_stop_the_rest(catalog: Catalog) -> None:
    plan = _read(
        catalog, "Transform: [Other]\nResources: {Q: {Type: AWS::SQS::Queue, DependsOn: Made}}\n"
    )
    (problem,) = plan.problems  # what Made is, the macro may tell
    assert problem.message.startswith("The macro Other is not run")
    assert (problem.severity, len(plan)) == ("warning", 1)


def test_what_the_cdk_adds_for_itself_is_no_resource(catalog: Catalog) -> None:
    text = """
Parameters: {BootstrapVersion: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /cdk/v}}
Conditions: {Here: !Or [!Equals [a, !Ref AWS::Region], !Equals [b, !Ref AWS::Region]]}
Resources:
  CDKMetadata: {Type: AWS::CDK::Metadata, Properties: {Analytics: x}, Condition: Here}
  Q63: {Type: AWS::SQS::Queue, Metadata: {aws:cdk:path: Stack/Q/Resource}}
Rules: {Check: {Assertions: [{Assert: {'Fn::Not': [{'Fn::Contains': [['1'], x]}]}}]}}
"""
    plan = _read(catalog, text)
    assert [str(r.address) for r in plan] == ["aws_sqs_queue.q63"]
    assert plan.problems == ()


def test_false_condition_leaves_the_resource_out(catalog: Catalog) -> None:
    text = """
Parameters: {On: {Type: String, Default: 'no'}}
Conditions: {Wanted: !Equals [!Ref On, 'yes']}
Resources:
  Q: {Type: AWS::SQS::Queue, Condition: Wanted}
  T: {Type: AWS::SNS::Topic}
Outputs:
  Gone: {Condition: Wanted, Value: !Ref Q}
"""
    plan = _read(catalog, text)
    assert [str(r.address) for r in plan] == ["aws_sns_topic.t"]
    assert plan.outputs == ()


def test_gateway_attachment_and_routes_are_attributes_of_their_owner(catalog: Catalog) -> None:
    text = """
Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Door: {Type: AWS::EC2::InternetGateway}
  Link:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Net, InternetGatewayId: !Ref Door}
  Nat:
    Type: AWS::EC2::NatGateway
    DependsOn: Link
    Properties: {SubnetId: subnet-1, ConnectivityType: private}
"""
    plan = _read(catalog, text)
    door = plan.by_address["aws_internet_gateway.door"]
    assert door.references == (Ref("aws_vpc.net", "id"),)
    assert plan.by_address["aws_nat_gateway.nat"].depends_on == ("aws_internet_gateway.door",)
    assert plan.problems == ()


def test_security_group_rules_are_read_into_blocks(catalog: Catalog) -> None:
    text = """
Resources:
  Wall:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: "443", ToPort: 443, CidrIp: 0.0.0.0/0}]
"""
    wall = _read(catalog, text).resources[0]
    rule = wall.attributes["ingress"][0]
    assert (rule["from_port"], rule["to_port"], rule["cidr_blocks"]) == (443, 443, ("0.0.0.0/0",))
    assert wall.attributes["egress"][0]["protocol"] == "-1"  # CloudFormation's own default


def test_policy_document_keeps_its_references(catalog: Catalog) -> None:
    text = """
Resources:
  Store: {Type: AWS::S3::Bucket}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: []}
      Policies:
        - PolicyName: read
          PolicyDocument: {Resource: !Sub '${Store.Arn}/*'}
"""
    role = _read(catalog, text).by_address["aws_iam_role.role"]
    assert role.attributes["assume_role_policy"] == '{"Version":"2012-10-17","Statement":[]}'
    assert role.expressions[0].path == ("inline_policy", 0, "policy")
    assert role.expressions[0].parts == (
        '{"Resource":"',
        Ref("aws_s3_bucket.store", "arn"),
        '/*"}',
    )


def test_parameters_become_variables(catalog: Catalog) -> None:
    text = """
Parameters:
  Size: {Type: Number, Default: "3", Description: how many}
  Word: {Type: String, NoEcho: true}
  Flag: {Type: String, AllowedValues: ["true", "false"], Default: "true"}
Resources: {T: {Type: AWS::SNS::Topic}}
"""
    size, word, flag = _read(catalog, text).variables
    assert (size.value, size.type, size.description) == (3, "number", "how many")
    assert (word.value, word.sensitive) == (UNKNOWN, True)
    assert (flag.value, flag.type) == (True, "bool")


@pytest.mark.parametrize(
    ("given", "said"),
    [({"Stagee": "x"}, "Did you mean 'Stage'?"), ({"Stage": "qa"}, "may not be 'qa'")],
)
def test_wrong_value_is_refused(catalog: Catalog, given: dict[str, str], said: str) -> None:
    text = "Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}}\nResources: {}"
    with pytest.raises(InputError) as error:
        read_template(text, file="t.yaml", catalog=catalog, variables=given)
    assert said in str(error.value)


BOMB = (
    "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
        for a, b in zip("abcdefg", "bcdefgh", strict=True)
    )
    + "Resources: {X: *h}\n"
)


@pytest.mark.uncounted
@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "Resources: " + "[" * 5000,
        "Resources: {X: {Type: A, Properties: " + "{a: " * 150 + "1" + "}" * 150 + "}}",
        '{"Resources": ' + "[" * 100_000 + "]" * 100_000 + "}",
        "Resources: &r {X: *r}",
        "Resources: [1, 2]",
        "Resources: {X: 'unfinished\n",
        '{"Resources": {,}}',
    ],
    ids=["aliases", "open", "deep", "deep json", "circle", "list", "quote", "comma"],
)
def test_hostile_or_broken_text_is_refused_in_words(catalog: Catalog, text: str) -> None:
    with pytest.raises(InputError) as error:
        _read(catalog, text)
    assert "stack.yaml" in error.value.message


@pytest.mark.parametrize(
    "section",
    [
        "Parameters: [1]", "Conditions: 7", "Mappings: x", "Outputs: [x]", "Outputs: {A: 1}",
        "Resources2: 1", "Transform: [{Name: x}]", "Parameters: {P: 1}",
    ],
)  # fmt: skip
def test_odd_sections_do_not_stop_the_rest(catalog: Catalog, section: str) -> None:
    plan = _read(catalog, f"Resources: {{Q: {{Type: AWS::SQS::Queue}}}}\n{section}\n")
    assert [str(r.address) for r in plan] == ["aws_sqs_queue.q"]


@pytest.mark.parametrize(
    "properties",
    [
        "[1]", "!Ref X", "{QueueName: [1]}", "{QueueName: !Sub [1]}", "{QueueName: !Join x}",
        "{QueueName: !GetAtt Q}", "{QueueName: !Select [9, [a]]}", "{QueueName: !Cidr [x]}",
        "{QueueName: !FindInMap [a]}", "{QueueName: !If [Nope]}", "{QueueName: !GetAtt Q.Arn}",
        "{Tags: !Ref X}", "{Tags: [1, {Key: {}}]}", "{QueueName: !Base64 x}", "{DelaySeconds: x}",
        "{RedrivePolicy: !If [a, b, c]}", "{QueueName: !Ref Q}", "{'Fn::Transform': {Name: x}}",
    ],
)  # fmt: skip
def test_odd_properties_do_not_stop_the_rest(catalog: Catalog, properties: str) -> None:
    text = f"Resources:\n  Q: {{Type: AWS::SQS::Queue, Properties: {properties}}}\n"
    assert [str(r.address) for r in _read(catalog, text)] == ["aws_sqs_queue.q"]


@pytest.mark.parametrize("name", sorted(load_templates()))
def test_own_templates_come_back_with_their_addresses(catalog: Catalog, name: str) -> None:
    text = load_templates()[name]
    plan = read_text(text, file=f"{name}.yaml", catalog=catalog, sizes=open_sizes())
    if plan.provider != "aws":
        pytest.skip("CloudFormation makes AWS resources")
    text = render(plan, "cloudformation", catalog).files[0].text
    back = read_text(text, file="template.yaml", catalog=catalog)
    assert set(plan.by_address) == set(back.by_address)


@pytest.mark.parametrize("logical_id", ["LogBucket", "S3BucketLogs", "X", "my1"])
def test_names_are_the_same_after_generation_without_notes(
    catalog: Catalog, logical_id: str
) -> None:
    first = _read(catalog, f"Resources: {{{logical_id}: {{Type: AWS::S3::Bucket}}}}")
    text = render(first, "cloudformation", catalog, syntax="json").files[0].text
    template = json.loads(text)
    for body in template["Resources"].values():
        del body["Metadata"]
    assert set(_read(catalog, json.dumps(template)).by_address) == set(first.by_address)
