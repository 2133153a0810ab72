"""Exchange rates: by month, stated, never guessed, never inverted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.currencies import in_one_currency, parse_rates
from dharma_core.finops.focus_frame import billing_frame
from dharma_core.storage.billing_facts import load_focus
from tests.bills import frame

TABLE = parse_rates("month,from,to,rate,source\n2026-03,EUR,USD,1.25,bank\n*,GBP,USD,1.5,bank\n")


def test_costs_and_unit_prices_are_converted_and_quantities_are_not():
    bill = billing_frame(frame({"BillingCurrency": "EUR"}, {}), load_focus())
    found = in_one_currency(bill, "USD", TABLE, {"2026-03": {"EUR", "USD"}})
    first, second = (
        found.select("BilledCost", "ListUnitPrice", "PricingQuantity", "BillingCurrency")
        .collect()
        .rows()
    )
    # 1.50 EUR x 1.25 = 1.875 USD; 0.5 x 1.25 = 0.625
    assert first == (Decimal("1.875"), Decimal("0.625"), Decimal(3), "USD")
    assert second == (Decimal("1.5"), Decimal("0.5"), Decimal(3), "USD")


@pytest.mark.parametrize("asked", [("2026-04", "EUR", "USD"), ("2026-03", "USD", "EUR")])
def test_a_rate_that_nobody_stated_is_an_error(asked):
    with pytest.raises(InputError, match="no rate from"):
        TABLE.rate(*asked)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-3,EUR,USD,1", "month"),
        ("2026-03,EUR,EUR,1", "two currencies"),
        ("2026-03,euro,USD,1", "two currencies"),
        ("2026-03,EUR,USD,0", "above zero"),
        ("2026-03,EUR,USD,x", "above zero"),
        ("2026-03,EUR,USD,2\n2026-03,EUR,USD,3", "two rates"),
    ],
)
def test_a_wrong_line_is_named(line, said):
    with pytest.raises(InputError, match=said):
        parse_rates(f"month,from,to,rate\n{line}")


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(InputError, match="lacks the column to, rate"):
        parse_rates("month,from\n")
