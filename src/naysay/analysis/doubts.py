"""Checks that a verdict passes or fails, such as whether companies agree, and the caveats shown with it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from naysay.analysis.clock_doubt import is_flat, may_be_late, remains
from naysay.analysis.findings import (
    Caveat,
    Check,
    CheckName,
    Clock,
    Companies,
    Estimate,
    Extremes,
    Forerun,
    Lead,
    Reaction,
    Reverse,
    Verdict,
)
from naysay.analysis.level import LEVEL
from naysay.analysis.own_labels import OwnLabels
from naysay.analysis.quiet_hours import QuietHours
from naysay.analysis.values import finite_or_none

ONE_ERROR = 0.317
"""The two-sided p-value of an estimate that is one standard error away from zero."""
WIDER = 2.0
"""How many times wider extreme returns may make the interval; beyond that the report has a caveat."""


def line(robustness: pd.DataFrame | None, check: str) -> pd.Series | None:
    """The line ``check`` of the robustness table where it has an estimate."""
    if robustness is None:
        return None
    rows = robustness[(robustness["check"] == check) & robustness["value"].notna()]
    return None if rows.empty else rows.iloc[0]


def estimate(robustness: pd.DataFrame | None, check: str) -> Estimate:
    """The line ``check`` of the robustness table as an estimate, whose ``company`` is the line's variant.

    All its numbers are None where the table has no such line.
    """
    row = line(robustness, check)
    if row is None:
        return Estimate(None, None, None)
    variant = row["variant"] if isinstance(row["variant"], str) else ""
    value, low, high = (finite_or_none(row[name]) for name in ("value", "low", "high"))
    return Estimate(value, low, high, variant)


def checks(
    verdict: Verdict,
    lead: Lead,
    companies: Companies,
    reverse: Reverse,
    reaction: Reaction,
    clock: Clock,
    tables: Mapping[str, pd.DataFrame],
) -> tuple[Check, ...]:
    """The checks that the report shows, in the order in which a reader would ask for them.

    Several checks ask whether a lead remains when one thing is changed. They are left out where there is no
    lead, or where companies differ, so that no lead holds for all of them. A study of one company has none of
    the checks that need several.
    """
    outcomes = all_checks(lead, companies, reverse, reaction, clock, tables)
    if companies.n == 1:
        outcomes = {name: passed for name, passed in outcomes.items() if name not in _OF_SEVERAL}
    shared = verdict in ("negative_lead", "positive_lead") and not companies.differ
    shown = outcomes if shared else _WITHOUT_LEAD
    return tuple(Check(name, passed) for name, passed in outcomes.items() if name in shown)


def all_checks(
    lead: Lead,
    companies: Companies,
    reverse: Reverse,
    reaction: Reaction,
    clock: Clock,
    tables: Mapping[str, pd.DataFrame],
) -> dict[CheckName, bool | None]:
    """Every check by name: True where it passes, None where it cannot be made. A report may not show it.

    companies_agree
        The test of equal effects does not reject and, where there is a lead, the mean over companies points
        the same way.
    without_one
        The difference remains whichever company is left out.
    session_effects
        The difference is there between companies on the same session as well.
    clock
        The difference remains when all posts are taken four hours later, so that those of the last hours
        before a close count for the next session. Not made where that moves hardly any post.
    from_open
        The next session's return, less the market's, differs from its open on, too: not all of it came before
        the open.
    no_extremes
        With extreme returns winsorised the answer is the same, and its interval at least half as wide.
    no_reverse
        Negativity of the next session does not differ after a return.
    events
        Returns in the sessions after the storms went the same way, by more than one standard error. Storms
        are few: at 5 % this would miss most sound leads, and by the sign alone pass half of the others.
    no_forerun
        Returns before the storms do not differ from zero.
    placebo
        The standard error is right: shifted chatter is significant no more often than the level says.
    """
    robustness = tables.get("robustness")
    before = forerun(tables.get("event_tests"), reaction.test)
    return {
        "companies_agree": _agree(lead, companies),
        "without_one": None if companies.n < 2 or robustness is None else companies.hinge is None,
        "session_effects": remains(lead, estimate(robustness, "session_effects")),
        "clock": None if is_flat(clock) else remains(lead, clock.later),
        "from_open": remains(lead, clock.from_open),
        "no_extremes": _no_extremes(lead, estimate(robustness, "winsorised")),
        "no_reverse": None if reverse.pvalue is None else reverse.pvalue >= LEVEL,
        "events": _events(lead, reaction),
        "no_forerun": None if before.pvalue is None else before.pvalue >= LEVEL,
        "placebo": _placebo_holds(tables.get("calibration")),
    }


_OF_SEVERAL = ("companies_agree", "without_one", "session_effects")
"""Checks that need several companies."""
_WITHOUT_LEAD = ("companies_agree", "no_reverse", "no_forerun", "placebo")
"""Checks that are shown when there is no lead, too."""


def caveats(
    verdict: Verdict,
    lead: Lead,
    companies: Companies,
    session_effects: Estimate,
    extremes: Extremes,
    clock: Clock,
    quiet: QuietHours | None = None,
    labels: OwnLabels | None = None,
) -> tuple[Caveat, ...]:
    """The caveats that the report shows with the answer, the gravest first."""
    has_lead = verdict in ("negative_lead", "positive_lead")

    def raised() -> Iterator[Caveat]:
        if has_lead and may_be_late(lead, clock):
            yield "clock"
        if quiet is not None and quiet.in_the_afternoon:
            yield "quiet_afternoon"
        if labels is not None and labels.near_chance:
            yield "scorer"
        if companies.differ:
            yield "companies_differ"
        elif has_lead and companies.hinge is not None:
            yield "one_company"
        if has_lead and session_effects.value is not None and not remains(lead, session_effects):
            yield "session_effects"
        if _no_extremes(lead, extremes.winsorised) is False:
            yield "extremes"

    return tuple(raised())


def _no_extremes(lead: Lead, winsorised: Estimate) -> bool | None:
    """Whether winsorised returns give the same answer, with an interval at least half as wide."""
    if lead.bp_per_sd is None or lead.low is None or lead.high is None or winsorised.value is None:
        return None
    rejected = lead.is_found
    if winsorised.holds != rejected or (rejected and lead.bp_per_sd * winsorised.value < 0):
        return False
    reach = (winsorised.high or 0.0) - (winsorised.low or 0.0)
    return lead.high - lead.low <= WIDER * reach


def _agree(lead: Lead, companies: Companies) -> bool | None:
    if companies.pvalue is None or companies.mean.value is None or lead.bp_per_sd is None:
        return None
    return not companies.differ and (not lead.is_found or companies.mean.value * lead.bp_per_sd > 0)


def _events(lead: Lead, reaction: Reaction) -> bool | None:
    if lead.bp_per_sd is None or reaction.caar_bp is None or reaction.pvalue is None:
        return None
    return lead.bp_per_sd * reaction.caar_bp > 0 and reaction.pvalue < ONE_ERROR


def forerun(tests: pd.DataFrame | None, test: str) -> Forerun:
    """The result of ``test`` for the longest window that ends before the events."""
    if tests is None:
        return Forerun(None, None)
    before = tests[(tests["window_end"] < 0) & (tests["test"] == test) & tests["pvalue"].notna()]
    if before.empty:
        return Forerun(None, None)
    row = before.iloc[int((before["window_end"] - before["window_start"]).to_numpy().argmax())]
    own = finite_or_none(row.get("location", math.nan))
    return Forerun(
        finite_or_none(row.get("estimate", math.nan)) if own is None else own, float(row["pvalue"])
    )


def _placebo_holds(calibration: pd.DataFrame | None) -> bool | None:
    """Whether the verdict's own test rejects shifted chatter no more often than its level allows."""
    if calibration is None:
        return None
    placebos = calibration[(calibration["test"] == "projections") & calibration["low"].notna()]
    return None if placebos.empty else bool(placebos["low"].iloc[0] <= placebos["nominal"].iloc[0])
