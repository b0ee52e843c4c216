"""Tables of a run made again from its files alone, by the functions of ``naysay.analysis``.

Expected values: the run's own tables. The inputs are the CSV files ``daily``, ``returns`` and ``events`` and
the study's options, which is what somebody has who was sent the folder of a run.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import naysay
from naysay.analysis import event_study, granger, local_projections
from naysay.analysis.event_study import placebo_test
from naysay.analysis.event_study.options import EventStudyOptions
from naysay.analysis.granger.options import GrangerOptions
from naysay.analysis.projections.options import ProjectionOptions
from naysay.study.spec import Study


@pytest.fixture(scope="module")
def finished(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Path]:
    """The study, and the folder of the tables of its run."""
    folder = tmp_path_factory.mktemp("finished")
    workspace = Path(shutil.copytree(small_files, folder / "workspace"))
    study = naysay.read_study(workspace / "analysis" / "small.toml").with_(
        study={"methods": ["granger", "event_study", "projections"]},
        event_study={"trigger": "absolute", "threshold": 1.0},
    )
    place = naysay.run_study(study).save(folder / "run", formats=["markdown"])
    return study.spec, place / "tables"


def table(folder: Path, name: str) -> pd.DataFrame:
    return naysay.read_run(folder.parent).tables[name]


def wide(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Session x company, companies in the order of the file."""
    rows = frame.set_index(["session", "company"])[column].astype(float)
    return rows.unstack()[frame["company"].unique()]  # noqa: PD010  each company and session stands once


def assert_same(remade: pd.DataFrame, of_run: pd.DataFrame) -> None:
    """Same numbers to the last digit, in the columns that both have."""
    assert len(of_run)
    columns = [name for name in of_run if name in remade]
    assert {"pvalue", "reason"} <= set(columns)
    made = remade[columns].reset_index(drop=True)
    expected = of_run[columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(made, expected, check_dtype=False, check_exact=True)


def test_granger(finished: tuple[Study, Path]) -> None:
    study, folder = finished
    options, daily = study.section(GrangerOptions), table(folder, "daily")
    tests = granger(
        wide(daily, "negativity"),
        wide(daily, options.returns),
        wide(daily, "market_ret"),
        lags=options.lags,
        primary_lag=options.primary_lag,
        covariance=options.covariance,
        unmeasured=options.unmeasured,
        names=("negativity", options.returns),
    )
    assert_same(tests.table, table(folder, "granger"))


def test_effects(finished: tuple[Study, Path]) -> None:
    study, folder = finished
    options, daily = study.section(ProjectionOptions), table(folder, "daily")
    projections = local_projections(
        wide(daily, "negativity"),
        wide(daily, options.returns),
        wide(daily, "market_ret"),
        wide(daily, "attention"),
        horizons=range(1, options.horizons + 1),
        primary_horizon=options.primary_horizon,
        lags=options.lags,
        covariance=options.covariance,
        pooled_covariance=options.pooled_covariance,
        seed=study.study.seed,
    )
    of_run = table(folder, "effects")
    assert_same(projections.table, of_run[of_run["measure"] != "mood"])


def test_event_tests(finished: tuple[Study, Path]) -> None:
    study, folder = finished
    options, returns = study.section(EventStudyOptions), table(folder, "returns")
    events = table(folder, "events")[["event_id", "company", "session"]]
    assert returns["session"].min() < pd.Timestamp(study.study.start)
    frames = (wide(returns, "ret"), wide(returns, "market_ret"))
    design: dict[str, Any] = {
        "model": options.model,
        "estimation": options.estimation,
        "event_window": options.event_window,
        "windows": options.windows,
        "min_observations": options.min_observations,
        "seed": study.study.seed,
    }
    again = event_study(*frames, events, **design, draws=options.draws)
    excluded = again.events.assign(excluded=again.events["reason"])
    placebo = placebo_test(*frames, excluded, **design, draws=options.placebo_draws)
    assert_same(pd.concat([again.tests, placebo]), table(folder, "event_tests"))
