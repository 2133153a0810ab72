"""``dharma budget``: set, listed, shown, checked and removed; bad input is told before anything."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from dharma_core.errors import AdapterError
from dharma_core.storage.budgets import BudgetRepository
from dharma_core.workbench.context import Context
from tests.bills import days, write


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DHARMA_CWD", str(tmp_path))
    return tmp_path


def test_a_budget_goes_its_whole_way(dharma, folder):
    assert "No budget is set" in dharma("budget", "list").out
    assert dharma("budget", "check").code == 0
    ran = dharma("budget", "set", "platform", "1,000", "--at", "50%", "--format", "json")
    said = json.loads(ran.out)
    assert (said["amount"], said["thresholds"], said["deployments"]) == ("1000", ["50%"], "none")
    assert "platform" in dharma("budget", "list").out
    assert "unknown" in dharma("budget", "check", "--today", "2026-03-16").out

    write(folder / "march.csv", *days(*range(1, 16), EffectiveCost="100"))
    assert dharma("billing", "import", "march.csv").code == 0
    ran = dharma("budget", "check", "--today", "2026-03-16")
    assert (ran.code, "platform has reached 50%" in ran.err) == (1, True)
    ran = dharma("budget", "check", "--today", "2026-03-16", "--format", "json")
    found = json.loads(ran.out)
    assert (ran.code, found["over"], found["told"]) == (1, ["platform"], [])
    assert found["budgets"][0]["spent"] == "1500"

    ran = dharma("budget", "show", "platform", "--today", "2026-03-16")
    assert ran.code == 1
    assert "$1,500.00 of $1,000.00 spent through 2026-03-15" in ran.out
    assert "2026-03-15" in ran.out
    assert "Removed platform" in dharma("budget", "remove", "platform").out
    assert dharma("budget", "show", "platform").code == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("platform", "lots"), "Write a number"),
        (("platform", "5", "--scope", "tg:a=b"), "Did you mean 'tag'"),
        (("platform", "5", "--period", "weekly"), "has no period"),
        (("platform", "5", "--at", "much"), "Write a share"),
        (("platform", "5", "--deployments", "halt"), "deployments"),
        (("platform", "5", "--currency", "euro"), "ISO code"),
    ],
)
def test_a_wrong_word_is_told_and_nothing_is_set(dharma, folder, words, told):
    ran = dharma("budget", "set", *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "No budget is set" in dharma("budget", "list").out


def test_a_wrong_day_is_told(dharma, folder):
    assert "not a day" in dharma("budget", "check", "--today", "tomorrow").err


def test_an_import_names_the_budgets_it_told_of_and_what_kept_it_from_judging(
    dharma, folder, monkeypatch
):
    moment = datetime(2026, 3, 16, 9, tzinfo=UTC)
    monkeypatch.setattr(Context, "now", lambda _: moment)
    dharma("budget", "set", "platform", "1,000", "--at", "50%", "--at", "100%")
    write(folder / "march.csv", *days(*range(1, 8), EffectiveCost="100"))
    ran = dharma("billing", "import", "march.csv")
    told = "Budget platform has reached 50% in 2026-03-01..2026-03-31: told."
    assert (ran.code, told in ran.out, "100%" in ran.out) == (0, True, False)

    def away(*_):
        raise AdapterError("The store is away.")

    monkeypatch.setattr(BudgetRepository, "tell", away)
    write(folder / "march.csv", *days(*range(1, 16), EffectiveCost="100"))
    ran = dharma("billing", "import", "march.csv", "--format", "json")
    said = json.loads(ran.out)
    assert (ran.code, said["rows"], said["told"]) == (0, 15, [])
    assert said["budgets_problem"] == "The store is away."
