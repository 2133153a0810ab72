"""A team's file over ours: what it may say, and how each fault is told."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from dharma_core.errors import InputError
from dharma_core.storage.facts import data_root
from dharma_core.trust.book import TrustBook, read_book
from dharma_core.trust.context import Network
from dharma_core.trust.rules import Ask, Sensitivity
from dharma_core.trust.score import Level


def _bundled() -> dict[str, str]:
    folder: Path = data_root() / "trust"
    return {name: (folder / name).read_text("utf-8") for name in ("weights.yaml", "rules.yaml")}


def _with(text: str) -> TrustBook:
    return read_book({**_bundled(), "team.yaml": text})


def test_a_team_changes_a_rule_and_adds_one():
    book = _with(
        """
version: 1
resources: {Payroll: restricted}
actions: {reading: [peek]}
rules:
  - id: destroy
    requires: full
  - id: payroll
    title: Payroll is read with much trust
    resources: [payroll]
    actions: [peek]
    requires: high
    second_factor: true
"""
    )
    assert book.rules.demand(Ask("blueprint", "delete")).rule.requires is Level.FULL
    found = book.rules.demand(Ask("payroll", "peek"))
    assert (found.rule.id, found.kind, found.sensitivity) == (
        "payroll", "reading", Sensitivity.RESTRICTED,
    )  # fmt: skip
    assert found.factor is found.rule
    assert found.rule.where == "team.yaml:8"
    destroy = next(rule for rule in book.rules.rules if rule.id == "destroy")
    # What the team leaves out stays as it was.
    assert (destroy.title, destroy.actions) == (
        "What destroys needs high trust",
        frozenset({"destroying"}),
    )


def test_a_rule_that_is_redefined_stands_once():
    ids = [rule.id for rule in _with("rules: [{id: destroy, requires: low}]").rules.rules]
    assert ids.count("destroy") == 1
    assert len(ids) == len(_with("countries: []").rules.rules)


def test_a_team_names_its_networks_hours_and_countries():
    book = _with(
        """
networks:
  trusted: [203.0.113.0/24]
  known: [203.0.113.128/25]
  anonymising: ["2001:db8::/32"]
