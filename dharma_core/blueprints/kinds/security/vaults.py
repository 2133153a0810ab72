"""Where Azure keeps keys and secrets: one vault for the whole design."""

from __future__ import annotations

from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["VAULT_WRITER", "azure_vault"]

VAULT_WRITER = "key_vault_writer"
"""What has to be made before anything is written into the vault."""


def azure_vault(draft: Draft) -> str:
    """Add the design's key vault and return a reference to its id.

    The vault keeps to itself: whoever applies the design comes from an address it knows, with the
    right to write, else Azure refuses the first key or secret.
    """
    name = draft.squeezed_design(limit=24)
    vault = draft.shared(
        "key_vault",
        "azurerm_key_vault",
        name=name,
        tenant_id=draft.tenant(),
        sku_name="standard",
        rbac_authorization_enabled=True,
        purge_protection_enabled=True,
        soft_delete_retention_days=90,
        network_acls={
            "default_action": "Deny",
            "bypass": "AzureServices",
            "ip_rules": [
                _operator(draft, "range", "Public addresses of who applies it, as a range")
            ],
        },
    )
    draft.shared(
        VAULT_WRITER,
        "azurerm_role_assignment",
        scope=f"${{{vault}.id}}",
        role_definition_name="Key Vault Administrator",
        principal_id=_operator(draft, "object_id", "Object id in Entra of who applies it"),
    )
    return f"${{{vault}.id}}"


def _operator(draft: Draft, what: str, meaning: str) -> str:
    return draft.scene.ask(f"operator_{what}", meaning, sensitive=False)
