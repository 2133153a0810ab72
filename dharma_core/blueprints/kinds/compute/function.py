"""Code that runs when something happens, from a package in a bucket."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.compute.function_on_gcp import gcp_function
from dharma_core.blueprints.kinds.compute.machines import FIREWALLS, IDENTITY
from dharma_core.blueprints.kinds.compute.roles import aws_policy, aws_role
from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.ranges import azure_own_subnet
from dharma_core.blueprints.kinds.shared_properties import subnets_property

__all__ = ["KIND"]

_RUNTIMES = ("python3.12", "python3.11", "nodejs20", "nodejs22")
_NETWORK = "service-role/AWSLambdaVPCAccessExecutionRole"


def _aws(function: Draft) -> None:
    identity, bucket = function.link("identity"), function.needed("package_bucket")
    dead = function.link("dead_letters")
    function.add(
        "logs",
        "aws_cloudwatch_log_group",
        name=f"/aws/lambda/{function.name}",
        retention_in_days=function["log_days"],
    )
    if identity is None:
        _aws_rights(function)
    function.main(
        "aws_lambda_function",
        after=(f"{function.spec.name}_logs",),
        function_name=function.name,
        description=function["description"],
        role=identity.of("arn") if identity else function.part("role", "arn"),
        runtime=_aws_runtime(function),
        handler=function["handler"],
        s3_bucket=bucket.of("id"),
        s3_key=function["package"],
        memory_size=function["memory_mb"],
        timeout=function["timeout_seconds"],
        architectures=["x86_64"],
        environment=_aws_settings(function),
        dead_letter_config={"target_arn": dead.of("arn")} if dead else None,
        tracing_config={"mode": "Active"},
        vpc_config=_aws_network(function),
    )
    _aws_triggers(function)


def _aws_runtime(function: Draft) -> str:
    runtime = str(function.now("runtime"))
    return f"{runtime}.x" if runtime.startswith("nodejs") else runtime


def _aws_settings(function: Draft) -> dict[str, Any] | None:
    settings = dict(function.pairs("environment"))
    return {"variables": settings} if settings else None


def _aws_network(function: Draft) -> dict[str, Any] | None:
    subnets = function.links("subnets")
    if not subnets:
        return None
    walls = [wall.of("id") for wall in function.links("firewalls")]
    return {"subnet_ids": [s.of("id") for s in subnets], "security_group_ids": walls}


def _aws_rights(function: Draft) -> None:
    queue, dead = function.link("queue"), function.link("dead_letters")
    aws_role(
        function,
        "role",
        "lambda.amazonaws.com",
        (_NETWORK,) if function.links("subnets") else (),
    )
    grants = [
        (["logs:CreateLogStream", "logs:PutLogEvents"], [f"{function.part('logs', 'arn')}:*"]),
    ]
    if queue:
        actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        grants.append((actions, [queue.of("arn")]))
    if dead:
        grants.append((["sqs:SendMessage"], [dead.of("arn")]))
    function.add(
        "rights",
        "aws_iam_role_policy",
        name="own-work",
        role=function.part("role"),
        policy=aws_policy(*grants),
    )


def _aws_triggers(function: Draft) -> None:
    queue = function.link("queue")
    if queue:
        function.add(
            "trigger",
            "aws_lambda_event_source_mapping",
            event_source_arn=queue.of("arn"),
            function_name=function.me("arn"),
            batch_size=10,
        )
    minutes = function.now("every_minutes")
    if not minutes:
        return
    rate = "1 minute" if minutes == 1 else f"{minutes:g} minutes"
    function.add(
        "schedule",
        "aws_cloudwatch_event_rule",
        name=function.name,
        description=f"Runs {function.name}",
        schedule_expression=f"rate({rate})",
    )
    function.add(
        "run",
        "aws_cloudwatch_event_target",
        rule=function.part("schedule", "name"),
        arn=function.me("arn"),
    )
    function.add(
        "caller",
        "aws_lambda_permission",
        action="lambda:InvokeFunction",
        function_name=function.me("function_name"),
        principal="events.amazonaws.com",
        source_arn=function.part("schedule", "arn"),
    )


def _azure(function: Draft) -> None:
    identity, subnets = function.link("identity"), function.links("subnets")
    bucket = function.needed("package_bucket")
    function.add(
        "plan",
        "azurerm_service_plan",
        name=function.named("plan"),
        os_type="Linux",
        sku_name="EP1" if subnets else "Y1",
    )
    runtime = str(function.now("runtime"))
    language = "python_version" if runtime.startswith("python") else "node_version"
    version = runtime.removeprefix("python").removeprefix("nodejs")
    function.main(
        "azurerm_linux_function_app",
        name=function.name,
        service_plan_id=function.part("plan"),
        storage_account_name=bucket.of("name"),
        storage_uses_managed_identity=True,
        content_share_force_disabled=True,
        https_only=True,
        public_network_access_enabled=True,
        virtual_network_subnet_id=azure_own_subnet(function, "Microsoft.Web/serverFarms"),
        identity=_azure_identity(identity.of("id") if identity else ""),
        app_settings=_azure_settings(function, bucket.of("primary_blob_endpoint")),
        site_config={
            "minimum_tls_version": "1.2",
            "ftps_state": "Disabled",
            "application_stack": {language: version},
        },
    )
    _azure_rights(function)


def _azure_identity(identity: str) -> dict[str, Any]:
    if not identity:
        return {"type": "SystemAssigned"}
    return {"type": "SystemAssigned, UserAssigned", "identity_ids": [identity]}


def _azure_rights(function: Draft) -> None:
    """Let the app read its code, keep its own state beside it, and take from its queue."""
    queue = function.link("queue")
    scopes = {"store": ("Storage Blob Data Owner", function.needed("package_bucket"))}
    if queue:
        scopes["receiver"] = ("Azure Service Bus Data Receiver", queue)
    for suffix, (role, scope) in scopes.items():
        function.add(
            suffix,
            "azurerm_role_assignment",
            scope=scope.of("id"),
            role_definition_name=role,
            principal_id=function.me("identity.0.principal_id"),
            principal_type="ServicePrincipal",
        )


def _azure_settings(function: Draft, store: str) -> dict[str, Any]:
    queue, minutes = function.link("queue"), function.now("every_minutes")
    settings = dict(function.pairs("environment"))
    settings["WEBSITE_RUN_FROM_PACKAGE"] = f"{store}objects/{function['package']}"
    settings["WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID"] = "SystemAssigned"
    if queue:
        settings["QUEUE"] = queue.of("name")
    if queue and queue.draft:
        bus = queue.part("namespace", "name")
        settings["ServiceBus__fullyQualifiedNamespace"] = f"{bus}.servicebus.windows.net"
    if minutes:
        settings["SCHEDULE"] = f"0 */{minutes:g} * * * *"
    return settings


KIND = Kind(
    "compute.function",
    "Function",
    "Code that runs when it is called, when a message waits, or by the clock.",
    (
        Property("description", "What it does.", default="Managed by Dharma"),
        Property("runtime", "What runs it.", default="python3.12", allowed=_RUNTIMES),
        Property("handler", "The file and the function in it.", default="main.handler"),
        Property(
            "package_bucket",
            "Where its code lies, as a zip file.",
            type="reference",
            required=True,
            kinds=("storage.bucket",),
        ),
        Property("package", "The name of the zip file there.", default="function.zip"),
        Property(
            "memory_mb",
            "Memory of each run.",
            type="number",
            default=512,
            unit="MB",
            least=128,
            most=10240,
        ),
        Property(
            "timeout_seconds",
            "The longest a run may take.",
            type="number",
            default=30,
            unit="seconds",
            least=1,
            most=900,
        ),
        Property("environment", "Settings it reads.", type="map(string)", default={}),
        Property(
            "queue",
            "The queue whose messages it handles.",
            type="reference",
            kinds=("messaging.queue",),
        ),
        Property(
            "every_minutes",
            "How often the clock runs it.",
            type="number",
            unit="minutes",
            least=1,
            most=59,
        ),
        Property(
            "dead_letters",
            "The queue that keeps events it failed on, on AWS.",
            type="reference",
            kinds=("messaging.queue",),
        ),
        subnets_property("Where it stands when it talks to private things.", required=False),
        FIREWALLS,
        Property(
            "log_days",
            "How long its logs are kept, on AWS.",
            type="number",
            default=30,
            unit="days",
        ),
        IDENTITY,
    ),
    (
        Output("id", "What others name it by.", aws="arn", azure="id", gcp="id"),
        Output(
            "function_name",
            "The cloud's name of it.",
            aws="function_name",
            azure="name",
            gcp="name",
        ),
    ),
    {
        "aws": Cloud("aws_lambda_function", _aws),
        "azure": Cloud("azurerm_linux_function_app", _azure),
        "gcp": Cloud("google_cloudfunctions2_function", gcp_function),
    },
)
