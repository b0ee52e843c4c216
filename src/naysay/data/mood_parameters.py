"""The table of what describes each company's mood, with the reasons of companies that have none."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from naysay.data.mood_estimates import MoodEstimates
from naysay.data.mood_filter import Bools, Floats, Likelihood
from naysay.data.mood_inputs import LAGS, Counts
from naysay.study.reasons import because

LEAST_SESSIONS: Final = 60
"""With posts: a company with fewer has no mood."""
LEAST_RELIABILITY: Final = 0.05
MOST_ERROR: Final = 1.0
"""Of the standard deviation of a mood, over that standard deviation."""
TOO_FEW: Final = because("too_few_sessions_with_posts", least=LEAST_SESSIONS)
CONSTANT: Final = because("no_variation", series="negativity")
NOT_CONVERGED: Final = because("mood_not_converged")
UNRELIABLE: Final = because("mood_unreliable", least=LEAST_RELIABILITY)


def parameter_table(
    counts: Counts, fit: MoodEstimates, best: Likelihood, reliability: Floats
) -> pd.DataFrame:
    """One row a company: the columns that ``mood`` lists, and ``reliability``."""
    reason = _reasons(counts, fit, reliability)
    rho, sd = np.tanh(fit.coordinates[:, 0]), np.sqrt(np.exp(fit.coordinates[:, 1]) * counts.chance)
    scale = np.exp(fit.coordinates[:, 2])
    errors = np.sqrt(np.diagonal(fit.covariance, axis1=1, axis2=2))
    held = np.where(fit.bound, np.nan, errors[:, :2])
    slopes = best.slopes[0].T
    known = np.isfinite(best.information[0])
    inverse = np.linalg.inv(np.where(known, best.information[0], 1.0))
    variances = np.where(known, inverse, np.nan)
    slope_errors = np.sqrt(np.diagonal(variances, axis1=1, axis2=2)).T
    columns = {
        "level": (slopes[0], slope_errors[0]),
        "rho": (rho, (1.0 - rho**2) * held[:, 0]),
        "sd": (sd, 0.5 * sd * held[:, 1]),
        "noise_scale": (scale, scale * errors[:, 2]),
    }
    columns |= {
        f"return_before_{lag}" if lag else "return": (slopes[1 + lag], slope_errors[1 + lag])
        for lag in range(min(LAGS, len(slopes) - 1))
    }
    out: dict[str, Floats] = {}
    for name, (value, error) in columns.items():
        out |= {name: value, f"{name}_se": error}
    out |= {"log_likelihood": fit.value, "reliability": reliability}
    table = pd.DataFrame(out, index=counts.companies)
    table[~np.isin(reason, ["", UNRELIABLE])] = np.nan
    table.insert(0, "n_sessions", counts.spoken)
    return table.assign(reason=reason)


def _unknown(fit: MoodEstimates) -> Bools:
    """(m,) nothing tells the size of the mood: without memory and with one post a session it is all noise."""
    error = 0.5 * np.sqrt(fit.covariance[:, 1, 1])  # of the standard deviation, over that deviation
    return np.asarray(~fit.curved | fit.bound[:, 1] | (error > MOST_ERROR))


def _reasons(counts: Counts, fit: MoodEstimates, reliability: Floats) -> np.ndarray:
    causes = {
        TOO_FEW: counts.spoken < LEAST_SESSIONS,
        CONSTANT: counts.chance == 0.0,
        NOT_CONVERGED: ~fit.converged,
        UNRELIABLE: (reliability < LEAST_RELIABILITY) | _unknown(fit),
    }
    reason = np.full(len(counts.companies), "", dtype=object)
    for cause, holds in causes.items():
        reason = np.where((reason == "") & holds, cause, reason)
    return reason
