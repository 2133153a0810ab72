"""Terraform's IP network functions, for IPv4 and IPv6."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from decimal import Decimal

from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.values import FunctionError

__all__ = ["NETWORKS"]

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(prefix: str) -> Network:
    address, slash, length = prefix.partition("/")
    if "." in address and ":" not in address:
        address = ".".join(part.lstrip("0") or "0" for part in address.split("."))
    written = address if slash and length.isdigit() and "%" not in address else ""
    try:
        return ipaddress.ip_network(f"{written}/{length}", strict=False)
    except ValueError:
        raise FunctionError(f"invalid CIDR expression: invalid CIDR address: {prefix}") from None


def _whole(number: int | Decimal) -> int:
    if not isinstance(number, int):
        raise FunctionError("value must be a whole number")
    return number


def _address(network: Network, number: int) -> str:
    maker = ipaddress.IPv4Address if network.version == 4 else ipaddress.IPv6Address
    return _shown(maker(number))


def _shown(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    """Return an address as Go writes it."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def _host(prefix: str, number: int | Decimal) -> str:
    network, wanted = _network(prefix), _whole(number)
    size = network.num_addresses
    if not -size <= wanted < size:
        raise FunctionError(
            f"prefix of {network.prefixlen} does not accommodate a host numbered {wanted}"
        )
    return _address(network, int(network.network_address) + wanted % size)


def _netmask(prefix: str) -> str:
    network = _network(prefix)
    if network.version == 6:
        raise FunctionError(f"IPv6 addresses cannot have a netmask: {prefix}")
    return str(network.netmask)


def _subnet(prefix: str, new_bits: int | Decimal, number: int | Decimal) -> str:
    network, bits, wanted = _network(prefix), _whole(new_bits), _whole(number)
    length = network.prefixlen + bits
    if length > network.max_prefixlen or length < 0:
        raise FunctionError(
            f"insufficient address space to extend prefix of {network.prefixlen} by {bits}"
        )
    if bits >= 0 and not 0 <= wanted < 2**bits:
        raise FunctionError(
            f"prefix extension of {bits} does not accommodate a subnet numbered {wanted}"
        )
    start = int(network.network_address) | (wanted << (network.max_prefixlen - length))
    return f"{_address(network, start)}/{length}"


def _subnets(prefix: str, *new_bits: int | Decimal) -> tuple[str, ...]:
    network = _network(prefix)
    at = int(network.network_address)
    end = at + network.num_addresses
    found = []
    for bits in map(_whole, new_bits):
        length = network.prefixlen + bits
        if bits < 1 or length > network.max_prefixlen:
            raise FunctionError(f"cannot extend prefix to {length} bits")
        size = 2 ** (network.max_prefixlen - length)
        at = -(-at // size) * size
        if at + size > end:
            raise FunctionError(
                f"not enough remaining address space for a subnet with a prefix of {length} bits"
            )
        found.append(f"{_address(network, at)}/{length}")
        at += size
    return tuple(found)


NETWORKS: Mapping[str, Body] = {
    "cidrhost": typed(_host, "prefix: string", "hostnum: number"),
    "cidrnetmask": typed(_netmask, "prefix: string"),
    "cidrsubnet": typed(_subnet, "prefix: string", "newbits: number", "netnum: number"),
    "cidrsubnets": typed(_subnets, "prefix: string", rest="newbits: number"),
}
