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
    from dharma_core.plan import Plan
    from dharma_core.policies.excerpts import Excerpt
    from dharma_core.policies.findings import CheckReport

__all__ = ["Excerpts", "TextOf"]

TextOf = Callable[[str], str]
"""From the file that a position names to its text; raises DharmaError where there is none."""

_KEY_BLOCK = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|\Z)", re.DOTALL
)


class Excerpts(Reading):
    """The part of the workbench that shows where in a source something stands."""

    def source_texts(self, source: str) -> TextOf:
        """Return what gives the texts of a SOURCE by the names that its positions use.

        It is read again at the first question about it: a plan's positions lie in other files.
        """
        opened = cache(lambda: self._texts_of(source))
        alone = (self.cwd / source).is_file()

        def read(file: str) -> str:
            elsewhere = alone and Path(file).name != Path(source).name
            return "" if elsewhere else opened()(file)

        return read

    def _texts_of(self, source: str) -> TextOf:
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
        from dharma_core.storage.secret_forms import load_secret_forms
        from dharma_core.workbench.source_masks import SourceMasks

        files: dict[str, tuple[str, ...]] = {}
        masks = SourceMasks(plan, load_secret_forms())
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
