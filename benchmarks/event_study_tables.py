"""Each test of an event study, compared with a second implementation and with R, as Markdown tables.

The second implementation is ``../shared/reference/event_study/formula_reference.json``: 20 large US shares,
2015 to 2019, with one common date (A) or 60 events on dates of their own (B). The second table compares the
event's session with R: estudy2 0.10.0 and EventStudy 0.50.0, for the tests whose convention is ours (the
README of that folder says which).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
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
ESTUDY2: Final = {
    "cross_sectional_t": "t_test",
    "bw85": "brown_warner_1985",
    "bmp": "boehmer",
    "corrado_rank": "rank_test",
    "corrado_zivney": "modified_rank_test",
    "sign": "sign_test",
    "generalized_sign": "generalized_sign_test",
}
"""Tests that R's estudy2 has in our convention."""
EVENTSTUDY: Final = {
    "cross_sectional_t": ("CSectT", "aar_t"),
    "patell": ("PatellZ", "aar_z"),
    "sign": ("SignT", "sign_z"),
    "generalized_sign": ("GSignT", "gsign_z"),
}
"""Tests that R's EventStudy has in our convention; its generalized_sign pools the residuals of a firm."""
MOST: Final = 1e-10
MOST_R: Final = 1e-9


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
        study = event_study(returns.drop(columns="SP500"), returns["SP500"], _events(name), windows=WINDOWS)
        ours = study.tests.set_index(["window_start", "window_end", "test"])["statistic"]
        for start, end in WINDOWS:
            values = expected[f"{name}|mm"][f"[{start},{end}]"]
            for test, key in KEYS.items():
                one, other = float(ours[(start, end, test)]), float(values[key])
                largest = max(largest, abs(one - other))
                print(
                    f"| {case} | [{start}, {end}] | {test} | {one:.10f} | {other:.10f} | {one - other:.0e} |"
                )
    print("\n| events | session | test | ours | R | package | difference |\n|---|---|---|---|---|---|---|")
    largest_r = 0.0
    for case, test, one, other, package in _beside_r(returns):
        largest_r = max(largest_r, abs(one - other))
        print(f"| {case} | 0 | {test} | {one:.10f} | {other:.10f} | {package} | {one - other:.0e} |")
    return 0 if largest <= MOST and largest_r <= MOST_R else 1


def _beside_r(returns: pd.DataFrame) -> Iterator[tuple[str, str, float, float, str]]:
    """Case, test, ours, R's, package, on the event's session and with the market model."""
    estudy2 = pd.read_csv(FOLDER / "estudy2_A_daily.csv").query("model == 'sim' and rel_day == 0")
    other = pd.read_csv(FOLDER / "sipemu_multi_event_stats.csv").query(
        "model == 'MarketModel' and rel_day == 0"
    )
    for case, name in CASES.items():
        ours = event_study(
            returns.drop(columns="SP500"), returns["SP500"], _events(name), windows=((0, 0),)
        ).tests.set_index("test")["statistic"]
        if case == "A":
            theirs = estudy2.set_index("test")["stat"]
            for test, key in ESTUDY2.items():
                yield case, test, float(ours[test]), float(theirs[key]), "estudy2"
        of_case = other[other["case"] == name].set_index(["test", "quantity"])["value"]
        for test, pair in EVENTSTUDY.items():
            if case == "A" or test != "generalized_sign":
                yield case, test, float(ours[test]), float(of_case[pair]), "EventStudy"


def _events(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"events_{name}.csv").set_axis(["event_id", "company", "session"], axis=1)
