"""Types that moto's services know and its CloudFormation does not: made by the services' own calls.

Each recipe says which call makes a type and what of the answer is its physical id. Deleting is
left to the executor, which asks each service what a deleted stack has left behind.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Given", "Json", "Recipe", "call", "register"]

Json = dict[str, Any]
Given = Callable[[Json, str], Json]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one CloudFormation type is made.

    Parameters
    ----------
    service, create : str
        The client and its operation.
    given : callable (properties, name) -> parameters
    physical : str
        JMESPath over the answer; empty for the name.
    named : str
        The property that names the resource.
    attributes : mapping of name to JMESPath over the answer
        What ``Fn::GetAtt`` returns.
    """

    service: str
    create: str
    given: Given
    physical: str = ""
    named: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def call(service: str, operation: str, region: str, parameters: Json) -> Json:
    """Call this very simulator: over its port, or in process where moto is patched in."""
    import boto3
    from botocore.config import Config

    port = os.environ.get("MOTO_PORT")
    options: Json = {"endpoint_url": f"http://127.0.0.1:{port}"} if port else {}
    client = boto3.session.Session().client(
        service,
        region_name=region,
        aws_access_key_id="simulator",
        aws_secret_access_key="simulator",  # noqa: S106 - the simulator takes any
        config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
        **options,
    )
    return dict(getattr(client, operation)(**parameters))


def register(recipes: Mapping[str, Recipe]) -> None:
    """Teach moto's CloudFormation these types."""
    from moto.cloudformation import parsing

    for type_, recipe in recipes.items():
        _KEPT.append(_model(type_, recipe))
    parsing.get_model_map.cache_clear()
    parsing.get_name_type_map.cache_clear()


_KEPT: list[type] = []
"""Moto finds models as living subclasses."""


def _model(type_: str, recipe: Recipe) -> type:
    from moto.core.common_models import CloudFormationModel

    class Made(CloudFormationModel):
        def __init__(self, physical: str, answer: Json) -> None:
            self.physical_resource_id = physical
            self.answer = answer

        @staticmethod
        def cloudformation_name_type() -> str:
            return recipe.named

        @staticmethod
        def cloudformation_type() -> str:
            return type_

        @classmethod
        def has_cfn_attr(cls, attr: str) -> bool:
            return attr in recipe.attributes

        @classmethod
        def create_from_cloudformation_json(
            cls, resource_name: str, cloudformation_json: Json, *place: str, **_named: Any
        ) -> Made:
            properties = cloudformation_json.get("Properties", {})
            answer = _made(recipe, recipe.given(properties, resource_name), place[1])
            return cls(_found(recipe.physical, answer) or resource_name, answer)

        def get_cfn_attribute(self, name: str) -> Any:
            from moto.cloudformation.exceptions import UnformattedGetAttTemplateException

            if name not in recipe.attributes:
                raise UnformattedGetAttTemplateException
            return _found(recipe.attributes[name], self.answer)

        def is_created(self) -> bool:
            return True

    return Made


def _made(recipe: Recipe, given: Json, region: str) -> Json:
    """Return the service's answer; nothing when it has the same already."""
    from botocore.exceptions import ClientError

    try:
        return call(recipe.service, recipe.create, region, given)
    except ClientError as error:
        if str(error.response["Error"]["Code"]).endswith(".Duplicate"):
            return {}
        raise


def _found(query: str, answer: Json) -> Any:
    import jmespath

    return jmespath.search(query, answer) if query else ""
