"""Whether a lead may come of a wrong clock: what is left of it with posts and prices kept further apart."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.clock_curve import DOUBT, LEAST_MOVED
from naysay.analysis.findings import Clock, Estimate, Lead
from naysay.analysis.values import finite_or_none


def clock_of(curve: pd.DataFrame | None, opened: Estimate, *, dates_alone: bool) -> Clock:
    """The row of the clock curve on which page 1 rests, and the estimate from the open."""
    nothing = Estimate(None, None, None)
    rows = None if curve is None else curve[(curve["shift_hours"] == DOUBT) & curve["bp_per_sd"].notna()]
    if rows is None or rows.empty:
        return Clock(nothing, DOUBT, None, opened, dates_alone)
    row = rows.iloc[0]
    value, low, high = (finite_or_none(row[name]) for name in ("bp_per_sd", "low", "high"))
    return Clock(Estimate(value, low, high), DOUBT, finite_or_none(row["moved_share"]), opened, dates_alone)


def may_be_late(lead: Lead, clock: Clock) -> bool:
    """Whether the price may have moved before the posts were written.

    Posts that are hours younger than they say, or closes that are older, make leads that are over by the next
    open. So the return from the open on decides; a lead that it shows is no such lead. Without opens the
    posts taken later decide: nothing may be left of the lead, or hardly any post may stand elsewhere, in
    which case their times say nothing of the hour. A study that says so has no clock to doubt.
    """
    opened = remains(lead, clock.from_open)
    if opened is not None:
        return not opened
    if is_flat(clock):
        return not clock.dates_alone
    return remains(lead, clock.later) is False


def is_flat(clock: Clock) -> bool:
    """Whether hardly any post stands on another session when all are taken later."""
    return clock.moved is not None and clock.moved < LEAST_MOVED


def remains(lead: Lead, other: Estimate) -> bool | None:
    """Whether the interval of another estimate excludes zero on the side of the lead."""
    if lead.bp_per_sd is None or other.value is None:
        return None
    return other.holds and other.value * lead.bp_per_sd > 0
