"""Numbers out of a frame, or an error that says which column holds what is none."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.study.errors import InputError


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
