"""A run of twelve simulated companies over a year, made once: what the reports of tests are drawn from."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest.mock import patch

from naysay.data import simulation
from naysay.data.scratch import temporary_folder
from naysay.data.sessions import trading_sessions
from naysay.reports.results import Results
from naysay.run.executors import executor
from naysay.run.infer import infer, results_of
from naysay.run.observe import observe
from naysay.run.parts import study_type
from naysay.run.progress import Progress
from naysay.run.workspace import workspace_of
from naysay.study.spec import Study

TICKERS: Final = tuple(f"C{i:02d}" for i in range(12))
CALENDAR: Final = "XETR"
FIRST, START, END = dt.date(2024, 9, 2), dt.date(2025, 1, 2), dt.date(2025, 12, 30)
"""Prices begin on the first of these dates: too late for the events of the study's first weeks."""
EFFECT_BP: Final = -30.0
WINDOWS: Final = ((-10, -1), (0, 0), (0, 1), (1, 5), (-10, 10))
STUDY: Final[dict[str, Any]] = {
    "study": {"name": "fake", "start": START, "end": END, "seed": 7},
    "company": [
        {"ticker": ticker, "isin": "DE0007164600", "currency": "EUR", "shares_outstanding": 4e7}
        for ticker in TICKERS
    ],
    "market": {"calendar": CALENDAR, "benchmark": simulation.BENCHMARK},
    "posts": {"format": "table", "path": "data/posts.csv", "company": "column"},
    "prices": {"source": "csv", "path": "data/prices"},
    "event_study": {
        "trigger": "absolute", "windows": WINDOWS, "primary_window": (1, 5), "min_gap": 4, "draws": 49,
        "placebo_draws": 49,
    },
    "calibration": {"draws": 20},
    "robustness": {"draws": 20},
}  # fmt: skip


@cache
def small_run() -> Results:
    """The results of the study. They are shared by all tests: copy what you change."""
    study = study_type().model_validate(STUDY)
    with TemporaryDirectory() as name, temporary_folder() as working:
        folder = Path(name)
        _write(folder, study)
        progress = Progress(quiet=True)
        worker = executor(1)
        observed = observe(
            study,
            workspace_of(folder / "analysis" / "fake.toml"),
            working=working,
            quarantine=folder / "quarantine.jsonl",
            executor=worker,
            locked=True,
            progress=progress,
        )
        tables = infer(study, observed, executor=worker, progress=progress)
        return results_of(study, observed, tables)


def _write(folder: Path, study: Study) -> None:
    """The posts and prices of the study."""
    sessions = trading_sessions(CALENDAR, FIRST, study.study.end)
    history = int(sessions.index.searchsorted(study.study.start.isoformat()))
    with patch.object(simulation, "tickers", lambda: TICKERS):
        data = simulation.simulate(sessions=sessions, history=history, effect_bp=EFFECT_BP, seed=3)
    (folder / "analysis").mkdir()
    (folder / "analysis" / "fake.toml").touch()
    (folder / "data" / "prices").mkdir(parents=True)
    data.posts.to_csv(folder / "data" / "posts.csv", index=False)
    for ticker, prices in data.prices.items():
        prices.to_csv(folder / "data" / "prices" / f"{ticker}.csv", index=False)
