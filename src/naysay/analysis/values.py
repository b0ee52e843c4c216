"""Numbers out of a frame, or an error that says which column holds what is none."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.study.errors import InputError

TYPICAL: Final = 0.1
"""The largest median size of a share's decimal daily returns that is believed."""
RISING: Final = 0.02
MANY: Final = 30
"""The largest median size of values that are all above 0, and the number from which that says something."""


def finite_values(frame: pd.DataFrame, field: str) -> npt.NDArray[np.float64]:
    """(columns, rows) of ``frame``; NaN is missing, an infinite value is refused."""
    try:
        values = frame.to_numpy(dtype=np.float64, na_value=np.nan).T
    except (TypeError, ValueError) as error:
        raise InputError(
            field, got=str(error), allowed="numbers, NaN where missing", mend="Convert the columns to floats."
        ) from error
    if np.isinf(values).any():
        company = frame.columns[np.isinf(values).any(axis=1)][0]
        raise InputError(
            field,
            got=f"an infinite value in column {company}",
            allowed="finite numbers, NaN where missing",
            mend="Look for a price of zero; mark such a value as missing.",
        )
    return np.ascontiguousarray(values)


def finite_or_none(value: object) -> float | None:
    """A number as a float; None where it is missing or not finite."""
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None


def refuse_unlikely_returns(frame: pd.DataFrame, field: str) -> None:
    """Refuses prices and percentages where decimal daily returns belong, company by company.

    A company's values cannot be its daily returns where the median of their sizes is above ``TYPICAL``: it
    would move by more than a tenth on every other session. Nor where it is above ``RISING`` and ``MANY`` or
    more values are all above 0: a share also falls. Single crashes, and shares that hardly trade, change
    neither.

    Raises
    ------
    InputError
        With the company and its median, and the mend: prices become returns by log and diff, percentages by
        division by 100.
    """
    for company, values in zip(frame.columns, finite_values(frame, field), strict=True):
        known = values[np.isfinite(values)]
        if not len(known):
            continue
        typical = float(np.median(np.abs(known)))
        rising = typical > RISING and len(known) >= MANY and float(known.min()) > 0.0
        if typical > TYPICAL or rising:
            never = ", all above 0" if rising else ""
            raise InputError(
                field,
                got=f"values of {company} of a typical size of {typical:.4g}{never}",
                allowed=f"decimal returns of a session, 0.01 for 1 %; typical sizes up to {TYPICAL}",
                mend="Make returns of prices by numpy.log(prices).diff(); divide percentages by 100.",
            )
