"""Every portable kind by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dharma_core.blueprints.kinds.compute import (
    cluster,
    container_service,
    function,
    registry,
    vm,
    vm_group,
)
from dharma_core.blueprints.kinds.database import cache, mysql, nosql_table, postgres
from dharma_core.blueprints.kinds.declarations import Kind
from dharma_core.blueprints.kinds.messaging import queue, topic
from dharma_core.blueprints.kinds.network import (
    api,
    cdn,
    dns_zone,
    firewall,
    load_balancer,
    nat,
    public_address,
    subnet,
    vpc,
)
from dharma_core.blueprints.kinds.observability import log_store, monitor
from dharma_core.blueprints.kinds.security import identity, key, secret
from dharma_core.blueprints.kinds.storage import bucket, disk, file_system

__all__ = ["KINDS", "find_kind"]

_MODULES = (
    vpc, subnet, firewall, nat, public_address, dns_zone, load_balancer, api, cdn,
    vm, vm_group, cluster, container_service, function, registry,
    bucket, file_system, disk,
    postgres, mysql, nosql_table, cache,
    queue, topic,
    secret, key, identity,
    log_store, monitor,
)  # fmt: skip

KINDS: Mapping[str, Kind] = MappingProxyType({m.KIND.name: m.KIND for m in _MODULES})


def find_kind(name: str) -> Kind | None:
    """Return the portable kind of that name, None when there is none.

    Examples
    --------
    >>> find_kind("compute.vm").title
    'Virtual machine'
    """
    return KINDS.get(name)
