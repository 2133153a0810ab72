"""Containers that answer requests, on machines that the cloud looks after."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.compute.machines import FIREWALLS, IDENTITY
from dharma_core.blueprints.kinds.compute.roles import aws_role
from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.ranges import azure_own_subnet
from dharma_core.blueprints.kinds.shared_properties import subnets_property

__all__ = ["KIND"]

# What Fargate sells, from AWS's documentation of task sizes, 2024-11: vCPU and least, most GB.
_FARGATE = (
    (0.25, 0.5, 2), (0.5, 1, 4), (1, 2, 8), (2, 4, 16), (4, 8, 30), (8, 16, 60), (16, 32, 120),
)  # fmt: skip
# Containers of the profile Consumption have a quarter vCPU to four, with 2 GB for each vCPU:
# documentation of Azure Container Apps, recalled, 2026-11-30.
_MOST_APP_VCPU = 4.0
# vCPU and the most GB beside them, from the documentation of Cloud Run, recalled, 2026-11-30.
_RUN = ((1, 4), (2, 8), (4, 16), (6, 24), (8, 32))


def _aws(service: Draft) -> None:
    _aws_task(service)
    balancer = service.link("load_balancer")
    service.add(
        "cluster",
        "aws_ecs_cluster",
        name=service.name,
        setting=[{"name": "containerInsights", "value": "enabled"}],
    )
    doors = {
        "target_group_arn": balancer.part("targets", "arn") if balancer else None,
        "container_name": "main",
        "container_port": service["port"],
    }
    service.main(
        "aws_ecs_service",
        name=service.name,
        after=(f"{balancer.name}_listener",) if balancer and balancer.draft else (),
        cluster=service.part("cluster"),
        task_definition=service.part("task", "arn"),
        desired_count=service["minimum"],
        launch_type="FARGATE",
        propagate_tags="SERVICE",
        network_configuration={
            "subnets": [subnet.of("id") for subnet in service.links("subnets")],
            "security_groups": [wall.of("id") for wall in service.links("firewalls")],
            "assign_public_ip": False,
        },
        load_balancer=[doors] if balancer else None,
        deployment_circuit_breaker={"enable": True, "rollback": True},
    )
    _aws_scaling(service)


def _aws_task(service: Draft) -> None:
    identity = service.link("identity")
    service.add(
        "logs",
        "aws_cloudwatch_log_group",
        name=f"/ecs/{service.name}",
        retention_in_days=30,
    )
    policies = ("service-role/AmazonECSTaskExecutionRolePolicy",)
    aws_role(service, "agent", "ecs-tasks.amazonaws.com", policies)
    cpu, memory = _fargate(service)
    service.add(
        "task",
        "aws_ecs_task_definition",
        family=service.name,
        requires_compatibilities=["FARGATE"],
        network_mode="awsvpc",
        cpu=str(cpu),
        memory=str(memory),
        execution_role_arn=service.part("agent", "arn"),
        task_role_arn=identity.of("arn") if identity else None,
        container_definitions=service.json_text([_aws_container(service)]),
    )


def _aws_container(service: Draft) -> dict[str, Any]:
    logs = {
        "awslogs-group": service.part("logs", "name"),
        "awslogs-region": service.scene.region,
        "awslogs-stream-prefix": "main",
    }
    return {
        "name": "main",
        "image": service["image"],
        "essential": True,
        "readonlyRootFilesystem": service.now("read_only"),
        "portMappings": [{"containerPort": service.now("port"), "protocol": "tcp"}],
        "environment": [{"name": n, "value": v} for n, v in service.pairs("environment")],
        "logConfiguration": {"logDriver": "awslogs", "options": logs},
    }


def _fargate(service: Draft) -> tuple[int, int]:
    """Return the smallest task size that fits, in CPU units and MB."""
    vcpu, memory = float(service.now("vcpu")), float(service.now("memory_gb"))
    for size, least, most in _FARGATE:
        if size >= vcpu and most >= memory:
            whole = max(memory, least)
            step = whole if whole <= 1 else -(-whole // 1)
            return int(size * 1024), int(step * 1024)
    service.problem("vcpu", "asks for more than Fargate has.", "At most 16 vCPU and 120 GB.")
    return 256, 512


def _aws_scaling(service: Draft) -> None:
    service.add(
        "range",
        "aws_appautoscaling_target",
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=f"service/{service.part('cluster', 'name')}/{service.me('name')}",
        min_capacity=service["minimum"],
        max_capacity=service["maximum"],
    )
    service.add(
        "scaling",
        "aws_appautoscaling_policy",
        name=service.named("scaling"),
        policy_type="TargetTrackingScaling",
        service_namespace=service.part("range", "service_namespace"),
        scalable_dimension=service.part("range", "scalable_dimension"),
        resource_id=service.part("range", "resource_id"),
        target_tracking_scaling_policy_configuration={
            "target_value": 60,
            "predefined_metric_specification": {
                "predefined_metric_type": "ECSServiceAverageCPUUtilization"
            },
        },
    )


def _azure(service: Draft) -> None:
    identity, subnets = service.link("identity"), service.links("subnets")
    public = _is_public(service)
    service.add(
        "logs",
        "azurerm_log_analytics_workspace",
        name=service.named("logs"),
        sku="PerGB2018",
        retention_in_days=30,
    )
    service.add(
        "environment",
        "azurerm_container_app_environment",
        name=service.named("environment"),
        log_analytics_workspace_id=service.part("logs"),
        infrastructure_subnet_id=azure_own_subnet(service, "Microsoft.App/environments"),
        internal_load_balancer_enabled=None if public else bool(subnets) or None,
        workload_profile=[{"name": "Consumption", "workload_profile_type": "Consumption"}],
    )
    service.main(
        "azurerm_container_app",
        name=service.squeezed(limit=32, marks="-"),
        container_app_environment_id=service.part("environment"),
        revision_mode="Single",
        workload_profile_name="Consumption",
        identity=_azure_identity(identity.of("id") if identity else ""),
        template={
            "min_replicas": service["minimum"],
            "max_replicas": service["maximum"],
            "container": [_azure_container(service)],
        },
        ingress={
            "external_enabled": public,
            "target_port": service["port"],
            "allow_insecure_connections": False,
            "traffic_weight": [{"latest_revision": True, "percentage": 100}],
        },
    )


def _azure_identity(identity: str) -> dict[str, Any]:
    if not identity:
        return {"type": "SystemAssigned"}
    return {"type": "UserAssigned", "identity_ids": [identity]}


def _azure_container(service: Draft) -> dict[str, Any]:
    cpu = _quarters(service)
    return {
        "name": "main",
        "image": service["image"],
        "cpu": cpu,
        "memory": f"{cpu * 2:g}Gi",
        "env": [{"name": n, "value": v} for n, v in service.pairs("environment")],
    }


def _is_public(service: Draft) -> bool:
    """Whether the internet may call it: asked for, or through a door that Azure does not need."""
    door = service.link("load_balancer")
    behind = door is not None and door.draft is not None and not door.draft.now("internal")
    return bool(service.now("public")) or behind


def _quarters(service: Draft) -> float:
    """Return the processors of the smallest container that fits: 2 GB stand beside each."""
    wanted = max(float(service.now("vcpu")), float(service.now("memory_gb")) / 2)
    found = -(-wanted // 0.25) * 0.25
    if found > _MOST_APP_VCPU:
        hint = f"At most {_MOST_APP_VCPU:g} vCPU and {_MOST_APP_VCPU * 2:g} GB."
        service.problem("vcpu", "asks for more than a container app has.", hint)
    return min(found, _MOST_APP_VCPU)


def _gcp(service: Draft) -> None:
    identity = service.link("identity")
    service.main(
        "google_cloud_run_v2_service",
        name=service.name,
        ingress="INGRESS_TRAFFIC_ALL" if service.now("public") else _internal(service),
        deletion_protection=False,
        template={
            "service_account": identity.of("email") if identity else None,
            "scaling": {
                "min_instance_count": service["minimum"],
                "max_instance_count": service["maximum"],
            },
            "containers": [_gcp_container(service)],
            "vpc_access": _gcp_network(service),
        },
    )
    if service.now("public") or service.link("load_balancer"):
        service.add(
            "callers",
            "google_cloud_run_v2_service_iam_member",
            name=service.me("name"),
            role="roles/run.invoker",
            member="allUsers",
        )


def _internal(service: Draft) -> str:
    if service.link("load_balancer"):
        return "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
    return "INGRESS_TRAFFIC_INTERNAL_ONLY"


def _gcp_container(service: Draft) -> dict[str, Any]:
    limits = {"cpu": _run_cpu(service), "memory": _run_memory(service)}
    return {
        "image": service["image"],
        "ports": {"container_port": service["port"]},
        "resources": {"limits": limits},
        "env": [{"name": n, "value": v} for n, v in service.pairs("environment")],
    }


def _run_cpu(service: Draft) -> str:
    """Return the processors that Cloud Run sells for this: fewer than one serves one at a time."""
    vcpu, memory = float(service.now("vcpu")), float(service.now("memory_gb"))
    for cpu, most_gb in _RUN:
        if cpu >= vcpu and most_gb >= memory:
            return str(cpu)
    service.problem("vcpu", "asks for more than Cloud Run has.", "At most 8 vCPU and 32 GB.")
    return "1"


def _run_memory(service: Draft) -> str:
    """Return the memory; four processors and more want some at least."""
    least = 2 if int(_run_cpu(service)) == 4 else 4 if int(_run_cpu(service)) > 4 else 0.5
    return f"{max(least, float(service.now('memory_gb'))):g}Gi"


def _gcp_network(service: Draft) -> dict[str, Any] | None:
    subnets = service.links("subnets")
    if not subnets:
        return None
    walls = [wall.draft.name for wall in service.links("firewalls") if wall.draft]
    interface = {"subnetwork": subnets[0].of("id"), "tags": walls or None}
    return {"egress": "PRIVATE_RANGES_ONLY", "network_interfaces": [interface]}


KIND = Kind(
    "compute.container_service",
    "Container service",
    "Containers of one image that answer requests and grow with the load.",
    (
        Property("image", "Where the container image lies, with its tag.", required=True),
        Property("port", "Where the container listens.", type="number", default=8080),
        Property(
            "vcpu",
            "Processors of each container.",
            type="number",
            default=0.5,
            unit="vCPU",
            least=0.25,
            most=16,
        ),
        Property(
            "memory_gb",
            "Memory of each container.",
            type="number",
            default=1,
            unit="GB",
            least=0.5,
            most=120,
        ),
        Property("minimum", "How few there may be.", type="number", default=2, least=0),
        Property("maximum", "How many there may be.", type="number", default=6, least=1),
        subnets_property("Where they stand."),
        FIREWALLS,
        Property(
            "load_balancer",
            "What sends them requests, on AWS and GCP; Azure brings its own.",
            type="reference",
            kinds=("network.load_balancer",),
        ),
        Property(
            "public",
            "Whether Azure and GCP let the internet reach it without a load balancer.",
            type="bool",
            default=False,
        ),
        Property("environment", "Settings it reads.", type="map(string)", default={}),
        Property(
            "read_only",
            "Whether the container may not write to its own disk, where the cloud can.",
            type="bool",
            default=False,
        ),
        IDENTITY,
    ),
    (
        Output("id", "What others name it by.", aws="id", azure="id", gcp="id"),
        Output("service_name", "The cloud's name of it.", aws="name", azure="name", gcp="name"),
    ),
    {
        "aws": Cloud("aws_ecs_service", _aws),
        "azure": Cloud("azurerm_container_app", _azure),
        "gcp": Cloud("google_cloud_run_v2_service", _gcp),
    },
)
