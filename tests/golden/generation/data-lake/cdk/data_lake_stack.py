"""The stack of data-lake."""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class DataLakeStack(cdk.Stack):
    """Resources and outputs of data-lake."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "data-lake, written by Dharma"

        cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="data-lake",
            description="What all names start with; another one makes a second copy in the same account",
        )

        environment = cdk.CfnParameter(
            self,
            "Environment",
            type="String",
            default="production",
            description="What it is for, as the tag Environment says",
        )

        cdk.CfnParameter(
            self,
            "BucketPrefix",
            type="String",
            default="dharma-data-lake",
            description="What the buckets' names start with, unique in the world",
        )

        archive_days = cdk.CfnParameter(
            self,
            "ArchiveDays",
            type="Number",
            default="90",
            description="When data as it came moves to a cheaper class",
        )

        memory_mb = cdk.CfnParameter(
            self,
            "MemoryMb",
            type="Number",
            default="1024",
            description="Memory of the function that checks new data, in MB",
        )

        kms_key_lake_key = kms.CfnKey(
            self,
            "KmsKeyLakeKey",
            description="Encrypts the data lake",
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
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
            ],
        )
        options = kms_key_lake_key.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_kms_key.lake_key"}}

        s3_bucket_packages = s3.CfnBucket(
            self,
            "S3BucketPackages",
            bucket_name=cdk.Fn.sub("${BucketPrefix}-packages"),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
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

        sqs_queue_arrivals_failed = sqs.CfnQueue(
            self,
            "SqsQueueArrivalsFailed",
            queue_name=cdk.Fn.sub("${Name}-arrivals-failed"),
            message_retention_period=1209600,
            sqs_managed_sse_enabled=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
            ],
        )
        options = sqs_queue_arrivals_failed.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.arrivals_failed"}}

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
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
            ],
        )
        options = sqs_queue_failures.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.failures"}}

        iam_role_checker_rights = iam.CfnRole(
            self,
            "IamRoleCheckerRights",
            role_name=cdk.Fn.sub("${Name}-checker"),
            description="Reads what came and writes what was checked",
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
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
            ],
        )
        options = iam_role_checker_rights.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role.checker_rights"}}

        cloudwatch_log_group_checker_logs = logs.CfnLogGroup(
            self,
            "CloudwatchLogGroupCheckerLogs",
            log_group_name=cdk.Fn.sub("/aws/lambda/${Name}-checker"),
            retention_in_days=30,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
            ],
        )
        options = cloudwatch_log_group_checker_logs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {"Address": "aws_cloudwatch_log_group.checker_logs"},
        }

        iam_role_analyst = iam.CfnRole(
            self,
            "IamRoleAnalyst",
            role_name=cdk.Fn.sub("${Name}-analyst"),
            description="Reads what is ready",
            assume_role_policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "ec2.amazonaws.com"},
                    },
                ],
            },
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
            ],
        )
        options = iam_role_analyst.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role.analyst"}}

        cloudwatch_metric_alarm_waiting = cloudwatch.CfnAlarm(
            self,
            "CloudwatchMetricAlarmWaiting",
            alarm_name=cdk.Fn.sub("${Name}-waiting"),
            alarm_description="New data is not checked as fast as it comes",
            namespace="AWS/SQS",
            metric_name="ApproximateNumberOfMessagesVisible",
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(
                    name="QueueName",
                    value=cdk.Fn.sub("${Name}-arrivals"),
                ),
            ],
            statistic="Maximum",
            comparison_operator="GreaterThanThreshold",
            threshold=1000,
            period=60,
            evaluation_periods=15,
            treat_missing_data="notBreaching",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
            ],
        )
        options = cloudwatch_metric_alarm_waiting.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_cloudwatch_metric_alarm.waiting"},
        }

        kms_alias_lake_key_alias = kms.CfnAlias(
            self,
            "KmsAliasLakeKeyAlias",
            alias_name=cdk.Fn.sub("alias/${Name}"),
            target_key_id=kms_key_lake_key.ref,
        )
        options = kms_alias_lake_key_alias.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_kms_alias.lake_key_alias"}}

        s3_bucket_raw = s3.CfnBucket(
            self,
            "S3BucketRaw",
            bucket_name=cdk.Fn.sub("${BucketPrefix}-raw"),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
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
                            kms_master_key_id=kms_key_lake_key.attr_arn,
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
                                transition_in_days=archive_days.value_as_number,
                                storage_class="GLACIER_IR",
                            ),
                        ],
                    ),
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
        options = s3_bucket_raw.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_s3_bucket.raw",
                "Holds": [
                    "aws_s3_bucket_versioning.raw_versions",
                    "aws_s3_bucket_server_side_encryption_configuration.raw_encryption",
                    "aws_s3_bucket_public_access_block.raw_private",
                    "aws_s3_bucket_lifecycle_configuration.raw_lifecycle",
                ],
            },
        }

        s3_bucket_cleaned = s3.CfnBucket(
            self,
            "S3BucketCleaned",
            bucket_name=cdk.Fn.sub("${BucketPrefix}-cleaned"),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
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
                            kms_master_key_id=kms_key_lake_key.attr_arn,
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
        options = s3_bucket_cleaned.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_s3_bucket.cleaned",
                "Holds": [
                    "aws_s3_bucket_versioning.cleaned_versions",
                    "aws_s3_bucket_server_side_encryption_configuration.cleaned_encryption",
                    "aws_s3_bucket_public_access_block.cleaned_private",
                    "aws_s3_bucket_lifecycle_configuration.cleaned_lifecycle",
                ],
            },
        }

        s3_bucket_ready = s3.CfnBucket(
            self,
            "S3BucketReady",
            bucket_name=cdk.Fn.sub("${BucketPrefix}-ready"),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
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
                            kms_master_key_id=kms_key_lake_key.attr_arn,
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
        options = s3_bucket_ready.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_s3_bucket.ready",
                "Holds": [
                    "aws_s3_bucket_versioning.ready_versions",
                    "aws_s3_bucket_server_side_encryption_configuration.ready_encryption",
                    "aws_s3_bucket_public_access_block.ready_private",
                    "aws_s3_bucket_lifecycle_configuration.ready_lifecycle",
                ],
            },
        }

        sqs_queue_arrivals = sqs.CfnQueue(
            self,
            "SqsQueueArrivals",
            queue_name=cdk.Fn.sub("${Name}-arrivals"),
            visibility_timeout=360,
            message_retention_period=604800,
            receive_message_wait_time_seconds=20,
            redrive_policy={
                "deadLetterTargetArn": sqs_queue_arrivals_failed.attr_arn,
                "maxReceiveCount": 5,
            },
            sqs_managed_sse_enabled=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
            ],
        )
        options = sqs_queue_arrivals.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.arrivals"}}

        iam_instance_profile_analyst_profile = iam.CfnInstanceProfile(
            self,
            "IamInstanceProfileAnalystProfile",
            instance_profile_name=cdk.Fn.sub("${Name}-analyst"),
            roles=[iam_role_analyst.ref],
        )
        options = iam_instance_profile_analyst_profile.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_iam_instance_profile.analyst_profile",
                "Attributes": {
                    "tags": {
                        "Environment": environment.value_as_string,
                        "Owner": "data-team",
                        "CostCenter": "CC-1006",
                        "Application": "data-lake",
                    },
                },
            },
        }

        iam_role_policy_checker_rights_rights = iam.CfnPolicy(
            self,
            "IamRolePolicyCheckerRightsRights",
            policy_name="granted",
            roles=[iam_role_checker_rights.ref],
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["s3:ListBucket"],
                        "Resource": [s3_bucket_raw.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["s3:GetObject"],
                        "Resource": [cdk.Fn.sub("${S3BucketRaw.Arn}/*")],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["s3:ListBucket"],
                        "Resource": [s3_bucket_cleaned.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                        "Resource": [cdk.Fn.sub("${S3BucketCleaned.Arn}/*")],
                    },
                    {
                        "Effect": "Allow",
                        "Action": [
                            "sqs:ReceiveMessage",
                            "sqs:DeleteMessage",
                            "sqs:GetQueueAttributes",
                        ],
                        "Resource": [sqs_queue_arrivals.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["sqs:SendMessage", "sqs:GetQueueAttributes"],
                        "Resource": [sqs_queue_failures.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                        "Resource": [kms_key_lake_key.attr_arn],
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
        options = iam_role_policy_checker_rights_rights.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_iam_role_policy.checker_rights_rights"},
        }

        lambda_function_checker = lambda_.CfnFunction(
            self,
            "LambdaFunctionChecker",
            function_name=cdk.Fn.sub("${Name}-checker"),
            description="Checks new data and writes it to the cleaned layer",
            role=iam_role_checker_rights.attr_arn,
            runtime="python3.12",
            handler="main.handler",
            code=lambda_.CfnFunction.CodeProperty(
                s3_bucket=s3_bucket_packages.ref,
                s3_key="checker.zip",
            ),
            memory_size=memory_mb.value_as_number,
            timeout=60,
            architectures=["x86_64"],
            environment=lambda_.CfnFunction.EnvironmentProperty(
                variables={"TARGET": s3_bucket_cleaned.ref},
            ),
            dead_letter_config=lambda_.CfnFunction.DeadLetterConfigProperty(
                target_arn=sqs_queue_failures.attr_arn,
            ),
            tracing_config=lambda_.CfnFunction.TracingConfigProperty(mode="Active"),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
            ],
        )
        lambda_function_checker.add_dependency(cloudwatch_log_group_checker_logs)
        options = lambda_function_checker.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lambda_function.checker"}}

        iam_role_policy_analyst_rights = iam.CfnPolicy(
            self,
            "IamRolePolicyAnalystRights",
            policy_name="granted",
            roles=[iam_role_analyst.ref],
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["s3:ListBucket"],
                        "Resource": [s3_bucket_ready.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["s3:GetObject"],
                        "Resource": [cdk.Fn.sub("${S3BucketReady.Arn}/*")],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                        "Resource": [kms_key_lake_key.attr_arn],
                    },
                ],
            },
        )
        options = iam_role_policy_analyst_rights.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role_policy.analyst_rights"}}

        lambda_event_source_mapping_checker_trigger = lambda_.CfnEventSourceMapping(
            self,
            "LambdaEventSourceMappingCheckerTrigger",
            event_source_arn=sqs_queue_arrivals.attr_arn,
            function_name=lambda_function_checker.attr_arn,
            batch_size=10,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1006"),
                cdk.CfnTag(key="Application", value="data-lake"),
            ],
        )
        options = lambda_event_source_mapping_checker_trigger.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_lambda_event_source_mapping.checker_trigger"},
        }

        cdk.CfnOutput(self, "RawBucket", value=s3_bucket_raw.ref)

        cdk.CfnOutput(self, "ReadyBucket", value=s3_bucket_ready.ref)

        cdk.CfnOutput(self, "Arrivals", value=sqs_queue_arrivals.ref)
