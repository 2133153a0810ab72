"""The APIs of a serverless template: their paths lead to functions, one document for each API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dharma_core.importers.cloudformation.serverless.entries import Entries, tags_of
from dharma_core.plan import Path

__all__ = ["API_WORDS", "HTTP_API_WORDS", "Apis"]

Json = dict[str, Any]

REST, HTTP = "ServerlessRestApi", "ServerlessHttpApi"
"""What the macro calls the API of events that name none."""

_REST = (
    "ApiKeySourceType", "BinaryMediaTypes", "Description", "DisableExecuteApiEndpoint",
    "FailOnWarnings", "Mode",
)  # fmt: skip
_REST_STAGE = (
    "AccessLogSetting", "CacheClusterEnabled", "CacheClusterSize", "CanarySetting",
    "MethodSettings", "TracingEnabled", "Variables",
)  # fmt: skip
_HTTP = ("CorsConfiguration", "Description", "DisableExecuteApiEndpoint", "FailOnWarnings")
_HTTP_STAGE = ("AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageVariables")
_BOTH = frozenset({"DefinitionBody", "Name", "StageName", "Tags"})
API_WORDS = _BOTH.union(_REST, _REST_STAGE, ("EndpointConfiguration",))
HTTP_API_WORDS = _BOTH.union(_HTTP, _HTTP_STAGE)
"""The properties of an API that are read; the others are said."""


class Apis:
    """Collects the paths of the APIs of one template, then writes the APIs.

    Parameters
    ----------
    entries : Entries
    everywhere : mapping
        The template's ``Globals``.
    """

    def __init__(self, entries: Entries, everywhere: Mapping[str, Any]) -> None:
        self._entries, self._everywhere = entries, everywhere
        self._paths: dict[str, Json] = {}
        self._places: dict[str, Path] = {}

    def rest(self, function: str, said: Mapping[str, Any], source: Path) -> Json:
        """Add a path of a REST API; return the ARN of what it answers there."""
        api = _named(said.get("RestApiId"), REST)
        method = str(said.get("Method", "any")).lower()
        uri = (
            "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
            f"${{{function}.Arn}}/invocations"
        )
        call = {"httpMethod": "POST", "type": "aws_proxy", "uri": {"Fn::Sub": uri}}
        self._lead(api, (str(said.get("Path", "/")), _method(method)), call, source)
        verb = "*" if method == "any" else method.upper()
        return _answers(api, f"*/{verb}{said.get('Path', '/')}")

    def http(self, function: str, said: Mapping[str, Any], source: Path) -> Json:
        """Add a path of an HTTP API; return the ARN of what it answers there."""
        api = _named(said.get("ApiId"), HTTP)
        path, method = str(said.get("Path", "$default")), str(said.get("Method", "any")).lower()
        uri = (
            "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
            f"${{{function}.Arn}}/invocations"
        )
        call = {
            "httpMethod": "POST",
            "payloadFormatVersion": said.get("PayloadFormatVersion", "2.0"),
            "type": "aws_proxy",
            "uri": {"Fn::Sub": uri},
        }
        self._lead(api, (path, _method(method)), call, source)
        return _answers(api, f"*/{path}" if path == "$default" else f"*/*{path}")

    def add_implicit(self) -> None:
        """Write the APIs that events need and the template does not hold."""
        for api, kind in ((REST, "Api"), (HTTP, "HttpApi")):
            if api in self._paths:
                add = self.add_rest if api == REST else self.add_http
                add(api, dict(_mapping(self._everywhere.get(kind))), self._places[api])

    def add_rest(self, api: str, said: Mapping[str, Any], source: Path) -> None:
        """Write a REST API with its deployment and stage."""
        properties = {key: said.get(key) for key in _REST} | {
            "Body": self._body(api, said, {"swagger": "2.0"}),
            "EndpointConfiguration": _endpoint(said.get("EndpointConfiguration")),
            "Name": said.get("Name", {"Ref": "AWS::StackName"}),
            "Tags": tags_of(said.get("Tags"), made=False) or None,
        }
        self._entries.add(api, "AWS::ApiGateway::RestApi", properties, source)
        deployment = f"{api}Deployment"
        of = {"RestApiId": {"Ref": api}}
        self._entries.add(deployment, "AWS::ApiGateway::Deployment", of, source)
        stage = said.get("StageName", "Prod")
        own = {"DeploymentId": {"Ref": deployment}, "StageName": stage}
        kept = {key: said.get(key) for key in _REST_STAGE}
        name = f"{api}{stage if isinstance(stage, str) else ''}Stage"
        self._entries.add(name, "AWS::ApiGateway::Stage", of | own | kept, source)

    def add_http(self, api: str, said: Mapping[str, Any], source: Path) -> None:
        """Write an HTTP API with its stage."""
        cors = said.get("CorsConfiguration")
        properties = {key: said.get(key) for key in _HTTP} | {
            "Body": self._body(api, said, {"openapi": "3.0.1"}),
            "CorsConfiguration": cors if isinstance(cors, Mapping) else None,
            "Name": said.get("Name", {"Ref": "AWS::StackName"}),
            "ProtocolType": "HTTP",
            "Tags": said.get("Tags"),
        }
        self._entries.add(api, "AWS::ApiGatewayV2::Api", properties, source)
        stage = said.get("StageName", "$default")
        own = {"ApiId": {"Ref": api}, "AutoDeploy": True, "StageName": stage}
        kept = {key: said.get(key) for key in _HTTP_STAGE}
        word = stage if isinstance(stage, str) and stage.isalnum() else "ApiGatewayDefault"
        self._entries.add(f"{api}{word}Stage", "AWS::ApiGatewayV2::Stage", own | kept, source)

    def _lead(self, api: str, at: tuple[str, str], call: Json, source: Path) -> None:
        path, method = at
        paths = self._paths.setdefault(api, {})
        paths.setdefault(path, {})[method] = {"x-amazon-apigateway-integration": call}
        self._places.setdefault(api, source)

    def _body(self, api: str, said: Mapping[str, Any], head: Json) -> Any:
        """Return the document of an API; what lies in a file of its own is not read."""
        written = said.get("DefinitionBody")
        if written is not None or "DefinitionUri" in said:
            return written
        title = {"title": {"Ref": "AWS::StackName"}, "version": "1.0"}
        return head | {"info": title, "paths": self._paths.get(api, {})}


def _mapping(said: Any) -> Mapping[str, Any]:
    return said if isinstance(said, Mapping) else {}


def _named(said: Any, implicit: str) -> str:
    found = said.get("Ref") if isinstance(said, Mapping) else said
    return found if isinstance(found, str) else implicit


def _method(word: str) -> str:
    return "x-amazon-apigateway-any-method" if word in ("any", "*") else word


def _answers(api: str, what: str) -> Json:
    text = (
        f"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{Api}}/{what}"
    )
    return {"Fn::Sub": [text.replace("{proxy+}", "*"), {"Api": {"Ref": api}}]}


def _endpoint(said: Any) -> Any:
    """Return where a REST API is reached: the macro takes one word, CloudFormation a list."""
    if isinstance(said, str):
        return {"Types": [said]}
    if isinstance(said, Mapping) and "Type" in said:
        ids = {"VpcEndpointIds": said["VPCEndpointIds"]} if "VPCEndpointIds" in said else {}
        return {"Types": [said["Type"]]} | ids
    return said
