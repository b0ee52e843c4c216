"""When one series leads another: Granger tests over windows that grow or roll."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from naysay.analysis.granger_checks.equation import directions, equation, whole
from naysay.analysis.level import LEVEL
from naysay.analysis.linear_algebra import COLLINEAR, cholesky, orthonormal
from naysay.analysis.pairs import BoolArray, FloatArray, IntArray, paired
from naysay.analysis.work import parts_a_worker
from naysay.study.errors import InputError
from naysay.study.executor import Executor, Serial
from naysay.study.reasons import because, split_reasons

Scheme = Literal["recursive", "rolling"]
BLOCK: Final = 32
"""Windows done together."""


@dataclass(frozen=True, slots=True)
class TimeVaryingGranger:
    """The path of F over the windows, and the test of its highest point."""

    path: pd.DataFrame
    """company, cause, effect, scheme, session (the window's last), statistic (F), critical (for this window
    alone), critical_joint (for all windows at once), nobs."""
    table: pd.DataFrame
    """company, cause, effect, scheme, lag_order, statistic (the highest F), session (where), pvalue (of the
    highest among all windows), windows, draws, reason, reason_values."""

    @property
    def null(self) -> str:
        """The null of each row in words, where the cause and the effect are those of the row."""
        return "in no window does the past of the cause say something about the effect"


def time_varying_granger(
    cause: pd.DataFrame | pd.Series,
    effect: pd.DataFrame | pd.Series,
    *,
    lags: int = 1,
    window: int = 120,
    schemes: tuple[Scheme, ...] = ("recursive", "rolling"),
    draws: int = 499,
    level: float = LEVEL,
    seed: int = 0,
    names: tuple[str, str] = ("cause", "effect"),
    executor: Executor | None = None,
) -> TimeVaryingGranger:
    """The classical F of ``granger`` over windows of sessions, with wild-bootstrap critical values.

    recursive: from the first session to t, t from the ``window``-th on. rolling: the ``window`` sessions up
    to t. Null: in no window does the past of ``cause`` say something about ``effect``.

    With the restricted equation's fit m_t and residuals u_t over all sessions, each draw takes y*_t = m_t +
    v_t u_t, v_t = -1 or 1 with equal chance, and makes F in every window again, so that moving volatility
    is in the draws as in the data. The regressors stay (fixed design): gaps need no filling. ``critical`` is
    the 1 - ``level`` quantile of a window's draws: right for a date chosen beforehand. ``critical_joint`` is
    that of the highest F over all windows: right for the question whether, and when, there was any; Shi,
    Phillips and Hurn hold the chance of a false alarm over one year, this is over all windows. The p-value
    counts the data among the draws.

    Frames are session x company (or a Series each); NaN is missing, lags are formed first, windows count
    sessions and a window with fewer complete ones than coefficients need is left out. What cannot be made
    is a row with a ``reason``. Workers of the ``executor`` take companies; nothing depends on them.

    Raises
    ------
    InputError
        Counts that are no whole numbers, a level not between 0 and 1, an unknown scheme.

    References
    ----------
    Shi, Phillips and Hurn (2018), Journal of Time Series Analysis 39; (2020), Journal of Financial
    Econometrics 18. Goncalves and Kilian (2004), Journal of Econometrics 123 (fixed-design wild bootstrap).
    """
    p, width, count = whole("lags", lags), whole("window", window), whole("draws", draws)
    if not 0 < level < 1:
        raise InputError("level", got=level, allowed="a number between 0 and 1", mend="0.05 is usual.")
    if not schemes or not set(schemes) <= {"recursive", "rolling"}:
        raise InputError("schemes", got=schemes, allowed="recursive, rolling", mend="Leave it out for both.")
    pair = paired(cause, effect, names=("cause", "effect"))
    equations = [
        _Equation(company, of, to, [seed, place, of == names[0]], x, y)
        for of, to, causes, effects in directions(pair, names)
        for place, (company, x, y) in enumerate(
            zip(pair.companies, equation(causes, effects, p), effects, strict=True)
        )
    ]
    tested = (executor or Serial()).map_shared(
        _tested,
        _Windows(pair.sessions, p, width, schemes, count, level),
        equations,
        parts_a_worker=parts_a_worker(count * len(schemes) * len(pair.sessions)),
    )
    paths, rows = [], []
    for some_paths, some_rows in tested:
        paths += some_paths
        rows += some_rows
    names_of_path = ["company", "cause", "effect", "scheme", "session", "statistic", "critical"]
    empty = pd.DataFrame(columns=[*names_of_path, "critical_joint", "nobs"])
    path = pd.concat(paths, ignore_index=True) if paths else empty
    return TimeVaryingGranger(path, split_reasons(pd.DataFrame(rows)))


@dataclass(frozen=True)
class _Windows:
    """What the tests of all companies share."""

    sessions: pd.Index
    lag_order: int
    width: int
    schemes: tuple[Scheme, ...]
    draws: int
    level: float


@dataclass(frozen=True)
class _Equation:
    """One company and direction: regressors (k, T), outcome (T,), and the seed of its draws."""

    company: Hashable
    cause: str
    effect: str
    seed: list[int]
    x: FloatArray
    y: FloatArray


def _tested(windows: _Windows, one: _Equation) -> tuple[list[pd.DataFrame], list[dict[str, Any]]]:
    """The paths and the rows of one equation, for each scheme that has them."""
    paths, rows, x, y, p = [], [], one.x, one.y, windows.lag_order
    used = np.isfinite(y) & np.isfinite(x).all(axis=0)
    outcomes = resampled(x[:, used], y[used], p, windows.draws, np.random.default_rng(one.seed))
    for scheme in windows.schemes:
        head = {"company": one.company, "cause": one.cause, "effect": one.effect, "scheme": scheme}
        ends, nobs, F = _over_windows(x, outcomes, used, p, windows.width, scheme == "rolling")
        row = {**head, "lag_order": p, "statistic": np.nan, "session": pd.NaT, "pvalue": np.nan}
        reason = "" if len(ends) else because("no_window")
        if len(ends):
            highest, top = F.max(axis=0), int(F[:, 0].argmax())
            row["statistic"], row["session"] = F[top, 0], windows.sessions[ends[top]]
            row["pvalue"] = float((highest >= highest[0]).mean())
            path = {
                **head,
                "session": windows.sessions[ends],
                "statistic": F[:, 0],
                "critical": np.quantile(F[:, 1:], 1 - windows.level, axis=1),
                "critical_joint": np.quantile(highest[1:], 1 - windows.level),
                "nobs": nobs,
            }
            paths.append(pd.DataFrame(path))
        rows.append({**row, "windows": len(ends), "draws": windows.draws, "reason": reason})
    return paths, rows


def resampled(X: FloatArray, y: FloatArray, p: int, draws: int, rng: np.random.Generator) -> FloatArray:
    """(1 + draws, n): y, then outcomes in which the last ``p`` lines of X (k, n) play no part."""
    basis = orthonormal(X[None, :-p])[0][0]
    fitted = (basis @ y) @ basis
    signs = rng.integers(0, 2, size=(draws, len(y))) * 2 - 1
    return np.concatenate([y[None], fitted + signs * (y - fitted)])


def _over_windows(
    X: FloatArray, outcomes: FloatArray, used: BoolArray, p: int, width: int, rolling: bool
) -> tuple[IntArray, IntArray, FloatArray]:
    """Last sessions (W,), numbers of sessions (W,) and F (W, 1 + draws) of the windows that have an F."""
    k, T = X.shape
    x = X[:, used]
    size = np.sqrt((x**2).sum(axis=1))
    x = x / np.where(size > 0, size, 1.0)[:, None]
    before = np.concatenate([[0], np.cumsum(used)])  # complete sessions before each session
    ends = np.arange(width - 1, T)
    starts = ends - width + 1 if rolling else np.zeros_like(ends)
    low, high = before[starts], before[ends + 1]
    nobs = high - low
    xx = _cumulated(x.T[:, :, None] * x.T[:, None, :])
    xy = _cumulated(x.T[:, :, None] * outcomes.T[:, None, :])
    yy = _cumulated(outcomes.T**2)
    statistics = np.full((len(ends), len(outcomes)), np.nan)
    for some in _blocks(np.flatnonzero(nobs > k)):
        a, b = low[some], high[some]
        G = xx[b] - xx[a]
        L = cholesky(G)
        with np.errstate(invalid="ignore"):
            pivots = np.diagonal(L, axis1=1, axis2=2) ** 2 / np.diagonal(G, axis1=1, axis2=2)
            solvable: BoolArray = np.asarray((pivots > COLLINEAR).all(axis=1))
        L[~solvable] = np.eye(k)
        q2 = np.linalg.solve(L, xy[b] - xy[a]) ** 2
        rss = yy[b] - yy[a] - q2.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            F = q2[:, -p:].sum(axis=1) / p / (rss / (nobs[some] - k)[:, None])
        statistics[some] = np.where(solvable[:, None] & (rss > 0), F, np.nan)
    whole_path: BoolArray = np.asarray(np.isfinite(statistics).all(axis=1))
    return ends[whole_path], nobs[whole_path], statistics[whole_path]


def _cumulated(terms: FloatArray) -> FloatArray:
    sums = np.zeros((len(terms) + 1, *terms.shape[1:]))
    np.cumsum(terms, axis=0, out=sums[1:])
    return sums


def _blocks(places: IntArray) -> Iterator[IntArray]:
    for start in range(0, len(places), BLOCK):
        yield places[start : start + BLOCK]
