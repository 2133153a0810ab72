"""A budget as people write it: what is taken, and what is refused with the nearest right word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.budgets import (
    Basis,
    Budget,
    Cycle,
    Gate,
    Scope,
    ScopeKind,
    Span,
    Threshold,
    budget_of,
    parse_period,
    parse_scope,
    parse_threshold,
)

SAID = Budget("platform", Decimal("1250.50"), "EUR", gate=Gate.ASK, owner="ann").as_dict()


@pytest.mark.parametrize(
    "text", ["whole", "account:123", "service:Amazon S3", "tag:Team=a=b", "design:shop"]
)
def test_a_scope_reads_as_it_is_written(text):
    assert str(parse_scope(text)) == text


def test_the_value_of_a_tag_may_have_an_equals_sign():
    assert parse_scope("tag:Team=a=b") == Scope(ScopeKind.TAG, "a=b", "Team")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("servce:x", "Did you mean 'service'"),
        ("service:", "not complete"),
        ("service: ", "not complete"),
        ("whole:x", "not complete"),
        ("tag:Team", "not complete"),
        ("tag:=web", "not complete"),
        ("tag:Team=", "not complete"),
        ("design:" + "x" * 400, "300 are allowed"),
        ("account:1\u202e2", "invisible"),
    ],
)
def test_a_wrong_scope_is_refused_with_the_reason(text, told):
    with pytest.raises(InputError, match=told):
        parse_scope(text)


@pytest.mark.parametrize(
    ("said", "day", "span"),
    [
        ("month", date(2028, 2, 29), "2028-02-01..2028-02-29"),
        ("month", date(2026, 12, 31), "2026-12-01..2026-12-31"),
        ("quarter", date(2026, 5, 1), "2026-04-01..2026-06-30"),
        ("Year", date(2026, 5, 1), "2026-01-01..2026-12-31"),
        ("2026-01-15..2026-02-14", date(2030, 1, 1), "2026-01-15..2026-02-14"),
        ("2026-01-15..2026-01-15", date(2026, 1, 1), "2026-01-15..2026-01-15"),
    ],
)
def test_a_period_gives_whole_calendar_days(said, day, span):
    assert str(parse_period(said).at(day)) == span


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mnth", "Did you mean 'month'"),
        ("once", "no period"),
        ("2026-02-01..2026-01-01", "ends before it begins"),
        ("2020-01-01..2026-01-01", "longer than three years"),
        ("2026-02-30..2026-03-01", "not a day"),
        ("..", "not a day"),
    ],
)
def test_a_wrong_period_is_refused_with_the_reason(text, told):
    with pytest.raises(InputError, match=told):
        parse_period(text)


def test_a_span_counts_and_yields_its_days():
    days = list(Span(date(2026, 2, 27), date(2026, 3, 2)))
    assert (len(days), days[0], days[-1]) == (4, date(2026, 2, 27), date(2026, 3, 2))
    assert parse_period("month").months, parse_period("2026-01-01..2026-01-02").months == (1, 0)


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        ("80%", Threshold(Decimal("0.8"))),
        ("0.80", Threshold(Decimal("0.8"))),
        ("forecast: 100%", Threshold(Decimal(1), Basis.FORECAST)),
        ("ACTUAL:120%", Threshold(Decimal("1.2"))),
    ],
)
def test_a_threshold_is_a_share_of_actual_or_forecast(text, threshold):
    assert parse_threshold(text) == threshold
    assert parse_threshold(str(threshold)) == threshold


@pytest.mark.parametrize("text", ["", "0", "-5%", "1001%", "nan", "forcast:10%", "forecast:"])
def test_a_wrong_threshold_is_refused(text):
    with pytest.raises(InputError, match="threshold"):
        parse_threshold(text)


def test_a_budget_comes_back_from_its_json_form():
    assert budget_of(SAID).as_dict() == SAID
    assert str(budget_of(SAID)) == "platform: €1,250.50 a month for whole"


@pytest.mark.parametrize(
    ("field", "said", "told"),
    [
        ("name", "x", "name cannot be 'x'"),
        ("name", "a b c", "name"),
        ("amount", "0", "more than zero"),
        ("amount", "-5", "more than zero"),
        ("amount", "1e30", "more than zero"),
        ("amount", "NaN", "Write a number"),
        ("amount", "a lot", "Write a number"),
        ("amount", "1.23456", "four places"),
        ("currency", "dollars", "ISO code"),
        ("deployments", "aks", "Did you mean 'ask'"),
        ("measure", "list", "measure"),
        ("thresholds", ["80%", "0.8"], "Give each once"),
        ("thresholds", [f"{n}%" for n in range(1, 30)], "20 at most"),
        ("owner", "a\nb", "line break"),
    ],
)
def test_a_wrong_part_is_named(field, said, told):
    with pytest.raises(InputError, match=told):
        budget_of({**SAID, field: said})


def test_what_it_measures_is_its_subject_and_its_owner_is_not():
    first = budget_of(SAID)
    assert replace(first, owner="bob", gate=Gate.STOP).subject == first.subject
    assert replace(first, amount=Decimal(1)).subject != first.subject
    assert parse_period("month").cycle is Cycle.MONTH
