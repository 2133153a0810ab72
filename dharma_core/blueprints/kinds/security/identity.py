"""What a machine, function or container may do in the cloud: only what is granted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dharma_core.blueprints.kinds.compute.roles import aws_policy, aws_trust
from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.links import Link
from dharma_core.blueprints.kinds.security.rights import GRANTABLE, Rights, rights_for

__all__ = ["KIND"]

_SERVICES = {
    "vm": "ec2.amazonaws.com",
    "function": "lambda.amazonaws.com",
    "container": "ecs-tasks.amazonaws.com",
}
_GCP_SCOPED = {
    "storage.bucket": ("google_storage_bucket_iam_member", "bucket", "name"),
    "messaging.queue": ("google_pubsub_subscription_iam_member", "subscription", "name"),
    "messaging.topic": ("google_pubsub_topic_iam_member", "topic", "name"),
    "security.secret": ("google_secret_manager_secret_iam_member", "secret_id", "id"),
    "security.key": ("google_kms_crypto_key_iam_member", "crypto_key_id", "id"),
    "compute.registry": ("google_artifact_registry_repository_iam_member", "repository", "name"),
    "compute.function": ("google_cloud_run_v2_service_iam_member", "name", "name"),
}


def _grants(identity: Draft) -> Iterator[tuple[str, Link, Rights]]:
    for number, grant in identity.numbered("grants"):
        link = identity.scene.link(grant.get("to", ""))
        access = str(grant.get("access") or "read")
        rights = rights_for(link.kind, access)
        if rights is not None:
            several = link.singles()
            for place, one in enumerate(several, 1):
                yield (f"{number}_{place}" if len(several) > 1 else str(number)), one, rights
        else:
            what = link.kind or link.type or link.written
            message = f"grants {access} on {what}, which means nothing there."
            identity.problem("grants", message, f"It can be granted on: {', '.join(GRANTABLE)}.")


def _aws(identity: Draft) -> None:
    used_by = str(identity.now("used_by"))
    identity.main(
        "aws_iam_role",
        name=identity.name,
        description=identity["description"],
        assume_role_policy=aws_trust(_SERVICES[used_by]),
    )
    if used_by == "vm":
        identity.add(
            "profile",
            "aws_iam_instance_profile",
            name=identity.name,
            role=identity.me("name"),
        )
    statements = [statement for grant in _grants(identity) for statement in _aws_grant(*grant[1:])]
    if used_by == "function":
        logs = f"arn:aws:logs:{identity.scene.region}:*:log-group:/aws/lambda/*:*"
        statements.append((["logs:CreateLogStream", "logs:PutLogEvents"], [logs]))
    if statements:
        identity.add(
            "rights",
            "aws_iam_role_policy",
            name="granted",
            role=identity.me("id"),
            policy=aws_policy(*statements),
        )


def _aws_grant(link: Link, rights: Rights) -> list[tuple[list[str], list[str]]]:
    arn = link.of("arn")
    found = [(list(rights.actions), [arn])]
    return [*found, (list(rights.inner), [f"{arn}/*"])] if rights.inner else found


def _azure(identity: Draft) -> None:
    identity.main("azurerm_user_assigned_identity", name=identity.name)
    for number, link, rights in _grants(identity):
        if link.kind == "database.nosql_table":
            _azure_data_right(identity, number, link, rights)
            continue
        identity.add(
            f"right_{number}",
            "azurerm_role_assignment",
            scope=link.of("resource_versionless_id" if _in_vault(link) else "id"),
            role_definition_name=rights.azure,
            principal_id=identity.me("principal_id"),
            principal_type="ServicePrincipal",
        )


def _azure_data_right(identity: Draft, number: str, link: Link, rights: Rights) -> None:
    """Add a right on the items of Cosmos DB, which keeps roles of its own for them."""
    account = link.of("id")
    identity.add(
        f"right_{number}",
        "azurerm_cosmosdb_sql_role_assignment",
        account_name=link.of("name"),
        scope=account,
        role_definition_id=f"{account}/sqlRoleDefinitions/{rights.azure}",
        principal_id=identity.me("principal_id"),
    )


def _in_vault(link: Link) -> bool:
    return link.kind in ("security.secret", "security.key")


def _gcp(identity: Draft) -> None:
    identity.main(
        "google_service_account",
        account_id=identity.squeezed(limit=28, least=6, marks="-"),
        display_name=identity["description"],
    )
    member = f"serviceAccount:{identity.me('email')}"
    for number, link, rights in _grants(identity):
        type_, scope = _gcp_target(identity, link, rights)
        identity.add(f"right_{number}", type_, role=rights.gcp, member=member, **scope)


def _gcp_target(identity: Draft, link: Link, rights: Rights) -> tuple[str, dict[str, Any]]:
    if link.kind == "messaging.queue" and rights.gcp == "roles/pubsub.publisher":
        return "google_pubsub_topic_iam_member", {"topic": link.part("topic", "name")}
    if link.kind in _GCP_SCOPED:
        type_, argument, attribute = _GCP_SCOPED[link.kind]
        return type_, {argument: link.of(attribute)}
    return "google_project_iam_member", {"project": identity.project()}


KIND = Kind(
    "security.identity",
    "Identity",
    "What a machine, function or container may do in the cloud; nothing unless granted.",
    (
        Property(
            "used_by",
            "Who acts in its name.",
            default="vm",
            allowed=("vm", "function", "container"),
        ),
        Property("description", "What it is for.", default="Managed by Dharma"),
        Property(
            "grants",
            "What it may do, and with what.",
            type="list(object)",
            default=(),
            members=(
                Property(
                    "to", "What it may use.", type="reference", required=True, kinds=GRANTABLE
                ),
                Property(
                    "access",
                    "How it may be used.",
                    default="read",
                    allowed=("read", "write"),
                ),
            ),
        ),
    ),
    (
        Output("id", "What others name it by.", aws="arn", azure="id", gcp="id"),
        Output(
            "principal", "Who rights are given to.", aws="arn", azure="principal_id", gcp="email"
        ),
    ),
    {
        "aws": Cloud("aws_iam_role", _aws),
        "azure": Cloud("azurerm_user_assigned_identity", _azure),
        "gcp": Cloud("google_service_account", _gcp),
    },
)
