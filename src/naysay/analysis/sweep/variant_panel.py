"""The data of one cell of a grid, before anything is estimated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from naysay.analysis.projections.options import ProjectionOptions
from naysay.study.panel import DailyPanel


@dataclass(frozen=True, eq=False)
class VariantPanel:
    """The panel of one choice of values with the options of its projection; no ``panel``, and a ``reason``
    where the study or the data refuse the choice.

    ``choices`` are the values of the varied keys, as a study file writes them; ``of_mood`` says that the
    negativity of the panel is the mood behind the posts.
    """

    choices: Mapping[str, str]
    panel: DailyPanel | None
    projections: ProjectionOptions = field(default_factory=ProjectionOptions)
    of_mood: bool = False
    base: bool = False
    reason: str = ""
    number: int = 0
    """Its place among the cells of the study file; those of the data come in another order."""
