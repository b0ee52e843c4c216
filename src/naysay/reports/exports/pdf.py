"""Draws a document as PDF/UA-1 and PDF/A-2a in one. Texts reach typst as data in a file, never as markup."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import typst

from naysay.reports.blocks import Block, Columns, Document, Figure, Heading
from naysay.reports.exports.base import Export
from naysay.reports.glyphs import FONTS, clean, clean_svg
from naysay.reports.outline import Outline
from naysay.reports.results import Results
from naysay.study.errors import DataError

TEMPLATE: Final = Path(__file__).with_name("template.typ")
SPACINGS: Final = ("1", "0.9", "0.8", "0.7")
"""Shares of the usual room between blocks, the widest first."""
HEADER_LIMIT: Final = 90
"""Characters that fit beside the author at the head of a page."""


def render(document: Document, working: Path | None = None) -> bytes:
    """The document as a PDF file; equal documents give equal bytes.

    What typst reads is written to a folder below ``working``, the system's temporary one when left out, and
    removed again.

    Raises
    ------
    DataError
        When typst refuses the document.
    """
    with TemporaryDirectory(prefix="pdf-", dir=working) as name:
        folder = Path(name)
        shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
        (folder / "document.json").write_text(json.dumps(_content(document)), encoding="utf-8")
        for figure, drawing in document.drawings.items():
            (folder / f"{figure}.svg").write_text(clean_svg(drawing.decode("utf-8")), encoding="utf-8")
        try:
            return _fitted(folder, int(datetime(*document.date, tzinfo=UTC).timestamp()))
        except RuntimeError as error:
            raise DataError(
                "report.pdf",
                got=str(error),
                allowed="a document that can be drawn as PDF/UA-1 and PDF/A-2a",
                mend='Set formats = ["html"] under [report] to get the report as a page.',
            ) from error


def _fitted(folder: Path, timestamp: int) -> bytes:
    """The document in the widest spacing that takes no more pages than the tightest.

    Several are laid out at once: typst works outside of Python.
    """
    spacings = (SPACINGS[0], *SPACINGS[1:-1], SPACINGS[-1])  # a compiler works for one thread at a time
    widest, *between, tightest = (_compiler(folder, spacing) for spacing in spacings)
    with ThreadPoolExecutor() as threads:
        most, fewest = threads.map(_pages, (widest, tightest))
        compiler = widest
        if most > fewest:
            fitting = zip(between, threads.map(_pages, between), strict=True)
            compiler = next((each for each, pages in fitting if pages == fewest), tightest)
    file = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=timestamp)
    return cast(bytes, file)  # only pictures come as a list, one a page


def _pages(compiler: typst.Compiler) -> int:
    return int(compiler.query("<pages>", field="value", one=True))


def _compiler(folder: Path, spacing: str) -> typst.Compiler:
    return typst.Compiler(
        str(folder / TEMPLATE.name),
        root=str(folder),
        font_paths=_fonts(),
        sys_inputs={"spacing": spacing},
        package_path=str(folder),
        package_cache_path=str(folder),
    )


@cache
def _fonts() -> typst.Fonts:
    """The typeface alone: neither the machine's fonts nor those inside typst can slip in."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _content(document: Document) -> dict[str, Any]:
    furniture = document.furniture
    return {
        "language": document.language,
        "title": clean(document.title) or "–",  # a tagged PDF has a title
        "subtitle": clean(document.subtitle),
        "author": clean(document.author),
        "date": list(document.date),
        "header": _one_line(clean(furniture.header)),
        "footer": clean(furniture.footer),
        "page": clean(furniture.page),
        "blocks": _kinds(document.blocks, Outline()),
    }


def _one_line(text: str) -> str:
    return text if len(text) <= HEADER_LIMIT else text[: HEADER_LIMIT - 1].rstrip() + "…"


def _kinds(blocks: Sequence[Block], outline: Outline) -> list[dict[str, Any]]:
    """Each block as its fields, with its kind. A tagged PDF takes no empty heading and no empty alt."""
    kinds = []
    for block in blocks:
        fields = _plain(block)
        match block:
            case Heading() if not fields["text"]:
                continue
            case Heading():
                fields["depth"] = outline.depth(block)
            case Figure(name):
                fields["alt"] = fields["alt"] or fields["caption"] or name
            case Columns(left, right):
                fields = {"left": _kinds(left, outline), "right": _kinds(right, outline)}
        kinds.append({"kind": type(block).__name__, **fields})
    return kinds


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


def _export(results: Results, document: Document, working: Path) -> bytes:
    return render(document, working)


EXPORT = Export("pdf", "report.pdf", _export)
