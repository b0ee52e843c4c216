"""What kind of file the first bytes show, whatever its name says."""

from __future__ import annotations

import re
from typing import Final, Literal

from naysay.data.tables.encoding import decoded, encoding_of

Kind = Literal[
    "empty", "text", "json", "json_lines", "markup", "parquet", "workbook", "compound", "gzip", "zstd", "tar"
]
"""- empty: nothing but white space;
- text: lines, such as CSV;
- json: one value of many lines, or a list: an array, or an object that holds one;
- json_lines: an object on each line;
- markup: XML or a web page, which some programs write under the name of a sheet;
- parquet: a Parquet file;
- workbook: a ZIP archive, such as .xlsx, .xlsm and .ods;
- compound: a compound file of Microsoft, such as .xls, or a workbook with a password;
- gzip, zstd: a packed file;
- tar: several files in one, as .tar and, unpacked, .tar.gz are.
"""
_LINES: Final = 100
_TAR: Final = slice(257, 262)
_MAGIC: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "workbook"),
    (b"PK\x05\x06", "workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00", "compound"),
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)


_MARKUP: Final = re.compile(
    r"<(\?xml|!doctype|!--|(html|head|body|meta|style|table|div|rss|feed|workbook)[\s>])",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(rb"[A-Za-z0-9_,;|#\"\t][^\0]")


def kind_of(head: bytes, *, declared: str = "") -> Kind:
    """The kind of the file that begins with ``head``; ``declared`` is the encoding that the study says."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[_TAR] == b"ustar" and b"\0" in head[: _TAR.start]:
        return "tar"
    if _PLAIN.match(head):
        return "text"
    text = decoded(head, encoding_of(head, declared=declared)).lstrip("\ufeff \t\r\n")
    if not text:
        return "empty"
    if _MARKUP.match(text):
        return "markup"
    if text[0] == "[":
        return "json" if text[1:].lstrip()[:1] in ("{", "[", "]", "") else "text"
    if text[0] == "{":
        return "json_lines" if _is_object_a_line(text) else "json"
    return "text"


def _is_object_a_line(text: str) -> bool:
    """Whether there are several lines, at least half of which look like an object."""
    lines = [line.strip() for line in text.split("\n")[:_LINES]]
    lines = [line for line in lines if line]
    objects = sum(line[0] == "{" and line[-1] == "}" for line in lines)
    return len(lines) > 1 and 2 * objects >= len(lines)
