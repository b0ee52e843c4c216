"""The first half of a run: reads posts and prices, and aligns chatter with returns session by session."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.methods.robustness import RobustnessOptions
from naysay.analysis.robustness import RobustnessInputs
from naysay.data.daily import daily_chatter
from naysay.data.limits import limited
from naysay.data.markets import market
from naysay.data.markets.base import PriceHistory, Prices
from naysay.data.panel import AlignedPanel, align
from naysay.data.posts import STAGES, PostFile, Posts, read_posts
from naysay.data.scored import ScoredPosts
from naysay.data.sessions import trading_sessions
from naysay.data.snapshots import check_replaceable, exists, recover
from naysay.run.attrition import attrition
from naysay.run.parts import is_read
from naysay.run.progress import Progress
from naysay.run.robustness_inputs import robustness_inputs
from naysay.run.scoring import other_scorers, study_scorer
from naysay.run.supplements import Supplements, read_supplements
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError
from naysay.study.executor import Executor
from naysay.study.frames import LINKS
from naysay.study.spec import Study

EARLIER: Final = timedelta(days=600)
"""Calendar days of prices before the study: more than 250 sessions to estimate on, and room before them."""


@dataclass(frozen=True, eq=False)
class Observed:
    """All that was read, aligned; ``attrition`` is the table of what was not used, and why."""

    panel: AlignedPanel
    prices: Mapping[str, PriceHistory]
    attrition: pd.DataFrame
    links: pd.DataFrame
    """The table of how posts found their companies."""
    counts: Mapping[str, int]
    files: tuple[PostFile, ...]
    supplements: Supplements
    robustness_inputs: RobustnessInputs
    """Inputs of the robustness list that are not in the panel."""


def observe(
    study: Study,
    workspace: Workspace,
    *,
    working: Path,
    quarantine: Path,
    executor: Executor,
    locked: bool,
    progress: Progress,
) -> Observed:
    """Read, tie, score and aggregate the posts, read the prices, and align both.

    Columns of posts, without their text, are below ``working`` meanwhile, and nowhere afterwards.

    Raises
    ------
    NaysayError
        Input that cannot be used, or of which too much was lost.
    """
    files = workspace.posts(study)
    supplements = read_supplements(study, workspace)
    calendars = {company.ticker: study.calendar_of(company) for company in study.company}
    exchanges = {
        calendar: trading_sessions(
            calendar, study.study.start, study.study.end, cutoff_minutes=study.chatter.cutoff
        )
        for calendar in dict.fromkeys(calendars.values())
    }
    sessions = {ticker: exchanges[calendar] for ticker, calendar in calendars.items()}
    chosen = study_scorer(study, workspace, study.sentiment.scorer, study.sentiment.options)
    others = {name: study_scorer(study, workspace, name, {}) for name in other_scorers(study)}
    prices = read_prices(study, workspace, locked=locked, progress=progress)
    with progress.counting("posts") as count:
        posts = read_posts(
            study,
            files,
            sessions=sessions,
            scorers=[chosen, *others.values()],
            folder=working / "posts",
            quarantine=quarantine,
            executor=executor,
            progress=count,
        )
    shutil.rmtree(working / "posts")
    supplements.check()

    def daily_by(scores: npt.NDArray[np.int16]) -> pd.DataFrame:
        rescored, _ = limited(replace(posts.scored, score=scores), study.chatter)
        return daily_chatter(rescored, sessions, study.chatter)

    scored, over_limits = limited(posts.scored, study.chatter)
    daily = daily_chatter(scored, sessions, study.chatter)
    daily_by_others = {name: daily_by(scores) for name, scores in zip(others, posts.scores[1:], strict=True)}
    long = {
        calendar: trading_sessions(calendar, study.study.start - EARLIER, study.study.end).index
        for calendar in exchanges
    }
    panel = align(
        daily,
        {ticker: prices.histories[ticker].frame for ticker in calendars if ticker in prices.histories},
        None if study.market.benchmark is None else prices.histories[study.market.benchmark].frame,
        {ticker: long[calendar] for ticker, calendar in calendars.items()},
        start=study.study.start,
        chatter_history=study.chatter.history,
        min_chatter_history=study.chatter.min_history,
    )
    return Observed(
        panel=panel,
        prices=prices.histories,
        attrition=attrition(study, posts, scored, over_limits, panel, prices),
        links=pd.DataFrame(
            [(*decision, rows) for decision, rows in posts.links.items()], columns=list(LINKS.columns)
        ),
        counts=_counts(posts, scored, panel),
        files=posts.files,
        supplements=supplements,
        robustness_inputs=robustness_inputs(
            study, supplements, panel, scored, daily, daily_by_others, sessions
        )
        if is_read(RobustnessOptions, study)
        else RobustnessInputs(),
    )


def read_prices(study: Study, workspace: Workspace, *, locked: bool, progress: Progress) -> Prices:
    """The prices of all companies and of the benchmark; fetched first where the source is a network's.

    Raises
    ------
    DataError
        No prices of the benchmark or of any company, files that cannot be read, or with ``locked`` prices
        that were never fetched.
    """
    source = market(study.prices.source)
    folder = workspace.snapshot(study) if source.needs_network else workspace.prices(study)
    if source.needs_network:
        recover(folder)
    if source.needs_network and not exists(folder):
        if locked:
            raise DataError(
                "prices",
                got="no snapshot",
                allowed="prices that were fetched before",
                mend="Run `naysay fetch`.",
            )
        fetch_prices(study, workspace, progress)
    prices = source.read(symbols(study), folder)
    benchmark = study.market.benchmark
    if benchmark is not None and benchmark not in prices.histories:
        raise DataError(
            "market.benchmark",
            got=f"{benchmark}: {prices.missed[benchmark]}",
            allowed="an index whose prices the source has",
            mend="Add its prices, name another index, or leave market.benchmark out.",
        )
    if not any(company.ticker in prices.histories for company in study.company):
        raise DataError(
            "prices.path",
            got="prices of no company",
            allowed="prices of at least one",
            mend="Check the file names.",
        )
    return prices


def fetch_prices(study: Study, workspace: Workspace, progress: Progress) -> Path:
    """Store what the source of prices has for the study, and say where.

    Raises
    ------
    DataError
        A source that is not fetched from, or what the source refused.
    """
    source = market(study.prices.source)
    if source.fetch is None:
        raise DataError(
            "prices.source",
            got=study.prices.source,
            allowed="a source that is fetched, such as yahoo",
            mend="Prices in files need no fetching: run the study.",
        )
    folder = workspace.snapshot(study)
    check_replaceable(folder)
    progress.say(f"fetching prices of {len(symbols(study))} symbols")
    source.fetch(symbols(study), start=study.study.start - EARLIER, end=study.study.end, folder=folder)
    return folder


def symbols(study: Study) -> list[str]:
    """The tickers whose prices the study needs, the benchmark last."""
    wanted = [company.ticker for company in study.company]
    return [*wanted, *([study.market.benchmark] if study.market.benchmark else [])]


def _counts(posts: Posts, scored: ScoredPosts, panel: AlignedPanel) -> dict[str, int]:
    return {
        **{stage: posts.rows(stage) for stage in STAGES},
        "retweet": posts.rows("filtered", "retweet"),
        "texts": len(scored.score),
        "companies": panel.frame.index.get_level_values("company").nunique(),
        "sessions": panel.frame.index.get_level_values("session").nunique(),
    }
