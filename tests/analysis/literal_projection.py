"""Local projections written out literally, as a reference for tests: nothing is partialled out.

All columns stand side by side, each company's own controls in columns of their own, and numpy's lstsq does
the rest. The jackknife leaves out one session after another and estimates all of these columns again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Literal:
    coef: float
    se: float
    nobs: int
    fitted: int
    """Rows that columns other than negativity and attention fit exactly."""
    sessions: int


def rows_of(
    n: pd.Series,
    r: pd.Series,
    market: pd.Series | None = None,
    a: pd.Series | None = None,
    *,
    h: int,
    p: int,
    marked: bool = True,
    short: int | None = None,
) -> pd.DataFrame:
    """y, n, a and the controls of one company by session; rows that lack something are dropped.

    ``short`` are the lags of negativity and attention where they differ from ``p``.
    """
    q = p if short is None else short
    ahead = [r.shift(-j) for j in range(1, h + 1)]
    columns = {"y": sum(ahead[1:], ahead[0]), "n": n}
    if a is not None:
        columns["a"] = a
    for lag in range(1, q + 1):
        past = n.shift(lag)
        columns[f"n{lag}"] = past.fillna(0.0) if marked else past
        if marked:
            columns[f"i{lag}"] = past.isna().astype(float)
        if a is not None:
            columns[f"a{lag}"] = a.shift(lag)
    for lag in range(p + 1):
        columns[f"r{lag}"] = r.shift(lag)
        if market is not None:
            columns[f"m{lag}"] = market.shift(lag)
    return pd.DataFrame(columns).dropna()


def literal(
    frames: dict[str, pd.DataFrame], *, shared: bool = False, session_effects: bool = False, of: str = "n"
) -> Literal:
    """Coefficient of ``of`` and its jackknife error, from the rows of each company by name."""
    data = pd.concat(frames, names=["company", "session"])
    tone = [name for name in ("n", "a") if name in data]
    controls = data.drop(columns=["y", *tone])
    company = pd.get_dummies(data.index.get_level_values(0), dtype=float).to_numpy()
    session = data.index.get_level_values(1)
    parts = [company]
    for name in controls:
        column = controls[name].fillna(0.0).to_numpy()[:, None]
        parts.append(column if shared else company * column)
    if session_effects:
        parts.append(pd.get_dummies(session, dtype=float).to_numpy())
    Z = np.column_stack(parts)
    U, size, _ = np.linalg.svd(Z, full_matrices=False)
    leverage = (U[:, size > 1e-10 * size[0]] ** 2).sum(axis=1)
    kept = 1 - leverage > 1e-9
    order = [of, *(name for name in tone if name != of)]
    X, y = np.column_stack([data[order].to_numpy(), Z])[kept], data["y"].to_numpy()[kept]
    session = session[kept]
    X = X / np.maximum(np.linalg.norm(X, axis=0), 1e-300)
    unit = np.linalg.norm(data[of].to_numpy()[kept])

    def estimate(rows: np.ndarray) -> float:
        return float(np.linalg.lstsq(X[rows], y[rows], rcond=1e-11)[0][0]) / unit

    whole = estimate(np.ones(len(y), dtype=bool))
    moved = [estimate(session != one) - whole for one in session.unique()]
    return Literal(whole, float(np.sqrt(np.square(moved).sum())), len(y), int((~kept).sum()), len(moved))
