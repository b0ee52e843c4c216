"""The first half of a run: reads posts and prices, and aligns chatter with returns session by session."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.clock_curve import HOURS
from naysay.analysis.methods.robustness import RobustnessOptions
from naysay.analysis.methods.themes import ThemesOptions
from naysay.analysis.robustness import RobustnessInputs
from naysay.data.clock import posting_times
from naysay.data.clock_shift import shifted_chatter
from naysay.data.daily import daily_chatter
from naysay.data.forgotten_list import ForgottenList
from naysay.data.forum_chatter import forum_chatter
from naysay.data.limits import limited, within_limits
from naysay.data.other_format import format_told
from naysay.data.panel import AlignedPanel
from naysay.data.post_files import together_folder, total_size
from naysay.data.post_losses import check_kept
from naysay.data.posts import STAGES, Posts, read_posts
from naysay.data.scored import ScoredPosts, rows_by_name
from naysay.data.scorers import Scorer
from naysay.data.sessions import Sessions
from naysay.data.themes.study_texts import FirstReading, StudyTexts
from naysay.run.aligned import aligned, study_days, study_sessions, with_measure
from naysay.run.attrition import attrition
from naysay.run.counted import CountedExecutor
from naysay.run.fetched import make_ready
from naysay.run.observe_daily import observe_daily
from naysay.run.observed import Observed
from naysay.run.own_labels import held_to_labels
from naysay.run.parts import is_read
from naysay.run.post_languages import check_languages, language_table
from naysay.run.prices import read_prices
from naysay.run.progress import Progress
from naysay.run.robustness_inputs import robustness_inputs
from naysay.run.scoring import other_scorers, study_scorer
from naysay.run.session_losses import check_companies, check_scores, check_sessions
from naysay.run.supplements import read_supplements
from naysay.run.sweep import Grid, GridPosts, scorers_of_grid
from naysay.run.workspace import Workspace
from naysay.study.executor import Executor
from naysay.study.forum_chatter import ForumChatter
from naysay.study.frames import LINKS
from naysay.study.panel import ShiftedChatter
from naysay.study.spec import Study
from naysay.study.stages import NothingKept, Stages

MANY: Final = 300_000
"""Posts of which the workers remember so much that new ones take less than they hold."""


def observe(
    study: Study,
    workspace: Workspace,
    *,
    working: Path,
    quarantine: Path,
    executor: Executor,
    locked: bool,
    progress: Progress,
    today: date | None = None,
    stages: Stages | None = None,
) -> Observed:
    """Read, tie, score and aggregate the posts, or read daily measures; read the prices, and align both.

    Columns of posts, without their text, are below ``working`` meanwhile, and afterwards only where the
    study's themes need them.

    Raises
    ------
    NaysayError
        Input that cannot be used, or of which too much was lost.
    """
    if not study.has_posts:
        return observe_daily(
            study,
            workspace,
            quarantine=quarantine,
            working=working,
            locked=locked,
            progress=progress,
            today=today,
        )
    files = workspace.posts(study)
    supplements, forgotten = read_supplements(study, workspace), workspace.forgotten()
    sessions = study_sessions(study)
    chosen = study_scorer(study, workspace, study.sentiment.scorer, study.sentiment.options)
    others = {name: study_scorer(study, workspace, name, {}) for name in other_scorers(study)}
    of_grid = scorers_of_grid(study, workspace)
    scorer_quality, supplements = (
        held_to_labels(study, supplements.labelled, chosen),
        supplements.without_texts(),
    )
    make_ready(study, workspace, locked=locked, today=today, progress=progress)
    prices, priced = read_prices(study, workspace)
    with (
        progress.counting("posts", total_size(files.values()), "read") as count,
        format_told(study.posts, files.values()),
    ):
        posts = read_posts(
            study,
            files,
            sessions=sessions,
            scorers=[chosen, *others.values(), *of_grid.values()],
            folder=working / "posts",
            quarantine=quarantine,
            forgotten=[names.keyed() for names in forgotten.values()],
            executor=executor,
            joining=CountedExecutor(executor, progress, "joining files"),
            progress=count,
            stages=stages,
        )
    if not is_read(ThemesOptions, study):
        shutil.rmtree(working / "posts")
        shutil.rmtree(together_folder(working / "posts"), ignore_errors=True)
    check_kept(study, posts.losses, posts.lost)
    supplements.check()
    if posts.rows("rows_in") >= MANY:
        executor.renew()

    def daily_by(scores: npt.NDArray[np.int16]) -> pd.DataFrame:
        rescored, _ = limited(replace(posts.scored, score=scores), study.chatter)
        return daily_chatter(rescored, sessions, study.chatter)

    behind = 1 + len(others)
    daily_by_others = {
        name: daily_by(scores) for name, scores in zip(others, posts.scores[1:behind], strict=True)
    }
    grid_scores = dict(zip(of_grid, posts.scores[behind:], strict=True))
    read = GridPosts(posts, grid_scores, sessions) if grid_scores else None
    scored, over_limits = limited(posts.scored, study.chatter)
    check_languages(study, posts.languages, chosen)
    check_scores(study, scored, over_limits)
    texts = _texts(study, files, posts, sessions, chosen, forgotten)
    posts = replace(posts, scored=scored, scores=(scored.score,))  # frees the others: they take most memory
    times = posting_times(scored, study.posts, study_days(study))
    daily = daily_chatter(scored, sessions, study.chatter)
    panel = aligned(study, daily, priced)
    check_sessions(study, panel, prices.histories)
    check_companies(study, rows_by_name(scored.company), panel)
    panel = with_measure(study, panel)
    return Observed(
        panel=panel,
        prices=prices.histories,
        attrition=attrition(study, posts, scored, over_limits, panel, prices),
        links=pd.DataFrame(
            [(*decision, rows) for decision, rows in posts.links.items()], columns=list(LINKS.columns)
        ),
        times=times,
        counts=_counts(posts, scored, panel),
        files=posts.files,
        supplements=supplements,
        languages=language_table(posts.languages, chosen),
        scorer_quality=scorer_quality,
        forgotten=forgotten,
        robustness_inputs=robustness_inputs(
            study, supplements, panel, priced, prices.histories, scored, daily, daily_by_others, sessions
        )
        if is_read(RobustnessOptions, study)
        else RobustnessInputs(),
        shifted=_shifted(study, scored, sessions),
        texts=texts,
        forums=_forums(study, scored, sessions),
        grid=()
        if read is None
        else Grid(
            study,
            workspace,
            read,
            (prices, priced),
            forgotten,
            working,
            CountedExecutor(executor, progress, "posts of cells"),
            stages or NothingKept(),
        ),
    )


def _texts(
    study: Study,
    files: Mapping[str, Path],
    posts: Posts,
    sessions: Mapping[str, Sessions],
    scorer: Scorer,
    forgotten: Mapping[str, ForgottenList],
) -> StudyTexts | None:
    """The texts of the posts that count, for a study with themes."""
    if not is_read(ThemesOptions, study):
        return None
    kept = posts.kept.copy()
    counts = within_limits(posts.scored, study.chatter)
    kept[kept] = counts
    hashes = tuple(file.sha256 for file in posts.files)
    return StudyTexts(
        study,
        FirstReading(
            {file.name: path for file, path in zip(posts.files, files.values(), strict=True)},
            hashes,
            posts.columns,
            kept,
            posts.scored.score[counts],
            posts.posts_of_chunks,
            posts.chunk,
        ),
        sessions,
        scorer.charged_words(),
        study.section(ThemesOptions).min_authors,
        tuple(names.keyed() for names in forgotten.values()),
    )


def _shifted(
    study: Study, scored: ScoredPosts, sessions: Mapping[str, Sessions]
) -> tuple[ShiftedChatter, ...]:
    if "clock" not in study.study.methods:
        return ()
    of_mood = study.chatter.measure == "mood"  # which is no chatter: its curve is that of the measured share
    return tuple(shifted_chatter(scored, sessions, study.chatter, [h for h in HOURS if h or of_mood]))


def _forums(study: Study, scored: ScoredPosts, sessions: Mapping[str, Sessions]) -> tuple[ForumChatter, ...]:
    if "forums" not in study.study.methods:
        return ()
    return forum_chatter(scored, sessions, study.chatter, by_hour=study.posts.clock == "instant")


def _counts(posts: Posts, scored: ScoredPosts, panel: AlignedPanel) -> dict[str, int]:
    company, session = cast(pd.MultiIndex, panel.frame.index).codes
    return {
        **{stage: posts.rows(stage) for stage in STAGES},
        "retweet": posts.rows("filtered", "retweet"),
        "texts": len(scored.score),
        "companies": len(np.unique(company)),
        "company_sessions": len(panel.frame),
        "sessions": len(np.unique(session)),
    }
