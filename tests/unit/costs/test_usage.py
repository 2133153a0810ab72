"""Usage files: what they may say, who it is for, and what is refused with file and line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.costs.usage import NO_USAGE, check_usage, parse_usage
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_catalog

HEAD = "version: 0.1\n"


def usage(text):
    return parse_usage(HEAD + text, file="usage.yml")


def test_nested_keys_become_dotted_and_numbers_exact():
    found = usage("resource_usage:\n  aws_s3_bucket.b:\n    standard:\n      storage_gb: 0.1\n")

    assert dict(found.of("aws_s3_bucket.b", "aws_s3_bucket")) == {
        "standard.storage_gb": Decimal("0.1")
    }


def test_own_values_win_over_wildcards_and_those_over_type_defaults():
    found = usage(
        "resource_type_default_usage:\n"
        "  aws_sqs_queue: {monthly_requests: 1, request_size_kb: 1}\n"
        "resource_usage:\n"
        "  aws_sqs_queue.q[0]: {monthly_requests: 3}\n"  # before the wildcard, and still stronger
        "  aws_sqs_queue.q[*]: {monthly_requests: 2}\n"
    )

    assert found.of("aws_sqs_queue.q[0]", "aws_sqs_queue")["monthly_requests"] == 3
    assert found.of("aws_sqs_queue.q[1]", "aws_sqs_queue")["monthly_requests"] == 2
    assert found.of("aws_sqs_queue.other", "aws_sqs_queue")["monthly_requests"] == 1
    assert found.of("aws_sqs_queue.q[0]", "aws_sqs_queue")["request_size_kb"] == 1
    assert found.of("aws_lb.q", "aws_lb") == {}


@pytest.mark.parametrize(
    ("pattern", "address", "meant"),
    [
        ("module.*.aws_lb.web", "module.eu.aws_lb.web", True),
        ('aws_lb.web["*"]', 'aws_lb.web["a"]', True),
        ("module.net[*].aws_lb.web", "module.net[3].aws_lb.web", True),
        ("aws_lb.web[*]", "aws_lb.webs[0]", False),
        ("aws_lb.web", "aws_lb.web[0]", False),
    ],
)
def test_a_star_stands_for_any_index_or_module(pattern, address, meant):
    found = usage(f"resource_usage:\n  '{pattern}': {{processed_bytes_gb: 1}}\n")

    assert bool(found.of(address, "aws_lb")) == meant


def test_null_blocks_and_null_values_say_nothing():
    text = (
        "resource_type_default_usage:\nresource_usage:\n  aws_lb.a:\n"
        "  aws_lb.b: {rule_evaluations: }\n"
    )

    found = usage(text)

    assert [dict(block.values) for block in found.resources] == [{}, {}]
    assert usage("") == NO_USAGE


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version: 0.2\n", "usage.yml has version '0.2'"),
        ("resource_usage: {}\n", "usage.yml has no version"),
        ("[1, 2]", "usage.yml is not a usage file"),
        ("", "usage.yml is not a usage file"),
        ("a: b: c", "usage.yml:1: not valid YAML"),
        ("version: &v 0.1\nresource_usage: *v\n", "aliases"),
        (HEAD + "resource_usages: {}\n", "usage.yml:2: unknown key 'resource_usages'"),
        (HEAD + "resource_usage: 5\n", "usage.yml:2: expected 'key: value' lines"),
        (HEAD + "resource_usage:\n  aws_lb.a: 5\n", "usage.yml:3: expected 'key: value' lines"),
        (HEAD + "resource_usage:\n  a.b: {x: -1}\n", "usage.yml:3: x is -1"),
        (HEAD + "resource_usage:\n  a.b: {x: .nan}\n", "usage.yml:3: x is .nan"),
        (HEAD + "resource_usage:\n  a.b: {x: 1e99}\n", "usage.yml:3"),
        (HEAD + "resource_usage:\n  aws_lb.a: {rule_evaluations: [1]}\n",
         "usage.yml:3: aws_lb has no usage key 'rule_evaluations[0]'"),
        (HEAD + "resource_usage:\n  a.b:\n    x: 1\n    x: 2\n", "usage.yml:5: 'x' stands here"),
        ("{a: " * 100_000, "usage.yml:1: nested more than 10 levels deep"),
        (HEAD + "resource_usage:\n  ? [a]\n  : 1\n", "usage.yml:3: expected 'key: value' lines"),
        ("#" * 1_000_001, "larger than a usage file can be"),
    ],
)  # fmt: skip
def test_what_is_not_a_usage_file_is_refused_with_the_place_and_a_next_step(text, says):
    with pytest.raises(InputError) as refusal:
        check_usage(parse_usage(text, file="usage.yml"), load_catalog())

    assert says in refusal.value.message
    assert refusal.value.next_step


@pytest.mark.parametrize(
    ("line", "says", "next_step"),
    [
        ("aws_lb.a: {procesed_bytes_gb: 1}", "aws_lb has no usage key 'procesed_bytes_gb'",
         "Did you mean 'processed_bytes_gb'?"),
        ("aws_eip.a: {anything: 1}", "aws_eip has no usage key", "aws_eip takes no usage."),
        ("aws_instance.a: {operating_system: window}", "operating_system cannot be 'window'",
         "Did you mean 'windows'?"),
        ("aws_lb.a: {processed_bytes_gb: lots}", "processed_bytes_gb must be a number, not 'lots'",
         "Write it in GB, for example 100."),
    ],
)  # fmt: skip
def test_keys_and_words_that_the_type_does_not_know_are_refused(line, says, next_step):
    found = usage(f"resource_usage:\n  {line}\n")

    with pytest.raises(InputError) as refusal:
        check_usage(found, load_catalog())

    assert refusal.value.message.startswith("usage.yml:3: ")
    assert says in refusal.value.message
    assert refusal.value.next_step == next_step


def test_right_keys_pass_and_types_without_a_meter_are_let_through():
    text = (
        "resource_type_default_usage:\n  aws_sqs_queue: {monthly_requests: 5}\n"
        "resource_usage:\n"
        "  made_up_topic.t: {monthly_message_data_tb: 7}\n"
        "  google_pubsub_topic.t: {monthly_message_data_tb: 7}\n"
        "  module.a[0].aws_s3_bucket.b[*]: {standard: {storage_gb: 1}}\n"
        "  aws_instance.i: {'ebs_block_device[3].monthly_standard_io_requests': 1}\n"
    )

    check_usage(usage(text), load_catalog())


@pytest.mark.parametrize("written", ["1_000_000", "1000000", "1e6", "1.0e+6"])
def test_a_million_may_be_written_in_several_ways(written):
    found = usage(f"resource_usage:\n  aws_lb.a: {{x: {written}}}\n")

    assert found.of("aws_lb.a", "aws_lb")["x"] == 1_000_000


@given(st.decimals(0, 10**15, allow_nan=False))
def test_any_number_from_zero_up_is_kept_exactly(number):
    text = f"resource_usage:\n  aws_lb.a: {{x: {number:f}}}\n"

    assert usage(text).of("aws_lb.a", "aws_lb")["x"] == number
