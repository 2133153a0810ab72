"""Plan and Resource: references, tags, unknowns, addresses."""

import pytest

from dharma_core.errors import InputError
from dharma_core.plan import UNKNOWN, Address, Expression, Plan, Ref, make_resource


def vpc(name="main", index=None, **attributes):
    return make_resource(Address("aws_vpc", name, index=index), attributes)


def test_plan_refuses_two_resources_with_one_address_and_names_it():
    with pytest.raises(InputError, match=r"Two resources share the address aws_vpc\.main"):
        Plan((vpc(), vpc()))


def test_resolve_finds_one_instance_or_all_of_a_counted_block():
    plan = Plan((vpc(index=0), vpc(index=1), vpc("other")))
    assert [str(r.address) for r in plan.resolve(Ref("aws_vpc.main", "id"))] == [
        "aws_vpc.main[0]",
        "aws_vpc.main[1]",
    ]
    assert [str(r.address) for r in plan.resolve(Ref("aws_vpc.main[1]"))] == ["aws_vpc.main[1]"]
    assert plan.resolve(Ref("var.region")) == ()


def test_of_type_and_managed_leave_data_sources_out():
    data = make_resource(Address("aws_vpc", "found", mode="data"), {})
    plan = Plan((data, vpc()))
    assert len(plan) == 2
    assert plan.managed == plan.of_type("aws_vpc") == (plan.resources[1],)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"tags": {"A": "1"}, "tags_all": {"A": "1", "B": "2"}}, {"A": "1", "B": "2"}),
        ({"tags": {"A": "1"}, "tags_all": UNKNOWN}, {"A": "1"}),
        ({"labels": {"a": "1"}}, {"a": "1"}),
        ({"tags": None}, {}),
    ],
    ids=["tags_all", "tags_all unknown", "labels", "none"],
)
def test_tags_are_those_in_force(attributes, expected):
    assert vpc(**attributes).tags == expected


def test_unknown_paths_and_references_list_each_once():
    resource = make_resource(
        Address("aws_subnet", "s"),
        {"vpc_id": UNKNOWN, "tags": {"A": UNKNOWN}, "n": 1},
        expressions=(
            Expression.of(("vpc_id",), Ref("aws_vpc.main", "id")),
            Expression.of(("tags", "A"), "x-", Ref("aws_vpc.main", "id")),
        ),
    )
    assert resource.unknown_paths == (("vpc_id",), ("tags", "A"))
    assert resource.references == (Ref("aws_vpc.main", "id"),)


def test_with_attributes_keeps_the_rest_and_freezes():
    changed = vpc(a=1).with_attributes({"a": [1]})
    assert changed.attributes == {"a": (1,)}
    assert changed.provider == "aws"
    assert make_resource(Address("x_y", "n"), {}, sensitive={"p": True}).sensitive == {"p": True}
