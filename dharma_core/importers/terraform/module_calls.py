"""Where a called module's configuration lies, and whether a call fits it."""

from __future__ import annotations

from posixpath import join, normpath
from typing import TYPE_CHECKING, Final

from dharma_core.errors import InputError, nearest
from dharma_core.importers.terraform.budget import EvaluationError
from dharma_core.importers.terraform.installed import InstalledModule
from dharma_core.importers.terraform.modules import ModuleSource
from dharma_core.importers.terraform.syntax import Block, Literal

if TYPE_CHECKING:
    from dharma_core.importers.terraform.instances import ModuleInstance

__all__ = ["child_source", "module_path"]

_MOST_LEVELS: Final = 20
_CALL_WORDS: Final = frozenset(
    {"source", "version", "count", "for_each", "providers", "depends_on"}
)
_UNREAD: Final = "It is not in the folder, so that its outputs are unknown."
_STEP: Final = (
    "Run terraform init: what it puts into .terraform/modules is read. Or read the plan: "
    "terraform plan -out=p && terraform show -json p."
)


def child_source(module: ModuleInstance, call: Block) -> ModuleSource | None:
    """Return the configuration that a call inside ``module`` means, None when it is not there.

    A local one is found by its path, any other where ``terraform init`` has put it.

    Raises
    ------
    EvaluationError
        If modules call each other too deeply.
    """
    written = _written(call)
    if _is_local(written):
        path = normpath(join(module.source.path or ".", written))
    else:
        found = _installed(module, call)
        if found is None:
            message = f"module {call.labels[0]!r} ({written}): {_UNREAD}"
            module.reading.tell(message, call.position, _STEP, severity="warning")
            return None
        path = normpath(join(module.reading.root or ".", found.folder))
    if len(module.calls) > _MOST_LEVELS:
        raise EvaluationError(f"Modules call each other more than {_MOST_LEVELS} levels deep.")
    try:
        source = module.reading.source(path)
    except InputError as error:
        module.reading.tell(error.message, call.position, error.next_step)
        return None
    if not source.files:
        module.reading.tell(f"There is no module in {written or path}.", call.position)
        return None
    _check_inputs(module, call, source)
    return source


def module_path(module: ModuleInstance) -> str:
    """Return ``path.module`` as Terraform says it: from the root module's folder."""
    if module.parent is None or module.call is None:
        return "."
    written = _written(module.call)
    if _is_local(written):
        return normpath(join(module_path(module.parent), written))
    found = _installed(module.parent, module.call)
    return "." if found is None else normpath(found.folder)


def _written(call: Block) -> str:
    attribute = call.body.attributes.get("source")
    source = attribute.expression if attribute else None
    return source.value if isinstance(source, Literal) and isinstance(source.value, str) else ""


def _is_local(written: str) -> bool:
    return written.startswith(("./", "../"))


def _installed(module: ModuleInstance, call: Block) -> InstalledModule | None:
    found = module.reading.installed.get(".".join((*module.calls, call.labels[0])))
    return found if found is not None and found.comes_from(_written(call)) else None


def _check_inputs(module: ModuleInstance, call: Block, source: ModuleSource) -> None:
    for name, attribute in call.body.attributes.items():
        if name not in source.variables and name not in _CALL_WORDS:
            hint = nearest(name, source.variables)
            message = f"The module {call.labels[0]!r} has no variable {name!r}."
            module.reading.tell(message, attribute.position, hint)
