"""AWS policies as grants: which of their statements a portable identity can say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.blueprints.kinds.security.rights import rights_for
from dharma_core.blueprints.natives.rules import Native
from dharma_core.blueprints.references import mentions_in

__all__ = ["grants_of", "statements_left"]

_GRANTED = {
    "aws_s3_bucket": "storage.bucket",
    "aws_dynamodb_table": "database.nosql_table",
    "aws_sqs_queue": "messaging.queue",
    "aws_sns_topic": "messaging.topic",
    "aws_secretsmanager_secret": "security.secret",
    "aws_kms_key": "security.key",
    "aws_ecr_repository": "compute.registry",
}
_WRITES = ("Put", "Delete", "Send", "Publish", "Update", "Initiate", "Upload", "Complete")
_OWN_LOGS = ("logs:", "xray:")


def grants_of(role: Native) -> list[dict[str, str]]:
    """Return what the policies of a role grant, in portable words, once each."""
    found: dict[str, str] = {}
    for policy in role.of("aws_iam_role_policy", "role"):
        for statement in _statements(policy):
            for name, access in _grants(policy, statement):
                found[name] = "write" if "write" in (access, found.get(name)) else access
    return [{"to": f"${{{name}.id}}", "access": access} for name, access in found.items()]


def statements_left(policy: Native) -> int:
    """Return how many statements of a policy no grant says."""
    return sum(not _is_said(policy, statement) for statement in _statements(policy))


def _is_said(policy: Native, statement: Mapping[str, Any]) -> bool:
    actions = _listed(statement.get("Action"))
    if all(str(action).startswith(_OWN_LOGS) for action in actions):
        return True  # every kind writes its own logs
    named = {m.name for _, m in mentions_in(statement.get("Resource")) if not m.is_variable}
    return bool(named) and named == {name for name, _ in _grants(policy, statement)}


def _grants(policy: Native, statement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the resources a statement allows and how, as far as a kind can be granted so."""
    actions = [str(action).partition(":")[2] for action in _listed(statement.get("Action"))]
    access = "write" if any(action.startswith(_WRITES) for action in actions) else "read"
    if statement.get("Effect") != "Allow" or statement.get("Condition"):
        return
    for _, mention in mentions_in(statement.get("Resource")):
        spec = policy.blueprint.resource(mention.name)
        known = policy.catalog.find(spec.type) if spec else None
        kind = _GRANTED.get(known.name, "") if known else ""
        if rights_for(kind, access):
            yield mention.name, access


def _statements(policy: Native) -> Iterator[Mapping[str, Any]]:
    document = policy.written("policy")
    if isinstance(document, Mapping):
        yield from (s for s in _listed(document.get("Statement")) if isinstance(s, Mapping))


def _listed(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)
