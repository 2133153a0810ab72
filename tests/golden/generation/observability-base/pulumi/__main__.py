"""observability-base, written for Pulumi."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "observability-base")
environment = config.get("environment", "production")
bucket_name = config.get("bucket_name", "dharma-observability-base-archive")
archive_days = config.get_int("archive_days", 400)
waiting_limit = config.get_int("waiting_limit", 20)

application_logs = aws.cloudwatch.LogGroup(
    "application_logs",
    name=f"{name}-applications",
    retention_in_days=90,
    tags={
        "Environment": environment,
        "Owner": "operations-team",
        "CostCenter": "CC-1013",
        "Application": "observability-base",
    },
)

audit_logs = aws.cloudwatch.LogGroup(
    "audit_logs",
    name=f"{name}-audit",
    retention_in_days=365,
    tags={
        "Environment": environment,
        "Owner": "operations-team",
        "CostCenter": "CC-1013",
        "Application": "observability-base",
    },
)

archive = aws.s3.BucketV2(
    "archive",
    bucket=bucket_name,
    tags={
        "Environment": environment,
        "Owner": "operations-team",
        "CostCenter": "CC-1013",
        "Application": "observability-base",
    },
)

archive_versions = aws.s3.BucketVersioningV2(
    "archive_versions",
    bucket=archive.id,
    versioning_configuration=aws.s3.BucketVersioningV2VersioningConfigurationArgs(
        status="Enabled",
    ),
)

archive_encryption = aws.s3.BucketServerSideEncryptionConfigurationV2(
    "archive_encryption",
    bucket=archive.id,
    rules=[
        aws.s3.BucketServerSideEncryptionConfigurationV2RuleArgs(
            apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs(
                sse_algorithm="AES256",
            ),
        ),
    ],
)

archive_private = aws.s3.BucketPublicAccessBlock(
    "archive_private",
    bucket=archive.id,
    block_public_acls=True,
    ignore_public_acls=True,
    block_public_policy=True,
    restrict_public_buckets=True,
)

archive_lifecycle = aws.s3.BucketLifecycleConfigurationV2(
    "archive_lifecycle",
    bucket=archive.id,
    rules=[
        aws.s3.BucketLifecycleConfigurationV2RuleArgs(
            id="archive",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationV2RuleFilterArgs(prefix=""),
            transitions=[
                aws.s3.BucketLifecycleConfigurationV2RuleTransitionArgs(
                    days=30,
                    storage_class="GLACIER_IR",
                ),
            ],
        ),
        aws.s3.BucketLifecycleConfigurationV2RuleArgs(
            id="delete",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationV2RuleFilterArgs(prefix=""),
            expiration=aws.s3.BucketLifecycleConfigurationV2RuleExpirationArgs(
                days=archive_days,
            ),
        ),
        aws.s3.BucketLifecycleConfigurationV2RuleArgs(
            id="old-versions",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationV2RuleFilterArgs(prefix=""),
            noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs(
                noncurrent_days=30,
            ),
        ),
    ],
)

alarm_queue_failed = aws.sqs.Queue(
    "alarm_queue_failed",
    name=f"{name}-alarms-failed",
    message_retention_seconds=1209600,
    sqs_managed_sse_enabled=True,
    tags={
        "Environment": environment,
        "Owner": "operations-team",
        "CostCenter": "CC-1013",
        "Application": "observability-base",
    },
)

alarm_queue = aws.sqs.Queue(
    "alarm_queue",
    name=f"{name}-alarms",
    visibility_timeout_seconds=60,
    message_retention_seconds=1209600,
    receive_wait_time_seconds=20,
    redrive_policy=pulumi.Output.json_dumps(
        {"deadLetterTargetArn": alarm_queue_failed.arn, "maxReceiveCount": 5},
    ),
    sqs_managed_sse_enabled=True,
    tags={
        "Environment": environment,
        "Owner": "operations-team",
        "CostCenter": "CC-1013",
        "Application": "observability-base",
    },
)

alarms = aws.sns.Topic(
    "alarms",
    name=f"{name}-alarms",
    kms_master_key_id="alias/aws/sns",
    tags={
        "Environment": environment,
        "Owner": "operations-team",
        "CostCenter": "CC-1013",
        "Application": "observability-base",
    },
)

alarms_to_1 = aws.sns.TopicSubscription(
    "alarms_to_1",
    topic=alarms.arn,
    protocol="sqs",
    endpoint=alarm_queue.arn,
    raw_message_delivery=True,
)

alarms_right_1 = aws.sqs.QueuePolicy(
    "alarms_right_1",
    queue_url=alarm_queue.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sqs:SendMessage",
                    "Resource": alarm_queue.arn,
                    "Principal": {"Service": "sns.amazonaws.com"},
                    "Condition": {"ArnEquals": {"aws:SourceArn": alarms.arn}},
                },
            ],
        },
    ),
)

alarms_waiting = aws.cloudwatch.MetricAlarm(
    "alarms_waiting",
    name=f"{name}-alarms-waiting",
    alarm_description="Nobody looks at the alarms",
    namespace="AWS/SQS",
    metric_name="ApproximateNumberOfMessagesVisible",
    dimensions={"QueueName": alarm_queue.name},
    statistic="Maximum",
    comparison_operator="GreaterThanThreshold",
    threshold=waiting_limit,
    period=60,
    evaluation_periods=15,
    treat_missing_data="notBreaching",
    alarm_actions=[alarms.arn],
    ok_actions=[alarms.arn],
    tags={
        "Environment": environment,
        "Owner": "operations-team",
        "CostCenter": "CC-1013",
        "Application": "observability-base",
    },
)

writer = aws.iam.Role(
    "writer",
    name=f"{name}-writer",
    description="Sends alarms and writes the archive",
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
        "Owner": "operations-team",
        "CostCenter": "CC-1013",
        "Application": "observability-base",
    },
)

writer_rights = aws.iam.RolePolicy(
    "writer_rights",
    name="granted",
    role=writer.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:ListBucket"],
                    "Resource": [archive.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                    "Resource": [pulumi.Output.format("{}/*", archive.arn)],
                },
                {
                    "Effect": "Allow",
                    "Action": ["sns:Publish"],
                    "Resource": [alarms.arn],
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

pulumi.export("archive", archive.bucket)
pulumi.export("alarms", alarms.name)
