"""A folder of Terraform configuration into the Plan that Terraform itself would make of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from dharma_core.errors import NotFoundError
from dharma_core.importers.folders import MemoryFolder, SourceFolder
from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.constraints import type_text
from dharma_core.importers.terraform.functions.values import plain
from dharma_core.importers.terraform.instances import ModuleInstance
from dharma_core.importers.terraform.marks import is_sensitive, show
from dharma_core.importers.terraform.providers import foreign_providers, root_provider
from dharma_core.importers.terraform.reading import Reading
from dharma_core.importers.terraform.resources import ResourceInstance
from dharma_core.importers.terraform.syntax import Block, Literal
from dharma_core.importers.terraform.tracing import Tracer
from dharma_core.importers.terraform.validation import tell_refused_values
from dharma_core.importers.terraform.variables import given_values
from dharma_core.plan import Catalog, FrozenMap, Output, Plan, Resource, Variable
from dharma_core.plan.masking import mask
from dharma_core.plan.provider_sources import FOREIGN_PROVIDERS

__all__ = ["read_configuration", "read_folder"]


def read_folder(  # noqa: PLR0913 - a reader's options, keyword only
    folder: SourceFolder,
    *,
    path: str = "",
    catalog: Catalog,
    variables: Mapping[str, Any] | None = None,
    var_files: Iterable[str] = (),
    workspace: str = "default",
    name: str = "plan",
) -> Plan:
    r"""Return the Plan of a folder of Terraform configuration, without Terraform or a network.

    Parameters
    ----------
    folder : SourceFolder
    path : str
        The root module's folder in it.
    catalog : Catalog
        Tells attribute types, provider defaults and what only apply will tell.
    variables : mapping, optional
        Values of root variables; a text counts as HCL where the type is no scalar, as ``-var``.
    var_files : iterable of str
        Files of values, by their path from the root module's folder.
    workspace : str
        ``terraform.workspace``.

    Returns
    -------
    Plan
        Resources in the order of the source. What could not be read is in ``problems``; what
        only apply can tell is UNKNOWN. Sensitive values read ``(sensitive value)``.

    Raises
    ------
    NotFoundError
        If the folder holds no configuration.
    InputError
        If the configuration is too large to evaluate, or a given variable does not fit.

    Examples
    --------
    >>> from dharma_core.importers.folders import MemoryFolder
    >>> text = 'resource "x_y" "z" {\n  count = 2\n  size = count.index\n}'
    >>> plan = read_folder(MemoryFolder({"main.tf": text}), catalog=Catalog({}))
    >>> [(str(r.address), r.attributes["size"]) for r in plan]
    [('x_y.z[0]', 0), ('x_y.z[1]', 1)]
    """
    reading = Reading(folder, catalog, path, workspace)
    source = reading.source(path)
    if not source.files:
        raise NotFoundError(
            f"There is no Terraform configuration in {path or 'the folder'}.",
            next_step="Give the folder that holds the .tf files.",
        )
    inputs = given_values(reading, source, variables or {}, var_files)
    root = ModuleInstance(reading, source, inputs=inputs)
    resources = tuple(instance.resource() for instance in _instances(root))
    declared = tuple(_variable(root, block) for block in source.variables.values())
    outputs = tuple(_output(root, block) for block in source.outputs.values())
    provider = _main_provider(resources, root)
    region = root_provider(root, provider).region
    return Plan(
        tuple(replace(r, region="") if r.region == region else r for r in resources),
        name=name,
        kind="terraform",
        provider=provider,
        region=region,
        variables=declared,
        outputs=outputs,
        origin=_origin(root, path),
        problems=tuple(reading.problems),
    )


def read_configuration(
    text: str, *, file: str, catalog: Catalog, variables: Mapping[str, Any] | None = None
) -> Plan:
    r"""Return the Plan of a single file of configuration; what it calls is not there.

    Parameters
    ----------
    file : str
        Its path, for positions; one that ends in ``.json`` is read as ``.tf.json``.

    Raises
    ------
    InputError
        As ``read_folder`` does.

    Examples
    --------
    >>> plan = read_configuration('resource "x_y" "z" {\n}', file="a/b.tf", catalog=Catalog({}))
    >>> str(plan.resources[0].position), plan.name
    ('a/b.tf:1', 'b')
    """
    path = file.replace("\\", "/")
    ending = ".tf.json" if text.lstrip().startswith("{") else ".tf"
    path = path if path.endswith(ending) else f"{path}{ending}"
    folder, _, name = path.rpartition("/")
    return read_folder(
        MemoryFolder({path: text}),
        path=folder,
        catalog=catalog,
        variables=variables,
        name=name.split(".", 1)[0] or "plan",
    )


def _instances(module: ModuleInstance) -> Iterator[ResourceInstance]:
    """Yield every resource instance of a module and of those it calls, in the source's order."""
    tell_refused_values(module)
    for kind, key in module.source.order:
        try:
            if kind == "module":
                for child in module.children(key[0]):
                    yield from _instances(child)
            else:
                yield from module.resources(key[0], key[1], key[2]).members.values()
        except EvaluationError as error:
            block = module.source.calls.get(key[0]) if kind == "module" else None
            module.reading.tell(str(error), block.position if block else None)


