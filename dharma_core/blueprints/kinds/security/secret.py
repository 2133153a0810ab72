"""A secret in the cloud's own store."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.security.gcp_accounts import gcp_key_right
from dharma_core.blueprints.kinds.security.vaults import VAULT_WRITER, azure_vault
from dharma_core.blueprints.kinds.shared_properties import key_property

__all__ = ["KIND"]


def _aws(secret: Draft) -> None:
    key = secret.link("key")
    secret.main(
        "aws_secretsmanager_secret",
        name=secret.name,
        description=secret["description"],
        kms_key_id=key.of("arn") if key else None,
        recovery_window_in_days=30,
    )
    if secret.has("value"):
        secret.add(
            "value",
            "aws_secretsmanager_secret_version",
            secret_id=secret.me(),
            secret_string=secret["value"],
        )


def _azure(secret: Draft) -> None:
    given = secret["value"]
    if not secret.has("value"):
        given = secret.ask("value", f"Value of the secret {secret.spec.name}")
    secret.main(
        "azurerm_key_vault_secret",
        after=(VAULT_WRITER,),
        name=secret.name,
        key_vault_id=azure_vault(secret),
        value=given,
        content_type=secret["description"],
    )


def _gcp(secret: Draft) -> None:
    secret.main(
        "google_secret_manager_secret",
        after=gcp_key_right(secret, "secretmanager"),
        secret_id=secret.name,
        replication=_gcp_replication(secret),
    )
    if secret.has("value"):
        secret.add(
            "value",
            "google_secret_manager_secret_version",
            secret=secret.me(),
            secret_data=secret["value"],
        )


def _gcp_replication(secret: Draft) -> dict[str, Any]:
    """Return where copies are kept: everywhere, or where the key is."""
    key = secret.link("key")
    if key is None:
        return {"auto": {}}
    own = {"customer_managed_encryption": {"kms_key_name": key.of("id")}}
    return {"user_managed": {"replicas": [{"location": secret.scene.region, **own}]}}


KIND = Kind(
    "security.secret",
    "Secret",
    "A password or token, encrypted; its value is best given later and never in the design.",
    (
        Property("description", "What it opens.", default="Managed by Dharma"),
        Property(
            "value",
            "Its value, from a sensitive variable; Azure asks for one when it is left out.",
            sensitive=True,
        ),
        key_property("it"),
    ),
    (Output("id", "What readers name it by.", aws="arn", azure="id", gcp="id"),),
    {
        "aws": Cloud("aws_secretsmanager_secret", _aws),
        "azure": Cloud("azurerm_key_vault_secret", _azure),
        "gcp": Cloud("google_secret_manager_secret", _gcp),
    },
)
