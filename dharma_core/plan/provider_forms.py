"""Values that the AWS provider itself rewrites while planning: JSON documents, user data, words.

Measured with terraform 1.11 and hashicorp/aws 5.100.0: policies of all kinds are planned as
canonical JSON; those attached inline to an IAM identity keep ``Version`` in front; user data of an
instance is planned as its SHA-1, decoded first where it is base64; maintenance windows are planned
in small letters, and protocols of security groups by their names.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from dharma_core.plan.frozen import FrozenMap

__all__ = ["go_json", "in_provider_form"]

Form = Callable[[str, str], str]

_POLICIES: Final = (
    "access_policies", "access_policy", "assume_role_policy", "dashboard_body", "delivery_policy",
    "event_pattern", "filter_policy", "policy", "redrive_allow_policy", "redrive_policy",
    "replay_policy",
)  # fmt: skip
_IDENTITY_POLICIES: Final = frozenset(
    {"aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"}
)
_LOWERED_WINDOWS: Final = frozenset(
    {
        "aws_dax_cluster", "aws_db_instance", "aws_docdb_cluster", "aws_docdb_cluster_instance",
        "aws_elasticache_cluster", "aws_elasticache_replication_group", "aws_neptune_cluster",
        "aws_neptune_cluster_instance", "aws_rds_cluster", "aws_rds_cluster_instance",
        "aws_redshift_cluster",
    }
)  # fmt: skip
_NAMED_PROTOCOLS: Final = frozenset(
    {"aws_default_security_group", "aws_security_group", "aws_security_group_rule"}
)
_PROTOCOLS: Final = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "all": "-1"}
_HASHED: Final = frozenset({"aws_instance", "aws_spot_instance_request"})


def in_provider_form(type_: str, written: Mapping[str, Any]) -> Mapping[str, Any]:
    r"""Return written attributes as the provider would plan them; other types stay as they are.

    Examples
    --------
    >>> in_provider_form("aws_sqs_queue", {"policy": '{ "b": [1], "a": "<" }'})
    {'policy': '{"a":"\\u003c","b":[1]}'}
    """
    if not type_.startswith("aws_"):
        return written
    changed: dict[str, Any] = {
        name: form(type_, written[name])
        for name, form in _FORMS.items()
        if isinstance(written.get(name), str)
    }
    for block, name, form in _INSIDE.get(type_, ()):
        items = written.get(block)
        if isinstance(items, tuple):
            changed[block] = tuple(_reformed(type_, item, name, form) for item in items)
    return {**written, **changed} if changed else written


def _reformed(type_: str, item: Any, name: str, form: Form) -> Any:
    if not isinstance(item, Mapping) or not isinstance(item.get(name), str):
        return item
    return FrozenMap({**item, name: form(type_, item[name])})


def go_json(value: Any) -> str:
    """Return JSON as Go writes it: compact, keys sorted, and the marks of HTML escaped."""
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _document(type_: str, text: str) -> str:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return _version_first(document) if type_ in _IDENTITY_POLICIES else go_json(document)


def _inline_policy(_type: str, text: str) -> str:
    try:
        return _version_first(json.loads(text))
    except (ValueError, RecursionError):
        return text


def _version_first(document: Any) -> str:
    if not isinstance(document, dict) or "Version" not in document:
        return go_json(document)
    version = go_json(document.pop("Version"))
    rest = go_json(document)
    return f'{{"Version":{version}' + (f",{rest[1:]}" if document else "}")


def _containers(_type: str, text: str) -> str:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    for container in found if isinstance(found, list) else ():
        if isinstance(container, dict) and isinstance(container.get("environment"), list):
            container["environment"].sort(key=_name)
    return go_json(found)


def _name(entry: Any) -> str:
    return str(entry.get("name", "")) if isinstance(entry, dict) else ""


def _user_data(type_: str, text: str) -> str:
    if type_ not in _HASHED or not text:
        return text
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = text.encode()
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def _window(type_: str, text: str) -> str:
    return text.lower() if type_ in _LOWERED_WINDOWS else text


def _protocol(type_: str, text: str) -> str:
    return _PROTOCOLS.get(text.lower(), text.lower()) if type_ in _NAMED_PROTOCOLS else text


_FORMS: Final[Mapping[str, Form]] = {
    **dict.fromkeys(_POLICIES, _document),
    "container_definitions": _containers,
    "maintenance_window": _window,
    "preferred_maintenance_window": _window,
    "protocol": _protocol,
    "user_data": _user_data,
}
_RULES: Final = (("egress", "protocol", _protocol), ("ingress", "protocol", _protocol))
_INSIDE: Final[Mapping[str, tuple[tuple[str, str, Form], ...]]] = {
    "aws_default_security_group": _RULES,
    "aws_iam_role": (("inline_policy", "policy", _inline_policy),),
    "aws_security_group": _RULES,
}
