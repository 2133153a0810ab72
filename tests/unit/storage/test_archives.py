"""Zip files of strangers: what is read, and what is refused."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from dharma_core.errors import InputError
from dharma_core.storage import archives
from dharma_core.storage.archives import read_zip


def packed(files, *, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for path, data in files:
            archive.writestr(path, data)
    return buffer.getvalue()


def test_files_are_read_and_hidden_ones_left_out():
    data = packed([
        ("infra/main.tf", "a"),
        ("infra/modules/net/main.tf", "b"),
        ("infra/.terraform/modules/x.tf", "no"),
        (".git/config", "no"),
        ("__MACOSX/infra/._main.tf", "no"),
    ])  # fmt: skip
    folder = read_zip(data, name="infra.zip")
    assert folder.under("") == ("infra/main.tf", "infra/modules/net/main.tf")
    assert folder.read("infra/modules/net/main.tf") == "b"


@pytest.mark.parametrize(
    "path",
    ["../evil.tf", "a/../../evil.tf", "/etc/evil.tf", "C:/evil.tf", "..\\evil.tf", "a\\..\\..\\b"],
)
def test_a_path_that_leads_outside_is_refused(path):
    with pytest.raises(InputError, match="leads outside"):
        read_zip(packed([(path, "x")]), name="up.zip")


def test_a_link_is_refused():
    entry = zipfile.ZipInfo("main.tf")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(InputError, match="holds a link"):
        read_zip(packed([(entry, "/etc/passwd")]), name="up.zip")


def test_a_bomb_is_refused_by_its_ratio():
    with pytest.raises(InputError, match="packed more than 200 fold"):
        read_zip(packed([("main.tf", b"\0" * 8_000_000)]), name="bomb.zip")


def test_a_size_that_the_header_hides_is_noticed(monkeypatch):
    monkeypatch.setattr(archives, "_MAX_FILE_BYTES", 1000)
    data = bytearray(packed([("main.tf", b"0123456789" * 400)]))
    for signature, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(signature) + place
        data[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(InputError, match=r"The archive lie\.zip"):
        read_zip(bytes(data), name="lie.zip")


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("_MAX_FILES", 2, "more than 2 files"),
        ("_MAX_FILE_BYTES", 3, "a file over"),
        ("_MAX_TOTAL_BYTES", 8, "holds more than"),
        ("MAX_ARCHIVE_BYTES", 10, "the limit is"),
    ],
)
def test_every_limit_holds(monkeypatch, limit, value, words):
    monkeypatch.setattr(archives, limit, value)
    data = packed([("a.tf", "1234"), ("b.tf", "1234"), ("c.tf", "1234")])
    with pytest.raises(InputError, match=words):
        read_zip(data, name="big.zip")


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"no zip at all", packed([("a.tf", "x" * 100)])[:-30]],
    ids=["empty", "two bytes", "a text", "cut off"],
)
def test_what_is_no_zip_is_refused(data):
    with pytest.raises(InputError, match="cannot be unpacked"):
        read_zip(data, name="broken.zip")


def test_one_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed([("main.tf", "a"), ("main.tf", "b")])
    with pytest.raises(InputError, match="twice"):
        read_zip(data, name="twice.zip")


def test_an_encrypted_zip_is_refused():
    data = bytearray(packed([("main.tf", "x")]))
    for signature, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.find(signature) + place] |= 1
    with pytest.raises(InputError, match="is encrypted"):
        read_zip(bytes(data), name="secret.zip")
