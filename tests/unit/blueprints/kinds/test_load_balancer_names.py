"""Names of what a load balancer makes beside itself."""

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes

DESIGN = """
name: door
version: 1.0.0
provider: gcp
region: europe-west1
variables:
  short_name: {type: string, default: shop}
resources:
  - {name: net, type: network.vpc}
  - name: one
    type: network.subnet
    properties: {network: "${net.id}", cidr: 10.0.0.0/24}
  - name: lb
    type: network.load_balancer
    properties:
      name: ${var.short_name}-lb
      subnets: ["${one.id}"]
  - name: web_a
    type: compute.vm
    properties: {subnet: "${one.id}", load_balancer: "${lb.id}"}
"""


def test_a_group_of_machines_keeps_the_variable_in_its_name():
    catalog, sizes = load_catalog(), open_sizes()
    plan = lower(
        parse_blueprint(DESIGN, file="d.yaml", catalog=catalog, sizes=sizes), catalog, sizes=sizes
    )
    (group,) = plan.of_type("google_compute_instance_group")
    assert group.attributes["name"] == "shop-lb-web-a-group"
