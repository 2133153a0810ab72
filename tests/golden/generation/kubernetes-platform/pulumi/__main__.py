"""kubernetes-platform, written for Pulumi."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "kubernetes-platform")
environment = config.get("environment", "production")
minimum = config.get_int("minimum", 2)
maximum = config.get_int("maximum", 6)

network = aws.ec2.Vpc(
    "network",
    cidr_block="10.20.0.0/16",
    enable_dns_hostnames=True,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
        "Name": name,
    },
)

network_gateway = aws.ec2.InternetGateway(
    "network_gateway",
    vpc_id=network.id,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
        "Name": f"{name}-gateway",
    },
)

front_a = aws.ec2.Subnet(
    "front_a",
    vpc_id=network.id,
    cidr_block="10.20.0.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
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
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
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
    cidr_block="10.20.1.0/24",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
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
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
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
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
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
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
        "Name": name,
    },
    opts=pulumi.ResourceOptions(depends_on=[network_gateway]),
)

nodes_a = aws.ec2.Subnet(
    "nodes_a",
    vpc_id=network.id,
    cidr_block="10.20.16.0/20",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
        "Name": f"{name}-nodes-a",
    },
)

nodes_a_routes = aws.ec2.RouteTable(
    "nodes_a_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", nat_gateway_id=way_out.id),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
        "Name": f"{name}-nodes-a-routes",
    },
)

nodes_a_routed = aws.ec2.RouteTableAssociation(
    "nodes_a_routed",
    subnet_id=nodes_a.id,
    route_table_id=nodes_a_routes.id,
)

nodes_b = aws.ec2.Subnet(
    "nodes_b",
    vpc_id=network.id,
    cidr_block="10.20.32.0/20",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
        "Name": f"{name}-nodes-b",
    },
)

nodes_b_routes = aws.ec2.RouteTable(
    "nodes_b_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", nat_gateway_id=way_out.id),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
        "Name": f"{name}-nodes-b-routes",
    },
)

nodes_b_routed = aws.ec2.RouteTableAssociation(
    "nodes_b_routed",
    subnet_id=nodes_b.id,
    route_table_id=nodes_b_routes.id,
)

platform_key = aws.kms.Key(
    "platform_key",
    description="Encrypts the secrets and images of the platform",
    enable_key_rotation=True,
    deletion_window_in_days=30,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
    },
)

platform_key_alias = aws.kms.Alias(
    "platform_key_alias",
    name=f"alias/{name}",
    target_key_id=platform_key.key_id,
)

cluster_role = aws.iam.Role(
    "cluster_role",
    name="kubernetes-platform-role",
    description="What cluster may do",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "eks.amazonaws.com"},
                },
            ],
        },
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
    },
)

cluster_role_1 = aws.iam.RolePolicyAttachment(
    "cluster_role_1",
    role=cluster_role.name,
    policy_arn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
)

cluster = aws.eks.Cluster(
    "cluster",
    name=name,
    role_arn=cluster_role.arn,
    enabled_cluster_log_types=[
        "api",
        "audit",
        "authenticator",
        "controllerManager",
        "scheduler",
    ],
    vpc_config=aws.eks.ClusterVpcConfigArgs(
        subnet_ids=[nodes_a.id, nodes_b.id],
        endpoint_private_access=True,
        endpoint_public_access=False,
    ),
    encryption_config=aws.eks.ClusterEncryptionConfigArgs(
        resources=["secrets"],
        provider=aws.eks.ClusterEncryptionConfigProviderArgs(key_arn=platform_key.arn),
    ),
    access_config=aws.eks.ClusterAccessConfigArgs(
        authentication_mode="API_AND_CONFIG_MAP",
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
    },
)

cluster_node_role = aws.iam.Role(
    "cluster_node_role",
    name="kubernetes-platform-node-role",
    description="What cluster may do",
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
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
    },
)

cluster_node_role_1 = aws.iam.RolePolicyAttachment(
    "cluster_node_role_1",
    role=cluster_node_role.name,
    policy_arn="arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
)

cluster_node_role_2 = aws.iam.RolePolicyAttachment(
    "cluster_node_role_2",
    role=cluster_node_role.name,
    policy_arn="arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
)

cluster_node_role_3 = aws.iam.RolePolicyAttachment(
    "cluster_node_role_3",
    role=cluster_node_role.name,
    policy_arn="arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
)

cluster_nodes = aws.eks.NodeGroup(
    "cluster_nodes",
    cluster_name=cluster.name,
    node_group_name=f"{name}-nodes",
    node_role_arn=cluster_node_role.arn,
    subnet_ids=[nodes_a.id, nodes_b.id],
    instance_types=["t3a.xlarge"],
    ami_type="AL2023_x86_64_STANDARD",
    disk_size=80,
    scaling_config=aws.eks.NodeGroupScalingConfigArgs(
        desired_size=minimum,
        min_size=minimum,
        max_size=maximum,
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
    },
    opts=pulumi.ResourceOptions(
        depends_on=[cluster_node_role_1, cluster_node_role_2, cluster_node_role_3],
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
        aws.ecr.RepositoryEncryptionConfigurationArgs(
            encryption_type="KMS",
            kms_key=platform_key.arn,
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
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

logs = aws.cloudwatch.LogGroup(
    "logs",
    name=f"{name}-logs",
    retention_in_days=90,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1007",
        "Application": "kubernetes-platform",
    },
)

pulumi.export("api", cluster.endpoint)
pulumi.export("images", images.repository_url)
