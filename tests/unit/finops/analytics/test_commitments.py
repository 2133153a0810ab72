"""Savings rate, coverage and utilisation, worked out by hand."""

from decimal import Decimal

import pytest

from dharma_core.finops.analytics import coverage, savings_rate, utilisation

USED = {
    "CommitmentDiscountStatus": "Used",
    "CommitmentDiscountId": "plan-1",
    "CommitmentDiscountName": "Plan",
    "CommitmentDiscountType": "Savings Plan",
    "SkuId": "cpu",
}


def costs(listed, contracted, effective, **columns):
    return {
        "ListCost": listed,
        "ContractedCost": contracted,
        "EffectiveCost": effective,
        "BilledCost": "0",
        **columns,
    }


@pytest.fixture
def bill(bill_of):
    return bill_of(
        costs("100", "90", "60", **USED, ServiceName="Compute"),
        costs(
            "0", "0", "5", **USED | {"CommitmentDiscountStatus": "Unused"}, ServiceName="Compute"
        ),
        costs("50", "45", "45", SkuId="cpu", ServiceName="Compute"),
        costs("20", "20", "20", SkuId="disk", ServiceName="Storage"),
        costs("65", "65", "0", ChargeCategory="Purchase", CommitmentDiscountId="plan-1"),
        costs("12", "12", "12", ChargeCategory="Tax"),
        costs("-9", "-9", "-9", ChargeClass="Correction", SkuId="cpu"),
    )


def test_savings_rate_counts_usage_and_what_was_left_unused(bill):
    (whole,) = savings_rate(bill)
    assert (whole.listed, whole.effective) == (170, 130)
    assert (whole.negotiated, whole.committed, whole.unused) == (15, 30, 5)
    assert whole.rate == pytest.approx(40 / 170)
    assert whole.listed - whole.effective == whole.negotiated + whole.committed - whole.unused


def test_savings_rate_is_unknown_without_a_list_price(bill_of):
    (whole,) = savings_rate(bill_of(costs("0", "0", "3")))
    assert whole.rate is None


def test_utilisation_is_the_used_share_of_what_was_paid(bill):
    (plan,) = utilisation(bill)
    assert (plan.id, plan.used, plan.unused) == ("plan-1", 60, 5)
    assert plan.rate == pytest.approx(60 / 65)


def test_coverage_is_of_the_skus_that_commitments_cover_somewhere(bill):
    found = coverage(bill, ["ServiceName"])
    # The disk is never covered, so it is not coverable; the correction is no usage.
    assert found.rows() == [("Compute", Decimal(90), Decimal(135), pytest.approx(2 / 3))]


def test_utilisation_takes_a_commitment_without_a_name(bill_of):
    nameless = dict.fromkeys(("CommitmentDiscountId", "CommitmentDiscountName"))
    bill = bill_of(costs("1", "1", "1", **USED), costs("2", "2", "2", **USED | nameless))
    assert [(u.id, u.used) for u in utilisation(bill)] == [(None, 2), ("plan-1", 1)]


def test_coverage_of_a_bill_without_commitments_is_empty(bill_of):
    bill = bill_of(costs("1", "1", "1", SkuId="cpu"))
    assert coverage(bill, ["ServiceName"]).height == 0
    assert coverage(bill).row(0) == (Decimal(0), Decimal(0), None)
    assert utilisation(bill) == ()


def test_the_sample_s_commitments_are_used_and_save(reference):
    rates = [u.rate for u in utilisation(reference)]
    assert rates
    assert all(rate is not None and 0.5 < rate <= 1 for rate in rates)
    (whole,) = savings_rate(reference)
    assert whole.rate is not None
    assert 0.04 < whole.rate < 0.3
