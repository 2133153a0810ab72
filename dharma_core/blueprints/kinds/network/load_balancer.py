"""One door for many machines or containers, over HTTP."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.network.tls import gcp_tls
from dharma_core.blueprints.kinds.shared_properties import firewalls_property, subnets_property

__all__ = ["KIND"]


def _aws(door: Draft) -> None:
    door.main(
        "aws_lb",
        name=door.squeezed(limit=32, marks="-"),
        load_balancer_type="application",
        internal=door["internal"],
        security_groups=[wall.of("id") for wall in door.links("firewalls")] or None,
        subnets=[subnet.of("id") for subnet in door.links("subnets")],
        drop_invalid_header_fields=True,
        enable_deletion_protection=door["deletion_protection"],
    )
    door.add(
        "targets",
        "aws_lb_target_group",
        name=door.squeezed(limit=32, marks="-", suffix="-targets"),
        vpc_id=_aws_network(door),
        port=door["target_port"],
        protocol="HTTP",
        target_type="ip" if door.now("target") == "containers" else "instance",
        deregistration_delay=30,
        health_check={"path": door["health_path"], "matcher": "200-399", "interval": 15},
    )
    _aws_listeners(door)


def _aws_network(door: Draft) -> str | None:
    for subnet in door.links("subnets"):
        network = subnet.draft.link("network") if subnet.draft else None
        return network.of("id") if network else subnet.of("vpc_id")
    return None


def _aws_listeners(door: Draft) -> None:
    forward = {"type": "forward", "target_group_arn": door.part("targets", "arn")}
    certificate = door["certificate"]
    if not certificate:
        door.add(
            "listener",
            "aws_lb_listener",
            load_balancer_arn=door.me("arn"),
            port=door["port"],
            protocol="HTTP",
            default_action=forward,
        )
        return
    door.add(
        "listener",
        "aws_lb_listener",
        load_balancer_arn=door.me("arn"),
        port=443,
        protocol="HTTPS",
        ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificate_arn=certificate,
        default_action=forward,
    )
    redirect = {"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}
    door.add(
        "redirect",
        "aws_lb_listener",
        load_balancer_arn=door.me("arn"),
        port=80,
        protocol="HTTP",
        default_action={"type": "redirect", "redirect": redirect},
    )


def _azure(door: Draft) -> None:
    if door.has("certificate"):
        hint = "End TLS at the targets, or use network.cdn in front of them."
        door.problem("certificate", "has a certificate; Azure's balancer passes TLS through.", hint)
    door.main(
        "azurerm_lb",
        name=door.name,
        sku="Standard",
        frontend_ip_configuration=[{"name": "front", **_azure_front(door)}],
    )
    door.add(
        "targets",
        "azurerm_lb_backend_address_pool",
        name="targets",
        loadbalancer_id=door.me(),
    )
    door.add(
        "health",
        "azurerm_lb_probe",
        name="health",
        loadbalancer_id=door.me(),
        protocol="Http",
        port=door["target_port"],
        request_path=door["health_path"],
        interval_in_seconds=15,
    )
    door.add(
        "listener",
        "azurerm_lb_rule",
        name="http",
        loadbalancer_id=door.me(),
        protocol="Tcp",
        frontend_port=door["port"],
        backend_port=door["target_port"],
        frontend_ip_configuration_name="front",
        backend_address_pool_ids=[door.part("targets")],
        probe_id=door.part("health"),
        disable_outbound_snat=True,
    )


def _azure_front(door: Draft) -> dict[str, Any]:
    subnets = door.links("subnets")
    if door.now("internal"):
        subnet = subnets[0].of("id") if subnets else ""
        return {"subnet_id": subnet, "private_ip_address_allocation": "Dynamic"}
    door.add(
        "ip",
        "azurerm_public_ip",
        name=door.named("ip"),
        allocation_method="Static",
        sku="Standard",
        zones=list(door.scene.zones) or None,
    )
    return {"public_ip_address_id": door.part("ip")}


def _gcp(door: Draft) -> None:
    if door.now("internal"):
        hint = "Leave 'internal' out, or write google_compute_forwarding_rule itself."
        door.problem("internal", "is internal, which this kind does not build on gcp.", hint)
    secure = bool(door["certificate"])
    door.add("ip", "google_compute_global_address", name=door.named("ip"))
    _gcp_backend(door)
    door.add(
        "urls",
        "google_compute_url_map",
        name=door.named("urls"),
        default_service=door.part("backend", "id"),
    )
    if secure:
        gcp_tls(door)
    door.add(
        "proxy",
        "google_compute_target_https_proxy" if secure else "google_compute_target_http_proxy",
        name=door.named("proxy"),
        url_map=door.part("urls", "id"),
        ssl_certificates=[door["certificate"]] if secure else None,
        ssl_policy=door.part("tls") if secure else None,
    )
    door.main(
        "google_compute_global_forwarding_rule",
        name=door.name,
        target=door.part("proxy", "id"),
        ip_address=door.part("ip", "address"),
        port_range="443" if secure else str(door["port"]),
        load_balancing_scheme="EXTERNAL_MANAGED",
    )


def _gcp_backend(door: Draft) -> None:
    containers = door.now("target") == "containers"
    groups = [_gcp_group(door, user) for user in door.users("load_balancer")]
    if not containers:
        door.add(
            "health",
            "google_compute_health_check",
            name=door.named("health"),
            check_interval_sec=15,
            http_health_check={
                "port": door["target_port"],
                "request_path": door["health_path"],
            },
        )
    door.add(
        "backend",
        "google_compute_backend_service",
        name=door.named("backend"),
        protocol="HTTP",
        port_name=None if containers else "http",
        load_balancing_scheme="EXTERNAL_MANAGED",
        health_checks=None if containers else [door.part("health", "id")],
        backend=[{"group": group} for group in groups] or None,
        log_config={"enable": True, "sample_rate": 1},
    )


def _gcp_group(door: Draft, user: Draft) -> str:
    """Return the group of what stands behind the door; single machines get one made."""
    name = user.spec.name
    if user.kind.name == "compute.vm_group":
        return f"${{{name}.instance_group}}"
    if user.kind.name == "compute.container_service":
        door.add(
            f"{name}_group",
            "google_compute_region_network_endpoint_group",
            name=door.named(f"{name.replace('_', '-')}-group"),
            network_endpoint_type="SERVERLESS",
            cloud_run={"service": f"${{{name}.name}}"},
        )
        return door.part(f"{name}_group", "id")
    every = "[*]" if user.spec.count is not None else ""
    subnet = user.link("subnet")
    zone = subnet.draft.now("zone") if subnet and subnet.draft else None
    door.add(
        f"{name}_group",
        "google_compute_instance_group",
        name=door.named(f"{name.replace('_', '-')}-group"),
        zone=door.scene.zone(int(zone or 1)),
        instances=[f"${{{name}{every}.self_link}}"],
        named_port=[{"name": "http", "port": door["target_port"]}],
    )
    return door.part(f"{name}_group", "id")


KIND = Kind(
    "network.load_balancer",
    "Load balancer",
    "One door over HTTP for the machines or containers that name it.",
    (
        subnets_property("Where it stands, in two zones or more."),
        firewalls_property("Who may talk to it, on AWS; elsewhere the targets' firewalls say so."),
        Property(
            "target",
            "What stands behind it.",
            default="machines",
            allowed=("machines", "containers"),
        ),
        Property("port", "Where it listens without a certificate.", type="number", default=80),
        Property("target_port", "Where the targets listen.", type="number", default=80),
        Property("health_path", "What a healthy target answers.", default="/"),
        Property("certificate", "The cloud's id of a certificate; with one it speaks HTTPS."),
        Property(
            "internal",
            "Whether only the network can reach it.",
            type="bool",
            default=False,
        ),
        Property(
            "deletion_protection",
            "Whether it refuses to be deleted, where the cloud can.",
            type="bool",
            default=False,
        ),
    ),
    (
        Output("id", "What targets name it by.", aws="arn", azure="id", gcp="id"),
        Output(
            "address",
            "Where it answers.",
            aws="dns_name",
            azure="ip/ip_address",
            gcp="ip/address",
        ),
    ),
    {
        "aws": Cloud("aws_lb", _aws),
        "azure": Cloud("azurerm_lb", _azure),
        "gcp": Cloud("google_compute_global_forwarding_rule", _gcp),
    },
)
