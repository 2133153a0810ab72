"""Google's own accounts that act for a project: what they may use has to be granted like anybody's.

Names of the accounts: Google Cloud's documentation of its services' identities, recalled,
2026-11-30.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["gcp_account", "gcp_key_right"]

_ACCOUNTS: Mapping[str, str] = MappingProxyType({
    "artifactregistry": "service-{}@gcp-sa-artifactregistry.iam.gserviceaccount.com",
    "compute": "service-{}@compute-system.iam.gserviceaccount.com",
    "filestore": "service-{}@cloud-filer.iam.gserviceaccount.com",
    "firestore": "service-{}@gcp-sa-firestore.iam.gserviceaccount.com",
    "logging": "cmek-p{}@gcp-sa-logging.iam.gserviceaccount.com",
    "pubsub": "service-{}@gcp-sa-pubsub.iam.gserviceaccount.com",
    "redis": "service-{}@cloud-redis.iam.gserviceaccount.com",
    "secretmanager": "service-{}@gcp-sa-secretmanager.iam.gserviceaccount.com",
    "sql": "service-{}@gcp-sa-cloud-sql.iam.gserviceaccount.com",
    "storage": "service-{}@gs-project-accounts.iam.gserviceaccount.com",
})  # fmt: skip


def gcp_account(draft: Draft, service: str) -> str:
    """Return the account that a service acts with, as a member of a policy."""
    meaning = "Number of the Google Cloud project, for the accounts of Google's services"
    number = draft.scene.ask("project_number", meaning, sensitive=False)
    return f"serviceAccount:{_ACCOUNTS[service].format(number)}"


def gcp_key_right(draft: Draft, service: str) -> tuple[str, ...]:
    """Let a service use the key that a resource names, and return what must be there first.

    Without it Google refuses to make the resource.
    """
    key = draft.link("key")
    if key is None:
        return ()
    name = draft.shared(
        f"{key.name or draft.spec.name}_for_{service}",
        "google_kms_crypto_key_iam_member",
        crypto_key_id=key.of("id"),
        role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
        member=gcp_account(draft, service),
    )
    return (name,)
