"""A design that somebody damaged: a Plan or an InputError with its places, never anything else."""

import copy
import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.importers import read_text
from dharma_core.plan.terraform_json import plan_from_json, plan_to_json
from dharma_core.storage.facts import load_catalog, load_templates

DESIGNS = {name: yaml.safe_load(text) for name, text in load_templates().items()}
JUNK = st.sampled_from([
    None, True, 3, 0.5, "", "a", "${", "${web_a.id}", "${var.ami}", "${data_key.arn}-x", "$${x}",
    "${web_a.root_block_device.volume_size}", "${assets[*].id}", [], ["a"], [[]], [{}], {},
    {"a": []}, {"a": "${main.id}"},
])  # fmt: skip


def places_in(value, path=()):
    yield path
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places_in(inner, (*path, key))


# Each costs 50 ms; where every run draws the same ones (continuous integration) fewer are searched.
EXAMPLES = 30 if settings.default.derandomize else 200
PLACES = {name: sorted(filter(None, places_in(d)), key=len) for name, d in DESIGNS.items()}


@pytest.mark.parametrize("name", sorted(DESIGNS))
@settings(max_examples=EXAMPLES, deadline=None)
@given(number=st.integers(0, 10**6), junk=JUNK, renamed=st.booleans())
def test_a_damaged_design_is_lowered_or_refused_with_its_places(name, number, junk, renamed):
    place = PLACES[name][number % len(PLACES[name])]
    broken = level = copy.deepcopy(DESIGNS[name])
    for step in place[:-1]:
        level = level[step]
    if renamed and isinstance(level, dict):
        level[f"{place[-1]}x"] = level.pop(place[-1])
    else:
        level[place[-1]] = junk
    try:
        plan = read_text(json.dumps(broken), file="d.json", catalog=load_catalog())
    except InputError as error:
        assert error.details.get("errors") or error.next_step  # noqa: PT017 - both are right
    else:
        assert plan_from_json(plan_to_json(plan), name=plan.name) == plan
