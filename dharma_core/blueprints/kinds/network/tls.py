"""How old a TLS a public door on Google Cloud still speaks."""

from __future__ import annotations

from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["gcp_tls"]


def gcp_tls(door: Draft) -> None:
    """Add the policy that refuses TLS before 1.2; without one Google's proxies take 1.0."""
    door.add(
        "tls",
        "google_compute_ssl_policy",
        name=door.named("tls"),
        min_tls_version="TLS_1_2",
        profile="MODERN",
    )
