"""Advice made real: in a Plan, and in a blueprint of native and of portable resources."""

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.edits import get_spec
from dharma_core.plan import UNKNOWN, Address, Expression, Plan, Ref, make_resource
from dharma_core.recommendations import (
    Addition,
    Edit,
    Removal,
    change_blueprint,
    change_plan,
)
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes

TEXT = """
name: shop
version: 1.0.0
provider: aws
region: us-east-1
resources:
  - name: store
    type: aws_ebs_volume
    properties: {availability_zone: us-east-1a, size: 10, type: gp2}
  - name: web
    type: compute.vm
    properties: {vcpu: 2, memory_gb: 4, subnet: "${subnet.id}"}
  - name: subnet
    type: network.subnet
    properties: {network: "${net.id}", cidr: 10.0.1.0/24}
  - name: net
    type: network.vpc
    properties: {cidr: 10.0.0.0/16}
"""


def design():
    blueprint = parse_blueprint(TEXT, file="shop.yaml")
    return blueprint, lower(blueprint, load_catalog(), sizes=open_sizes())


def test_a_plan_is_changed_and_the_rest_of_it_is_the_same_object():
    one = make_resource(Address("aws_x", "a"), {"disk": ({"type": "gp2"},)}, expressions=(
        Expression.of(("disk", 0, "type"), Ref("var.kind")),
        Expression.of(("name",), Ref("var.name")),
    ))  # fmt: skip
    two, three = (make_resource(Address("aws_x", name), {}) for name in "bc")
    changes = (Edit("aws_x.a", ("disk", 0, "type"), "gp3"), Removal("aws_x.b"))
    new = make_resource(Address("aws_y", "n"), {})
    found = change_plan(Plan((one, two, three)), (*changes, Addition(new)))
    assert [str(r.address) for r in found.resources] == ["aws_x.a", "aws_x.c", "aws_y.n"]
    assert found.resources[0].attributes == {"disk": ({"type": "gp3"},)}
    assert [e.path for e in found.resources[0].expressions] == [("name",)]
    assert found.resources[1] is three


def test_a_native_resource_of_a_design_takes_the_value_and_a_portable_one_overrides_it():
    blueprint, plan = design()
    machine = next(r for r in plan.managed if r.type == "aws_instance")
    changes = (
        Edit("aws_ebs_volume.store", ("type",), "gp3"),
        Edit(str(machine.address), ("instance_type",), "t4g.medium"),
    )
    changed, left = change_blueprint(blueprint, plan, changes)
    assert left == ()
    assert get_spec(changed, "store").properties["type"] == "gp3"
    assert get_spec(changed, "web").overrides["aws"]["instance_type"] == "t4g.medium"
    again = lower(changed, load_catalog(), sizes=open_sizes())
    assert again.by_address[str(machine.address)].attributes["instance_type"] == "t4g.medium"


def test_what_a_design_cannot_say_is_told():
    blueprint, plan = design()
    machine = next(r for r in plan.managed if r.type == "aws_instance")
    new = make_resource(Address("aws_vpc_endpoint", "s3"), {"vpc_id": UNKNOWN})
    changes = (Removal(str(machine.address)), Addition(new), Removal("aws_ebs_volume.store"))
    changed, left = change_blueprint(blueprint, plan, changes)
    assert left == (f"{machine.address} is removed", "aws_vpc_endpoint.s3 is added")
    assert changed.resource("store") is None
    assert changed.resource("web") is not None


def rule(name, target, attribute="id"):
    """Return an edit of the machine's user data that mentions something."""
    mention = Expression.of((name,), Ref(target, attribute))
    return mention, UNKNOWN


def test_an_edit_may_mention_what_is_added_with_it():
    blueprint, plan = design()
    machine = next(r for r in plan.managed if r.type == "aws_instance")
    group = make_resource(
        Address("aws_placement_group", "near"), {"name": "a", "strategy": "cluster"}
    )
    for address in ("aws_ebs_volume.store", str(machine.address)):
        name = "outpost_arn" if "ebs" in address else "placement_group"
        mention, value = rule(name, "aws_placement_group.near")
        edit = Edit(address, (name,), value, (mention,))
        assert str(edit) == f"{address}: {name} = aws_placement_group.near.id"
        changed, left = change_blueprint(blueprint, plan, (Addition(group), edit))
        assert left == ()
        again = lower(changed, load_catalog(), sizes=open_sizes())
        assert Ref("aws_placement_group.near", "id") in again.by_address[address].references
        twin = change_plan(plan, (Addition(group), edit)).by_address[address]
        assert Ref("aws_placement_group.near", "id") in twin.references


def test_an_edit_that_mentions_what_the_design_has_not_is_left():
    blueprint, plan = design()
    mention, value = rule("outpost_arn", "aws_outposts_outpost.gone")
    edit = Edit("aws_ebs_volume.store", ("outpost_arn",), value, (mention,))
    assert change_blueprint(blueprint, plan, [edit]) == (blueprint, (str(edit),))


def test_what_two_pieces_of_advice_add_is_there_once():
    new = Addition(make_resource(Address("aws_y", "n"), {}))
    assert len(change_plan(Plan(()), (new, new)).resources) == 1


def test_a_block_is_told_by_its_members():
    edit = Edit(
        "aws_instance.a", ("instance_market_options",), ({"market_type": "spot", "b": True},)
    )
    assert str(edit).endswith("instance_market_options = {market_type: spot, b: true}")
