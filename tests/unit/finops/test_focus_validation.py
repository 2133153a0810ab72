"""Files that each break one rule of FOCUS: the rule, the row and the repair are named."""

from __future__ import annotations

import polars as pl
import pytest

from dharma_core.errors import InputError
from dharma_core.finops.focus_validation import validate_bill
from dharma_core.storage.billing_facts import load_focus
from tests.bills import frame

SPEC = load_focus()
COMMITTED = {
    "CommitmentDiscountId": "sp-1",
    "CommitmentDiscountCategory": "Spend",
    "CommitmentDiscountType": "Savings Plan",
    "CommitmentDiscountStatus": "Used",
    "PricingCategory": "Committed",
}
TAX = {"ChargeCategory": "Tax"} | dict.fromkeys(
    ("ConsumedQuantity", "ConsumedUnit", "ContractedUnitPrice", "ListUnitPrice", "PricingCategory",
     "PricingQuantity", "PricingUnit", "SkuId", "SkuPriceId"), "",
)  # fmt: skip
BROKEN = [
    ("BilledCost_IsDecimal", {"BilledCost": "1,50"}),
    ("BilledCost_IsDecimal", {"BilledCost": "NaN"}),
    ("BilledCost_NotNull", {"BilledCost": ""}),
    ("EffectiveCost_IsDecimal", {"EffectiveCost": "12 USD"}),
    ("ListCost_NotNull", {"ListCost": ""}),
    ("BillingCurrency_IsCurrencyCode", {"BillingCurrency": "usd"}),
    ("BillingCurrency_NotNull", {"BillingCurrency": ""}),
    ("BillingPeriodStart_IsDateTime", {"BillingPeriodStart": "03/01/2026"}),
    ("BillingPeriodStart_IsDateTime", {"BillingPeriodStart": "2026-03-01 00:00:00"}),
    ("ChargePeriodStart_IsDateTime", {"ChargePeriodStart": "2026-03-01T24:30:00Z"}),
    ("ChargePeriodEnd_AfterStart", {"ChargePeriodEnd": "2026-03-02T00:00:00Z"}),
    ("BillingPeriodEnd_AfterStart", {"BillingPeriodEnd": "2026-02-01T00:00:00Z"}),
    ("ChargeCategory_Enum", {"ChargeCategory": "Consumption"}),
    ("ChargeClass_Enum", {"ChargeClass": "correction"}),
    ("ChargeFrequency_Enum", {"ChargeFrequency": "Usage-based"}),
    ("PricingCategory_Enum", {"PricingCategory": "On-Demand"}),
    ("PricingCategory_NotNullForUsage", {"PricingCategory": ""}),
    ("PricingQuantity_NotNullForUsage", {"PricingQuantity": "", "PricingUnit": ""}),
    ("PricingUnit_WithQuantity", {"PricingUnit": ""}),
    ("ConsumedUnit_WithQuantity", {"ConsumedUnit": ""}),
    ("ConsumedQuantity_NullUnlessUsage", {"ChargeCategory": "Purchase"}),
    ("CommitmentDiscountStatus_NotNullForUsage", COMMITTED | {"CommitmentDiscountStatus": ""}),
    ("CommitmentDiscountStatus_NullWithoutCommitment", {"CommitmentDiscountStatus": "Used"}),
    ("CommitmentDiscountType_WithCommitment", COMMITTED | {"CommitmentDiscountType": ""}),
    ("CommitmentDiscountCategory_Enum", COMMITTED | {"CommitmentDiscountCategory": "Time"}),
    ("ListUnitPrice_NotNegative", {"ListUnitPrice": "-1"}),
    ("ContractedUnitPrice_NotNegative", {"ContractedUnitPrice": "-0.5"}),
    ("ServiceCategory_Enum", {"ServiceCategory": "Compute Services"}),
    ("ServiceName_NotNull", {"ServiceName": ""}),
    ("Provider_NotNull", {"ProviderName": ""}),
    ("ResourceName_NullWithoutId", {"ResourceId": "", "ResourceType": ""}),
    ("RegionName_WithRegionId", {"RegionName": ""}),
    ("SubAccountName_NullWithoutId", {"SubAccountId": ""}),
    ("Tags_IsJSONObject", {"Tags": "team=web"}),
    ("Tags_IsJSONObject", {"Tags": '["web"]'}),
    ("SkuId_NotNullForUsage", {"SkuId": ""}),
    ("SkuPriceId_Nullable", {"SkuPriceId": ""}),
    ("ListUnitPrice_NotNullForUsage", {"ListUnitPrice": ""}),
    ("ContractedUnitPrice_NotNullForUsage", {"ContractedUnitPrice": ""}),
    ("ConsumedQuantity_NotNullForUsage", {"ConsumedQuantity": "", "ConsumedUnit": ""}),
    ("PricingQuantity_NullForTax", TAX | {"PricingQuantity": "3", "PricingUnit": "Hours"}),
    ("SkuId_NullForTax", TAX | {"SkuId": "S1"}),
    ("BillingPeriodEnd_IsDateTime", {"BillingPeriodEnd": "9999-12-31T00:00:00Z"}),
    ("ChargePeriodStart_IsDateTime", {"ChargePeriodStart": "0001-01-01T00:00:00Z"}),
]


