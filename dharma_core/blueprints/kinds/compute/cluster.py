"""A Kubernetes cluster with one group of machines."""

from __future__ import annotations

import ipaddress
from typing import Any

from dharma_core.blueprints.kinds.compute.machines import (
    ARCHITECTURE,
    DISK,
    MEMORY,
    VCPU,
    gcp_disk_type,
)
from dharma_core.blueprints.kinds.compute.roles import aws_role
from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.ranges import first_free
from dharma_core.blueprints.kinds.shared_properties import subnets_property

__all__ = ["KIND"]

_SERVICES = ("172.20.0.0/16", "172.28.0.0/16", "192.168.0.0/16")
_PODS = ("10.244.0.0/16", "172.24.0.0/16", "172.30.0.0/16")
_MASTERS = ("172.16.0.0/20", "172.31.0.0/20", "192.168.240.0/20")

_LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
_NODE_POLICIES = (
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryReadOnly",
)


def _aws(cluster: Draft) -> None:
    aws_role(cluster, "role", "eks.amazonaws.com", ("AmazonEKSClusterPolicy",))
    cluster.main(
        "aws_eks_cluster",
        name=cluster.name,
        role_arn=cluster.part("role", "arn"),
        version=cluster["version"],
        enabled_cluster_log_types=_LOGS,
        vpc_config={
            "subnet_ids": [subnet.of("id") for subnet in cluster.links("subnets")],
            "endpoint_private_access": True,
            "endpoint_public_access": cluster["public"],
            "public_access_cidrs": cluster["allowed_ranges"] or None,
        },
        encryption_config={
            "resources": ["secrets"],
            "provider": {"key_arn": _aws_key(cluster)},
        },
        access_config={"authentication_mode": "API_AND_CONFIG_MAP"},
    )
    _aws_nodes(cluster)


def _aws_key(cluster: Draft) -> str:
    key = cluster.link("key")
    if key:
        return key.of("arn")
    cluster.add(
        "key",
        "aws_kms_key",
        description=f"Encrypts the secrets of {cluster.name}",
        enable_key_rotation=True,
        deletion_window_in_days=30,
    )
    return cluster.part("key", "arn")


def _aws_nodes(cluster: Draft) -> None:
    aws_role(cluster, "node_role", "ec2.amazonaws.com", _NODE_POLICIES)
    arm = cluster.now("architecture") == "arm64"
    cluster.add(
        "nodes",
        "aws_eks_node_group",
        cluster_name=cluster.me("name"),
        node_group_name=cluster.named("nodes"),
        node_role_arn=cluster.part("node_role", "arn"),
        subnet_ids=[subnet.of("id") for subnet in cluster.links("subnets")],
        instance_types=[cluster.size("vm")],
        ami_type="AL2023_ARM_64_STANDARD" if arm else "AL2023_x86_64_STANDARD",
        disk_size=cluster["disk_gb"],
        scaling_config={
            "desired_size": cluster["minimum"],
            "min_size": cluster["minimum"],
            "max_size": cluster["maximum"],
        },
        after=tuple(f"{cluster.spec.name}_node_role_{n}" for n in range(1, 4)),
    )


def _azure(cluster: Draft) -> None:
    subnets = cluster.links("subnets")
    cluster.main(
        "azurerm_kubernetes_cluster",
        name=cluster.name,
        dns_prefix=cluster.squeezed(limit=40, marks="-"),
        kubernetes_version=cluster["version"],
        automatic_upgrade_channel="patch",
        private_cluster_enabled=not cluster.now("public"),
        role_based_access_control_enabled=True,
        oidc_issuer_enabled=True,
        workload_identity_enabled=True,
        azure_policy_enabled=True,
        identity={"type": "SystemAssigned"},
        network_profile={
            "network_plugin": "azure",
            "network_plugin_mode": "overlay",
            "network_policy": "azure",
            "load_balancer_sku": "standard",
            **_azure_ranges(cluster),
        },
        default_node_pool={
            "name": "nodes",
            "vm_size": cluster.size("vm"),
            "auto_scaling_enabled": True,
            "min_count": cluster["minimum"],
            "max_count": cluster["maximum"],
            "os_disk_size_gb": cluster["disk_gb"],
            "vnet_subnet_id": subnets[0].of("id") if subnets else None,
        },
        **_azure_access(cluster),
    )


def _azure_ranges(cluster: Draft) -> dict[str, str]:
    """Return where pods and services live: beside the network, which Azure does not check first.

    Azure's own choice for services, 10.0.0.0/16, is the usual range of a network.
    """
    services = first_free(cluster, _SERVICES, 16)
    return {
        "service_cidr": services,
        "dns_service_ip": services.replace(".0.0/16", ".0.10"),
        "pod_cidr": first_free(cluster, _PODS, 16),
    }


