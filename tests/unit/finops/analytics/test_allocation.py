"""Allocation by every rule, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics import (
    UNALLOCATED,
    Period,
    SharedCost,
    Sharing,
    StatementKind,
    Tag,
    allocate,
    statements,
    untagged_share,
)

TAX = {"ChargeCategory": "Tax"}
JANUARY = Period(date(2025, 1, 1), date(2025, 2, 1))


def tagged(cost, team, **columns):
    return {"cost": cost, "Tags": f'{{"Team":"{team}"}}', **columns}


@pytest.fixture
def bill(bill_of):
    return bill_of(
        tagged("60", "web", ServiceName="Compute", ResourceId="r1"),
        tagged("20", "data", ServiceName="Compute", ResourceId="r2"),
        tagged("20", "data", ServiceName="Storage", ResourceId="r3"),
        {"cost": "7", "ServiceName": "Compute", "ResourceId": "r4"},
        {"cost": "10", "ChargeCategory": "Tax", "ServiceName": "Tax"},
    )


@pytest.mark.parametrize(
    ("rule", "web", "data"),
    [
        (SharedCost("Tax", TAX, Sharing.EVEN), "65", "45"),
        (SharedCost("Tax", TAX, Sharing.PROPORTIONAL), "66", "44"),
        (
            SharedCost("Tax", TAX, Sharing.FIXED, {"web": Decimal("0.9"), "data": Decimal("0.1")}),
            "69",
            "41",
        ),
    ],
    ids=["even", "proportional", "fixed"],
)
def test_allocate_shares_by_rule(bill, rule, web, data):
    found = allocate(bill, Tag("Team"), [rule])
    assert found.owners == ("data", "web", UNALLOCATED)
    assert (found.of("web"), found.of("data")) == (Decimal(web), Decimal(data))
    assert found.of(UNALLOCATED) == 7


def test_allocate_shows_what_nobody_owns(bill):
    assert allocate(bill, Tag("Team")).of(UNALLOCATED) == 17


def test_the_first_rule_that_fits_takes_the_charge(bill):
    first = SharedCost("First", {"tag:Team": None}, Sharing.EVEN)
    second = SharedCost("Second", TAX, Sharing.EVEN)
    parts = allocate(bill, Tag("Team"), [first, second]).parts
    assert parts["web", "First"] == Decimal("8.5")
    assert not any(part == "Second" for _, part in parts)


def test_an_owner_who_is_paid_back_shares_nothing_proportionally(bill_of):
    bill = bill_of(
        tagged("5", "web"), tagged("-3", "data"), {"cost": "10", "ChargeCategory": "Tax"}
    )
    found = allocate(bill, Tag("Team"), [SharedCost("Tax", TAX, Sharing.PROPORTIONAL)])
    assert (found.of("web"), found.of("data")) == (15, -3)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: SharedCost("x", {}, Sharing.EVEN), "says not which charges"),
        (lambda: SharedCost("x", TAX, Sharing.EVEN, {"a": Decimal(1)}), "names shares"),
        (lambda: SharedCost("x", TAX, Sharing.FIXED, {"a": Decimal("0.4")}), "add up to 0.4"),
        (
            lambda: SharedCost("x", TAX, Sharing.FIXED, {"a": Decimal(2), "b": Decimal(-1)}),
            "zero or more",
        ),
    ],
    ids=["no condition", "needless shares", "too little", "negative"],
)
def test_shared_costs_that_make_no_sense_are_refused(make, said):
    with pytest.raises(InputError, match=said):
        make()


def test_allocate_refuses_rules_of_one_name_and_costs_without_owner(bill, bill_of):
    rule = SharedCost("Tax", TAX, Sharing.EVEN)
    with pytest.raises(InputError, match="called 'Tax'"):
        allocate(bill, Tag("Team"), [rule, rule])
    with pytest.raises(InputError, match="Nobody can share 'Tax'"):
        allocate(bill_of({"cost": "3", "ChargeCategory": "Tax"}), Tag("Team"), [rule])


def test_statements_tell_services_and_shared_parts(bill):
    rule = SharedCost("Tax", TAX, Sharing.EVEN)
    data, web, nobody = statements(bill, Tag("Team"), [rule], period=JANUARY)
    lines = [(line.label, line.shared, line.amount) for line in data.lines]
    assert lines == [("Compute", False, 20), ("Storage", False, 20), ("Tax", True, 5)]
    assert (data.total, web.total, nobody.total, nobody.allocated) == (45, 65, 7, False)


def test_chargeback_divides_what_is_billed(bill_of):
    bill = bill_of(tagged("1", "web", BilledCost="12", ServiceName="Compute"))
    back = statements(bill, Tag("Team"), period=JANUARY, kind=StatementKind.CHARGEBACK)
    shown = statements(bill, Tag("Team"), period=JANUARY)
    assert (back[0].total, shown[0].total) == (12, 1)


def test_untagged_share_is_of_resources_alone(bill):
    team, owner, none = untagged_share(bill, ["Team", "Owner"])
    assert (team.cost, team.untagged, team.share) == (107, 7, pytest.approx(7 / 107))
    assert owner.share == 1
    assert (none.key, none.untagged) == (None, 7)


def test_untagged_share_of_nothing_is_unknown(bill_of):
    (team, _) = untagged_share(bill_of({"cost": "0", "ResourceId": "r"}), ["Team"])
    assert team.share is None
