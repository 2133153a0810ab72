"""A serverless function: the function, its role, its address, its alias."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.importers.cloudformation.serverless.entries import Entries, tags_of
from dharma_core.importers.cloudformation.serverless.events import Events
from dharma_core.importers.cloudformation.serverless.roles import Templates, add_role, managed
from dharma_core.plan import Path

__all__ = ["FUNCTION_WORDS", "add_function", "code_of"]

Json = dict[str, Any]

_SAME = (
    "Architectures", "CodeSigningConfigArn", "Description", "Environment", "EphemeralStorage",
    "FileSystemConfigs", "FunctionName", "Handler", "ImageConfig", "KmsKeyArn", "Layers",
    "LoggingConfig", "MemorySize", "PackageType", "RecursiveLoop", "ReservedConcurrentExecutions",
    "Runtime", "RuntimeManagementConfig", "SnapStart", "Timeout", "VpcConfig",
)  # fmt: skip
FUNCTION_WORDS = frozenset(_SAME).union(
    ("AssumeRolePolicyDocument", "AutoPublishAlias", "CodeUri", "DeadLetterQueue", "Events"),
    ("FunctionUrlConfig", "ImageUri", "InlineCode", "PermissionsBoundary", "Policies", "Role"),
    ("RolePath", "Tags", "Tracing"),
)
"""The properties of a function that are read; the others are said."""


def add_function(
    entries: Entries, events: Events, name: str, said: Mapping[str, Any], templates: Templates
) -> None:
    """Add a function and whatever its macro makes beside it."""
    source: Path = ("Resources", name)
    properties: Json = {key: said[key] for key in _SAME if key in said}
    properties |= {
        "Code": code_of(said.get("CodeUri"), said),
        "DeadLetterConfig": _letters(said.get("DeadLetterQueue")),
        "Role": said.get("Role") or _role(entries, events, name, said, templates),
        "Tags": tags_of(said.get("Tags")),
        "TracingConfig": {"Mode": said["Tracing"]} if "Tracing" in said else None,
    }
    entries.add(name, "AWS::Lambda::Function", properties, source)
    _add_url(entries, name, said.get("FunctionUrlConfig"))
    _add_alias(entries, name, said.get("AutoPublishAlias"))
    events.add(name, said.get("Events"))


def code_of(uri: Any, said: Mapping[str, Any]) -> Json | None:
    """Return where the code lies; None for what is still on somebody's disk."""
    if "InlineCode" in said:
        return {"ZipFile": said["InlineCode"]}
    if "ImageUri" in said:
        return {"ImageUri": said["ImageUri"]}
    if isinstance(uri, str) and uri.startswith("s3://"):
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        return {"S3Bucket": bucket, "S3Key": key}
    names = {"Bucket": "S3Bucket", "Key": "S3Key", "Version": "S3ObjectVersion"}
    if isinstance(uri, Mapping) and "Bucket" in uri:
        return {to: uri[key] for key, to in names.items() if key in uri}
    return None


def _letters(said: Any) -> Json | None:
    return (
        {"TargetArn": said["TargetArn"]}
        if isinstance(said, Mapping) and "TargetArn" in said
        else None
    )


def _role(
    entries: Entries, events: Events, name: str, said: Mapping[str, Any], templates: Templates
) -> Json:
    base = [managed("service-role/AWSLambdaBasicExecutionRole")]
    if said.get("Tracing") == "Active":
        base.append(managed("AWSXRayDaemonWriteAccess"))
    if "VpcConfig" in said:
        base.append(managed("service-role/AWSLambdaVPCAccessExecutionRole"))
    base += events.policies(said.get("Events"))
    about = {**said, "Principal": "lambda.amazonaws.com"}
    return add_role(entries, ("Resources", name), about, base, templates)


def _add_url(entries: Entries, function: str, said: Any) -> None:
    if not isinstance(said, Mapping):
        return
    source: Path = ("Resources", function, "Properties", "FunctionUrlConfig")
    own = {"TargetFunctionArn": {"Ref": function}}
    kept = {key: said.get(key) for key in ("AuthType", "Cors", "InvokeMode")}
    entries.add(f"{function}Url", "AWS::Lambda::Url", own | kept, source)
    if said.get("AuthType") == "NONE":
        anybody = {
            "Action": "lambda:InvokeFunctionUrl",
            "FunctionName": {"Ref": function},
            "FunctionUrlAuthType": "NONE",
            "Principal": "*",
        }
        entries.add(f"{function}UrlPublicPermissions", "AWS::Lambda::Permission", anybody, source)


def _add_alias(entries: Entries, function: str, alias: Any) -> None:
    if alias is None:
        return
    source: Path = ("Resources", function, "Properties", "AutoPublishAlias")
    version = f"{function}Version"
    entries.add(version, "AWS::Lambda::Version", {"FunctionName": {"Ref": function}}, source)
    properties = {
        "FunctionName": {"Ref": function},
        "FunctionVersion": {"Fn::GetAtt": [version, "Version"]},
        "Name": alias,
    }
    word = alias if isinstance(alias, str) else ""
    entries.add(f"{function}Alias{word}", "AWS::Lambda::Alias", properties, source)
