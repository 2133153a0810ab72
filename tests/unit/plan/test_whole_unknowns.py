"""Collections that their provider plans as unknown as a whole."""

import pytest

from dharma_core.plan import (
    UNKNOWN,
    Address,
    AttributeFact,
    FrozenMap,
    Plan,
    ResourceType,
    freeze,
    make_catalog,
    make_resource,
)
from dharma_core.plan.terraform_json import plan_from_json, plan_to_json
from dharma_core.plan.whole_unknowns import as_planned


def fact(type_, **more):
    return AttributeFact("it", type_, **more)


def planned(it, value):
    type_ = ResourceType("x_box", "x", "Box", "X", attributes={"it": it})
    return as_planned(type_, FrozenMap(it=freeze(value)))["it"]


@pytest.mark.parametrize("kind", ["list", "set"])
def test_a_list_or_set_with_an_unknown_member_is_unknown(kind):
    assert planned(fact(f"{kind}(string)"), ["a", UNKNOWN]) is UNKNOWN


def test_a_map_with_an_unknown_value_is_unknown():
    assert planned(fact("map(string)"), {"a": "1", "b": UNKNOWN}) is UNKNOWN


@pytest.mark.parametrize(
    "it",
    [fact("set(string)", partly_unknown=True), fact("any"), fact("list(object)", open=True)],
    ids=["framework", "any type", "not known further"],
)
def test_known_members_stay_where_the_provider_keeps_them(it):
    assert planned(it, ["a", UNKNOWN]) == ("a", UNKNOWN)


def test_blocks_stay_and_the_collections_inside_them_are_looked_at():
    members = {"ids": AttributeFact("ids", "set(string)"), "name": AttributeFact("name")}
    it = fact("set(object)", block=True, members=members)
    found = planned(it, [{"ids": ["a", UNKNOWN], "name": UNKNOWN}, {"ids": ["b"]}])
    assert found == ({"ids": UNKNOWN, "name": UNKNOWN}, {"ids": ("b",)})


@pytest.mark.parametrize(
    ("it", "value", "wanted"),
    [
        (fact("set(string)", computed=True), [], UNKNOWN),
        (fact("map(string)", computed=True), {}, UNKNOWN),
        (fact("list(string)", computed=True), [], ()),
        (fact("set(string)"), [], ()),
        (fact("set(string)", computed=True, partly_unknown=True), [], ()),
    ],
    ids=["set", "map", "list", "not filled in", "framework"],
)
def test_an_empty_one_that_the_provider_fills_in_is_unknown(it, value, wanted):
    assert planned(it, value) == wanted


def test_a_plan_written_with_the_catalogue_keeps_what_is_known_in_its_own_key():
    ids = AttributeFact("ids", "set(string)")
    catalog = make_catalog([ResourceType("x_box", "x", "Box", "X", attributes={"ids": ids})])
    box = make_resource(Address("x_box", "b"), {"ids": ["sg-1", UNKNOWN], "name": "n"})
    document = plan_to_json(Plan((box,)), catalog=catalog)
    change = document["resource_changes"][0]["change"]
    assert (change["after"], change["after_unknown"]) == ({"name": "n"}, {"ids": True})
    assert plan_from_json(document, name="p").resources[0].attributes == box.attributes
    assert plan_to_json(Plan((box,)))["resource_changes"][0]["change"]["after"]["ids"]
