"""Who mentions whom, for meters whose bill depends on another resource of the Plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dharma_core.plan import Plan, Resource

__all__ = ["Links", "build_links"]


@dataclass(frozen=True)
class Links:
    """The references of one Plan, in both directions.

    Parameters
    ----------
    plan : Plan
    users : mapping of address to tuple of Resource
        Who mentions it, in the Plan's order.
    """

    plan: Plan
    users: Mapping[str, tuple[Resource, ...]]

    @cached_property
    def scaling_targets(self) -> tuple[Resource, ...]:
        """Every application autoscaling target of the Plan."""
        return self.plan.of_type("aws_appautoscaling_target")

    @cached_property
    def named(self) -> Mapping[tuple[str, str], Resource]:
        """Managed resources by type and by the name or id that their source writes."""
        return {
            (resource.type, value): resource
            for resource in self.plan.managed
            for value in (resource.attributes.get("name"), resource.attributes.get("id"))
            if isinstance(value, str)
        }

    @cached_property
    def backups_by_vault(self) -> Mapping[str, tuple[Resource, ...]]:
        """The protected Azure machines by the name of the vault that keeps their backups."""
        found: dict[str, list[Resource]] = {}
        for protected in self.plan.of_type("azurerm_backup_protected_vm"):
            vault = protected.attributes.get("recovery_vault_name")
            if isinstance(vault, str):
                found.setdefault(vault, []).append(protected)
        return {vault: tuple(machines) for vault, machines in found.items()}

    def targets(self, resource: Resource, *attributes: str) -> Iterator[Resource]:
        """Yield the resources that these attributes of ``resource`` mention."""
        for expression in resource.expressions:
            if expression.path and expression.path[0] in attributes:
                for ref in expression.mentions:
                    yield from self.plan.resolve(ref)

    def users_of(self, resource: Resource, *types: str) -> tuple[Resource, ...]:
        """Return the resources of these types that mention ``resource``."""
        users = self.users.get(str(resource.address), ())
        return tuple(user for user in users if user.type in types)


def build_links(plan: Plan) -> Links:
    """Return the links of a Plan; explicit ``depends_on`` is not a mention."""
    users: dict[str, dict[str, Resource]] = {}
    for address, resource in plan.by_address.items():
        for expression in resource.expressions:
            for ref in expression.mentions:
                for target in plan.addresses_of(ref):
                    users.setdefault(target, {})[address] = resource
    return Links(plan, {address: tuple(found.values()) for address, found in users.items()})
