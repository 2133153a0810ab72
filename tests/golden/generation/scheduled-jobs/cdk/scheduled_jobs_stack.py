"""The stack of scheduled-jobs."""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class ScheduledJobsStack(cdk.Stack):
    """Resources and outputs of scheduled-jobs."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "scheduled-jobs, written by Dharma"

        name = cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="scheduled-jobs",
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
            default="dharma-scheduled-jobs-packages",
            description="Name of the bucket of packages, unique in the world",
        )

        memory_mb = cdk.CfnParameter(
            self,
            "MemoryMb",
            type="Number",
            default="512",
            description="Memory of a run, in MB",
        )

        deletion_protection = cdk.CfnParameter(
            self,
            "DeletionProtection",
            type="String",
            default="true",
            allowed_values=["true", "false"],
            description="Whether the table of runs refuses to be deleted",
        )

        cdk.CfnCondition(
            self,
            "DeletionProtectionOn",
            expression=cdk.Fn.condition_equals(
                deletion_protection.value_as_string,
                "true",
            ),
        )

        s3_bucket_packages = s3.CfnBucket(
            self,
            "S3BucketPackages",
            bucket_name=bucket_name.value_as_string,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1012"),
                cdk.CfnTag(key="Application", value="scheduled-jobs"),
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
                        id="old-versions",
                        status="Enabled",
                        noncurrent_version_expiration=s3.CfnBucket.NoncurrentVersionExpirationProperty(
                            noncurrent_days=90,
                        ),
                    ),
                ],
            ),
        )
        options = s3_bucket_packages.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_s3_bucket.packages",
                "Holds": [
                    "aws_s3_bucket_versioning.packages_versions",
                    "aws_s3_bucket_server_side_encryption_configuration.packages_encryption",
                    "aws_s3_bucket_public_access_block.packages_private",
                    "aws_s3_bucket_lifecycle_configuration.packages_lifecycle",
                ],
            },
        }

        dynamodb_table_runs = dynamodb.CfnTable(
            self,
            "DynamodbTableRuns",
            table_name=cdk.Fn.sub("${Name}-runs"),
            billing_mode="PAY_PER_REQUEST",
            key_schema=[
                dynamodb.CfnTable.KeySchemaProperty(
                    attribute_name="job",
                    key_type="HASH",
                ),
                dynamodb.CfnTable.KeySchemaProperty(
                    attribute_name="started",
                    key_type="RANGE",
                ),
            ],
            attribute_definitions=[
                dynamodb.CfnTable.AttributeDefinitionProperty(
                    attribute_name="job",
                    attribute_type="S",
                ),
                dynamodb.CfnTable.AttributeDefinitionProperty(
                    attribute_name="started",
                    attribute_type="S",
                ),
            ],
            point_in_time_recovery_specification=dynamodb.CfnTable.PointInTimeRecoverySpecificationProperty(
                point_in_time_recovery_enabled=True,
            ),
            sse_specification=dynamodb.CfnTable.SSESpecificationProperty(
                sse_enabled=True,
                sse_type="KMS",
            ),
            time_to_live_specification=dynamodb.CfnTable.TimeToLiveSpecificationProperty(
                attribute_name="forgotten_at",
                enabled=True,
            ),
            deletion_protection_enabled=cdk.Fn.condition_if(
                "DeletionProtectionOn",
                True,
                False,
            ),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1012"),
                cdk.CfnTag(key="Application", value="scheduled-jobs"),
            ],
        )
        options = dynamodb_table_runs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_dynamodb_table.runs"}}

        sqs_queue_failures = sqs.CfnQueue(
            self,
            "SqsQueueFailures",
            queue_name=cdk.Fn.sub("${Name}-failures"),
            visibility_timeout=60,
            message_retention_period=1209600,
            receive_message_wait_time_seconds=20,
            sqs_managed_sse_enabled=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1012"),
                cdk.CfnTag(key="Application", value="scheduled-jobs"),
            ],
        )
        options = sqs_queue_failures.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.failures"}}

        iam_role_job_rights = iam.CfnRole(
            self,
            "IamRoleJobRights",
            role_name=name.value_as_string,
            description="Writes the table of runs",
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
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1012"),
                cdk.CfnTag(key="Application", value="scheduled-jobs"),
            ],
        )
        options = iam_role_job_rights.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role.job_rights"}}

        cloudwatch_log_group_job_logs = logs.CfnLogGroup(
            self,
            "CloudwatchLogGroupJobLogs",
            log_group_name=cdk.Fn.sub("/aws/lambda/${Name}"),
            retention_in_days=30,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1012"),
                cdk.CfnTag(key="Application", value="scheduled-jobs"),
            ],
        )
        options = cloudwatch_log_group_job_logs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_cloudwatch_log_group.job_logs"}}

        sns_topic_alarms = sns.CfnTopic(
            self,
            "SnsTopicAlarms",
            topic_name=cdk.Fn.sub("${Name}-alarms"),
            kms_master_key_id="alias/aws/sns",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1012"),
                cdk.CfnTag(key="Application", value="scheduled-jobs"),
            ],
        )
        options = sns_topic_alarms.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_sns_topic.alarms"}}

        iam_role_policy_job_rights_rights = iam.CfnPolicy(
            self,
            "IamRolePolicyJobRightsRights",
            policy_name="granted",
            roles=[iam_role_job_rights.ref],
            policy_document={
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
                        "Resource": [dynamodb_table_runs.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["sqs:SendMessage", "sqs:GetQueueAttributes"],
                        "Resource": [sqs_queue_failures.attr_arn],
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
        options = iam_role_policy_job_rights_rights.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_iam_role_policy.job_rights_rights"},
        }

        lambda_function_job = lambda_.CfnFunction(
            self,
            "LambdaFunctionJob",
            function_name=name.value_as_string,
            description="Runs by the clock",
            role=iam_role_job_rights.attr_arn,
            runtime="python3.12",
            handler="main.handler",
            code=lambda_.CfnFunction.CodeProperty(
                s3_bucket=s3_bucket_packages.ref,
                s3_key="job.zip",
            ),
            memory_size=memory_mb.value_as_number,
            timeout=300,
            architectures=["x86_64"],
            environment=lambda_.CfnFunction.EnvironmentProperty(
                variables={"TABLE": dynamodb_table_runs.ref},
            ),
            dead_letter_config=lambda_.CfnFunction.DeadLetterConfigProperty(
                target_arn=sqs_queue_failures.attr_arn,
            ),
            tracing_config=lambda_.CfnFunction.TracingConfigProperty(mode="Active"),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1012"),
                cdk.CfnTag(key="Application", value="scheduled-jobs"),
            ],
        )
        lambda_function_job.add_dependency(cloudwatch_log_group_job_logs)
        options = lambda_function_job.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lambda_function.job"}}

        cloudwatch_event_rule_job_schedule = events.CfnRule(
            self,
            "CloudwatchEventRuleJobSchedule",
            name=name.value_as_string,
            description=cdk.Fn.sub("Runs ${Name}"),
            schedule_expression="rate(15 minutes)",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1012"),
                cdk.CfnTag(key="Application", value="scheduled-jobs"),
            ],
            targets=[
                events.CfnRule.TargetProperty(
                    id="CloudwatchEventTargetJobRun",
                    arn=lambda_function_job.attr_arn,
                ),
            ],
        )
        options = cloudwatch_event_rule_job_schedule.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_cloudwatch_event_rule.job_schedule",
                "Holds": ["aws_cloudwatch_event_target.job_run"],
            },
        }

        cloudwatch_metric_alarm_failing = cloudwatch.CfnAlarm(
            self,
            "CloudwatchMetricAlarmFailing",
            alarm_name=cdk.Fn.sub("${Name}-failing"),
            alarm_description="A job failed; its event waits in the queue of failures",
            namespace="AWS/Lambda",
            metric_name="Errors",
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(
                    name="FunctionName",
                    value=lambda_function_job.ref,
                ),
            ],
            statistic="Sum",
            comparison_operator="GreaterThanThreshold",
            threshold=0,
            period=60,
            evaluation_periods=5,
            treat_missing_data="notBreaching",
            alarm_actions=[sns_topic_alarms.ref],
            ok_actions=[sns_topic_alarms.ref],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1012"),
                cdk.CfnTag(key="Application", value="scheduled-jobs"),
            ],
        )
        options = cloudwatch_metric_alarm_failing.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_cloudwatch_metric_alarm.failing"},
        }

        lambda_permission_job_caller = lambda_.CfnPermission(
            self,
            "LambdaPermissionJobCaller",
            action="lambda:InvokeFunction",
            function_name=lambda_function_job.ref,
            principal="events.amazonaws.com",
            source_arn=cloudwatch_event_rule_job_schedule.attr_arn,
        )
        options = lambda_permission_job_caller.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lambda_permission.job_caller"}}

        cdk.CfnOutput(self, "Function", value=lambda_function_job.ref)

        cdk.CfnOutput(self, "Table", value=dynamodb_table_runs.ref)
