"""``dharma billing statements``."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal


def test_the_table_has_owners_and_the_rules_that_shared(ahead, dharma):
    (ahead.settings.home / "cost-sharing.yaml").write_text(
        "owner: SubAccountName\nshared:\n"
        "- {name: Tax, where: {ChargeCategory: Tax}, sharing: proportional}\n",
        "utf-8",
    )
    ran = dharma("billing", "statements", "--month", "2026-03")
    assert ran.code == 0
    assert "showback" in ran.out
    assert "Tax: $50.00, shared by what each spends itself." in ran.out
    assert "(unallocated)" not in ran.out


def test_json_and_csv_add_up_to_the_same_month(ahead, dharma, tmp_path):
    options = ("billing", "statements", "--month", "2026-02", "--by", "ServiceName")
    told = json.loads(dharma(*options, "--format", "json").out)
    file = tmp_path / "lines.csv"
    assert dharma(*options, "--format", "csv", "--out", str(file)).code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal(told["total"])
    assert {row["owner"] for row in rows} == {"Amazon EC2", "Amazon S3", "Tax"}


def test_one_owner_is_told_line_by_line_and_another_name_is_refused(ahead, dharma):
    options = ("--month", "2026-02", "--by", "SubAccountName")
    ran = dharma("billing", "statements", "web", *options)
    assert ran.code == 0
    assert "Amazon S3" in ran.out
    assert "data" not in ran.out
    ran = dharma("billing", "statements", "wbe", *options)
    assert (ran.code, ran.out) == (2, "")
    assert "'web'" in ran.err
