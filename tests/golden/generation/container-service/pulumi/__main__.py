"""container-service, written for Pulumi."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "container-service")
environment = config.get("environment", "production")
image = config.get("image", "public.ecr.aws/nginx/nginx:1.27")
port = config.get_int("port", 80)
minimum = config.get_int("minimum", 2)
maximum = config.get_int("maximum", 6)

network = aws.ec2.Vpc(
    "network",
    cidr_block="10.40.0.0/16",
    enable_dns_hostnames=True,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": name,
    },
)

network_gateway = aws.ec2.InternetGateway(
    "network_gateway",
    vpc_id=network.id,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-gateway",
    },
)

front_a = aws.ec2.Subnet(
    "front_a",
    vpc_id=network.id,
    cidr_block="10.40.0.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-front-a",
    },
)

front_a_routes = aws.ec2.RouteTable(
    "front_a_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(
            cidr_block="0.0.0.0/0",
            gateway_id=network_gateway.id,
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-front-a-routes",
    },
)

front_a_routed = aws.ec2.RouteTableAssociation(
    "front_a_routed",
    subnet_id=front_a.id,
    route_table_id=front_a_routes.id,
)

front_b = aws.ec2.Subnet(
    "front_b",
    vpc_id=network.id,
    cidr_block="10.40.1.0/24",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-front-b",
    },
)

front_b_routes = aws.ec2.RouteTable(
    "front_b_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(
            cidr_block="0.0.0.0/0",
            gateway_id=network_gateway.id,
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-front-b-routes",
    },
)

front_b_routed = aws.ec2.RouteTableAssociation(
    "front_b_routed",
    subnet_id=front_b.id,
    route_table_id=front_b_routes.id,
)

way_out_ip = aws.ec2.Eip(
    "way_out_ip",
    domain="vpc",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-ip",
    },
    opts=pulumi.ResourceOptions(depends_on=[network_gateway]),
)

way_out = aws.ec2.NatGateway(
    "way_out",
    allocation_id=way_out_ip.id,
    subnet_id=front_a.id,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": name,
    },
    opts=pulumi.ResourceOptions(depends_on=[network_gateway]),
)

inner_a = aws.ec2.Subnet(
    "inner_a",
    vpc_id=network.id,
    cidr_block="10.40.10.0/23",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-inner-a",
    },
)

inner_a_routes = aws.ec2.RouteTable(
    "inner_a_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", nat_gateway_id=way_out.id),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-inner-a-routes",
    },
)

inner_a_routed = aws.ec2.RouteTableAssociation(
    "inner_a_routed",
    subnet_id=inner_a.id,
    route_table_id=inner_a_routes.id,
)

inner_b = aws.ec2.Subnet(
    "inner_b",
    vpc_id=network.id,
    cidr_block="10.40.12.0/23",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-inner-b",
    },
)

inner_b_routes = aws.ec2.RouteTable(
    "inner_b_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", nat_gateway_id=way_out.id),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-inner-b-routes",
    },
)

inner_b_routed = aws.ec2.RouteTableAssociation(
    "inner_b_routed",
    subnet_id=inner_b.id,
    route_table_id=inner_b_routes.id,
)

door_firewall = aws.ec2.SecurityGroup(
    "door_firewall",
    name=f"{name}-door",
    description="HTTP from anywhere to the load balancer",
    vpc_id=network.id,
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="HTTP from anywhere",
            protocol="tcp",
            from_port=80,
            to_port=80,
            cidr_blocks=["0.0.0.0/0"],
        ),
    ],
    egress=[
        aws.ec2.SecurityGroupEgressArgs(
            description="HTTP to the containers",
            protocol="tcp",
            from_port=80,
            to_port=80,
            cidr_blocks=["10.40.0.0/16"],
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-door",
    },
)

service_firewall = aws.ec2.SecurityGroup(
    "service_firewall",
    name=f"{name}-containers",
    description="HTTP from the load balancer to the containers",
    vpc_id=network.id,
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="HTTP from the load balancer",
            protocol="tcp",
            from_port=80,
            to_port=80,
            security_groups=[door_firewall.id],
        ),
    ],
    egress=[
        aws.ec2.SecurityGroupEgressArgs(
            description="HTTPS for images and services of the cloud",
            protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_blocks=["0.0.0.0/0"],
        ),
        aws.ec2.SecurityGroupEgressArgs(
            description="Redis to the cache",
            protocol="tcp",
            from_port=6379,
            to_port=6379,
            cidr_blocks=["10.40.0.0/16"],
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-containers",
    },
)

cache_firewall = aws.ec2.SecurityGroup(
    "cache_firewall",
    name=f"{name}-cache",
    description="Redis from the containers to the cache",
    vpc_id=network.id,
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="Redis from the containers",
            protocol="tcp",
            from_port=6379,
            to_port=6379,
            security_groups=[service_firewall.id],
        ),
    ],
    egress=[],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
        "Name": f"{name}-cache",
    },
)

door = aws.lb.LoadBalancer(
    "door",
    name="container-service",
    internal=False,
    security_groups=[door_firewall.id],
    subnets=[front_a.id, front_b.id],
    drop_invalid_header_fields=True,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

door_targets = aws.lb.TargetGroup(
    "door_targets",
    name="container-service-targets",
    vpc_id=network.id,
    port=port,
    protocol="HTTP",
    target_type="ip",
    deregistration_delay=30,
    health_check=aws.lb.TargetGroupHealthCheckArgs(
        path="/",
        matcher="200-399",
        interval=15,
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

door_listener = aws.lb.Listener(
    "door_listener",
    load_balancer_arn=door.arn,
    port=80,
    protocol="HTTP",
    default_actions=[
        aws.lb.ListenerDefaultActionArgs(
            type="forward",
            target_group_arn=door_targets.arn,
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

sessions_network = aws.elasticache.SubnetGroup(
    "sessions_network",
    name="container-service",
    description="Where sessions stands",
    subnet_ids=[inner_a.id, inner_b.id],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

sessions = aws.elasticache.ReplicationGroup(
    "sessions",
    replication_group_id="container-service",
    description="Managed by Dharma: sessions",
    engine_version="7.1",
    node_type="cache.t4g.small",
    num_cache_clusters=2,
    automatic_failover_enabled=True,
    multi_az_enabled=True,
    port=6379,
    at_rest_encryption_enabled=True,
    transit_encryption_enabled=True,
    subnet_group_name=sessions_network.name,
    security_group_ids=[cache_firewall.id],
    snapshot_retention_limit=7,
    auto_minor_version_upgrade=True,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

service_rights = aws.iam.Role(
    "service_rights",
    name=f"{name}-task",
    description="What the containers may do",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                },
            ],
        },
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

service_logs = aws.cloudwatch.LogGroup(
    "service_logs",
    name=f"/ecs/{name}",
    retention_in_days=30,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

service_agent = aws.iam.Role(
    "service_agent",
    name="container-service-agent",
    description="What service may do",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                },
            ],
        },
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

service_agent_1 = aws.iam.RolePolicyAttachment(
    "service_agent_1",
    role=service_agent.name,
    policy_arn="arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
)

service_task = aws.ecs.TaskDefinition(
    "service_task",
    family=name,
    requires_compatibilities=["FARGATE"],
    network_mode="awsvpc",
    cpu="512",
    memory="1024",
    execution_role_arn=service_agent.arn,
    task_role_arn=service_rights.arn,
    container_definitions=pulumi.Output.json_dumps(
        [
            {
                "name": "main",
                "image": image,
                "essential": True,
                "readonlyRootFilesystem": False,
                "portMappings": [{"containerPort": 80, "protocol": "tcp"}],
                "environment": [
                    {"name": "CACHE_HOST", "value": sessions.primary_endpoint_address},
                ],
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": {
                        "awslogs-group": service_logs.name,
                        "awslogs-region": "us-east-1",
                        "awslogs-stream-prefix": "main",
                    },
                },
            },
        ],
        separators=(",", ":"),
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

service_cluster = aws.ecs.Cluster(
    "service_cluster",
    name=name,
    settings=[aws.ecs.ClusterSettingArgs(name="containerInsights", value="enabled")],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

service = aws.ecs.Service(
    "service",
    name=name,
    cluster=service_cluster.id,
    task_definition=service_task.arn,
    desired_count=minimum,
    launch_type="FARGATE",
    propagate_tags="SERVICE",
    network_configuration=aws.ecs.ServiceNetworkConfigurationArgs(
        subnets=[inner_a.id, inner_b.id],
        security_groups=[service_firewall.id],
    ),
    load_balancers=[
        aws.ecs.ServiceLoadBalancerArgs(
            target_group_arn=door_targets.arn,
            container_name="main",
            container_port=port,
        ),
    ],
    deployment_circuit_breaker=aws.ecs.ServiceDeploymentCircuitBreakerArgs(
        enable=True,
        rollback=True,
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
    opts=pulumi.ResourceOptions(depends_on=[door_listener]),
)

service_range = aws.appautoscaling.Target(
    "service_range",
    service_namespace="ecs",
    scalable_dimension="ecs:service:DesiredCount",
    resource_id=pulumi.Output.format(
        "service/{}/{}",
        service_cluster.name,
        service.name,
    ),
    min_capacity=minimum,
    max_capacity=maximum,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

service_scaling = aws.appautoscaling.Policy(
    "service_scaling",
    name=f"{name}-scaling",
    policy_type="TargetTrackingScaling",
    service_namespace=service_range.service_namespace,
    scalable_dimension=service_range.scalable_dimension,
    resource_id=service_range.resource_id,
    target_tracking_scaling_policy_configuration=aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs(
        target_value=60,
        predefined_metric_specification=aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs(
            predefined_metric_type="ECSServiceAverageCPUUtilization",
        ),
    ),
)

images = aws.ecr.Repository(
    "images",
    name=name,
    image_tag_mutability="IMMUTABLE",
    image_scanning_configuration=aws.ecr.RepositoryImageScanningConfigurationArgs(
        scan_on_push=True,
    ),
    encryption_configurations=[
        aws.ecr.RepositoryEncryptionConfigurationArgs(encryption_type="KMS"),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1009",
        "Application": "container-service",
    },
)

images_cleaning = aws.ecr.LifecyclePolicy(
    "images_cleaning",
    repository=images.name,
    policy=json.dumps(
        {
            "rules": [
                {
                    "rulePriority": 1,
                    "description": "Keep the newest images",
                    "selection": {
                        "tagStatus": "any",
                        "countType": "imageCountMoreThan",
                        "countNumber": 30,
                    },
                    "action": {"type": "expire"},
                },
            ],
        },
    ),
)

pulumi.export("url", pulumi.Output.format("http://{}", door.dns_name))
pulumi.export("images", images.repository_url)
