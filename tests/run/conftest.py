"""A small workspace of two simulated companies. Its report is short: drawings take as long as all else."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from naysay.data.sessions import trading_sessions
from naysay.data.simulation import BENCHMARK, simulate

START, END = dt.date(2024, 1, 2), dt.date(2024, 9, 30)
HISTORY = 150

STUDY = f"""\
[study]
name = "small"
title = "A small question"
start = {START}
end = {END}
seed = 3

[[company]]
ticker = "SIM1"
name = "Simulated One"
currency = "EUR"
shares_outstanding = 1_000_000

[[company]]
ticker = "SIM2"
name = "Simulated Two"

[market]
calendar = "XETR"
benchmark = "{BENCHMARK}"

[posts]
format = "table"
path = "data/posts.csv"
company = "column"

[prices]
path = "data/prices"

[calibration]
draws = 20

[report]
sections = ["cover", "methods"]
formats = ["html"]
"""


@pytest.fixture(scope="session")
def small_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, made once; tests copy them."""
    folder = tmp_path_factory.mktemp("small")
    sessions = trading_sessions("XETR", dt.date(2023, 5, 30), END)
    history = int(sessions.index.searchsorted(START.isoformat()))
    made = simulate(sessions=sessions, history=history, effect_bp=-20.0, seed=3)
    (folder / "analysis").mkdir()
    (folder / "data" / "prices").mkdir(parents=True)
    (folder / "analysis" / "small.toml").write_text(STUDY)
    mine = made.posts[made.posts["company"].isin(["SIM1", "SIM2"])]
    mine.to_csv(folder / "data" / "posts.csv", index=False)
    for ticker in ("SIM1", "SIM2", BENCHMARK):
        made.prices[ticker].to_csv(folder / "data" / "prices" / f"{ticker}.csv", index=False)
    return folder


@pytest.fixture
def small(small_files: Path, tmp_path: Path) -> Path:
    """A workspace of its own for one test."""
    return Path(shutil.copytree(small_files, tmp_path / "workspace"))
