from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics import Grain, Tag, spend
from dharma_core.finops.analytics.examples import small_bill
from dharma_core.finops.analytics.pivot import Question, pivot, tag_keys

JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)


def test_a_pivot_has_a_row_a_combination_and_adds_up():
    found = pivot(small_bill(), Question(("ServiceName", Tag("Team"))))
    assert found.periods == (JANUARY, FEBRUARY)
    assert found.total == spend(small_bill())["cost"].item() == Decimal("42.50")
    compute = {row.key[1]: row for row in found.rows if row.key[0] == "Compute"}
    assert compute["web"].costs == {JANUARY: 10, FEBRUARY: 12}
    assert compute[None].total == Decimal("8.50")


def test_without_dimensions_there_is_one_row():
    (row,) = pivot(small_bill(), Question(grain=Grain.YEAR)).rows
    assert (row.key, row.total) == ((), Decimal("42.50"))


def test_small_rows_are_merged_and_counted_and_nothing_is_lost():
    question = Question(("ServiceName", "SkuId"))
    whole, short = pivot(small_bill(), question), pivot(small_bill(), question, most=1)
    assert [row.merged for row in short.rows] == [0, 2]
    assert short.total == whole.total


@pytest.mark.parametrize(
    ("where", "cost"),
    [
        ({"ServiceName": "Storage"}, "12.00"),
        ({Tag("Team"): "web"}, "22.00"),
        ({Tag("Team"): None}, "8.50"),
        ({Tag("Team"): "web", "ServiceName": "Storage"}, "0"),
        ({"ServiceName": "x' or 1=1"}, "0"),
    ],
)
def test_a_filter_leaves_what_fits(where, cost):
    assert pivot(small_bill(), Question(where=where)).total == Decimal(cost)


def test_a_column_that_is_not_there_is_named_with_the_nearest_one():
    with pytest.raises(InputError, match="no column 'ServiceNam'") as told:
        pivot(small_bill(), Question(("ServiceNam",)))
    assert "ServiceName" in told.value.next_step
    with pytest.raises(InputError, match="0 rows"):
        pivot(small_bill(), Question(), most=0)


def test_tag_keys_come_from_the_tags():
    assert tag_keys(small_bill()) == ("Team",)
