"""Serverless templates become what AWS's macro makes of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dharma_core.importers.cloudformation import read_template
from dharma_core.plan import Catalog, Plan
from dharma_core.storage.facts import load_catalog

MACRO = "AWS::Serverless-2016-10-31"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def _read(catalog: Catalog, resources: str, more: str = "") -> Plan:
    text = f"Transform: {MACRO}\n{more}Resources:\n{resources}"
    return read_template(text, file="t.yaml", catalog=catalog)


def _function(more: str = "") -> str:
    return (
        "  Work:\n    Type: AWS::Serverless::Function\n"
        f"    Properties: {{Handler: app.main, Runtime: python3.12, CodeUri: src/{more}}}\n"
    )


def _types(plan: Plan) -> list[str]:
    return [str(r.address) for r in plan.managed]


def test_function_gets_the_role_that_the_macro_makes(catalog: Catalog) -> None:
    plan = _read(catalog, _function(", Tracing: Active, VpcConfig: {SubnetIds: [a]}"))
    function, role = plan.managed
    assert _types(plan) == ["aws_lambda_function.work", "aws_iam_role.work_role"]
    assert [str(ref) for ref in function.references] == ["aws_iam_role.work_role.arn"]
    assert function.attributes["tracing_config"] == ({"mode": "Active"},)
    assert function.tags == {"lambda:createdBy": "SAM"}
    assert [arn.rsplit("/", 1)[1] for arn in role.attributes["managed_policy_arns"]] == [
        "AWSLambdaBasicExecutionRole",
        "AWSXRayDaemonWriteAccess",
        "AWSLambdaVPCAccessExecutionRole",
    ]
    assert "lambda.amazonaws.com" in role.attributes["assume_role_policy"]
    assert plan.problems == ()


def test_role_of_its_own_is_taken(catalog: Catalog) -> None:
    plan = _read(catalog, _function(", Role: 'arn:aws:iam::123456789012:role/own'"))
    assert _types(plan) == ["aws_lambda_function.work"]


def test_globals_lie_below_a_functions_own_words(catalog: Catalog) -> None:
    everywhere = (
        "Globals:\n  Function: {Timeout: 10, MemorySize: 256, Layers: [a], "
        "Environment: {Variables: {A: '1', B: '1'}}}\n"
    )
    own = ", Role: r, Timeout: 30, Layers: [b], Environment: {Variables: {B: '2'}}"
    (function,) = _read(catalog, _function(own), everywhere).managed
    assert (function.attributes["timeout"], function.attributes["memory_size"]) == (30, 256)
    assert function.attributes["layers"] == ("a", "b")
    assert function.attributes["environment"] == ({"variables": {"A": "1", "B": "2"}},)


def test_policies_are_named_written_out_or_taken_from_sams_own(catalog: Catalog) -> None:
    policies = (
        "[AmazonS3ReadOnlyAccess, 'arn:aws:iam::1:policy/own', {Statement: {Effect: Allow, "
        "Action: 's3:*', Resource: '*'}}, {SQSSendMessagePolicy: {QueueName: jobs}}, "
        "{NobodyKnowsPolicy: {}}]"
    )
    plan = _read(catalog, _function(f", Policies: {policies}"))
    role = plan.by_address["aws_iam_role.work_role"]
    arns = role.attributes["managed_policy_arns"]
    assert arns[1:] == (
        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        "arn:aws:iam::1:policy/own",
    )
    inline = {p["name"]: p["policy"] for p in role.attributes["inline_policy"]}
    assert list(inline) == ["WorkRolePolicy2", "WorkRolePolicy3", "WorkRolePolicy4"]
    assert json.loads(inline["WorkRolePolicy2"])["Statement"][0]["Action"] == "s3:*"
    written = next(e for e in role.expressions if e.path == ("inline_policy", 1, "policy"))
    text = "".join(str(part) for part in written.parts)
    assert '"Action":["sqs:SendMessage*"]' in text
    assert "arn:aws:sqs:us-east-1:data.aws_caller_identity.current.account_id:jobs" in text


@pytest.mark.parametrize(
    ("event", "made"),
    [
        (
            "{Type: Schedule, Properties: {Schedule: rate(1 day), Enabled: false}}",
            ["aws_cloudwatch_event_rule", "aws_cloudwatch_event_target", "aws_lambda_permission"],
        ),
        (
            "{Type: EventBridgeRule, Properties: {Pattern: {source: [mine]}}}",
            ["aws_cloudwatch_event_rule", "aws_cloudwatch_event_target", "aws_lambda_permission"],
        ),
        (
            "{Type: SQS, Properties: {Queue: 'arn:aws:sqs:us-east-1:1:q', BatchSize: 5}}",
            ["aws_lambda_event_source_mapping"],
        ),
        (
            "{Type: SNS, Properties: {Topic: 'arn:aws:sns:us-east-1:1:t'}}",
            ["aws_sns_topic_subscription", "aws_lambda_permission"],
        ),
        (
            "{Type: HttpApi, Properties: {Path: /x, Method: get}}",
            ["aws_lambda_permission", "aws_apigatewayv2_api", "aws_apigatewayv2_stage"],
        ),
        (
            "{Type: Api, Properties: {Path: /x, Method: get}}",
            [
                "aws_lambda_permission",
                "aws_api_gateway_rest_api",
                "aws_api_gateway_deployment",
                "aws_api_gateway_stage",
            ],
        ),
    ],
    ids=["schedule", "rule", "queue", "topic", "http api", "rest api"],
)
def test_event_becomes_what_calls_the_function(
    catalog: Catalog, event: str, made: list[str]
) -> None:
    plan = _read(catalog, _function(f", Events: {{Call: {event}}}"))
    assert [r.type for r in plan.managed][2:] == made
    assert {p.severity for p in plan.problems} <= {"warning"}


def test_paths_of_one_api_stand_in_one_document(catalog: Catalog) -> None:
    events = (
        "{A: {Type: HttpApi, Properties: {Path: /a, Method: get, ApiId: !Ref Door}}, "
        "B: {Type: HttpApi, Properties: {Path: /a, Method: post, ApiId: !Ref Door}}}"
    )
    door = "  Door: {Type: AWS::Serverless::HttpApi, Properties: {StageName: v1}}\n"
    plan = _read(catalog, _function(f", Role: r, Events: {events}") + door)
    (body,) = (
        e for e in plan.by_address["aws_apigatewayv2_api.door"].expressions if e.path[0] == "body"
    )
    text = "".join(p if isinstance(p, str) else "x" for p in body.parts)
    assert {path: sorted(methods) for path, methods in json.loads(text)["paths"].items()} == {
        "/a": ["get", "post"]
    }
    assert [str(r.address) for r in plan.of_type("aws_apigatewayv2_stage")] == [
        "aws_apigatewayv2_stage.doorv1_stage"
    ]


def test_bucket_of_the_template_tells_the_function(catalog: Catalog) -> None:
    events = "{Up: {Type: S3, Properties: {Bucket: !Ref Files, Events: 's3:ObjectCreated:*'}}}"
    plan = _read(catalog, _function(f", Events: {events}") + "  Files: {Type: AWS::S3::Bucket}\n")
    told = plan.by_address["aws_s3_bucket_notification.files"].attributes["lambda_function"]
    assert told[0]["events"] == ("s3:ObjectCreated:*",)


def test_tables_layers_and_machines(catalog: Catalog) -> None:
    resources = (
        "  Items: {Type: AWS::Serverless::SimpleTable, Properties: {PrimaryKey: {Name: k, "
        "Type: Number}, Tags: {Owner: me}}}\n"
        "  Shared: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: s3://b/k.zip}}\n"
        "  Flow: {Type: AWS::Serverless::StateMachine, Properties: {Definition: {StartAt: A}, "
        "Policies: [AmazonSQSFullAccess]}}\n"
    )
    plan = _read(catalog, resources)
    table = plan.by_address["aws_dynamodb_table.items"]
    assert (table.attributes["hash_key"], table.attributes["billing_mode"]) == (
        "k",
        "PAY_PER_REQUEST",
    )
    assert table.attributes["attribute"] == ({"name": "k", "type": "N"},)
    assert table.tags == {"Owner": "me"}
    layer = plan.by_address["aws_lambda_layer_version.shared"].attributes
    assert (layer["layer_name"], layer["s3_bucket"], layer["s3_key"]) == ("Shared", "b", "k.zip")
    flow = plan.by_address["aws_sfn_state_machine.flow"]
    assert json.loads(flow.attributes["definition"]) == {"StartAt": "A"}
    assert "aws_iam_role.flow_role" in plan.by_address


def test_public_address_and_alias(catalog: Catalog) -> None:
    more = ", Role: r, FunctionUrlConfig: {AuthType: NONE}, AutoPublishAlias: live"
    plan = _read(catalog, _function(more))
    assert (
        plan.by_address["aws_lambda_function_url.work_url"].attributes["authorization_type"]
        == "NONE"
    )
    permission = plan.by_address["aws_lambda_permission.work_url_public_permissions"]
    assert (permission.attributes["principal"], permission.attributes["action"]) == (
        "*",
        "lambda:InvokeFunctionUrl",
    )
    assert plan.by_address["aws_lambda_alias.work_aliaslive"].attributes["name"] == "live"


def test_what_is_made_has_the_condition_and_the_lines_of_its_owner(catalog: Catalog) -> None:
    text = _function(", Events: {Tick: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}")
    text += "    Condition: Never\n  Other: {Type: AWS::SQS::Queue}\n"
    plan = _read(catalog, text, "Conditions: {Never: !Equals [a, b]}\n")
    assert _types(plan) == ["aws_sqs_queue.other"]
    plan = _read(catalog, text, "Conditions: {Never: !Equals [a, a]}\n")
    assert str(plan.by_address["aws_iam_role.work_role"].position) == "t.yaml:6"


def test_references_to_what_the_macro_makes_are_followed(catalog: Catalog) -> None:
    text = _function() + "Outputs:\n  Role: {Value: !GetAtt WorkRole.Arn}\n"
    text += "  Version: {Value: !Ref Work.Version}\n"
    plan = _read(catalog, text)
    assert [str(ref) for ref in plan.outputs[0].mentions] == ["aws_iam_role.work_role.arn"]
    assert plan.problems == ()


def test_what_is_not_read_is_said(catalog: Catalog) -> None:
    more = ", Role: r, DeploymentPreference: {Type: Canary}, Events: {X: {Type: Cognito}}"
    resources = _function(more) + "  App: {Type: AWS::Serverless::Application}\n"
    assert [p.message for p in _read(catalog, resources).problems] == [
        "The property DeploymentPreference of Work is not read.",
        "The event X of Work (Cognito) is not read.",
        "App has the type AWS::Serverless::Application, which stands for what the macro "
        "AWS::Serverless-2016-10-31 makes of it; it is kept without being read.",
    ]


def test_serverless_type_without_the_macro_is_kept_and_said(catalog: Catalog) -> None:
    text = f"Resources:\n{_function()}"
    plan = read_template(text, file="t.yaml", catalog=catalog)
    assert [r.type for r in plan] == ["AWS_Serverless_Function"]
    assert [("the macro" in p.message, p.severity) for p in plan.problems] == [(True, "warning")]


ODD: dict[str, Any] = {
    "nothing": None,
    "number": 5,
    "list": [[1]],
    "mapping": {"a": {"b": 1}},
    "broken function": {"Fn::GetAtt": 5},
}
EVENTS = {
    "Q": {"Type": "SQS", "Properties": {"Queue": "q"}},
    "B": {"Type": "S3", "Properties": {"Bucket": {"Ref": "Files"}, "Events": "s3:*"}},
    "A": {"Type": "Api", "Properties": {"Path": "/", "Method": "get"}},
    "S": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 day)"}},
}
WHOLE = {
    "Transform": [MACRO],
    "Globals": {"Function": {"Tags": {"a": "b"}}, "Api": {"Name": "x"}},
    "Conditions": {"Yes": {"Fn::Equals": ["a", "a"]}},
    "Resources": {
        "Work": {
            "Type": "AWS::Serverless::Function",
            "DependsOn": ["Files"],
            "Properties": {
                "Policies": [{"S3ReadPolicy": {"BucketName": "b"}}, {"Statement": [{}]}],
                "Events": EVENTS,
                "CodeUri": {"Bucket": "b", "Key": "k"},
            },
        },
        "Files": {"Type": "AWS::S3::Bucket", "Condition": "Yes"},
        "Topic": {
            "Type": "AWS::SNS::Topic",
            "Properties": {"Subscription": [{"Protocol": "email", "Endpoint": "x"}]},
        },
        "Fn::ForEach::Q": ["N", ["a"], {"Q${N}": {"Type": "AWS::SQS::Queue"}}],
    },
    "Outputs": {"Out": {"Value": {"Fn::Sub": ["${A}", {"A": {"Ref": "Files"}}]}}},
}


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    inner = list(steps) if isinstance(value, (dict, list)) else []
    found = [path] if path and path != ("Resources",) else []
    return found + [p for key, v in inner for p in _places(v, (*path, key))]


def _with(value: Any, path: tuple[Any, ...], odd: Any) -> Any:
    if not path:
        return odd
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _with(value[path[0]], path[1:], odd)
    return copy


@pytest.mark.uncounted
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_value_at_any_place_loses_at_most_that_place(catalog: Catalog, odd: Any) -> None:
    for path in _places(WHOLE):
        text = json.dumps(_with(WHOLE, path, odd))
        plan = read_template(text, file="t.json", catalog=catalog)
        others = {"Work", "Files", "Topic"} - {path[1] if path[0] == "Resources" else ""}
        kept = " ".join(str(r.address) for r in plan)
        lost = [n for n in others if f".{n.lower()}" not in kept]
        assert lost == [] or path[0] in ("Conditions", "Transform"), path
