"""Event studies: ours, a loop over statsmodels' OLS and two packages of PyPI on the same events in one run.

The process: 1,000 companies, 2,500 sessions, one market factor, independent t(5) errors, events at random.
250 estimation sessions, event window [-10, 10]. Wall clock; ours are the best of the rounds. The packages are
installed in environments of their own, made for the run. Then growth with events.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import statsmodels.api as sm

from benchmarks._environments import NotMadeError, printed_by, python_with
from naysay.analysis.event_study import EventStudy, event_study
from naysay.analysis.event_study.abnormal import AbnormalEstimates, abnormal_returns
from naysay.analysis.event_study.design import checked_design
from naysay.analysis.event_study.inputs import checked_panel
from naysay.analysis.event_study.models import model_named
from naysay.analysis.event_study.placement import place
from naysay.analysis.event_study.statistics import TESTS
from naysay.data.sessions import trading_sessions

SESSIONS: Final = 2_500
COMPANIES: Final = 1_000
ESTIMATION: Final = (-260, -11)
EVENT_WINDOW: Final = (-10, 10)
PEERS: Final = ("eventstudy==0.1a12", "event-study-toolkit==1.0.0")
PEER: Final = Path(__file__).with_name("_event_study_peer.py")
MOST_SECONDS: Final = {"abnormal returns": 0.01, "battery": 0.5}
MOST_MEGABYTES: Final = 2_000

Floats = npt.NDArray[np.float64]


def main(argv: Sequence[str]) -> int:
    """Print times and memory; 0 if all stay below what is promised and the two agree."""
    arguments = _parser().parse_args(argv)
    sample = simulated()
    ours = _on_thousand(sample, rounds=arguments.rounds)
    print("1,000 events, 250 estimation sessions, market model")
    for name, seconds in ours.seconds.items():
        print(f"  {name:<34}{seconds:10.4f} s")
    print(f"  largest difference of ar or se    {ours.difference:10.1e}")
    good = ours.difference < 1e-12
    good &= all(ours.seconds[name] <= most for name, most in MOST_SECONDS.items())
    for requirement in () if arguments.alone else PEERS:
        good &= _print_peer(requirement, sample, ours)
    print("events     event_study(), 1 window   s a 1,000   peak memory of the process")
    for count in arguments.events:
        events = sample.events(count)
        start = perf_counter()
        whole_study(sample, events)
        seconds = perf_counter() - start
        print(
            f"{count:<10} {seconds:20.2f} s {1000 * seconds / count:13.3f} {_megabytes():16.0f} MB",
            flush=True,
        )
    good &= _megabytes() < MOST_MEGABYTES
    return 0 if good else 1


@dataclass(frozen=True, slots=True)
class Sample:
    """Simulated returns, benchmark and the generator that draws events."""

    returns: pd.DataFrame
    market: pd.Series

    def events(self, count: int) -> pd.DataFrame:
        """``count`` distinct pairs of company and session with room for both windows."""
        first, places = -ESTIMATION[0], SESSIONS + ESTIMATION[0] - EVENT_WINDOW[1]
        drawn = np.random.default_rng(2).choice(places * COMPANIES, count, replace=False)
        return pd.DataFrame(
            {
                "company": self.returns.columns[drawn % COMPANIES],
                "session": self.returns.index[first + drawn // COMPANIES],
            }
        )


def simulated() -> Sample:
    """The process of the head of this file."""
    rng = np.random.default_rng(1)
    sessions = trading_sessions("XNYS", date(2010, 1, 4), date(2020, 12, 31)).index[:SESSIONS]
    market = rng.normal(0.0003, 0.01, SESSIONS)
    values = market[:, None] * rng.uniform(0.5, 1.5, COMPANIES)
    values += 0.015 * rng.standard_t(5, (SESSIONS, COMPANIES))
    names = [f"C{number:04d}" for number in range(COMPANIES)]
    return Sample(pd.DataFrame(values, sessions, names), pd.Series(market, sessions))


@dataclass(frozen=True, slots=True)
class Thousand:
    """Seconds by part, and the largest difference between ours and the loop."""

    seconds: dict[str, float]
    difference: float
    ar: Floats


def _on_thousand(sample: Sample, *, rounds: int) -> Thousand:
    events = sample.events(1_000)
    design = checked_design("market", ESTIMATION, EVENT_WINDOW, (EVENT_WINDOW,), None)
    panel = checked_panel(sample.returns, sample.market, None)
    placement = place(events, panel.sessions, panel.companies, design=design)
    model = model_named("market")

    def ours() -> AbnormalEstimates:
        found = abnormal_returns(panel, placement, design=design, model=model)
        _ = found.arrays.se
        return found

    def battery() -> None:
        arrays = ours().arrays
        for test in TESTS.values():
            test(arrays, EVENT_WINDOW)

    seconds = {
        "abnormal returns": _best(ours, rounds),
        "battery": _best(battery, rounds),
        "event_study() with its tables": _best(lambda: whole_study(sample, events), rounds),
    }
    start = perf_counter()
    ar, se = _statsmodels(panel.returns, panel.market[0], placement.column, placement.position)
    seconds["statsmodels OLS loop"] = perf_counter() - start
    arrays = ours().arrays
    difference = max(np.abs(arrays.ar - ar).max(), np.abs(arrays.se - se).max())
    return Thousand(seconds, float(difference), arrays.ar)


def _print_peer(requirement: str, sample: Sample, ours: Thousand) -> bool:
    """One line: seconds of the package, how many times ours, and the largest difference of ar."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        sample.returns.assign(MARKET=sample.market).to_csv(folder / "returns.csv", index_label="date")
        sample.events(1_000).to_csv(folder / "events.csv", index=False)
        try:
            python = python_with(requirement, folder)
            found = printed_by(python, PEER, requirement.partition("==")[0], str(folder))
        except NotMadeError as error:
            print(f"  {requirement:<34}      not run: {error}")
            return False
    times = found["seconds"] / ours.seconds["abnormal returns"]
    difference = float(np.abs(np.array(found["ar"]) - ours.ar).max())
    seconds = found["seconds"]
    print(f"  {requirement:<34}{seconds:10.4f} s, {times:.0f} times ours, ar differ by {difference:.1e}")
    return True


