"""Between a blueprint as a value and its document as the store keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dharma_core.blueprints import Blueprint, dump_blueprint, parse_blueprint

__all__ = ["design_of", "document_of", "text_of"]


def document_of(design: Blueprint) -> dict[str, Any]:
    """Return a blueprint as JSON values."""
    document: dict[str, Any] = json.loads(dump_blueprint(design, syntax="json"))
    return document


def design_of(document: Mapping[str, Any]) -> Blueprint:
    """Return a stored document as a Blueprint; raise InputError when it is none by now."""
    text = json.dumps(document, ensure_ascii=False)
    return parse_blueprint(text, file=str(document.get("name")))


def text_of(document: Mapping[str, Any], *, syntax: str = "yaml") -> str:
    """Return a stored document as a blueprint file's text.

    Raises
    ------
    InputError
        If ``syntax`` is neither ``yaml`` nor ``json``, or the document is no blueprint by now.
    """
    return dump_blueprint(design_of(document), syntax=syntax)
