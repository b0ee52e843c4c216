"""The attention that each company draws, by the rows of a panel."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from naysay.data.daily import abnormal_attention
from naysay.data.session_rows import SessionRows

Floats = npt.NDArray[np.float64]

_AT_ONCE: Final = 256
"""Companies whose attention is worked out at the same time."""


def attention_of(
    n_posts: npt.NDArray[np.int64] | Floats, rows: SessionRows, history: int, min_history: int
) -> Floats:
    """The attention of each row, some companies at a time: it takes ten times the memory of what it gives.

    Where counts are missing, a company's sessions are those whose number of posts is known.
    """
    attention, code = np.full(len(rows), np.nan), rows.code
    known = np.isfinite(n_posts)
    for begin in range(0, len(rows.companies), _AT_ONCE):
        end = min(begin + _AT_ONCE, len(rows.companies))
        first, last = int(rows.begins[begin]), int(rows.begins[end])
        here = first + np.flatnonzero(known[first:last])
        attention[here] = abnormal_attention(
            n_posts[here].astype(np.int64), company=code[here], history=history, min_history=min_history
        )
    return attention
