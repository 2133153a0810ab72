"""Weights and rules: the bundled ones, a team's file over them, read again when it changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dharma_core.errors import FactError, InputError
from dharma_core.storage import trust_facts
from dharma_core.storage.trust_facts import load_trust_book
from dharma_core.storage.trust_policies import load_trust_policies
from dharma_core.trust.rules import Ask


def test_the_bundled_book_is_read_once():
    assert load_trust_book() is load_trust_book()


def test_a_teams_file_lies_over_it_and_is_read_again_when_it_changed(tmp_path: Path):
    team = tmp_path / "trust.yaml"
    team.write_text("rules: [{id: destroy, requires: full}]", "utf-8")
    asked = Ask("blueprint", "delete")
    assert load_trust_book(team).rules.demand(asked).rule.requires.value == "full"
    team.write_text("rules: [{id: destroy, requires: medium}]", "utf-8")
    os.utime(team, ns=(1, 1))
    assert load_trust_book(team).rules.demand(asked).rule.requires.value == "medium"
    assert load_trust_book().rules.demand(asked).rule.requires.value == "high"


def test_a_team_file_that_is_missing_is_told(tmp_path: Path):
    with pytest.raises(InputError, match="cannot be read: No such file") as refused:
        load_trust_book(tmp_path / "none.yaml")
    assert "[trust] in dharma.toml" in refused.value.next_step


def test_a_fault_of_our_own_file_is_ours(monkeypatch):
    monkeypatch.setattr(trust_facts, "_texts", lambda: {"trust/weights.yaml": "weights: {}"})
    trust_facts._bundled.cache_clear()
    with pytest.raises(FactError, match="bundled with this installation"):
        load_trust_book()
    trust_facts._bundled.cache_clear()


def test_policies_are_read_from_files_and_folders_and_again_when_one_changed(tmp_path: Path):
    folder, file = tmp_path / "trust", tmp_path / "one.rego"
    folder.mkdir()
    (folder / "a.rego").write_text("package a\ndeny if true\n", "utf-8")
    (folder / "a_test.rego").write_text("package a\ntest_a if true\n", "utf-8")
    file.write_text("package one\nstep_up if true\n", "utf-8")
    found = load_trust_policies((folder, file))
    assert [unit.key for unit in found.units] == ["a.rego", "one.rego"]
    assert load_trust_policies((folder, file)) is found
    (folder / "a.rego").write_text("package a\nstep_up if true\n", "utf-8")
    os.utime(folder / "a.rego", ns=(1, 1))
    assert load_trust_policies((folder, file)).units[0].entrypoints == ("a/step_up",)


def test_no_places_are_no_policies():
    assert load_trust_policies(()).units == ()


def test_a_place_that_is_missing_is_told(tmp_path: Path):
    with pytest.raises(InputError, match="no policy folder"):
        load_trust_policies((tmp_path / "none",))
