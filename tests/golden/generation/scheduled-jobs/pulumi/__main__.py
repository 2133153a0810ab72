"""scheduled-jobs, written for Pulumi."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "scheduled-jobs")
environment = config.get("environment", "production")
bucket_name = config.get("bucket_name", "dharma-scheduled-jobs-packages")
memory_mb = config.get_int("memory_mb", 512)
deletion_protection = config.get_bool("deletion_protection", True)

packages = aws.s3.BucketV2(
    "packages",
    bucket=bucket_name,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1012",
        "Application": "scheduled-jobs",
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

runs = aws.dynamodb.Table(
    "runs",
    name=f"{name}-runs",
    billing_mode="PAY_PER_REQUEST",
    hash_key="job",
    range_key="started",
    attributes=[
        aws.dynamodb.TableAttributeArgs(name="job", type="S"),
        aws.dynamodb.TableAttributeArgs(name="started", type="S"),
    ],
    point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
    server_side_encryption=aws.dynamodb.TableServerSideEncryptionArgs(enabled=True),
    ttl=aws.dynamodb.TableTtlArgs(attribute_name="forgotten_at", enabled=True),
    deletion_protection_enabled=deletion_protection,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1012",
        "Application": "scheduled-jobs",
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
        "Owner": "platform-team",
        "CostCenter": "CC-1012",
        "Application": "scheduled-jobs",
    },
)

job_rights = aws.iam.Role(
    "job_rights",
    name=name,
    description="Writes the table of runs",
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
        "Owner": "platform-team",
        "CostCenter": "CC-1012",
        "Application": "scheduled-jobs",
    },
)

job_rights_rights = aws.iam.RolePolicy(
    "job_rights_rights",
    name="granted",
    role=job_rights.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": [
                        "dynamodb:GetItem",
                        "dynamodb:BatchGetItem",
                        "dynamodb:Query",
                        "dynamodb:Scan",
                        "dynamodb:PutItem",
                        "dynamodb:UpdateItem",
                        "dynamodb:DeleteItem",
                    ],
                    "Resource": [runs.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["sqs:SendMessage", "sqs:GetQueueAttributes"],
                    "Resource": [failures.arn],
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

job_logs = aws.cloudwatch.LogGroup(
    "job_logs",
    name=f"/aws/lambda/{name}",
    retention_in_days=30,
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1012",
        "Application": "scheduled-jobs",
    },
)

job = aws.lambda_.Function(
    "job",
    name=name,
    description="Runs by the clock",
    role=job_rights.arn,
    runtime="python3.12",
    handler="main.handler",
    s3_bucket=packages.id,
    s3_key="job.zip",
    memory_size=memory_mb,
    timeout=300,
    architectures=["x86_64"],
    environment=aws.lambda_.FunctionEnvironmentArgs(variables={"TABLE": runs.name}),
    dead_letter_config=aws.lambda_.FunctionDeadLetterConfigArgs(
        target_arn=failures.arn,
    ),
    tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1012",
        "Application": "scheduled-jobs",
    },
    opts=pulumi.ResourceOptions(depends_on=[job_logs]),
)

job_schedule = aws.cloudwatch.EventRule(
    "job_schedule",
    name=name,
    description=f"Runs {name}",
    schedule_expression="rate(15 minutes)",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1012",
        "Application": "scheduled-jobs",
    },
)

job_run = aws.cloudwatch.EventTarget("job_run", rule=job_schedule.name, arn=job.arn)

job_caller = aws.lambda_.Permission(
    "job_caller",
    action="lambda:InvokeFunction",
    function=job.name,
    principal="events.amazonaws.com",
    source_arn=job_schedule.arn,
)

alarms = aws.sns.Topic(
    "alarms",
    name=f"{name}-alarms",
    kms_master_key_id="alias/aws/sns",
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1012",
        "Application": "scheduled-jobs",
    },
)

failing = aws.cloudwatch.MetricAlarm(
    "failing",
    name=f"{name}-failing",
    alarm_description="A job failed; its event waits in the queue of failures",
    namespace="AWS/Lambda",
    metric_name="Errors",
    dimensions={"FunctionName": job.name},
    statistic="Sum",
    comparison_operator="GreaterThanThreshold",
    threshold=0,
    period=60,
    evaluation_periods=5,
    treat_missing_data="notBreaching",
    alarm_actions=[alarms.arn],
    ok_actions=[alarms.arn],
    tags={
        "Environment": environment,
        "Owner": "platform-team",
        "CostCenter": "CC-1012",
        "Application": "scheduled-jobs",
    },
)

pulumi.export("function", job.name)
pulumi.export("table", runs.name)
