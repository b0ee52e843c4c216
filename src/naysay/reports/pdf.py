"""Draws a document as PDF/UA-1 and PDF/A-2a in one. Texts reach typst as data in a file, never as markup."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst

from naysay.reports.blocks import Block, Columns, Document, Heading
from naysay.reports.glyphs import clean, clean_svg, font_files
from naysay.study.errors import DataError

TEMPLATE: Final = Path(__file__).with_name("template.typ")


def render(document: Document) -> bytes:
    """The document as a PDF file; equal documents give equal bytes.

    Raises
    ------
    DataError
        When typst refuses the document.
    """
    with TemporaryDirectory(prefix="naysay-pdf-") as name:
        folder = Path(name)
        shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
        (folder / "document.json").write_text(json.dumps(_content(document)), encoding="utf-8")
        for figure, drawing in document.drawings.items():
            (folder / f"{figure}.svg").write_text(clean_svg(drawing.decode("utf-8")), encoding="utf-8")
        fonts = folder / "fonts"
        fonts.mkdir()
        for file in font_files():
            shutil.copyfile(file, fonts / file.name)
        try:
            return typst.compile(
                str(folder / TEMPLATE.name),
                root=str(folder),
                font_paths=[str(fonts)],
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=["ua-1", "a-2a"],
                timestamp=int(datetime(*document.date, tzinfo=UTC).timestamp()),
            )
        except RuntimeError as error:
            raise DataError(
                "report.pdf", got=str(error), allowed="a document typst accepts", mend="Write html instead."
            ) from None


def _content(document: Document) -> dict[str, Any]:
    furniture = document.furniture
    return {
        "language": document.language,
        "title": clean(document.title),
        "subtitle": clean(document.subtitle),
        "author": clean(document.author),
        "date": list(document.date),
        "header": clean(furniture.header),
        "footer": clean(furniture.footer),
        "page": clean(furniture.page),
        "blocks": _tagged(document.blocks, [0]),
    }


def _tagged(blocks: Sequence[Block], deepest: list[int]) -> list[dict[str, Any]]:
    """Each block as its fields with its kind; ``deepest`` is the level of the last heading, nested or not.

    A tagged PDF must not jump from the title to a heading of the second level, so such a heading is tagged
    one level higher than it looks.
    """
    tagged = []
    for block in blocks:
        fields = _plain(block)
        if isinstance(block, Heading):
            deepest[0] = min(block.level, deepest[0] + 1)
            fields["tag_level"] = deepest[0]
        if isinstance(block, Columns):
            fields = {"left": _tagged(block.left, deepest), "right": _tagged(block.right, deepest)}
        tagged.append({"kind": type(block).__name__, **fields})
    return tagged


def _plain(value: Any) -> Any:
    """The fields of a block with every text cleaned."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(entry) for name, entry in asdict(value).items()}
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return value
