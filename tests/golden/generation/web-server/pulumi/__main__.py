"""web-server, written for Pulumi."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "web-server")
environment = config.get("environment", "production")
image = config.get("image", "ami-04681a1dbd79675a5")

network = aws.ec2.Vpc(
    "network",
    cidr_block="10.10.0.0/16",
    enable_dns_hostnames=True,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
        "Name": name,
    },
)

network_gateway = aws.ec2.InternetGateway(
    "network_gateway",
    vpc_id=network.id,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
        "Name": f"{name}-gateway",
    },
)

front_a = aws.ec2.Subnet(
    "front_a",
    vpc_id=network.id,
    cidr_block="10.10.0.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
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
        "CostCenter": "CC-1004",
        "Application": "web-server",
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
    cidr_block="10.10.1.0/24",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
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
        "CostCenter": "CC-1004",
        "Application": "web-server",
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
        "CostCenter": "CC-1004",
        "Application": "web-server",
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
        "CostCenter": "CC-1004",
        "Application": "web-server",
        "Name": name,
    },
    opts=pulumi.ResourceOptions(depends_on=[network_gateway]),
)

inner = aws.ec2.Subnet(
    "inner",
    vpc_id=network.id,
    cidr_block="10.10.10.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
        "Name": f"{name}-inner",
    },
)

inner_routes = aws.ec2.RouteTable(
    "inner_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", nat_gateway_id=way_out.id),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
        "Name": f"{name}-inner-routes",
    },
)

inner_routed = aws.ec2.RouteTableAssociation(
    "inner_routed",
    subnet_id=inner.id,
    route_table_id=inner_routes.id,
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
            description="HTTP to the servers",
            protocol="tcp",
            from_port=80,
            to_port=80,
            cidr_blocks=["10.10.0.0/16"],
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
        "Name": f"{name}-door",
    },
)

server_firewall = aws.ec2.SecurityGroup(
    "server_firewall",
    name=f"{name}-servers",
    description="HTTP from the load balancer to the servers",
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
            description="HTTPS to anywhere",
            protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_blocks=["0.0.0.0/0"],
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
        "Name": f"{name}-servers",
    },
)

door = aws.lb.LoadBalancer(
    "door",
    name="web-server",
    internal=False,
    security_groups=[door_firewall.id],
    subnets=[front_a.id, front_b.id],
    drop_invalid_header_fields=True,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
    },
)

door_targets = aws.lb.TargetGroup(
    "door_targets",
    name="web-server-targets",
    vpc_id=network.id,
    port=80,
    protocol="HTTP",
    deregistration_delay=30,
    health_check=aws.lb.TargetGroupHealthCheckArgs(
        path="/healthz",
        matcher="200-399",
        interval=15,
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
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
        "CostCenter": "CC-1004",
        "Application": "web-server",
    },
)

server_rights = aws.iam.Role(
    "server_rights",
    name=f"{name}-server",
    description="What the web servers may do",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "ec2.amazonaws.com"},
                },
            ],
        },
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
    },
)

server_rights_profile = aws.iam.InstanceProfile(
    "server_rights_profile",
    name=f"{name}-server",
    role=server_rights.name,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
    },
)

server_0 = aws.ec2.Instance(
    "server_0",
    ami=image,
    instance_type="t3a.medium",
    subnet_id=inner.id,
    vpc_security_group_ids=[server_firewall.id],
    associate_public_ip_address=False,
    iam_instance_profile=server_rights_profile.name,
    ebs_optimized=True,
    monitoring=True,
    metadata_options=aws.ec2.InstanceMetadataOptionsArgs(
        http_tokens="required",
        http_put_response_hop_limit=1,
    ),
    root_block_device=aws.ec2.InstanceRootBlockDeviceArgs(
        volume_type="gp3",
        volume_size=20,
        encrypted=True,
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
        "Name": f"{name}-0",
    },
)

server_1 = aws.ec2.Instance(
    "server_1",
    ami=image,
    instance_type="t3a.medium",
    subnet_id=inner.id,
    vpc_security_group_ids=[server_firewall.id],
    associate_public_ip_address=False,
    iam_instance_profile=server_rights_profile.name,
    ebs_optimized=True,
    monitoring=True,
    metadata_options=aws.ec2.InstanceMetadataOptionsArgs(
        http_tokens="required",
        http_put_response_hop_limit=1,
    ),
    root_block_device=aws.ec2.InstanceRootBlockDeviceArgs(
        volume_type="gp3",
        volume_size=20,
        encrypted=True,
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
        "Name": f"{name}-1",
    },
)

server_target_0 = aws.lb.TargetGroupAttachment(
    "server_target_0",
    target_group_arn=door_targets.arn,
    target_id=server_0.id,
)

server_target_1 = aws.lb.TargetGroupAttachment(
    "server_target_1",
    target_group_arn=door_targets.arn,
    target_id=server_1.id,
)

logs = aws.cloudwatch.LogGroup(
    "logs",
    name=f"{name}-logs",
    retention_in_days=90,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1004",
        "Application": "web-server",
    },
)

pulumi.export("url", pulumi.Output.format("http://{}", door.dns_name))
