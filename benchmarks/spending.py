"""Spending functions of a series of monthly reports, alike: the same looks, the same information, 5 % in all.

A series begins with 60, 250 or 500 sessions, and each month adds 21. `level, power` of a report: the p-value
that a claim has to be below, and how often that report finds an effect that a single test at 5 % on the same
data finds in 80 % of cases. `found by` a report: how often it or an earlier one finds an effect of the size
that a single test by that report finds in 80 %, in 40,000 Brownian motions (standard error .25 points).

I is information, I_1 that of the first report. The functions with an end spend the 5 % by report 25, after
which none is left. The mixture tests (Robbins 1970) spend by no function: |z| has to exceed
sqrt((1 + 1 / (r I)) (2 log(1 / .05) + log(1 + r I))), with r such that the boundary is lowest at one report.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from benchmarks._draws import options
from naysay.analysis.level import LEVEL
from naysay.analysis.monitoring.boundary import boundaries
from naysay.analysis.monitoring.spending import spent
from naysay.analysis.projections.result import DETECTABLE

Floats = NDArray[np.float64]

BEGINS: Final = (60, 250, 500)
MONTH: Final = 21
"""Sessions."""
LOOKS: Final = 60
END: Final = 25
"""The last report of the functions that have one."""
SHOWN: Final = (1, 12, 25, 60)
MOTIONS: Final = 40_000

WITHOUT_END: Final[Mapping[str, Callable[[Floats], Floats]]] = MappingProxyType(
    {
        "1 - .7 I_1 / I (chosen)": spent,
        "1 - .8 I_1 / I": lambda known: spent(known, first_share=0.2),
        "1 - .5 I_1 / I": lambda known: spent(known, first_share=0.5),
        "1 - .7 sqrt(I_1 / I)": lambda known: spent(np.sqrt(known)),
        "1 - 1 / (k + 1), by number": lambda known: LEVEL * (1.0 - 1.0 / np.arange(2.0, len(known) + 2.0)),
    }
)
WITH_END: Final[Mapping[str, Callable[[Floats], Floats]]] = MappingProxyType(
    {
        "O'Brien and Fleming, 25 reports": lambda t: 4.0 * stats.norm.sf(stats.norm.isf(LEVEL / 4) / t**0.5),
        "Pocock, 25 reports": lambda t: LEVEL * np.log(1.0 + (np.e - 1.0) * t),
    }
)


def main(argv: Sequence[str]) -> int:
    """Print one table as Markdown."""
    given = options("spending", __doc__, ["all"], argv)
    heads = [f"report {number}" for number in SHOWN] + [f"found by {number}" for number in SHOWN[1:]]
    print(f"| first report | of the 5 %, spent by I | {' | '.join(heads)} |\n|---|---|{'---|' * len(heads)}")
    for first in BEGINS:
        known = first + MONTH * np.arange(float(LOOKS))
        for name, critical in criticals(known).items():
            cells = [_cell(critical[number - 1]) for number in SHOWN]
            rng = np.random.default_rng(given.seed)
            cells += [f"{100 * share:.0f} %" for share in _found(critical, known, rng)]
            print(f"| {first} sessions | {name} | {' | '.join(cells)} |", flush=True)
    return 0


def criticals(known: Floats) -> dict[str, Floats]:
    """The boundary of each way; infinite at looks for which nothing is left."""
    out = {name: boundaries(known, spend(known)) for name, spend in WITHOUT_END.items()}
    for name, spend in WITH_END.items():
        planned = boundaries(known[:END], spend(known[:END] / known[END - 1]))
        out[name] = np.append(planned, np.full(len(known) - END, np.inf))
    for number in (12, 25):
        out[f"mixture, lowest at report {number}"] = _mixture(known, number)
    return out


def _mixture(known: Floats, lowest: int) -> Floats:
    """|z| of Robbins' mixture, whose variance makes it lowest at the look ``lowest``."""

    def critical(r: float) -> Floats:
        grown = r * known
        return np.asarray(np.sqrt((1.0 + 1.0 / grown) * (2.0 * np.log(1.0 / LEVEL) + np.log1p(grown))))

    at = known[lowest - 1]
    best = optimize.minimize_scalar(
        lambda log: critical(np.exp(log) / at)[lowest - 1], bounds=(-3.0, 6.0), method="bounded"
    )
    return critical(np.exp(best.x) / at)


def _cell(critical: float) -> str:
    if np.isinf(critical):
        return "–"
    return f"{200 * stats.norm.sf(critical):.2f} %, {100 * stats.norm.sf(critical - DETECTABLE):.0f} %"


def _found(critical: Floats, known: Floats, rng: np.random.Generator) -> list[float]:
    """The share of motions that have left the boundary, either way, by each shown report after the first."""
    noise = np.cumsum(rng.standard_normal((MOTIONS, len(known))) * np.sqrt(np.diff(known, prepend=0.0)), 1)
    shares = []
    for number in SHOWN[1:]:
        drift = DETECTABLE / np.sqrt(known[number - 1])
        score = noise[:, :number] + drift * known[:number]
        outside = np.abs(score) / np.sqrt(known[:number]) >= critical[:number]
        shares.append(float(outside.any(axis=1).mean()))
    return shares


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
