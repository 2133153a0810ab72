"""A door over HTTPS to one function."""

from __future__ import annotations

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.network.tls import gcp_https_door

__all__ = ["KIND"]

# API Management answers 404 to what is no operation of the API.
_METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")


def _aws(api: Draft) -> None:
    function = api.needed("function")
    api.main(
        "aws_apigatewayv2_api",
        name=api.name,
        protocol_type="HTTP",
        description=api["description"],
    )
    api.add(
        "backend",
        "aws_apigatewayv2_integration",
        api_id=api.me(),
        integration_type="AWS_PROXY",
        integration_uri=function.of("invoke_arn"),
        payload_format_version="2.0",
    )
    api.add(
        "route",
        "aws_apigatewayv2_route",
        api_id=api.me(),
        route_key="$default",
        target=f"integrations/{api.part('backend')}",
    )
    _aws_stage(api)
    api.add(
        "caller",
        "aws_lambda_permission",
        action="lambda:InvokeFunction",
        function_name=function.of("function_name"),
        principal="apigateway.amazonaws.com",
        source_arn=f"{api.me('execution_arn')}/*",
    )
    if api["domain"] and api["certificate"]:
        _aws_domain(api)


def _aws_stage(api: Draft) -> None:
    api.add(
        "logs",
        "aws_cloudwatch_log_group",
        name=f"/aws/apigateway/{api.name}",
        retention_in_days=30,
    )
    line = {
        "requestId": "$context.requestId",
        "ip": "$context.identity.sourceIp",
        "route": "$context.routeKey",
        "status": "$context.status",
    }
    api.add(
        "stage",
        "aws_apigatewayv2_stage",
        api_id=api.me(),
        name="$default",
        auto_deploy=True,
        access_log_settings={
            "destination_arn": api.part("logs", "arn"),
            "format": api.json_text(line),
        },
        default_route_settings={
            "throttling_burst_limit": api["requests_per_second"],
            "throttling_rate_limit": api["requests_per_second"],
        },
    )


def _aws_domain(api: Draft) -> None:
    api.add(
        "domain",
        "aws_apigatewayv2_domain_name",
        domain_name=api["domain"],
        domain_name_configuration={
            "certificate_arn": api["certificate"],
            "endpoint_type": "REGIONAL",
            "security_policy": "TLS_1_2",
        },
    )
    api.add(
        "mapping",
        "aws_apigatewayv2_api_mapping",
        api_id=api.me(),
        domain_name=api.part("domain", "id"),
        stage=api.part("stage", "id"),
    )


def _azure(api: Draft) -> None:
    function = api.needed("function")
    api.main(
        "azurerm_api_management",
        name=api.name,
        publisher_name=api["publisher"],
        publisher_email=api["email"],
        sku_name="Consumption_0",
        identity={"type": "SystemAssigned"},
    )
    api.add(
        "backend",
        "azurerm_api_management_api",
        name=api.named("backend"),
        api_management_name=api.me("name"),
        revision="1",
        display_name=api.name,
        path="",
        protocols=["https"],
        subscription_required=False,
        service_url=f"https://{function.of('default_hostname')}/api",
    )
    for method in _METHODS:
        api.add(
            method.lower(),
            "azurerm_api_management_api_operation",
            operation_id=f"any-{method.lower()}",
            api_name=api.part("backend", "name"),
            api_management_name=api.me("name"),
            display_name=f"{method} to any path",
            method=method,
            url_template="/*",
        )


def _gcp(api: Draft) -> None:
    if not api["domain"]:
        api.problem("domain", "needs its own host name on gcp.", "Set 'domain: api.example.com'.")
    function = api.needed("function")
    api.add("ip", "google_compute_global_address", name=api.named("ip"))
    api.add(
        "certificate",
        "google_compute_managed_ssl_certificate",
        name=api.named("certificate"),
        managed={"domains": [api["domain"]]},
    )
    api.add(
        "group",
        "google_compute_region_network_endpoint_group",
        name=api.named("group"),
        network_endpoint_type="SERVERLESS",
        cloud_run={"service": function.of("name")},
    )
    api.add(
        "backend",
        "google_compute_backend_service",
        name=api.named("backend"),
        protocol="HTTPS",
        load_balancing_scheme="EXTERNAL_MANAGED",
        backend=[{"group": api.part("group")}],
        log_config={"enable": True, "sample_rate": 1},
    )
    api.add(
        "callers",
        "google_cloud_run_v2_service_iam_member",
        name=function.of("name"),
        role="roles/run.invoker",
        member="allUsers",
    )
    _gcp_front(api)


def _gcp_front(api: Draft) -> None:
    api.add(
        "urls",
        "google_compute_url_map",
        name=api.named("urls"),
        default_service=api.part("backend"),
    )
    gcp_https_door(api, "EXTERNAL_MANAGED")


KIND = Kind(
    "network.api",
    "API",
    "A door over HTTPS to a function.",
    (
        Property(
            "function",
            "What answers.",
            type="reference",
            required=True,
            kinds=("compute.function",),
        ),
        Property("description", "What it offers.", default="Managed by Dharma"),
        Property("domain", "Its own host name; GCP needs one, AWS takes it with a certificate."),
        Property("certificate", "AWS's id of a certificate for the domain."),
        Property(
            "requests_per_second",
            "How many AWS lets through.",
            type="number",
            default=100,
            least=1,
            most=10000,
        ),
        Property("publisher", "Who offers it, on Azure.", default="Platform team"),
        Property("email", "Who answers for it, on Azure.", default="platform@example.com"),
    ),
    (
        Output("id", "What others name it by.", aws="id", azure="id", gcp="id"),
        Output(
            "endpoint",
            "Where it answers.",
            aws="api_endpoint",
            azure="gateway_url",
            gcp="https://{ip/address}",
        ),
    ),
    {
        "aws": Cloud("aws_apigatewayv2_api", _aws),
        "azure": Cloud("azurerm_api_management", _azure),
        "gcp": Cloud("google_compute_global_forwarding_rule", _gcp),
    },
)
