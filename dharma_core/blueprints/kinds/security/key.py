"""A key of one's own for data at rest, which changes by itself."""

from __future__ import annotations

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.security.vaults import VAULT_WRITER, azure_vault

__all__ = ["KIND"]


def _aws(key: Draft) -> None:
    key.main(
        "aws_kms_key",
        description=key["description"],
        enable_key_rotation=True,
        deletion_window_in_days=key["recovery_days"],
    )
    key.add(
        "alias",
        "aws_kms_alias",
        name=f"alias/{key.name}",
        target_key_id=key.me("key_id"),
    )


def _azure(key: Draft) -> None:
    key.main(
        "azurerm_key_vault_key",
        after=(VAULT_WRITER,),
        name=key.name,
        key_vault_id=azure_vault(key),
        key_type="RSA",
        key_size=3072,
        key_opts=["decrypt", "encrypt", "unwrapKey", "wrapKey"],
        rotation_policy={
            "automatic": {"time_before_expiry": "P30D"},
            "expire_after": "P365D",
            "notify_before_expiry": "P29D",
        },
    )


def _gcp(key: Draft) -> None:
    key.add("ring", "google_kms_key_ring", name=key.name)
    seconds = int(key.now("recovery_days")) * 86400
    key.main(
        "google_kms_crypto_key",
        name=key.name,
        key_ring=key.part("ring"),
        purpose="ENCRYPT_DECRYPT",
        rotation_period="7776000s",
        destroy_scheduled_duration=f"{seconds}s",
    )


KIND = Kind(
    "security.key",
    "Key",
    "A key for data at rest that is renewed by itself.",
    (
        Property("description", "What it encrypts.", default="Encrypts data at rest"),
        Property(
            "recovery_days",
            "How long a deleted key can be brought back.",
            type="number",
            default=30,
            unit="days",
            least=7,
            most=30,
        ),
    ),
    (Output("id", "What others name it by.", aws="arn", azure="id", gcp="id"),),
    {
        "aws": Cloud("aws_kms_key", _aws),
        "azure": Cloud("azurerm_key_vault_key", _azure),
        "gcp": Cloud("google_kms_crypto_key", _gcp),
    },
)
