"""How deep each heading stands, so that programs which read aloud find no level left out."""

from __future__ import annotations

from naysay.reports.blocks import Heading


class Outline:
    """Depths of a document's headings, asked for in reading order.

    A part that comes before every section belongs to the document itself: it is as deep as a section,
    although it looks like a part.
    """

    def __init__(self) -> None:
        self._in_section = False

    def depth(self, heading: Heading) -> int:
        """1 directly below the document's title, 2 below a section."""
        self._in_section = self._in_section or heading.level == 1
        return heading.level if self._in_section else 1
