"""A domain and its records, on the internet or inside one network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.settled import has_mention

__all__ = ["KIND"]

_TYPES = ("A", "AAAA", "CNAME", "TXT")
_STRING_LENGTH = 255  # RFC 1035, 3.3: the most bytes of one character-string


def _aws(zone: Draft) -> None:
    network = zone.link("network")
    zone.main(
        "aws_route53_zone",
        name=zone["domain"],
        comment="Managed by Dharma",
        vpc=[{"vpc_id": network.of("id"), "vpc_region": zone.scene.region}] if network else None,
    )
    for number, record in zone.numbered("records"):
        zone.add(
            f"record_{number}",
            "aws_route53_record",
            zone_id=zone.me("zone_id"),
            name=_full_name(zone, record),
            type=record.get("type", "A"),
            ttl=record.get("ttl", 300),
            records=[_aws_value(record, value) for value in record.get("values") or ()],
        )


def _aws_value(record: Mapping[str, Any], value: Any) -> Any:
    """Return a value as Route 53 takes it: the provider quotes a text, a long one is in parts."""
    pieces = _pieces(str(value)) if record.get("type") == "TXT" else ()
    return '""'.join(pieces) if len(pieces) > 1 else value


def _gcp_value(record: Mapping[str, Any], value: Any) -> Any:
    """Return a value as Cloud DNS takes it: texts quoted, names whole to the root."""
    text = str(value)
    if record.get("type") == "TXT" and not text.startswith('"'):
        return " ".join(f'"{piece}"' for piece in _pieces(text.replace('"', '\\"')))
    if record.get("type") == "CNAME" and not has_mention(text):
        return text if text.endswith(".") else f"{text}."
    return value


def _pieces(text: str) -> list[str]:
    """Return a text in parts that one string of DNS holds."""
    return [text[i : i + _STRING_LENGTH] for i in range(0, len(text), _STRING_LENGTH)] or [""]


def _full_name(zone: Draft, record: Mapping[str, Any]) -> str:
    own = str(record.get("name") or "@")
    return str(zone["domain"]) if own == "@" else f"{own}.{zone['domain']}"


def _azure(zone: Draft) -> None:
    network = zone.link("network")
    if network is None:
        zone.main("azurerm_dns_zone", name=zone["domain"])
    else:
        zone.main("azurerm_private_dns_zone", name=zone["domain"])
        zone.add(
            "network",
            "azurerm_private_dns_zone_virtual_network_link",
            name=zone.named("network"),
            private_dns_zone_name=zone.me("name"),
            virtual_network_id=network.of("id"),
            registration_enabled=False,
        )
    place = "private_dns" if network else "dns"
    for number, record in zone.numbered("records"):
        kind = str(record.get("type", "A")).lower()
        zone.add(
            f"record_{number}",
            f"azurerm_{place}_{kind}_record",
            name=record.get("name") or "@",
            zone_name=zone.me("name"),
            ttl=record.get("ttl", 300),
            **_azure_values(kind, record.get("values") or ()),
        )


def _azure_values(kind: str, values: Any) -> dict[str, Any]:
    if kind == "cname":
        return {"record": values[0] if values else ""}
    return {"record": [{"value": v} for v in values]} if kind == "txt" else {"records": values}


def _gcp(zone: Draft) -> None:
    network = zone.link("network")
    where: dict[str, Any] = {"dnssec_config": {"state": "on"}}
    if network:
        networks = [{"network_url": network.of("id")}]
        where = {"visibility": "private", "private_visibility_config": {"networks": networks}}
    zone.main(
        "google_dns_managed_zone",
        name=zone.name,
        dns_name=f"{zone['domain']}.",
        description="Managed by Dharma",
        **where,
    )
    for number, record in zone.numbered("records"):
        zone.add(
            f"record_{number}",
            "google_dns_record_set",
            managed_zone=zone.me("name"),
            name=f"{_full_name(zone, record)}.",
            type=record.get("type", "A"),
            ttl=record.get("ttl", 300),
            rrdatas=[_gcp_value(record, value) for value in record.get("values") or ()],
        )


KIND = Kind(
    "network.dns_zone",
    "DNS zone",
    "A domain with its records.",
    (
        Property("domain", "Such as example.com.", required=True),
        Property(
            "network",
            "The only network that sees it; left out, the internet does.",
            type="reference",
            kinds=("network.vpc",),
        ),
        Property(
            "records",
            "The names in it.",
            type="list(object)",
            default=(),
            members=(
                Property(
                    "name", "The name before the domain; @ for the domain itself.", default="@"
                ),
                Property("type", "What it tells.", default="A", allowed=_TYPES),
                Property("values", "What it answers.", type="list(string)", required=True),
                Property(
                    "ttl",
                    "How long others may keep it.",
                    type="number",
                    default=300,
                    unit="seconds",
                    least=1,
                ),
            ),
        ),
    ),
    (
        Output("id", "What others name it by.", aws="zone_id", azure="id", gcp="id"),
        Output("domain", "The domain.", aws="name", azure="name", gcp="dns_name"),
        Output(
            "name_servers",
            "Who answers for it; to be entered where the domain was bought.",
            aws="name_servers",
            azure="name_servers",
            gcp="name_servers",
        ),
    ),
    {
        "aws": Cloud("aws_route53_zone", _aws),
        "azure": Cloud("azurerm_dns_zone", _azure),
        "gcp": Cloud("google_dns_managed_zone", _gcp),
    },
)
