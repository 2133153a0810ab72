"""The stack of serverless-api."""

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class ServerlessApiStack(cdk.Stack):
    """Resources and outputs of serverless-api."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "serverless-api, written by Dharma"

        name = cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="serverless-api",
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
            default="123456789012.dkr.ecr.us-east-1.amazonaws.com/serverless-api:1.0.0",
            description="Container image of the function, in the same account and region",
        )

        memory_mb = cdk.CfnParameter(
            self,
            "MemoryMb",
            type="Number",
            default="512",
            description="Memory of the function, in MB",
        )

        timeout_seconds = cdk.CfnParameter(
            self,
            "TimeoutSeconds",
            type="Number",
            default="15",
            description="Longest time one request may take",
        )

        log_days = cdk.CfnParameter(
            self,
            "LogDays",
            type="Number",
            default="30",
            description="How long logs are kept",
        )

        deletion_protection = cdk.CfnParameter(
            self,
            "DeletionProtection",
            type="String",
            default="false",
            allowed_values=["true", "false"],
            description="Set to true in production, the table then refuses to be deleted",
        )

        cdk.CfnCondition(
            self,
            "DeletionProtectionOn",
            expression=cdk.Fn.condition_equals(
                deletion_protection.value_as_string,
                "true",
            ),
        )

        kms_key_data_key = kms.CfnKey(
            self,
            "KmsKeyDataKey",
            description="Encrypts the table of the serverless API",
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
                cdk.CfnTag(key="Owner", value="api-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1002"),
                cdk.CfnTag(key="Application", value="serverless-api"),
            ],
        )
        options = kms_key_data_key.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_kms_key.data_key"}}

        sqs_queue_failed = sqs.CfnQueue(
            self,
            "SqsQueueFailed",
            queue_name=cdk.Fn.sub("${Name}-failed"),
            message_retention_period=1209600,
            sqs_managed_sse_enabled=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="api-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1002"),
                cdk.CfnTag(key="Application", value="serverless-api"),
            ],
        )
        options = sqs_queue_failed.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.failed"}}

        cloudwatch_log_group_handler_logs = logs.CfnLogGroup(
            self,
            "CloudwatchLogGroupHandlerLogs",
            log_group_name=cdk.Fn.sub("/aws/lambda/${Name}"),
            retention_in_days=log_days.value_as_number,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="api-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1002"),
                cdk.CfnTag(key="Application", value="serverless-api"),
            ],
        )
        options = cloudwatch_log_group_handler_logs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {"Address": "aws_cloudwatch_log_group.handler_logs"},
        }

        iam_role_handler_role = iam.CfnRole(
            self,
            "IamRoleHandlerRole",
            role_name=cdk.Fn.sub("${Name}-handler"),
            description="What the function may do",
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
                cdk.CfnTag(key="Owner", value="api-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1002"),
                cdk.CfnTag(key="Application", value="serverless-api"),
            ],
        )
        options = iam_role_handler_role.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role.handler_role"}}

        apigatewayv2_api_api = apigatewayv2.CfnApi(
            self,
            "Apigatewayv2ApiApi",
            name=name.value_as_string,
            protocol_type="HTTP",
            description="Hands every request to the function",
            tags={
                "Environment": environment.value_as_string,
                "Owner": "api-team",
                "CostCenter": "CC-1002",
                "Application": "serverless-api",
            },
        )
        options = apigatewayv2_api_api.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_apigatewayv2_api.api"}}

        cloudwatch_log_group_api_logs = logs.CfnLogGroup(
            self,
            "CloudwatchLogGroupApiLogs",
            log_group_name=cdk.Fn.sub("/aws/apigateway/${Name}"),
            retention_in_days=log_days.value_as_number,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="api-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1002"),
                cdk.CfnTag(key="Application", value="serverless-api"),
            ],
        )
        options = cloudwatch_log_group_api_logs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_cloudwatch_log_group.api_logs"}}

        dynamodb_table_items = dynamodb.CfnTable(
            self,
            "DynamodbTableItems",
            table_name=cdk.Fn.sub("${Name}-items"),
            billing_mode="PAY_PER_REQUEST",
            key_schema=[
                dynamodb.CfnTable.KeySchemaProperty(
                    attribute_name="pk",
                    key_type="HASH",
                ),
                dynamodb.CfnTable.KeySchemaProperty(
                    attribute_name="sk",
                    key_type="RANGE",
                ),
            ],
            attribute_definitions=[
                dynamodb.CfnTable.AttributeDefinitionProperty(
                    attribute_name="pk",
                    attribute_type="S",
                ),
                dynamodb.CfnTable.AttributeDefinitionProperty(
                    attribute_name="sk",
                    attribute_type="S",
                ),
            ],
            point_in_time_recovery_specification=dynamodb.CfnTable.PointInTimeRecoverySpecificationProperty(
                point_in_time_recovery_enabled=True,
            ),
            sse_specification=dynamodb.CfnTable.SSESpecificationProperty(
                sse_enabled=True,
                kms_master_key_id=kms_key_data_key.attr_arn,
                sse_type="KMS",
            ),
            time_to_live_specification=dynamodb.CfnTable.TimeToLiveSpecificationProperty(
                attribute_name="expires_at",
                enabled=True,
            ),
            deletion_protection_enabled=cdk.Fn.condition_if(
                "DeletionProtectionOn",
                True,
                False,
            ),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="api-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1002"),
                cdk.CfnTag(key="Application", value="serverless-api"),
            ],
        )
        options = dynamodb_table_items.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_dynamodb_table.items"}}

        sqs_queue_work = sqs.CfnQueue(
            self,
            "SqsQueueWork",
            queue_name=cdk.Fn.sub("${Name}-work"),
            visibility_timeout=90,
            receive_message_wait_time_seconds=20,
            sqs_managed_sse_enabled=True,
            redrive_policy={
                "deadLetterTargetArn": sqs_queue_failed.attr_arn,
                "maxReceiveCount": 5,
            },
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="api-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1002"),
                cdk.CfnTag(key="Application", value="serverless-api"),
            ],
        )
        options = sqs_queue_work.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.work"}}

        apigatewayv2_stage_api_stage = apigatewayv2.CfnStage(
            self,
            "Apigatewayv2StageApiStage",
            api_id=apigatewayv2_api_api.ref,
            stage_name="$default",
            auto_deploy=True,
            access_log_settings=apigatewayv2.CfnStage.AccessLogSettingsProperty(
                destination_arn=cdk.Fn.sub(
                    "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${CloudwatchLogGroupApiLogs}",
                ),
                format="$context.requestId $context.identity.sourceIp $context.httpMethod $context.path $context.status",
            ),
            default_route_settings=apigatewayv2.CfnStage.RouteSettingsProperty(
                throttling_burst_limit=100,
                throttling_rate_limit=100,
            ),
            tags={
                "Environment": environment.value_as_string,
                "Owner": "api-team",
                "CostCenter": "CC-1002",
                "Application": "serverless-api",
            },
        )
        options = apigatewayv2_stage_api_stage.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_apigatewayv2_stage.api_stage"}}

        iam_role_policy_handler_rights = iam.CfnPolicy(
            self,
            "IamRolePolicyHandlerRights",
            policy_name="table-queue-logs",
            roles=[iam_role_handler_role.ref],
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": [
                            "dynamodb:GetItem",
                            "dynamodb:PutItem",
                            "dynamodb:UpdateItem",
                            "dynamodb:Query",
                        ],
                        "Resource": dynamodb_table_items.attr_arn,
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                        "Resource": kms_key_data_key.attr_arn,
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["sqs:SendMessage"],
                        "Resource": [
                            sqs_queue_work.attr_arn,
                            sqs_queue_failed.attr_arn,
                        ],
                    },
                    {
                        "Effect": "Allow",
                        "Action": [
                            "sqs:ReceiveMessage",
                            "sqs:DeleteMessage",
                            "sqs:GetQueueAttributes",
                        ],
                        "Resource": sqs_queue_work.attr_arn,
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                        "Resource": cdk.Fn.sub(
                            "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${CloudwatchLogGroupHandlerLogs}:*",
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
        options = iam_role_policy_handler_rights.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role_policy.handler_rights"}}

        lambda_function_handler = lambda_.CfnFunction(
            self,
            "LambdaFunctionHandler",
            function_name=name.value_as_string,
            description="Answers the requests of the API",
            role=iam_role_handler_role.attr_arn,
            package_type="Image",
            code=lambda_.CfnFunction.CodeProperty(image_uri=image_uri.value_as_string),
            memory_size=memory_mb.value_as_number,
            timeout=timeout_seconds.value_as_number,
            environment=lambda_.CfnFunction.EnvironmentProperty(
                variables={
                    "TABLE_NAME": dynamodb_table_items.ref,
                    "QUEUE_URL": sqs_queue_work.ref,
                },
            ),
            dead_letter_config=lambda_.CfnFunction.DeadLetterConfigProperty(
                target_arn=sqs_queue_failed.attr_arn,
            ),
            tracing_config=lambda_.CfnFunction.TracingConfigProperty(mode="Active"),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="api-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1002"),
                cdk.CfnTag(key="Application", value="serverless-api"),
            ],
        )
        lambda_function_handler.add_dependency(cloudwatch_log_group_handler_logs)
        lambda_function_handler.add_dependency(iam_role_policy_handler_rights)
        options = lambda_function_handler.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lambda_function.handler"}}

        lambda_event_source_mapping_work_to_handler = lambda_.CfnEventSourceMapping(
            self,
            "LambdaEventSourceMappingWorkToHandler",
            event_source_arn=sqs_queue_work.attr_arn,
            function_name=lambda_function_handler.attr_arn,
            batch_size=10,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="api-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1002"),
                cdk.CfnTag(key="Application", value="serverless-api"),
            ],
        )
        options = lambda_event_source_mapping_work_to_handler.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_lambda_event_source_mapping.work_to_handler"},
        }

        apigatewayv2_integration_api_to_handler = apigatewayv2.CfnIntegration(
            self,
            "Apigatewayv2IntegrationApiToHandler",
            api_id=apigatewayv2_api_api.ref,
            integration_type="AWS_PROXY",
            integration_uri=cdk.Fn.sub(
                "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${LambdaFunctionHandler.Arn}/invocations",
            ),
            payload_format_version="2.0",
        )
        options = apigatewayv2_integration_api_to_handler.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_apigatewayv2_integration.api_to_handler"},
        }

        lambda_permission_api_right = lambda_.CfnPermission(
            self,
            "LambdaPermissionApiRight",
            action="lambda:InvokeFunction",
            function_name=lambda_function_handler.ref,
            principal="apigateway.amazonaws.com",
            source_arn=cdk.Fn.sub(
                "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Apigatewayv2ApiApi}/*",
            ),
        )
        options = lambda_permission_api_right.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lambda_permission.api_right"}}

        apigatewayv2_route_api_requests = apigatewayv2.CfnRoute(
            self,
            "Apigatewayv2RouteApiRequests",
            api_id=apigatewayv2_api_api.ref,
            route_key="$default",
            target=cdk.Fn.sub("integrations/${Apigatewayv2IntegrationApiToHandler}"),
        )
        options = apigatewayv2_route_api_requests.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_apigatewayv2_route.api_requests"},
        }

        cdk.CfnOutput(
            self,
            "Url",
            value=apigatewayv2_api_api.attr_api_endpoint,
            description="Where the API answers",
        )

        cdk.CfnOutput(self, "FunctionArn", value=lambda_function_handler.attr_arn)

        cdk.CfnOutput(self, "TableName", value=dynamodb_table_items.ref)

        cdk.CfnOutput(self, "QueueUrl", value=sqs_queue_work.ref)
