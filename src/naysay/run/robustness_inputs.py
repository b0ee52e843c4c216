"""The inputs of the robustness list: negativity by other scorers and measures, and announcement days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, get_args

import numpy as np
import pandas as pd

from naysay.analysis.event_study.announcements import announcement_days
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.robustness import RobustnessInputs
from naysay.data.daily import daily_chatter, measured
from naysay.data.from_open import FromOpen, from_open
from naysay.data.markets.base import PriceHistory
from naysay.data.panel import AlignedPanel
from naysay.data.priced import Priced
from naysay.data.scored import ScoredPosts, rows_by_name
from naysay.data.sessions import Sessions
from naysay.run.supplements import Supplements
from naysay.study.daily_source import OWN_MEASURE
from naysay.study.spec import Chatter, Study

MOST_FORUMS: Final = 8
MEASURES: Final = tuple(
    name for name in get_args(Chatter.model_fields["measure"].annotation) if name != OWN_MEASURE
)


def robustness_inputs(
    study: Study,
    supplements: Supplements,
    panel: AlignedPanel,
    priced: Priced,
    prices: Mapping[str, PriceHistory],
    scored: ScoredPosts,
    daily: pd.DataFrame,
    others: Mapping[str, pd.DataFrame],
    sessions: Mapping[str, Sessions],
) -> RobustnessInputs:
    """Negativity by each other scorer, other measure and single forum, days of announcements, and returns
    of parts of a session.

    ``scored`` are the posts with the study's own scores, ``daily`` is their daily chatter, and ``others`` is
    that of the same posts by each other scorer. None of them is a mood: a study of the mood has the share of
    negative posts here, and the mood has a line of its own.
    """
    chatter = study.chatter
    measures = [name for name in MEASURES if name not in (chatter.measure, "mood")]
    return replace(
        inputs_without_posts(study, supplements, panel, priced, prices, sessions),
        scorers={name: _wide(chatter_of) for name, chatter_of in others.items()},
        measures={
            name: _wide(measured(daily, chatter.model_copy(update={"measure": name}))) for name in measures
        },
        forums=_by_forum(scored, sessions, chatter) if study.posts.forum != "one" else {},
    )


def inputs_without_posts(
    study: Study,
    supplements: Supplements,
    panel: AlignedPanel,
    priced: Priced,
    prices: Mapping[str, PriceHistory],
    sessions: Mapping[str, Sessions],
) -> RobustnessInputs:
    """Days of announcements, and returns of parts of a session: what takes no post."""
    opened = _from_open(study, panel, priced, prices)
    days, indexes = supplements.announcements, {company: of.index for company, of in sessions.items()}
    return RobustnessInputs(
        overnight=panel.overnight,
        intraday=opened.returns,
        no_intraday=opened.reason,
        market_kept=not opened.less_market and study.section(ProjectionOptions).returns == "abnormal_ret",
        announced=None if days is None else announcement_days(days, indexes),
    )


def _from_open(
    study: Study, panel: AlignedPanel, priced: Priced, prices: Mapping[str, PriceHistory]
) -> FromOpen:
    """Less the market's part where the study's returns are."""
    index = study.market.benchmark if study.section(ProjectionOptions).returns == "abnormal_ret" else None
    repeating = np.array(priced.rows.companies)[priced.opens_repeat]
    return from_open(panel, repeating.tolist(), None if index is None else prices[index].frame)


def _by_forum(
    scored: ScoredPosts, sessions: Mapping[str, Sessions], chatter: Chatter
) -> dict[str, pd.DataFrame]:
    """Negativity from the posts of each forum alone, the ``MOST_FORUMS`` with the most posts."""
    posts = rows_by_name(scored.forum)
    largest = sorted(posts, key=lambda name: (-posts[name], name))[:MOST_FORUMS]
    return {
        name or "unnamed": _wide(daily_chatter(scored.where(scored.forum == name), sessions, chatter))
        for name in largest
    }


def _wide(daily: pd.DataFrame) -> pd.DataFrame:
    return daily["negativity"].unstack("company")  # noqa: PD010  each pair stands once
