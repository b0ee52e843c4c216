"""Whether page 1 carries the doubt when instants of posts are early, or closes are old.

Each process makes raw posts and prices, and the program's own functions judge each draw as a study would.
The table has the share of studies that claim a lead, and, of those, the share whose page 1 carries the doubt
below its answer, with its 95 % bounds (Wilson) and the bound that is set for it; then the shares in which
each check fails: nothing left with all posts taken four hours later ("later"; "-" where that moves hardly any
post), and nothing left from the next open to the close ("open"). The last column is the mean number of the
eight companies whose closes follow the market of the session before (p < .05, Benjamini-Hochberg).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

import numpy as np

from benchmarks._clock_processes import CASES, Told, told
from benchmarks._draws import drawn, options
from benchmarks._referee_lines import wilson

HEAD: Final = (
    "| process | studies that claim a lead | claims with the doubt | bound | later fails | open fails "
    "| late closes |\n|---|---|---|---|---|---|---|"
)


def main(argv: Sequence[str]) -> int:
    """Print the table as Markdown; 1 where a bound is missed."""
    given = options("clock", __doc__, CASES, argv)
    print(HEAD, flush=True)
    missed = 0
    for name in given.names:
        line, meets = row(name, list(drawn(_told, name, given.draws, given.seed, given.workers)))
        print(line, flush=True)
        missed += not meets
    sys.stderr.write(f"{missed} rows miss a bound\n")
    return 1 if missed else 0


def row(name: str, made: Sequence[Told]) -> tuple[str, bool]:
    """The row of a process, and whether it meets its bound; one without claims does."""
    case, claims = CASES[name], [one for one in made if one.claims]
    doubts = sum(one.doubt for one in claims)
    share = doubts / len(claims) if claims else float("nan")
    meets = not (share < (case.least or 0.0) or share > (1.0 if case.most is None else case.most))
    bound = f"at least {case.least:.0%}" if case.least else f"at most {case.most:.0%}" if case.most else ""
    cells = (
        name,
        f"{100 * len(claims) / max(len(made), 1):.1f} % of {len(made)}",
        _bounded(doubts, len(claims)),
        f"{bound}{'' if meets else ': missed'}".replace("%", " %"),
        _failed([one.later for one in claims]),
        _failed([one.opened for one in claims]),
        f"{np.mean([one.late for one in made]):.1f}",
    )
    return f"| {' | '.join(cells)} |", meets


def _bounded(count: int, n: int) -> str:
    """A share with its 95 % bounds."""
    if not n:
        return "-"
    low, high = wilson(count, n)
    return f"{100 * count / n:.1f} % ({100 * max(low, 0.0):.1f} to {100 * high:.1f})"


def _failed(passed: Sequence[bool | None]) -> str:
    made = [one for one in passed if one is not None]
    return f"{100 * (1 - np.mean(made)):.1f} %" if made else "-"


def _told(name: str, rng: np.random.Generator) -> Told:
    return told(CASES[name], rng)
