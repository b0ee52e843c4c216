"""Draws a document as PDF/UA-1 and PDF/A-2a in one. Texts reach typst as data in a file, never as markup."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import typst

from naysay.reports.blocks import Document
from naysay.reports.exports._measured import CAPACITY, Measured, measured
from naysay.reports.exports._pagination import Plan, paginate
from naysay.reports.exports._typefaces import typefaces
from naysay.reports.exports._typst_content import content, parts_of
from naysay.reports.exports.base import one_file
from naysay.reports.glyphs import clean_svg
from naysay.reports.results import Results
from naysay.study.errors import DataError

TEMPLATE: Final = Path(__file__).with_name("template.typ")
ROOMS: Final = (1.0, 0.9, 0.8, 0.7)
"""Shares of the usual room between blocks, the widest first."""
SPARED: Final = (1.0, 6.0, 14.0)
"""Points at the foot of a page that are left for what was measured wrongly, tried one after another."""


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
        written = content(document, parts_of(document))
        shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
        (folder / "document.json").write_text(json.dumps(written), encoding="utf-8")
        for figure, drawing in document.drawings.items():
            (folder / f"{figure}.svg").write_text(clean_svg(drawing.decode("utf-8")), encoding="utf-8")
        if document.logo is not None:
            (folder / written["logo"]["file"]).write_bytes(document.logo.content)
        try:
            return _laid_out(
                folder, written, typefaces(folder), int(datetime(*document.date, tzinfo=UTC).timestamp())
            )
        except RuntimeError as error:
            raise DataError(
                "report.pdf",
                got=str(error),
                allowed="a document that can be drawn as PDF/UA-1 and PDF/A-2a",
                mend='Set formats = ["html"] under [report] to get the report as a page.',
            ) from error


def _laid_out(folder: Path, written: Mapping[str, Any], fonts: typst.Fonts, timestamp: int) -> bytes:
    """The document on pages that end where the plan says, or where they will when no plan holds."""
    widest, tightest = _measured(folder, fonts, written["parts"])
    for spared in SPARED:
        chosen = [
            _chosen(wide, tight, CAPACITY - spared) for wide, tight in zip(widest, tightest, strict=True)
        ]
        compiler = _compiler(folder, fonts, _layout(chosen))
        if _holds(compiler, [plan for _, plan in chosen]):
            break
    else:
        compiler = _compiler(folder, fonts, {"rooms": [room for room, _ in chosen]})
    file = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=timestamp)
    return cast(bytes, file)  # only pictures come as a list, one a page


def _measured(
    folder: Path, fonts: typst.Fonts, parts: Sequence[dict[str, Any]]
) -> list[tuple[Measured, ...]]:
    """The parts in the widest spacing and in the tightest, at once: typst works outside of Python."""
    layouts = ({"endless": True, "rooms": [room] * len(parts)} for room in (ROOMS[0], ROOMS[-1]))
    compilers = [
        _compiler(folder, fonts, layout) for layout in layouts
    ]  # a compiler works for one thread at a time
    with ThreadPoolExecutor() as threads:
        return [measured(parts, positions) for positions in threads.map(_positions, compilers)]


def _chosen(wide: Measured, tight: Measured, capacity: float) -> tuple[float, Plan]:
    """The spacing and the plan of a part that cost least; less room is worth it where it saves a page."""
    tried = []
    for room in ROOMS:
        share = (ROOMS[0] - room) / (ROOMS[0] - ROOMS[-1])
        items = wide.between(tight, share)
        tried.append((room, paginate(items.items, capacity, items.start)))
    return min(tried, key=lambda one: one[1].cost + 1.5 * (1 - one[0]))


def _layout(chosen: Iterable[tuple[float, Plan]]) -> dict[str, Any]:
    """The plans as the template reads them: by block, what is not as usual."""
    own: dict[str, dict[str, Any]] = {}
    rooms, orders = [], []
    for room, plan in chosen:
        rooms.append(room)
        orders.append(list(plan.order))
        for place, page in enumerate(plan.pages):
            if place and not page.goes_on:
                own.setdefault(str(page.first), {})["break"] = True
            for block in page.blocks:
                if page.scale < 1:
                    own.setdefault(str(block), {})["scale"] = page.scale
            for block in page.stretched:
                own.setdefault(str(block), {})["stretch"] = round(page.stretch, 3)
            for block in page.loose:
                own.setdefault(str(block), {})["loose"] = True
    return {"rooms": rooms, "orders": orders, "plan": own}


def _holds(compiler: typst.Compiler, plans: Sequence[Plan]) -> bool:
    """Whether every block begins on the page that its plan says."""
    begins = {one["id"]: one["page"] for one in json.loads(_positions(compiler)) if one["what"] == "start"}
    before = 0
    for plan in plans:
        for number, page in enumerate(plan.pages, start=before + 1):
            if any(begins[block] != number for block in page.blocks):
                return False
        before += max(1, len(plan.pages))
    return True


def _positions(compiler: typst.Compiler) -> str:
    return str(compiler.query("<at>", field="value"))


def _compiler(folder: Path, fonts: typst.Fonts, layout: Mapping[str, Any]) -> typst.Compiler:
    return typst.Compiler(
        str(folder / TEMPLATE.name),
        root=str(folder),
        font_paths=fonts,
        sys_inputs={"layout": json.dumps(layout)},
        package_path=str(folder),
        package_cache_path=str(folder),
    )


def _export(results: Results, document: Document, working: Path) -> bytes:
    return render(document, working)


EXPORT = one_file("pdf", "report.pdf", _export)
