"""A serverless template as the native one that AWS's macro makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dharma_core.importers.cloudformation.documents import TemplateText
from dharma_core.importers.cloudformation.serverless.apis import API_WORDS, HTTP_API_WORDS, Apis
from dharma_core.importers.cloudformation.serverless.entries import Entries, merged, tags_of
from dharma_core.importers.cloudformation.serverless.events import Events
from dharma_core.importers.cloudformation.serverless.functions import (
    FUNCTION_WORDS,
    add_function,
    code_of,
)
from dharma_core.importers.cloudformation.serverless.roles import Templates, add_role
from dharma_core.plan import Path

__all__ = ["MACRO", "expanded"]

MACRO = "AWS::Serverless-2016-10-31"
Json = dict[str, Any]

_PREFIX = "AWS::Serverless::"
_ATTRIBUTES = {"Binary": "B", "Number": "N", "String": "S"}
_MACHINE = {
    "Definition": "Definition",
    "DefinitionSubstitutions": "DefinitionSubstitutions",
    "Logging": "LoggingConfiguration",
    "Name": "StateMachineName",
    "Tracing": "TracingConfiguration",
    "Type": "StateMachineType",
}
_MADE = {"stateMachine:createdBy": "SAM"}
_WORDS: Mapping[str, frozenset[str]] = {
    "Api": API_WORDS,
    "Function": FUNCTION_WORDS,
    "HttpApi": HTTP_API_WORDS,
    "StateMachine": frozenset(_MACHINE).union(
        ("DefinitionUri", "Events", "PermissionsBoundary", "Policies", "Role", "RolePath", "Tags")
    ),
}


def expanded(
    template: Mapping[str, Any], text: TemplateText, templates: Templates
) -> Mapping[str, Any]:
    """Return a template whose serverless resources are the native ones that they stand for.

    Parameters
    ----------
    template : mapping
    text : TemplateText
        Told where the new entries stand, and what is not read.
    templates : mapping
        SAM's policies by name: actions and resources, as ``data/catalog/sam.json`` has them.

    Examples
    --------
    >>> from dharma_core.importers.cloudformation.documents import TemplateText
    >>> table = {"Type": "AWS::Serverless::SimpleTable"}
    >>> found = expanded({"Resources": {"Items": table}}, TemplateText("t.yaml"), {})
    >>> found["Resources"]["Items"]["Type"]
    'AWS::DynamoDB::Table'
    """
    resources = template.get("Resources")
    if not isinstance(resources, Mapping) or not any(map(_is_serverless, resources.values())):
        return template
    everywhere = template.get("Globals")
    work = _Work(resources, everywhere if isinstance(everywhere, Mapping) else {}, text, templates)
    return {**template, "Resources": work.resources()}


def _is_serverless(body: Any) -> bool:
    return isinstance(body, Mapping) and str(body.get("Type")).startswith(_PREFIX)


class _Work:
    """The expansion of one template."""

    def __init__(
        self,
        resources: Mapping[str, Any],
        everywhere: Mapping[str, Any],
        text: TemplateText,
        templates: Templates,
    ) -> None:
        self._resources, self._everywhere, self._templates = resources, everywhere, templates
        self.entries = Entries(resources, text)
        self.apis = Apis(self.entries, everywhere)
        self.events = Events(self.entries, self.apis)

    def resources(self) -> Json:
        """Return the native resources, the template's own in their order."""
        chosen = {name: body for name, body in self._resources.items() if _is_serverless(body)}
        for wanted in (True, False):  # paths lead to an API before its document is written
            for name, body in chosen.items():
                kind = str(body["Type"]).removeprefix(_PREFIX)
                if (kind == "Function") is wanted and kind in _READERS:
                    said = self._said(kind, body)
                    self._tell(kind, name, said)
                    _READERS[kind](self, name, said)
        self.apis.add_implicit()
        return {**self._resources, **self.entries.made}

    def _tell(self, kind: str, name: str, said: Json) -> None:
        """Say which properties of a resource are not read."""
        for word in said:
            if word not in _WORDS.get(kind, said):
                place = ("Resources", name, "Properties", word)
                self.entries.warn(place, f"The property {word} of {name} is not read.")

    def _said(self, kind: str, body: Mapping[str, Any]) -> Json:
        """Return a resource's properties over those that ``Globals`` gives to its kind."""
        own = body.get("Properties")
        found = merged(self._everywhere.get(kind) or {}, own if isinstance(own, Mapping) else {})
        return dict(found)

    def function(self, name: str, said: Json) -> None:
        """Add a function."""
        add_function(self.entries, self.events, name, said, self._templates)

    def api(self, name: str, said: Json) -> None:
        """Add a REST API."""
        self.apis.add_rest(name, said, ("Resources", name))

    def http_api(self, name: str, said: Json) -> None:
        """Add an HTTP API."""
        self.apis.add_http(name, said, ("Resources", name))

    def table(self, name: str, said: Json) -> None:
        """Add a table of one key."""
        given = said.get("PrimaryKey")
        key = given if isinstance(given, Mapping) else {}
        attribute = key.get("Name", "id")
        kind = _ATTRIBUTES.get(str(key.get("Type", "String")), "S")
        throughput = said.get("ProvisionedThroughput")
        properties = {
            "AttributeDefinitions": [{"AttributeName": attribute, "AttributeType": kind}],
            "BillingMode": None if throughput else "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": attribute, "KeyType": "HASH"}],
            "PointInTimeRecoverySpecification": said.get("PointInTimeRecoverySpecification"),
            "ProvisionedThroughput": throughput,
            "SSESpecification": said.get("SSESpecification"),
            "TableName": said.get("TableName"),
            "Tags": tags_of(said.get("Tags"), made=False) or None,
        }
        self.entries.add(name, "AWS::DynamoDB::Table", properties, ("Resources", name))

    def layer(self, name: str, said: Json) -> None:
        """Add a layer."""
        same = (
            "CompatibleArchitectures", "CompatibleRuntimes", "Description", "LayerName",
            "LicenseInfo",
        )  # fmt: skip
        properties = {key: said.get(key) for key in same}
        properties["LayerName"] = said.get("LayerName", name)
        properties["Content"] = code_of(said.get("ContentUri"), {})
        self.entries.add(name, "AWS::Lambda::LayerVersion", properties, ("Resources", name))

    def machine(self, name: str, said: Json) -> None:
        """Add a state machine, with a role of its own when it has none."""
        source: Path = ("Resources", name)
        role = said.get("Role")
        if role is None:
            about = {**said, "Principal": "states.amazonaws.com"}
            role = add_role(self.entries, source, about, [], self._templates)
        properties = {to: said.get(key) for key, to in _MACHINE.items()}
        properties |= {
            "DefinitionS3Location": _location(said.get("DefinitionUri")),
            "RoleArn": role,
            "Tags": tags_of(
                {"stateMachine:createdBy": "SAM"} | (said.get("Tags") or {}), made=False
            ),
        }
        self.entries.add(name, "AWS::StepFunctions::StateMachine", properties, source)
        events = said.get("Events")
        for event in events if isinstance(events, Mapping) else ():
            place = (*source, "Properties", "Events", str(event))
            self.entries.warn(place, f"The event {event} of {name} is not read.")


def _location(uri: Any) -> Json | None:
    """Return where a definition lies; None for what is still on somebody's disk."""
    found = code_of(uri, {}) or {}
    names = {"S3Bucket": "Bucket", "S3Key": "Key", "S3ObjectVersion": "Version"}
    return {to: found[key] for key, to in names.items() if key in found} or None


_READERS: Mapping[str, Callable[[_Work, str, Json], None]] = {
    "Api": _Work.api,
    "Function": _Work.function,
    "HttpApi": _Work.http_api,
    "LayerVersion": _Work.layer,
    "SimpleTable": _Work.table,
    "StateMachine": _Work.machine,
}
