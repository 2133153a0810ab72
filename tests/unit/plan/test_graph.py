"""Order, dependents and circles."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import InputError
from dharma_core.plan import Address, Expression, Graph, Plan, Ref, build_graph, make_resource


def test_order_puts_needs_first_and_keeps_the_source_order_of_ties():
    graph = Graph({"b": (), "a": (), "d": ("c",), "c": ("a",)})
    assert graph.order() == ("b", "a", "c", "d")


def test_order_leaves_out_needs_that_are_no_members():
    assert Graph({"a": ("elsewhere",)}).order() == ("a",)


def test_cycle_names_its_members_each_needing_the_next():
    graph = Graph({"a": ("b",), "b": ("c",), "c": ("a",), "d": ("a",)})
    members = graph.cycle()
    assert members[0] == members[-1]
    assert set(members) == {"a", "b", "c"}
    assert all(need in graph.needs[user] for user, need in pairwise(members))
    with pytest.raises(InputError, match=r"in a circle: .* -> "):
        graph.order()
    assert Graph({"a": ()}).cycle() == ()


def test_dependents_are_nearest_first_and_never_the_thing_itself():
    graph = Graph({"vpc": (), "subnet": ("vpc",), "nat": ("subnet",), "loop": ("loop", "nat")})
    assert graph.dependents("vpc") == ("subnet", "nat", "loop")
    assert graph.dependents("vpc", transitive=False) == ("subnet",)
    assert graph.dependents("loop") == ()


def test_build_graph_follows_references_and_depends_on_but_not_variables():
    vpc = make_resource(Address("aws_vpc", "v"), {})
    eip = make_resource(Address("aws_eip", "e"), {}, depends_on=("aws_vpc.v",))
    subnet = make_resource(
        Address("aws_subnet", "s"),
        {},
        expressions=(
            Expression.of(("vpc_id",), Ref("aws_vpc.v", "id")),
            Expression.of(("cidr_block",), Ref("var.cidr")),
        ),
    )
    graph = build_graph(Plan((subnet, eip, vpc)))
    assert graph.needs == {
        "aws_subnet.s": ("aws_vpc.v",),
        "aws_eip.e": ("aws_vpc.v",),
        "aws_vpc.v": (),
    }


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_order_is_right_for_any_graph_without_circles(edges):
    needs = {str(n): tuple(str(b) for a, b in edges if a == n and b < a) for n in range(10)}
    order = Graph(needs).order()
    place = {name: i for i, name in enumerate(order)}
    assert sorted(order) == sorted(needs)
    assert all(place[need] < place[user] for user, ns in needs.items() for need in ns)
