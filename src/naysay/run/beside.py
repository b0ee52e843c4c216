"""What the robustness list looks at beside the panel: other scorers, other measures, announcement days."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, get_args

import pandas as pd

from naysay.analysis.robustness import Beside
from naysay.data.daily import daily_chatter
from naysay.data.panel import AlignedPanel
from naysay.data.posts import PostFile
from naysay.data.scored import ScoredPosts
from naysay.data.sessions import Sessions
from naysay.data.snapshots import file_sha256
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError
from naysay.study.spec import Chatter, Study

MEASURES: Final[tuple[str, ...]] = get_args(Chatter.model_fields["measure"].annotation)


def beside(
    study: Study,
    workspace: Workspace,
    panel: AlignedPanel,
    scored: ScoredPosts,
    rescored: Mapping[str, ScoredPosts],
    sessions: Mapping[str, Sessions],
) -> Beside:
    """Negativity by each other scorer and each other measure, and the days of announcements.

    ``scored`` are the posts with the study's own scores, ``rescored`` the same posts by other scorers.

    Raises
    ------
    DataError
        A file of announcements that cannot be read.
    """
    chatter = study.chatter
    measures = [name for name in MEASURES if name != chatter.measure]
    return Beside(
        overnight=panel.overnight,
        scorers={name: _negativity(posts, sessions, chatter) for name, posts in rescored.items()},
        measures={
            name: _negativity(scored, sessions, chatter.model_copy(update={"measure": name}))
            for name in measures
        },
        announced=_announced(study, workspace, sessions),
    )


def _negativity(posts: ScoredPosts, sessions: Mapping[str, Sessions], chatter: Chatter) -> pd.DataFrame:
    long = daily_chatter(posts, sessions, chatter)["negativity"]
    return long.unstack("company")  # noqa: PD010  each pair stands once


def _announced(study: Study, workspace: Workspace, sessions: Mapping[str, Sessions]) -> pd.DataFrame | None:
    """1 on announcement days; a day without trading moves on to the next session."""
    path = workspace.announcements(study)
    if path is None:
        return None
    rows = read_announcements(path)
    columns = {}
    for company, of in sessions.items():
        index = pd.DatetimeIndex(of.index)
        days = pd.DatetimeIndex(rows.loc[rows["company"] == company, "session"])
        place = index.searchsorted(days[days >= index[0]])
        on = pd.Series(0.0, index=index)
        on.iloc[place[place < len(index)]] = 1.0
        columns[company] = on
    return pd.DataFrame(columns).sort_index()


def announcement_file(study: Study, workspace: Workspace) -> PostFile | None:
    """The file of announcement days as the manifest tells it; None where the study names none."""
    path = workspace.announcements(study)
    return None if path is None else PostFile(path.name, file_sha256(path), len(read_announcements(path)))


def read_announcements(path: Path) -> pd.DataFrame:
    """The columns company and session of a CSV file, sessions as dates.

    Raises
    ------
    DataError
        A file without these columns or with a date that is none.
    """
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)[["company", "session"]]
        return rows.assign(session=pd.to_datetime(rows["session"], format="%Y-%m-%d"))
    except (OSError, KeyError, ValueError) as error:
        raise DataError(
            "robustness.announcements",
            got=f"{path.name}: {error}",
            allowed="a CSV file with the columns company and session, dates such as 2024-02-01",
            mend="Correct the file, or leave announcements out.",
        ) from None
