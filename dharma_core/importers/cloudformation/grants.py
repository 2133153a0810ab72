"""Policies that CloudFormation gives to several at once: a Terraform resource for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dharma_core.importers.cloudformation.values import Made
from dharma_core.plan import UNKNOWN, Ref

__all__ = ["grants"]

Tree = dict[str, Any]
_HOLDERS = {"Roles": "role", "Users": "user", "Groups": "group"}


def grants(type_: str, address: str, own: Tree, properties: Tree) -> Iterator[tuple[str, Tree]]:
    """Yield what a policy means for each further role, user and group it names.

    Parameters
    ----------
    own : dict
        The policy's own attributes; an inline policy is written again for each holder.
    properties : dict
        What no attribute has taken; the holders are taken from it.
    """
    if type_ not in ("aws_iam_policy", "aws_iam_role_policy"):
        return
    policy = Ref(address, "arn")
    for name, holder in _HOLDERS.items():
        if not isinstance(properties.get(name), list):
            continue
        for item in properties.pop(name):
            if type_ == "aws_iam_policy":
                attached = {"policy_arn": Made((policy,), UNKNOWN, (policy,)), holder: item}
                yield f"aws_iam_{holder}_policy_attachment", attached
            else:
                inline = {key: value for key, value in own.items() if key != "role"}
                yield f"aws_iam_{holder}_policy", inline | {holder: item}
