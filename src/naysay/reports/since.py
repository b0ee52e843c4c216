"""What changed since an earlier run of a study: a record that the results of the later run hold."""

from __future__ import annotations

from dataclasses import dataclass

from naysay.analysis.evidence import Grade
from naysay.analysis.findings import Estimate, Verdict


@dataclass(frozen=True)
class ChangedMonth:
    """A month of which both runs have the same sessions, with other posts; all of its companies together."""

    month: str
    """Year and month, such as 2024-11."""
    posts_before: int
    posts_now: int
    negative_before: int
    negative_now: int


@dataclass(frozen=True)
class ClosedStorm:
    """A storm whose sessions after it were not over in the earlier run, and are now."""

    company: str
    session: str
    """Day zero, an ISO date."""
    car: float
    """The abnormal returns of the study's window added up, a decimal log return."""


@dataclass(frozen=True)
class Since:
    """The earlier run, and how this one differs from it. New is what lies after its last session."""

    run: str
    """The name of its folder."""
    results_sha256: str
    """Of its results.json, which this run read."""
    study_sha256: str
    version: str
    """Of the naysay that made it."""
    as_of: str
    last_session: str
    sessions: int
    """New sessions of any exchange of the study."""
    posts: int
    storms: int
    changed: tuple[ChangedMonth, ...]
    """Older months with other counts, the first first; of companies that both runs have."""
    prices_changed: tuple[str, ...]
    """Older months in which the return of a company or of the benchmark is another."""
    settings: tuple[str, ...]
    """Sections of the study that differ; what [report] says and the last day are none."""
    verdict: Verdict
    grade: Grade
    """How good the evidence was for the earlier verdict."""
    horizon: int
    estimate: Estimate
    """Of the earlier run's verdict: basis points, with the 95 % interval."""
    closed: tuple[ClosedStorm, ...]
    compared: int = 1
    """Months of companies that both runs have; without any nobody knows what changed."""
