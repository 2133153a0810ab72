"""The blueprint as a file holds it: frozen, strict about names, silent about clouds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    StrictStr,
)

from dharma_core.blueprints.problems import SourceMap
from dharma_core.blueprints.scalars import FLAGS
from dharma_core.blueprints.versions import Version
from dharma_core.errors import InputError
from dharma_core.plan import FrozenMap, freeze

__all__ = [
    "MAX_COUNT",
    "USUAL_REGIONS",
    "Blueprint",
    "OutputSpec",
    "ResourceSpec",
    "Spot",
    "VariableSpec",
    "blueprint_name",
]

USUAL_REGIONS = {"aws": "us-east-1", "azure": "westeurope", "gcp": "europe-west1"}
"""What is proposed, or taken and told, where nobody names a region."""


RESERVED_NAMES = frozenset(
    {"var", "count", "each", "local", "data", "module", "path", "self", "region", "terraform"}
)
MAX_COUNT = 1000
VARIABLE_TYPES = ("string", "number", "bool", "list(string)", "map(string)")
_RESOURCE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}", re.ASCII)
_BLUEPRINT_NAME = re.compile(r"[A-Za-z0-9_-]{3,100}", re.ASCII)
_COUNT = re.compile(r"\$\{\s*var\.[A-Za-z_][A-Za-z0-9_-]*\s*\}", re.ASCII)
_REGION = re.compile(r"[a-z0-9-]{2,40}", re.ASCII)


def blueprint_name(name: str) -> str:
    """Return a name that a design can have; raise ValueError when it cannot."""
    if not _BLUEPRINT_NAME.fullmatch(name):
        raise ValueError(f"{name!r} must be 3 to 100 letters, digits, '-' or '_'")
    return name


def _identifier(name: str) -> str:
    if not _RESOURCE_NAME.fullmatch(name):
        raise ValueError(f"{name!r} must start with a letter and hold letters, digits, '-' or '_'")
    if name in RESERVED_NAMES:
        raise ValueError(f"{name!r} is a reserved word")
    return name


def _variable_name(name: str) -> str:
    return name if name == "count" else _identifier(name)


def _semantic_version(text: str) -> str:
    try:
        return str(Version.parse(text))
    except InputError as error:
        raise ValueError(str(error).rstrip(".")) from None


def _region_name(name: str) -> str:
    if not _REGION.fullmatch(name):
        raise ValueError(f"{name!r} is no region name, such as us-east-1")
    return name


def _own_region(name: str) -> str:
    return _region_name(name) if name else name


def _frozen_map(value: Any) -> FrozenMap:
    if value is None:
        return FrozenMap()
    if not isinstance(value, Mapping):
        raise ValueError("must hold 'name: value' lines")  # noqa: TRY004 - pydantic's own way
    frozen: FrozenMap = freeze(value)
    return frozen


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


def _output(value: Any) -> Any:
    return value if isinstance(value, (Mapping, OutputSpec)) else {"value": value}


def _count(value: Any) -> int | str:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if (whole and 0 <= value <= MAX_COUNT) or (isinstance(value, str) and _COUNT.fullmatch(value)):
        return value  # type: ignore[no-any-return]
    raise ValueError(
        f"must be a whole number from 0 to {MAX_COUNT}, or a variable, such as ${{var.count}}"
    )


def _flag(value: Any) -> Any:
    return FLAGS.get(value.lower(), value) if isinstance(value, str) else value


def _or_empty(value: Any) -> Any:
    return {} if value is None else value


BlueprintName = Annotated[StrictStr, AfterValidator(blueprint_name)]
Identifier = Annotated[StrictStr, AfterValidator(_identifier)]
VariableName = Annotated[StrictStr, AfterValidator(_variable_name)]
Properties = Annotated[FrozenMap, BeforeValidator(_frozen_map)]
TagText = Annotated[StrictStr, BeforeValidator(_as_text)]
Count = Annotated[int | str, PlainValidator(_count)]
Flag = Annotated[StrictBool, BeforeValidator(_flag)]
Pixels = Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class VariableSpec(_Part):
    """An input of the design; without a default it must be given."""

    type: Literal["string", "number", "bool", "list(string)", "map(string)"] = "string"
    default: Annotated[Any, AfterValidator(freeze)] = None
    sensitive: Flag = False
    description: StrictStr = ""


class OutputSpec(_Part):
    """A result worth showing, such as ``${web_lb.dns_name}``."""

    value: Annotated[Any, AfterValidator(freeze)]
    sensitive: Flag = False
    description: StrictStr = ""


class ResourceSpec(_Part):
    """One resource of the design.

    Parameters
    ----------
    name : str
        Unique in the blueprint; what references say.
    type : str
        Terraform's name or a friendly alias (``vpc``, ``ec2_instance``).
    properties : mapping
        Attributes and blocks by Terraform's names.
    depends_on : tuple of str
        Names of other resources, for an order that no reference shows.
    native : bool
        Takes the type and its properties as they are, known or not.
    overrides : mapping of provider to mapping
        Properties that hold for one provider only, laid over ``properties``.
    count : int, str or None
        How many of it, or the variable that says it (``${var.servers}``); they are then
        ``name[0]``, ``name[1]``, ...
    region : str
        Where it is made when that is not the design's region; empty for the design's.
    """

    name: Identifier
    type: StrictStr
    properties: Properties = FrozenMap()
    depends_on: tuple[StrictStr, ...] = ()
    native: Flag = False
    overrides: Properties = FrozenMap()
    count: Count | None = None
    region: Annotated[StrictStr, AfterValidator(_own_region)] = ""

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The index of each instance: ``(None,)`` without a count, one where it is not settled."""
        if isinstance(self.count, int):
            return tuple(range(self.count))
        return (None,) if self.count is None else (0,)


