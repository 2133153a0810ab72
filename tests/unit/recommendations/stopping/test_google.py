"""Instance schedules of Google Cloud: the policy, and the instance that names it."""

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.plan import Address, Expression, Plan, Ref, make_resource
from dharma_core.recommendations import change_blueprint, change_plan
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes

MACHINE = {
    "name": "shop-web", "machine_type": "e2-standard-2", "zone": "europe-west1-b",
    "labels": {"environment": "dev"},
}  # fmt: skip


def schedule(advice, *resources, of="google_compute_instance.web"):
    return advice(*resources, region="europe-west1").get(f"schedule:{of}")


def test_an_instance_names_the_policy_that_starts_and_stops_it(make, advice):
    web = make("google_compute_instance.web", MACHINE)
    changes = schedule(advice, web).proposal.changes
    policy = changes[0].resource.attributes
    assert (policy["name"], policy["region"]) == ("shop-web-hours", "europe-west1")
    (hours,) = policy["instance_schedule_policy"]
    assert hours["time_zone"] == "Etc/UTC"
    assert hours["vm_stop_schedule"] == ({"schedule": "0 19 * * 1,2,3,4,5"},)
    assert str(changes[1]).endswith("= google_compute_resource_policy.web_hours.id")
    changed = change_plan(Plan((web,)), changes).by_address["google_compute_instance.web"]
    assert changed.references == (Ref("google_compute_resource_policy.web_hours", "id"),)


@pytest.mark.parametrize(
    "more",
    [{"scratch_disk": ({"interface": "NVME"},)}, {"resource_policies": ("other",)}, {"zone": None}],
    ids=["local disks", "a policy of its own", "no zone"],
)
def test_what_cannot_have_a_schedule_gets_no_advice(make, advice, more):
    assert schedule(advice, make("google_compute_instance.web", MACHINE | more)) is None


def test_several_of_one_kind_share_a_policy(advice):
    machines = [
        make_resource(
            Address("google_compute_instance", "web", index=n), MACHINE | {"name": f"shop-web-{n}"}
        )
        for n in range(2)
    ]
    found = [schedule(advice, *machines, of=str(m.address)) for m in machines]
    changes = [change for one in found for change in one.proposal.changes]
    changed = change_plan(Plan(tuple(machines)), changes)
    (policy,) = changed.of_type("google_compute_resource_policy")
    assert policy.attributes["name"] == "shop-web-hours"


def test_a_name_that_is_computed_keeps_its_form(advice):
    web = make_resource(
        Address("google_compute_instance", "web", index=1),
        MACHINE | {"name": "shop-1"},
        expressions=(Expression.of(("name",), Ref("var.name"), "-", "1"),),
    )
    (policy, _) = schedule(advice, web, of="google_compute_instance.web[1]").proposal.changes
    (told,) = [e for e in policy.resource.expressions if e.path == ("name",)]
    assert told.parts == (Ref("var.name"), "-hours")


TEXT = """
name: shop-dev
version: 1.0.0
provider: gcp
region: europe-west1
tags: {environment: dev}
resources:
  - name: net
    type: network.vpc
    properties: {cidr: 10.0.0.0/16}
  - name: subnet
    type: network.subnet
    properties: {network: "${net.id}", cidr: 10.0.1.0/24}
  - name: web
    type: compute.vm
    properties: {vcpu: 2, memory_gb: 8, subnet: "${subnet.id}"}
"""


def test_a_portable_machine_names_the_policy_in_its_overrides(advice):
    blueprint = parse_blueprint(TEXT, file="shop.yaml")
    plan = lower(blueprint, load_catalog(), sizes=open_sizes())
    one = schedule(advice, *plan.resources)
    changed, left = change_blueprint(blueprint, plan, one.proposal.changes)
    assert left == ()
    overrides = changed.resource("web").overrides["gcp"]
    assert overrides["resource_policies"] == ("${web_hours.id}",)
    again = lower(changed, load_catalog(), sizes=open_sizes())
    machine = again.by_address["google_compute_instance.web"]
    assert Ref("google_compute_resource_policy.web_hours", "id") in machine.references
