"""Terraform's encoding functions."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import struct
import zlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

from dharma_core.importers.terraform.functions.json_text import read_json, write_json
from dharma_core.importers.terraform.functions.signature import Body, typed
from dharma_core.importers.terraform.functions.strings import bounded
from dharma_core.importers.terraform.functions.text_units import composed
from dharma_core.importers.terraform.functions.values import MAX_ELEMENTS, FunctionError
from dharma_core.importers.terraform.functions.yaml_text import read_yaml, write_yaml
from dharma_core.plan.frozen import UNKNOWN, FrozenMap

__all__ = ["ENCODING", "decode_base64", "encode_base64"]

_GZIP_HEAD = bytes.fromhex("1f8b08000000000000ff")
_GZIP_LAST_BLOCK = bytes.fromhex("010000ffff")
_SAME_AS_GO = 60  # bytes up to which zlib packs as Go does, when nothing is repeated


def encode_base64(data: bytes) -> str:
    """Return bytes in base64."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str) -> bytes:
    """Return the bytes of a base64 text; raise FunctionError when it is none."""
    try:
        return base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        raise FunctionError(f'failed to decode base64 data "{text[:80]}"') from None


def _base64_text(text: str) -> str:
    return encode_base64(text.encode())


def _text_of_base64(text: str) -> str:
    try:
        return composed(decode_base64(text).decode())
    except UnicodeDecodeError:
        raise FunctionError(
            "the result of decoding the provided string is not valid UTF-8"
        ) from None


def _gzip(text: str) -> Any:
    """Return the packed text where Go's packing is known; other packings would be as right."""
    data = text.encode()
    threes = [data[at : at + 3] for at in range(len(data) - 2)]
    if len(data) > _SAME_AS_GO or len(set(threes)) < len(threes):
        return UNKNOWN
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
    tail = struct.pack("<II", zlib.crc32(data), len(data))
    return encode_base64(_GZIP_HEAD + body + _GZIP_LAST_BLOCK + tail)


_ENCODINGS = {"utf-16": "utf-16-be", "utf-32": "utf-32-be"}


def _codec(name: str) -> str:
    try:
        "".encode(name)
    except (LookupError, ValueError):
        raise FunctionError(f'"{name}" is not a supported IANA encoding name or alias') from None
    return _ENCODINGS.get(name.lower(), name)


def _encode_text(text: str, encoding: str) -> str:
    codec = _codec(encoding)
    mark = "\ufeff" if codec != encoding else ""
    try:
        return encode_base64((mark + text).encode(codec))
    except UnicodeEncodeError:
        raise FunctionError(
            f"the given string contains characters that cannot be represented in {encoding}"
        ) from None


def _decode_text(source: str, encoding: str) -> str:
    codec = _codec(encoding)
    try:
        return composed(decode_base64(source).decode(codec).removeprefix("\ufeff"))
    except UnicodeDecodeError:
        raise FunctionError(f"the given string is not valid in {encoding}") from None


def _csv_rows(text: str) -> tuple[FrozenMap, ...]:
    try:
        lines = [row for row in csv.reader(io.StringIO(text), strict=True) if row]
    except csv.Error as error:
        raise FunctionError(f"CSV parse error: {error}") from None
    if not lines:
        raise FunctionError("missing header line")
    head, *rows = lines
    if len(rows) > MAX_ELEMENTS:
        raise FunctionError(f"more than {MAX_ELEMENTS} lines")
    for number, name in enumerate(head):
        if name in head[:number]:
            raise FunctionError(f'duplicate column name "{name}"')
    if any(len(row) != len(head) for row in rows):
        raise FunctionError("CSV parse error: wrong number of fields")
    return tuple(FrozenMap(sorted(zip(head, row, strict=True))) for row in rows)


def _url(text: str) -> str:
    return bounded(quote_plus(text, safe="-_.~"))


ENCODING: Mapping[str, Body] = {
    "base64decode": typed(_text_of_base64, "str: string"),
    "base64encode": typed(_base64_text, "str: string"),
    "base64gzip": typed(_gzip, "str: string"),
    "csvdecode": typed(_csv_rows, "str: string"),
    "jsondecode": typed(read_json, "str: string"),
    "jsonencode": typed(write_json, "val: any?"),
    "textdecodebase64": typed(_decode_text, "source: string", "encoding: string"),
    "textencodebase64": typed(_encode_text, "string: string", "encoding: string"),
    "urlencode": typed(_url, "str: string"),
    "yamldecode": typed(read_yaml, "src: string"),
    "yamlencode": typed(write_yaml, "value: any?"),
}
