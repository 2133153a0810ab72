"""serverless-api, written for Pulumi."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "serverless-api")
environment = config.get("environment", "production")
image_uri = config.get(
    "image_uri",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/serverless-api:1.0.0",
)
memory_mb = config.get_int("memory_mb", 512)
timeout_seconds = config.get_int("timeout_seconds", 15)
log_days = config.get_int("log_days", 30)
deletion_protection = config.get_bool("deletion_protection", False)

data_key = aws.kms.Key(
    "data_key",
    description="Encrypts the table of the serverless API",
    enable_key_rotation=True,
    deletion_window_in_days=30,
    tags={
        "Environment": environment,
        "Owner": "api-team",
        "CostCenter": "CC-1002",
        "Application": "serverless-api",
    },
)

items = aws.dynamodb.Table(
    "items",
    name=f"{name}-items",
    billing_mode="PAY_PER_REQUEST",
    hash_key="pk",
    range_key="sk",
    attributes=[
        aws.dynamodb.TableAttributeArgs(name="pk", type="S"),
        aws.dynamodb.TableAttributeArgs(name="sk", type="S"),
    ],
    point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
    server_side_encryption=aws.dynamodb.TableServerSideEncryptionArgs(
        enabled=True,
        kms_key_arn=data_key.arn,
    ),
    ttl=aws.dynamodb.TableTtlArgs(attribute_name="expires_at", enabled=True),
    deletion_protection_enabled=deletion_protection,
    tags={
        "Environment": environment,
        "Owner": "api-team",
        "CostCenter": "CC-1002",
        "Application": "serverless-api",
    },
)

failed = aws.sqs.Queue(
    "failed",
    name=f"{name}-failed",
    message_retention_seconds=1209600,
    sqs_managed_sse_enabled=True,
    tags={
        "Environment": environment,
        "Owner": "api-team",
        "CostCenter": "CC-1002",
        "Application": "serverless-api",
    },
)

work = aws.sqs.Queue(
    "work",
    name=f"{name}-work",
    visibility_timeout_seconds=90,
    receive_wait_time_seconds=20,
    sqs_managed_sse_enabled=True,
    redrive_policy=pulumi.Output.json_dumps(
        {"deadLetterTargetArn": failed.arn, "maxReceiveCount": 5},
    ),
    tags={
        "Environment": environment,
        "Owner": "api-team",
        "CostCenter": "CC-1002",
        "Application": "serverless-api",
    },
)

handler_logs = aws.cloudwatch.LogGroup(
    "handler_logs",
    name=f"/aws/lambda/{name}",
    retention_in_days=log_days,
    tags={
        "Environment": environment,
        "Owner": "api-team",
        "CostCenter": "CC-1002",
        "Application": "serverless-api",
    },
)

handler_role = aws.iam.Role(
    "handler_role",
    name=f"{name}-handler",
    description="What the function may do",
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
        "Owner": "api-team",
        "CostCenter": "CC-1002",
        "Application": "serverless-api",
    },
)

handler_rights = aws.iam.RolePolicy(
    "handler_rights",
    name="table-queue-logs",
    role=handler_role.id,
    policy=pulumi.Output.json_dumps(
        {
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
                    "Resource": items.arn,
                },
                {
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                    "Resource": data_key.arn,
                },
                {
                    "Effect": "Allow",
                    "Action": ["sqs:SendMessage"],
                    "Resource": [work.arn, failed.arn],
                },
                {
                    "Effect": "Allow",
                    "Action": [
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:GetQueueAttributes",
                    ],
                    "Resource": work.arn,
                },
                {
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": pulumi.Output.format("{}:*", handler_logs.arn),
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

handler = aws.lambda_.Function(
    "handler",
    name=name,
    description="Answers the requests of the API",
    role=handler_role.arn,
    package_type="Image",
    image_uri=image_uri,
    memory_size=memory_mb,
    timeout=timeout_seconds,
    environment=aws.lambda_.FunctionEnvironmentArgs(
        variables={"TABLE_NAME": items.name, "QUEUE_URL": work.url},
    ),
    dead_letter_config=aws.lambda_.FunctionDeadLetterConfigArgs(target_arn=failed.arn),
    tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
    tags={
        "Environment": environment,
        "Owner": "api-team",
        "CostCenter": "CC-1002",
        "Application": "serverless-api",
    },
    opts=pulumi.ResourceOptions(depends_on=[handler_logs, handler_rights]),
)

work_to_handler = aws.lambda_.EventSourceMapping(
    "work_to_handler",
    event_source_arn=work.arn,
    function_name=handler.arn,
    batch_size=10,
    tags={
        "Environment": environment,
        "Owner": "api-team",
        "CostCenter": "CC-1002",
        "Application": "serverless-api",
    },
)

api = aws.apigatewayv2.Api(
    "api",
    name=name,
    protocol_type="HTTP",
    description="Hands every request to the function",
    tags={
        "Environment": environment,
        "Owner": "api-team",
        "CostCenter": "CC-1002",
        "Application": "serverless-api",
    },
)

api_to_handler = aws.apigatewayv2.Integration(
    "api_to_handler",
    api_id=api.id,
    integration_type="AWS_PROXY",
    integration_uri=handler.invoke_arn,
    payload_format_version="2.0",
)

api_requests = aws.apigatewayv2.Route(
    "api_requests",
    api_id=api.id,
    route_key="$default",
    target=pulumi.Output.format("integrations/{}", api_to_handler.id),
)

api_logs = aws.cloudwatch.LogGroup(
    "api_logs",
    name=f"/aws/apigateway/{name}",
    retention_in_days=log_days,
    tags={
        "Environment": environment,
        "Owner": "api-team",
        "CostCenter": "CC-1002",
        "Application": "serverless-api",
    },
)

api_stage = aws.apigatewayv2.Stage(
    "api_stage",
    api_id=api.id,
    name="$default",
    auto_deploy=True,
    access_log_settings=aws.apigatewayv2.StageAccessLogSettingsArgs(
        destination_arn=api_logs.arn,
        format="$context.requestId $context.identity.sourceIp $context.httpMethod $context.path $context.status",
    ),
    default_route_settings=aws.apigatewayv2.StageDefaultRouteSettingsArgs(
        throttling_burst_limit=100,
        throttling_rate_limit=100,
    ),
    tags={
        "Environment": environment,
        "Owner": "api-team",
        "CostCenter": "CC-1002",
        "Application": "serverless-api",
    },
)

api_right = aws.lambda_.Permission(
    "api_right",
    action="lambda:InvokeFunction",
    function=handler.name,
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.format("{}/*", api.execution_arn),
)

pulumi.export("url", api.api_endpoint)
pulumi.export("function_arn", handler.arn)
pulumi.export("table_name", items.name)
pulumi.export("queue_url", work.url)
