"""Values under the names that earlier versions of a provider had for them."""

import pytest

from dharma_core.plan import UNKNOWN, Address, Expression, Ref, make_resource
from dharma_core.plan.earlier_names import EarlierName, modernise, modernised


def earlier(was, now="", **options):
    return EarlierName(tuple(was.split(".")), tuple(now.split(".")) if now else (), **options)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (earlier("a", "b"), {"a": False}, {"b": False}),
        (earlier("a", "b"), {"a": UNKNOWN, "c": 1}, {"c": 1, "b": UNKNOWN}),
        (earlier("a", "b"), {"a": "old", "b": "new"}, {"b": "new"}),
        (earlier("a", "b"), {"a": None}, {}),
        (earlier("a", "b", listed=True), {"a": "x"}, {"b": ("x",)}),
        (earlier("a"), {"a": ({"x": 1},), "b": 2}, {"b": 2}),
        (earlier("a.x", "y"), {"a": ({"x": True},)}, {"y": True}),
        (earlier("a.x", "y"), {"a": ({"x": True, "z": 1},)}, {"a": ({"z": 1},), "y": True}),
        (earlier("a", "b.c.d"), {"a": 20}, {"b": ({"c": ({"d": 20},)},)}),
        (earlier("a", "b.c"), {"a": 1, "b": ({"x": 2},)}, {"b": ({"x": 2, "c": 1},)}),
        (
            earlier("s.p", "s.q"),
            {"s": ({"p": 1}, {"p": 2, "q": 3}, {"n": 4})},
            {"s": ({"q": 1}, {"q": 3}, {"n": 4})},
        ),
        (earlier("a", "b", values={True: "On", False: "Off"}), {"a": True}, {"b": "On"}),
        (earlier("a", "b", values={True: "On"}), {"a": UNKNOWN}, {"b": UNKNOWN}),
        (
            earlier("a.m", "m", unless_false="enabled"),
            {"a": ({"m": ({"enabled": True, "id": "w"},)},)},
            {"m": ({"id": "w"},)},
        ),
        (earlier("a.m", "m", unless_false="enabled"), {"a": ({"m": ({"enabled": False},)},)}, {}),
        (earlier("c.n", "n"), {"c": "a text now"}, {"c": "a text now"}),
    ],
    ids=[
        "renamed", "unknown", "both are there", "null", "a list now", "gone", "out of a block",
        "out of a block with more in it", "into blocks", "into a block that is there",
        "in every block", "another word for the value", "an unknown value", "switched on",
        "switched off", "no block here",
    ],
)  # fmt: skip
def test_modernise_gives_what_the_present_provider_calls_it(name, before, after):
    assert modernise([name], before).attributes == after


def test_modernise_follows_a_name_through_two_versions():
    names = [earlier("zone", "zones_of", listed=True), earlier("zones_of", "zones")]
    found = modernise(names, {"zone": "1"})
    assert found.attributes == {"zones": ("1",)}
    assert found.place(("zone",)) == ("zones", 0)


def test_modernise_tells_what_is_gone_only_where_it_was_written():
    names = [earlier("a", since="x 2.0"), earlier("b", since="x 2.0")]
    assert [n.was for n in modernise(names, {"a": 1}).gone] == [("a",)]


def test_expressions_and_marks_move_with_their_values():
    resource = make_resource(
        Address("t", "n"),
        {"a": ({"key": "s3cret", "old": UNKNOWN},), "gone": UNKNOWN},
        expressions=(
            Expression(("a", 0, "old"), (Ref("var.x"),)),
            Expression(("gone",), (Ref("var.y"),)),
        ),
        sensitive={"a": ({"key": True},)},
    )
    names = [earlier("a.old", "new"), earlier("a", "b"), earlier("gone")]
    found = modernised(names, resource)
    assert found.attributes == {"new": UNKNOWN, "b": ({"key": "s3cret"},)}
    assert [e.path for e in found.expressions] == [("new",)]
    assert found.sensitive == {"b": ({"key": True},)}


def test_an_expression_of_a_value_with_another_word_now_is_dropped():
    resource = make_resource(
        Address("t", "n"), {"a": True}, expressions=(Expression(("a",), (Ref("var.x"),)),)
    )
    found = modernised([earlier("a", "b", values={True: "On"})], resource)
    assert (found.attributes, found.expressions) == ({"b": "On"}, ())


def test_a_resource_without_earlier_names_is_the_same_object():
    resource = make_resource(Address("t", "n"), {"b": 1})
    assert modernised([earlier("a", "b")], resource) is resource
