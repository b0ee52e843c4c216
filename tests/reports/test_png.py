"""Figures as pictures. Expected values: the size of the drawings, and the rules of PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from naysay.reports.exports.png import DOTS_AN_INCH, pictures
from naysay.study.errors import DataError

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
    'viewBox="0 0 {width} {height}"><rect width="10" height="10" fill="red"/>{further}</svg>'
)


def drawing(width: int, height: int, further: str = "") -> bytes:
    return SVG.format(width=width, height=height, further=further).encode()


def chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The picture's chunks, their sums checked."""
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind, content = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", picture[at + 8 + length : at + 12 + length])
        assert check == zlib.crc32(kind + content)
        yield kind, content
        at += 12 + length


def test_a_picture_has_the_drawings_size_in_dots(tmp_path: Path) -> None:
    """144 by 72 points are 2 by 1 inches."""
    (picture,) = pictures({"a": drawing(144, 72)}, tmp_path).values()
    (header,) = (content for kind, content in chunks(picture) if kind == b"IHDR")
    assert struct.unpack(">II", header[:8]) == (2 * DOTS_AN_INCH, DOTS_AN_INCH)


def test_a_picture_says_how_many_dots_it_has_a_metre(tmp_path: Path) -> None:
    """200 dots an inch are 7,874 a metre."""
    (picture,) = pictures({"a": drawing(144, 72)}, tmp_path).values()
    assert [struct.unpack(">IIB", content) for kind, content in chunks(picture) if kind == b"pHYs"] == [
        (7874, 7874, 1)
    ]


def test_every_figure_keeps_its_name_and_the_working_folder_stays_empty(tmp_path: Path) -> None:
    drawings = {'a "quoted" name': drawing(72, 72), "b": drawing(36, 72), "c": drawing(72, 36)}
    drawn = pictures(drawings, tmp_path)
    assert list(drawn) == list(drawings)
    sizes = [struct.unpack(">II", next(content for _, content in chunks(one))[:8]) for one in drawn.values()]
    assert sizes == [(200, 200), (100, 200), (200, 100)]
    assert list(tmp_path.iterdir()) == []


def test_no_figures_are_no_pictures(tmp_path: Path) -> None:
    assert pictures({}, tmp_path) == {}


def test_characters_without_a_glyph_do_not_stop_the_picture(tmp_path: Path) -> None:
    assert pictures({"a": drawing(72, 72, "<text>株 😀 \u202e</text>")}, tmp_path)["a"]


def test_what_is_no_drawing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="figures that can be drawn"):
        pictures({"a": b"<svg"}, tmp_path)
