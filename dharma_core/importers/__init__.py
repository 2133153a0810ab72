"""Readers: text of some tool in, a Plan out."""

from dharma_core.importers.sources import (
    READERS,
    Reader,
    SourceText,
    kind_of,
    read_source,
    read_text,
)

__all__ = ["READERS", "Reader", "SourceText", "kind_of", "read_source", "read_text"]
