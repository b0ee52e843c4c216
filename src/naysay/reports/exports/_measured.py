"""How high blocks are, from the positions that typst gives of one page without end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from naysay.reports.exports._pagination import Item, Kind

MM: Final = 72 / 25.4
"""Points."""
TOP: Final = 24 * MM
CAPACITY: Final = (297 - 24 - 20) * MM
"""Of the text of a page; both as in the template."""
LOOSE: Final = 0.6
"""The share of a page above which a block that should stay whole may go on on the next one."""
_KINDS: Final[dict[str, Kind]] = {
    "Heading": "heading",
    "Paragraph": "text",
    "Figure": "figure",
    "TableBlock": "table",
}
LEADING: Final = 0.62 * 9.5
"""Points between lines."""
CAPITAL: Final = 0.689
"""The height of Fira Sans's capitals as a share of its size."""
BETWEEN: Final = 4.0
"""Points between footnotes."""
_LINE: Final = 14.0
"""Points, about, of a line in a block of which no lines are known."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A part of the document: its items, and the points that stand above the first of them."""

    start: float
    items: tuple[Item, ...]

    def between(self, other: Measured, share: float) -> Measured:
        """What lies between two spacings: every height grows in a straight line with the room."""

        def mixed(one: float, two: float) -> float:
            return one + (two - one) * share

        return Measured(
            mixed(self.start, other.start),
            tuple(
                Item(
                    block=a.block,
                    kind=a.kind,
                    gap=mixed(a.gap, b.gap),
                    height=mixed(a.height, b.height),
                    level=a.level,
                    drawing=a.drawing,
                    slices=tuple(map(mixed, a.slices, b.slices)),
                    head=mixed(a.head, b.head),
                    least=a.least,
                    least_after=a.least_after,
                    notes=a.notes,
                )
                for a, b in zip(self.items, other.items, strict=True)
            ),
        )


def measured(parts: Sequence[dict[str, Any]], positions: str) -> tuple[Measured, ...]:
    """Each part as the items of ``positions``, what typst's query for ``<at>`` gives."""
    measures: dict[tuple[str, int], dict[str, Any]] = {}
    rows: dict[int, list[float]] = {}
    notes: dict[int, float] = {}
    for one in json.loads(positions):
        if one["what"] == "row":
            rows.setdefault(one["id"], []).append(one["y"])
        if one["what"] == "note":
            notes[one["id"]] = notes.get(one["id"], 0.0) + one["height"] + BETWEEN
        measures[one["what"], one["id"]] = one
    result = []
    for place, part in enumerate(parts):
        items: list[Item] = []
        end = measures["part", place]["y"]
        first = TOP
        for block in part["blocks"]:
            start, until = (measures[what, block["id"]]["y"] for what in ("start", "end"))
            drawing = measures.get(("drawing", block["id"]), {"height": 0.0})["height"]
            if not items:
                first = start
            gap = start - end if items else 0.0
            table = measures.get(("table", block["id"]), {})
            items.append(
                _item(
                    block,
                    gap,
                    until - start,
                    start,
                    rows.get(block["id"], []),
                    table,
                    drawing,
                    notes.get(block["id"], 0.0),
                )
            )
            end = until
        result.append(Measured(max(0.0, first - TOP), tuple(items)))
    return tuple(result)


def _item(
    block: dict[str, Any],
    gap: float,
    height: float,
    start: float,
    rows: Sequence[float],
    table: dict[str, Any],
    drawing: float,
    notes: float,
) -> Item:
    kind = _KINDS.get(block["kind"], "other")
    slices: tuple[float, ...] = ()
    head, least, least_after = 0.0, 2, 2
    if kind == "table" and len(rows) > 4:
        ends = [*rows[1:], start + height + table["inset"]]
        heights = [after - row for row, after in zip(rows, ends, strict=True)]
        slices, head = tuple(heights), rows[0] - table["inset"] - table["y"]
        least, least_after = 3, 1
    elif kind == "text" and (lines := round((height + LEADING) / _pitch(block))) > 3:
        slices, head = (_pitch(block),) * lines, -LEADING
        height = lines * _pitch(block) - LEADING
    elif kind not in ("figure", "heading") and height > LOOSE * CAPACITY:
        lines = int(height / _LINE)
        slices, least, least_after = (height / lines,) * lines, 1, 1
    return Item(
        block=block["id"],
        kind=kind,
        gap=gap,
        height=height,
        level=block.get("level", 0),
        drawing=drawing,
        slices=slices,
        head=head,
        least=least,
        least_after=least_after,
        notes=notes,
    )


def _pitch(block: dict[str, Any]) -> float:
    """Points from line to line of a paragraph: its size, about, and the room between lines."""
    return {"normal": 9.5, "small": 8.5, "quiet": 8.0}[block["tone"]] * CAPITAL + LEADING
