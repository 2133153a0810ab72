"""The SARIF 2.1.0 schema as OASIS publishes it, and how a document is held against it."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

SCHEMA_FILE = Path(__file__).parents[2] / "fixtures" / "published" / "sarif-schema-2.1.0.json.gz"
_ADDRESS = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*:)?([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
)
_FORMATS = jsonschema.FormatChecker(formats=("date-time",))


@_FORMATS.checks("uri-reference")
def _is_reference(text: object) -> bool:
    return not isinstance(text, str) or bool(_ADDRESS.fullmatch(text))


@_FORMATS.checks("uri")
def _is_absolute(text: object) -> bool:
    return not isinstance(text, str) or bool((m := _ADDRESS.fullmatch(text)) and m[1])


def schema_text() -> bytes:
    return gzip.decompress(SCHEMA_FILE.read_bytes())


@cache
def schema() -> dict[str, Any]:
    return json.loads(schema_text())


def valid(document: dict[str, Any]) -> dict[str, Any]:
    """Return the one run of a document that the schema takes."""
    jsonschema.Draft7Validator(schema(), format_checker=_FORMATS).validate(document)
    (run,) = document["runs"]
    return run
