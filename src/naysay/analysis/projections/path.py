"""The shape of a path of cumulated responses: its peak, how much of it comes back, and how soon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from naysay.analysis.projections.joint import Responses, inside, sup_t
from naysay.analysis.regression import FloatArray, IntArray
from naysay.study.reasons import because

FLAT = because("no_response_differs_from_zero")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its 95 % interval. An end that is not identified is NaN; ``reason`` says why."""

    value: float
    low: float
    high: float
    reason: str = ""


def missing_measure(reason: str) -> Measure:
    return Measure(float("nan"), float("nan"), float("nan"), reason)


def peak(paths: FloatArray) -> tuple[IntArray, FloatArray]:
    """Where each of ``paths`` (..., H) is farthest from zero, and its value there."""
    place = np.abs(paths).argmax(axis=-1)
    return place, np.take_along_axis(paths, place[..., None], axis=-1)[..., 0]


def reverted(paths: FloatArray, at: int) -> FloatArray:
    """1 - path at index ``at`` / its peak up to there: the share that has come back by then.

    0: nothing has come back; 1: all of it; above 1: the response has changed its sign.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1.0 - paths[..., at] / peak(paths[..., : at + 1])[1])


def half_life(paths: FloatArray, horizons: tuple[int, ...]) -> FloatArray:
    """Sessions from the peak until half of it has come back, linear between horizons; inf for never."""
    steps = np.asarray(horizons, dtype=float)
    place, top = peak(paths)
    with np.errstate(invalid="ignore", divide="ignore"):
        left = paths / top[..., None]
    after = np.arange(len(steps)) > place[..., None]
    halved = after & (left <= 0.5)
    first = halved.argmax(axis=-1)
    before = np.maximum(first - 1, 0)
    now = np.take_along_axis(left, first[..., None], axis=-1)[..., 0]
    then = np.take_along_axis(left, before[..., None], axis=-1)[..., 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        crossing = steps[before] + (steps[first] - steps[before]) * (then - 0.5) / (then - now)
    return np.where(halved.any(axis=-1), crossing - steps[place], np.inf)


def shape(path: Responses, *, seed: int = 0) -> dict[str, Measure]:
    """peak, peak_session, reverted_5, reverted_10 and half_life of the responses.

    Each interval is the range of the quantity over the paths inside the simultaneous 95 % band: it covers at
    least as often as the band does, often more. Where the band holds zero at every horizon there is no peak
    to speak of: only the size of the peak is estimated, the rest is not identified.

    References
    ----------
    Montiel Olea and Plagborg-Moller (2019), Journal of Applied Econometrics 34. Dufour (1990), Econometrica
    58 (the projection of a confidence region).
    """
    names = ("peak", "peak_session", "reverted_5", "reverted_10", "half_life")
    if not path.horizons:
        return {name: missing_measure(path.reason) for name in names}
    paths = inside(path, seed=seed)
    steps = np.asarray(path.horizons)
    flat = bool((np.abs(path.estimate) <= sup_t(path, seed=seed) * path.se).all())

    def measured(function: Callable[[FloatArray], FloatArray]) -> Measure:
        """Not identified, or a range; what is inf or NaN on some paths leaves an end open."""
        if flat:
            return missing_measure(FLAT)
        drawn, value = function(paths), float(function(path.estimate))
        known = drawn[np.isfinite(drawn)]
        low = float(known.min()) if len(known) else np.nan
        if len(known) < len(drawn):
            open_end = because("open_interval", sessions=int(steps[-1]))
            return Measure(value if np.isfinite(value) else np.nan, low, np.nan, open_end)
        return Measure(value, low, float(known.max()))

    size = peak(paths)[1]
    out = {
        "peak": Measure(float(peak(path.estimate)[1]), float(size.min()), float(size.max())),
        "peak_session": measured(lambda p: steps[peak(p)[0]].astype(float)),
    }
    for at in (5, 10):
        if at in path.horizons:
            out[f"reverted_{at}"] = measured(partial(reverted, at=path.horizons.index(at)))
        else:
            out[f"reverted_{at}"] = missing_measure(because("no_response", horizon=at))
    out["half_life"] = measured(lambda p: half_life(p, path.horizons))
    return out
