"""From what a file holds to a billing frame: exact numbers, UTC, tags of every shape."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.finops.focus_frame import billing_frame, billing_schema
from dharma_core.money import exact_sum
from dharma_core.storage.billing_facts import load_focus

SPEC = load_focus()
MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)


def converted(name, values, kind=None):
    raw = pl.LazyFrame({name: pl.Series(values, dtype=kind)})
    return billing_frame(raw, SPEC).select(name).collect().to_series().to_list()


def test_a_frame_has_every_column_of_focus_and_keeps_others_under_x():
    frame = billing_frame(pl.LazyFrame({"Id": [7], "x_own": ["a"], "BilledCost": [1]}), SPEC)
    schema = frame.collect_schema()
    assert dict(schema) == {**billing_schema(SPEC), "x_Id": pl.String, "x_own": pl.String}


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["0.1", "123456.789", "-0.000000083819032"], pl.String),
        ([0.1, 123456.789, -8.3819032e-8], pl.Float64),
        ([Decimal("0.1"), Decimal("123456.789"), Decimal("-0.000000083819032")], None),
    ],
    ids=["text", "float", "decimal"],
)
def test_a_number_is_what_was_written_whatever_held_it(values, kind):
    expected = [Decimal("0.1"), Decimal("123456.789"), Decimal("-0.000000083819032")]
    assert converted("BilledCost", values, kind) == expected


def test_what_is_no_number_is_null_and_not_zero():
    assert converted("BilledCost", ["", "NULL", "1,5", "x", None]) == [None] * 5
    assert converted("BilledCost", [float("nan"), float("inf"), 1e30]) == [None] * 3


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01", "2026-03-01 00:00:00", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00.000Z",
        "2026-03-01T02:00:00+02:00", "2026-02-28T20:30:00-0330", "2026-03-01 00:00:00 UTC",
    ],
)  # fmt: skip
def test_a_moment_is_read_in_every_zone_and_kept_in_utc(text):
    assert converted("ChargePeriodStart", [text]) == [MIDNIGHT]


def test_typed_moments_are_utc_too():
    naive = datetime(2026, 3, 1)  # noqa: DTZ001 - what a Parquet file may hold
    assert converted("ChargePeriodStart", [naive]) == [MIDNIGHT]
    assert converted("ChargePeriodStart", [date(2026, 3, 1)]) == [MIDNIGHT]
    paris = pl.Series([naive]).dt.replace_time_zone("Europe/Paris")
    assert converted("ChargePeriodStart", paris) == [datetime(2026, 2, 28, 23, tzinfo=UTC)]


@pytest.mark.parametrize("text", ["01/03/2026", "yesterday", "2026-13-01", "2026-03-01T00:00:00X"])
def test_what_is_no_moment_is_null(text):
    assert converted("ChargePeriodStart", [text]) == [None]


def test_tags_as_text_map_or_struct_become_the_text_of_one_object():
    assert converted("Tags", ['{"a": "b"}', "{bad", "[1]", "", None]) == ['{"a": "b"}'] + [None] * 4
    pair = pl.List(pl.Struct({"key": pl.String, "value": pl.String}))
    maps = [[{"key": "a", "value": 'x"y'}, {"key": "b", "value": None}], [], None]
    assert converted("Tags", maps, pair) == ['{"a": "x\\"y", "b": null}', "{}", None]
    assert converted("Tags", [{"a": "x", "b": None}, None]) == ['{"a": "x"}', None]


def test_long_names_and_odd_letters_stay_as_they_are():
    names = ["n" * 300, 'Zürich, "Nord"', "日本"]
    assert converted("ResourceName", names) == names


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(-(10**20), 10**20, places=12), min_size=1, max_size=30))
def test_a_sum_of_costs_loses_no_digit(costs):
    frame = billing_frame(pl.LazyFrame({"BilledCost": [str(c) for c in costs]}), SPEC)
    assert frame.select(pl.col("BilledCost").sum()).collect().item() == exact_sum(costs)


def test_an_object_without_keys_is_an_object(tmp_path):
    (tmp_path / "a.json").write_text('{"BilledCost": 1, "Tags": {}}\n{"BilledCost": 2}\n')
    raw = pl.scan_ndjson(tmp_path / "a.json")
    assert billing_frame(raw, SPEC).collect()["Tags"].to_list() == ["{}", None]