@pytest.mark.parametrize(
    ("rule", "changes"), BROKEN, ids=[f"{r}-{n}" for n, (r, _) in enumerate(BROKEN)]
)
def test_a_file_that_breaks_one_rule_is_told_the_rule_and_the_row(rule, changes):
    found = validate_bill(frame({}, changes, {}), SPEC)

    assert [(v.rule, v.rows, v.count) for v in found.violations] == [(rule, (2,), 1)]
    (violation,) = found.violations
    assert violation.allowed
    assert violation.repair
    assert not found.conforms


def test_a_right_file_breaks_nothing():
    found = validate_bill(frame({}, COMMITTED | {"BilledCost": "0"}), SPEC)
    assert (found.version, found.rows, found.violations) == ("1.0", 2, ())
    assert found.conforms
    assert found.loadable


@pytest.mark.parametrize("cost", ["-1.5", "0", "8e-7", "+3", ".5"])
def test_negative_zero_and_small_costs_are_costs(cost):
    assert validate_bill(frame({"BilledCost": cost}), SPEC).conforms


def test_a_missing_mandatory_column_is_an_error_and_a_conditional_one_a_warning():
    found = validate_bill(frame(without=("ServiceName", "SkuId", "AvailabilityZone")), SPEC)
    told = {v.rule: (v.severity, v.blocks) for v in found.violations}
    # SkuPriceId is there without SkuId: the rule between them speaks since 1.1 only.
    assert told == {"ServiceName_Required": ("error", True), "SkuId_Required": ("warning", False)}


def test_a_misspelt_column_is_the_repair_of_the_missing_one():
    raw = frame().rename({"ListCost": "ListedCost"})
    (missing, own) = validate_bill(raw, SPEC).violations
    assert missing.repair == "Add the column. Did you mean 'ListedCost'?"
    assert own.repair.endswith("Did you mean 'ListCost'?")


def test_a_later_version_asks_for_its_own_columns():
    found = validate_bill(frame(), SPEC, version="1.2")
    assert {v.column for v in found.violations} >= {"SkuMeter", "PricingCurrency"}
    assert found.version == "1.2"


def test_a_subcategory_belongs_to_one_category():
    raw = frame({"ServiceSubcategory": "Block Storage"})
    rules = [v.rule for v in validate_bill(raw, SPEC).violations if v.rows]
    assert rules == ["ServiceSubcategory_Parent"]


def test_values_of_a_typed_file_are_shown_as_text():
    raw = frame({}, {}).with_columns(BilledCost=pl.Series([1.5, float("nan")]))
    (violation,) = validate_bill(raw, SPEC).violations
    assert (violation.rule, violation.rows, violation.values) == (
        "BilledCost_IsDecimal",
        (2,),
        ("NaN",),
    )
    assert violation.as_dict()["blocks"] is True


@pytest.mark.parametrize("version", ["2", "1.3", "latest"])
def test_a_version_that_is_not_here_is_refused(version):
    with pytest.raises(InputError, match=f"no FOCUS {version}"):
        validate_bill(frame(), SPEC, version=version)
