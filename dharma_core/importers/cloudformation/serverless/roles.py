"""The role that the macro makes for a function or a state machine, and what it may do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.importers.cloudformation.serverless.entries import Entries, tags_of
from dharma_core.plan import Path

__all__ = ["add_role", "managed"]

Json = dict[str, Any]
Templates = Mapping[str, Any]
_PARAMETER = re.compile(r"\$\{([A-Za-z]+)\}")


def managed(name: str) -> Json:
    """Return the ARN of a policy of AWS's own."""
    return {"Fn::Sub": f"arn:${{AWS::Partition}}:iam::aws:policy/{name}"}


def add_role(
    entries: Entries, source: Path, said: Mapping[str, Any], base: list[Json], templates: Templates
) -> Json:
    """Add the role of the entry at ``source`` and return what gives its ARN.

    Parameters
    ----------
    said : mapping
        The entry's own properties, and ``Principal``: the service that takes the role on.
    base : list
        ARNs that the macro attaches by itself.
    """
    owner = str(source[1])
    name = f"{owner}Role"
    arns, inline = list(base), []
    for index, policy in enumerate(_policies(said.get("Policies"))):
        document = _document(policy, templates)
        if document is None:
            arns += [arn for arn in (_named(policy),) if arn not in arns]
        else:
            inline.append({"PolicyName": f"{owner}RolePolicy{index}", "PolicyDocument": document})
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["sts:AssumeRole"],
                "Principal": {"Service": [said["Principal"]]},
            }
        ],
    }
    properties = {
        "AssumeRolePolicyDocument": said.get("AssumeRolePolicyDocument", trust),
        "ManagedPolicyArns": arns or None,
        "Policies": inline or None,
        "Path": said.get("RolePath"),
        "PermissionsBoundary": said.get("PermissionsBoundary"),
        "Tags": tags_of({}),
    }
    entries.add(name, "AWS::IAM::Role", properties, (*source, "Properties", "Policies"))
    return {"Fn::GetAtt": [name, "Arn"]}


def _policies(said: Any) -> list[Any]:
    if said is None:
        return []
    return said if isinstance(said, list) else [said]


def _document(policy: Any, templates: Templates) -> Json | None:
    """Return the document of an inline policy; None when a policy is named."""
    if not isinstance(policy, Mapping) or not policy:
        return None
    if "Statement" in policy:
        statements = policy["Statement"]
        listed = statements if isinstance(statements, list) else [statements]
        return {"Version": "2012-10-17", **policy, "Statement": listed}
    (name, given), *more = policy.items()
    if more or name == "Ref" or str(name).startswith("Fn::"):
        return None
    values = given if isinstance(given, Mapping) else {}
    return {"Version": "2012-10-17", "Statement": list(_statements(templates.get(name), values))}


def _statements(template: Any, values: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the statements of one of SAM's policies, what it does not tell as unknown."""
    if template is None:
        yield {"Fn::Transform": {"Name": "AWS::Serverless", "Parameters": dict(values)}}
        return
    for part in template:
        resources = [_filled(text, values) for text in part["resources"]]
        yield {
            "Effect": "Allow",
            "Action": list(part["actions"]),
            "Resource": resources[0] if len(resources) == 1 else resources,
        }


def _filled(text: str, values: Mapping[str, Any]) -> Any:
    names = {name: values.get(name, "") for name in _PARAMETER.findall(text)}
    if text == "*":
        return text
    return {"Fn::Sub": [text, names]} if names else {"Fn::Sub": text}


_SERVICE_ROLES = ("AWSLambda", "AmazonAPIGateway")


def _named(policy: Any) -> Any:
    """Return the ARN behind the name of a policy of AWS's own."""
    if not isinstance(policy, str) or ":" in policy:
        return policy
    is_role = policy.startswith(_SERVICE_ROLES) and policy.endswith("Role")
    return managed(f"service-role/{policy}" if is_role else policy)