class Spot(_Part):
    """Where a resource stands on the canvas, in pixels from the upper left."""

    x: Pixels
    y: Pixels


class Blueprint(_Part):
    """A design: what to build, where, and what may vary.

    ``layout`` places resources on the canvas and changes nothing of what is built.

    Examples
    --------
    >>> from dharma_core.blueprints import parse_blueprint
    >>> text = '''
    ... name: small
    ... version: 1.0.0
    ... provider: aws
    ... region: us-east-1
    ... resources: [{name: net, type: vpc, properties: {cidr_block: 10.0.0.0/16}}]
    ... '''
    >>> parse_blueprint(text, file="small.yaml").resources[0].type
    'vpc'
    """

    name: BlueprintName
    version: Annotated[TagText, AfterValidator(_semantic_version)]
    provider: Literal["aws", "azure", "gcp"]
    region: Annotated[StrictStr, AfterValidator(_region_name)]
    description: StrictStr = ""
    author: StrictStr = ""
    variables: Annotated[dict[VariableName, VariableSpec], BeforeValidator(_or_empty)] = Field(
        default_factory=dict
    )
    tags: Annotated[dict[StrictStr, TagText], BeforeValidator(_or_empty)] = Field(
        default_factory=dict
    )
    resources: tuple[ResourceSpec, ...] = Field(min_length=1)
    outputs: Annotated[
        dict[Identifier, Annotated[OutputSpec, BeforeValidator(_output)]],
        BeforeValidator(_or_empty),
    ] = Field(default_factory=dict)
    layout: Annotated[dict[StrictStr, Spot], BeforeValidator(_or_empty)] = Field(
        default_factory=dict
    )
    source: SourceMap = Field(default_factory=SourceMap, exclude=True, repr=False)

    def resource(self, name: str) -> ResourceSpec | None:
        """Return the resource called ``name``, None when there is none."""
        return next((r for r in self.resources if r.name == name), None)
