"""``dharma commitments``: offers, break-even, the cheapest mix, for what can be committed only."""

import json
from pathlib import Path

import pytest

from dharma_core.cli.main import invoke

LISTS = Path(__file__).parents[2] / "fixtures" / "price_lists"
AWS = """
provider "aws" { region = "us-east-1" }
resource "aws_instance" "a" {
  ami           = "ami-1"
  instance_type = "m5.large"
}
resource "aws_db_instance" "a" {
  engine            = "mysql"
  instance_class    = "db.t3.large"
  allocated_storage = 20
}
"""
AZURE = """
resource "azurerm_linux_virtual_machine" "a" {
  location = "West Europe"
  size     = "Standard_D2s_v5"
}
"""


def ask(capsys, *words):
    code = invoke(["commitments", *words])
    return code, capsys.readouterr()


def test_machines_and_databases_have_offers_and_gateways_have_none(capsys):
    code, said = ask(capsys, "three-tier-web", "--format", "json")
    assert code == 0
    parts = {part["address"]: part for part in json.loads(said.out)["parts"]}
    assert set(parts) == {"aws_instance.web_a", "aws_instance.web_b", "aws_db_instance.database"}
    offers = {offer["strategy"]: offer for offer in parts["aws_instance.web_a"]["offers"]}
    assert offers["aws_reserved_3y_all_upfront"]["assumed"]
    assert not offers["aws_spot"]["assumed"]
    assert offers["aws_spot"]["break_even_month"] is None
    assert parts["aws_instance.web_a"]["mix"]["slices"] == [
        {"from": "0", "to": "1", "strategy": "aws_reserved_3y_all_upfront"}
    ]


def test_a_need_that_may_end_is_not_committed_for_three_years(capsys):
    words = ("--scenario", "0.95:1:4", "--scenario", "0.05:1")
    code, said = ask(capsys, "three-tier-web", *words, "--format", "json")
    assert code == 0
    for part in json.loads(said.out)["parts"]:
        assert [s["strategy"] for s in part["mix"]["slices"]] == ["on_demand"]


def test_the_table_says_what_the_mix_saves(capsys):
    code, said = ask(capsys, "three-tier-web")
    assert code == 0
    assert "Reserved 3 years all upfront" in said.out
    assert "less in three years" in said.out


def test_a_design_without_hourly_parts_says_so(capsys):
    code, said = ask(capsys, "static-site")
    assert (code, "all month long" in said.out) == (0, True)


@pytest.mark.parametrize("text", ["1", "a:b", "0.5:1:2.5", "1:1:1:1"])
def test_what_is_no_scenario_is_refused(capsys, text):
    code, said = ask(capsys, "three-tier-web", "--scenario", text)
    assert code == 2
    assert "is no scenario" in said.err
    assert "PROBABILITY:USED" in said.err


@pytest.mark.parametrize(
    ("design", "file", "strategy", "month", "upfront", "as_of"),
    [
        # 730 h x 0.06
        (AWS, "aws_ec2.json", "aws_reserved_1y_no_upfront", "43.8", "0", "2026-09-25"),
        # 730 h x 0.0443, and 388 at the start
        (AWS, "aws_rds.csv", "aws_reserved_1y_partial_upfront", "32.339", "388", "2026-09-18"),
        # 730 h x 0.044 x 36, all at the start
        (AWS, "aws_savings_plans.json", "aws_savings_plan_3y_all_upfront", "0", "1156.32",
         "2026-09-11"),
        (AWS, "aws_savings_plans.csv", "aws_savings_plan_1y_no_upfront", "51.1", "0",
         "2026-09-11"),
        (AWS, "aws_savings_plans.csv", "aws_ec2_savings_plan_1y_no_upfront", "43.8", "0",
         "2026-09-11"),
        # 594 for a year
        (AZURE, "azure_retail.json", "azure_reserved_1y", "49.5", "0", "2026-10-01"),
        # 730 h x 0.0533
        (AZURE, "azure_retail.json", "azure_savings_plan_3y", "38.909", "0", "2026-10-01"),
    ],
)  # fmt: skip
def test_an_imported_price_takes_the_place_of_the_typical_discount(  # noqa: PLR0917
    capsys, tmp_path, design, file, strategy, month, upfront, as_of
):
    (tmp_path / "main.tf").write_text(design, "utf-8")
    assert invoke(["prices", "import", str(LISTS / file)]) == 0
    capsys.readouterr()

    code, said = ask(capsys, str(tmp_path), "--format", "json")

    assert code == 0
    offers = [o for part in json.loads(said.out)["parts"] for o in part["offers"]]
    found = [o for o in offers if o["strategy"] == strategy and o["as_of"] == as_of]
    assert [(o["monthly"], o["upfront"], o["assumed"]) for o in found] == [(month, upfront, False)]
    assert found[0]["source"].startswith(("AWS Price List ", "Azure Retail Prices"))


def test_the_table_shows_source_and_date_and_marks_only_what_is_assumed(capsys, tmp_path):
    (tmp_path / "main.tf").write_text(AZURE, "utf-8")
    before = ask(capsys, str(tmp_path))[1].out
    assert invoke(["prices", "import", str(LISTS / "azure_retail.json")]) == 0
    capsys.readouterr()

    after = ask(capsys, str(tmp_path))[1].out

    assert "~" in before
    assert "~" not in after
    assert "Azure Retail Prices" in after
    assert "2026-10-01" in after
