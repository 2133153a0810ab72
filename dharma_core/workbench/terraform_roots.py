"""Which folder of a tree is the Terraform configuration somebody means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.errors import InputError

if TYPE_CHECKING:
    from dharma_core.importers.folders import SourceFolder

__all__ = ["terraform_root"]

_ENDINGS = (".tf", ".tf.json")
_SHOWN = 8


def terraform_root(folder: SourceFolder, name: str) -> str:
    """Return the path, within ``folder``, of the configuration to read; ``""`` for itself.

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
            next_step=f"Give one of them: {name}/{roots[0]}.",
        )
    return roots[0]
