"""The published FOCUS 1.0 sample is reviewed: odd values are answered, never a crash."""

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.finops.analytics import (
    UNALLOCATED,
    Comparison,
    Grain,
    Measure,
    Period,
    Tag,
    allocate,
    as_bill,
    coverage,
    movers,
    price_quantity_effects,
    savings_rate,
    spend,
    statements,
    untagged_share,
    utilisation,
)
from dharma_core.money import Money, exact_sum
from dharma_core.workbench import Workbench

SEPTEMBER = Period(date(2024, 9, 1), date(2024, 10, 1))
MONTHS = Comparison(SEPTEMBER, Period(date(2024, 10, 1), date(2024, 11, 1)))


@pytest.fixture
def bill(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    bench = Workbench.open()
    bench.import_bills([shared / "billing" / "focus_1_0_sample.csv"])
    return as_bill(bench.billing().collect())


def test_its_parts_sum_to_the_whole(bill):
    for measure in (Measure.BILLED, Measure.AMORTISED):
        whole = spend(bill, measure=measure)["cost"].item()
        by_unit = spend(bill, [Tag("business_unit")], grain=Grain.DAY, measure=measure)
        assert by_unit["cost"].sum() == whole
        found = allocate(bill, Tag("business_unit"), measure=measure)
        assert found.total == Money(whole).rounded()
        assert UNALLOCATED in found.owners


def test_every_question_has_an_answer(bill):
    effects = price_quantity_effects(bill, ["ServiceName"], MONTHS)
    assert all(e.change == e.after - e.before for e in effects)
    assert movers(bill, ["ServiceName"], MONTHS, most=1)["change"].item() == effects[0].change
    assert {s.key for s in savings_rate(bill, ["ProviderName"])} >= {("AWS",), ("Microsoft",)}
    assert utilisation(bill)
    assert coverage(bill, ["ServiceName"]).height > 0
    assert all(0 <= (c.share or 0) <= 1 for c in untagged_share(bill, ["business_unit"]))
    told = statements(bill, Tag("environment"), period=SEPTEMBER)
    whole = spend(bill.during(SEPTEMBER))["cost"].item()
    assert exact_sum(s.total for s in told) == Money(whole).rounded() > Decimal(0)
