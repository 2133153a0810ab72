"""three-tier-web, written for Pulumi."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "three-tier-web")
short_name = config.get("short_name", "web")
environment = config.get("environment", "production")
ami = config.get("ami", "ami-04681a1dbd79675a5")
instance_type = config.get("instance_type", "t3.medium")
db_instance_class = config.get("db_instance_class", "db.t4g.medium")
db_storage_gb = config.get_int("db_storage_gb", 100)
multi_az = config.get_bool("multi_az", True)
deletion_protection = config.get_bool("deletion_protection", False)
bucket_name = config.get("bucket_name", "dharma-three-tier-web-assets")

main = aws.ec2.Vpc(
    "main",
    cidr_block="10.0.0.0/16",
    enable_dns_hostnames=True,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-vpc",
    },
)

public_a = aws.ec2.Subnet(
    "public_a",
    vpc_id=main.id,
    cidr_block="10.0.0.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-public-a",
    },
)

public_b = aws.ec2.Subnet(
    "public_b",
    vpc_id=main.id,
    cidr_block="10.0.1.0/24",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-public-b",
    },
)

private_a = aws.ec2.Subnet(
    "private_a",
    vpc_id=main.id,
    cidr_block="10.0.10.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-private-a",
    },
)

private_b = aws.ec2.Subnet(
    "private_b",
    vpc_id=main.id,
    cidr_block="10.0.11.0/24",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-private-b",
    },
)

gateway = aws.ec2.InternetGateway(
    "gateway",
    vpc_id=main.id,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-gateway",
    },
)

nat_ip = aws.ec2.Eip(
    "nat_ip",
    domain="vpc",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-nat",
    },
    opts=pulumi.ResourceOptions(depends_on=[gateway]),
)

nat = aws.ec2.NatGateway(
    "nat",
    allocation_id=nat_ip.id,
    subnet_id=public_a.id,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-nat",
    },
    opts=pulumi.ResourceOptions(depends_on=[gateway]),
)

public = aws.ec2.RouteTable(
    "public",
    vpc_id=main.id,
    routes=[aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", gateway_id=gateway.id)],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-public",
    },
)

private = aws.ec2.RouteTable(
    "private",
    vpc_id=main.id,
    routes=[aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-private",
    },
)

public_a_routes = aws.ec2.RouteTableAssociation(
    "public_a_routes",
    subnet_id=public_a.id,
    route_table_id=public.id,
)

public_b_routes = aws.ec2.RouteTableAssociation(
    "public_b_routes",
    subnet_id=public_b.id,
    route_table_id=public.id,
)

private_a_routes = aws.ec2.RouteTableAssociation(
    "private_a_routes",
    subnet_id=private_a.id,
    route_table_id=private.id,
)

private_b_routes = aws.ec2.RouteTableAssociation(
    "private_b_routes",
    subnet_id=private_b.id,
    route_table_id=private.id,
)

lb_firewall = aws.ec2.SecurityGroup(
    "lb_firewall",
    name=f"{short_name}-load-balancer",
    description="HTTP from anywhere to the load balancer",
    vpc_id=main.id,
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
            description="HTTP to the web servers",
            protocol="tcp",
            from_port=80,
            to_port=80,
            cidr_blocks=[main.cidr_block],
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-load-balancer",
    },
)

web_firewall = aws.ec2.SecurityGroup(
    "web_firewall",
    name=f"{short_name}-servers",
    description="HTTP from the load balancer to the web servers",
    vpc_id=main.id,
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="HTTP from the load balancer",
            protocol="tcp",
            from_port=80,
            to_port=80,
            security_groups=[lb_firewall.id],
        ),
    ],
    egress=[
        aws.ec2.SecurityGroupEgressArgs(
            description="HTTPS for updates and AWS services",
            protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_blocks=["0.0.0.0/0"],
        ),
        aws.ec2.SecurityGroupEgressArgs(
            description="PostgreSQL to the database",
            protocol="tcp",
            from_port=5432,
            to_port=5432,
            cidr_blocks=[main.cidr_block],
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-servers",
    },
)

db_firewall = aws.ec2.SecurityGroup(
    "db_firewall",
    name=f"{short_name}-database",
    description="PostgreSQL from the web servers to the database",
    vpc_id=main.id,
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="PostgreSQL from the web servers",
            protocol="tcp",
            from_port=5432,
            to_port=5432,
            security_groups=[web_firewall.id],
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-database",
    },
)

data_key = aws.kms.Key(
    "data_key",
    description="Encrypts disks, database and bucket of the web application",
    enable_key_rotation=True,
    deletion_window_in_days=30,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
    },
)

web_lb = aws.lb.LoadBalancer(
    "web_lb",
    name=f"{short_name}-lb",
    internal=False,
    security_groups=[lb_firewall.id],
    subnets=[public_a.id, public_b.id],
    drop_invalid_header_fields=True,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
    },
)

web_targets = aws.lb.TargetGroup(
    "web_targets",
    name=f"{short_name}-targets",
    vpc_id=main.id,
    port=80,
    protocol="HTTP",
    health_check=aws.lb.TargetGroupHealthCheckArgs(
        path="/healthz",
        matcher="200",
        interval=15,
        healthy_threshold=2,
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
    },
)

web_http = aws.lb.Listener(
    "web_http",
    load_balancer_arn=web_lb.arn,
    port=80,
    protocol="HTTP",
    default_actions=[
        aws.lb.ListenerDefaultActionArgs(
            type="forward",
            target_group_arn=web_targets.arn,
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
    },
)

web_role = aws.iam.Role(
    "web_role",
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
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
    },
)

assets = aws.s3.BucketV2(
    "assets",
    bucket=bucket_name,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
    },
)

web_role_assets = aws.iam.RolePolicy(
    "web_role_assets",
    name="read-assets",
    role=web_role.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "s3:GetObject",
                    "Resource": pulumi.Output.format("{}/*", assets.arn),
                },
                {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": data_key.arn},
            ],
        },
    ),
)

web_profile = aws.iam.InstanceProfile(
    "web_profile",
    name=f"{name}-server",
    role=web_role.name,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
    },
)

web_a = aws.ec2.Instance(
    "web_a",
    ami=ami,
    instance_type=instance_type,
    subnet_id=private_a.id,
    vpc_security_group_ids=[web_firewall.id],
    iam_instance_profile=web_profile.name,
    ebs_optimized=True,
    monitoring=True,
    metadata_options=aws.ec2.InstanceMetadataOptionsArgs(http_tokens="required"),
    root_block_device=aws.ec2.InstanceRootBlockDeviceArgs(
        volume_type="gp3",
        volume_size=20,
        encrypted=True,
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-a",
    },
)

web_b = aws.ec2.Instance(
    "web_b",
    ami=ami,
    instance_type=instance_type,
    subnet_id=private_b.id,
    vpc_security_group_ids=[web_firewall.id],
    iam_instance_profile=web_profile.name,
    ebs_optimized=True,
    monitoring=True,
    metadata_options=aws.ec2.InstanceMetadataOptionsArgs(http_tokens="required"),
    root_block_device=aws.ec2.InstanceRootBlockDeviceArgs(
        volume_type="gp3",
        volume_size=20,
        encrypted=True,
    ),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-b",
    },
)

web_a_target = aws.lb.TargetGroupAttachment(
    "web_a_target",
    target_group_arn=web_targets.arn,
    target_id=web_a.id,
    port=80,
)

web_b_target = aws.lb.TargetGroupAttachment(
    "web_b_target",
    target_group_arn=web_targets.arn,
    target_id=web_b.id,
    port=80,
)

web_a_data = aws.ebs.Volume(
    "web_a_data",
    availability_zone="us-east-1a",
    size=50,
    type="gp3",
    encrypted=True,
    kms_key_id=data_key.arn,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
        "Name": f"{short_name}-a-data",
    },
)

web_a_data_mount = aws.ec2.VolumeAttachment(
    "web_a_data_mount",
    device_name="/dev/sdf",
    volume_id=web_a_data.id,
    instance_id=web_a.id,
)

db_network = aws.rds.SubnetGroup(
    "db_network",
    name=name,
    description="Private subnets of the database",
    subnet_ids=[private_a.id, private_b.id],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
    },
)

database = aws.rds.Instance(
    "database",
    identifier=name,
    engine="postgres",
    engine_version="16.13",
    instance_class=db_instance_class,
    allocated_storage=db_storage_gb,
    storage_type="gp3",
    storage_encrypted=True,
    kms_key_id=data_key.arn,
    db_name="app",
    username="app_admin",
    manage_master_user_password=True,
    port=5432,
    multi_az=multi_az,
    db_subnet_group_name=db_network.name,
    vpc_security_group_ids=[db_firewall.id],
    backup_retention_period=14,
    copy_tags_to_snapshot=True,
    iam_database_authentication_enabled=True,
    enabled_cloudwatch_logs_exports=["postgresql"],
    deletion_protection=deletion_protection,
    final_snapshot_identifier=f"{name}-final",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
    },
)

assets_versions = aws.s3.BucketVersioningV2(
    "assets_versions",
    bucket=assets.id,
    versioning_configuration=aws.s3.BucketVersioningV2VersioningConfigurationArgs(
        status="Enabled",
    ),
)

assets_encryption = aws.s3.BucketServerSideEncryptionConfigurationV2(
    "assets_encryption",
    bucket=assets.id,
    rules=[
        aws.s3.BucketServerSideEncryptionConfigurationV2RuleArgs(
            bucket_key_enabled=True,
            apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs(
                sse_algorithm="aws:kms",
                kms_master_key_id=data_key.arn,
            ),
        ),
    ],
)

assets_private = aws.s3.BucketPublicAccessBlock(
    "assets_private",
    bucket=assets.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)

web_logs = aws.cloudwatch.LogGroup(
    "web_logs",
    name=f"/dharma/{name}",
    retention_in_days=90,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1001",
        "Application": "three-tier-web",
    },
)

pulumi.export("url", pulumi.Output.format("http://{}", web_lb.dns_name))
pulumi.export("database_endpoint", database.endpoint)
pulumi.export("assets_bucket", assets.bucket)
pulumi.export("vpc_id", main.id)
