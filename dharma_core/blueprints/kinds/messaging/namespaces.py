"""Where Azure's queues and topics live."""

from __future__ import annotations

from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["azure_namespace"]


def azure_namespace(draft: Draft) -> None:
    """Add the Service Bus namespace of a queue or a topic; it takes no shared keys."""
    draft.add(
        "namespace",
        "azurerm_servicebus_namespace",
        name=draft.named("bus"),
        sku="Standard",
        minimum_tls_version="1.2",
        local_auth_enabled=False,
    )
