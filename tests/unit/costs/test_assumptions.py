"""What is assumed of usage: the table, presets in an estimate, ranges; nothing invented."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dharma_core.costs.assumptions import Size, parse_assumptions, size_named
from dharma_core.costs.estimate import Terms, estimate
from dharma_core.costs.usage import NO_USAGE, parse_usage
from dharma_core.errors import FactError, InputError
from dharma_core.plan import Plan
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.usage_presets import load_assumptions

CATALOG = load_catalog()
TABLE = load_assumptions()
RAW = {
    "given": {"low": "0.5", "high": "2"},
    "typical": {"small": "0.1", "medium": "1", "large": "10"},
    "fixed": {"keys": ["*_count"], "units": ["vCPUs"]},
    "presets": [{"key": "*_gb", "small": "1", "medium": "2", "large": "3"}],
}


def priced(book, *resources, usage="", size=None):
    given = parse_usage(f"version: 0.1\n{usage}", file="u.yml") if usage else NO_USAGE
    terms = Terms(given, replace(TABLE, size=size))
    return estimate(Plan(resources, region="us-east-1"), book, catalog=CATALOG, terms=terms)


@pytest.mark.parametrize(
    ("key", "fact", "value"),
    [
        ("standard.storage_gb", "GB", 2),  # the last step of a dotted key decides
        ("anything", {"unit": "GB", "typical": 40}, 40),  # a typical value of the type wins
        ("operating_system", {"one_of": ["linux"]}, None),
        ("moons", "moons", None),
    ],
)
def test_a_preset_is_found_by_the_key_and_the_unit(key, fact, value):
    table = parse_assumptions(RAW, file="t.yaml")

    assert table.value_of(key, fact, Size.MEDIUM) == value


def test_a_given_figure_spreads_unless_it_describes_the_design():
    table = parse_assumptions(RAW, file="t.yaml")

    assert table.end("storage_gb", "GB", Decimal(10), table.high) == 20
    assert table.end("node_count", "nodes", Decimal(10), table.high) == 10
    assert table.end("x", "vCPUs", Decimal(10), table.low) == 10
    assert table.end("operating_system", None, "windows", table.low) == "windows"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"presets": [{"key": "x", "small": "2", "medium": "1", "large": "3"}]}, "does not grow"),
        ({"presets": [{"small": "1", "medium": "1", "large": "3"}]}, "neither key nor unit"),
        ({"given": {}}, "not a table of usage presets"),
    ],
)
def test_a_wrong_table_is_our_own_defect(change, says):
    with pytest.raises(FactError, match=says):
        parse_assumptions(RAW | change, file="t.yaml")


def test_every_preset_of_the_bundled_table_grows_and_every_size_has_a_name():
    assert len(TABLE.presets) > 40
    assert TABLE.low < 1 < TABLE.high
    with pytest.raises(InputError, match="no usage preset 'mediun'") as refusal:
        size_named("mediun")
    assert refusal.value.next_step == "Did you mean 'medium'?"


def test_without_usage_no_dollar_is_invented(book, make):
    found = priced(book, make("aws_sqs_queue", {}), make("aws_lb", {}, "b"))

    queue, balancer = found.resources
    assert queue.monthly_cost is None
    assert balancer.monthly_cost == Decimal("16.425")  # 730 h x 0.0225; its LCUs are not known
    assert found.total.amount == balancer.monthly_cost
    assert found.range.open
    assert found.range.low == found.range.high == found.total.amount
    assert found.as_dict()["range"]["high"] is None


def test_a_preset_fills_what_the_bill_leaves_open_and_marks_it(book, make):
    queue = priced(book, make("aws_sqs_queue", {}), size=Size.MEDIUM).resources[0]

    line = queue.components[0]
    assert line.assumed
    assert line.note == "Quantity assumed: preset medium."
    assert "monthly_requests" in queue.assumed_usage
    assert queue.monthly_cost == line.monthly_cost > 0


def test_a_preset_adds_no_component_that_nobody_asked_for(book, make):
    bucket = make("aws_s3_bucket", {})
    server = make("aws_instance", {"instance_type": "t3.medium"}, "s")

    bare = priced(book, bucket, server)
    filled = priced(book, bucket, server, size=Size.LARGE)

    names = [[c.name for c in r.components] for r in bare.resources]
    assert [[c.name for c in r.components] for r in filled.resources] == names


def test_a_given_figure_wins_over_the_preset_and_is_not_marked(book, make):
    usage = "resource_usage:\n  aws_sqs_queue.x: {monthly_requests: 1000000}\n"

    line = priced(book, make("aws_sqs_queue", {}), usage=usage, size=Size.LARGE).resources[0]

    assert not line.components[0].assumed
    assert line.monthly_cost == Decimal("0.4")


def test_the_range_of_a_given_figure_is_its_stated_factor(book, make):
    usage = "resource_usage:\n  aws_sqs_queue.x: {monthly_requests: 10000000}\n"

    found = priced(book, make("aws_sqs_queue", {}), usage=usage)

    # 10 million at $0.40 a million, a fifth less and a fifth more
    assert (found.range.low, found.total.amount, found.range.high) == (
        Decimal("3.2"), Decimal(4), Decimal("4.8"),
    )  # fmt: skip
    assert not found.range.open


def test_the_range_of_a_preset_reaches_from_its_small_to_its_large(book, make):
    queue = make("aws_sqs_queue", {})
    totals = [priced(book, queue, size=size).total.amount for size in Size]

    found = priced(book, queue, size=Size.MEDIUM)

    assert totals == sorted(totals)
    assert (found.range.low, found.range.high) == (totals[0], totals[-1])


def test_words_of_a_usage_file_make_no_range(book, make):
    usage = "resource_usage:\n  aws_instance.x: {operating_system: windows}\n"

    server = make("aws_instance", {"instance_type": "m5.large"})

    assert priced(book, server, usage=usage).range.is_point