def _statsmodels(
    returns: Floats, market: Floats, column: npt.NDArray[np.int64], position: npt.NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Abnormal returns and their forecast errors, one regression after the other."""
    regressors = np.column_stack([np.ones_like(market), market])
    ar, se = [], []
    for company, at in zip(column, position, strict=True):
        before = slice(at + ESTIMATION[0], at + ESTIMATION[1] + 1)
        around = slice(at + EVENT_WINDOW[0], at + EVENT_WINDOW[1] + 1)
        forecast = (
            sm.OLS(returns[company, before], regressors[before]).fit().get_prediction(regressors[around])
        )
        ar.append(returns[company, around] - forecast.predicted_mean)
        se.append(forecast.se_obs)
    return np.array(ar), np.array(se)


def whole_study(sample: Sample, events: pd.DataFrame) -> EventStudy:
    """The study with its tables, one window."""
    return event_study(
        sample.returns,
        sample.market,
        events,
        estimation=ESTIMATION,
        event_window=EVENT_WINDOW,
        windows=(EVENT_WINDOW,),
    )


def _best(job: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = perf_counter()
        job()
        times.append(perf_counter() - start)
    return min(times)


def _megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks event_study", description=__doc__)
    parser.add_argument("--alone", action="store_true", help="without the packages of PyPI")
    parser.add_argument("--rounds", type=int, default=5, help="rounds on 1,000 events, the best counts (5)")
    parser.add_argument(
        "--events",
        type=int,
        nargs="*",
        default=[1_000, 10_000, 30_000, 100_000],
        help="numbers of events to grow through (1000 10000 30000 100000)",
    )
    return parser