def _azure_access(cluster: Draft) -> dict[str, Any]:
    ranges = cluster["allowed_ranges"]
    if not cluster.now("public") or not ranges:
        return {}
    return {"api_server_access_profile": {"authorized_ip_ranges": ranges}}


def _gcp(cluster: Draft) -> None:
    subnets = cluster.links("subnets")
    subnet = subnets[0] if subnets else None
    network = subnet.draft.link("network") if subnet and subnet.draft else None
    cluster.main(
        "google_container_cluster",
        name=cluster.name,
        min_master_version=cluster["version"],
        network=network.of("id") if network else None,
        subnetwork=subnet.of("id") if subnet else None,
        networking_mode="VPC_NATIVE",
        ip_allocation_policy={},
        datapath_provider="ADVANCED_DATAPATH",
        remove_default_node_pool=True,
        initial_node_count=1,
        enable_shielded_nodes=True,
        deletion_protection=cluster["deletion_protection"],
        private_cluster_config={
            "enable_private_nodes": True,
            "enable_private_endpoint": not cluster.now("public"),
            "master_ipv4_cidr_block": _gcp_masters(cluster),
        },
        master_authorized_networks_config=_gcp_ranges(cluster),
        release_channel={"channel": "REGULAR"},
        workload_identity_config={"workload_pool": f"{cluster.project()}.svc.id.goog"},
        logging_config={"enable_components": ["SYSTEM_COMPONENTS", "WORKLOADS"]},
    )
    _gcp_nodes(cluster)


def _gcp_masters(cluster: Draft) -> str:
    """Return the range of the cluster's masters; every cluster of the design has its own."""
    clusters = [d.spec.name for d in cluster.scene.drafts.values() if d.kind is cluster.kind]
    block = ipaddress.ip_network(first_free(cluster, _MASTERS, 20))
    return str(list(block.subnets(new_prefix=28))[clusters.index(cluster.spec.name) % 256])


def _gcp_ranges(cluster: Draft) -> dict[str, Any]:
    ranges = cluster.now("allowed_ranges") or ()
    return {"cidr_blocks": [{"cidr_block": r, "display_name": r} for r in ranges]}


def _gcp_nodes(cluster: Draft) -> None:
    size = cluster.size("vm")
    cluster.add(
        "nodes",
        "google_container_node_pool",
        name=cluster.named("nodes"),
        cluster=cluster.me("id"),
        initial_node_count=1,
        autoscaling={
            "total_min_node_count": cluster["minimum"],
            "total_max_node_count": cluster["maximum"],
        },
        management={"auto_repair": True, "auto_upgrade": True},
        node_config={
            "machine_type": size,
            "disk_size_gb": cluster["disk_gb"],
            "disk_type": gcp_disk_type(size),
            "image_type": "COS_CONTAINERD",
            "oauth_scopes": ["https://www.googleapis.com/auth/cloud-platform"],
            "metadata": {"disable-legacy-endpoints": "true"},
            "shielded_instance_config": {
                "enable_secure_boot": True,
                "enable_integrity_monitoring": True,
            },
            "workload_metadata_config": {"mode": "GKE_METADATA"},
        },
    )


KIND = Kind(
    "compute.cluster",
    "Kubernetes cluster",
    "A managed Kubernetes cluster with a group of machines that grows with the load.",
    (
        subnets_property("Where its machines stand, in two zones or more."),
        Property("version", "Of Kubernetes; the cloud's usual one when left out."),
        VCPU,
        Property(
            "memory_gb",
            MEMORY.meaning,
            type="number",
            default=8,
            unit="GB",
            least=0,
        ),
        ARCHITECTURE,
        Property("disk_gb", DISK.meaning, type="number", default=50, unit="GB", least=20),
        Property("minimum", "How few machines there may be.", type="number", default=2, least=1),
        Property("maximum", "How many there may be.", type="number", default=5, least=1),
        Property(
            "public",
            "Whether its API can be reached from the internet.",
            type="bool",
            default=False,
        ),
        Property(
            "allowed_ranges",
            "Who on the internet may reach its API, as ranges of addresses.",
            type="list(string)",
            default=(),
        ),
        Property(
            "key",
            "Encrypts its secrets, on AWS; one is made when it is left out.",
            type="reference",
            kinds=("security.key",),
        ),
        Property(
            "deletion_protection",
            "Whether it refuses to be deleted, where the cloud can.",
            type="bool",
            default=True,
        ),
    ),
    (
        Output("id", "What others name it by.", aws="id", azure="id", gcp="id"),
        Output(
            "endpoint",
            "Where its API answers.",
            aws="endpoint",
            azure="https://{fqdn}",
            gcp="https://{endpoint}",
        ),
    ),
    {
        "aws": Cloud("aws_eks_cluster", _aws),
        "azure": Cloud("azurerm_kubernetes_cluster", _azure),
        "gcp": Cloud("google_container_cluster", _gcp),
    },
)
