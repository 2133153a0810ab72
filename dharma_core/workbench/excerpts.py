"""The lines of a source that findings are about, with its secrets taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
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
        masks = _Masks(plan)
        found = {}
        for name, finding in zip(fingerprints(report.findings), report.findings, strict=True):
            place = finding.position
            if place is None or place.line is None:
                continue
            if place.file not in files:
                files[place.file] = _lines(texts, place.file)
            excerpt = excerpt_of(finding, files[place.file], masks.of(finding.address))
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
    return tuple(line.removesuffix("\r") for line in blank.split("\n"))


class _Masks:
    """What takes secrets out of lines: by their look, their name, and what the Plan marks.

    Lines are remembered: findings share resources, and resources share lines.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._made: dict[tuple[frozenset[str], tuple[str, ...]], Callable[[str], str]] = {}
        self._of: dict[str, Callable[[str], str]] = {}

    def of(self, address: str) -> Callable[[str], str]:
        """Return the mask for the lines of a resource."""
        if address not in self._of:
            names, secrets = _secrets(self._plan.by_address.get(address))
            key = (names, secrets)
            self._made[key] = self._made.get(key) or _mask(names, secrets)
            self._of[address] = self._made[key]
        return self._of[address]


def _secrets(resource: Resource | None) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the names of a resource's sensitive attributes, and each line of their values."""
    from dharma_core.plan.frozen import get_path, walk
    from dharma_core.plan.masking import MASKED, marked_paths

    if resource is None:
        return frozenset(), ()
    paths = list(marked_paths(resource.sensitive))
    names = frozenset(str(path[-1]) for path in paths if path and isinstance(path[-1], str))
    texts = (
        leaf
        for path in paths
        for leaf in (value for _, value in walk(get_path(resource.attributes, path)))
        if isinstance(leaf, str) and leaf != MASKED
    )
    lines = {line.strip() for text in texts for line in text.splitlines()}
    long = (line for line in lines if len(line) >= _SHORTEST_SECRET)
    return names, tuple(sorted(long, key=lambda line: (-len(line), line)))


def _mask(names: frozenset[str], secrets: tuple[str, ...]) -> Callable[[str], str]:
    from dharma_core.observability.redaction import HIDDEN, hiding, redact_text

    @cache
    def mask(line: str) -> str:
        if _NO_SECRET.search(line):
            return line
        for secret in secrets:
            line = line.replace(secret, HIDDEN)
        with hiding(names):
            return redact_text(line)

    return mask
