"""Draws every figure of the report as a picture of 200 dots an inch, for slides and word processors."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, cast

import typst

from naysay.reports.exports._typefaces import typefaces
from naysay.reports.exports.base import Export, ExportInput
from naysay.reports.glyphs import clean_svg
from naysay.study.errors import DataError

DOTS_AN_INCH: Final = 200
_METRE: Final = 0.0254
"""One inch, in metres: a picture says how many dots it has a metre."""
_HEAD: Final = 33
"""Bytes of a picture's signature and first chunk, which the chunk with the dots follows."""


def pictures(drawings: Mapping[str, bytes], working: Path) -> dict[str, bytes]:
    """Each of ``drawings`` (SVG by name) as PNG on white; a picture says its own size in inches.

    Raises
    ------
    DataError
        When a drawing cannot be drawn.
    """
    if not drawings:
        return {}
    with TemporaryDirectory(prefix="png-", dir=working) as name:
        folder = Path(name)
        for number, drawing in enumerate(drawings.values()):
            svg = clean_svg(drawing.decode("utf-8"))
            (folder / f"{number}.svg").write_text(svg, encoding="utf-8")
        lines = [f'#page(image("{number}.svg"))' for number in range(len(drawings))]
        page = (
            '#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#set text(font: "Fira Sans")\n'
        )
        (folder / "figures.typ").write_text(page + "\n".join(lines), encoding="utf-8")
        compiler = typst.Compiler(str(folder / "figures.typ"), root=str(folder), font_paths=typefaces(folder))
        try:
            pages = compiler.compile(format="png", ppi=float(DOTS_AN_INCH))
        except RuntimeError as error:
            raise DataError(
                "figures", got=str(error), allowed="figures that can be drawn", mend="Run the study again."
            ) from error
    each = cast(list[bytes], pages if isinstance(pages, list) else [pages])  # a single page comes alone
    return {figure: _sized(picture) for figure, picture in zip(drawings, each, strict=True)}


def _sized(picture: bytes) -> bytes:
    """``picture`` with a chunk that says how many dots it has a metre."""
    dots = round(DOTS_AN_INCH / _METRE)
    content = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return picture[:_HEAD] + chunk + picture[_HEAD:]


def _files(source: ExportInput) -> Mapping[str, bytes]:
    drawn = pictures(source.document.drawings, source.working)
    return {f"figures/{name}.png": picture for name, picture in drawn.items()}


EXPORT = Export("png", "figures", _files, is_one=False)
