"""Where Azure keeps keys and secrets: one vault for the whole design."""

from __future__ import annotations

from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["azure_vault"]


def azure_vault(draft: Draft) -> str:
    """Add the design's key vault and return a reference to its id."""
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
        network_acls={"default_action": "Deny", "bypass": "AzureServices"},
    )
    return f"${{{vault}.id}}"
