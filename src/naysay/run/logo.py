"""The logo that a study names: looked at before it is decoded, made small, and written again by ourselves."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from naysay.data.witness import shown_name
from naysay.reports.blocks import Logo
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError, printable

FIELD: Final = "report.logo"
LARGEST_FILE: Final = 2_000_000
"""Bytes."""
LARGEST_SIDE: Final = 6_000
MOST_PIXELS: Final = 16_000_000
"""A picture of this size takes 64 MB while it is decoded."""
SHOWN: Final = (480, 168)
"""Pixels that are kept at most: 40 by 14 mm at 300 a inch."""
LARGEST_PNG: Final = 100_000
"""Bytes, above which a picture becomes a JPEG on white, for reports are sent by mail."""
_ALLOWED: Final = (
    f"a PNG or JPEG file of at most {LARGEST_FILE // 1_000_000} MB, {LARGEST_SIDE} pixels a side and "
    f"{MOST_PIXELS // 1_000_000} million pixels"
)


@dataclass(frozen=True, slots=True)
class LogoFile:
    """A logo, with the name and hash of the file that it came in."""

    logo: Logo
    name: str
    sha256: str


def read_logo(path: Path) -> LogoFile:
    """The picture in ``path`` as a report shows it: upright, at most 480 by 168 pixels, without metadata.

    Raises
    ------
    DataError
        What is no file, no PNG or JPEG, too large in bytes or pixels, or broken.
    """
    try:
        content = contents(path, largest=LARGEST_FILE)
    except UnreadableError as error:
        raise _refused_logo(path, error.got, error.mend) from None
    return LogoFile(_again(_decoded(path, content)), shown_name(path), hashlib.sha256(content).hexdigest())


def _decoded(path: Path, content: bytes) -> Image.Image:
    """The first picture in ``content``, made small. Its size is read from its head, before any pixel."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sizes, which are looked at here, and of odd metadata
        try:
            opened = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
            width, height = opened.size
        except Exception:  # decoders raise anything for hostile bytes
            raise _refused_logo(path, "no picture of these kinds, or one beyond all sizes") from None
        if max(width, height) > LARGEST_SIDE or width * height > MOST_PIXELS:
            raise _refused_logo(path, f"a picture of {width} by {height} pixels", "Make the picture smaller.")
        try:
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            small = upright.convert("RGBA")
        except Exception:
            raise _refused_logo(path, "a picture that is broken") from None
    small.thumbnail(SHOWN, Image.Resampling.LANCZOS)
    return small


def _again(picture: Image.Image) -> Logo:
    """The pixels alone, as PNG where that is small, else as JPEG on white."""
    opaque = picture.getchannel("A").getextrema() == (255, 255)
    stream = io.BytesIO()
    _bare(picture.convert("RGB") if opaque else picture).save(stream, "PNG", optimize=True)
    if stream.tell() <= LARGEST_PNG:
        return Logo("png", stream.getvalue(), *picture.size)
    page = Image.new("RGBA", picture.size, "white")
    page.alpha_composite(picture)
    stream = io.BytesIO()
    _bare(page.convert("RGB")).save(stream, "JPEG", quality=88)
    return Logo("jpeg", stream.getvalue(), *picture.size)


def _bare(picture: Image.Image) -> Image.Image:
    """The picture without what came with it."""
    return Image.frombytes(picture.mode, picture.size, picture.tobytes())


def _refused_logo(path: Path, got: str, mend: str = "Save the logo again as PNG.") -> DataError:
    return DataError(FIELD, got=f"{printable(path.name)}: {got}", allowed=_ALLOWED, mend=mend)
