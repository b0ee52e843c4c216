"""How often a study without any effect claims one when some of its posts stand at midnight.

The process is the null of ``referee``: news moves prices and posts at once, and posts lead nothing. Then some
posts lose their time of day and stand at midnight in New York of their date. A row is one such file: the
share of ``--draws`` in which the pooled estimate at horizon 1 rejects at 5 %, with its 95 % interval, and the
mean estimate. The limits of ``naysay.data.clock`` rest on it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks._referee_effects import effects
from benchmarks._referee_lines import LEVEL, wilson
from benchmarks._referee_panel import panel_of
from benchmarks._referee_process import Ints, Process, draw
from naysay.analysis.projections.result import AS_MEASURED, POOLED
from naysay.data.sessions import session_positions

ZONE: Final = "America/New_York"


@dataclass(frozen=True, slots=True)
class File:
    """Posts of which a ``share`` stands at midnight; or all those of so many ``companies`` and no other's."""

    name: str
    share: float = 1.0
    companies: int | None = None

    def chosen(self, company: npt.NDArray[np.integer], rng: np.random.Generator) -> npt.NDArray[np.bool_]:
        """Whose time is lost, of posts whose companies are numbered."""
        if self.companies is not None:
            return np.asarray(company < self.companies)
        return np.asarray(rng.random(len(company)) < self.share)


def midnight(at: Ints) -> Ints:
    """Midnight in New York that begins the local date."""
    local = pd.DatetimeIndex(at, tz="UTC").tz_convert(ZONE).tz_localize(None).normalize()
    return np.asarray(local.tz_localize(ZONE).tz_convert(None).as_unit("ns").asi8)


FILES: Final = (
    File("true instants", 0.0),
    *(File(f"{share:.0%} of the posts at midnight", share) for share in (0.05, 0.1, 0.2, 0.3, 1.0)),
    File("one company of eight at midnight", companies=1),
)


def main(argv: Sequence[str]) -> int:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks heaps", description=__doc__)
    parser.add_argument("--draws", type=int, default=300, help="draws of each file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes that share the draws")
    given = parser.parse_args(argv)
    print("| posts | rejects at 5 % | mean, bp |\n|---|---|---|")
    with ProcessPoolExecutor(given.workers, mp_context=get_context("spawn")) as pool:
        for file in FILES:
            seeds = range(given.seed, given.seed + given.draws)
            found = np.array(list(pool.map(partial(_one, FILES.index(file)), seeds, chunksize=10)))
            rejected, mean = found[:, 1] < LEVEL, float(found[:, 0].mean())
            low, high = wilson(int(rejected.sum()), len(found))
            told = f"{rejected.mean():.1%} ({low:.1%} to {high:.1%})".replace("%", " %")
            print(f"| {file.name.replace('%', ' %')} | {told} | {mean:.1f} |", flush=True)
    return 0


def _one(place: int, seed: int) -> tuple[float, float]:
    """The pooled estimate of one draw, and its p-value."""
    file, rng = FILES[place], np.random.default_rng(seed)
    drawn = draw(Process(), rng)
    posts = drawn.posts
    lost = file.chosen(posts.company.codes, np.random.default_rng([seed, place]))
    at = np.where(lost, midnight(posts.posted_at), posts.posted_at)
    posts = replace(posts, posted_at=at, session=session_positions(posts.company, at, drawn.studied))
    table = effects(panel_of(replace(drawn, posts=posts), rng).frame, [1])
    row = table[(table["company"] == POOLED) & (table["measure"] == AS_MEASURED)].iloc[0]
    return float(row["bp_per_sd"]), float(row["pvalue"])
