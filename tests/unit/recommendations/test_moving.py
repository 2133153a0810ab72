"""Plans and blueprints in another region: what names the place follows, the rest stays."""

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.relocation import Relocation
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Expression,
    Output,
    Plan,
    Ref,
    Variable,
    make_resource,
)
from dharma_core.recommendations import (
    Addition,
    Edit,
    Move,
    change_blueprint,
    change_plan,
    looks_after,
)
from dharma_core.recommendations.moving import move_plan, names_in, zones_in
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes

WAY = Relocation("aws", "us-east-1", "us-west-2")

TEXT = """
name: shop
version: 1.0.0
provider: aws
region: us-east-1
variables: {aws_region: {default: us-east-1}, image: {default: ami-0abcdef1234567890}}
resources:
  - {name: store, type: aws_ebs_volume, properties: {availability_zone: us-east-1a, size: 10}}
  - {name: net, type: network.vpc, properties: {cidr: 10.0.0.0/16}}
  - {name: subnet, type: network.subnet,
     properties: {network: "${net.id}", cidr: 10.0.1.0/24, zone: 1}}
  - {name: web, type: compute.vm, properties: {vcpu: 2, memory_gb: 4, subnet: "${subnet.id}"},
     overrides: {aws: {availability_zone: us-east-1a}}}
  - {name: box, type: aws_instance, properties: {ami: "${var.image}", instance_type: t3.micro}}
outputs: {place: {value: us-east-1a}}
"""


def lowered(blueprint):
    return lower(blueprint, load_catalog(), sizes=open_sizes())


def test_a_plan_moves_with_its_variables_outputs_and_the_literal_parts_of_its_texts():
    host = Expression.of(("url",), "https://sqs.us-east-1.amazonaws.com/", Ref("aws_sqs_queue.q"))
    plan = Plan(
        (
            make_resource(Address("aws_x", "a"), {"url": UNKNOWN}, expressions=(host,)),
            make_resource(Address("aws_x", "b"), {"zones": ("us-east-1a", "us-east-1b")}),
            make_resource(Address("aws_x", "far"), {"name": "c"}, region="eu-west-1"),
            make_resource(Address("google_x", "d"), {"region": "us-east-1"}),
        ),
        region="us-east-1",
        variables=(Variable("region", default="us-east-1", value="us-east-1"),),
        outputs=(Output("zone", ("us-east-1a",), value="us-east-1a"),),
    )
    moved, looks = move_plan(plan, WAY)
    assert (moved.region, looks) == ("us-west-2", ())
    url, zones, far, other = moved.resources
    assert url.expressions[0].parts[0] == "https://sqs.us-west-2.amazonaws.com/"
    assert zones.attributes["zones"] == ("us-west-2a", "us-west-2b")
    assert far is plan.resources[2]
    assert other is plan.resources[3]
    assert (moved.variables[0].default, moved.variables[0].value) == ("us-west-2", "us-west-2")
    assert (moved.outputs[0].parts, moved.outputs[0].value) == (("us-west-2a",), "us-west-2a")


def test_a_blueprint_moves_as_its_plan_does():
    blueprint = parse_blueprint(TEXT, file="shop.yaml")
    plan = lowered(blueprint)
    move = Move("shop", WAY)
    changed, left = change_blueprint(blueprint, plan, [move])
    assert changed.region == "us-west-2"
    assert changed.variables["aws_region"].default == "us-west-2"
    assert changed.outputs["place"].value == "us-west-2a"
    assert left == ("var.image = ami-0abcdef1234567890 belongs to us-east-1 alone",)
    again, wanted = lowered(changed), change_plan(plan, [move])
    for resource in again.managed:
        place = wanted.by_address[str(resource.address)].attributes.get("availability_zone")
        assert resource.attributes.get("availability_zone") == place


def test_what_is_changed_beside_a_move_moves_too():
    blueprint = parse_blueprint(TEXT, file="shop.yaml")
    plan = lowered(blueprint)
    door = make_resource(
        Address("aws_vpc_endpoint", "s3"),
        {"vpc_id": UNKNOWN, "service_name": "com.amazonaws.us-east-1.s3"},
        expressions=(Expression.of(("vpc_id",), Ref("aws_vpc.net", "id")),),
    )
    edit = Edit("aws_ebs_volume.store", ("type",), "gp3")
    changes = [Move("shop", WAY), Addition(door), edit]
    changed, _ = change_blueprint(blueprint, plan, changes)
    assert changed.resource("s3").properties["service_name"] == "com.amazonaws.us-west-2.s3"
    assert changed.resource("store").properties["type"] == "gp3"
    moved = change_plan(plan, changes).by_address
    assert moved["aws_vpc_endpoint.s3"].attributes["service_name"] == "com.amazonaws.us-west-2.s3"
    assert moved["aws_ebs_volume.store"].attributes["type"] == "gp3"


def test_what_is_to_be_looked_at_is_told_once_with_its_place():
    image = {"disk": ({"ami": "ami-0abcdef1234567890"},)}
    plan = Plan((make_resource(Address("aws_x", "a"), image),), region="us-east-1")
    looks = looks_after(plan, [Move("p", WAY), Move("p", WAY)])
    assert looks == ("aws_x.a: disk 1 ami = ami-0abcdef1234567890 belongs to us-east-1 alone",)


def test_names_and_zones_are_read_from_the_resources():
    zone = make_resource(Address("aws_x", "a"), {"zones": ("us-east-1d",), "queue_name": "jobs"})
    plan = Plan((zone,))
    assert names_in(plan) == {"jobs"}
    assert zones_in(plan, WAY) == {"d"}
    azure = make_resource(Address("azurerm_x", "a"), {"zones": ("1", "2"), "size": "3"})
    assert zones_in(Plan((azure,)), Relocation("azure", "eastus", "westus")) == {"1", "2"}
