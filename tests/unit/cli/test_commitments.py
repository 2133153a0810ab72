"""``dharma commitments``: offers, break-even, the cheapest mix, for what can be committed only."""

import json

import pytest

from dharma_core.cli.main import invoke


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
