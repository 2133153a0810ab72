"""The stack of observability-base."""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class ObservabilityBaseStack(cdk.Stack):
    """Resources and outputs of observability-base."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "observability-base, written by Dharma"

        cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="observability-base",
            description="What all names start with; another one makes a second copy in the same account",
        )

        environment = cdk.CfnParameter(
            self,
            "Environment",
            type="String",
            default="production",
            description="What it is for, as the tag Environment says",
        )

        bucket_name = cdk.CfnParameter(
            self,
            "BucketName",
            type="String",
            default="dharma-observability-base-archive",
            description="Name of the archive bucket, unique in the world",
        )

        archive_days = cdk.CfnParameter(
            self,
            "ArchiveDays",
            type="Number",
            default="400",
            description="How long the archive keeps them",
        )

        waiting_limit = cdk.CfnParameter(
            self,
            "WaitingLimit",
            type="Number",
            default="20",
            description="How many alarms may wait before somebody is told",
        )

        cloudwatch_log_group_application_logs = logs.CfnLogGroup(
            self,
            "CloudwatchLogGroupApplicationLogs",
            log_group_name=cdk.Fn.sub("${Name}-applications"),
            retention_in_days=90,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="operations-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1013"),
                cdk.CfnTag(key="Application", value="observability-base"),
            ],
        )
        options = cloudwatch_log_group_application_logs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {"Address": "aws_cloudwatch_log_group.application_logs"},
        }

        cloudwatch_log_group_audit_logs = logs.CfnLogGroup(
            self,
            "CloudwatchLogGroupAuditLogs",
            log_group_name=cdk.Fn.sub("${Name}-audit"),
            retention_in_days=365,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="operations-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1013"),
                cdk.CfnTag(key="Application", value="observability-base"),
            ],
        )
        options = cloudwatch_log_group_audit_logs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {"Address": "aws_cloudwatch_log_group.audit_logs"},
        }

        s3_bucket_archive = s3.CfnBucket(
            self,
            "S3BucketArchive",
            bucket_name=bucket_name.value_as_string,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="operations-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1013"),
                cdk.CfnTag(key="Application", value="observability-base"),
            ],
            versioning_configuration=s3.CfnBucket.VersioningConfigurationProperty(
                status="Enabled",
            ),
            bucket_encryption=s3.CfnBucket.BucketEncryptionProperty(
                server_side_encryption_configuration=[
                    s3.CfnBucket.ServerSideEncryptionRuleProperty(
                        server_side_encryption_by_default=s3.CfnBucket.ServerSideEncryptionByDefaultProperty(
                            sse_algorithm="AES256",
                        ),
                    ),
                ],
            ),
            public_access_block_configuration=s3.CfnBucket.PublicAccessBlockConfigurationProperty(
                block_public_acls=True,
                ignore_public_acls=True,
                block_public_policy=True,
                restrict_public_buckets=True,
            ),
            lifecycle_configuration=s3.CfnBucket.LifecycleConfigurationProperty(
                rules=[
                    s3.CfnBucket.RuleProperty(
                        id="archive",
                        status="Enabled",
                        transitions=[
                            s3.CfnBucket.TransitionProperty(
                                transition_in_days=30,
                                storage_class="GLACIER_IR",
                            ),
                        ],
                    ),
                    s3.CfnBucket.RuleProperty(
                        id="delete",
                        status="Enabled",
                        expiration_in_days=archive_days.value_as_number,
                    ),
                    s3.CfnBucket.RuleProperty(
                        id="old-versions",
                        status="Enabled",
                        noncurrent_version_expiration=s3.CfnBucket.NoncurrentVersionExpirationProperty(
                            noncurrent_days=30,
                        ),
                    ),
                ],
            ),
        )
        options = s3_bucket_archive.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_s3_bucket.archive",
                "Holds": [
                    "aws_s3_bucket_versioning.archive_versions",
                    "aws_s3_bucket_server_side_encryption_configuration.archive_encryption",
                    "aws_s3_bucket_public_access_block.archive_private",
                    "aws_s3_bucket_lifecycle_configuration.archive_lifecycle",
                ],
            },
        }

        sqs_queue_alarm_queue_failed = sqs.CfnQueue(
            self,
            "SqsQueueAlarmQueueFailed",
            queue_name=cdk.Fn.sub("${Name}-alarms-failed"),
            message_retention_period=1209600,
            sqs_managed_sse_enabled=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="operations-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1013"),
                cdk.CfnTag(key="Application", value="observability-base"),
            ],
        )
        options = sqs_queue_alarm_queue_failed.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.alarm_queue_failed"}}

        sns_topic_alarms = sns.CfnTopic(
            self,
            "SnsTopicAlarms",
            topic_name=cdk.Fn.sub("${Name}-alarms"),
            kms_master_key_id="alias/aws/sns",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="operations-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1013"),
                cdk.CfnTag(key="Application", value="observability-base"),
            ],
        )
        options = sns_topic_alarms.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_sns_topic.alarms"}}

        iam_role_writer = iam.CfnRole(
            self,
            "IamRoleWriter",
            role_name=cdk.Fn.sub("${Name}-writer"),
            description="Sends alarms and writes the archive",
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
                cdk.CfnTag(key="Owner", value="operations-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1013"),
                cdk.CfnTag(key="Application", value="observability-base"),
            ],
        )
        options = iam_role_writer.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role.writer"}}

        sqs_queue_alarm_queue = sqs.CfnQueue(
            self,
            "SqsQueueAlarmQueue",
            queue_name=cdk.Fn.sub("${Name}-alarms"),
            visibility_timeout=60,
            message_retention_period=1209600,
            receive_message_wait_time_seconds=20,
            redrive_policy={
                "deadLetterTargetArn": sqs_queue_alarm_queue_failed.attr_arn,
                "maxReceiveCount": 5,
            },
            sqs_managed_sse_enabled=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="operations-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1013"),
                cdk.CfnTag(key="Application", value="observability-base"),
            ],
        )
        options = sqs_queue_alarm_queue.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.alarm_queue"}}

        cloudwatch_metric_alarm_alarms_waiting = cloudwatch.CfnAlarm(
            self,
            "CloudwatchMetricAlarmAlarmsWaiting",
            alarm_name=cdk.Fn.sub("${Name}-alarms-waiting"),
            alarm_description="Nobody looks at the alarms",
            namespace="AWS/SQS",
            metric_name="ApproximateNumberOfMessagesVisible",
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(
                    name="QueueName",
                    value=cdk.Fn.sub("${Name}-alarms"),
                ),
            ],
            statistic="Maximum",
            comparison_operator="GreaterThanThreshold",
            threshold=waiting_limit.value_as_number,
            period=60,
            evaluation_periods=15,
            treat_missing_data="notBreaching",
            alarm_actions=[sns_topic_alarms.ref],
            ok_actions=[sns_topic_alarms.ref],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="operations-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1013"),
                cdk.CfnTag(key="Application", value="observability-base"),
            ],
        )
        options = cloudwatch_metric_alarm_alarms_waiting.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_cloudwatch_metric_alarm.alarms_waiting"},
        }

        iam_role_policy_writer_rights = iam.CfnPolicy(
            self,
            "IamRolePolicyWriterRights",
            policy_name="granted",
            roles=[iam_role_writer.ref],
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["s3:ListBucket"],
                        "Resource": [s3_bucket_archive.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                        "Resource": [cdk.Fn.sub("${S3BucketArchive.Arn}/*")],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["sns:Publish"],
                        "Resource": [sns_topic_alarms.ref],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                        "Resource": [
                            "arn:aws:logs:us-east-1:*:log-group:/aws/lambda/*:*",
                        ],
                    },
                ],
            },
        )
        options = iam_role_policy_writer_rights.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role_policy.writer_rights"}}

        sns_topic_subscription_alarms_to1 = sns.CfnSubscription(
            self,
            "SnsTopicSubscriptionAlarmsTo1",
            topic_arn=sns_topic_alarms.ref,
            protocol="sqs",
            endpoint=sqs_queue_alarm_queue.attr_arn,
            raw_message_delivery=True,
        )
        options = sns_topic_subscription_alarms_to1.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_sns_topic_subscription.alarms_to_1"},
        }

        sqs_queue_policy_alarms_right1 = sqs.CfnQueuePolicy(
            self,
            "SqsQueuePolicyAlarmsRight1",
            queues=[sqs_queue_alarm_queue.ref],
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sqs:SendMessage",
                        "Resource": sqs_queue_alarm_queue.attr_arn,
                        "Principal": {"Service": "sns.amazonaws.com"},
                        "Condition": {
                            "ArnEquals": {"aws:SourceArn": sns_topic_alarms.ref},
                        },
                    },
                ],
            },
        )
        options = sqs_queue_policy_alarms_right1.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_sqs_queue_policy.alarms_right_1"},
        }

        cdk.CfnOutput(self, "Archive", value=s3_bucket_archive.ref)

        cdk.CfnOutput(self, "Alarms", value=cdk.Fn.sub("${Name}-alarms"))
