"""Makes the simulated inputs of ``reference.R``: python tests/reference/data/simulate.py."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parent
FIRMS, SESSIONS = 6, 220


def panel() -> pd.DataFrame:
    """Chatter (neg) with memory and returns that follow a market; in two firms chatter leads."""
    rng = np.random.default_rng(20261129)
    market = 0.01 * rng.standard_t(6, SESSIONS)
    frames = []
    for firm in range(FIRMS):
        neg, ret, shock = np.zeros(SESSIONS), np.zeros(SESSIONS), rng.standard_t(6, (2, SESSIONS))
        for t in range(1, SESSIONS):
            neg[t] = (0.4 + 0.05 * firm) * neg[t - 1] - 8.0 * (firm % 2) * ret[t - 1] + 0.8 * shock[0, t]
            lead = -0.002 * neg[t - 1] * (firm < 2)
            ret[t] = (0.6 + 0.2 * firm) * market[t] + lead + 0.012 * shock[1, t]
        frames.append(
            pd.DataFrame(
                {
                    "firm": f"S{firm + 1}",
                    "date": pd.bdate_range("2022-01-03", periods=SESSIONS).strftime("%Y-%m-%d"),
                    "ret": ret.round(7),
                    "neg": neg.round(6),
                    "mkt": market.round(7),
                }
            )
        )
    return pd.concat(frames)


def events() -> pd.DataFrame:
    """Three events a firm, each with whole estimation (-100, -11) and event windows (-10, 10)."""
    rng = np.random.default_rng(7)
    dates = pd.bdate_range("2022-01-03", periods=SESSIONS).strftime("%Y-%m-%d")
    rows = [
        (f"S{firm + 1}", dates[place])
        for firm in range(FIRMS)
        for place in np.sort(rng.choice(range(105, 205), 3, replace=False))
    ]
    return pd.DataFrame(rows, columns=["company", "session"])


if __name__ == "__main__":
    panel().to_csv(FOLDER / "panel.csv", index=False, lineterminator="\n")
    events().to_csv(FOLDER / "events.csv", index=False, lineterminator="\n")
