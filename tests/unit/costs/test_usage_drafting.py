"""Usage files to fill in: every key, nested as it is read; they come back as they were written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dharma_core.costs.estimate import Terms, estimate
from dharma_core.costs.usage import check_usage, parse_usage
from dharma_core.costs.usage_drafting import draft_usage
from dharma_core.plan import Address, Plan, make_resource
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.workbench import Workbench

CATALOG = load_catalog()


def drafted(*resources):
    return draft_usage(Plan(tuple(resources)), CATALOG)


def test_a_draft_names_every_key_with_its_unit_and_says_nothing():
    queue = make_resource(Address("aws_sqs_queue", "q"), {})

    text = drafted(queue)

    assert "    monthly_requests:  # requests\n" in text
    assert dict(parse_usage(text, file="u.yml").of("aws_sqs_queue.q", "aws_sqs_queue")) == {}


def test_nested_keys_stand_nested_and_lists_once_for_each_block():
    bucket = make_resource(Address("aws_s3_bucket", "b"), {})
    disks = {"ebs_block_device": [{"volume_type": "gp3"}, {"volume_type": "standard"}]}
    server = make_resource(Address("aws_instance", "s"), disks)

    lines = drafted(bucket, server).splitlines()

    assert lines[lines.index("    standard:") + 1] == "      storage_gb:  # GB"
    assert "    ebs_block_device[1]:" in lines
    assert "    ebs_block_device[2]:" not in lines


def test_instances_of_a_block_share_one_entry():
    queues = [make_resource(Address("aws_sqs_queue", "q", index=n), {}) for n in range(3)]

    text = drafted(*queues)

    assert text.count("aws_sqs_queue.q") == 1
    assert "  aws_sqs_queue.q[*]:" in text


@pytest.mark.parametrize("module", ['module.a["x: y"]', 'module.a["# \\\\ \\""]'])
def test_odd_addresses_come_back(module):
    queue = make_resource(Address("aws_sqs_queue", "q", module), {})
    text = drafted(queue).replace("monthly_requests:", "monthly_requests: 5")

    found = parse_usage(text, file="u.yml")

    assert found.of(str(queue.address), queue.type)["monthly_requests"] == 5


def test_a_design_that_uses_nothing_says_so():
    text = drafted(make_resource(Address("aws_vpc", "v"), {}))

    assert "nothing in this design depends on usage" in text
    parse_usage(text, file="u.yml")


@pytest.mark.parametrize("name", sorted(load_templates()))
def test_drafts_of_every_template_are_right_and_empty(name):
    bench = Workbench.open()

    found = parse_usage(bench.draft_usage(bench.read(name)), file="u.yml")

    check_usage(found, bench.catalog)
    assert not any(block.values for block in found.resources)


@pytest.mark.parametrize("preset", ["small", "medium", "large"])
def test_a_file_filled_by_a_preset_costs_what_the_preset_costs(preset):
    bench = Workbench.open()
    plan = bench.read("serverless-api")

    text = bench.draft_usage(plan, preset=preset)

    written = bench.estimate(plan, usage_text=text)
    assert written.total == bench.estimate(plan, preset=preset).total
    assert f"preset '{preset}'" in text
    assert written.preset == ""


def test_positions_of_a_list_may_stand_open(book):
    usage = parse_usage(
        "version: 0.1\nresource_usage:\n  aws_instance.s:\n"
        "    'ebs_block_device[*]': {monthly_standard_io_requests: 1000000}\n"
        "    ebs_block_device:\n",
        file="u.yml",
    )
    disks = {"instance_type": "m5.large", "ebs_block_device": [{"volume_type": "standard"}]}
    server = make_resource(Address("aws_instance", "s"), disks)

    terms = Terms(usage)
    found = estimate(Plan((server,), region="us-east-1"), book, catalog=CATALOG, terms=terms)

    assert replace(found.resources[0].components[-1], source="").monthly_quantity == 1


def test_a_list_in_a_usage_file_is_read_by_position():
    usage = parse_usage(
        "version: 0.1\nresource_usage:\n  aws_instance.s:\n    ebs_block_device:\n"
        "      - monthly_standard_io_requests: 1\n      - monthly_standard_io_requests: 2\n",
        file="u.yml",
    )

    check_usage(usage, CATALOG)
    assert dict(usage.of("aws_instance.s", "aws_instance")) == {
        "ebs_block_device[0].monthly_standard_io_requests": 1,
        "ebs_block_device[1].monthly_standard_io_requests": 2,
    }


def test_the_wildcard_with_more_letters_wins():
    usage = parse_usage(
        "version: 0.1\nresource_usage:\n  aws_lb.web*: {rule_evaluations: 2}\n"
        "  aws_lb.*: {rule_evaluations: 1}\n",
        file="u.yml",
    )

    assert usage.of("aws_lb.web_a", "aws_lb")["rule_evaluations"] == 2
    assert usage.of("aws_lb.other", "aws_lb")["rule_evaluations"] == 1
