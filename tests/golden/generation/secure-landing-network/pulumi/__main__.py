"""secure-landing-network, written for Pulumi."""

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "landing")
environment = config.get("environment", "production")
domain = config.get("domain", "landing.internal")

network = aws.ec2.Vpc(
    "network",
    cidr_block="10.70.0.0/16",
    enable_dns_hostnames=True,
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": name,
    },
)

network_gateway = aws.ec2.InternetGateway(
    "network_gateway",
    vpc_id=network.id,
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-gateway",
    },
)

outer_a = aws.ec2.Subnet(
    "outer_a",
    vpc_id=network.id,
    cidr_block="10.70.0.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-outer-a",
    },
)

outer_a_routes = aws.ec2.RouteTable(
    "outer_a_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(
            cidr_block="0.0.0.0/0",
            gateway_id=network_gateway.id,
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-outer-a-routes",
    },
)

outer_a_routed = aws.ec2.RouteTableAssociation(
    "outer_a_routed",
    subnet_id=outer_a.id,
    route_table_id=outer_a_routes.id,
)

outer_b = aws.ec2.Subnet(
    "outer_b",
    vpc_id=network.id,
    cidr_block="10.70.1.0/24",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-outer-b",
    },
)

outer_b_routes = aws.ec2.RouteTable(
    "outer_b_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(
            cidr_block="0.0.0.0/0",
            gateway_id=network_gateway.id,
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-outer-b-routes",
    },
)

outer_b_routed = aws.ec2.RouteTableAssociation(
    "outer_b_routed",
    subnet_id=outer_b.id,
    route_table_id=outer_b_routes.id,
)

way_out_a_ip = aws.ec2.Eip(
    "way_out_a_ip",
    domain="vpc",
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-a-ip",
    },
    opts=pulumi.ResourceOptions(depends_on=[network_gateway]),
)

way_out_a = aws.ec2.NatGateway(
    "way_out_a",
    allocation_id=way_out_a_ip.id,
    subnet_id=outer_a.id,
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-a",
    },
    opts=pulumi.ResourceOptions(depends_on=[network_gateway]),
)

way_out_b_ip = aws.ec2.Eip(
    "way_out_b_ip",
    domain="vpc",
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-b-ip",
    },
    opts=pulumi.ResourceOptions(depends_on=[network_gateway]),
)

way_out_b = aws.ec2.NatGateway(
    "way_out_b",
    allocation_id=way_out_b_ip.id,
    subnet_id=outer_b.id,
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-b",
    },
    opts=pulumi.ResourceOptions(depends_on=[network_gateway]),
)

middle_a = aws.ec2.Subnet(
    "middle_a",
    vpc_id=network.id,
    cidr_block="10.70.16.0/20",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-middle-a",
    },
)

middle_a_routes = aws.ec2.RouteTable(
    "middle_a_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(
            cidr_block="0.0.0.0/0",
            nat_gateway_id=way_out_a.id,
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-middle-a-routes",
    },
)

middle_a_routed = aws.ec2.RouteTableAssociation(
    "middle_a_routed",
    subnet_id=middle_a.id,
    route_table_id=middle_a_routes.id,
)

middle_b = aws.ec2.Subnet(
    "middle_b",
    vpc_id=network.id,
    cidr_block="10.70.32.0/20",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-middle-b",
    },
)

middle_b_routes = aws.ec2.RouteTable(
    "middle_b_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(
            cidr_block="0.0.0.0/0",
            nat_gateway_id=way_out_b.id,
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-middle-b-routes",
    },
)

middle_b_routed = aws.ec2.RouteTableAssociation(
    "middle_b_routed",
    subnet_id=middle_b.id,
    route_table_id=middle_b_routes.id,
)

inner_a = aws.ec2.Subnet(
    "inner_a",
    vpc_id=network.id,
    cidr_block="10.70.64.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-inner-a",
    },
)

inner_b = aws.ec2.Subnet(
    "inner_b",
    vpc_id=network.id,
    cidr_block="10.70.65.0/24",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-inner-b",
    },
)

outer_firewall = aws.ec2.SecurityGroup(
    "outer_firewall",
    name=f"{name}-outer",
    description="HTTPS from anywhere to the outer ring",
    vpc_id=network.id,
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="HTTPS from anywhere",
            protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_blocks=["0.0.0.0/0"],
        ),
    ],
    egress=[
        aws.ec2.SecurityGroupEgressArgs(
            description="HTTP to the middle ring",
            protocol="tcp",
            from_port=8080,
            to_port=8080,
            cidr_blocks=["10.70.0.0/16"],
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-outer",
    },
)

middle_firewall = aws.ec2.SecurityGroup(
    "middle_firewall",
    name=f"{name}-middle",
    description="HTTP from the outer ring to the middle ring",
    vpc_id=network.id,
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="HTTP from the outer ring",
            protocol="tcp",
            from_port=8080,
            to_port=8080,
            security_groups=[outer_firewall.id],
        ),
    ],
    egress=[
        aws.ec2.SecurityGroupEgressArgs(
            description="HTTPS for updates and services of the cloud",
            protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_blocks=["0.0.0.0/0"],
        ),
        aws.ec2.SecurityGroupEgressArgs(
            description="PostgreSQL to the inner ring",
            protocol="tcp",
            from_port=5432,
            to_port=5432,
            cidr_blocks=["10.70.0.0/16"],
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-middle",
    },
)

inner_firewall = aws.ec2.SecurityGroup(
    "inner_firewall",
    name=f"{name}-inner",
    description="PostgreSQL from the middle ring to the inner ring",
    vpc_id=network.id,
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="PostgreSQL from the middle ring",
            protocol="tcp",
            from_port=5432,
            to_port=5432,
            security_groups=[middle_firewall.id],
        ),
    ],
    egress=[],
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
        "Name": f"{name}-inner",
    },
)

names = aws.route53.Zone(
    "names",
    name=domain,
    comment="Managed by Dharma",
    vpcs=[aws.route53.ZoneVpcArgs(vpc_id=network.id, vpc_region="us-east-1")],
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
    },
)

landing_key = aws.kms.Key(
    "landing_key",
    description="Encrypts what lands here",
    enable_key_rotation=True,
    deletion_window_in_days=30,
    tags={
        "Environment": environment,
        "Owner": "network-team",
        "CostCenter": "CC-1014",
        "Application": "secure-landing-network",
    },
)

landing_key_alias = aws.kms.Alias(
    "landing_key_alias",
    name=f"alias/{name}",
    target_key_id=landing_key.key_id,
)

pulumi.export("network", network.id)
pulumi.export("domain", names.name)
