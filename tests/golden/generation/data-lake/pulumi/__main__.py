"""data-lake, written for Pulumi."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "data-lake")
environment = config.get("environment", "production")
bucket_prefix = config.get("bucket_prefix", "dharma-data-lake")
archive_days = config.get_int("archive_days", 90)
memory_mb = config.get_int("memory_mb", 1024)

lake_key = aws.kms.Key(
    "lake_key",
    description="Encrypts the data lake",
    enable_key_rotation=True,
    deletion_window_in_days=30,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

lake_key_alias = aws.kms.Alias(
    "lake_key_alias",
    name=f"alias/{name}",
    target_key_id=lake_key.key_id,
)

raw = aws.s3.BucketV2(
    "raw",
    bucket=f"{bucket_prefix}-raw",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

raw_versions = aws.s3.BucketVersioningV2(
    "raw_versions",
    bucket=raw.id,
    versioning_configuration=aws.s3.BucketVersioningV2VersioningConfigurationArgs(
        status="Enabled",
    ),
)

raw_encryption = aws.s3.BucketServerSideEncryptionConfigurationV2(
    "raw_encryption",
    bucket=raw.id,
    rules=[
        aws.s3.BucketServerSideEncryptionConfigurationV2RuleArgs(
            bucket_key_enabled=True,
            apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs(
                sse_algorithm="aws:kms",
                kms_master_key_id=lake_key.arn,
            ),
        ),
    ],
)

raw_private = aws.s3.BucketPublicAccessBlock(
    "raw_private",
    bucket=raw.id,
    block_public_acls=True,
    ignore_public_acls=True,
    block_public_policy=True,
    restrict_public_buckets=True,
)

raw_lifecycle = aws.s3.BucketLifecycleConfigurationV2(
    "raw_lifecycle",
    bucket=raw.id,
    rules=[
        aws.s3.BucketLifecycleConfigurationV2RuleArgs(
            id="archive",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationV2RuleFilterArgs(prefix=""),
            transitions=[
                aws.s3.BucketLifecycleConfigurationV2RuleTransitionArgs(
                    days=archive_days,
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

cleaned = aws.s3.BucketV2(
    "cleaned",
    bucket=f"{bucket_prefix}-cleaned",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

cleaned_versions = aws.s3.BucketVersioningV2(
    "cleaned_versions",
    bucket=cleaned.id,
    versioning_configuration=aws.s3.BucketVersioningV2VersioningConfigurationArgs(
        status="Enabled",
    ),
)

cleaned_encryption = aws.s3.BucketServerSideEncryptionConfigurationV2(
    "cleaned_encryption",
    bucket=cleaned.id,
    rules=[
        aws.s3.BucketServerSideEncryptionConfigurationV2RuleArgs(
            bucket_key_enabled=True,
            apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs(
                sse_algorithm="aws:kms",
                kms_master_key_id=lake_key.arn,
            ),
        ),
    ],
)

cleaned_private = aws.s3.BucketPublicAccessBlock(
    "cleaned_private",
    bucket=cleaned.id,
    block_public_acls=True,
    ignore_public_acls=True,
    block_public_policy=True,
    restrict_public_buckets=True,
)

cleaned_lifecycle = aws.s3.BucketLifecycleConfigurationV2(
    "cleaned_lifecycle",
    bucket=cleaned.id,
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

ready = aws.s3.BucketV2(
    "ready",
    bucket=f"{bucket_prefix}-ready",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

ready_versions = aws.s3.BucketVersioningV2(
    "ready_versions",
    bucket=ready.id,
    versioning_configuration=aws.s3.BucketVersioningV2VersioningConfigurationArgs(
        status="Enabled",
    ),
)

ready_encryption = aws.s3.BucketServerSideEncryptionConfigurationV2(
    "ready_encryption",
    bucket=ready.id,
    rules=[
        aws.s3.BucketServerSideEncryptionConfigurationV2RuleArgs(
            bucket_key_enabled=True,
            apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs(
                sse_algorithm="aws:kms",
                kms_master_key_id=lake_key.arn,
            ),
        ),
    ],
)

ready_private = aws.s3.BucketPublicAccessBlock(
    "ready_private",
    bucket=ready.id,
    block_public_acls=True,
    ignore_public_acls=True,
    block_public_policy=True,
    restrict_public_buckets=True,
)

ready_lifecycle = aws.s3.BucketLifecycleConfigurationV2(
    "ready_lifecycle",
    bucket=ready.id,
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

packages = aws.s3.BucketV2(
    "packages",
    bucket=f"{bucket_prefix}-packages",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

packages_versions = aws.s3.BucketVersioningV2(
    "packages_versions",
    bucket=packages.id,
    versioning_configuration=aws.s3.BucketVersioningV2VersioningConfigurationArgs(
        status="Enabled",
    ),
)

packages_encryption = aws.s3.BucketServerSideEncryptionConfigurationV2(
    "packages_encryption",
    bucket=packages.id,
    rules=[
        aws.s3.BucketServerSideEncryptionConfigurationV2RuleArgs(
            apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs(
                sse_algorithm="AES256",
            ),
        ),
    ],
)

packages_private = aws.s3.BucketPublicAccessBlock(
    "packages_private",
    bucket=packages.id,
    block_public_acls=True,
    ignore_public_acls=True,
    block_public_policy=True,
    restrict_public_buckets=True,
)

packages_lifecycle = aws.s3.BucketLifecycleConfigurationV2(
    "packages_lifecycle",
    bucket=packages.id,
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

arrivals_failed = aws.sqs.Queue(
    "arrivals_failed",
    name=f"{name}-arrivals-failed",
    message_retention_seconds=1209600,
    sqs_managed_sse_enabled=True,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

arrivals = aws.sqs.Queue(
    "arrivals",
    name=f"{name}-arrivals",
    visibility_timeout_seconds=360,
    message_retention_seconds=604800,
    receive_wait_time_seconds=20,
    redrive_policy=pulumi.Output.json_dumps(
        {"deadLetterTargetArn": arrivals_failed.arn, "maxReceiveCount": 5},
    ),
    sqs_managed_sse_enabled=True,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

failures = aws.sqs.Queue(
    "failures",
    name=f"{name}-failures",
    visibility_timeout_seconds=60,
    message_retention_seconds=1209600,
    receive_wait_time_seconds=20,
    sqs_managed_sse_enabled=True,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

checker_rights = aws.iam.Role(
    "checker_rights",
    name=f"{name}-checker",
    description="Reads what came and writes what was checked",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                },
            ],
        },
    ),
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

checker_rights_rights = aws.iam.RolePolicy(
    "checker_rights_rights",
    name="granted",
    role=checker_rights.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": [raw.arn]},
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject"],
                    "Resource": [pulumi.Output.format("{}/*", raw.arn)],
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:ListBucket"],
                    "Resource": [cleaned.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                    "Resource": [pulumi.Output.format("{}/*", cleaned.arn)],
                },
                {
                    "Effect": "Allow",
                    "Action": [
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:GetQueueAttributes",
                    ],
                    "Resource": [arrivals.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["sqs:SendMessage", "sqs:GetQueueAttributes"],
                    "Resource": [failures.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                    "Resource": [lake_key.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": ["arn:aws:logs:us-east-1:*:log-group:/aws/lambda/*:*"],
                },
            ],
        },
    ),
)

checker_logs = aws.cloudwatch.LogGroup(
    "checker_logs",
    name=f"/aws/lambda/{name}-checker",
    retention_in_days=30,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

checker = aws.lambda_.Function(
    "checker",
    name=f"{name}-checker",
    description="Checks new data and writes it to the cleaned layer",
    role=checker_rights.arn,
    runtime="python3.12",
    handler="main.handler",
    s3_bucket=packages.id,
    s3_key="checker.zip",
    memory_size=memory_mb,
    timeout=60,
    architectures=["x86_64"],
    environment=aws.lambda_.FunctionEnvironmentArgs(
        variables={"TARGET": cleaned.bucket},
    ),
    dead_letter_config=aws.lambda_.FunctionDeadLetterConfigArgs(
        target_arn=failures.arn,
    ),
    tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
    opts=pulumi.ResourceOptions(depends_on=[checker_logs]),
)

checker_trigger = aws.lambda_.EventSourceMapping(
    "checker_trigger",
    event_source_arn=arrivals.arn,
    function_name=checker.arn,
    batch_size=10,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

analyst = aws.iam.Role(
    "analyst",
    name=f"{name}-analyst",
    description="Reads what is ready",
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
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

analyst_profile = aws.iam.InstanceProfile(
    "analyst_profile",
    name=f"{name}-analyst",
    role=analyst.name,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

analyst_rights = aws.iam.RolePolicy(
    "analyst_rights",
    name="granted",
    role=analyst.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:ListBucket"],
                    "Resource": [ready.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject"],
                    "Resource": [pulumi.Output.format("{}/*", ready.arn)],
                },
                {
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                    "Resource": [lake_key.arn],
                },
            ],
        },
    ),
)

waiting = aws.cloudwatch.MetricAlarm(
    "waiting",
    name=f"{name}-waiting",
    alarm_description="New data is not checked as fast as it comes",
    namespace="AWS/SQS",
    metric_name="ApproximateNumberOfMessagesVisible",
    dimensions={"QueueName": arrivals.name},
    statistic="Maximum",
    comparison_operator="GreaterThanThreshold",
    threshold=1000,
    period=60,
    evaluation_periods=15,
    treat_missing_data="notBreaching",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1006",
        "Application": "data-lake",
    },
)

pulumi.export("raw_bucket", raw.bucket)
pulumi.export("ready_bucket", ready.bucket)
pulumi.export("arrivals", arrivals.url)
