"""Values that the AWS provider itself rewrites while planning: JSON documents and user data.

Measured with terraform 1.11 and hashicorp/aws 5.100.0: policies of all kinds are planned as
canonical JSON; those attached inline to an IAM identity keep ``Version`` in front; user data of an
instance is planned as its SHA-1, decoded first where it is base64.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

__all__ = ["go_json", "in_provider_form"]

_POLICIES: Final = (
    "access_policies", "access_policy", "assume_role_policy", "dashboard_body", "delivery_policy",
    "event_pattern", "filter_policy", "policy", "redrive_allow_policy", "redrive_policy",
    "replay_policy",
)  # fmt: skip
_VERSION_FIRST: Final = frozenset(
    {"aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"}
)
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
    changed = {
        name: form(type_, written[name])
        for name, form in _FORMS.items()
        if isinstance(written.get(name), str)
    }
    return {**written, **changed} if changed else written


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
    if type_ in _VERSION_FIRST and isinstance(document, dict) and "Version" in document:
        version = go_json(document.pop("Version"))
        rest = go_json(document)
        return f'{{"Version":{version}' + (f",{rest[1:]}" if document else "}")
    return go_json(document)


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


_FORMS: Final[Mapping[str, Callable[[str, str], str]]] = {
    **dict.fromkeys(_POLICIES, _document),
    "container_definitions": _containers,
    "user_data": _user_data,
}
