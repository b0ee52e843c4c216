"""Written numbers as numbers: many cells at once, to the same bit as pandas reads them one by one."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NOTHING: Final = ("", "null")
"""Yahoo's own downloads write null for a session without a trade."""
_LONGEST, _SMALLEST, _LARGEST = 16, 1e-6, 1e15
"""So many characters have at most 15 digits before and after a point, which a float holds as a whole number;
within these sizes it is divided by a power of ten that a float holds, too. There is one rounding then, and
every way to read the number gives the same."""


def numbers(texts: pa.Array) -> tuple[Floats, Flags]:
    """Numbers, NaN where there is none, and which cells hold something that is no finite number; -0 is 0."""
    nothing = pc.is_in(texts, value_set=pa.array(NOTHING, texts.type))
    try:
        read = pc.if_else(nothing, pa.scalar(None, texts.type), texts).cast(pa.float64())
    except pa.ArrowInvalid:
        return _by_pandas(texts)
    values = np.array(read.to_numpy(zero_copy_only=False))
    size, short = np.abs(values), pc.binary_length(texts).to_numpy() <= _LONGEST
    within = (size >= _SMALLEST) & (size < _LARGEST) | (values == 0.0)
    unsure = ~(short & within | nothing.to_numpy(zero_copy_only=False))
    unreadable = np.zeros(len(values), dtype=bool)
    if unsure.any():
        values[unsure], unreadable[unsure] = _by_pandas(texts.filter(pa.array(unsure)))
    return values + 0.0, unreadable


def _by_pandas(texts: pa.Array) -> tuple[Floats, Flags]:
    cells = pd.Series(texts.to_pandas())
    values = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64)
    unreadable = ~np.isfinite(values) & ~cells.str.lower().isin(NOTHING).to_numpy(dtype=bool)
    return np.where(np.isfinite(values), values + 0.0, np.nan), unreadable
