"""A plan JSON that somebody damaged or forged: a Plan or an InputError, never anything else."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.plan import Plan
from dharma_core.plan.terraform_json import plan_from_json, plan_to_json

PLANS = Path(__file__).parents[2] / "golden" / "plans"
RAW = json.loads((PLANS / "changes" / "plan.json").read_text(encoding="utf-8"))
OURS = plan_to_json(plan_from_json(RAW, name="p"))


def places_in(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        if isinstance(inner, (dict, list)) and inner:
            yield from places_in(inner, (*path, key))
        else:
            yield (*path, key)


JUNK = st.sampled_from(
    [None, True, 3, "a.b", [], ["a"], [["a"]], [3], {}, {"a": []}, {"a": {"b": 1}}]
)


DOCUMENTS = {"terraform": RAW, "dharma": OURS}
# By depth, so that the few places that carry the structure are drawn as often as the many leaves.
BY_DEPTH = {
    (name, depth): [p for p in places_in(document) if len(p) == depth]
    for name, document in DOCUMENTS.items()
    for depth in range(1, 8)
}


@pytest.mark.parametrize("name", list(DOCUMENTS))
@settings(max_examples=300, deadline=None)
@given(depth=st.integers(1, 7), number=st.integers(0, 10**6), junk=JUNK)
def test_a_damaged_plan_is_read_or_refused_with_a_next_step(name, depth, number, junk):
    places = BY_DEPTH[name, depth]
    place = places[number % len(places)]
    document = DOCUMENTS[name]
    broken = level = copy.deepcopy(document)
    for step in place[:-1]:
        level = level[step]
    level[place[-1]] = junk
    try:
        plan = plan_from_json(broken, name="p")
    except InputError as error:
        assert error.next_step  # noqa: PT017 - either outcome is right
    else:
        assert isinstance(plan, Plan)
        assert hash(plan.resources)
        assert json.dumps(plan_to_json(plan))
