"""What every section is: a name and one function from results and a language to blocks and drawings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from naysay.reports.blocks import Block
from naysay.reports.results import Results
from naysay.reports.words import Words


@dataclass(frozen=True, slots=True)
class SectionContent:
    """``drawings`` holds the SVG of every figure among ``blocks`` by its name."""

    blocks: tuple[Block, ...]
    drawings: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A file of this folder has one of these as its constant SECTION.

    ``build`` tells what there is. Tables that are absent, empty or without a number make it say so; it never
    raises over them.
    """

    name: str
    build: Callable[[Results, Words], SectionContent]
