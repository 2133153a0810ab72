"""AWS networks in portable words: what route tables mean for subnets, what groups let through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.blueprints.natives.rules import Native, Translation, mention_of

__all__ = ["AWS_NETWORK"]

_ANYWHERE = ("0.0.0.0/0", "::/0")


def _network(net: Native) -> dict[str, Any]:
    return {"internet": any(net.of("aws_internet_gateway", "vpc_id"))}


def _subnet(subnet: Native) -> dict[str, Any]:
    found: dict[str, Any] = {}
    zone = str(subnet.now("availability_zone") or "")
    if zone[-1:] in "abc" and zone[:-1] == subnet.blueprint.region:
        found["zone"] = "abc".index(zone[-1]) + 1
    for route in _routes(subnet):
        gateway = mention_of(route.get("gateway_id"))
        if gateway is not None:
            found["public"] = True
        if mention_of(route.get("nat_gateway_id")) is not None:
            found["nat"] = route["nat_gateway_id"]
    return found


def _routes(subnet: Native) -> Iterator[Mapping[str, Any]]:
    """Yield the routes of the tables that a subnet is joined to."""
    for joint in subnet.of("aws_route_table_association", "subnet_id"):
        table = joint.named("aws_route_table", joint.written("route_table_id"))
        if table is None:
            continue
        yield from _blocks(table.written("route"))
        for route in table.of("aws_route", "route_table_id"):
            yield route.spec.properties


def _blocks(value: Any) -> Iterator[Mapping[str, Any]]:
    items = value if isinstance(value, (tuple, list)) else (value,)
    yield from (item for item in items if isinstance(item, Mapping))


def _firewall(wall: Native) -> dict[str, Any]:
    return {
        "inbound": [r for b in _blocks(wall.written("ingress")) for r in _rules(wall, b, "from")],
        "outbound": [r for b in _blocks(wall.written("egress")) for r in _rules(wall, b, "to")],
    }


def _rules(wall: Native, block: Mapping[str, Any], way: str) -> Iterator[dict[str, Any]]:
    protocol = str(block.get("protocol", "tcp"))
    first, last = block.get("from_port", 0), block.get("to_port", 0)
    whole = protocol == "-1" or (first in (0, "0") and last in (65535, "65535"))
    rule: dict[str, Any] = {"port": 0 if whole else first}
    if not whole and last != first:
        rule["to_port"] = last
    if protocol != "tcp":
        rule["protocol"] = "all" if protocol == "-1" else protocol
    if block.get("description"):
        rule["description"] = block["description"]
    for other in (*(block.get("cidr_blocks") or ()), *(block.get("security_groups") or ())):
        yield {**rule, way: _peer(wall, other)}
    if block.get("self"):
        yield {**rule, way: "${" + wall.spec.name + ".id}"}


def _peer(wall: Native, other: Any) -> Any:
    if other in _ANYWHERE:
        return "internet"
    network = wall.named("aws_vpc", other)
    return "network" if network is not None else other


def _nat_uses(address: Native) -> bool:
    return any(address.of("aws_nat_gateway", "allocation_id"))


def _balancer(door: Native) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for listener in door.of("aws_lb_listener", "load_balancer_arn"):
        for block in _blocks(listener.written("default_action")):
            group = listener.named("aws_lb_target_group", block.get("target_group_arn"))
            if group is not None:
                found |= _listener(listener, group)
    return found


def _listener(listener: Native, group: Native) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if listener.now("protocol") == "HTTPS":
        found["certificate"] = listener.written("certificate_arn")
    elif listener.written("port") is not None:
        found["port"] = listener.written("port")
    if group.written("port") is not None:
        found["target_port"] = group.written("port")
    if group.now("target_type") == "ip":
        found["target"] = "containers"
    path = group.now("health_check", "path")
    return {**found, "health_path": path} if path else found


_MADE = Translation("")

AWS_NETWORK: Mapping[str, Translation] = {
    "aws_vpc": Translation(
        "network.vpc",
        {"cidr_block": "cidr"},
        ("enable_dns_support", "enable_dns_hostnames", "instance_tenancy"),
        _network,
    ),
    "aws_internet_gateway": _MADE,
    "aws_route_table": _MADE,
    "aws_route_table_association": _MADE,
    "aws_route": _MADE,
    "aws_subnet": Translation(
        "network.subnet",
        {"vpc_id": "network", "cidr_block": "cidr"},
        ("availability_zone", "map_public_ip_on_launch"),
        _subnet,
    ),
    "aws_security_group": Translation(
        "network.firewall",
        {"vpc_id": "network", "description": "description", "name": "name"},
        ("ingress", "egress", "revoke_rules_on_delete"),
        _firewall,
    ),
    "aws_nat_gateway": Translation(
        "network.nat", {"subnet_id": "subnet"}, ("allocation_id", "connectivity_type")
    ),
    "aws_eip": Translation("network.public_address", {}, ("domain", "instance", "vpc")),
    "aws_route53_zone": Translation("network.dns_zone", {"name": "domain"}, ("comment",)),
    "aws_lb": Translation(
        "network.load_balancer",
        {
            "name": "name",
            "subnets": "subnets",
            "security_groups": "firewalls",
            "internal": "internal",
            "enable_deletion_protection": "deletion_protection",
        },
        ("load_balancer_type", "drop_invalid_header_fields", "idle_timeout", "enable_http2"),
        _balancer,
    ),
    "aws_lb_listener": _MADE,
    "aws_lb_target_group": _MADE,
    "aws_lb_target_group_attachment": _MADE,
}
