"""Whatever a file says of a portable resource: a Plan or an error with its line, never a crash."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes
from tests.strategies.blueprints import REGIONS

TEXTS = ["", "yes", "${net.id}", "${it.id}", "${net.bogus}", "${var.n}", "${", "internet", "a/b"]
SCALARS = st.sampled_from([None, True, -1, 0, 3, 2.5, 10**12, *TEXTS])
WORDS = st.sampled_from(["port", "from", "to", "name", "values", "type", "access", "x"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)


@st.composite
def odd_resources(draw):
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    names = st.sampled_from([*kind.by_name, "unheard_of"])
    properties = draw(st.dictionaries(names, VALUES, max_size=5))
    return {"name": "it", "type": kind.name, "properties": properties}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(odd_resources(), st.sampled_from(sorted(REGIONS)))
def test_odd_properties_are_an_error_or_a_plan(resource, provider):
    raw = {
        "name": "odd", "version": "1.0.0", "provider": provider, "region": REGIONS[provider],
        "variables": {"n": {"default": "many"}},
        "resources": [{"name": "net", "type": "network.vpc"}, resource],
    }  # fmt: skip
    try:
        blueprint = parse_blueprint(json.dumps(raw), file="odd.json")
        plan = lower(blueprint, load_catalog(), sizes=open_sizes())
    except InputError:
        return
    assert any(r.design == "it" for r in plan.resources)
