"""How deep each heading stands, so that programs which read aloud find no level left out."""

from __future__ import annotations

from naysay.reports.blocks import Heading


class Outline:
    """Depths of a document's headings, asked for in reading order.

    A heading that looks like a part but comes before every section of the document, or of the part of it
    that began last, belongs to that: it is as deep as a section.
    """

    def __init__(self) -> None:
        self._in_section = False

    def begin_part(self) -> None:
        """What follows belongs to no section of an earlier part."""
        self._in_section = False

    def depth(self, heading: Heading) -> int:
        """1 directly below the document's title, 2 below a section."""
        self._in_section = self._in_section or heading.level == 1
        return heading.level if self._in_section else 1
