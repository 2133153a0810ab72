"""Doors over HTTPS on Google Cloud, and how old a TLS they still speak."""

from __future__ import annotations

from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["gcp_https_door", "gcp_tls"]


def gcp_tls(door: Draft) -> None:
    """Add the policy that refuses TLS before 1.2; without one Google's proxies take 1.0."""
    door.add(
        "tls",
        "google_compute_ssl_policy",
        name=door.named("tls"),
        min_tls_version="TLS_1_2",
        profile="MODERN",
    )


def gcp_https_door(door: Draft, scheme: str) -> None:
    """Add the proxy and the rule on port 443 that lead to the parts ``urls`` and ``certificate``.

    Parameters
    ----------
    scheme : str
        Google's load balancing scheme: ``EXTERNAL`` or ``EXTERNAL_MANAGED``.
    """
    gcp_tls(door)
    door.add(
        "proxy",
        "google_compute_target_https_proxy",
        name=door.named("proxy"),
        url_map=door.part("urls"),
        ssl_certificates=[door.part("certificate")],
        ssl_policy=door.part("tls"),
    )
    door.main(
        "google_compute_global_forwarding_rule",
        name=door.name,
        target=door.part("proxy"),
        ip_address=door.part("ip", "address"),
        port_range="443",
        load_balancing_scheme=scheme,
    )
