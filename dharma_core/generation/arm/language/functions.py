"""The functions ARM knows, with the number of arguments each takes."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FUNCTIONS", "spelt"]

MANY = 99

FUNCTIONS: Mapping[str, tuple[int, int]] = {
    # objects and arrays
    "array": (1, 1), "concat": (1, MANY), "contains": (2, 2), "createArray": (0, MANY),
    "createObject": (0, MANY), "empty": (1, 1), "first": (1, 1), "flatten": (1, 1),
    "indexFromEnd": (2, 2), "indexOf": (2, 2), "intersection": (2, MANY), "items": (1, 1),
    "join": (2, 2), "last": (1, 1), "lastIndexOf": (2, 2), "length": (1, 1), "max": (1, MANY),
    "min": (1, MANY), "objectKeys": (1, 1), "range": (2, 2), "shallowMerge": (1, 1),
    "skip": (2, 2), "take": (2, 2), "tryGet": (2, MANY), "tryIndexFromEnd": (2, 2),
    "union": (2, MANY), "lambda": (1, MANY), "lambdaVariables": (1, 1), "filter": (2, 2),
    "groupBy": (2, 2), "map": (2, 2), "mapValues": (2, 2), "reduce": (3, 3), "sort": (2, 2),
    "toObject": (2, 3),
    # comparison and logic
    "coalesce": (1, MANY), "equals": (2, 2), "greater": (2, 2), "greaterOrEquals": (2, 2),
    "less": (2, 2), "lessOrEquals": (2, 2), "and": (2, MANY), "bool": (1, 1), "false": (0, 0),
    "if": (3, 3), "not": (1, 1), "or": (2, MANY), "true": (0, 0), "null": (0, 0),
    # numbers and dates
    "add": (2, 2), "copyIndex": (0, 2), "div": (2, 2), "float": (1, 1), "int": (1, 1),
    "mod": (2, 2), "mul": (2, 2), "sub": (2, 2), "dateTimeAdd": (2, 3),
    "dateTimeFromEpoch": (1, 1), "dateTimeToEpoch": (1, 1), "utcNow": (0, 1),
    # text
    "base64": (1, 1), "base64ToJson": (1, 1), "base64ToString": (1, 1), "dataUri": (1, 1),
    "dataUriToString": (1, 1), "endsWith": (2, 2), "format": (1, MANY), "guid": (1, MANY),
    "json": (1, 1), "newGuid": (0, 0), "padLeft": (2, 3), "replace": (3, 3), "split": (2, 2),
    "startsWith": (2, 2), "string": (1, 1), "substring": (2, 3), "toLower": (1, 1),
    "toUpper": (1, 1), "trim": (1, 1), "uniqueString": (1, MANY), "uri": (2, 2),
    "uriComponent": (1, 1), "uriComponentToString": (1, 1), "buildUri": (1, 1), "parseUri": (1, 1),
    # addresses
    "cidrHost": (2, 2), "cidrSubnet": (3, 3), "parseCidr": (1, 1),
    # the template and its place
    "deployer": (0, 0), "deployment": (0, 0), "environment": (0, 0), "parameters": (1, 1),
    "variables": (1, 1), "managementGroup": (0, 0), "resourceGroup": (0, 0),
    "subscription": (0, 0), "tenant": (0, 0), "fail": (1, 1), "externalInput": (1, 2),
    # resources
    "extensionResourceId": (3, MANY), "listKeys": (2, 3), "listAccountSas": (2, 3),
    "listServiceSas": (2, 3), "listSecrets": (2, 3), "listCredentials": (2, 3),
    "listConnectionStrings": (2, 3), "listUserAssignedIdentities": (2, 3),
    "managementGroupResourceId": (2, MANY), "pickZones": (3, 5), "providers": (1, 2),
    "reference": (1, 3), "references": (1, 2), "resourceId": (2, MANY),
    "subscriptionResourceId": (2, MANY), "tenantResourceId": (2, MANY),
    "toLogicalZone": (3, 3), "toLogicalZones": (3, 3), "toPhysicalZone": (3, 3),
    "toPhysicalZones": (3, 3),
}  # fmt: skip
"""Least and most arguments; Microsoft's list of ARM template functions, November 2025."""

_SPELT = {name.lower(): name for name in FUNCTIONS}


def spelt(name: str) -> str | None:
    """Return a function's usual spelling, None when ARM has none of that name.

    Case does not matter to ARM; every ``list...`` is an action of some resource type.

    Examples
    --------
    >>> spelt("RESOURCEID"), spelt("listQueryKeys"), spelt("concatenate")
    ('resourceId', 'listQueryKeys', None)
    """
    known = _SPELT.get(name.lower())
    return known or (name if name.lower().startswith("list") else None)
