"""All that the first half of a run read, aligned session by session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from naysay.analysis.robustness import RobustnessInputs
from naysay.analysis.sweep import VariantPanel
from naysay.data.clock import PostingTimes
from naysay.data.forgotten_list import ForgottenList
from naysay.data.markets.base import PriceHistory
from naysay.data.panel import AlignedPanel
from naysay.data.post_files import PostFile
from naysay.run.supplements import Supplements
from naysay.study.forum_chatter import ForumChatter
from naysay.study.panel import ShiftedChatter
from naysay.study.terms import Texts


@dataclass(frozen=True, eq=False)
class Observed:
    """All that was read, aligned; ``attrition`` is the table of what was not used, and why."""

    panel: AlignedPanel
    prices: Mapping[str, PriceHistory]
    """With the columns that are needed after the panel was made, as ``read_prices`` leaves them."""
    attrition: pd.DataFrame
    links: pd.DataFrame
    """The table of how posts found their companies."""
    times: PostingTimes
    """The tables of the times of day of posts."""
    counts: Mapping[str, int]
    files: tuple[PostFile, ...]
    supplements: Supplements
    languages: pd.DataFrame
    """The table of the languages of posts, and of who reads them."""
    scorer_quality: pd.DataFrame
    """The table of how the scorer does on posts that the user labelled."""
    forgotten: Mapping[str, ForgottenList]
    """The lists of whose posts were left out."""
    robustness_inputs: RobustnessInputs
    """Inputs of the robustness list that are not in the panel."""
    shifted: tuple[ShiftedChatter, ...] = ()
    """The chatter of posts taken earlier or later, for the clock curve."""
    texts: Texts | None = None
    """What posts are about, read a second time when it is asked for; None in a study without themes."""
    forums: tuple[ForumChatter, ...] = ()
    """The chatter of each forum, for the method of that name."""
    grid: Iterable[Iterable[VariantPanel]] = ()
    """The cells of the study's sweep."""
