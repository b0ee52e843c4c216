"""The table of what was not used, and why: the rows of posts first, then the losses of each later stage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.markets.base import Prices
from naysay.data.panel import AlignedPanel
from naysay.data.posts import STAGES, Posts
from naysay.data.scored import UNSCORED, ScoredPosts, rows_by_name
from naysay.study.frames import ATTRITION
from naysay.study.losses import Loss, losses_of
from naysay.study.spec import Study

_IN_ORDER: Final = ("rows_in", "quarantined", "duplicate", "filtered", "kept")


def attrition(
    study: Study,
    posts: Posts,
    scored: ScoredPosts,
    limited: Sequence[Loss],
    panel: AlignedPanel,
    prices: Prices,
) -> pd.DataFrame:
    """The attrition table: ``rows`` by stage, cause and company; company is empty where rows belong to none.

    Parameters
    ----------
    scored, limited
        The posts with their scores after the limits, and what the limits left out.
    """
    return attrition_table(
        [
            *of_rows(posts.losses),
            *losses_of(
                "scoring", "no_score", rows_by_name(scored.company[scored.score == UNSCORED]), or_none=True
            ),
            *limited,
            *of_companies(study, rows_by_name(scored.company), prices),
            *of_sessions(study, panel, prices),
        ]
    )


def attrition_table(losses: Iterable[Loss]) -> pd.DataFrame:
    """The table of ``losses``, in their order."""
    rows = [(loss.stage, loss.cause, loss.rows, loss.company) for loss in losses]
    return pd.DataFrame(rows, columns=list(ATTRITION.columns))


def of_rows(losses: Sequence[Loss]) -> list[Loss]:
    """The identity of rows, each stage at least once."""
    filled = {loss.stage for loss in losses if loss.rows}
    absent = [Loss(stage, "none", "", 0) for stage in STAGES if stage not in filled]
    return sorted([*losses, *absent], key=lambda loss: _IN_ORDER.index(loss.stage))


def of_sessions(study: Study, panel: AlignedPanel, prices: Prices) -> list[Loss]:
    """Sessions without chatter or returns, and rows of prices."""
    return [
        *_of_chatter(panel, study.chatter.min_history),
        *_of_prices(study, prices),
        *panel.losses,
    ]


def of_companies(study: Study, talked_about: Collection[str], prices: Prices) -> Iterator[Loss]:
    """Companies without posts or measures, and without prices; ``talked_about`` are those with some."""
    tickers = [company.ticker for company in study.company]
    silent = "without_posts" if study.has_posts else "without_measures"
    for cause, known in ((silent, talked_about), ("without_prices", prices.histories)):
        yield from losses_of(
            "companies", cause, {ticker: int(ticker not in known) for ticker in tickers}, or_none=True
        )


def sessions_without_negativity(panel: AlignedPanel, min_history: int) -> dict[str, npt.NDArray[np.bool_]]:
    """The rows of the panel that have no negativity, by cause; each has one.

    ``min_history`` are the measured sessions that a row needs before it.
    """
    measured = panel.is_measured
    without = measured & panel.frame["negativity"].isna().to_numpy()
    codes = cast(pd.MultiIndex, panel.frame.index).codes[0]
    enough = pd.Series(measured).groupby(codes).cumsum().to_numpy() > min_history
    return {
        "without_measured_chatter": ~measured,
        "without_past_to_standardise": without & ~enough,
        "past_does_not_vary": without & enough,
    }


def _of_chatter(panel: AlignedPanel, min_history: int) -> Iterator[Loss]:
    index = cast(pd.MultiIndex, panel.frame.index)
    for cause, lost in sessions_without_negativity(panel, min_history).items():
        counts = np.bincount(index.codes[0][lost], minlength=len(index.levels[0]))
        yield from losses_of(
            "company_sessions", cause, dict(zip(index.levels[0], counts, strict=True)), or_none=True
        )


def _of_prices(study: Study, prices: Prices) -> list[Loss]:
    """Rows of prices by cause; those of the benchmark belong to no company."""
    tickers = {company.ticker for company in study.company}
    losses = [loss for history in prices.histories.values() for loss in history.losses]
    named = [
        loss if loss.company in tickers else Loss(loss.stage, loss.cause, "", loss.rows) for loss in losses
    ]
    return sorted(named, key=lambda loss: loss.cause)
