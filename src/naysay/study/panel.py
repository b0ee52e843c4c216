"""Chatter and returns of all companies, as frames session x company."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True, eq=False)
class MoodOfPanel:
    """The mood behind the posts of a panel, in its own standard deviations: see ``docs/methods/mood.md``.

    Frames are session x company and hold only companies whose mood can be told from noise; NaN where the
    exchange was closed.
    """

    filtered: pd.DataFrame
    """The mood that the posts and returns up to the close of each session let expect."""
    moved: tuple[tuple[pd.DataFrame, pd.DataFrame], ...]
    """``filtered`` with parameters one standard error up and down, in directions that are independent; in
    all pairs but the last each company's error is its own."""
    parameters: pd.DataFrame
    """A row for every company of the panel: reliability, then the parameters, and the ``reason`` of a company
    without a mood."""
    not_identified: str
    """The reason why the mood of all companies together says nothing; empty where it does."""


@dataclass(frozen=True, eq=False, repr=False)
class DailyPanel:
    """One row a company and session; ``panel["negativity"]`` is a column of it as session x company.

    frame
        The long view, for files: index (company, session), with the columns of the daily table that follow
        these two. NaN is missing. A company has a row on each session of its exchange and on no other.
    """

    frame: pd.DataFrame
    _wide: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False)
    """Columns as frames, each pivoted once, when it is first read."""

    def __repr__(self) -> str:
        companies, sessions = (len(self.frame.index.unique(name)) for name in ("company", "session"))
        return f"<panel: {companies} companies, {sessions} sessions, {len(self.frame.columns)} columns>"

    def __contains__(self, column: str) -> bool:
        return column in self.frame

    def __getitem__(self, column: str) -> pd.DataFrame:
        """A column as floats, session x company; a copy.

        Rows are all sessions of any company in order of time, columns the companies in the order of the long
        view. NaN where the value is missing or the company's exchange was closed.
        """
        if column not in self._wide:
            self._wide[column] = self._pivoted(self.frame[column].astype("float64"))
        return self._wide[column].copy()

    @property
    def is_open(self) -> pd.DataFrame:
        """Session x company: True on the sessions of the company's exchange."""
        return self._pivoted(pd.Series(1.0, index=self.frame.index)).notna()

    def get(self, column: str) -> pd.DataFrame | None:
        """The same, or None where the panel has no such column."""
        return self[column] if column in self.frame else None

    @property
    def mood(self) -> MoodOfPanel | None:
        """The mood behind the posts; None for a panel that was made from a frame alone."""
        return None

    def _pivoted(self, values: pd.Series) -> pd.DataFrame:
        companies = values.index.get_level_values("company").unique()
        table = values.unstack("company")  # noqa: PD010  pivot_table would average repeated rows in silence
        return table.reindex(columns=companies).sort_index()


@dataclass(frozen=True, eq=False)
class ShiftedChatter:
    """The chatter of posts whose instants are taken ``hours`` later, or earlier where that is below 0.

    ``negativity`` and ``attention`` are session x company as in the panel; NaN is missing. ``moved`` is the
    share of posts that stand on another session than in the study. It is an experiment with the clock: a
    session may hold posts that were written after its close.
    """

    hours: int
    negativity: pd.DataFrame
    attention: pd.DataFrame
    moved: float
