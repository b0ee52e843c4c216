"""Where the bias of long horizons in short panels comes from, and what takes it away.

Forty companies on 100 sessions, chatter leads nothing. With W the controls of a company, n_t its negativity
and u_t the return of the next h sessions, least squares with own slopes estimates

    b = sum x_t u_t / sum x_t^2,   x = (I - H) x0,   x0 = n - W g,   H = W (W'W)^-1 W'

g is taken from ``--draws`` further draws: x0 is what negativity would leave without any error of estimation.
So b is the sum of three parts: x0'u, which is zero on average unless x0 looks ahead; less x0'H u of the
constant alone; less the rest of x0'H u, that of the other own slopes. All are in basis points.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np

from benchmarks._referee_panel import panel_of
from benchmarks._referee_process import Drawn, Floats, Process, draw
from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import MethodInput
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.terms import Terms, cumulated, design, older_mean
from naysay.data.daily import standardised_on_past
from naysay.data.panel import AlignedPanel

DEFAULT: Final = "on the last 120"
SKIPPED: Final = 20
"""Sessions that no standardisation measures, so that all have the same rows."""


def main(argv: Sequence[str]) -> int:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks long_horizons", description=__doc__)
    parser.add_argument("--draws", type=int, default=300)
    parser.add_argument("--companies", type=int, default=40)
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--reaction", type=float, default=0.8, help="of chatter to news; 0 is none")
    parser.add_argument("--horizons", type=int, nargs="+", default=[1, 5, 10])
    given = parser.parse_args(argv)
    process = Process(companies=given.companies, sessions=given.sessions, reaction=(given.reaction,))
    print("| standardised | controls | h | estimate | x0'u | own mean | other own slopes | spread |")
    print("|---|---|---|---|---|---|---|---|")
    for key, parts in decomposed(process, given.horizons, given.draws).items():
        estimates = parts.sum(axis=1)
        cells = [
            f"{column.mean():+.2f} ± {column.std(ddof=1) / np.sqrt(len(column)):.2f}"
            for column in (estimates, *parts.T)
        ]
        print(f"| {' | '.join(key)} | {' | '.join(cells)} | {estimates.std(ddof=1):.1f} |", flush=True)
    return 0


def decomposed(process: Process, horizons: Sequence[int], draws: int) -> dict[tuple[str, str, str], Floats]:
    """(draws, 3) parts of the estimate by standardisation, controls and horizon."""
    totals: dict[tuple[str, str], tuple[Floats, Floats]] = {}
    for key, n, W, _ in _equations(process, [1], draws, seed=1):
        WW, Wn = totals.get(key[:2], (np.zeros((W.shape[1], W.shape[1])), np.zeros(W.shape[1])))
        totals[key[:2]] = (WW + W.T @ W, Wn + W.T @ n)
    slopes = {key: np.linalg.lstsq(WW, Wn, rcond=None)[0] for key, (WW, Wn) in totals.items()}
    found: dict[tuple[str, str, str], list[Floats]] = {}
    sums: dict[tuple[str, str, str], tuple[Floats, float, int]] = {}
    for key, n, W, u in _equations(process, horizons, draws, seed=2):
        x0 = n - W @ slopes[key[:2]]
        basis = np.linalg.svd(W, full_matrices=False)
        H = basis[0][:, basis[1] > 1e-9 * basis[1][0]]
        of_mean, of_all = len(u) * x0.mean() * u.mean(), (x0 @ H) @ (u @ H)
        part = np.array([x0 @ u, -of_mean, of_mean - of_all])
        left = float(x0 @ x0 - (x0 @ H) @ (x0 @ H))
        total, square, count = sums.get(key, (np.zeros(3), 0.0, 0))
        sums[key] = (total + part, square + left, count + 1)
        if count + 1 == process.companies:
            total, square, _ = sums.pop(key)
            found.setdefault(key, []).append(1e4 * total / square)
    return {key: np.array(parts) for key, parts in found.items()}


def _equations(
    process: Process, horizons: Sequence[int], draws: int, *, seed: int
) -> Iterator[tuple[tuple[str, str, str], Floats, Floats, Floats]]:
    """Standardisation, controls and horizon; negativity, controls and outcome of one company's used rows."""
    for number in range(draws):
        rng = np.random.default_rng([seed, number])
        drawn: Drawn = draw(process, rng)
        panel, options = panel_of(drawn, rng), ProjectionOptions(attention=False)
        own, terms = study_projection(MethodInput(panel, options), options)
        for name, negativity in _standardised(panel).items():
            for h in horizons:
                yield from _of_companies(name, h, negativity, own, terms)


def _of_companies(
    name: str, horizon: int, negativity: Floats, own: ProjectionPanel, terms: Terms
) -> Iterator[tuple[tuple[str, str, str], Floats, Floats, Floats]]:
    u = cumulated(own.outcomes.returns, horizon)
    made = design(negativity, own.outcomes, u, terms)
    older = older_mean(own.outcomes.returns, terms.lags + 1)
    for i in range(len(negativity)):
        used = made.used[i]
        n, W = negativity[i, used], np.column_stack([np.ones(used.sum()), made.controls[i][:, used].T])
        yield (name, "as they are", str(horizon)), n, W, u[i, used]
        if name == DEFAULT:
            W = np.column_stack([W, older[i, used]])
            yield (name, "and the mean of older returns", str(horizon)), n, W, u[i, used]


def _standardised(panel: AlignedPanel) -> Mapping[str, Floats]:
    """(C, T) the negative share of each company, standardised in four ways."""
    share = panel["negative_share"].to_numpy().T
    ways: dict[str, Callable[[Floats], Floats]] = {
        DEFAULT: partial(_on_past, history=120),
        "on the last 20": partial(_on_past, history=20),
        "on the whole sample": lambda x: (x - x.mean()) / x.std(ddof=1),
        "not at all": lambda x: x / np.nanstd(share),
    }
    found = {name: np.full(share.shape, np.nan) for name in ways}
    for name, way in ways.items():
        for row, values in zip(found[name], share, strict=True):
            measured = np.isfinite(values)
            row[measured] = way(values[measured])
            row[:SKIPPED] = np.nan
    return found


def _on_past(values: Floats, *, history: int) -> Floats:
    return standardised_on_past(values, history=history, min_history=SKIPPED)
