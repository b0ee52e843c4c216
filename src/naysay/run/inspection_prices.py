"""What `naysay inspect` says of a file of prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from naysay.data.inspection.calendars import CalendarFit
from naysay.data.inspection.price_profile import FROZEN, PriceProfile
from naysay.run.inspection_lines import percent, wrapped
from naysay.study.counts import are, counted


def prices_lines(prices: PriceProfile) -> Iterator[str]:
    """Rows, forms, jumps and the calendar of ``prices``."""
    yield from wrapped(f"prices, {counted(prices.n_rows, 'row')} from {prices.first} to {prices.last}")
    if prices.lost:
        yield from wrapped(f"{counted(prices.lost, 'row')} {'has' if prices.lost == 1 else 'have'} no price")
    yield from wrapped("columns: " + ", ".join(prices.columns))
    forms = ", ".join(f"{key} {one}" for key, one in prices.forms.items())
    yield from wrapped(f'forms: {forms}; the decimal sign is "{prices.decimal}"')
    adjusted = (
        "adjusted for dividends and splits"
        if prices.is_adjusted
        else "not adjusted: dividends look like losses"
    )
    yield from wrapped(adjusted)
    for session, ratio in prices.jumps:
        yield from wrapped(f"jump on {session}: the close is {ratio:.4g} times the one before")
    if prices.n_jumps > len(prices.jumps):
        yield from wrapped(f"and {prices.n_jumps - len(prices.jumps)} jumps more")
    if prices.frozen >= FROZEN:
        yield from wrapped(f"{counted(prices.frozen, 'session')} in a row have the same close")
    if prices.fits:
        yield from _of_calendars(prices.fits)


def _of_calendars(fits: Sequence[CalendarFit]) -> Iterator[str]:
    best = fits[0]
    others = [fit.calendar for fit in fits[1:] if fit.quality == best.quality]
    also = f"; as well {', '.join(others)}" if others else ""
    yield from wrapped(f"calendar: {best.calendar} fits best, {percent(best.traded)} of the dates{also}")
    if best.n_missing:
        such, missing = ", ".join(best.missing), counted(best.n_missing, "session")
        yield from wrapped(f"{missing} of {best.calendar} {are(best.n_missing)} not there, such as {such}")
