"""How often a share that really jumps is taken for a split, and how often a split is seen.

Companies of ten years of sessions whose moves come from a t distribution, scaled to 2 % a day. The open lies
anywhere between two closes, and volumes do not react to moves, which makes jumps look calmer than they are.
Then the same prices with moves that all happen before the open, and with the closes alone. A row counts the
sessions that gain 40 % or lose 30 %, those that a run refuses, and those that it tells. Below, a split or a
change of the unit is planted in each company: the share that is refused, or told.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from naysay.data.markets.base import ListedActions
from naysay.data.price_faults import REFUSED
from naysay.data.price_jumps import price_jumps

SESSIONS: Final = 2_520
LARGE: Final = float(np.log(1.4))
PROCESSES: Final = (
    ("t3, open between the closes", 3.0, "between"),
    ("t3, whole move before the open", 3.0, "before"),
    ("t3, closes alone", 3.0, "closes"),
    ("t2.2, open between the closes", 2.2, "between"),
    ("t2.2, closes alone", 2.2, "closes"),
)
PLANTED: Final = (1.5, 2.0, 3.0, 4.0, 10.0, 0.5, 0.1, 100.0, 0.01)
_PRICES: Final = ("open", "high", "low", "close", "adj_close")


def main(argv: Sequence[str]) -> int:
    """Print two tables as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks price_jumps", description=__doc__)
    parser.add_argument("--companies", type=int, default=500, help="companies of each process")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    print("| moves | sessions | large | refused | only told |\n|---|---|---|---|---|")
    for name, tails, kind in PROCESSES:
        rng, counts = np.random.default_rng(options.seed), Counter[str]()
        for _ in range(options.companies):
            frame = drawn(rng, tails, kind)
            counts["large"] += int((np.abs(np.diff(np.log(frame["close"]))) > LARGE).sum())
            counts.update(outcomes(frame))
        sessions = f"{options.companies * SESSIONS:,}"
        print(
            f"| {name} | {sessions} | {counts['large']} | {counts['refused']} | {counts['told']} |",
            flush=True,
        )
    print(
        "\n| planted | refused | only told | refused from closes alone | only told |\n|---|---|---|---|---|"
    )
    for ratio in PLANTED:
        cells = []
        for kind in ("between", "closes"):
            seen = np.array([_planted(seed, ratio, kind) for seed in range(options.companies)])
            cells += [f"{share:.0%}".replace("%", " %") for share in seen.mean(axis=0)]
        written = f"{ratio:g}:1" if ratio > 1 else f"1:{1 / ratio:g}"
        print(f"| {written} | {' | '.join(cells)} |", flush=True)
    return 0


def drawn(rng: np.random.Generator, tails: float, kind: str) -> pd.DataFrame:
    """The prices of one company."""
    unit = 0.02 / np.sqrt(tails / (tails - 2))
    moves = rng.standard_t(tails, SESSIONS) * unit
    close = 50 * np.exp(np.cumsum(moves))
    before = np.concatenate([[50.0], close[:-1]])
    opened = before * np.exp(rng.uniform(0, 1, SESSIONS) * moves)
    if kind == "before":
        opened = close * np.exp(rng.normal(0, 0.004, SESSIONS))
    spread = np.abs(rng.normal(0, 0.004, (2, SESSIONS)))
    frame = pd.DataFrame(
        {
            "open": opened,
            "high": np.maximum(opened, close) * np.exp(spread[0]),
            "low": np.minimum(opened, close) * np.exp(-spread[1]),
            "close": close,
            "adj_close": close,
            "volume": np.exp(rng.normal(13, 0.4, SESSIONS)),
        },
        index=pd.bdate_range("2010-01-04", periods=SESSIONS, name="session"),
    )
    return frame.assign(open=np.nan, high=np.nan, low=np.nan, volume=np.nan) if kind == "closes" else frame


def outcomes(frame: pd.DataFrame) -> list[str]:
    """refused or told, for each jump."""
    faults = price_jumps("AAA", frame, ListedActions())
    return ["refused" if fault.code in REFUSED else "told" for fault in faults]


def _planted(seed: int, ratio: float, kind: str) -> tuple[bool, bool]:
    """Whether a jump by ``ratio`` is refused, or only told."""
    frame = drawn(np.random.default_rng(seed), 3.0, kind)
    at = 1_000 + seed
    day = (pd.Timestamp("2010-01-04") + pd.offsets.BDay(at)).date()
    level = np.where(np.arange(SESSIONS) < at, 1.0, ratio)
    frame = frame.assign(**{name: frame[name].to_numpy() / level for name in _PRICES})
    codes = [fault.code for fault in price_jumps("AAA", frame, ListedActions()) if fault.session == day]
    return any(code in REFUSED for code in codes), bool(codes) and not any(code in REFUSED for code in codes)