hours: {from: 22, until: 6, days: [Mon, friday]}
countries: [de, FR]
"""
    )
    around = book.surroundings
    assert around.network_of("203.0.113.5") is Network.TRUSTED
    assert around.network_of("203.0.113.200") is Network.KNOWN  # the narrower range decides
    assert around.network_of("2001:db8::1") is Network.ANONYMISING
    assert around.network_of("10.1.2.3") is Network.KNOWN  # ours stay
    assert (around.hours, around.days) == ((22, 6), frozenset({0, 4}))
    assert around.countries == {"DE", "FR"}


def test_hours_that_are_left_out_are_all_of_them():
    around = _with("hours: {days: [sun]}").surroundings
    assert (around.hours, around.days) == ((0, 24), frozenset({6}))
    assert _with("hours: {from: 8}").surroundings.days == frozenset(range(7))
    assert _with("hours: {until: 8}").surroundings.hours == (0, 8)


def test_a_team_changes_one_weight_and_keeps_the_others():
    ours, theirs = (
        read_book(_bundled()).weights,
        _with("weights: {device: {firewall_off: 33}}").weights,
    )
    assert theirs.device.firewall_off == 33
    assert theirs.device.disk_open == ours.device.disk_open
    assert (theirs.user, theirs.context) == (ours.user, ours.context)


def test_a_team_says_what_ends_a_session():
    assert read_book(_bundled()).ends_session == {"context.travel", "device.jailbreak"}
    assert _with("ends_session: [context.time]").ends_session == {"context.time"}


FAULTS = {
    "an unknown part": ("rulez: []", "team.yaml:1: the file has no key 'rulez'.", "'rules'"),
    "an unknown key": (
        "rules:\n- id: x\n  requires: low\n  sensitivty: [public]",
        "team.yaml:4: an entry of the file.rules has no key 'sensitivty'.",
        "'sensitivities'",
    ),
    "an unknown level": ("rules: [{id: x, requires: hihg}]", "is 'hihg'.", "'high'"),
    "no level": ("rules: [{id: x}]", "has no requires.", "A rule has id, title,"),
    "no id": ("rules: [{requires: low}]", "has no id.", "A rule has id, title,"),
    "an unknown resource": (
        "rules: [{id: x, requires: low, resources: [blueprnt]}]",
        "'blueprnt', which nothing is called",
        "'blueprint'",
    ),
    "an unknown action": (
        "rules: [{id: x, requires: low, actions: [destroing]}]", "is 'destroing'", "'destroying'",
    ),
    "an unknown sensitivity": (
        "rules: [{id: x, requires: low, sensitivities: [secret]}]", "is 'secret'", "Allowed:",
    ),
    "an unknown fact": (
        "rules: [{id: x, requires: low, when: [device.jailbroke]}]",
        "is 'device.jailbroke'",
        "'device.jailbreak'",
    ),
    "an empty list": ("rules: [{id: x, requires: low, actions: []}]", "is empty", "Leave it out"),
    "two rules of one id": (
        "rules: [{id: x, requires: low}, {id: x, requires: high}]",
        "has the id 'x' of another one",
        "Give it its own.",
    ),
    "a verb of two kinds": (
        "actions: {reading: [peek], changing: [peek]}", "'peek' stands under reading", "Keep one",
    ),
    "an unknown kind": ("actions: {readin: [peek]}", "has no key 'readin'", "'reading'"),
    "no truth": ("rules: [{id: x, requires: low, second_factor: perhaps}]", "is 'perhaps'", "true"),
    "a gap": (
        "rules: [{id: anything, requires: low, actions: [read]}]",
        "team.yaml:1: no access rule matches everything",
        "Keep a rule",
    ),
    "a range": ("networks: {trusted: [10.0.0.0/99]}", "is no range of addresses", "203.0.113.0/24"),
    "a host as a range": ("networks: {trusted: [10.0.0.1/8]}", "is no range", "203.0.113.0/24"),
    "an unknown network": ("networks: {unknown: [10.0.0.0/8]}", "has no key 'unknown'", "'known'"),
    "a day": ("hours: {days: [someday]}", "is 'someday'", "mon, tue"),
    "half an hour": ("hours: {from: 8.5}", "is 8.5", "whole hour"),
    "an hour too late": ("hours: {until: 25}", "is '25'", "from 0 to 24"),
    "no hours": ("hours: {from: 9, until: 9}", "has no hour in it", "two hours"),
    "a country": ("countries: [Germany]", "is 'GERMANY'", "ISO 3166-1"),
    "a weight": ("weights: {user: {no_second_facter: 1}}", "has no key", "'no_second_factor'"),
    "a weight below 0": ("weights: {user: {short_history: -1}}", "is '-1'", "from 0 to 100"),
    "a weight above 100": ("weights: {user: {short_history: 101}}", "is '101'", "from 0 to 100"),
    "a weight that is none": ("weights: {user: {short_history: nan}}", "is 'nan'", "number"),
    "half-life of nothing": ("weights: {user: {half_life_days: 0}}", "is 0", "above 0"),
    "unknown worse than bad": (
        "weights: {device: {disk_unknown: 50}}", "disk_unknown 50 above disk_open 20", "at most",
    ),
    "a version": ("version: 2", "is not 1", "version: 1"),
    "a list that is none": ("countries: DE", "is not a list", "[first, second]"),
    "a text that is none": ("rules: [{id: [x], requires: low}]", "is not one value", "Write rules"),
    "an empty text": ("rules: [{id: ' ', requires: low}]", "is empty", "Write a text."),
    "no YAML": ("rules: [", "not valid YAML", "indentation"),
    "an alias": ("rules: &a [*a]", "aliases", "Write the values out"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "fault", "step"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_told_with_file_and_next_step(text, fault, step):
    with pytest.raises(InputError) as refused:
        _with(text)
    assert fault in refused.value.message
    assert "team.yaml" in refused.value.message
    assert step in refused.value.next_step


def test_a_weight_that_is_missing_is_told():
    broken = _bundled()
    broken["weights.yaml"] = broken["weights.yaml"].replace("    short_history: 5", "    # gone")
    with pytest.raises(InputError, match="has no short_history"):
        read_book(broken)


@pytest.mark.parametrize("name", ["weights.yaml", "rules.yaml"])
def test_a_book_needs_both_of_our_files(name):
    with pytest.raises(ValueError, match="no file says"):
        read_book({name: _bundled()[name]})


def test_a_network_counts_as_ipv4_when_it_is_mapped(book):
    assert book.surroundings.network_of("::ffff:127.0.0.1") is Network.TRUSTED
    assert book.surroundings.network_of("::ffff:8.8.8.8") is Network.UNKNOWN


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("127.0.0.1", "trusted"), ("::1", "trusted"), ("local", "trusted"),
        ("192.168.1.1", "known"), ("fd00::1", "known"), ("172.32.0.1", "unknown"),
        ("8.8.8.8", "unknown"), ("not an address", "unknown"), ("", "unknown"),
    ],
)  # fmt: skip
def test_the_bundled_networks_are_those_of_the_internet_standards(book, address, network):
    # Asked twice: the second answer is remembered.
    for _ in range(2):
        assert book.surroundings.network_of(address).value == network


def test_the_memory_of_addresses_stays_small(monkeypatch):
    monkeypatch.setattr("dharma_core.trust.context._MOST_REMEMBERED", 2)
    around = read_book(_bundled()).surroundings
    for number in range(5):
        assert around.network_of(f"10.0.0.{number}") is Network.KNOWN
    assert len(around._known) == 2


@pytest.mark.parametrize(
    ("day", "hour", "works"),
    [
        (2, 21, False), (2, 22, True), (2, 23, True), (3, 0, True), (3, 5, True), (3, 6, False),
        (3, 22, False), (4, 0, False),
    ],
)  # fmt: skip
def test_hours_over_midnight_belong_to_the_day_they_begin_on(day, hour, works):
    around = _with("hours: {from: 22, until: 6, days: [mon]}").surroundings
    assert around.is_on_hours(datetime(2026, 3, day, hour, 30, tzinfo=UTC)) is works  # 2: a Monday


@pytest.mark.parametrize(
    ("day", "hour", "works"),
    [(2, 7, False), (2, 8, True), (2, 17, True), (2, 18, False), (7, 9, False)],
)
def test_hours_end_before_their_last_one(day, hour, works):
    around = _with("hours: {from: 8, until: 18, days: [mon, tue]}").surroundings
    assert around.is_on_hours(datetime(2026, 3, day, hour, 59, tzinfo=UTC)) is works


def test_the_bundled_hours_are_all_hours(book):
    assert book.surroundings.is_on_hours(datetime(2026, 3, 8, 3, tzinfo=UTC))


def test_the_bundled_weights_never_punish_not_knowing_more_than_the_bad_answer(book):
    device = book.weights.device
    for unknown, bad in [
        (device.disk_unknown, device.disk_open),
        (device.firewall_unknown, device.firewall_off),
        (device.jailbreak_unknown, device.jailbroken),
    ]:
        assert Decimal(0) < unknown <= bad
