"""Values of a template as Python: functions are tokens, blocks are typed objects."""

from __future__ import annotations

from typing import Any

import pytest

from dharma_core.generation.cdk.expressions import Expressions, Unsayable, names_in
from dharma_core.generation.cdk.names import CdkType, find_type
from dharma_core.generation.pulumi.python import statement
from dharma_core.storage.facts import load_catalog


@pytest.fixture
def bucket() -> CdkType:
    found = find_type(load_catalog(), "AWS::S3::Bucket")
    assert found is not None
    return found


@pytest.fixture
def expressions(bucket: CdkType) -> Expressions:
    variables = {"Logs": "logs", "Size": "size", "Word": "word", "Other": "other"}
    return Expressions(variables, {"Logs": bucket}, {"Size": "Number", "Word": "String"})


@pytest.mark.parametrize(
    ("value", "kind", "code"),
    [
        ("80", "number", "80"),
        (80, "string", '"80"'),
        ("true", "bool", "True"),
        (True, "string", '"true"'),
        ({"Ref": "Word"}, "string", "word.value_as_string"),
        ({"Ref": "Size"}, "number", "size.value_as_number"),
        ({"Ref": "Word"}, "number", "cdk.Token.as_number(word.value)"),
        ({"Ref": "Word"}, "bool", "word.value"),
        ({"Ref": "Word"}, "strings", "word.value_as_list"),
        ({"Ref": "Logs"}, "string", "logs.ref"),
        ({"Ref": "AWS::Region"}, "string", "cdk.Aws.REGION"),
        ({"Fn::GetAtt": ["Logs", "Arn"]}, "string", "logs.attr_arn"),
        ({"Fn::GetAtt": ["Other", "Arn"]}, "string", 'cdk.Token.as_string(other.get_att("Arn"))'),
        ({"Fn::Sub": "${Logs.Arn}/*"}, "string", 'cdk.Fn.sub("${Logs.Arn}/*")'),
        ({"Fn::Join": ["", ["a", {"Ref": "Logs"}]]}, "string", 'cdk.Fn.join("", ["a", logs.ref])'),
        ({"Fn::If": ["On", True, False]}, "bool", 'cdk.Fn.condition_if("On", True, False)'),
        ({"Fn::Base64": "x"}, "string", 'cdk.Fn.base64("x")'),
        ({"Fn::Select": [0, ["a"]]}, "string",
         'cdk.Token.as_string({"Fn::Select": [0, ["a"]]})'),
        ([{"Key": "a", "Value": "b"}], "tags", '[cdk.CfnTag(key="a", value="b")]'),
        ({"Status": "Enabled"}, "VersioningConfiguration",
         's3.CfnBucket.VersioningConfigurationProperty(status="Enabled")'),
    ],
)  # fmt: skip
def test_value_is_written_for_what_the_argument_takes(
    expressions: Expressions, bucket: CdkType, value: Any, kind: str, code: str
) -> None:
    assert statement(expressions.of(value, kind, bucket)) == code


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("many", "number"),
        ({"a": 1}, "string"),
        ("x", "strings"),
        ("perhaps", "bool"),
        ("2026-01-01T00:00:00Z", "date"),
        ({"Unheard": 1}, "VersioningConfiguration"),
        ({"Fn::If": ["On", {}, {}]}, "VersioningConfiguration"),
    ],
)
def test_what_no_typed_argument_holds_is_said(
    expressions: Expressions, bucket: CdkType, value: Any, kind: str
) -> None:
    with pytest.raises(Unsayable):
        expressions.of(value, kind, bucket)


def test_such_a_property_is_left_for_an_override(expressions: Expressions, bucket: CdkType) -> None:
    given = {"BucketName": "b", "Unheard": {"A": 1}, "VersioningConfiguration": {"X": 1}}
    named, rest = expressions.arguments(given, bucket)
    assert [name for name, _ in named] == ["bucket_name"]
    assert rest == {"Unheard": {"A": 1}, "VersioningConfiguration": {"X": 1}}


def test_names_in_texts_need_no_variable() -> None:
    value = [{"Ref": "A"}, {"Fn::GetAtt": ["B", "X"]}, {"Fn::Sub": "${C}-${D.Arn}"}]
    assert list(names_in(value)) == ["A", "B", "C", "D"]
    assert list(names_in(value, texts=False)) == ["A", "B"]
