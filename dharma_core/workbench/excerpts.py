"""The lines of a source that findings are about, with its secrets taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from posixpath import relpath
from typing import TYPE_CHECKING

from dharma_core.errors import DharmaError
from dharma_core.workbench.decoding import decoded
from dharma_core.workbench.reading import Reading
from dharma_core.workbench.sources import FoundFolder

if TYPE_CHECKING:
    from dharma_core.plan import Plan, Resource
    from dharma_core.policies.excerpts import Excerpt
    from dharma_core.policies.findings import CheckReport

__all__ = ["Excerpts", "TextOf"]

TextOf = Callable[[str], str]
"""From the file that a position names to its text; raises DharmaError where there is none."""

_KEY_BLOCK = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|\Z)", re.DOTALL
)
_SHORTEST_SECRET = 4
_NO_SECRET = re.compile(r"""^[^=:]*[=:]\s*(?:true|false|null)\s*,?\s*$""", re.IGNORECASE)


class Excerpts(Reading):
    """The part of the workbench that shows where in a source something stands."""

    def source_texts(self, source: str) -> TextOf:
        """Return what gives the texts of a SOURCE by the names that its positions use."""
        found = self._find_source(source)
        if not isinstance(found, FoundFolder):
            return _one_text(found.file, found.text)
        prefix = found.prefix or "."
        return lambda file: found.folder.read(relpath(file, prefix))

    def upload_texts(self, data: bytes, *, name: str) -> TextOf:
        """Return the same of an uploaded file: a zip of a folder, or any text."""
        if data[:4] != b"PK\x03\x04":
            return _one_text(name, decoded(data, name))
        from dharma_core.storage.archives import read_zip

        return read_zip(data, name=name).read

    def excerpts(self, plan: Plan, report: CheckReport, texts: TextOf) -> Mapping[str, Excerpt]:
        """Return the lines that each finding is about, by the finding's fingerprint.

        A finding without a line, or in a file that is not at hand (a module of a registry), has
        none. Values that the Plan knows as sensitive, and what looks like a secret, are masked.
        """
        from dharma_core.policies.excerpts import excerpt_of
        from dharma_core.policies.fingerprints import fingerprints

        files: dict[str, tuple[str, ...]] = {}
        found = {}
        for name, finding in zip(fingerprints(report.findings), report.findings, strict=True):
            place = finding.position
            if place is None or place.line is None:
                continue
            if place.file not in files:
                files[place.file] = _lines(texts, place.file)
            mask = _mask_of(plan.by_address.get(finding.address))
            excerpt = excerpt_of(finding, files[place.file], mask)
            if excerpt:
                found[name] = excerpt
        return found


def _one_text(name: str, text: str) -> TextOf:
    def read(file: str) -> str:
        return text if Path(file).name == Path(name).name else ""

    return read


def _lines(texts: TextOf, file: str) -> tuple[str, ...]:
    """Return the lines of a file without the private keys in it; none when it is not at hand."""
    try:
        text = texts(file)
    except DharmaError:
        return ()
    blank = _KEY_BLOCK.sub(lambda block: "***" + "\n" * block[0].count("\n"), text)
    return tuple(blank.splitlines())


def _mask_of(resource: Resource | None) -> Callable[[str], str]:
    """Return what takes secrets out of a line: by its look, its name, and what the Plan marks."""
    from dharma_core.observability.redaction import HIDDEN, hiding, redact_text
    from dharma_core.plan.frozen import get_path
    from dharma_core.plan.masking import MASKED, marked_paths

    paths = list(marked_paths(resource.sensitive)) if resource else []
    names = {str(step) for path in paths for step in path[-1:] if isinstance(step, str)}
    values = [get_path(resource.attributes, path) for path in paths] if resource else []
    secrets = sorted(
        {
            line
            for value in values
            if isinstance(value, str) and value != MASKED
            for line in value.splitlines()
            if len(line) >= _SHORTEST_SECRET
        },
        key=len,
        reverse=True,
    )

    def mask(line: str) -> str:
        if _NO_SECRET.search(line):
            return line
        for secret in secrets:
            line = line.replace(secret, HIDDEN)
        with hiding(names):
            return redact_text(line)

    return mask
