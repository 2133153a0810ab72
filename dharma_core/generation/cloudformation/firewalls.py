"""Security groups, their rules, and network access lists: one entry a peer, whatever the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.generation.cloudformation.extra import Extra, Json
from dharma_core.generation.cloudformation.properties import Translation
from dharma_core.generation.cloudformation.values import Untranslatable
from dharma_core.generation.drafts import Text

__all__ = ["GROUP_RULE_PARTS", "network_acl", "security_group", "security_group_rule"]

GROUP_RULE_PARTS = frozenset(
    {
        "cidr_blocks",
        "description",
        "from_port",
        "ipv6_cidr_blocks",
        "prefix_list_ids",
        "protocol",
        "self",
        "source_security_group_id",
        "to_port",
        "type",
    }
)
"""Attributes of a rule that decide its peers."""

_PROTOCOLS = {"-1": -1, "all": -1, "icmp": 1, "tcp": 6, "udp": 17, "icmpv6": 58}


def security_group(work: Translation, logical_id: str) -> Extra:
    """Write a group's rules inside it, and those about itself beside it."""
    extra = Extra()
    for direction, peer in (("ingress", "Source"), ("egress", "Destination")):
        name = f"SecurityGroup{direction.capitalize()}"
        rules: list[Json] = []
        for rule in work.draft.attributes.get(direction) or ():
            rules.extend(_rules(work, rule, peer))
            if rule.get("self") is True:
                own = {"Fn::GetAtt": [logical_id, "GroupId"]}
                body = _rule_base(work, rule) | {f"{peer}SecurityGroupId": own, "GroupId": own}
                suffix = f"{direction.capitalize()}Self{len(extra.companions) + 1}"
                kind = f"AWS::EC2::SecurityGroup{direction.capitalize()}"
                extra.companions[suffix] = {"Type": kind, "Properties": body}
        if rules:
            work.properties[name] = rules
    if "SecurityGroupEgress" not in work.properties:
        # Terraform takes away the rule that lets everything out; a rule to nowhere does the same.
        nowhere = {"CidrIp": "127.0.0.1/32", "IpProtocol": "-1"}
        work.properties["SecurityGroupEgress"] = [nowhere]
    return extra


def security_group_rule(work: Translation, _logical_id: str) -> Extra:
    """Write a rule of its own: the first peer here, each further one beside it."""
    attributes = work.draft.attributes
    direction = str(attributes.get("type", "ingress"))
    peer = "Source" if direction == "ingress" else "Destination"
    group = work.properties.pop("GroupId", None)
    rule = dict(attributes)
    if "source_security_group_id" in rule:
        rule["security_groups"] = [rule["source_security_group_id"]]
    bodies = [{"GroupId": group} | found for found in _rules(work, rule, peer)]
    if rule.get("self") is True:
        own = {f"{peer}SecurityGroupId": group}
        bodies.append({"GroupId": group} | _rule_base(work, rule) | own)
    kind = f"AWS::EC2::SecurityGroup{direction.capitalize()}"
    if not bodies:
        work.miss(("cidr_blocks",))
        return Extra(type=kind)
    work.properties.update(bodies[0])
    more = {
        f"Peer{number}": {"Type": kind, "Properties": body}
        for number, body in enumerate(bodies[1:], start=2)
    }
    return Extra(type=kind, companions=more)


def network_acl(work: Translation, logical_id: str) -> Extra:
    """Write the entries and the subnets of an access list beside it."""
    own = {"Ref": logical_id}
    extra = Extra()
    for direction in ("ingress", "egress"):
        for number, rule in enumerate(work.draft.attributes.get(direction) or (), start=1):
            body = {"NetworkAclId": own} | _acl_entry(work, rule, egress=direction == "egress")
            kind = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": body}
            extra.companions[f"{direction.capitalize()}{number}"] = kind
    subnets = work.draft.attributes.get("subnet_ids") or ()
    if isinstance(subnets, Text):
        work.miss(("subnet_ids",))
        return extra
    for number, subnet in enumerate(subnets, start=1):
        body = {"NetworkAclId": own, "SubnetId": work.values.of(subnet)}
        kind = {"Type": "AWS::EC2::SubnetNetworkAclAssociation", "Properties": body}
        extra.companions[f"Subnet{number}"] = kind
    return extra


def _acl_entry(work: Translation, rule: Mapping[str, Any], *, egress: bool) -> Json:
    said = str(work.values.of(rule.get("protocol", "-1"))).lower()
    protocol = _PROTOCOLS.get(said, int(said) if said.isdigit() else -1)
    body: Json = {
        "Egress": egress,
        "Protocol": protocol,
        "RuleAction": work.values.of(rule.get("action", "allow")),
        "RuleNumber": work.values.of(rule.get("rule_no", 100)),
    }
    if protocol in (6, 17):
        ports = {"From": "from_port", "To": "to_port"}
        body["PortRange"] = {to: work.values.of(rule.get(key, 0)) for to, key in ports.items()}
    elif protocol in (1, 58):
        codes = {"Code": "icmp_code", "Type": "icmp_type"}
        body["Icmp"] = {to: work.values.of(rule.get(key, 0)) for to, key in codes.items()}
    for key, to in (("cidr_block", "CidrBlock"), ("ipv6_cidr_block", "Ipv6CidrBlock")):
        if rule.get(key):
            body[to] = work.values.of(rule[key])
    return body


def _rules(work: Translation, rule: Mapping[str, Any], peer: str) -> Iterator[Json]:
    peers = (
        ("cidr_blocks", "CidrIp"),
        ("ipv6_cidr_blocks", "CidrIpv6"),
        ("prefix_list_ids", f"{peer}PrefixListId"),
        ("security_groups", f"{peer}SecurityGroupId"),
    )
    for attribute, name in peers:
        found = _listed(work, rule.get(attribute) or ())
        if found is None:
            work.miss((peer.lower(), attribute))
            continue
        for value in found:
            yield _rule_base(work, rule) | {name: work.values.of(value)}


def _listed(work: Translation, peers: Any) -> Any:
    """Return the peers one by one; None when only the stack will know how many there are."""
    if not isinstance(peers, Text):
        return peers
    try:
        known = work.values.of(peers)
    except Untranslatable:
        return None
    return known if isinstance(known, list) else None


def _rule_base(work: Translation, rule: Mapping[str, Any]) -> Json:
    base: Json = {"IpProtocol": str(work.values.of(rule.get("protocol", "-1")))}
    if base["IpProtocol"] in ("-1", "all"):
        base |= {"IpProtocol": "-1", "FromPort": -1, "ToPort": -1}
    else:
        base |= {
            "FromPort": work.values.of(rule.get("from_port", 0)),
            "ToPort": work.values.of(rule.get("to_port", 0)),
        }
    if rule.get("description"):
        base["Description"] = work.values.of(rule["description"])
    return base
