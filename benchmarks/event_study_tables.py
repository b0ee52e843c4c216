"""Each test of an event study beside a second implementation, as a Markdown table.

The second is that of ``../shared/reference/event_study/formula_reference.json``: 20 large US shares, 2015 to
2019, one common date (A) or 60 events with dates of their own (B).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from naysay.analysis.event_study import event_study

FOLDER: Final = Path(__file__).resolve().parents[2] / "shared" / "reference" / "event_study"
WINDOWS: Final = ((0, 0), (-1, 1), (-10, 10))
CASES: Final = {"A": "A_clustered", "B": "B_unclustered"}
KEYS: Final = {
    "cross_sectional_t": "cross_sectional_t",
    "skewness_adjusted_t": "hall_skew_t",
    "j1": "mackinlay_J1_exactvar",
    "bw85": "crude_dependence_t_BW85",
    "patell": "patell_z_exactSCAR(J2)",
    "adjusted_patell": "adj_patell_KP_exactSCAR",
    "bmp": "bmp_t_exactSCAR",
    "adjusted_bmp": "adj_bmp_KP_exactSCAR",
    "corrado_rank": "corrado_rank_t_T=full",
    "corrado_zivney": "corrado_zivney_rank_t_T=full",
    "grank_t": "grank_t",
    "grank_z": "grank_z",
    "sign": "sign_z",
    "generalized_sign": "generalized_sign_z",
    "wilcoxon": "wilcoxon_z",
}
MOST: Final = 1e-10


def main(argv: Sequence[str]) -> int:
    """Print the table for the market model; 0 if no difference exceeds ``MOST``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks event_study_tables", description=__doc__)
    parser.parse_args(argv)
    if not FOLDER.is_dir():
        print("The folder ../shared/reference/event_study is not beside the repository.")
        return 1
    expected = json.loads((FOLDER / "formula_reference.json").read_text(encoding="utf-8"))
    returns = pd.read_csv(FOLDER / "log_returns.csv", index_col=0, parse_dates=True)
    print("| events | window | test | ours | second implementation | difference |\n|---|---|---|---|---|---|")
    largest = 0.0
    for case, name in CASES.items():
        events = pd.read_csv(FOLDER / f"events_{name}.csv").set_axis(
            ["event_id", "company", "session"], axis=1
        )
        study = event_study(returns.drop(columns="SP500"), returns["SP500"], events, windows=WINDOWS)
        ours = study.tests.set_index(["window_start", "window_end", "test"])["statistic"]
        for start, end in WINDOWS:
            values = expected[f"{name}|mm"][f"[{start},{end}]"]
            for test, key in KEYS.items():
                one, other = float(ours[(start, end, test)]), float(values[key])
                largest = max(largest, abs(one - other))
                print(
                    f"| {case} | [{start}, {end}] | {test} | {one:.10f} | {other:.10f} | {one - other:.0e} |"
                )
    return 0 if largest <= MOST else 1
