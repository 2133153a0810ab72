"""Which folder of a tree is the Terraform configuration somebody means, and where it lies."""

from __future__ import annotations

from dataclasses import replace
from posixpath import normpath
from typing import TYPE_CHECKING

from dharma_core.errors import InputError
from dharma_core.provenance import Position

if TYPE_CHECKING:
    from dharma_core.importers.folders import SourceFolder
    from dharma_core.plan import Plan, Resource

__all__ = ["placed_under", "terraform_root"]

_ENDINGS = (".tf", ".tf.json")
_SHOWN = 8


def terraform_root(folder: SourceFolder, name: str, *, given: str = "") -> str:
    """Return the path, within ``folder``, of the configuration to read; ``""`` for itself.

    Parameters
    ----------
    given : str
        How somebody named the folder, where a folder inside it can be named alike.

    The folder itself when it holds ``.tf`` files; otherwise the only folder on the first level
    that has any, as when an archive wraps everything in one folder.

    Raises
    ------
    InputError
        If there is none, or several on one level; what is there is named.

    Examples
    --------
    >>> from dharma_core.importers.folders import MemoryFolder
    >>> files = {"shop-main/main.tf": "", "shop-main/modules/net/main.tf": ""}
    >>> terraform_root(MemoryFolder(files), "shop")
    'shop-main'
    """
    if any(file.endswith(_ENDINGS) for file in folder.names("")):
        return ""
    files = folder.under("")
    found = {file.rpartition("/")[0] for file in files if file.endswith(_ENDINGS)}
    if not found:
        here = ", ".join(files[:_SHOWN]) or "nothing"
        raise InputError(
            f"{name} holds no Terraform configuration (.tf or .tf.json). It holds: {here}.",
            next_step="Give a blueprint, plan JSON, state or CloudFormation template by its file.",
        )
    level = min(path.count("/") for path in found)
    roots = sorted(path for path in found if path.count("/") == level)
    if len(roots) > 1:
        shown = ", ".join(roots[:_SHOWN])
        raise InputError(
            f"{name} holds {len(roots)} Terraform configurations: {shown}.",
            next_step=f"Give one of them: {_below(given, roots[0])}."
            if given
            else "Give one of them alone, packed or as a folder.",
        )
    return roots[0]


def _below(given: str, path: str) -> str:
    """Return how to name a folder inside one that was named ``given``."""
    revision, colon, place = given.rpartition(":")
    return f"{revision}{colon}{normpath(f'{place}/{path}' if place else path)}"


def placed_under(plan: Plan, prefix: str) -> Plan:
    """Return the Plan with ``prefix`` before the file of every position.

    Examples
    --------
    >>> from dharma_core.plan import Plan, Problem
    >>> plan = Plan((), problems=(Problem("broken", Position("main.tf", 3)),))
    >>> str(placed_under(plan, "infra").problems[0])
    'infra/main.tf:3: broken'
    """
    if normpath(prefix or ".") == ".":
        return plan

    def place(position: Position) -> Position:
        return replace(position, file=normpath(f"{prefix}/{position.file}"))

    def placed(resource: Resource) -> Resource:
        remarks = tuple(replace(r, position=place(r.position)) for r in resource.remarks)
        position = resource.position and place(resource.position)
        return replace(resource, position=position, remarks=remarks)

    return replace(
        plan,
        resources=tuple(map(placed, plan.resources)),
        problems=tuple(
            replace(p, position=p.position and place(p.position)) for p in plan.problems
        ),
    )
