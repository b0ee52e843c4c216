"""Which posts are worth a look: those that some cut-off puts on a session of the study."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.sessions import Sessions

Ints = npt.NDArray[np.int64]


def in_reach(
    company: npt.NDArray[np.object_] | pd.Categorical, posted_at: Ints, sessions: Mapping[str, Sessions]
) -> npt.NDArray[np.bool_]:
    """Whether posts (N,) lie in the ``reach`` of their company's ``sessions``."""
    code, names = pd.factorize(company)
    reaches = [sessions[name].reach if name in sessions else (0, 0) for name in names]
    first, end = np.array(reaches, dtype=np.int64).reshape(-1, 2).T
    return (first[code] <= posted_at) & (posted_at < end[code])
