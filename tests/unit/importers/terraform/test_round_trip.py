"""What Dharma writes as Terraform reads back as the same Plan."""

import json
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.generation.formats.terraform import render
from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform import read_folder
from dharma_core.plan import UNKNOWN, Address, Plan, make_resource
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes

CATALOG = load_catalog()
TEMPLATES = ("three-tier-web", "serverless-api", "event-pipeline")


def again(plan):
    files = {file.path: file.text for file in render(plan, CATALOG).files}
    return read_folder(MemoryFolder(files), catalog=CATALOG)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_reads_back_as_it_was_and_stays_so(name):
    blueprint = parse_blueprint(load_templates()[name], file=name)
    lowered = lower(blueprint, CATALOG, sizes=open_sizes())
    first = again(lowered)
    assert first.problems == ()
    assert list(first.by_address) == list(lowered.by_address)
    for address, resource in lowered.by_address.items():
        assert comparable(first.by_address[address]) == comparable(resource), address
    assert [(o.name, o.parts) for o in first.outputs] == [
        (o.name, o.parts) for o in lowered.outputs
    ]
    second = again(first)
    assert [essence(r) for r in second] == [essence(r) for r in first]


def essence(resource):
    written = sorted(resource.expressions, key=lambda e: str(e.path))
    return str(resource.address), resource.attributes, written, resource.depends_on


def comparable(resource):
    """Return values and references; documents by meaning, sets in one order."""
    found = {k: meaning(v) for k, v in resource.attributes.items() if k not in PROVIDER_RULES}
    written = {e.path: [p for p in e.parts if not isinstance(p, str)] for e in resource.expressions}
    return found, sorted(map(repr, (sorted(map(str, refs)) for refs in written.values())))


PROVIDER_RULES = {"kms_data_key_reuse_period_seconds"}  # 0 or unknown, by another attribute


def meaning(value):
    if isinstance(value, str) and value.startswith("{"):
        return json.loads(value)
    if isinstance(value, dict):
        return {key: meaning(inner) for key, inner in value.items()}
    return sorted(map(meaning, value), key=repr) if isinstance(value, tuple) else value


LISTS = partial(st.lists, min_size=1)  # an empty list of an unknown type is not written
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"))
LINES = st.lists(TEXTS, max_size=4).map("\n".join)
TRICKY = st.sampled_from(["${x}", "%{ if }", "$${", "%%{", '"', "\\", "\\n", "$", "<<EOT", "EOT"])
VALUES = st.lists(st.one_of(LINES, TRICKY), max_size=4).map("".join)
NUMBERS = st.one_of(
    st.integers(-(10**18), 10**18),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6)),
)


@settings(max_examples=150, deadline=None)
@given(
    name=VALUES.filter(bool),
    tags=st.dictionaries(TEXTS.filter(bool), VALUES, max_size=4),
    delay=NUMBERS,
)
def test_any_literal_survives_being_written_and_read(name, tags, delay):
    attributes = {"name": name, "tags": tags, "delay_seconds": delay, "fifo_queue": True}
    plan = Plan((make_resource(Address("aws_sqs_queue", "q"), {**attributes, "id": UNKNOWN}),))
    found = again(plan).resources[0].attributes
    assert found["name"] == name
    assert found.get("tags", {}) == tags
    assert found["delay_seconds"] == delay


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.booleans() | NUMBERS | VALUES, LISTS, max_leaves=8))
def test_any_value_of_an_unknown_type_survives(value):
    frozen = freeze_lists(value)
    plan = Plan((make_resource(Address("acme_thing", "t"), {"value": {"of": frozen}}),))
    assert again(plan).resources[0].attributes.get("value", {}).get("of") == frozen


def freeze_lists(value):
    return tuple(map(freeze_lists, value)) if isinstance(value, list) else value
