"""Who may talk to whom: nothing comes in and only HTTPS goes out unless a rule says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.links import Link

__all__ = ["KIND", "joined"]

_ANYWHERE = "0.0.0.0/0"
_ALL_PORTS = 0

# Where balancers ask machines for their health, and on Google Cloud where requests come from:
# the clouds' documentation of load balancers, recalled, 2026-11-30.
_PROBES = {"azure": ("AzureLoadBalancer",), "gcp": ("130.211.0.0/22", "35.191.0.0/16")}


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule with its words made plain.

    Parameters
    ----------
    peer : Link or None
        Another firewall, whose members are meant.
    """

    inward: bool
    protocol: str
    first: int
    last: int
    cidr: str
    peer: Link | None
    text: str

    @property
    def every_port(self) -> bool:
        return self.first == _ALL_PORTS or self.protocol in ("icmp", "all")


def joined(draft: Draft) -> tuple[Link, ...]:
    """Return the firewalls a resource stands behind."""
    return tuple(link for link in draft.links("firewalls") if link.name)


def _rules(wall: Draft) -> list[_Rule]:
    inward = [_rule(wall, raw, inward=True) for _, raw in wall.numbered("inbound")]
    outward = [_rule(wall, raw, inward=False) for _, raw in wall.numbered("outbound")]
    found: dict[object, _Rule] = {}
    for rule in (*inward, *outward, *_from_balancers(wall, inward), *_probes(wall)):
        same = (rule.inward, rule.protocol, rule.first, rule.last, rule.cidr)
        found.setdefault(same if rule.peer is None else (*same, rule.peer.name), rule)
    return list(found.values())


def _from_balancers(wall: Draft, inward: list[_Rule]) -> Iterator[_Rule]:
    """Yield who comes through the balancers that a rule names by their firewall.

    Azure's balancer passes a caller's own address on, Google's comes from addresses of its own;
    on AWS the balancer stands behind the firewall like a machine.
    """
    for rule in inward:
        peer = rule.peer.draft if rule.peer else None
        doors = [d for d in peer.users("firewalls") if _is_balancer(d)] if peer else []
        if not doors or peer is None:
            continue
        if wall.scene.is_gcp:
            yield from (replace(rule, cidr=cidr, peer=None) for cidr in _PROBES["gcp"])
        elif wall.scene.provider == "azure":
            outer = [_rule(peer, raw, inward=True) for _, raw in peer.numbered("inbound")]
            for cidr in dict.fromkeys(r.cidr for r in outer if r.cidr):
                yield replace(rule, cidr=cidr, peer=None)


def _probes(wall: Draft) -> Iterator[_Rule]:
    """Yield the rules that let balancers reach those of its members that stand behind one."""
    doors: dict[str, Draft] = {}
    for member in wall.users("firewalls"):
        door = member.link("load_balancer") if "load_balancer" in member.kind.by_name else None
        if door and door.draft and member.kind.name != "compute.container_service":
            doors[door.name] = door.draft
    for port in dict.fromkeys(_number(door.now("target_port")) for door in doors.values()):
        for cidr in _PROBES.get(wall.scene.provider, ()):
            text = f"tcp port {port} from the load balancer"
            yield _Rule(True, "tcp", port, port, cidr, None, text)


def _is_balancer(draft: Draft) -> bool:
    return draft.kind.name == "network.load_balancer"


def _rule(wall: Draft, raw: Mapping[str, Any], *, inward: bool) -> _Rule:
    other = str(raw.get("from" if inward else "to") or ("network" if inward else "internet"))
    protocol = str(raw.get("protocol") or "tcp")
    first = _number(raw.get("port"))
    peer = wall.scene.link(other) if "${" in other else None
    cidr = "" if peer else _range(wall, other)
    ports = "every port" if first == _ALL_PORTS else f"port {first}"
    way = "from" if inward else "to"
    text = str(raw.get("description") or f"{protocol} {ports} {way} {peer.name if peer else other}")
    return _Rule(inward, protocol, first, _number(raw.get("to_port")) or first, cidr, peer, text)


def _number(value: Any) -> int:
    return int(value) if isinstance(value, (int, float)) or str(value).isdigit() else _ALL_PORTS


def _range(wall: Draft, other: str) -> str:
    if other == "internet":
        return _ANYWHERE
    if other != "network":
        return other
    network = wall.needed("network")
    if network.draft is not None:
        return str(network.draft["cidr"])
    return network.of("cidr_block") if wall.scene.provider == "aws" else "10.0.0.0/8"


def _aws(wall: Draft) -> None:
    rules = _rules(wall)
    wall.main(
        "aws_security_group",
        name=wall.name,
        description=wall["description"],
        vpc_id=wall.needed("network").of("id"),
        ingress=[_aws_rule(rule) for rule in rules if rule.inward],
        egress=[_aws_rule(rule) for rule in rules if not rule.inward],
    )


def _aws_rule(rule: _Rule) -> dict[str, Any]:
    last = 65535 if rule.first == _ALL_PORTS else rule.last
    ports = {"from_port": rule.first, "to_port": last}
    if rule.protocol in ("icmp", "all"):
        ports = {"from_port": -1, "to_port": -1} if rule.protocol == "icmp" else _EVERY
    other: dict[str, Any] = {"cidr_blocks": [rule.cidr]}
    if rule.peer:
        other = {"security_groups": [rule.peer.of("id")]}
    protocol = "-1" if rule.protocol == "all" else rule.protocol
    return {"description": rule.text, "protocol": protocol, **ports, **other}


