"""Numbers from a frame, or an error that names the column with a value that is no number."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.study.errors import InputError

TYPICAL: Final = 0.1
"""The largest typical size of a share's decimal daily returns that is believed."""
RISING: Final = 0.02
MANY: Final = 30
"""The largest typical size of values that are all above 0, and the number from which that says something."""


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


def refuse_unlikely_returns(values: npt.NDArray[np.float64], companies: pd.Index, field: str) -> None:
    """Refuse prices and percentages where decimal daily returns (companies, sessions) are expected.

    A company's values cannot be its daily returns where more than half of them are larger than ``TYPICAL`` in
    size: it would move by more than a tenth on every other session. Nor where more than half are larger than
    ``RISING`` and all of ``MANY`` or more are above 0: a share also falls. Single crashes, and shares that
    hardly trade, change neither.

    Raises
    ------
    InputError
        With the first such company and the median size of its values, and the mend.
    """
    size = np.abs(values)
    half = np.isfinite(size).sum(axis=1) / 2.0
    wild = (size > TYPICAL).sum(axis=1) > half
    steep = ((size > RISING).sum(axis=1) > half) & (half >= MANY / 2.0) & ~(values <= 0.0).any(axis=1)
    for place in np.flatnonzero(wild | steep)[:1]:
        never = ", all above 0" if steep[place] else ""
        raise InputError(
            field,
            got=f"values of {companies[place]} of a typical size of {np.nanmedian(size[place]):.4g}{never}",
            allowed=f"decimal returns of a session, 0.01 for 1 %; typical sizes up to {TYPICAL}",
            mend="Make returns of prices by numpy.log(prices).diff(); divide percentages by 100.",
        )
