"""ml-training, written for Pulumi."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "ml-training")
environment = config.get("environment", "production")
bucket_prefix = config.get("bucket_prefix", "dharma-ml-training")
data_gb = config.get_int("data_gb", 500)
image = config.get("image", "ami-04681a1dbd79675a5")

network = aws.ec2.Vpc(
    "network",
    cidr_block="10.30.0.0/16",
    enable_dns_hostnames=True,
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
        "Name": name,
    },
)

network_gateway = aws.ec2.InternetGateway(
    "network_gateway",
    vpc_id=network.id,
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
        "Name": f"{name}-gateway",
    },
)

front = aws.ec2.Subnet(
    "front",
    vpc_id=network.id,
    cidr_block="10.30.0.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
        "Name": f"{name}-front",
    },
)

front_routes = aws.ec2.RouteTable(
    "front_routes",
    vpc_id=network.id,
    routes=[
        aws.ec2.RouteTableRouteArgs(
            cidr_block="0.0.0.0/0",
            gateway_id=network_gateway.id,
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
        "Name": f"{name}-front-routes",
    },
)

front_routed = aws.ec2.RouteTableAssociation(
    "front_routed",
    subnet_id=front.id,
    route_table_id=front_routes.id,
)

way_out_ip = aws.ec2.Eip(
    "way_out_ip",
    domain="vpc",
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
        "Name": f"{name}-ip",
    },
    opts=pulumi.ResourceOptions(depends_on=[network_gateway]),
)

way_out = aws.ec2.NatGateway(
    "way_out",
    allocation_id=way_out_ip.id,
    subnet_id=front.id,
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
        "Name": name,
    },
    opts=pulumi.ResourceOptions(depends_on=[network_gateway]),
)

inner = aws.ec2.Subnet(
    "inner",
    vpc_id=network.id,
    cidr_block="10.30.10.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
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
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
        "Name": f"{name}-inner-routes",
    },
)

inner_routed = aws.ec2.RouteTableAssociation(
    "inner_routed",
    subnet_id=inner.id,
    route_table_id=inner_routes.id,
)

trainer_firewall = aws.ec2.SecurityGroup(
    "trainer_firewall",
    name=name,
    description="Nothing comes in, HTTPS goes out",
    vpc_id=network.id,
    ingress=[],
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
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
        "Name": name,
    },
)

training_key = aws.kms.Key(
    "training_key",
    description="Encrypts data, models and disks of the training",
    enable_key_rotation=True,
    deletion_window_in_days=30,
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
    },
)

training_key_alias = aws.kms.Alias(
    "training_key_alias",
    name=f"alias/{name}",
    target_key_id=training_key.key_id,
)

samples = aws.s3.BucketV2(
    "samples",
    bucket=f"{bucket_prefix}-samples",
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
    },
)

samples_versions = aws.s3.BucketVersioningV2(
    "samples_versions",
    bucket=samples.id,
    versioning_configuration=aws.s3.BucketVersioningV2VersioningConfigurationArgs(
        status="Enabled",
    ),
)

samples_encryption = aws.s3.BucketServerSideEncryptionConfigurationV2(
    "samples_encryption",
    bucket=samples.id,
    rules=[
        aws.s3.BucketServerSideEncryptionConfigurationV2RuleArgs(
            bucket_key_enabled=True,
            apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs(
                sse_algorithm="aws:kms",
                kms_master_key_id=training_key.arn,
            ),
        ),
    ],
)

samples_private = aws.s3.BucketPublicAccessBlock(
    "samples_private",
    bucket=samples.id,
    block_public_acls=True,
    ignore_public_acls=True,
    block_public_policy=True,
    restrict_public_buckets=True,
)

samples_lifecycle = aws.s3.BucketLifecycleConfigurationV2(
    "samples_lifecycle",
    bucket=samples.id,
    rules=[
        aws.s3.BucketLifecycleConfigurationV2RuleArgs(
            id="old-versions",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationV2RuleFilterArgs(prefix=""),
            noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs(
                noncurrent_days=90,
            ),
        ),
    ],
)

models = aws.s3.BucketV2(
    "models",
    bucket=f"{bucket_prefix}-models",
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
    },
)

models_versions = aws.s3.BucketVersioningV2(
    "models_versions",
    bucket=models.id,
    versioning_configuration=aws.s3.BucketVersioningV2VersioningConfigurationArgs(
        status="Enabled",
    ),
)

models_encryption = aws.s3.BucketServerSideEncryptionConfigurationV2(
    "models_encryption",
    bucket=models.id,
    rules=[
        aws.s3.BucketServerSideEncryptionConfigurationV2RuleArgs(
            bucket_key_enabled=True,
            apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs(
                sse_algorithm="aws:kms",
                kms_master_key_id=training_key.arn,
            ),
        ),
    ],
)

models_private = aws.s3.BucketPublicAccessBlock(
    "models_private",
    bucket=models.id,
    block_public_acls=True,
    ignore_public_acls=True,
    block_public_policy=True,
    restrict_public_buckets=True,
)

models_lifecycle = aws.s3.BucketLifecycleConfigurationV2(
    "models_lifecycle",
    bucket=models.id,
    rules=[
        aws.s3.BucketLifecycleConfigurationV2RuleArgs(
            id="old-versions",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationV2RuleFilterArgs(prefix=""),
            noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs(
                noncurrent_days=365,
            ),
        ),
    ],
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
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
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

runs_failed = aws.sqs.Queue(
    "runs_failed",
    name=f"{name}-runs-failed",
    message_retention_seconds=1209600,
    sqs_managed_sse_enabled=True,
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
    },
)

runs = aws.sqs.Queue(
    "runs",
    name=f"{name}-runs",
    visibility_timeout_seconds=3600,
    message_retention_seconds=1209600,
    receive_wait_time_seconds=20,
    redrive_policy=pulumi.Output.json_dumps(
        {"deadLetterTargetArn": runs_failed.arn, "maxReceiveCount": 2},
    ),
    sqs_managed_sse_enabled=True,
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
    },
)

trainer_rights = aws.iam.Role(
    "trainer_rights",
    name=name,
    description="Reads samples, writes models, takes work from the queue",
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
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
    },
)

trainer_rights_profile = aws.iam.InstanceProfile(
    "trainer_rights_profile",
    name=name,
    role=trainer_rights.name,
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
    },
)

trainer_rights_rights = aws.iam.RolePolicy(
    "trainer_rights_rights",
    name="granted",
    role=trainer_rights.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:ListBucket"],
                    "Resource": [samples.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject"],
                    "Resource": [pulumi.Output.format("{}/*", samples.arn)],
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:ListBucket"],
                    "Resource": [models.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                    "Resource": [pulumi.Output.format("{}/*", models.arn)],
                },
                {
                    "Effect": "Allow",
                    "Action": [
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:GetQueueAttributes",
                    ],
                    "Resource": [runs.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                    "Resource": [training_key.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": [
                        "ecr:BatchGetImage",
                        "ecr:GetDownloadUrlForLayer",
                        "ecr:BatchCheckLayerAvailability",
                    ],
                    "Resource": [images.arn],
                },
            ],
        },
    ),
)

trainer_0 = aws.ec2.Instance(
    "trainer_0",
    ami=image,
    instance_type="m5a.4xlarge",
    subnet_id=inner.id,
    vpc_security_group_ids=[trainer_firewall.id],
    associate_public_ip_address=False,
    iam_instance_profile=trainer_rights_profile.name,
    ebs_optimized=True,
    monitoring=True,
    metadata_options=aws.ec2.InstanceMetadataOptionsArgs(
        http_tokens="required",
        http_put_response_hop_limit=1,
    ),
    root_block_device=aws.ec2.InstanceRootBlockDeviceArgs(
        volume_type="gp3",
        volume_size=100,
        encrypted=True,
    ),
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
        "Name": f"{name}-0",
    },
)

scratch_0 = aws.ebs.Volume(
    "scratch_0",
    availability_zone=trainer_0.availability_zone,
    size=data_gb,
    type="gp3",
    encrypted=True,
    kms_key_id=training_key.arn,
    tags={
        "Environment": environment,
        "Owner": "data-science-team",
        "CostCenter": "CC-1008",
        "Application": "ml-training",
        "Name": f"{name}-scratch-0",
    },
)

scratch_mount_0 = aws.ec2.VolumeAttachment(
    "scratch_mount_0",
    device_name="/dev/sdf",
    volume_id=scratch_0.id,
    instance_id=trainer_0.id,
)

pulumi.export("samples", samples.bucket)
pulumi.export("models", models.bucket)
pulumi.export("queue", runs.url)