_EVERY = {"from_port": 0, "to_port": 0}


def _azure(wall: Draft) -> None:
    wall.add("members", "azurerm_application_security_group", name=wall.named("members"))
    rules = _rules(wall)
    made = [_azure_rule(wall, rule, 100 + 10 * n) for n, rule in enumerate(rules)]
    wall.main(
        "azurerm_network_security_group",
        name=wall.name,
        security_rule=[*made, _azure_deny("Inbound"), _azure_deny("Outbound")],
    )


def _azure_rule(wall: Draft, rule: _Rule, priority: int) -> dict[str, Any]:
    here = {"application_security_group_ids": [wall.part("members")]}
    there: dict[str, Any] = {"address_prefix": "*" if rule.cidr == _ANYWHERE else rule.cidr}
    if rule.peer:
        there = {"application_security_group_ids": [rule.peer.part("members")]}
    source, target = (there, here) if rule.inward else (here, there)
    ports = f"{rule.first}-{rule.last}" if rule.last != rule.first else str(rule.first)
    return {
        "name": f"{'in' if rule.inward else 'out'}-{priority}",
        "description": rule.text[:140],
        "priority": priority,
        "direction": "Inbound" if rule.inward else "Outbound",
        "access": "Allow",
        "protocol": "*" if rule.protocol == "all" else rule.protocol.capitalize(),
        "source_port_range": "*",
        "destination_port_range": "*" if rule.every_port else ports,
        **{f"source_{name}": value for name, value in source.items()},
        **{f"destination_{name}": value for name, value in target.items()},
    }


def _azure_deny(direction: str) -> dict[str, Any]:
    return {
        "name": f"deny-{direction.lower()}",
        "description": "What no rule above allows",
        "priority": 4096,
        "direction": direction,
        "access": "Deny",
        "protocol": "*",
        "source_port_range": "*",
        "destination_port_range": "*",
        "source_address_prefix": "*",
        "destination_address_prefix": "*",
    }


def _gcp(wall: Draft) -> None:
    wall.main("google_compute_firewall", **_gcp_frame(wall, "INGRESS", wall.name), **_gcp_deny())
    wall.add(
        "outward",
        "google_compute_firewall",
        **_gcp_frame(wall, "EGRESS", wall.named("outward")),
        **_gcp_deny(),
    )
    for number, rule in enumerate(_rules(wall), 1):
        suffix = f"{'in' if rule.inward else 'out'}_{number}"
        direction = "INGRESS" if rule.inward else "EGRESS"
        frame = _gcp_frame(wall, direction, wall.named(suffix.replace("_", "-")))
        ranges = _range(wall, "network")
        wall.add(suffix, "google_compute_firewall", **frame, **_gcp_rule(rule, ranges))


def _gcp_frame(wall: Draft, direction: str, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "network": wall.needed("network").of("name"),
        "direction": direction,
        "target_tags": [wall.name],
    }


def _gcp_deny() -> dict[str, Any]:
    return {
        "description": "What no other rule allows",
        "priority": 65000,
        "deny": [{"protocol": "all"}],
        "log_config": {"metadata": "EXCLUDE_ALL_METADATA"},
    }


def _gcp_rule(rule: _Rule, network: str) -> dict[str, Any]:
    ports = f"{rule.first}-{rule.last}" if rule.last != rule.first else str(rule.first)
    allowed: dict[str, Any] = {"protocol": rule.protocol}
    if not rule.every_port:
        allowed["ports"] = [ports]
    other = {"source_ranges" if rule.inward else "destination_ranges": [rule.cidr]}
    if rule.peer and rule.inward:
        other = {"source_tags": [rule.peer.draft.name if rule.peer.draft else rule.peer.name]}
    elif rule.peer:
        other = {"destination_ranges": [network]}  # egress rules know ranges alone
    return {"description": rule.text, "priority": 1000, "allow": [allowed], **other}


def _members(way: str, meaning: str) -> tuple[Property, ...]:
    return (
        Property("port", "The port, or the first of several; 0 for every port.", type="number"),
        Property("to_port", "The last of several ports.", type="number"),
        Property(
            "protocol", "What is spoken.", default="tcp", allowed=("tcp", "udp", "icmp", "all")
        ),
        Property(way, meaning),
        Property("description", "What the rule is for."),
    )


KIND = Kind(
    "network.firewall",
    "Firewall",
    "Rules for who may talk to its members; nothing comes in unless a rule says so.",
    (
        Property(
            "network",
            "The network its members stand in.",
            type="reference",
            required=True,
            kinds=("network.vpc",),
        ),
        Property("description", "What it is for.", default="Who may talk to its members"),
        Property(
            "inbound",
            "Who may reach the members.",
            type="list(object)",
            default=(),
            members=_members(
                "from", "internet, network, a range of addresses, or another firewall."
            ),
        ),
        Property(
            "outbound",
            "What the members may reach; HTTPS anywhere when it is left out.",
            type="list(object)",
            default=({"port": 443, "to": "internet", "description": "HTTPS to anywhere"},),
            members=_members("to", "internet, network, a range of addresses, or another firewall."),
        ),
    ),
    (Output("id", "What members and rules name it by.", aws="id", azure="id", gcp="name"),),
    {
        "aws": Cloud("aws_security_group", _aws),
        "azure": Cloud("azurerm_network_security_group", _azure),
        "gcp": Cloud("google_compute_firewall", _gcp),
    },
)
