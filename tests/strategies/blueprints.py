"""Random designs of portable kinds, shared by the tests that need any design at all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

__all__ = ["REGIONS", "portable_documents"]

REGIONS = {"aws": "us-east-1", "azure": "westeurope", "gcp": "europe-west1"}
_SUBNETS = ["${private_a.id}", "${private_b.id}"]
_WALLS = ["${wall.id}"]


def _network() -> list[dict[str, Any]]:
    def subnet(name: str, number: int, zone: int, **more: Any) -> dict[str, Any]:
        place = {"network": "${net.id}", "cidr": f"10.0.{number}.0/24", "zone": zone}
        return {"name": name, "type": "network.subnet", "properties": {**place, **more}}

    rule = {"port": 80, "from": "internet"}
    wall = {"network": "${net.id}", "inbound": [rule]}
    return [
        {"name": "net", "type": "network.vpc"},
        subnet("public_a", 0, 1, public=True),
        subnet("public_b", 1, 2, public=True),
        {"name": "way_out", "type": "network.nat", "properties": {"subnet": "${public_a.id}"}},
        subnet("private_a", 10, 1, nat="${way_out.id}"),
        subnet("private_b", 11, 2, nat="${way_out.id}"),
        {"name": "wall", "type": "network.firewall", "properties": wall},
    ]


def _kind(name: str, kind: str, **options: st.SearchStrategy[Any]) -> Any:
    """Return one resource whose properties are drawn; None leaves a property out."""

    def whole(properties: dict[str, Any]) -> dict[str, Any]:
        given = {key: value for key, value in properties.items() if value is not None}
        return {"name": name, "type": kind, "properties": given}

    return st.fixed_dictionaries(options).map(whole)


def _maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


_FLAG = _maybe(True, False)
_ALWAYS = st.just

_CHOICES: tuple[Any, ...] = (
    _kind("key", "security.key", recovery_days=_maybe(7, 30)),
    _kind("files", "storage.bucket", versioning=_FLAG, archive_days=_maybe(30), public=_FLAG),
    _kind("jobs", "messaging.queue", tries=_maybe(0, 3), visibility_seconds=_maybe(120)),
    _kind("news", "messaging.topic", emails=_maybe(["a@example.com"])),
    _kind("items", "database.nosql_table", sort_key=_maybe("at"), recovery=_FLAG,
          network_access=_maybe("design")),
    _kind("results", "storage.bucket", network_access=_maybe("any", "design")),
    _kind("token", "security.secret", description=_maybe("Opens the door")),
    _kind("images", "compute.registry", immutable=_FLAG),
    _kind("logs", "observability.log_store", retention_days=_maybe(30, 100)),
    _kind("ip", "network.public_address"),
    _kind("zone", "network.dns_zone", domain=_ALWAYS("example.com"), network=_maybe("${net.id}")),
    _kind("door", "network.load_balancer", subnets=_ALWAYS(["${public_a.id}", "${public_b.id}"]),
          firewalls=_maybe(_WALLS), health_path=_maybe("/healthz")),
    _kind("solo", "compute.vm", subnet=_ALWAYS("${public_a.id}"), firewalls=_maybe(_WALLS),
          vcpu=_maybe(1, 2, 4), memory_gb=_maybe(1, 8), public=_FLAG,
          image=_maybe("debian-12"), architecture=_maybe("arm64")),
    _kind("fleet", "compute.vm_group", subnets=_ALWAYS(_SUBNETS), firewalls=_maybe(_WALLS),
          maximum=_maybe(3, 9)),
    _kind("kube", "compute.cluster", subnets=_ALWAYS(_SUBNETS), public=_FLAG),
    _kind("shop", "compute.container_service", image=_ALWAYS("nginx:1.27"),
          subnets=_ALWAYS(_SUBNETS), vcpu=_maybe(0.25, 2), memory_gb=_maybe(2, 4)),
    _kind("share", "storage.file_system", subnets=_ALWAYS(_SUBNETS), size_gb=_maybe(10, 2000)),
    _kind("extra", "storage.disk", medium=_maybe("ssd", "hdd"), zone=_maybe(1, 2)),
    _kind("orders", "database.postgres", subnets=_ALWAYS(_SUBNETS), high_availability=_FLAG,
          vcpu=_maybe(1, 4), storage_gb=_maybe(20, 500), version=_maybe("15")),
    _kind("shelf", "database.mysql", subnets=_ALWAYS(_SUBNETS), high_availability=_FLAG),
    _kind("sessions", "database.cache", subnets=_ALWAYS(_SUBNETS), memory_gb=_maybe(1, 6),
          replicas=_maybe(0, 2)),
    _kind("who", "security.identity", used_by=_maybe("vm", "function", "container")),
)  # fmt: skip


@st.composite
def portable_documents(draw: st.DrawFn, provider: str | None = None) -> dict[str, Any]:
    """Draw the document of a design; what its parts name is always there.

    Parameters
    ----------
    provider : str, optional
        ``aws``, ``azure`` or ``gcp``; any of them when left out.
    """
    cloud = provider or draw(st.sampled_from(sorted(REGIONS)))
    chosen = draw(st.lists(st.sampled_from(_CHOICES), min_size=1, max_size=8, unique_by=id))
    resources = [draw(strategy) for strategy in chosen]
    for resource in resources:
        if resource["type"] in ("compute.vm", "messaging.queue"):
            count = draw(_maybe(0, 1, 3))
            if count is not None:
                resource["count"] = count
    return {
        "name": draw(st.sampled_from(["shop", "data-hub", "Team_1"])),
        "version": "1.0.0",
        "provider": cloud,
        "region": REGIONS[cloud],
        "tags": {"Environment": "production", "Owner": "Web Team", "CostCenter": "CC-1"},
        "resources": [*_network(), *resources, *_followers(resources)],
    }


def _followers(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return resources that name some of the drawn ones."""
    by_name = {r["name"]: r for r in resources}
    made: list[dict[str, Any]] = []
    if "files" in by_name:
        code = {"package_bucket": "${files.id}", "environment": {"BUCKET": "${files.bucket_name}"}}
        made.append({"name": "work", "type": "compute.function", "properties": code})
        api = {"function": "${work.id}", "domain": "api.example.com"}
        made.append({"name": "api", "type": "network.api", "properties": api})
        cdn = {"bucket": "${files.id}", "domain": "www.example.com"}
        made.append({"name": "near", "type": "network.cdn", "properties": cdn})
        grants = [{"to": "${files.id}", "access": "write"}]
        reader = {"used_by": "vm", "grants": grants}
        made.append({"name": "reader", "type": "security.identity", "properties": reader})
    stores = [name for name in ("items", "results") if name in by_name]
    if stores:
        grants = [{"to": f"${{{name}.id}}", "access": "write"} for name in stores]
        writer = {"used_by": "vm", "grants": grants}
        made.append({"name": "writer", "type": "security.identity", "properties": writer})
        crew = {"subnets": _SUBNETS, "identity": "${writer.id}"}
        made.append({"name": "crew", "type": "compute.vm_group", "properties": crew})
    if "results" in by_name:
        step = {"package_bucket": "${results.id}", "subnets": _SUBNETS}
        made.append({"name": "step", "type": "compute.function", "properties": step})
    if "solo" in by_name and "count" not in by_name["solo"]:
        watch = {"target": "${solo.id}", "limit": 70}
        made.append({"name": "busy", "type": "observability.monitor", "properties": watch})
    return made
