"""event-pipeline, written for Pulumi."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "event-pipeline")
environment = config.get("environment", "production")
image_uri = config.get(
    "image_uri",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/event-pipeline:1.0.0",
)
bucket_name = config.get("bucket_name", "dharma-event-pipeline-events")
memory_mb = config.get_int("memory_mb", 1024)
log_days = config.get_int("log_days", 90)

event_key = aws.kms.Key(
    "event_key",
    description="Encrypts topic, bucket and table of the event pipeline",
    enable_key_rotation=True,
    deletion_window_in_days=30,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1003",
        "Application": "event-pipeline",
    },
)

events = aws.sns.Topic(
    "events",
    name=f"{name}-events",
    kms_master_key_id=event_key.arn,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1003",
        "Application": "event-pipeline",
    },
)

unreadable = aws.sqs.Queue(
    "unreadable",
    name=f"{name}-unreadable",
    message_retention_seconds=1209600,
    sqs_managed_sse_enabled=True,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1003",
        "Application": "event-pipeline",
    },
)

waiting = aws.sqs.Queue(
    "waiting",
    name=f"{name}-waiting",
    visibility_timeout_seconds=360,
    receive_wait_time_seconds=20,
    sqs_managed_sse_enabled=True,
    redrive_policy=pulumi.Output.json_dumps(
        {"deadLetterTargetArn": unreadable.arn, "maxReceiveCount": 5},
    ),
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1003",
        "Application": "event-pipeline",
    },
)

events_to_waiting = aws.sns.TopicSubscription(
    "events_to_waiting",
    topic=events.arn,
    protocol="sqs",
    endpoint=waiting.arn,
    raw_message_delivery=True,
)

waiting_right = aws.sqs.QueuePolicy(
    "waiting_right",
    queue_url=waiting.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sqs:SendMessage",
                    "Resource": waiting.arn,
                    "Principal": {"Service": "sns.amazonaws.com"},
                    "Condition": {"ArnEquals": {"aws:SourceArn": events.arn}},
                },
            ],
        },
    ),
)

store = aws.s3.BucketV2(
    "store",
    bucket=bucket_name,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1003",
        "Application": "event-pipeline",
    },
)

store_versions = aws.s3.BucketVersioningV2(
    "store_versions",
    bucket=store.id,
    versioning_configuration=aws.s3.BucketVersioningV2VersioningConfigurationArgs(
        status="Enabled",
    ),
)

store_encryption = aws.s3.BucketServerSideEncryptionConfigurationV2(
    "store_encryption",
    bucket=store.id,
    rules=[
        aws.s3.BucketServerSideEncryptionConfigurationV2RuleArgs(
            bucket_key_enabled=True,
            apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs(
                sse_algorithm="aws:kms",
                kms_master_key_id=event_key.arn,
            ),
        ),
    ],
)

store_private = aws.s3.BucketPublicAccessBlock(
    "store_private",
    bucket=store.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)

counts = aws.dynamodb.Table(
    "counts",
    name=f"{name}-counts",
    billing_mode="PAY_PER_REQUEST",
    hash_key="kind",
    range_key="hour",
    attributes=[
        aws.dynamodb.TableAttributeArgs(name="kind", type="S"),
        aws.dynamodb.TableAttributeArgs(name="hour", type="S"),
    ],
    point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
    server_side_encryption=aws.dynamodb.TableServerSideEncryptionArgs(
        enabled=True,
        kms_key_arn=event_key.arn,
    ),
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1003",
        "Application": "event-pipeline",
    },
)

writer_logs = aws.cloudwatch.LogGroup(
    "writer_logs",
    name=f"/aws/lambda/{name}-writer",
    retention_in_days=log_days,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1003",
        "Application": "event-pipeline",
    },
)

writer_role = aws.iam.Role(
    "writer_role",
    name=f"{name}-writer",
    description="What the writer may do",
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
        "CostCenter": "CC-1003",
        "Application": "event-pipeline",
    },
)

writer_rights = aws.iam.RolePolicy(
    "writer_rights",
    name="read-queue-write-store",
    role=writer_role.id,
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
                    "Resource": waiting.arn,
                },
                {
                    "Effect": "Allow",
                    "Action": ["sqs:SendMessage"],
                    "Resource": unreadable.arn,
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:PutObject"],
                    "Resource": pulumi.Output.format("{}/*", store.arn),
                },
                {
                    "Effect": "Allow",
                    "Action": ["dynamodb:UpdateItem"],
                    "Resource": counts.arn,
                },
                {
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                    "Resource": event_key.arn,
                },
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": pulumi.Output.format("{}:*", writer_logs.arn),
                },
                {
                    "Effect": "Allow",
                    "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
                    "Resource": "*",
                },
            ],
        },
    ),
)

writer = aws.lambda_.Function(
    "writer",
    name=f"{name}-writer",
    description="Writes events from the queue to the bucket and counts them",
    role=writer_role.arn,
    package_type="Image",
    image_uri=image_uri,
    memory_size=memory_mb,
    timeout=60,
    environment=aws.lambda_.FunctionEnvironmentArgs(
        variables={
            "BUCKET": store.bucket,
            "TABLE": counts.name,
            "QUEUE_URL": waiting.url,
        },
    ),
    dead_letter_config=aws.lambda_.FunctionDeadLetterConfigArgs(
        target_arn=unreadable.arn,
    ),
    tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1003",
        "Application": "event-pipeline",
    },
    opts=pulumi.ResourceOptions(depends_on=[writer_logs, writer_rights]),
)

waiting_to_writer = aws.lambda_.EventSourceMapping(
    "waiting_to_writer",
    event_source_arn=waiting.arn,
    function_name=writer.arn,
    batch_size=10,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1003",
        "Application": "event-pipeline",
    },
)

pulumi.export("topic_arn", events.arn)
pulumi.export("queue_url", waiting.url)
pulumi.export("bucket", store.bucket)
