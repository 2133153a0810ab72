"""Utilisation files and the bundled facts: wrong ones are told with the nearest right word."""

import pytest

from dharma_core.errors import FactError, InputError
from dharma_core.plan import walk
from dharma_core.recommendations import parse_savings_facts, parse_utilisation
from dharma_core.recommendations.stopping import SCHEDULES, STOPPERS
from dharma_core.recommendations.utilisation import Utilisation, utilisation_of
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.savings_facts import load_savings_facts
from dharma_core.storage.sizes import open_sizes


@pytest.mark.parametrize(
    ("text", "said", "next_"),
    [
        ("- a", "use.yml is not a utilisation file", "Write lines"),
        ("a: 3", "use.yml:1: a says no utilisation", "cpu_percent"),
        ("a: {cpu: 3}", "unknown key 'cpu'", "cpu_percent"),
        ("a: {cpu_percent: 130}", "cpu_percent is 130", "0 to 100"),
        ("a: {cpu_percent: [1]}", "cpu_percent is no number", "0 to 100"),
        ("a: {cpu_percent: [}", "not valid YAML", "quotes"),
        ("a: &x {cpu_percent: 1}\nb: *x", "use.yml:2: YAML aliases", "quotes"),
        ("a: {cpu_percent: 1}\na: {cpu_percent: 2}", "use.yml:2: 'a' stands here twice", "one of"),
        ("a: " + "[" * 9, "nested more than 3 levels", "cpu_percent"),
        ("a: 1\n" * 200_001, "larger than a utilisation file", "wildcards"),
    ],
)
def test_a_wrong_file_is_refused_with_the_next_step(text, said, next_):
    with pytest.raises(InputError, match=said) as caught:
        parse_utilisation(text, file="use.yml")
    assert next_ in caught.value.next_step


def test_an_exact_address_wins_over_a_pattern():
    known = parse_utilisation("'*': {cpu_percent: 50}\na.b: {memory_percent: 5}", file="u")
    assert utilisation_of(known, "a.b") == Utilisation(None, 5)
    assert utilisation_of(known, "c.d") == Utilisation(50, None)
    assert utilisation_of(known[1:], "c.d") is None


def test_every_type_of_the_facts_is_one_that_the_providers_have():
    facts, catalog = load_savings_facts(), load_catalog()
    tables = (facts.sized, facts.volumes, facts.idle, facts.storage_classes, facts.log_retention)
    for type_ in (name for table in tables for name in table):
        assert catalog.find(type_) is not None, type_


def test_rules_for_old_objects_are_written_in_words_of_their_types():
    types, catalog = load_savings_facts().lifecycles["types"], load_catalog()
    for name, facts in types.items():
        carrier = catalog.get(facts.get("beside", name))
        keys = set(catalog.costs[name]["usage"])
        assert set(facts["usage"].values()) <= keys
        for target in facts["classes"]:
            assert set(target["usage"].values()) <= keys
            for path, _ in walk(target["rule"]):
                words = tuple(step for step in path if isinstance(step, str))
                found = carrier.attribute((facts.get("within", "rule"), *words))
                assert found is not None, (name, words)
            if "twin" in target:
                assert catalog.get(name).attribute(tuple(target["twin"]["path"])) is not None


def test_paths_of_the_facts_are_attributes_of_their_types():
    facts, catalog = load_savings_facts(), load_catalog()
    paths = [(t, s.path) for t, s in facts.sized.items()]
    for table in (facts.storage_classes, facts.log_retention):
        paths += [(t, tuple(f["path"])) for t, f in table.items()]
    for type_, path in paths:
        assert catalog.get(type_).attribute(path) is not None, (type_, path)


def test_what_buys_otherwise_is_an_attribute_of_its_type():
    facts, catalog = load_savings_facts(), load_catalog()
    for type_, wanted in (*facts.spot["types"].items(), *facts.own_licences.items()):
        for name, value in wanted.items():
            path = tuple(int(step) if step.isdigit() else step for step in name.split("."))
            assert catalog.find(type_).attribute(path) is not None, (type_, path)
            members = value[0] if isinstance(value, tuple) else ()
            for member in members:
                assert catalog.find(type_).attribute((*path, 0, member)) is not None, member
    for type_, name in facts.spot["templates"].items():
        assert catalog.find(type_).attribute((name,)) is not None, type_


def test_what_stops_machines_is_what_the_providers_have():
    catalog = load_catalog()
    for type_ in (*STOPPERS, *SCHEDULES):
        assert catalog.find(type_) is not None, type_


LEAST = {
    "sized": {}, "successors": [], "arm": [], "volumes": {}, "idle": {},
    "storage_classes": {}, "lifecycles": {}, "log_retention": {}, "spot": {}, "own_licences": {},
    "schedules": {"days": ["MON"], "start": "07:00", "stop": "19:00", "time_zone": "Etc/UTC",
                  "windows_time_zone": "UTC"},
    "moves": {
        "least_percent": 5, "least_monthly": 50, "told_besides": 2, "looks_told": 3,
        "risks": "", "continents": [], "switched_on": [],
    },
    "limits": {"cpu_percent": 80, "memory_percent": 90},
    "commitments_from_monthly": 100,
}  # fmt: skip


def test_a_move_stays_on_its_continent_and_in_regions_that_the_price_books_know():
    moves, sizes = load_savings_facts().moves, open_sizes()
    for cloud in ("aws", "azure", "gcp"):
        areas = [area for c in moves.continents for area in c.get(cloud, {}).values()]
        regions = [region for area in areas for region in area]
        assert len(set(regions)) == len(regions)
        assert set(regions) <= set(sizes.regions(cloud))
        assert all(region not in moves.beside(cloud, region) for region in regions)
    assert "us-east-1" not in moves.beside("aws", "eu-west-1")
    assert moves.beside("aws", "us-gov-west-1") == ()
    assert (moves.area("aws", "eu-west-2"), moves.area("aws", "nowhere")) == ("United Kingdom", "")
    assert moves.switched_on <= set(sizes.regions("aws"))


@pytest.mark.parametrize("key", ["sized", "limits", "arm", "moves", "spot"])
def test_facts_without_a_part_are_our_own_defect(key):
    raw = dict(LEAST)
    assert parse_savings_facts(raw).cpu_percent == 80
    del raw[key]
    with pytest.raises(FactError, match=key):
        parse_savings_facts(raw)


@pytest.mark.parametrize(
    "wrong",
    [
        {"volumes": 3},
        {"commitments_from_monthly": 0},
        {"arm": [{"from": "("}]},
        {"schedules": {**LEAST["schedules"], "stop": "06:00"}},
    ],
)
def test_facts_of_a_wrong_kind_are_our_own_defect(wrong):
    raw = LEAST | wrong
    with pytest.raises(FactError, match=r"savings\.yaml"):
        parse_savings_facts(raw)
