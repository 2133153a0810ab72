"""Every name a kind makes is one the service takes; one the user wrote is refused, not changed."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.kinds.naming import NameRule, fit_text, name_rules
from dharma_core.errors import InputError
from dharma_core.plan import UNKNOWN
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes
from tests.strategies.blueprints import REGIONS, portable_documents
from tests.unit.blueprints.kinds.test_names_apart import twins

CATALOG = load_catalog()
RULED = [name for name in CATALOG.types if name_rules(CATALOG.get(name))]
LONG = "a-design-with-a-name-that-is-as-long-as-" + "a-name-of-a-design-may-be-at-the-very-most"


def lowered(raw):
    return lower(parse_blueprint(json.dumps(raw), file="d.json"), CATALOG, sizes=open_sizes())


def misfits(plan) -> list[str]:
    found = []
    for resource in plan.resources:
        for attribute, rule in name_rules(CATALOG.get(resource.type)).items():
            value = resource.attributes.get(attribute)
            names = value if isinstance(value, (list, tuple)) else (value,)
            found += [
                f"{resource.address}.{attribute}: {name}"
                for name in names
                if isinstance(name, str) and not rule.fits(name)
            ]
    return found


@pytest.mark.parametrize("type_", RULED)
def test_a_rule_has_a_source_and_is_one_that_can_be_kept(type_):
    section = CATALOG.get(type_).sections["names"]
    assert "recalled" in section["source"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", section["as_of"])
    for rule in name_rules(CATALOG.get(type_)).values():
        assert rule.least <= rule.most
        assert rule.fits(rule.fit("9 " + LONG)), rule
        assert rule.fits(rule.fit("x")), rule


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(portable_documents(), st.sampled_from([LONG, "x-y", "9lives"]))
def test_a_design_of_any_name_gets_names_that_fit_and_differ(raw, name):
    plan = lowered({**raw, "name": name})
    assert misfits(plan) == []
    assert twins(plan) == []


@pytest.mark.parametrize(
    ("kind", "provider", "name", "told"),
    [
        ("database.nosql_table", "azure", "db", "3 to 44 small letters"),
        ("database.nosql_table", "gcp", "42", "starts with a letter"),
        ("security.secret", "gcp", "s" * 256, "1 to 255 letters"),
        ("messaging.queue", "aws", "q" * 81, "1 to 80 letters"),
    ],
    ids=["too short", "a digit first", "too long", "too long on AWS"],
)
def test_a_name_the_user_wrote_is_refused_with_one_that_fits(kind, provider, name, told):
    thing = {"name": "it", "type": kind, "properties": {"name": name}}
    raw = {"name": "demo", "version": "1.0.0", "provider": provider, "region": REGIONS[provider],
           "resources": [thing]}  # fmt: skip
    with pytest.raises(InputError, match="does not take") as caught:
        lowered(raw)
    assert told in str(caught.value.next_step) + str(caught.value.details) + str(caught.value)


def test_a_name_that_is_cut_keeps_its_start_and_differs_from_its_neighbour():
    rule = NameRule(20, lower=True, first="letter")
    one, two = (rule.fit(f"a-very-long-name-of-{n}") for n in ("one", "two"))
    assert one != two
    assert one.startswith("a-very-long-n")
    assert len(one) == 20


def test_a_number_of_a_count_stays_at_the_end_of_a_name_that_is_cut():
    rule = NameRule(20)
    cut = fit_text("a-very-long-name-of-many-${count.index}", rule, lambda text: text)
    assert cut.endswith("-${count.index}")
    assert rule.fits(cut.replace("${count.index}", "999"))


def test_names_that_nobody_can_measure_are_left_alone():
    assert fit_text("${var.given}-" + LONG, NameRule(20), lambda t: t) == "${var.given}-" + LONG


def test_two_things_with_long_names_alike_stay_apart():
    head = "machines_with_a_name_that_is_about_as_long_as_a_name_may_be_here_"
    things = [{"name": head + end, "type": "compute.vm_group", "properties": {"subnets": ["x"]}}
              for end in ("one", "two")]  # fmt: skip
    raw = {"name": "demo", "version": "1.0.0", "provider": "gcp", "region": "europe-west1",
           "resources": things}  # fmt: skip
    groups = lowered(raw).of_type("google_compute_region_instance_group_manager")
    names = {g.attributes["name"] for g in groups}
    assert len(names) == 2
    assert UNKNOWN not in names
