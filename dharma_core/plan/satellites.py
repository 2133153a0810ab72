"""Resources that are a part of another one, and how one part is written in two ways.

Terraform lets people write a route inside a route table or as a resource of its own; other formats
know one of the two. Folded into their owner, both read the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["INLINE", "SATELLITES", "Satellite", "group_rules"]

Values = Mapping[str, Any]
Piece = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Satellite:
    """How one type is a part of another.

    Parameters
    ----------
    by : str
        The attribute that names the owner.
    owner : str
        The owner's type.
    identity : tuple of str
        The owner's attributes that ``by`` may hold the value of.
    to : callable or None
        Returns the owner's attribute and the item it becomes there; None: it is kept whole, under
        its own type's name.
    """

    by: str
    owner: str
    identity: tuple[str, ...] = ("id", "name")
    to: Callable[[Values], Iterator[Piece]] | None = None


def group_rules(direction: str, rule: Values) -> Iterator[Piece]:
    """Yield a security group's rule once for each of its peers.

    Examples
    --------
    >>> rule = {"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ("a", "b")}
    >>> [item["peer"] for _, item in group_rules("ingress", rule)]
    ['a', 'b']
    """
    protocol = str(rule.get("protocol", rule.get("ip_protocol", "-1"))).lower()
    base: dict[str, Any] = {"protocol": "-1" if protocol == "all" else protocol}
    if base["protocol"] != "-1":
        base |= {"from_port": rule.get("from_port"), "to_port": rule.get("to_port")}
    if rule.get("description"):
        base["description"] = rule["description"]
    if rule.get("self") is True:
        yield direction, base | {"peer": "self"}
    for name in _PEERS:
        value = rule.get(name)
        for peer in value if isinstance(value, (list, tuple)) else (value,):
            if peer is not None and peer != "":
                yield direction, base | {"peer": peer}


_PEERS = (
    "cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups", "cidr_ipv4",
    "cidr_ipv6", "prefix_list_id", "referenced_security_group_id", "source_security_group_id",
)  # fmt: skip


def _either(rule: Values) -> Iterator[Piece]:
    return group_rules(str(rule.get("type", "ingress")), rule)


def _ingress(rule: Values) -> Iterator[Piece]:
    return group_rules("ingress", rule)


def _egress(rule: Values) -> Iterator[Piece]:
    return group_rules("egress", rule)


def _route(values: Values) -> Iterator[Piece]:
    yield "route", {name.removeprefix("destination_"): value for name, value in values.items()}


def _role_policy(values: Values) -> Iterator[Piece]:
    yield "inline_policy", {k: values[k] for k in ("name", "policy") if k in values}


def _managed(values: Values) -> Iterator[Piece]:
    yield "managed_policy_arns", values.get("policy_arn")


def _moved(attribute: str) -> Callable[[Values], Iterator[Piece]]:
    def move(values: Values) -> Iterator[Piece]:
        if attribute in values:
            yield attribute, values[attribute]

    return move


def _listed(attribute: str) -> Callable[[Values], Iterator[Piece]]:
    def add(values: Values) -> Iterator[Piece]:
        yield attribute, values

    return add


_BUCKET_PARTS = (
    "accelerate_configuration", "acl", "cors_configuration", "intelligent_tiering_configuration",
    "inventory", "lifecycle_configuration", "logging", "metric", "notification",
    "object_lock_configuration", "ownership_controls", "public_access_block",
    "replication_configuration", "request_payment_configuration",
    "server_side_encryption_configuration", "versioning", "website_configuration",
)  # fmt: skip
_BUCKET = Satellite("bucket", "aws_s3_bucket", ("bucket", "id"))
_GROUP = "aws_security_group"

SATELLITES: Mapping[str, Satellite] = {
    **{f"aws_s3_bucket_{part}": _BUCKET for part in _BUCKET_PARTS},
    "aws_s3_bucket_policy": Satellite(
        "bucket", "aws_s3_bucket", ("bucket", "id"), _moved("policy")
    ),
    "aws_sqs_queue_policy": Satellite("queue_url", "aws_sqs_queue", ("url",), _moved("policy")),
    "aws_sqs_queue_redrive_policy": Satellite(
        "queue_url", "aws_sqs_queue", ("url",), _moved("redrive_policy")
    ),
    "aws_sns_topic_policy": Satellite("arn", "aws_sns_topic", ("arn",), _moved("policy")),
    "aws_security_group_rule": Satellite("security_group_id", _GROUP, ("id",), _either),
    "aws_vpc_security_group_ingress_rule": Satellite(
        "security_group_id", _GROUP, ("id",), _ingress
    ),
    "aws_vpc_security_group_egress_rule": Satellite("security_group_id", _GROUP, ("id",), _egress),
    "aws_route": Satellite("route_table_id", "aws_route_table", ("id",), _route),
    "aws_iam_role_policy": Satellite("role", "aws_iam_role", ("name", "id"), _role_policy),
    "aws_iam_role_policy_attachment": Satellite("role", "aws_iam_role", ("name", "id"), _managed),
    "aws_iam_user_policy_attachment": Satellite("user", "aws_iam_user", ("name", "id")),
    "aws_iam_group_policy_attachment": Satellite("group", "aws_iam_group", ("name", "id")),
    "aws_internet_gateway_attachment": Satellite(
        "internet_gateway_id", "aws_internet_gateway", ("id",), _moved("vpc_id")
    ),
    "aws_volume_attachment": Satellite("instance_id", "aws_instance", ("id",)),
    "aws_eip_association": Satellite("allocation_id", "aws_eip", ("id", "allocation_id")),
    "aws_lb_target_group_attachment": Satellite(
        "target_group_arn", "aws_lb_target_group", ("arn", "id")
    ),
    "azurerm_network_security_rule": Satellite(
        "network_security_group_name",
        "azurerm_network_security_group",
        ("name",),
        _listed("security_rule"),
    ),
    "azurerm_route": Satellite(
        "route_table_name", "azurerm_route_table", ("name",), _listed("route")
    ),
    "azurerm_subnet_network_security_group_association": Satellite("subnet_id", "azurerm_subnet"),
    "azurerm_subnet_route_table_association": Satellite("subnet_id", "azurerm_subnet"),
    "azurerm_subnet_nat_gateway_association": Satellite("subnet_id", "azurerm_subnet"),
    "azurerm_network_interface_security_group_association": Satellite(
        "network_interface_id", "azurerm_network_interface"
    ),
    "azurerm_network_interface_backend_address_pool_association": Satellite(
        "network_interface_id", "azurerm_network_interface"
    ),
    "azurerm_nat_gateway_public_ip_association": Satellite("nat_gateway_id", "azurerm_nat_gateway"),
    "azurerm_virtual_machine_data_disk_attachment": Satellite(
        "virtual_machine_id", "azurerm_linux_virtual_machine"
    ),
    "azurerm_storage_management_policy": Satellite("storage_account_id", "azurerm_storage_account"),
    "google_compute_attached_disk": Satellite("instance", "google_compute_instance"),
    "google_storage_bucket_iam_member": Satellite("bucket", "google_storage_bucket"),
    "google_cloud_run_v2_service_iam_member": Satellite("name", "google_cloud_run_v2_service"),
    "google_kms_crypto_key_iam_member": Satellite("crypto_key_id", "google_kms_crypto_key"),
    "google_secret_manager_secret_iam_member": Satellite(
        "secret_id", "google_secret_manager_secret"
    ),
}
"""Types that are folded into the resource they belong to; who is not here stands alone."""


INLINE: Mapping[str, Mapping[str, Callable[[str, Values], Iterator[Piece]]]] = {
    _GROUP: {"ingress": group_rules, "egress": group_rules},
}
"""Blocks of an owner that are brought into the form their satellites take there."""
