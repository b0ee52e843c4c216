"""The findings of a study: one verdict, its size, the checks of it, and its worth in money.

The verdict rests on one test named beforehand, the pooled local projection at the study's horizon. It needs
no search: no smallest p-value, no best lag, no best company. All else is a doubt that is put to it; doubts
can weaken the evidence and never make it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from naysay.analysis.evidence import Evidence
from naysay.analysis.level import LEVEL
from naysay.analysis.monitoring.look import Look
from naysay.analysis.mood_lead import MoodLead
from naysay.analysis.own_labels import OwnLabels
from naysay.analysis.quiet_hours import QuietHours

Verdict = Literal["negative_lead", "positive_lead", "no_evidence", "not_testable"]
"""negative_lead: a rise of negativity goes before lower returns; positive_lead: before higher ones."""
CheckName = Literal[
    "companies_agree", "without_one", "session_effects", "clock", "from_open", "no_extremes", "no_reverse",
    "events", "no_forerun", "placebo",
]  # fmt: skip
Caveat = Literal[
    "clock", "quiet_afternoon", "scorer", "companies_differ", "one_company", "session_effects", "extremes"
]
"""What the answer must not be read without, since a reader would be misled."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The pooled effect at the study's horizon: basis points of return per standard deviation.

    In a series of reports ``low``, ``high`` and ``mde_bp`` are those of its ``look``: the repeated interval,
    and the effect that this look detects. ``pvalue`` is that of the test by itself in any case.
    """

    horizon: int
    bp_per_sd: float | None
    low: float | None
    high: float | None
    pvalue: float | None
    mde_bp: float | None
    """The smallest effect detected with 80 % power; the interval says which effects are ruled out."""
    nobs: int
    n_companies: int
    covariance: str
    reason: str
    look: Look | None = None
    """None in a study that is reported once."""

    @property
    def level(self) -> float:
        """The p-value below which the lead is one."""
        return LEVEL if self.look is None else self.look.level

    @property
    def is_found(self) -> bool:
        """Whether the test rejects at its level."""
        return self.pvalue is not None and self.pvalue < self.level


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate of one company (``company``) or of several, with its 95 % interval; None where missing."""

    value: float | None
    low: float | None
    high: float | None
    company: str = ""

    @property
    def holds(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Companies:
    """Whether companies share one effect.

    ``pvalue`` is of the null that they do, ``mean`` the mean group estimate. ``odd`` are the companies whose
    own effect differs from that of all others together (p < level after Holm), ``others`` the effect of the
    rest. ``less`` and ``more`` are the companies whose own effect is below or above zero (p < level after
    Benjamini-Hochberg), the farthest from it first. ``level``, of single companies, is 5 %, or that of the
    look in a series. ``hinge`` is the estimate without the company whose absence changes the answer, with
    its name; None where no single one does.
    """

    n: int
    pvalue: float | None
    mean: Estimate
    odd: tuple[Estimate, ...]
    others: Estimate
    less: tuple[Estimate, ...]
    more: tuple[Estimate, ...]
    hinge: Estimate | None
    level: float = LEVEL

    @property
    def differ(self) -> bool:
        """Whether the test rejects at 5 %, in a series too: a doubt has to be no rarer in one."""
        return self.pvalue is not None and self.pvalue < LEVEL


@dataclass(frozen=True, slots=True)
class Attention:
    """The effect of the abnormal number of posts, with tone held fixed, in basis points per standard
    deviation.

    ``tied``: the innovations of attention and negativity move together (p < .05), so that their effects
    cannot be distinguished; None where that was not tested.
    """

    effect: Estimate
    pvalue: float | None
    tied: bool | None


@dataclass(frozen=True, slots=True)
class Reverse:
    """What negativity does after a return (standard deviations), and its correlation on the same session."""

    effect: Estimate
    pvalue: float | None
    same_session: Estimate


@dataclass(frozen=True, slots=True)
class Clock:
    """What is left of the lead when posts and prices are kept further apart, in basis points.

    ``later`` is the estimate with all posts taken ``hours`` later, which puts the share ``moved`` of them on
    another session; ``from_open`` that on the return from the next open to the close.
    """

    later: Estimate
    hours: int
    moved: float | None
    from_open: Estimate
    dates_alone: bool = False
    """The study says that its posts have dates and no clock."""


@dataclass(frozen=True, slots=True)
class Extremes:
    """The estimate with winsorised returns, and the largest move of a share in the study."""

    winsorised: Estimate
    company: str
    session: str
    ret: float | None


@dataclass(frozen=True, slots=True)
class Reaction:
    """The mean cumulative abnormal return of the events in the window set beforehand, in basis points.

    ``caar_bp``, ``low``, ``high`` and ``pvalue`` come from ``test`` alone: its location, its inversion and
    its p-value, so that 0 lies outside of the interval exactly where the p-value is below 5 %. A test without
    an inversion has no bounds, and ``caar_bp`` is the plain mean. ``n_events`` have every session of the
    window.
    """

    model: str
    window: tuple[int, int]
    caar_bp: float | None
    low: float | None
    high: float | None
    test: str
    pvalue: float | None
    n_events: int
    n_found: int
    n_contaminated: int
    reason: str
    n_open: int = 0
    """Events of the sample that the data does not yet follow to the end of the window."""

    @property
    def follows(self) -> bool:
        """Whether the window starts after the event's own session, in which prices may have moved first."""
        return self.window[0] > 0


@dataclass(frozen=True, slots=True)
class Forerun:
    """The mean abnormal return, as a decimal, in the longest window that ends before the events."""

    mean: float | None
    pvalue: float | None


@dataclass(frozen=True, slots=True)
class Direction:
    """The Granger tests of one direction at the study's own lag order, one a company."""

    cause: str
    effect: str
    lag_order: int | None
    n_tested: int
    n_untested: int
    n_rejected: int
    """Companies whose null falls at 5 % after Benjamini-Hochberg over the whole family."""
    companies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """The company's own effect in money: its basis points times its market value on its last session."""

    company: str
    currency: str
    market_value: float
    per_sd: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Check:
    """One doubt that was put to the verdict; ``passed`` is None when the check could not be made."""

    name: CheckName
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Findings:
    verdict: Verdict
    lead: Lead
    companies: Companies
    attention: Attention
    reverse: Reverse
    session_effects: Estimate
    extremes: Extremes
    reaction: Reaction
    forerun: Forerun
    forward: Direction
    backward: Direction
    checks: tuple[Check, ...]
    money: tuple[Money, ...]
    caveats: tuple[Caveat, ...]
    clock: Clock
    quiet: QuietHours | None = None
    """None where posts have no times of day."""
    mood: MoodLead = field(default_factory=MoodLead)
    labels: OwnLabels = field(default_factory=OwnLabels)
    evidence: Evidence = field(default_factory=Evidence)
    """How good the evidence for the verdict is, and why."""

    @property
    def n_passed(self) -> int:
        return sum(check.passed is True for check in self.checks)

    @property
    def n_made(self) -> int:
        return sum(check.passed is not None for check in self.checks)
