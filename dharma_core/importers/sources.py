"""Any text a user has, told apart by what it holds and never by its file's ending.

Each reader is imported at its first use: together they take longer than reading a small plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import is_
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError
from dharma_core.json_text import looks_like_json, read_json
from dharma_core.plan import Catalog, Plan
from dharma_core.plan.earlier_names import modernised
from dharma_core.registry import Registry

if TYPE_CHECKING:
    from dharma_core.blueprints.ports import SizeCatalogue

__all__ = ["READERS", "Reader", "SourceText", "kind_of", "read_source", "read_text"]

MAX_CHARACTERS = 400_000_000
_BLUEPRINT_KEYS = frozenset({"resources", "name", "provider"})
_TEMPLATE_KEYS = frozenset({"AWSTemplateFormatVersion", "Resources"})
READ_TODAY = (
    "Dharma reads blueprints (YAML or JSON), Terraform plans (terraform show -json), states and "
    "configuration, CloudFormation and ARM templates."
)


@dataclass(frozen=True)
class SourceText:
    """A text with its file name; parsed as JSON once, when it looks like JSON.

    Parameters
    ----------
    variables : mapping of name to text
        Values for a blueprint's variables or a template's parameters.
    sizes : callable, optional
        Returns the SizeCatalogue for a blueprint's resources that say what they need; no other
        kind of source asks for it.
    partial : bool
        Let a blueprint's variable without a value be UNKNOWN instead of an error.

    Raises
    ------
    InputError
        From ``json``, if the text starts like JSON and is not.
    """

    text: str
    file: str
    variables: Mapping[str, str] = field(default_factory=dict)
    sizes: Callable[[], SizeCatalogue | None] = lambda: None
    partial: bool = False

    @cached_property
    def json(self) -> Mapping[str, Any] | None:
        """The JSON object the text holds; None when it does not start like one."""
        if not looks_like_json(self.text):
            return None
        step = "Write the file again; it may have been cut off."
        value = read_json(self.text, file=self.file, next_step=step)
        return value if isinstance(value, dict) else None

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys on the first level of the JSON or YAML, up to the first that tells its kind."""
        if self.json is not None:
            return frozenset(self.json)
        from dharma_core.importers.yaml_keys import first_keys

        return first_keys(self.text, until=_BLUEPRINT_KEYS | _TEMPLATE_KEYS)

    def has_line(self, pattern: str) -> bool:
        """Whether a line of the text matches, in the first 200,000 characters."""
        return re.search(pattern, self.text[:200_000], re.MULTILINE) is not None

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return re.split(r"[/\\]", self.file)[-1].split(".", 1)[0] or "plan"


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of source: how to tell it, and how to read it."""

    noun: str
    matches: Callable[[SourceText], bool]
    read: Callable[[SourceText, Catalog], Plan]


def read_text(
    text: str,
    *,
    file: str,
    catalog: Catalog,
    variables: Mapping[str, str] | None = None,
    sizes: SizeCatalogue | None = None,
) -> Plan:
    """Return the Plan that a text holds.

    Parameters
    ----------
    text : str
    file : str
        Its name, for messages, positions and the Plan's name.
    catalog : Catalog
    variables : mapping of name to text, optional
        Values for a blueprint's variables.
    sizes : SizeCatalogue, optional
        For a blueprint's resources that say what they need.

    Raises
    ------
    InputError
        If it is of no kind that is read, or wrong in itself; the message says which sources are.

    Examples
    --------
    >>> from dharma_core.plan import Catalog
    >>> document = '{"format_version": "1.2", "planned_values": {}}'
    >>> read_text(document, file="folder/plan.json", catalog=Catalog({})).name
    'plan'
    """
    return read_source(SourceText(text, file, variables or {}, lambda: sizes), catalog)


def read_source(source: SourceText, catalog: Catalog) -> Plan:
    """Return the Plan that a text holds, read as its ``SourceText`` asks.

    Raises
    ------
    InputError
        As `read_text`.

    Examples
    --------
    >>> from dharma_core.plan import Catalog
    >>> state = '{"version": 4, "serial": 1, "resources": []}'
    >>> read_source(SourceText(state, "prod.tfstate"), Catalog({})).name
    'prod'
    """
    if len(source.text) > MAX_CHARACTERS:
        message = f"{source.file} is larger than 400 MB."
        raise InputError(message, next_step="Split the plan by folder.")
    return READERS[kind_of(source)].read(source, catalog)


def kind_of(source: SourceText) -> str:
    r"""Return the name of the first reader whose signs the text shows.

    Raises
    ------
    InputError
        If it shows none.

    Examples
    --------
    >>> kind_of(SourceText("name: web\nresources: []\n", "web.yaml"))
    'blueprint'
    """
    if not source.text.strip():
        raise InputError(f"{source.file} is empty.", next_step=READ_TODAY)
    for name, reader in READERS.items():
        if reader.matches(source):
            return name
    raise InputError(f"{source.file} is no source that Dharma knows.", next_step=READ_TODAY)


def _is_plan(source: SourceText) -> bool:
    keys = frozenset(source.json or ())
    shown = "format_version" in keys and "values" not in keys
    return shown or bool(keys & {"resource_changes", "planned_values"})


def _is_state(source: SourceText) -> bool:
    keys = frozenset(source.json or ())
    raw = {"version", "serial"} <= keys or {"lineage", "resources"} <= keys
    return raw or {"serial", "encrypted_data"} <= keys or {"format_version", "values"} <= keys


def _is_arm(source: SourceText) -> bool:
    from dharma_core.importers.arm import is_template

    return is_template(source.json)


def _is_cloudformation(source: SourceText) -> bool:
    if source.keys & _TEMPLATE_KEYS:
        return True
    return source.json is None and source.has_line(r"^(AWSTemplateFormatVersion|Resources)\s*:")


def _is_terraform_json(source: SourceText) -> bool:
    keys = frozenset(source.json or ())
    return bool(keys & {"resource", "terraform", "module"}) and "resources" not in keys


def _is_hcl(source: SourceText) -> bool:
    blocks = r"resource|data|module|provider|variable|output|locals|terraform|moved|import"
    if source.json is not None or source.keys & _BLUEPRINT_KEYS:
        return False
    return source.has_line(rf'^\s*({blocks})(\s+"[^"\n]+")*\s*\{{')


def _is_blueprint(source: SourceText) -> bool:
    if source.json is not None:
        return "resources" in source.json or "name" in source.json
    return bool(source.keys & _BLUEPRINT_KEYS) or source.has_line(r"^(resources|name|provider)\s*:")


def _read_plan(source: SourceText, catalog: Catalog) -> Plan:
    from dharma_core.plan.terraform_json import plan_from_json

    return _modern(plan_from_json(source.json or {}, name=source.stem), catalog)


def _read_state(source: SourceText, catalog: Catalog) -> Plan:
    from dharma_core.importers.terraform_state import read_state

    found = read_state(
        source.json or {}, source.text, file=source.file, catalog=catalog, name=source.stem
    )
    return _modern(found, catalog)


def _modern(plan: Plan, catalog: Catalog) -> Plan:
    """Return a Plan that an earlier provider wrote as the present one would have written it."""
    sides = (plan.resources, plan.prior)
    types = {resource.type for side in sides for resource in side}
    names = {kind: catalog.earlier.get(kind, ()) for kind in types}
    resources, prior = (tuple(modernised(names[r.type], r) for r in side) for side in sides)
    same = all(map(is_, (*resources, *prior), (*plan.resources, *plan.prior)))
    return plan if same else replace(plan, resources=resources, prior=prior)


def _read_blueprint(source: SourceText, catalog: Catalog) -> Plan:
    from dharma_core.blueprints import lower, parse_blueprint
    from dharma_core.importers.yaml_remarks import with_yaml_remarks

    sizes = source.sizes()
    blueprint = parse_blueprint(source.text, file=source.file, catalog=catalog, sizes=sizes)
    plan = lower(
        blueprint,
        catalog,
        variables=source.variables,
        partial=source.partial,
        sizes=sizes,
    )
    return with_yaml_remarks(plan, source.text, file=source.file)


def _read_arm(source: SourceText, catalog: Catalog) -> Plan:
    from dharma_core.importers.arm import read_template

    return read_template(source.text, file=source.file, catalog=catalog, variables=source.variables)


def _read_cloudformation(source: SourceText, catalog: Catalog) -> Plan:
    from dharma_core.importers.cloudformation import read_template
    from dharma_core.importers.yaml_remarks import with_yaml_remarks

    plan = read_template(source.text, file=source.file, catalog=catalog, variables=source.variables)
    return with_yaml_remarks(plan, source.text, file=source.file)


def _read_terraform(source: SourceText, catalog: Catalog) -> Plan:
    from dharma_core.importers.terraform import read_configuration

    return read_configuration(
        source.text, file=source.file, catalog=catalog, variables=source.variables
    )


def _registry() -> Registry[Reader]:
    registry = Registry[Reader]("kind of source")
    registry.add("terraform-plan", Reader("a Terraform plan", _is_plan, _read_plan))
    registry.add("terraform-state", Reader("a Terraform state", _is_state, _read_state))
    registry.add("arm", Reader("an ARM template", _is_arm, _read_arm))
    registry.add(
        "cloudformation",
        Reader("a CloudFormation template", _is_cloudformation, _read_cloudformation),
    )
    registry.add(
        "terraform-json",
        Reader("Terraform configuration in JSON", _is_terraform_json, _read_terraform),
    )
    registry.add("terraform", Reader("Terraform configuration (HCL)", _is_hcl, _read_terraform))
    registry.add("blueprint", Reader("a blueprint", _is_blueprint, _read_blueprint))
    return registry


READERS = _registry()
