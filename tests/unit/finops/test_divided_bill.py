from datetime import date
from decimal import Decimal

import pytest

from dharma_core.finops.analytics import SharedCost, Sharing, StatementKind, Tag
from dharma_core.finops.analytics.examples import small_bill
from dharma_core.finops.divided_bill import divide
from dharma_core.views.divided_bill import (
    divided_bars,
    divided_document,
    divided_headlines,
    divided_notes,
    divided_rows,
    owners_table,
    statement_table,
)

FEBRUARY = date(2025, 2, 1)
STORAGE = SharedCost("Disks", {"ServiceName": ("Storage", "Tapes")}, Sharing.EVEN)
IDLE = SharedCost("Support", {"ServiceName": "Support"}, Sharing.EVEN)


@pytest.fixture
def divided():
    return divide(small_bill(), FEBRUARY, Tag("Team"), (STORAGE, IDLE))


def test_the_statements_add_up_to_the_month_and_say_what_is_shared(divided):
    assert divided.total == Decimal("27.50")
    assert divided.unallocated == Decimal("8.50")
    assert divided.shared == {"Disks": Decimal("7.00"), "Support": 0}
    assert divided.idle == ("Support",)
    assert {s.owner: s.total for s in divided.statements} == {
        "web": Decimal("19.00"),
        "(unallocated)": Decimal("8.50"),
    }


def test_the_tables_and_the_file_say_the_same(divided):
    web, nobody = owners_table(divided).rows
    assert (web["owner"], web["own"], web["shared"], web["total"]) == (
        "web",
        Decimal("12.00"),
        Decimal("7.00"),
        Decimal("19.00"),
    )
    assert nobody["share"] == Decimal("30.9")
    lines = [row for s in divided.statements for row in statement_table(s).rows]
    rows = divided_rows(divided).rows
    assert [r["amount"] for r in rows] == [line["amount"] for line in lines]
    assert sum(r["amount"] for r in rows) == divided.total
    assert {(r["month"], r["kind"], r["currency"]) for r in rows} == {
        ("2025-02", "showback", "USD")
    }


def test_the_words_name_the_whole_the_shared_and_the_rule_that_took_nothing(divided):
    assert [(h.label, h.value) for h in divided_headlines(divided)] == [
        ("Divided", "$27.50"),
        ("Shared", "$7.00"),
        ("Nobody's", "$8.50"),
    ]
    disks, support = divided_notes(divided)
    assert disks == "Disks: $7.00, shared evenly."
    assert support.startswith("Support took no charge")


def test_the_picture_has_a_bar_an_owner_and_says_it_in_words(divided):
    picture = divided_bars(divided)
    assert picture.title == "web pays for 69% of February 2025"
    assert picture.alt == "web $19.00; (unallocated) $8.50"
    own, shared = picture.figure.data
    assert list(own.x) == [12.0, 8.5]
    assert list(shared.x) == [7.0, 0.0]


def test_the_document_keeps_money_as_text(divided):
    document = divided_document(divided)
    assert document["owner"] == "tag:Team"
    assert document["total"] == "27.5"
    assert document["statements"][0]["lines"] == [
        {"label": "Compute", "shared": False, "amount": "12"},
        {"label": "Disks", "shared": True, "amount": "7"},
    ]


def test_a_month_without_a_charge_has_no_statement_and_no_picture():
    empty = divide(small_bill(), date(2025, 7, 1), "ServiceName", kind=StatementKind.CHARGEBACK)
    assert empty.statements == ()
    assert divided_bars(empty) is None
    assert divided_headlines(empty)[2].note == "nothing has no Service"
