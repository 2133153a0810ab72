"""Fn::ForEach: what a loop makes is in the Plan, at the line where the loop stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dharma_core.importers.cloudformation import read_template
from dharma_core.plan import Catalog, Plan
from dharma_core.storage.facts import load_catalog

TEMPLATE = """\
Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: "alerts,orders"}
Mappings:
  Days: {alerts: {Kept: 7}, orders: {Kept: 30}}
Conditions:
  Keep: !Equals [a, a]
Resources:
  Fn::ForEach::Logs:
    - Name
    - !Ref Names
    - Log${Name}:
        Type: AWS::Logs::LogGroup
        DeletionPolicy: !If [Keep, Retain, Delete]
        Properties:
          LogGroupName: !Sub /app/${Name}
          RetentionInDays: !FindInMap [Days, !Ref Name, Kept]
      Queue${Name}:
        Type: AWS::SQS::Queue
        DependsOn: Log${Name}
Outputs:
  Fn::ForEach::Urls:
    - Name
    - !Ref Names
    - Url${Name}: {Value: !Ref {"Fn::Sub": "Queue${Name}"}}
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def _read(catalog: Catalog, template: Any, **given: str) -> Plan:
    text = template if isinstance(template, str) else json.dumps(template)
    return read_template(text, file="t.yaml", catalog=catalog, variables=given)


def _topics(*loop: Any) -> dict[str, Any]:
    return {"Resources": {"Fn::ForEach::Topics": list(loop)}}


TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "N"}}}


def test_loop_makes_its_resources_and_outputs(catalog: Catalog) -> None:
    plan = _read(catalog, TEMPLATE)
    logs = {r.attributes["name"]: r for r in plan.of_type("aws_cloudwatch_log_group")}
    assert {n: r.attributes["retention_in_days"] for n, r in logs.items()} == {
        "/app/alerts": 7,
        "/app/orders": 30,
    }
    assert all(r.lifecycle["prevent_destroy"] for r in logs.values())
    assert [r.depends_on for r in plan.of_type("aws_sqs_queue")] == [
        ("aws_cloudwatch_log_group.logalerts",),
        ("aws_cloudwatch_log_group.logorders",),
    ]
    assert [str(o.mentions[0]) for o in plan.outputs] == [
        "aws_sqs_queue.queuealerts.id",
        "aws_sqs_queue.queueorders.id",
    ]
    assert plan.problems == ()


def test_what_a_loop_makes_has_the_lines_of_its_body(catalog: Catalog) -> None:
    plan = _read(catalog, TEMPLATE)
    assert {str(r.position) for r in plan.of_type("aws_sqs_queue")} == {"t.yaml:18"}


def test_given_list_decides_what_is_made(catalog: Catalog) -> None:
    given = {"Names": "alerts"}
    plan = read_template(TEMPLATE, file="t.yaml", catalog=catalog, variables=given)
    assert len(plan.of_type("aws_sqs_queue")) == 1


def test_loop_inside_a_loop_and_inside_properties(catalog: Catalog) -> None:
    inner = ["M", ["x", "y"], {"T${N}${M}": TOPIC}]
    plan = _read(catalog, _topics("N", ["a", "b"], {"Fn::ForEach::Inner": inner}))
    assert [r.name for r in plan] == ["tax", "tay", "tbx", "tby"]
    tags = ["K", ["Owner", "Team"], {"${K}": {"Ref": "K"}}]
    dashboard = {"Type": "AWS::Foo::Bar", "Properties": {"Fn::ForEach::Tags": tags, "A": 1}}
    (made,) = _read(catalog, {"Resources": {"X": dashboard}})
    assert (made.attributes["Owner"], made.attributes["Team"]) == ("Owner", "Team")


def test_ampersand_leaves_out_what_no_logical_id_holds(catalog: Catalog) -> None:
    (topic,) = _read(catalog, _topics("N", ["10.0.0.0/8"], {"T&{N}": TOPIC}))
    assert (topic.name, topic.attributes["name"]) == ("t100008", "10.0.0.0/8")


@pytest.mark.parametrize(
    ("loop", "said", "severity"),
    [
        (["N", {"Ref": "Later"}, {"T${N}": TOPIC}], "is not known", "warning"),
        (["N", ["a"]], "is no loop", "error"),
        ("N", "is no loop", "error"),
        (["N", [str(i) for i in range(5001)], {"T${N}": TOPIC}], "beyond what is read", "error"),
    ],
    ids=["unknown list", "two parts", "text", "too many"],
)
def test_loop_that_cannot_be_written_out_is_said_and_loses_nothing_else(
    catalog: Catalog, loop: Any, said: str, severity: str
) -> None:
    template: dict[str, Any] = {
        "Parameters": {"Later": {"Type": "CommaDelimitedList"}},
        "Resources": {"Fn::ForEach::T": loop, "Other": {"Type": "AWS::SQS::Queue"}},
    }
    plan = _read(catalog, template)
    assert [(said in p.message, p.severity) for p in plan.problems] == [(True, severity)]
    assert len(plan.of_type("aws_sqs_queue")) == 1


def test_loops_that_multiply_stop_early_and_say_so_once_each(catalog: Catalog) -> None:
    items = [str(i) for i in range(60)]
    body: dict[str, Any] = {"Q${A}${B}${C}": {"Type": "AWS::SQS::Queue"}}
    for name in ("C", "B", "A"):
        body = {f"Fn::ForEach::{name}": [name, items, body]}
    plan = _read(catalog, {"Resources": body})
    assert len(plan) <= 5000
    assert {p.message.split(" ")[0] for p in plan.problems} == {"Fn::ForEach::C", "Fn::ForEach::B"}
    assert len(plan.problems) == 2
