"""A CloudFront distribution as its own call takes it, from what a template says."""

from __future__ import annotations

from typing import Any

from dharma_core.runners.simulator_services import Json

__all__ = ["distribution"]


def distribution(properties: Json, name: str) -> Json:
    """Return the parameters of ``create_distribution``."""
    config = {"CallerReference": name, "Comment": ""} | _counted(properties["DistributionConfig"])
    if "Logging" in config:
        whole = {"Enabled": True, "IncludeCookies": False, "Prefix": ""}
        config["Logging"] = whole | config["Logging"]
    return {"DistributionConfig": config}


def _counted(value: Any) -> Any:
    """Return lists as CloudFront's calls take them: a quantity and its items."""
    if isinstance(value, list):
        return {"Quantity": len(value), "Items": [_counted(item) for item in value]}
    if not isinstance(value, dict):
        return value
    found = {key: _counted(inner) for key, inner in value.items()}
    if "CachedMethods" in found and "AllowedMethods" in found:
        found["AllowedMethods"] |= {"CachedMethods": found.pop("CachedMethods")}
    if "RestrictionType" in found:
        found = {"RestrictionType": found["RestrictionType"]} | found.get(
            "Locations", {"Quantity": 0}
        )
    if "ResponseCode" in found:
        found["ResponseCode"] = str(found["ResponseCode"])
    return {_CLOUDFRONT_NAMES.get(key, key): inner for key, inner in found.items()}


_CLOUDFRONT_NAMES = {
    "AcmCertificateArn": "ACMCertificateArn",
    "IPV6Enabled": "IsIPV6Enabled",
    "IamCertificateId": "IAMCertificateId",
    "OriginCustomHeaders": "CustomHeaders",
    "OriginSSLProtocols": "OriginSslProtocols",
    "SslSupportMethod": "SSLSupportMethod",
}
