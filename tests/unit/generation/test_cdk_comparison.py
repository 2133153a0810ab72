"""Templates that mean the same have no differences."""

from __future__ import annotations

from typing import Any

import pytest

from dharma_core.generation.cdk.comparison import differences


def _template(properties: Any, **more: Any) -> dict[str, Any]:
    return {"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": properties, **more}}}


def test_what_the_cdk_adds_does_not_count() -> None:
    theirs = _template({"A": 1}, Metadata={"aws:cdk:path": "x/Q"}) | {
        "Parameters": {"BootstrapVersion": {"Type": "x"}},
        "Rules": {"CheckBootstrapVersion": {}},
        "Conditions": {"CDKMetadataAvailable": {}},
    }
    theirs["Resources"]["CDKMetadata"] = {"Type": "AWS::CDK::Metadata"}
    assert differences(_template({"A": 1}), theirs) == ()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"Fn::GetAtt": ["A", "B"]}, {"Fn::GetAtt": "A.B"}),
        ({"Fn::Join": ["", ["a", "b", {"Ref": "X"}]]}, {"Fn::Join": ["", ["ab", {"Ref": "X"}]]}),
        ({"Fn::Join": ["", ["a", {"Fn::Join": ["", ["b", {"Ref": "X"}]]}]]},
         {"Fn::Join": ["", ["ab", {"Ref": "X"}]]}),
        ({"Fn::Join": ["", ["a", "b"]]}, "ab"),
        (80, "80"),
        (True, "true"),
        ([{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}],
         [{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "1"}]),
    ],
)  # fmt: skip
def test_two_ways_to_say_one_thing_are_the_same(ours: Any, theirs: Any) -> None:
    assert differences(_template({"A": ours}), _template({"A": theirs})) == ()


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        (1, 2, 'Resources.Q.Properties.A: "1" | "2"'),
        ([1], [1, 2], 'Resources.Q.Properties.A: ["1"] | ["1", "2"]'),
        ({"B": 1}, {}, 'Resources.Q.Properties: {"A": {"B": "1"}} | nothing'),
    ],
)
def test_other_meaning_is_named_with_both_sides(ours: Any, theirs: Any, said: str) -> None:
    assert differences(_template({"A": ours}), _template({"A": theirs})) == (said,)


def test_missing_resource_and_dependency_are_named() -> None:
    one = _template({"A": 1}, DependsOn=["X", "Y"])
    other = _template({"A": 1}, DependsOn=["Y"])
    assert differences(one, other) == ('Resources.Q.DependsOn: ["X", "Y"] | ["Y"]',)
    assert differences(one, {}) != ()
