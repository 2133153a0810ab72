"""The stack of event-pipeline."""

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class EventPipelineStack(cdk.Stack):
    """Resources and outputs of event-pipeline."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "event-pipeline, written by Dharma"

        cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="event-pipeline",
            description="What all names start with; another one makes a second copy in the same account",
        )

        environment = cdk.CfnParameter(
            self,
            "Environment",
            type="String",
            default="production",
            description="What it is for, as the tag Environment says",
        )

        image_uri = cdk.CfnParameter(
            self,
            "ImageUri",
            type="String",
            default="123456789012.dkr.ecr.us-east-1.amazonaws.com/event-pipeline:1.0.0",
            description="Container image of the writer, in the same account and region",
        )

        bucket_name = cdk.CfnParameter(
            self,
            "BucketName",
            type="String",
            default="dharma-event-pipeline-events",
            description="Name of the event bucket, unique in the world",
        )

        memory_mb = cdk.CfnParameter(
            self,
            "MemoryMb",
            type="Number",
            default="1024",
            description="Memory of the writer, in MB",
        )

        log_days = cdk.CfnParameter(
            self,
            "LogDays",
            type="Number",
            default="90",
            description="How long logs are kept",
        )

        kms_key_event_key = kms.CfnKey(
            self,
            "KmsKeyEventKey",
            description="Encrypts topic, bucket and table of the event pipeline",
            enable_key_rotation=True,
            pending_window_in_days=30,
            key_policy={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "Enable IAM User Permissions",
                        "Effect": "Allow",
                        "Principal": {
                            "AWS": cdk.Fn.sub(
                                "arn:${AWS::Partition}:iam::${AWS::AccountId}:root",
                            ),
                        },
                        "Action": "kms:*",
                        "Resource": "*",
                    },
                ],
            },
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1003"),
                cdk.CfnTag(key="Application", value="event-pipeline"),
            ],
        )
        options = kms_key_event_key.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_kms_key.event_key"}}

        sqs_queue_unreadable = sqs.CfnQueue(
            self,
            "SqsQueueUnreadable",
            queue_name=cdk.Fn.sub("${Name}-unreadable"),
            message_retention_period=1209600,
            sqs_managed_sse_enabled=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1003"),
                cdk.CfnTag(key="Application", value="event-pipeline"),
            ],
        )
        options = sqs_queue_unreadable.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.unreadable"}}

        cloudwatch_log_group_writer_logs = logs.CfnLogGroup(
            self,
            "CloudwatchLogGroupWriterLogs",
            log_group_name=cdk.Fn.sub("/aws/lambda/${Name}-writer"),
            retention_in_days=log_days.value_as_number,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1003"),
                cdk.CfnTag(key="Application", value="event-pipeline"),
            ],
        )
        options = cloudwatch_log_group_writer_logs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {"Address": "aws_cloudwatch_log_group.writer_logs"},
        }

        iam_role_writer_role = iam.CfnRole(
            self,
            "IamRoleWriterRole",
            role_name=cdk.Fn.sub("${Name}-writer"),
            description="What the writer may do",
            assume_role_policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                    },
                ],
            },
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1003"),
                cdk.CfnTag(key="Application", value="event-pipeline"),
            ],
        )
        options = iam_role_writer_role.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role.writer_role"}}

        sns_topic_events = sns.CfnTopic(
            self,
            "SnsTopicEvents",
            topic_name=cdk.Fn.sub("${Name}-events"),
            kms_master_key_id=kms_key_event_key.attr_arn,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1003"),
                cdk.CfnTag(key="Application", value="event-pipeline"),
            ],
        )
        options = sns_topic_events.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_sns_topic.events"}}

        sqs_queue_waiting = sqs.CfnQueue(
            self,
            "SqsQueueWaiting",
            queue_name=cdk.Fn.sub("${Name}-waiting"),
            visibility_timeout=360,
            receive_message_wait_time_seconds=20,
            sqs_managed_sse_enabled=True,
            redrive_policy={
                "deadLetterTargetArn": sqs_queue_unreadable.attr_arn,
                "maxReceiveCount": 5,
            },
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1003"),
                cdk.CfnTag(key="Application", value="event-pipeline"),
            ],
        )
        options = sqs_queue_waiting.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.waiting"}}

        s3_bucket_store = s3.CfnBucket(
            self,
            "S3BucketStore",
            bucket_name=bucket_name.value_as_string,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1003"),
                cdk.CfnTag(key="Application", value="event-pipeline"),
            ],
            versioning_configuration=s3.CfnBucket.VersioningConfigurationProperty(
                status="Enabled",
            ),
            bucket_encryption=s3.CfnBucket.BucketEncryptionProperty(
                server_side_encryption_configuration=[
                    s3.CfnBucket.ServerSideEncryptionRuleProperty(
                        bucket_key_enabled=True,
                        server_side_encryption_by_default=s3.CfnBucket.ServerSideEncryptionByDefaultProperty(
                            sse_algorithm="aws:kms",
                            kms_master_key_id=kms_key_event_key.attr_arn,
                        ),
                    ),
                ],
            ),
            public_access_block_configuration=s3.CfnBucket.PublicAccessBlockConfigurationProperty(
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
            ),
        )
        options = s3_bucket_store.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_s3_bucket.store",
                "Holds": [
                    "aws_s3_bucket_versioning.store_versions",
                    "aws_s3_bucket_server_side_encryption_configuration.store_encryption",
                    "aws_s3_bucket_public_access_block.store_private",
                ],
            },
        }

        dynamodb_table_counts = dynamodb.CfnTable(
            self,
            "DynamodbTableCounts",
            table_name=cdk.Fn.sub("${Name}-counts"),
            billing_mode="PAY_PER_REQUEST",
            key_schema=[
                dynamodb.CfnTable.KeySchemaProperty(
                    attribute_name="kind",
                    key_type="HASH",
                ),
                dynamodb.CfnTable.KeySchemaProperty(
                    attribute_name="hour",
                    key_type="RANGE",
                ),
            ],
            attribute_definitions=[
                dynamodb.CfnTable.AttributeDefinitionProperty(
                    attribute_name="kind",
                    attribute_type="S",
                ),
                dynamodb.CfnTable.AttributeDefinitionProperty(
                    attribute_name="hour",
                    attribute_type="S",
                ),
            ],
            point_in_time_recovery_specification=dynamodb.CfnTable.PointInTimeRecoverySpecificationProperty(
                point_in_time_recovery_enabled=True,
            ),
            sse_specification=dynamodb.CfnTable.SSESpecificationProperty(
                sse_enabled=True,
                kms_master_key_id=kms_key_event_key.attr_arn,
                sse_type="KMS",
            ),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1003"),
                cdk.CfnTag(key="Application", value="event-pipeline"),
            ],
        )
        options = dynamodb_table_counts.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_dynamodb_table.counts"}}

        sns_topic_subscription_events_to_waiting = sns.CfnSubscription(
            self,
            "SnsTopicSubscriptionEventsToWaiting",
            topic_arn=sns_topic_events.ref,
            protocol="sqs",
            endpoint=sqs_queue_waiting.attr_arn,
            raw_message_delivery=True,
        )
        options = sns_topic_subscription_events_to_waiting.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_sns_topic_subscription.events_to_waiting"},
        }

        sqs_queue_policy_waiting_right = sqs.CfnQueuePolicy(
            self,
            "SqsQueuePolicyWaitingRight",
            queues=[sqs_queue_waiting.ref],
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sqs:SendMessage",
                        "Resource": sqs_queue_waiting.attr_arn,
                        "Principal": {"Service": "sns.amazonaws.com"},
                        "Condition": {
                            "ArnEquals": {"aws:SourceArn": sns_topic_events.ref},
                        },
                    },
                ],
            },
        )
        options = sqs_queue_policy_waiting_right.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue_policy.waiting_right"}}

        iam_role_policy_writer_rights = iam.CfnPolicy(
            self,
            "IamRolePolicyWriterRights",
            policy_name="read-queue-write-store",
            roles=[iam_role_writer_role.ref],
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": [
                            "sqs:ReceiveMessage",
                            "sqs:DeleteMessage",
                            "sqs:GetQueueAttributes",
                        ],
                        "Resource": sqs_queue_waiting.attr_arn,
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["sqs:SendMessage"],
                        "Resource": sqs_queue_unreadable.attr_arn,
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["s3:PutObject"],
                        "Resource": cdk.Fn.sub("${S3BucketStore.Arn}/*"),
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["dynamodb:UpdateItem"],
                        "Resource": dynamodb_table_counts.attr_arn,
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                        "Resource": kms_key_event_key.attr_arn,
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                        "Resource": cdk.Fn.sub(
                            "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${CloudwatchLogGroupWriterLogs}:*",
                        ),
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
                        "Resource": "*",
                    },
                ],
            },
        )
        options = iam_role_policy_writer_rights.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role_policy.writer_rights"}}

        lambda_function_writer = lambda_.CfnFunction(
            self,
            "LambdaFunctionWriter",
            function_name=cdk.Fn.sub("${Name}-writer"),
            description="Writes events from the queue to the bucket and counts them",
            role=iam_role_writer_role.attr_arn,
            package_type="Image",
            code=lambda_.CfnFunction.CodeProperty(image_uri=image_uri.value_as_string),
            memory_size=memory_mb.value_as_number,
            timeout=60,
            environment=lambda_.CfnFunction.EnvironmentProperty(
                variables={
                    "BUCKET": s3_bucket_store.ref,
                    "TABLE": dynamodb_table_counts.ref,
                    "QUEUE_URL": sqs_queue_waiting.ref,
                },
            ),
            dead_letter_config=lambda_.CfnFunction.DeadLetterConfigProperty(
                target_arn=sqs_queue_unreadable.attr_arn,
            ),
            tracing_config=lambda_.CfnFunction.TracingConfigProperty(mode="Active"),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1003"),
                cdk.CfnTag(key="Application", value="event-pipeline"),
            ],
        )
        lambda_function_writer.add_dependency(cloudwatch_log_group_writer_logs)
        lambda_function_writer.add_dependency(iam_role_policy_writer_rights)
        options = lambda_function_writer.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lambda_function.writer"}}

        lambda_event_source_mapping_waiting_to_writer = lambda_.CfnEventSourceMapping(
            self,
            "LambdaEventSourceMappingWaitingToWriter",
            event_source_arn=sqs_queue_waiting.attr_arn,
            function_name=lambda_function_writer.attr_arn,
            batch_size=10,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1003"),
                cdk.CfnTag(key="Application", value="event-pipeline"),
            ],
        )
        options = lambda_event_source_mapping_waiting_to_writer.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_lambda_event_source_mapping.waiting_to_writer"},
        }

        cdk.CfnOutput(self, "TopicArn", value=sns_topic_events.ref)

        cdk.CfnOutput(self, "QueueUrl", value=sqs_queue_waiting.ref)

        cdk.CfnOutput(self, "Bucket", value=s3_bucket_store.ref)
