"""The kind of a file by its first bytes. Expected values: how such files begin, by hand."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.tables.kinds import kind_of


def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        opened.writestr(zipfile.ZipInfo("xl/workbook.xml"), "<workbook/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"id,text\n1,good", "text"),
        (b"[1] said,text", "text"),
        (b'[{"id": 1}]', "json"),
        (b'[\n  {"id": 1}', "json"),
        (b'{\n "data": [\n', "json"),
        (b'{"data": [{"id": 1}]}', "json"),
        (b'{"id": 1}\n{"id": 2}\n', "json_lines"),
        ('[{"id": 1}]'.encode("utf-16"), "json"),
        (b"<?xml version='1.0'?><rss>", "markup"),
        (b"<html><table>", "markup"),
        (b"PAR1....", "parquet"),
        (archive(), "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
        (gzip.compress(b"id", mtime=0), "gzip"),
        (zstandard.compress(b"id"), "zstd"),
        (b"posts.csv".ljust(257, b"\0") + b"ustar\x0000", "tar"),
        (b"x" * 257 + b"ustar", "text"),
    ],
)
def test_each_kind_is_known(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


@given(st.binary(max_size=100))
def test_any_bytes_are_of_a_kind(head: bytes) -> None:
    assert kind_of(head)
