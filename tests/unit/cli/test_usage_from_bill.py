"""``dharma usage from-bill`` and ``--usage bill:MONTH`` as a shell sees them."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date

import pytest

from dharma_core.costs.usage import parse_usage
from dharma_core.storage.sample_billing import write_example_bill
from dharma_core.workbench import Workbench

BACKUP = "additional_backup_storage_gb"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return a home with the example's bill of two months in force."""
    home = tmp_path_factory.mktemp("with-bill")
    (folder := home / "bills").mkdir()
    write_example_bill([date(2025, 11, 1), date(2025, 12, 1)], folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DHARMA_HOME", str(home / "home"))
        Workbench.open(cwd=home).import_bills([folder])
    return home / "home"


@pytest.fixture
def here(home, tmp_path, monkeypatch):
    """Return a folder to work in, with a copy of that home."""
    monkeypatch.setenv("DHARMA_CWD", str(tmp_path))
    shutil.copytree(home, os.environ["DHARMA_HOME"], dirs_exist_ok=True)
    return tmp_path


def test_a_design_is_found_on_the_bill_and_its_usage_written(dharma, here):
    ran = dharma("usage", "from-bill", "three-tier-web", "-o", "usage.yaml", "--format", "json")
    found = json.loads(ran.out)
    assert ran.code == 0
    assert "dharma estimate three-tier-web --usage usage.yaml" in ran.err
    assert found["months"] == ["2025-12"]
    assert found["covered"][0] | {"account": ""} == {
        "provider": "AWS", "account": "", "days": 31, "first": "2025-12-01", "last": "2025-12-31",
    }  # fmt: skip
    assert {m["sureness"] for m in found["matches"]} == {"high", "medium"}
    values = {(f["address"], f["key"]): f["value"] for f in found["figures"]}
    assert values["aws_db_instance.database", BACKUP] == "74"
    assert (here / "usage.yaml").read_text("utf-8") == found["usage_file"]
    parse_usage(found["usage_file"], file="usage.yaml")
    gateway = next(x for x in found["plan_against_actual"] if "nat" in x["address"])
    assert gateway["planned"] == gateway["actual"]


def test_a_table_says_what_was_found_and_for_which_days(dharma, here):
    ran = dharma("usage", "from-bill", "three-tier-web", "--month", "2025-11")
    assert ran.code == 0
    assert "30 days, 2025-11-01 to 2025-11-30" in " ".join(ran.out.split())
    assert "6 charges need no usage" in ran.out


def test_an_estimate_takes_usage_from_the_bill_under_a_file(dharma, here):
    (here / "usage.yaml").write_text(
        f"version: 0.1\nresource_usage:\n  aws_db_instance.database: {{{BACKUP}: 1}}\n", "utf-8"
    )
    bill = json.loads(
        dharma("estimate", "three-tier-web", "--usage", "bill:latest", "--format", "json").out
    )
    both = dharma(
        "estimate", "three-tier-web", "--usage", "bill:2025-12", "--usage", "usage.yaml",
        "--format", "json",
    )  # fmt: skip
    assert bill["usage_measured_by"] == "the bill of 2025-12"
    assert _backup(bill) == ("74", True)
    assert _backup(json.loads(both.out)) == ("1", False)
    assert "9 resources found, 13 quantities measured" in both.err


def _backup(found):
    (database,) = (r for r in found["resources"] if r["address"] == "aws_db_instance.database")
    part = next(c for c in database["components"] if c["usage_key"] == BACKUP)
    return part["monthly_quantity"], part["measured"]


def test_a_table_marks_what_was_measured(dharma, here):
    ran = dharma("estimate", "three-tier-web", "--usage", "bill:latest")
    assert "are what the bill of 2025-12 measured." in ran.out
    assert "74 m" in ran.out


def test_a_change_is_priced_with_what_the_old_design_used(dharma, here):
    (here / "design.yaml").write_text(
        Workbench.open().template("three-tier-web").replace("default: 100", "default: 200"), "utf-8"
    )
    ran = dharma("diff", "three-tier-web", "design.yaml", "--usage", "bill:latest", "--format",
                 "json")  # fmt: skip
    # 100 GB more at $0.23; what was measured costs the same on both sides
    assert json.loads(ran.out)["total_delta"] == "23"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("estimate", "web-server", "--usage", "bill:2024-01"), "There is no bill of 2024-01"),
        (("estimate", "web-server", "--usage", "bill:"), "names nothing"),
        (("estimate", "web-server", "--usage", "bill:latest", "--usage", "bill:2025-11"),
         "Two bills are given"),
        (("compare", "web-server", "--usage", "bill:latest"), "where it runs"),
        (("usage", "from-bill", "web-server", "--month", "December"), "There is no bill of Dec"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_of_a_bill_is_said(dharma, here, words, said):
    ran = dharma(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.split())


def test_without_a_bill_the_next_step_is_to_import_one(dharma):
    ran = dharma("usage", "from-bill", "web-server")
    assert ran.code == 2
    assert "dharma billing import" in ran.err
