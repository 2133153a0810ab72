"""A bucket's objects near every reader, over HTTPS only."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.network.tls import gcp_https_door

__all__ = ["KIND"]

# AWS's managed cache policy CachingOptimized, from its documentation, 2024-11.
_CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"

# Front Door compresses nothing that is not named.
_COMPRESSED = (
    "application/javascript", "application/json", "application/xml", "image/svg+xml", "text/css",
    "text/html", "text/javascript", "text/plain", "text/xml",
)  # fmt: skip


def _aws(cdn: Draft) -> None:
    bucket = cdn.needed("bucket")
    cdn.add(
        "access",
        "aws_cloudfront_origin_access_control",
        name=cdn.squeezed(limit=64, marks="-"),
        description="Managed by Dharma",
        origin_access_control_origin_type="s3",
        signing_behavior="always",
        signing_protocol="sigv4",
    )
    cdn.main(
        "aws_cloudfront_distribution",
        enabled=True,
        is_ipv6_enabled=True,
        comment=cdn.name,
        default_root_object=cdn["index"],
        price_class="PriceClass_100",
        http_version="http2and3",
        aliases=[cdn["domain"]] if cdn["domain"] and cdn["certificate"] else None,
        origin=[
            {
                "origin_id": "bucket",
                "domain_name": bucket.of("bucket_regional_domain_name"),
                "origin_access_control_id": cdn.part("access"),
            }
        ],
        default_cache_behavior={
            "target_origin_id": "bucket",
            "viewer_protocol_policy": "redirect-to-https",
            "allowed_methods": ["GET", "HEAD", "OPTIONS"],
            "cached_methods": ["GET", "HEAD"],
            "cache_policy_id": _CACHING_OPTIMIZED,
            "compress": True,
        },
        restrictions={"geo_restriction": {"restriction_type": "none"}},
        viewer_certificate=_aws_certificate(cdn),
    )
    cdn.add(
        "right",
        "aws_s3_bucket_policy",
        bucket=bucket.of("id"),
        policy=_aws_right(cdn, f"{bucket.of('arn')}/*"),
    )


def _aws_certificate(cdn: Draft) -> dict[str, Any]:
    if not cdn["certificate"]:
        return {"cloudfront_default_certificate": True}
    return {
        "acm_certificate_arn": cdn["certificate"],
        "ssl_support_method": "sni-only",
        "minimum_protocol_version": "TLSv1.2_2021",
    }


def _aws_right(cdn: Draft, objects: str) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": objects,
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Condition": {"StringEquals": {"AWS:SourceArn": cdn.me("arn")}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _azure(cdn: Draft) -> None:
    bucket = cdn.needed("bucket")
    host = bucket.of("primary_blob_host")
    cdn.main("azurerm_cdn_frontdoor_profile", name=cdn.name, sku_name="Standard_AzureFrontDoor")
    cdn.add(
        "endpoint",
        "azurerm_cdn_frontdoor_endpoint",
        name=cdn.named("endpoint"),
        cdn_frontdoor_profile_id=cdn.me(),
    )
    cdn.add(
        "group",
        "azurerm_cdn_frontdoor_origin_group",
        name="bucket",
        cdn_frontdoor_profile_id=cdn.me(),
        load_balancing={"sample_size": 4, "successful_samples_required": 3},
    )
    cdn.add(
        "origin",
        "azurerm_cdn_frontdoor_origin",
        name="bucket",
        cdn_frontdoor_origin_group_id=cdn.part("group"),
        enabled=True,
        host_name=host,
        origin_host_header=host,
        certificate_name_check_enabled=True,
    )
    cdn.add(
        "route",
        "azurerm_cdn_frontdoor_route",
        name="all",
        cdn_frontdoor_endpoint_id=cdn.part("endpoint"),
        cdn_frontdoor_origin_group_id=cdn.part("group"),
        cdn_frontdoor_origin_ids=[cdn.part("origin")],
        cdn_frontdoor_origin_path="/objects",
        patterns_to_match=["/*"],
        supported_protocols=["Http", "Https"],
        https_redirect_enabled=True,
        forwarding_protocol="HttpsOnly",
        cache={
            "query_string_caching_behavior": "IgnoreQueryString",
            "compression_enabled": True,
            "content_types_to_compress": list(_COMPRESSED),
        },
    )


def _gcp(cdn: Draft) -> None:
    if not cdn["domain"]:
        cdn.problem("domain", "needs its own host name on gcp.", "Set 'domain: www.example.com'.")
    cdn.add("ip", "google_compute_global_address", name=cdn.named("ip"))
    cdn.add(
        "origin",
        "google_compute_backend_bucket",
        name=cdn.named("origin"),
        bucket_name=cdn.needed("bucket").of("name"),
        enable_cdn=True,
        cdn_policy={"cache_mode": "CACHE_ALL_STATIC", "default_ttl": 3600},
    )
    cdn.add(
        "urls",
        "google_compute_url_map",
        name=cdn.named("urls"),
        default_service=cdn.part("origin"),
    )
    cdn.add(
        "certificate",
        "google_compute_managed_ssl_certificate",
        name=cdn.named("certificate"),
        managed={"domains": [cdn["domain"]]},
    )
    gcp_https_door(cdn, "EXTERNAL")


KIND = Kind(
    "network.cdn",
    "Content delivery",
    "A bucket's objects near every reader, over HTTPS only.",
    (
        Property(
            "bucket",
            "What it delivers; public on Azure and GCP, where readers come without a right.",
            type="reference",
            required=True,
            kinds=("storage.bucket",),
        ),
        Property("index", "What it shows first, on AWS.", default="index.html"),
        Property("domain", "Its own host name; GCP needs one, AWS takes it with a certificate."),
        Property("certificate", "AWS's id of a certificate for the domain, in us-east-1."),
    ),
    (
        Output("id", "What others name it by.", aws="id", azure="id", gcp="id"),
        Output(
            "address",
            "Where it answers.",
            aws="domain_name",
            azure="endpoint/host_name",
            gcp="ip/address",
        ),
    ),
    {
        "aws": Cloud("aws_cloudfront_distribution", _aws),
        "azure": Cloud("azurerm_cdn_frontdoor_profile", _azure),
        "gcp": Cloud("google_compute_global_forwarding_rule", _gcp),
    },
)
