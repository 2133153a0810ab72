"""Bytes of a user's file into text."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from dharma_core.errors import InputError

__all__ = ["decoded"]


def decoded(data: bytes, source: str) -> str:
    """Return a file's text: UTF-8, or UTF-16 that says so, as PowerShell's ``>`` writes it.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> decoded("name: größe".encode("utf-16"), "web.yaml")
    'name: größe'
    """
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source} is not text: byte {error.start} is not UTF-{16 if wide else 8}.",
            next_step="Give a blueprint or the JSON that 'terraform show -json' writes, "
            "not the binary plan file.",
        ) from error
