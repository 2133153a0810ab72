"""JSON documents written as text inside attributes, such as the policies of IAM."""

from __future__ import annotations

import json
from typing import Any

from dharma_core.plan import UNKNOWN, Resource
from dharma_core.plan.masking import is_sensitive

__all__ = ["embedded_document"]


def embedded_document(resource: Resource, name: str) -> Any:
    """Return the object or list that an attribute holds as JSON text; None when it holds none.

    A text that is unknown only because it mentions other resources is read as it is written: the
    mention stands in it as ``${aws_s3_bucket.logs.arn}``.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> policy = make_resource(Address("aws_iam_policy", "p"), {"policy": '{"Statement": []}'})
    >>> embedded_document(policy, "policy")
    {'Statement': []}
    """
    text = resource.attributes.get(name)
    if text is UNKNOWN and resource.expressions:
        text = _as_written(resource, name)
    if not isinstance(text, str) or text.lstrip()[:1] not in ("{", "["):
        return None
    if is_sensitive(resource.sensitive, (name,)):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _as_written(resource: Resource, name: str) -> str:
    parts = next((e.parts for e in resource.expressions if e.path == (name,)), ())
    return "".join(part if isinstance(part, str) else f"${{{part}}}" for part in parts)
