"""A template's parameters: the values they have, and the variables they become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dharma_core.blueprints.scalars import TypeMismatchError, as_text, coerce, parse_setting
from dharma_core.errors import InputError, nearest
from dharma_core.importers.cloudformation.documents import TemplateText
from dharma_core.plan import UNKNOWN, Variable, freeze

__all__ = ["STORE_TYPE", "Settings", "read_parameters", "settings_of"]

STORE_TYPE = "AWS::SSM::Parameter::Value<"
"""A parameter of this type holds the name of an entry in the parameter store."""

_PSEUDO = ("AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::StackName", "AWS::URLSuffix")
_SUFFIXES = {"aws-cn": "amazonaws.com.cn"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What is known of where a template is deployed; empty where nobody said.

    A template must have a region to be read: ``region_assumed`` where nobody said one.
    """

    region: str
    partition: str
    url_suffix: str
    account_id: str = ""
    stack_name: str = ""
    region_assumed: bool = False


def settings_of(given: Mapping[str, str]) -> Settings:
    """Return the pseudo parameters that are known.

    Examples
    --------
    >>> settings_of({"AWS::Region": "cn-north-1"}).url_suffix
    'amazonaws.com.cn'
    """
    region = given.get("AWS::Region", "us-east-1")
    partition = given.get("AWS::Partition", _partition(region))
    return Settings(
        region,
        partition,
        given.get("AWS::URLSuffix", _SUFFIXES.get(partition, "amazonaws.com")),
        given.get("AWS::AccountId", ""),
        given.get("AWS::StackName", ""),
        "AWS::Region" not in given,
    )


def _partition(region: str) -> str:
    for start, name in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov")):
        if region.startswith(start):
            return name
    return "aws"


def read_parameters(
    declared: Mapping[str, Any], given: Mapping[str, str], text: TemplateText
) -> tuple[Variable, ...]:
    """Return a variable for each parameter: its value is the given one, else the default.

    Raises
    ------
    InputError
        If a value is given for a parameter that is not there, or is none it allows.
    """
    for name in given:
        if name not in declared and name not in _PSEUDO:
            raise InputError(
                f"{text.source.file} has no parameter {name!r}.",
                next_step=nearest(name, (*declared, *_PSEUDO)),
            )
    return tuple(
        _variable(name, facts if isinstance(facts, Mapping) else {}, given, text)
        for name, facts in declared.items()
    )


def _variable(
    name: str, facts: Mapping[str, Any], given: Mapping[str, str], text: TemplateText
) -> Variable:
    type_ = _type(facts)
    stored = str(facts.get("Type", "")).startswith(STORE_TYPE)
    default = None if stored else _default(type_, facts.get("Default"))
    value = default
    if name in given and not stored:
        value = _given(name, type_, given[name], facts)
    elif default is None and "Default" in facts and not stored:
        text.note(("Parameters", name, "Default"), f"The default of {name} does not fit its type.")
    return Variable(
        name,
        type_,
        default=default,
        value=UNKNOWN if value is None else value,
        sensitive=as_text(facts.get("NoEcho")).lower() == "true",
        description=as_text(facts.get("Description")),
    )


def _type(facts: Mapping[str, Any]) -> str:
    name = str(facts.get("Type", "String"))
    if name == "Number":
        return "number"
    if name == "CommaDelimitedList" or name.startswith("List<"):
        return "list(string)"
    allowed = facts.get("AllowedValues")
    words = {as_text(v) for v in allowed} if isinstance(allowed, list) else set()
    return "bool" if words == {"true", "false"} else "string"


def _default(type_: str, raw: Any) -> Any:
    if raw is None:
        return None
    if type_ == "list(string)" and not isinstance(raw, list):
        raw = [part.strip() for part in as_text(raw).split(",") if part.strip()]
    try:
        return freeze(coerce(type_, raw))
    except TypeMismatchError:
        return None


def _given(name: str, type_: str, written: str, facts: Mapping[str, Any]) -> Any:
    allowed = facts.get("AllowedValues")
    if isinstance(allowed, list) and written not in {as_text(v) for v in allowed}:
        raise InputError(
            f"The parameter {name} may not be {written!r}.",
            next_step=nearest(written, [as_text(v) for v in allowed]),
        )
    try:
        return freeze(parse_setting(type_, written))
    except TypeMismatchError as error:
        raise InputError(
            f"The value of the parameter {name} {error}.", next_step=f"Its type is {type_}."
        ) from None
