"""batch-workers, written for Pulumi."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "batch-workers")
environment = config.get("environment", "production")
bucket_name = config.get("bucket_name", "dharma-batch-workers-results")
minimum = config.get_int("minimum", 1)
maximum = config.get_int("maximum", 8)
image = config.get("image", "ami-04681a1dbd79675a5")

network = aws.ec2.Vpc(
    "network",
    cidr_block="10.50.0.0/16",
    enable_dns_hostnames=True,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
        "Name": name,
    },
)

network_gateway = aws.ec2.InternetGateway(
    "network_gateway",
    vpc_id=network.id,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
        "Name": f"{name}-gateway",
    },
)

front = aws.ec2.Subnet(
    "front",
    vpc_id=network.id,
    cidr_block="10.50.0.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
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
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
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
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
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
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
        "Name": name,
    },
    opts=pulumi.ResourceOptions(depends_on=[network_gateway]),
)

inner_a = aws.ec2.Subnet(
    "inner_a",
    vpc_id=network.id,
    cidr_block="10.50.10.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
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
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
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
    cidr_block="10.50.11.0/24",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
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
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
        "Name": f"{name}-inner-b-routes",
    },
)

inner_b_routed = aws.ec2.RouteTableAssociation(
    "inner_b_routed",
    subnet_id=inner_b.id,
    route_table_id=inner_b_routes.id,
)

worker_firewall = aws.ec2.SecurityGroup(
    "worker_firewall",
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
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
        "Name": name,
    },
)

jobs_failed = aws.sqs.Queue(
    "jobs_failed",
    name=f"{name}-jobs-failed",
    message_retention_seconds=1209600,
    sqs_managed_sse_enabled=True,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
    },
)

jobs = aws.sqs.Queue(
    "jobs",
    name=f"{name}-jobs",
    visibility_timeout_seconds=1800,
    message_retention_seconds=1209600,
    receive_wait_time_seconds=20,
    redrive_policy=pulumi.Output.json_dumps(
        {"deadLetterTargetArn": jobs_failed.arn, "maxReceiveCount": 3},
    ),
    sqs_managed_sse_enabled=True,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
    },
)

results = aws.s3.BucketV2(
    "results",
    bucket=bucket_name,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
    },
)

results_versions = aws.s3.BucketVersioningV2(
    "results_versions",
    bucket=results.id,
    versioning_configuration=aws.s3.BucketVersioningV2VersioningConfigurationArgs(
        status="Enabled",
    ),
)

results_encryption = aws.s3.BucketServerSideEncryptionConfigurationV2(
    "results_encryption",
    bucket=results.id,
    rules=[
        aws.s3.BucketServerSideEncryptionConfigurationV2RuleArgs(
            apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs(
                sse_algorithm="AES256",
            ),
        ),
    ],
)

results_private = aws.s3.BucketPublicAccessBlock(
    "results_private",
    bucket=results.id,
    block_public_acls=True,
    ignore_public_acls=True,
    block_public_policy=True,
    restrict_public_buckets=True,
)

results_lifecycle = aws.s3.BucketLifecycleConfigurationV2(
    "results_lifecycle",
    bucket=results.id,
    rules=[
        aws.s3.BucketLifecycleConfigurationV2RuleArgs(
            id="archive",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationV2RuleFilterArgs(prefix=""),
            transitions=[
                aws.s3.BucketLifecycleConfigurationV2RuleTransitionArgs(
                    days=90,
                    storage_class="GLACIER_IR",
                ),
            ],
        ),
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

worker_rights = aws.iam.Role(
    "worker_rights",
    name=name,
    description="Takes jobs from the queue and writes results",
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
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
    },
)

worker_rights_profile = aws.iam.InstanceProfile(
    "worker_rights_profile",
    name=name,
    role=worker_rights.name,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
    },
)

worker_rights_rights = aws.iam.RolePolicy(
    "worker_rights_rights",
    name="granted",
    role=worker_rights.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": [
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:GetQueueAttributes",
                    ],
                    "Resource": [jobs.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:ListBucket"],
                    "Resource": [results.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                    "Resource": [pulumi.Output.format("{}/*", results.arn)],
                },
            ],
        },
    ),
)

workers_template = aws.ec2.LaunchTemplate(
    "workers_template",
    name=name,
    image_id=image,
    instance_type="t3a.xlarge",
    update_default_version=True,
    ebs_optimized="true",
    vpc_security_group_ids=[worker_firewall.id],
    iam_instance_profile=aws.ec2.LaunchTemplateIamInstanceProfileArgs(
        name=worker_rights_profile.name,
    ),
    metadata_options=aws.ec2.LaunchTemplateMetadataOptionsArgs(
        http_endpoint="enabled",
        http_tokens="required",
        http_put_response_hop_limit=1,
    ),
    monitoring=aws.ec2.LaunchTemplateMonitoringArgs(enabled=True),
    block_device_mappings=[
        aws.ec2.LaunchTemplateBlockDeviceMappingArgs(
            device_name="/dev/sda1",
            ebs=aws.ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
                volume_type="gp3",
                volume_size=30,
                encrypted="true",
            ),
        ),
    ],
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
    },
)

workers = aws.autoscaling.Group(
    "workers",
    name=name,
    min_size=minimum,
    max_size=maximum,
    vpc_zone_identifiers=[inner_a.id, inner_b.id],
    health_check_type="EC2",
    launch_template=aws.autoscaling.GroupLaunchTemplateArgs(
        id=workers_template.id,
        version=workers_template.latest_version,
    ),
    tags=[
        aws.autoscaling.GroupTagArgs(key="Name", value=name, propagate_at_launch=True),
        aws.autoscaling.GroupTagArgs(
            key="Environment",
            value=environment,
            propagate_at_launch=True,
        ),
        aws.autoscaling.GroupTagArgs(
            key="Owner",
            value="data-team",
            propagate_at_launch=True,
        ),
        aws.autoscaling.GroupTagArgs(
            key="CostCenter",
            value="CC-1010",
            propagate_at_launch=True,
        ),
        aws.autoscaling.GroupTagArgs(
            key="Application",
            value="batch-workers",
            propagate_at_launch=True,
        ),
    ],
)

workers_scaling = aws.autoscaling.Policy(
    "workers_scaling",
    name=f"{name}-scaling",
    autoscaling_group_name=workers.name,
    policy_type="TargetTrackingScaling",
    target_tracking_configuration=aws.autoscaling.PolicyTargetTrackingConfigurationArgs(
        predefined_metric_specification=aws.autoscaling.PolicyTargetTrackingConfigurationPredefinedMetricSpecificationArgs(
            predefined_metric_type="ASGAverageCPUUtilization",
        ),
        target_value=60,
    ),
)

waiting = aws.cloudwatch.MetricAlarm(
    "waiting",
    name=f"{name}-waiting",
    alarm_description="Jobs wait longer than workers take them",
    namespace="AWS/SQS",
    metric_name="ApproximateNumberOfMessagesVisible",
    dimensions={"QueueName": jobs.name},
    statistic="Maximum",
    comparison_operator="GreaterThanThreshold",
    threshold=500,
    period=60,
    evaluation_periods=15,
    treat_missing_data="notBreaching",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1010",
        "Application": "batch-workers",
    },
)

pulumi.export("queue", jobs.url)
pulumi.export("results", results.bucket)
