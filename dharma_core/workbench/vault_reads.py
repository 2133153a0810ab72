"""Reads a vault for a deployment: within what the installation allows, and on record each time."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from dharma_core.errors import PermissionDenied
from dharma_core.events import EventType
from dharma_core.identity import Actor
from dharma_core.plan.vault_references import VaultReference, parse_vault_reference
from dharma_core.runners.vaults import Vaults

if TYPE_CHECKING:
    from dharma_core.deployments.values import Deployment
    from dharma_core.storage.settings import Settings
    from dharma_core.storage.store import Store

__all__ = ["read_for"]


@cache
def _vaults() -> Vaults:
    """Return the vaults of this process: what was read is kept in its memory alone."""
    return Vaults()


def read_for(deployment: Deployment, text: str, *, settings: Settings, store: Store) -> str:
    """Return the secret that a deployment refers to.

    Whoever writes a design chooses the path, and the process that deploys reads it with its own
    rights: ``[vaults]`` says which paths designs may name.

    Raises
    ------
    PermissionDenied
        If ``[vaults]`` does not allow the path to the deployment's tenant; on record.
    InputError
        If it is no reference, or the vault has no such secret.
    AdapterError
        If the vault cannot be read.
    """
    reference = parse_vault_reference(text)
    if not settings.vaults.allows(reference.vault, reference.path, deployment.tenant):
        _record(store, deployment, reference, success=False)
        raise PermissionDenied(
            f"Designs of {deployment.tenant} may not name {reference}.",
            next_step=f'Allow it in dharma.toml: [vaults] {reference.vault} = ["{reference.path}"]',
            details={"reference": str(reference)},
        )
    secret, kept = _vaults().read(reference)
    _record(store, deployment, reference, kept=kept)
    return secret


def _record(
    store: Store,
    deployment: Deployment,
    reference: VaultReference,
    *,
    success: bool = True,
    kept: bool = False,
) -> None:
    said = {"reference": str(reference), "deployment": deployment.id, "from_memory": kept}
    with store.transaction(Actor(deployment.user, deployment.tenant, ())) as uow:
        draft = uow.scope.event(EventType.SECRET_READ, ("vault", reference.vault))
        uow.events.append(replace(draft, success=success, data=said))
