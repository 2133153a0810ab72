"""Properties that are resources of their own in Terraform: policies, groups, access lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dharma_core.importers.cloudformation.values import Made, document
from dharma_core.plan import Ref

__all__ = ["grants"]

Tree = dict[str, Any]
Granted = Iterator[tuple[str, Tree]]
_HOLDERS = {"Roles": "role", "Users": "user", "Groups": "group"}


def grants(type_: str, address: str, own: Tree, properties: Tree) -> Granted:
    """Yield the further resources that an entry of a template means.

    Parameters
    ----------
    own : dict
        The entry's own attributes; an inline policy is written again for each holder.
    properties : dict
        What no attribute has taken; what is read here is taken from it.
    """
    read = _READERS.get(type_)
    if read is not None:
        yield from read(address, own, properties)


def _ref(address: str, attribute: str) -> Made:
    ref = Ref(address, attribute)
    return Made((ref,), mentions=(ref,))


def _taken(properties: Tree, name: str) -> list[Any]:
    """Take a list; what is none stays where it is."""
    return properties.pop(name) if isinstance(properties.get(name), list) else []


def _managed(address: str, _own: Tree, properties: Tree) -> Granted:
    for name, holder in _HOLDERS.items():
        for item in _taken(properties, name):
            attached = {"policy_arn": _ref(address, "arn"), holder: item}
            yield f"aws_iam_{holder}_policy_attachment", attached


def _inline(_address: str, own: Tree, properties: Tree) -> Granted:
    said = {key: value for key, value in own.items() if key != "role"}
    for name, holder in _HOLDERS.items():
        for item in _taken(properties, name):
            yield f"aws_iam_{holder}_policy", said | {holder: item}


def _holder(kind: str) -> Callable[[str, Tree, Tree], Granted]:
    """Return what reads the policies that a user or a group carries."""

    def read(address: str, _own: Tree, properties: Tree) -> Granted:
        holder = {kind: _ref(address, "name")}
        policies = properties.pop("Policies", [])
        for policy in policies if isinstance(policies, list) else ():
            if isinstance(policy, Mapping):
                written = document(policy.get("PolicyDocument", {}))
                yield (
                    f"aws_iam_{kind}_policy",
                    {
                        "name": policy.get("PolicyName"),
                        "policy": written,
                    }
                    | holder,
                )
        profile = properties.get("LoginProfile")
        if kind == "user" and isinstance(profile, dict):
            reset = profile.pop("PasswordResetRequired", False) in (True, "true")
            yield "aws_iam_user_login_profile", {"password_reset_required": reset} | holder

    return read


_STRATEGY = {"Base": "base", "CapacityProvider": "capacity_provider", "Weight": "weight"}


def _capacity(address: str, _own: Tree, properties: Tree) -> Granted:
    found: Tree = {}
    if providers := _taken(properties, "CapacityProviders"):
        found["capacity_providers"] = providers
    strategy = _taken(properties, "DefaultCapacityProviderStrategy")
    entries = [entry for entry in strategy if isinstance(entry, Mapping)]
    if entries:
        found["default_capacity_provider_strategy"] = [
            {to: entry[name] for name, to in _STRATEGY.items() if name in entry}
            for entry in entries
        ]
    if found:
        yield "aws_ecs_cluster_capacity_providers", found | {"cluster_name": _ref(address, "name")}


_READERS: Mapping[str, Callable[[str, Tree, Tree], Granted]] = {
    "aws_ecs_cluster": _capacity,
    "aws_iam_group": _holder("group"),
    "aws_iam_policy": _managed,
    "aws_iam_role_policy": _inline,
    "aws_iam_user": _holder("user"),
}
