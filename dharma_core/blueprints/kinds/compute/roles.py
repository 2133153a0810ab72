"""AWS roles that services take on: who may, and what they may then do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["aws_policy", "aws_role", "aws_trust"]


def aws_trust(service: str) -> Mapping[str, Any]:
    """Return the document that lets a service take a role on."""
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": service},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def aws_policy(*grants: tuple[Iterable[str], Iterable[str]]) -> Mapping[str, Any]:
    """Return the document that allows actions on resources.

    Examples
    --------
    >>> aws_policy((["s3:GetObject"], ["arn:aws:s3:::b/*"]))["Statement"][0]["Action"]
    ['s3:GetObject']
    """
    statements = [
        {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}
        for actions, resources in grants
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def aws_role(draft: Draft, suffix: str, service: str, managed: Iterable[str] = ()) -> None:
    """Add a role for a service, with policies that AWS keeps."""
    draft.add(
        suffix,
        "aws_iam_role",
        name=draft.squeezed(limit=64, marks="-", suffix=f"-{suffix.replace('_', '-')}"),
        description=f"What {draft.spec.name} may do",
        assume_role_policy=aws_trust(service),
    )
    for number, policy in enumerate(managed, 1):
        draft.add(
            f"{suffix}_{number}",
            "aws_iam_role_policy_attachment",
            role=draft.part(suffix, "name"),
            policy_arn=f"arn:aws:iam::aws:policy/{policy}",
        )