def _variable(root: ModuleInstance, block: Block) -> Variable:
    name = block.labels[0]
    value, secret = root.variable(name), root.flag(block, "sensitive")
    default = block.body.attributes.get("default")
    written = None if default is None else plain(show(root.reading.value(default, root.scope)))
    constraint = root.constraint(block)
    return Variable(
        name,
        "string" if "type" not in block.body.attributes else type_text(constraint),
        default=mask(written, secret),
        value=mask(plain(show(value)), secret),
        sensitive=secret,
        description=_text(root, block, "description"),
    )


def _output(root: ModuleInstance, block: Block) -> Output:
    name = block.labels[0]
    value = root.output(name)
    secret = is_sensitive(value)
    written = block.body.attributes.get("value")
    tracer = Tracer(root.reading)
    refs = tracer.refs(written.expression, root.scope) if written else ()
    inner = tracer.expressions(written.expression, root.scope, (), value) if written else ()
    return Output(
        name,
        tracer.parts(written.expression, root.scope) if written else (),
        value=mask(plain(show(value)), secret),
        sensitive=secret,
        description=_text(root, block, "description"),
        mentions=tuple(dict.fromkeys(refs)),
        expressions=tuple(e for e in inner if e.path),
    )


def _text(root: ModuleInstance, block: Block, name: str) -> str:
    attribute = block.body.attributes.get(name)
    value = None if attribute is None else root.reading.value(attribute, root.scope)
    return value if isinstance(value, str) else ""


def _main_provider(resources: tuple[Resource, ...], root: ModuleInstance) -> str:
    counts = Counter(r.provider for r in resources if r.provider != "terraform")
    if counts:
        return counts.most_common(1)[0][0]
    return root.source.providers[0].labels[0] if root.source.providers else "aws"


def _origin(root: ModuleInstance, path: str) -> FrozenMap:
    """Return what the Plan has no other room for: the folder, its files, version and backend."""
    found: dict[str, Any] = {"folder": path, "workspace": root.reading.workspace}
    found["files"] = root.source.files
    for block in root.source.settings:
        version = block.body.attributes.get("required_version")
        if version is not None and isinstance(version.expression, Literal):
            found["required_version"] = version.expression.value
        for inner in block.body.blocks:
            if inner.type == "backend" and inner.labels:
                found["backend"] = _backend(root, inner)
    foreign = foreign_providers(root.reading)
    return FrozenMap({**found, **({FOREIGN_PROVIDERS: foreign} if foreign else {})})


def _backend(root: ModuleInstance, block: Block) -> FrozenMap:
    settings = {
        n: plain(show(root.reading.value(a, root.scope))) for n, a in block.body.attributes.items()
    }
    return FrozenMap({"type": block.labels[0], **settings})
