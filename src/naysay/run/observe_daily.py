"""The first half of a run that begins with daily measures in the place of posts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd

from naysay.analysis.methods.robustness import RobustnessOptions
from naysay.analysis.robustness import RobustnessInputs
from naysay.analysis.sweep.options import SweepOptions
from naysay.data.clock import PostingTimes
from naysay.data.daily_measures import DailyMeasures, read_daily_measures
from naysay.data.measure_losses import check_used
from naysay.data.panel import AlignedPanel
from naysay.data.posts import STAGES
from naysay.run.aligned import aligned, study_sessions
from naysay.run.attrition import attrition_table, of_companies, of_rows, of_sessions
from naysay.run.fetched import make_ready
from naysay.run.observed import Observed
from naysay.run.parts import is_read
from naysay.run.prices import read_prices
from naysay.run.progress import Progress
from naysay.run.robustness_inputs import inputs_without_posts
from naysay.run.session_losses import check_companies, check_sessions
from naysay.run.supplements import read_supplements
from naysay.run.sweep_daily import DailyGrid
from naysay.run.workspace import Workspace
from naysay.study.frames import LANGUAGES, LINKS, POSTING_HEAPS, POSTING_HOURS, SCORER_QUALITY
from naysay.study.losses import losses_of
from naysay.study.spec import Study


def observe_daily(
    study: Study,
    workspace: Workspace,
    *,
    quarantine: Path,
    working: Path,
    locked: bool,
    progress: Progress,
    today: date | None = None,
) -> Observed:
    """Read the daily measures and the prices of a study without posts, and align both.

    What only posts tell is empty: links, times of day, languages, scorers, forums, texts.

    Raises
    ------
    NaysayError
        Input that cannot be used, or of which too much was lost.
    """
    files, supplements, sessions = (
        workspace.posts(study),
        read_supplements(study, workspace),
        study_sessions(study),
    )
    make_ready(study, workspace, locked=locked, today=today, progress=progress)
    prices, priced = read_prices(study, workspace)
    with progress.counting("measures", None, "read") as count:
        read = read_daily_measures(study, files, sessions, quarantine=quarantine)
        count(read.rows("rows_in"))
    check_used(study, read.losses, read.lost)
    supplements.check()
    panel = aligned(study, read.daily, priced)
    check_sessions(study, panel, prices.histories)
    measured = _companies(panel)
    check_companies(study, measured, panel)
    return Observed(
        panel=panel,
        prices=prices.histories,
        attrition=attrition_table(
            [
                *of_rows(read.losses),
                *losses_of("combined", "same_session", read.combined, or_none=True),
                *of_companies(study, measured, prices),
                *of_sessions(study, panel, prices),
            ]
        ),
        links=LINKS.empty(),
        times=PostingTimes(POSTING_HOURS.empty(), POSTING_HEAPS.empty()),
        counts=_counts(read, panel),
        files=read.files,
        supplements=supplements,
        languages=LANGUAGES.empty(),
        scorer_quality=SCORER_QUALITY.empty(),
        forgotten={},
        robustness_inputs=inputs_without_posts(study, supplements, panel, priced, prices.histories, sessions)
        if is_read(RobustnessOptions, study)
        else RobustnessInputs(),
        grid=DailyGrid(study, workspace, (prices, priced), working) if is_read(SweepOptions, study) else (),
    )


def _companies(panel: AlignedPanel) -> set[str]:
    """The companies that are measured on a session or more."""
    index = cast(pd.MultiIndex, panel.frame.index)
    return set(index.levels[0][np.unique(index.codes[0][panel.is_measured])])


def _counts(read: DailyMeasures, panel: AlignedPanel) -> dict[str, int]:
    """Rows by stage, the days that were combined, and sessions; no number of posts."""
    company, session = cast(pd.MultiIndex, panel.frame.index).codes
    return {
        **{stage: read.rows(stage) for stage in STAGES},
        "combined": sum(read.combined.values()),
        "companies": len(np.unique(company)),
        "company_sessions": len(panel.frame),
        "measured_sessions": int(panel.is_measured.sum()),
        "sessions": len(np.unique(session)),
    }
