"""A figure of the report, as a notebook shows it and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from os import PathLike
from pathlib import Path

from naysay.reports.blocks import Block, Columns, Document, Figure
from naysay.reports.exports._html_drawings import inline
from naysay.study.characters import readable


@dataclass(frozen=True, slots=True, repr=False)
class RunFigure:
    """A drawing of the report with the words that stand with it. Numbers are drawn and never computed."""

    name: str
    """The name of its file below figures/."""
    svg: str
    caption: str
    alt: str
    """What it shows, for those who cannot see it."""

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the drawing to ``path`` as SVG."""
        place = Path(path)
        place.write_bytes(self.svg.encode("utf-8"))
        return place

    def __repr__(self) -> str:
        return f"<figure {self.name}: {readable(self.alt or self.caption)}>"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        """The drawing with identifiers of its own, so that a page may hold several."""
        alt, caption = escape(readable(self.alt)), escape(readable(self.caption))
        return (
            f'<figure style="font-family:sans-serif;margin:0"><div role="img" aria-label="{alt}">'
            f"{inline(self.name, self.svg).svg}</div><figcaption>{caption}</figcaption></figure>"
        )


def figures_of(document: Document) -> dict[str, RunFigure]:
    """The figures of ``document`` by name, in their order."""
    return {
        block.name: RunFigure(
            block.name, document.drawings[block.name].decode("utf-8"), block.caption, block.alt
        )
        for block in _figures(document.blocks)
    }


def _figures(blocks: Sequence[Block]) -> Iterator[Figure]:
    for block in blocks:
        match block:
            case Figure():
                yield block
            case Columns(left, right):
                yield from _figures((*left, *right))
