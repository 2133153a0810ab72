"""What has to be so before files can be applied: services switched on, names that are free."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.plan import Catalog, Plan, Resource

__all__ = ["readme_needs", "shuts_out_the_provider", "wants_entra"]

_REGISTERED = frozenset({"Microsoft.Authorization", "Microsoft.Resources"})
"""Namespaces that every subscription has."""

_SET_AT_THE_DOOR = ("queue_properties", "static_website")
"""Blocks of a storage account that Azure's own API does not take."""

_ACCOUNT = re.compile(r"@([a-z-]+)\.iam\.gserviceaccount\.com")
# Accounts that are made at their first use only: documentation of services' identities, recalled,
# 2026-11-30.
_ACCOUNT_SERVICES = {
    "cloud-filer": "file",
    "cloud-redis": "redis",
    "gcp-sa-artifactregistry": "artifactregistry",
    "gcp-sa-cloud-sql": "sqladmin",
    "gcp-sa-firestore": "firestore",
    "gcp-sa-pubsub": "pubsub",
    "gcp-sa-secretmanager": "secretmanager",
}


def readme_needs(plan: Plan, catalog: Catalog) -> tuple[str, ...]:
    """Return the lines of a README that say what to do or to check before the first apply."""
    return (*_switched_on(plan, catalog), *_free_names(plan, catalog))


def wants_entra(plan: Plan) -> bool:
    """Whether a storage account takes no keys, so that the provider has to sign in by Entra."""
    accounts = plan.of_type("azurerm_storage_account")
    return any(a.attributes.get("shared_access_key_enabled") is False for a in accounts)


def shuts_out_the_provider(plan: Plan) -> bool:
    """Whether a storage account refuses the machine that applies: Azure's API has to be enough.

    Without a word the provider reads each account through its own door too. What can only be set
    there keeps it so.
    """
    accounts = plan.of_type("azurerm_storage_account")
    if any(_blocks(account, name) for account in accounts for name in _SET_AT_THE_DOOR):
        return False
    apart = plan.of_type("azurerm_storage_account_network_rules")
    rules = [rule for account in accounts for rule in _blocks(account, "network_rules")]
    rules += [resource.attributes for resource in apart]
    closed = any(a.attributes.get("public_network_access_enabled") is False for a in accounts)
    return closed or any(rule.get("default_action") == "Deny" for rule in rules)


def _blocks(resource: Resource, name: str) -> list[Mapping[str, Any]]:
    found = resource.attributes.get(name)
    items = found if isinstance(found, tuple) else ()
    return [item for item in items if isinstance(item, Mapping)]


def _switched_on(plan: Plan, catalog: Catalog) -> Iterator[str]:
    apis = sorted({api for type_ in _types(plan) for api in _apis(catalog, type_)})
    spaces = sorted({s for type_ in _types(plan) for s in _namespaces(catalog, type_)})
    if apis:
        yield from ("Switch on the services of the project, once:", "", "```sh")
        yield from ("gcloud services enable \\", f"  {' '.join(apis)}", "```", "")
    accounts = sorted(_accounts(plan))
    if accounts:
        yield from ("Have Google make the accounts that its services act with, once:", "", "```sh")
        make = "gcloud beta services identity create --service"
        yield from (f"{make} {api}.googleapis.com" for api in accounts)
        yield from ("```", "")
    if spaces:
        yield from ("Register the services with the subscription, once:", "", "```sh")
        yield from (f"az provider register --namespace {space}" for space in spaces)
        yield from ("```", "")


def _accounts(plan: Plan) -> set[str]:
    """Return the services whose own account is granted something: it may not exist yet."""
    found = set()
    for resource in plan.managed:
        said = [part for e in resource.expressions for part in e.parts if e.path == ("member",)]
        texts = (*said, resource.attributes.get("member"))
        for account in _ACCOUNT.findall(" ".join(t for t in texts if isinstance(t, str))):
            found.add(_ACCOUNT_SERVICES.get(account, ""))
    return found - {""}


def _free_names(plan: Plan, catalog: Catalog) -> Iterator[str]:
    found = list(_world_names(plan, catalog))
    if found:
        yield "Nobody else in the world may have these names already; choose others if they do:"
        yield from ("", *found)


def _world_names(plan: Plan, catalog: Catalog) -> Iterator[str]:
    for resource in plan.managed:
        type_ = catalog.types.get(resource.type)
        rules = type_.sections.get("names", {}) if type_ else {}
        for attribute, rule in rules.items():
            name = resource.attributes.get(attribute)
            if not isinstance(rule, str) and rule.get("world") and isinstance(name, str):
                yield f"- `{re.sub('[^A-Za-z0-9._-]+', '', name)}` of `{resource.address}`"


def _types(plan: Plan) -> set[str]:
    return {resource.type for resource in plan.managed}


def _apis(catalog: Catalog, type_: str) -> tuple[str, ...]:
    known = catalog.types.get(type_)
    return tuple(known.sections.get("apis", {}).get("enable", ())) if known else ()


def _namespaces(catalog: Catalog, type_: str) -> tuple[str, ...]:
    known = catalog.types.get(type_)
    section = known.sections.get("arm", {}) if known else {}
    space = str(section.get("type", "")).partition("/")[0]
    return (space,) if space and space not in _REGISTERED else ()
