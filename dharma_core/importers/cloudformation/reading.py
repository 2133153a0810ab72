"""A CloudFormation template into a Plan: what is not computable is unknown, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.errors import InputError
from dharma_core.importers.cloudformation.checking import check_names
from dharma_core.importers.cloudformation.documents import TemplateText, read_text
from dharma_core.importers.cloudformation.loops import unrolled
from dharma_core.importers.cloudformation.metadata import skipped_checks
from dharma_core.importers.cloudformation.parameters import read_parameters, settings_of
from dharma_core.importers.cloudformation.resources import Gathered, gather
from dharma_core.importers.cloudformation.scope import Scope
from dharma_core.importers.cloudformation.sections import KnownTypes
from dharma_core.importers.cloudformation.serverless import MACRO, expanded
from dharma_core.importers.cloudformation.settling import Settler
from dharma_core.importers.cloudformation.shorthand import written_out
from dharma_core.importers.cloudformation.targets import snake
from dharma_core.importers.cloudformation.values import Made
from dharma_core.plan import (
    Catalog,
    FrozenMap,
    Output,
    Path,
    Plan,
    Ref,
    Remark,
    Resource,
    Variable,
)
from dharma_core.plan.filling import fill
from dharma_core.plan.masking import marks_at

__all__ = ["read_template"]


def read_template(
    text: str,
    *,
    file: str,
    catalog: Catalog,
    variables: Mapping[str, str] | None = None,
) -> Plan:
    r"""Return the Plan of a CloudFormation template.

    Parameters
    ----------
    text : str
        YAML or JSON.
    file : str
        Named in positions and errors; its stem is the Plan's name.
    catalog : Catalog
        Its ``cloudformation`` sections tell the Terraform type and attributes.
    variables : mapping of name to text, optional
        Values of parameters, and of ``AWS::Region``, ``AWS::AccountId``, ``AWS::StackName``.

    Returns
    -------
    Plan
        Resources in the order of the template. A type without a counterpart is kept whole, named
        after itself (``AWS_Foo_Bar``); properties that no attribute holds, nested stacks and
        macros are listed in ``problems``.

    Raises
    ------
    InputError
        If the text is no template, is too large or too deep, or a given value does not fit.

    Examples
    --------
    >>> from dharma_core.plan import make_catalog
    >>> template = "Resources:\n  Jobs:\n    Type: AWS::Foo::Bar\n    Properties: {Size: 3}\n"
    >>> plan = read_template(template, file="jobs.yaml", catalog=make_catalog(()))
    >>> plan.by_address["AWS_Foo_Bar.jobs"].attributes
    {'id': UNKNOWN, 'Size': 3}
    >>> print(plan.problems[0])
    jobs.yaml:3: Jobs has the type AWS::Foo::Bar, which is kept without being read.
    """
    source = read_text(text, file=file)
    template = source.value
    if not isinstance(template, Mapping) or not isinstance(template.get("Resources"), Mapping):
        raise InputError(
            f"{file} holds no CloudFormation resources.",
            next_step="A template has a section 'Resources' with an entry for each of them.",
            details={"file": file},
        )
    try:
        return _Reading(source, template, catalog, variables or {}).plan()
    except RecursionError:
        raise InputError(
            f"{file} has names that lead to names too many times.",
            next_step="Write the values out where a long chain of conditions or references leads.",
            details={"file": file},
        ) from None


class _Reading:
    """One template on its way to a Plan."""

    def __init__(
        self,
        source: TemplateText,
        template: Mapping[str, Any],
        catalog: Catalog,
        given: Mapping[str, str],
    ) -> None:
        self.source, self.catalog, self.written = source, catalog, template
        declared = template.get("Parameters")
        parameters = declared if isinstance(declared, Mapping) else {}
        self.variables = read_parameters(parameters, given, source)
        self.settings = settings_of(given)
        before = Scope(template, self.variables, self.settings, {})
        plain: Mapping[str, Any] = unrolled(template, source, before.evaluator.of)
        if MACRO in _macros(plain):
            plain = expanded(plain, source, catalog.tables.get("sam", {}))
        self.template = written_out(plain, source)
        self.known = KnownTypes(catalog)

    def plan(self) -> Plan:
        """Return the Plan."""
        _note_macros(self.template, self.source)
        if not set(_macros(self.template)).difference(_RUN):  # others may bring names of their own
            check_names(self.template, self.source, self.written)
        gathered = gather(self.template, self.source, self.known, self._scope)
        scope = gathered.scope
        settler = Settler(
            gathered.trees,
            {str(t.address): t for t in gathered.targets.values()},
            scope.literals,
            self.catalog,
        )
        resources = [self._resource(entry, gathered, settler) for entry in gathered.trees]
        outputs = tuple(self._outputs(scope, settler))
        mentions = [m for r in resources for m in r.references]
        mentions += [m for output in outputs for m in output.mentions]
        return Plan(
            (*resources, *scope.data_sources({m.target for m in mentions})),
            name=_stem(self.source.source.file),
            kind="cloudformation",
            provider="aws",
            region=self.settings.region,
            variables=(*self.variables, *self._asked(scope)),
            outputs=outputs,
            origin=FrozenMap(
                {
                    "file": self.source.source.file,
                    **({"region_assumed": True} if self.settings.region_assumed else {}),
                }
            ),
            problems=tuple(self.source.problems),
        )

    def _scope(self, targets: Any) -> Scope:
        return Scope(self.template, self.variables, self.settings, targets)

    def _asked(self, scope: Scope) -> Iterator[Variable]:
        taken = {v.name for v in self.variables}
        return (v for name, v in scope.asked.items() if name not in taken)

    def _resource(self, address: str, gathered: Gathered, settler: Settler) -> Resource:
        facts = gathered.facts[address]
        kind = self.catalog.find(facts.address.type)
        settled = settler.settle(gathered.trees[address])
        known = kind.attributes if kind is not None else {}
        secrets = [(n,) for n, fact in known.items() if fact.sensitive and n in settled.value]
        return Resource(
            facts.address,
            "aws",
            fill(kind, settled.value),
            expressions=tuple(settled.expressions),
            sensitive=marks_at([*settled.secrets, *secrets]),
            depends_on=gathered.needs(address),
            position=self.source.source.at(facts.path),
            lifecycle=FrozenMap({"prevent_destroy": True} if facts.retained else {}),
            remarks=self._remarks(facts.path),
        )

    def _remarks(self, path: Path) -> tuple[Remark, ...]:
        """Return which checks an entry's metadata leaves out, as Checkov reads it."""
        entries = self.template["Resources"]
        body = entries.get(path[1]) if len(path) > 1 else None
        place = self.source.source.at(path)
        if not isinstance(body, Mapping) or place is None:
            return ()
        return tuple(Remark(text, place) for text in skipped_checks(body))

    def _outputs(self, scope: Scope, settler: Settler) -> Iterator[Output]:
        section = self.template.get("Outputs")
        for name, body in section.items() if isinstance(section, Mapping) else ():
            if not isinstance(body, Mapping) or "Value" not in body:
                self.source.note(("Outputs", name), f"The output {name} has no value.")
                continue
            condition = body.get("Condition")
            if isinstance(condition, str) and scope.condition(condition) is False:
                continue
            made = scope.evaluator.of(body["Value"])
            settled = settler.settle(made)
            whole = next((e for e in settled.expressions if e.path == ()), None)
            parts: tuple[str | Ref, ...] = whole.parts if whole is not None else ()
            if not settled.expressions and isinstance(settled.value, str):
                parts = (settled.value,)
            yield Output(
                name,
                parts,
                value=settled.value,
                sensitive=isinstance(made, Made) and made.secret,
                description=str(body.get("Description") or ""),
                mentions=tuple(dict.fromkeys(m for e in settled.expressions for m in e.mentions)),
            )


def _macros(template: Mapping[str, Any]) -> list[str]:
    transform = template.get("Transform")
    names = transform if isinstance(transform, list) else [transform] if transform else []
    return [name if isinstance(name, str) else "of this template" for name in names]


def _note_macros(template: Mapping[str, Any], source: TemplateText) -> None:
    for name in _macros(template):
        if name in _RUN:
            continue
        source.warn(
            ("Transform",),
            f"The macro {name} is not run: "
            "resources that it changes or adds are read as they stand here.",
            "Give the processed template (aws cloudformation get-template "
            "--template-stage Processed).",
        )


_RUN = ("AWS::LanguageExtensions", MACRO)
"""Macros whose work is done here."""


def _stem(file: str) -> str:
    name = file.replace("\\", "/").rsplit("/", 1)[-1]
    return name.split(".", 1)[0] or snake(name)
