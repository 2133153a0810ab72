"""Logical ids: deterministic, unique, and traceable to the addresses of the Plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dharma_core.generation.inference import resolved
from dharma_core.plan import Plan, Resource

__all__ = ["FOLDED", "OWNERS", "Names", "logical_ids", "name_of", "name_resources", "owner_of"]

FOLDED: Mapping[str, str] = {
    "aws_cloudwatch_event_target": "rule",
    "aws_ecr_lifecycle_policy": "repository",
    "aws_iam_group_policy_attachment": "group",
    "aws_iam_role_policy_attachment": "role",
    "aws_iam_user_group_membership": "user",
    "aws_iam_user_policy_attachment": "user",
    "aws_lb_target_group_attachment": "target_group_arn",
    "aws_s3_bucket_acl": "bucket",
    "aws_s3_bucket_cors_configuration": "bucket",
    "aws_s3_bucket_lifecycle_configuration": "bucket",
    "aws_s3_bucket_logging": "bucket",
    "aws_s3_bucket_notification": "bucket",
    "aws_s3_bucket_ownership_controls": "bucket",
    "aws_s3_bucket_public_access_block": "bucket",
    "aws_s3_bucket_server_side_encryption_configuration": "bucket",
    "aws_s3_bucket_versioning": "bucket",
    "aws_s3_bucket_website_configuration": "bucket",
    "aws_secretsmanager_secret_version": "secret_id",
}
"""Types that CloudFormation writes inside another resource, and the attribute that names it."""

OWNERS: Mapping[str, tuple[str, str]] = {
    "bucket": ("aws_s3_bucket", "bucket"),
    "group": ("aws_iam_group", "name"),
    "repository": ("aws_ecr_repository", "name"),
    "role": ("aws_iam_role", "name"),
    "rule": ("aws_cloudwatch_event_rule", "name"),
    "secret_id": ("aws_secretsmanager_secret", "name"),
    "target_group_arn": ("aws_lb_target_group", "arn"),
    "user": ("aws_iam_user", "name"),
}
"""What such an attribute names: a type, and the attribute of it that may stand as a literal."""


class Names:
    """Hands out names that nobody else has in one template."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, *words: str) -> str:
        """Return the words as one PascalCase name, numbered when it is taken."""
        wanted = "".join(_pascal(word) for word in words) or "Resource"
        name, number = wanted, 2
        while name in self._taken:
            name, number = f"{wanted}{number}", number + 1
        self._taken.add(name)
        return name


def _pascal(text: str) -> str:
    return "".join(w[0].upper() + w[1:] for w in re.split(r"[^A-Za-z0-9]+", text) if w)


def logical_ids(plan: Plan) -> Mapping[str, str]:
    """Return the logical id of each managed AWS resource, by its address.

    A resource that is folded into another (a bucket's versioning) has its owner's id; one whose
    owner is not in the Plan has none.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> vpc = make_resource(Address("aws_vpc", "main"), {})
    >>> dict(logical_ids(Plan((vpc,))))
    {'aws_vpc.main': 'VpcMain'}
    """
    return name_resources(plan, Names())


def name_of(resource: Resource) -> str:
    """Return the name a resource has when nobody else wants it.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> name_of(make_resource(Address("aws_vpc", "main"), {}))
    'VpcMain'
    """
    return Names().take(*_words(resource))


def name_resources(plan: Plan, names: Names) -> Mapping[str, str]:
    """Return the logical ids, taken from ``names`` so that parameters get others."""
    return dict(_named(plan, names))


def _named(plan: Plan, names: Names) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    for resource in plan.managed:
        if resource.type not in FOLDED:
            found[str(resource.address)] = names.take(*_words(resource))
    for resource in plan.managed:
        address = str(resource.address)
        owner = owner_of(plan, resource)
        if address in found:
            yield address, found[address]
        elif owner is not None:
            yield address, found[str(owner.address)]


def _words(resource: Resource) -> tuple[str, ...]:
    address = resource.address
    module = re.sub(r"(^|\.)module\.", r"\1", address.module)
    index = "" if address.index is None else str(address.index)
    return (module, address.type.split("_", 1)[-1], address.name, index)


def owner_of(plan: Plan, resource: Resource) -> Resource | None:
    """Return the resource that a folded one is written in, None when there is none."""
    attribute = FOLDED.get(resource.type)
    if attribute is None:
        return None
    for expression in resource.expressions:
        if expression.path == (attribute,):
            for ref in (r for m in expression.mentions for r in resolved(plan, resource, m)):
                owner = plan.by_address.get(ref.target)
                if owner is not None and owner.type not in FOLDED:
                    return owner
                if owner is not None and owner.type != resource.type:
                    return owner_of(plan, owner)
    return _owner_by_value(plan, resource, attribute)


def _owner_by_value(plan: Plan, resource: Resource, attribute: str) -> Resource | None:
    value = resource.attributes.get(attribute)
    if not isinstance(value, str):
        return None
    type_, key = OWNERS[attribute]
    return next((r for r in plan.of_type(type_) if r.attributes.get(key) == value), None)
