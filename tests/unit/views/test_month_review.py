"""The words, tables and pictures of the review, on a month written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dharma_core.finops.analytics import Comparison, Effects, Period, Savings, TagCover, Utilisation
from dharma_core.finops.landing import Landing
from dharma_core.finops.month_review import Cover, MonthCost, MonthReview, UnitCost
from dharma_core.finops.review_actions import Action, ActionKind
from dharma_core.views.month_figures import months_bars, movers_bars
from dharma_core.views.month_review import compared_sentence, landing_sentence, review_headlines
from dharma_core.views.month_review_document import review_document
from dharma_core.views.month_review_markdown import review_markdown
from dharma_core.views.month_review_tables import action_words, efficiency_table, movers_table

ZERO = Decimal(0)
MARCH = date(2026, 3, 1)


def _mover(change, **parts):
    filled = dict.fromkeys(("quantity", "price", "new", "ended", "other"), ZERO) | parts
    return Effects(("AWS", "a|b", "<EC2>"), Decimal(500), Decimal(500) + change, **filled)


@pytest.fixture
def review() -> MonthReview:
    return MonthReview(
        month=MARCH,
        currency="EUR",
        months=(
            MonthCost(date(2025, 3, 1), Decimal(800), Decimal(800)),
            MonthCost(date(2026, 2, 1), Decimal(900), Decimal(1000)),
            MonthCost(MARCH, Decimal(700), Decimal(600)),
        ),
        landing=Landing(Decimal(1100), Decimal(600), date(2026, 3, 17), 14),
        periods=Comparison(
            Period(date(2026, 2, 1), date(2026, 2, 18)), Period(MARCH, date(2026, 3, 18))
        ),
        movers=(_mover(Decimal(150), quantity=Decimal(170), price=Decimal(-20)),),
        change=_mover(Decimal(200), quantity=Decimal(200)),
        cover=Cover(Decimal(60), Decimal(100)),
        cover_before=Cover(ZERO, ZERO),
        commitments=(Utilisation("id", None, "Savings Plan", Decimal(90), Decimal(10)),),
        savings=Savings((), Decimal(1000), Decimal(750), ZERO, Decimal(260), Decimal(10)),
        savings_before=Savings((), Decimal(1000), Decimal(800), ZERO, Decimal(200), ZERO),
        untagged=(
            TagCover("Owner", Decimal(600), Decimal(60)),
            TagCover(None, Decimal(600), Decimal(30)),
        ),
        unit="orders",
        unit_costs=(UnitCost(MARCH, Decimal(600), Decimal(48_000), 0.0125),),
        actions=(Action(ActionKind.UNUSED, Decimal(10), ("id", None)),),
    )


def test_a_month_that_runs_is_told_by_its_landing(review):
    landing, billed, saved, covered = review_headlines(review)
    assert (landing.label, landing.value) == ("Will land at about", "€1,100")
    assert landing.note == "+€100 (+10.0%) against February"
    assert billed.note == "-€200 against February, as invoiced"
    assert (saved.value, saved.note) == ("25.0%", "+5.0 points against February")
    assert (covered.value, covered.note) == (
        "60.0%",
        "February is not known; 90% of what was bought is used",
    )
    told = landing_sentence(review)
    assert told.startswith("€600 until 17 March; 14 days to come at the average")
    assert "A year ago: +€300 (+37.5%) against March 2025." in told
    assert (
        compared_sentence(review) == "The first 17 days of March against the first 17 of February."
    )


def test_what_is_not_known_is_said_and_never_zero(review):
    bare = replace(
        review,
        months=review.months[-1:],
        savings=None,
        cover=Cover(ZERO, ZERO),
        commitments=(),
        periods=None,
        movers=(),
        unit_costs=(),
    )
    values = [headline.value for headline in review_headlines(bare)]
    assert values == ["€1,100", "€700", "not known", "not known"]
    assert "no bill of March 2025" in landing_sentence(bare)
    assert movers_bars(bare) is None
    assert efficiency_table(bare).rows[-1]["value"] == "not known"
    document = review_document(bare)
    assert (document["savings_rate"], document["coverage"]["share"]) == (None, None)
    assert document["compared"] is None


def test_tables_say_why_and_how_much(review):
    (row,) = movers_table(review).rows
    assert row["reason"] == "use +€170, price -€20.00"
    tags, units = efficiency_table(review).rows
    assert (tags["value"], tags["note"]) == ("5.0%", "no Owner on 10.0% of the cost of resources")
    assert (units["value"], units["note"]) == ("€0.0125", "€600 for 48,000 orders")
    assert action_words(review.actions[0], "EUR") == (
        "Use or drop commitments: €10.00 paid for nothing, most by id."
    )


def test_names_of_a_bill_break_no_markdown_and_no_picture(review):
    text = review_markdown(review)
    assert "a\\|b" in text
    assert "\\<EC2\\>" in text
    picture = movers_bars(review)
    assert picture.title == "<EC2> of a|b rose most, by €150: 75% of the whole rise"
    assert picture.figure.layout.annotations[0].text == "&lt;EC2> of a|b"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_months_show_what_is_still_to_come(review, mode):
    picture = months_bars(review, mode)
    assert picture.title == "March will cost about 10.0% more than February"
    assert [bar.y[-1] for bar in picture.figure.data] == [600, 500]
    assert "March 2026 €1,100" in picture.alt


@pytest.fixture
def foreseen(review):
    landing = replace(
        review.landing,
        interval=(Decimal(1040), Decimal(1190)),
        level=0.95,
        models=("damped_ets", "theta"),
        dropped=(date(2026, 3, 17),),
    )
    return replace(review, landing=landing)


def test_a_landing_by_the_forecast_has_its_interval_and_names_the_models(foreseen):
    first = review_headlines(foreseen)[0]
    assert first.note == "€1,040 to €1,190 (95%); +€100 (+10.0%) against February"
    assert landing_sentence(foreseen).startswith(
        "€600 until 17 March; 14 days to come by the forecast (damped ets and theta), as on the "
        "page Forecast: €1,040 to €1,190 (95%). What is billed of 17 March looks incomplete and is "
        "foreseen too. A year ago"
    )
    told = review_document(foreseen)["landing"]
    assert (told["lower"], told["upper"], told["level"]) == ("1040", "1190", 0.95)
    assert (told["method"], told["models"]) == ("forecast", ["damped_ets", "theta"])
    whisker = months_bars(foreseen).figure.data[-1].error_y
    assert (whisker.array[0], whisker.arrayminus[0]) == (90, 60)


def test_without_a_forecast_the_reason_is_said(review):
    bare = review.by_weekdays("fewer than three months before it have a bill")
    assert (
        "their weekday so far: an estimate without an interval, since fewer than three months "
        "before it have a bill."
    ) in landing_sentence(bare)
    told = review_document(bare)
    assert (told["landing"]["method"], told["landing"]["lower"]) == (
        "weekday averages so far",
        None,
    )
    assert told["anomalies"] is None
    assert months_bars(bare).figure.data[-1].error_y.array is None
