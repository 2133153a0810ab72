"""What CloudFormation lets people write inside another resource stands alone in a Plan."""

from __future__ import annotations

import pytest

from dharma_core.importers.cloudformation import read_template
from dharma_core.plan import Catalog, Plan
from dharma_core.storage.facts import load_catalog


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def _read(catalog: Catalog, text: str) -> Plan:
    return read_template(f"Resources:\n{text}", file="t.yaml", catalog=catalog)


def test_subscriptions_inside_a_topic_are_resources_with_their_own_lines(catalog: Catalog) -> None:
    text = """\
  News:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: news
      Subscription:
        - {Endpoint: a@example.com, Protocol: email}
        - {Endpoint: b@example.com, Protocol: email}
  NewsSubscription: {Type: AWS::SQS::Queue}
"""
    plan = _read(catalog, text)
    found = plan.of_type("aws_sns_topic_subscription")
    assert [(r.attributes["endpoint"], r.position.line) for r in found if r.position] == [
        ("a@example.com", 7),
        ("b@example.com", 8),
    ]
    assert {str(ref) for r in found for ref in r.references} == {"aws_sns_topic.news.id"}
    assert plan.by_address["aws_sns_topic.news"].attributes["name"] == "news"
    assert "aws_sqs_queue.news_subscription" in plan.by_address  # nobody else takes its name
    assert plan.problems == ()


def test_records_of_a_group_are_records_with_its_zone_and_condition(catalog: Catalog) -> None:
    record = "Type: A, TTL: '60', ResourceRecords: [192.0.2.1]"
    text = f"""\
  Names:
    Type: AWS::Route53::RecordSetGroup
    DependsOn: Queue
    Properties:
      HostedZoneId: Z1
      RecordSets: [{{Name: a, {record}}}, {{Name: b, {record}}}]
  Queue: {{Type: AWS::SQS::Queue}}
"""
    records = _read(catalog, text).of_type("aws_route53_record")
    assert [(r.attributes["zone_id"], r.attributes["name"]) for r in records] == [
        ("Z1", "a"),
        ("Z1", "b"),
    ]
    assert {r.depends_on for r in records} == {("aws_sqs_queue.queue",)}


@pytest.mark.parametrize(
    ("kind", "owners", "type_", "attribute"),
    [
        ("SQS::QueuePolicy", "Queues", "aws_sqs_queue_policy", "queue_url"),
        ("SNS::TopicPolicy", "Topics", "aws_sns_topic_policy", "arn"),
    ],
)
def test_policy_of_several_owners_is_one_for_each(
    catalog: Catalog, kind: str, owners: str, type_: str, attribute: str
) -> None:
    text = f"  P: {{Type: AWS::{kind}, Properties: {{{owners}: [a, b], PolicyDocument: {{}}}}}}\n"
    plan = _read(catalog, text)
    assert [r.attributes[attribute] for r in plan.of_type(type_)] == ["a", "b"]
    assert plan.problems == ()


@pytest.mark.parametrize("odd", ["x", "[x]", "{a: b}", "!Ref AWS::NoValue"])
def test_short_form_that_is_none_stays_and_is_said(catalog: Catalog, odd: str) -> None:
    text = f"  T: {{Type: AWS::SNS::Topic, Properties: {{Subscription: {odd}}}}}\n"
    plan = _read(catalog, text)
    assert [r.type for r in plan] == ["aws_sns_topic"]
    assert len(plan.problems) == (0 if "NoValue" in odd else 1)
