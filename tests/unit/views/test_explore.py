from __future__ import annotations

from decimal import Decimal

import pytest

from dharma_core.finops.analytics import Grain, Tag
from dharma_core.finops.analytics.examples import small_bill
from dharma_core.finops.analytics.pivot import Question, pivot
from dharma_core.views.explore import pivot_bars, pivot_headlines, pivot_rows, pivot_table
from dharma_core.views.exports import to_csv


@pytest.fixture
def found():
    return pivot(small_bill(), Question(("ServiceName", Tag("Team"))))


def test_the_answer_is_the_sum_the_last_period_and_the_largest(found):
    total, last, largest = pivot_headlines(found)
    assert (total.value, total.note) == ("$42.50", "Jan 2025 to Feb 2025")
    assert (last.value, last.note) == ("$27.50", "+$12.50 against Jan 2025")
    assert largest.note == "Compute, web: 52% of the sum"


def test_the_table_names_what_has_no_value_and_shares_the_sum(found):
    table = pivot_table(found)
    assert [column.title for column in table.columns] == [
        "Service", "Tag Team", "Jan 2025", "Feb 2025", "Sum", "Share, %",
    ]  # fmt: skip
    assert table.by_key["by1"].unknown == "(none)"
    assert sum(row["total"] for row in table.rows) == Decimal("42.50")


def test_what_is_taken_away_is_exact_and_has_a_row_a_period(found):
    lines = to_csv(pivot_rows(found)).decode().splitlines()
    assert lines[0] == "period,ServiceName,tag:Team,merged,EffectiveCost,currency"
    assert "2025-02-01,Compute,,0,8.5,USD" in lines
    assert len(lines) == 1 + 5


def test_merged_rows_are_counted_in_table_and_picture():
    short = pivot(small_bill(), Question(("SkuId",)), most=1)
    assert pivot_table(short).rows[-1]["by0"] == "2 smaller ones"
    names = [bar.name for bar in pivot_bars(short).figure.data]
    assert names == ["cpu", "2 others"]


def test_no_charge_makes_no_picture():
    none = pivot(small_bill(), Question(grain=Grain.DAY, where={"ServiceName": "x"}))
    assert pivot_bars(none) is None
    assert pivot_headlines(none)[0].note == "no charge fits"
