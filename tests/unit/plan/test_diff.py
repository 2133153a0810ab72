"""What changes between two Plans."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.plan import (
    UNKNOWN,
    Action,
    Address,
    Expression,
    Plan,
    Ref,
    diff_plans,
    make_resource,
)


def instance(name="w", expressions=(), **attributes):
    return make_resource(Address("aws_instance", name), attributes, expressions=expressions)


def changes_of(before, after, **options):
    return diff_plans(Plan((instance(**before),)), Plan((instance(**after),)), **options)


def test_diff_lists_creations_and_updates_in_the_new_order_and_deletions_last():
    old = Plan((instance("gone"), instance("kept", size=1)))
    new = Plan((instance("made"), instance("kept", size=2)))
    assert [(c.address, c.action) for c in diff_plans(old, new)] == [
        ("aws_instance.made", Action.CREATE),
        ("aws_instance.kept", Action.UPDATE),
        ("aws_instance.gone", Action.DELETE),
    ]


def test_diff_replaces_when_a_changed_attribute_forces_it():
    (change,) = changes_of(
        {"ami": "a", "n": 1}, {"ami": "b", "n": 2}, forces_replace=lambda _, path: path == ("ami",)
    )
    assert change.action is Action.REPLACE
    assert [(a.path, a.before, a.after, a.forces_replace) for a in change.attributes] == [
        (("ami",), "a", "b", True),
        (("n",), 1, 2, False),
    ]


def test_diff_replaces_when_the_provider_is_another():
    old = Plan((make_resource(Address("a_b", "c"), {}, provider="x"),))
    new = Plan((make_resource(Address("a_b", "c"), {}, provider="y"),))
    assert diff_plans(old, new)[0].action is Action.REPLACE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"id": UNKNOWN}, {"id": UNKNOWN}),
        ({"id": "i-1"}, {"id": UNKNOWN}),
        ({"disks": [{"id": "d"}]}, {"disks": UNKNOWN}),
        ({"kms": None}, {}),
        ({"rules": []}, {"rules": None}),
        ({}, {"tags": {}}),
    ],
    ids=["unknown twice", "known before", "parent unknown", "null", "empty list", "empty map"],
)
def test_diff_sees_no_change(before, after):
    assert changes_of(before, after) == ()
    (kept,) = changes_of(before, after, keep_unchanged=True)
    assert kept.action is Action.NO_OP


def test_diff_sees_a_new_reference_behind_an_unknown_value():
    link = (Expression.of(("subnet_id",), Ref("aws_subnet.b", "id")),)
    (change,) = changes_of({"subnet_id": "subnet-1"}, {"subnet_id": UNKNOWN, "expressions": link})
    assert [(a.path, a.before, a.after) for a in change.attributes] == [
        (("subnet_id",), "subnet-1", UNKNOWN)
    ]


def test_diff_tells_false_zero_and_empty_text_from_absent():
    (change,) = changes_of({"a": False, "b": 0, "c": ""}, {})
    assert [(a.path, a.before, a.after) for a in change.attributes] == [
        (("a",), False, None),
        (("b",), 0, None),
        (("c",), "", None),
    ]


def test_diff_ignores_data_sources():
    data = make_resource(Address("aws_ami", "base", mode="data"), {"id": "x"})
    assert diff_plans(Plan(()), Plan((data,))) == ()


ATTRIBUTES = st.dictionaries(
    st.sampled_from("abc"), st.integers(0, 2) | st.lists(st.integers(0, 1), max_size=2), max_size=3
)
RESOURCES = st.dictionaries(st.sampled_from("vwxyz"), ATTRIBUTES, max_size=5)


def plan_of(resources):
    return Plan(tuple(instance(name, **attributes) for name, attributes in resources.items()))


@given(RESOURCES, RESOURCES)
def test_diff_backwards_mirrors_diff_forwards(old, new):
    mirror = {Action.CREATE: Action.DELETE, Action.DELETE: Action.CREATE}
    forwards = diff_plans(plan_of(old), plan_of(new))
    backwards = diff_plans(plan_of(new), plan_of(old))
    assert {(c.address, mirror.get(c.action, c.action)) for c in forwards} == {
        (c.address, c.action) for c in backwards
    }


@given(RESOURCES)
def test_diff_of_a_plan_with_itself_is_empty_whatever_the_order(resources):
    turned = dict(reversed(resources.items()))
    assert diff_plans(plan_of(resources), plan_of(turned)) == ()


@pytest.mark.parametrize(
    ("before", "after", "action"),
    [
        ("", "us-east-1", Action.REPLACE),
        ("us-east-1", "us-west-2", Action.REPLACE),
        ("us-east-1", "us-east-1", Action.NO_OP),
        ("eu-west-1", "", Action.NO_OP),  # the plan's own, written out
    ],
)
def test_a_resource_in_another_region_is_made_anew(before, after, action):
    home = "eu-west-1"
    old, new = (Plan((replace(instance(), region=r),), region=home) for r in (before, after))

    (change,) = diff_plans(old, new, keep_unchanged=True)

    assert change.action is action
    told = [(c.path, c.before, c.after) for c in change.attributes]
    moved = [(("region",), before or home, after or home)]
    assert told == (moved if action is Action.REPLACE else [])


def test_a_state_that_cannot_tell_the_region_moves_nothing():
    role = instance()
    state = Plan((role,), region="eu-west-1", kind="terraform-state")
    new = Plan((replace(role, region="us-east-1"),), region="eu-west-1")

    assert diff_plans(state, new) == ()
