"""Times as people write them: dates and clocks in words and figures, numbers that count, names of zones.

Everything here is pure: a value and what its file says of its times in, an instant or a reason out.
"""

from __future__ import annotations

from naysay.data.times.clocks import together
from naysay.data.times.column import UNDECIDED, ColumnTimes, TimeColumn
from naysay.data.times.forms import form_of
from naysay.data.times.written import Written, in_figures, written

__all__ = [
    "UNDECIDED",
    "ColumnTimes",
    "TimeColumn",
    "Written",
    "form_of",
    "in_figures",
    "together",
    "written",
]
