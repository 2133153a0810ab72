"""Modules of a registry or of git that ``terraform init`` has put beside a folder."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dharma_core.errors import InputError
from dharma_core.importers.folders import SourceFolder

__all__ = ["InstalledModule", "installed_modules"]

_FOLDER: Final = ".terraform/modules"
_REGISTRY: Final = re.compile(r"(?:[\w.-]+/)?[\w-]+/[\w-]+/[\w-]+(?://.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class InstalledModule:
    """One entry of ``.terraform/modules/modules.json``.

    Parameters
    ----------
    source : str
        Where it came from, as Terraform writes it out.
    folder : str
        Where it lies, from the root module's folder.
    """

    source: str
    folder: str

    def comes_from(self, written: str) -> bool:
        """Whether the source of a call is still what was installed.

        Only registry sources are told apart: the many ways to write a repository are not.

        Examples
        --------
        >>> module = InstalledModule("registry.terraform.io/team/vpc/aws", ".terraform/modules/net")
        >>> module.comes_from("team/vpc/aws"), module.comes_from("other/vpc/aws")
        (True, False)
        """
        if not _REGISTRY.fullmatch(written):
            return True
        return self.source == written or self.source.endswith(f"/{written}")


def installed_modules(folder: SourceFolder, root: str) -> Mapping[str, InstalledModule]:
    """Return what ``terraform init`` installed for a root module, by the calls that lead to it.

    The key of a call ``inner`` inside the module ``net`` is ``net.inner``. A folder without a
    record, or with one that cannot be read, has none.

    Examples
    --------
    >>> from dharma_core.importers.folders import MemoryFolder
    >>> entry = {
    ...     "Key": "net",
    ...     "Source": "git::https://host/net.git",
    ...     "Dir": ".terraform/modules/net",
    ... }
    >>> record = json.dumps({"Modules": [entry]})
    >>> folder = MemoryFolder({".terraform/modules/modules.json": record})
    >>> installed_modules(folder, "")["net"].folder
    '.terraform/modules/net'
    """
    path = f"{_FOLDER}/modules.json"
    try:
        record = json.loads(folder.read(f"{root}/{path}" if root else path))
    except (InputError, ValueError, RecursionError):
        return {}
    entries = record.get("Modules") if isinstance(record, dict) else None
    found = (_entry(one) for one in entries) if isinstance(entries, list) else ()
    return dict(entry for entry in found if entry is not None)


def _entry(one: Any) -> tuple[str, InstalledModule] | None:
    if not isinstance(one, dict):
        return None
    key, source, place = (one.get(name) for name in ("Key", "Source", "Dir"))
    if not (isinstance(key, str) and isinstance(source, str) and isinstance(place, str)):
        return None
    return key, InstalledModule(source, place.replace("\\", "/"))
