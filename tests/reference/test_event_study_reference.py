"""The battery against values computed from the papers by other code, on 20 large US shares, 2015-2019.

Expected values: ``shared/reference/event_study/formula_reference.json`` (an independent implementation,
itself checked against R estudy2 0.10.0 and R EventStudy 0.50.0; the log is beside it), and estudy2's own
numbers where our convention is R's. Case A is one common date for 20 firms, case B 60 events of firms that
repeat.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from benchmarks.event_study_tables import ESTUDY2, EVENTSTUDY, KEYS

from naysay.analysis.event_study import EventStudy, event_study
from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.statistics.wild_bootstrap import wild_bootstrap
from naysay.analysis.pairs import FloatArray

FOLDER = Path(__file__).parents[2].parent / "shared" / "reference" / "event_study"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared reference folder is not beside the checkout"
)

CASES = ("A_clustered", "B_unclustered")
MODELS = {"market": "mm", "market_adjusted": "ma", "constant_mean": "cm"}


@cache
def expected() -> dict[str, dict[str, dict[str, float]]]:
    found: dict[str, dict[str, dict[str, float]]] = json.loads(
        (FOLDER / "formula_reference.json").read_text()
    )
    return found


@cache
def log_returns() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "log_returns.csv", index_col=0, parse_dates=True)


def study(case: str, model: str, **options: Any) -> EventStudy:
    events = pd.read_csv(FOLDER / f"events_{case}.csv").rename(
        columns={"firm": "company", "event_date": "session"}
    )
    returns = log_returns()
    return event_study(returns.drop(columns="SP500"), returns["SP500"], events, model=model, **options)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("model", MODELS)
def test_every_statistic_in_every_window_is_that_of_the_formula(case: str, model: str) -> None:
    by_window = {
        key: value for key, value in expected()[f"{case}|{MODELS[model]}"].items() if key.startswith("[")
    }
    windows = [tuple(json.loads(key)) for key in by_window]
    table = study(case, model, windows=windows).tests
    tests = {(r["window_start"], r["window_end"], r["test"]): r for r in table.to_dict("records")}
    assert len(windows) == 44
    for window, values in zip(windows, by_window.values(), strict=True):
        for test, key in KEYS.items():
            row = tests[(*window, test)]
            np.testing.assert_allclose(
                row["statistic"], values[key], rtol=1e-10, atol=1e-12, err_msg=f"{window} {test}"
            )
            np.testing.assert_allclose(row["estimate"], values["CAAR"], rtol=0, atol=1e-13)
            assert row["n_events"] == values["N"]
            assert row["reason"] == ""


@pytest.mark.parametrize(
    ("model", "name"), [("market", "sim"), ("market_adjusted", "mrkt_adj"), ("constant_mean", "mean_adj")]
)
def test_single_sessions_are_those_of_estudy2(model: str, name: str) -> None:
    theirs = pd.read_csv(FOLDER / "estudy2_A_daily.csv").query("model == @name")
    windows = [(tau, tau) for tau in range(-10, 11)]
    ours = study("A_clustered", model, windows=windows).tests.set_index(["test", "window_start"])
    for test, key in ESTUDY2.items():
        rows = theirs[theirs["test"] == key]
        assert len(rows) == 21 or (test == "bmp" and model != "market")
        for tau, value in zip(rows["rel_day"], rows["stat"], strict=True):
            assert ours.loc[(test, tau), "statistic"] == pytest.approx(value, abs=1e-9), (test, tau)


@pytest.mark.parametrize("case", CASES)
def test_single_sessions_are_those_of_r_eventstudy(case: str) -> None:
    theirs = pd.read_csv(FOLDER / "sipemu_multi_event_stats.csv").query(
        "case == @case and model == 'MarketModel'"
    )
    windows = [(tau, tau) for tau in range(-10, 11)]
    ours = study(case, "market", windows=windows).tests.set_index(["test", "window_start"])
    for test, (name, quantity) in EVENTSTUDY.items():
        if case == "B_unclustered" and test == "generalized_sign":
            continue  # pools the residuals of a firm's events into one
        rows = theirs[(theirs["test"] == name) & (theirs["quantity"] == quantity)]
        assert len(rows) == 21
        for tau, value in zip(rows["rel_day"], rows["value"], strict=True):
            assert ours.loc[(test, tau), "statistic"] == pytest.approx(value, abs=1e-9), (test, tau)


def test_the_wild_bootstrap_draws_from_the_distribution_of_rs() -> None:
    """R draws other signs, one a firm: equal up to four standard errors of both simulations.

    Where firms repeat, in case B, R takes the events of a firm as one and ours those of a session.
    """
    theirs = pd.read_csv(FOLDER / "sipemu_wild_bootstrap.csv").query("case == 'A_clustered'")
    found = study("A_clustered", "market")
    ar = found.abnormal.pivot_table(index="event_id", columns="tau", values="ar", sort=False).to_numpy()
    assert theirs["relative_index"].tolist() == list(range(-10, 11))
    for column, caar, values in (
        ("boot_p_aar", "observed_aar", ar),
        ("boot_p_caar", "observed_caar", ar.cumsum(axis=1)),
    ):
        np.testing.assert_allclose(values.mean(axis=0), theirs[caar], rtol=0, atol=1e-12)
        apart = of_cars(values)
        for place, pvalue in enumerate(theirs[column]):
            ours = wild_bootstrap(apart, (place, place), draws=999, seed=1).pvalue
            assert abs(ours - pvalue) <= 4 * np.sqrt(2 * ours * (1 - ours) / 1000)


def of_cars(values: FloatArray) -> EventArrays:
    """Events (N, L) on sessions of their own, with nothing but these values."""
    count, width = values.shape
    return EventArrays(
        tau=np.arange(width),
        ar=values,
        loading=np.zeros((count, width, 1)),
        sigma=np.ones(count),
        residuals=np.zeros((count, 1)),
        start=np.arange(count),
        returns=values,
        parameters=2,
    )


def test_windows_of_bw85_are_those_of_estudy2() -> None:
    theirs = pd.read_csv(FOLDER / "estudy2_A_car.csv").query("test == 'car_brown_warner_1985'")
    names = {"sim": "market", "mrkt_adj": "market_adjusted", "mean_adj": "constant_mean"}
    for row in theirs.to_dict("records"):
        window = (int(row["win_start"]), int(row["win_end"]))
        ours = study("A_clustered", names[row["model"]], windows=(window,)).tests.set_index("test")
        assert ours.loc["bw85", "statistic"] == pytest.approx(row["stat"], abs=1e-9)


@pytest.mark.parametrize(
    ("model", "name"), [("market", "sim"), ("market_adjusted", "mrkt_adj"), ("constant_mean", "mean_adj")]
)
def test_abnormal_returns_are_those_of_estudy2(model: str, name: str) -> None:
    theirs = pd.read_csv(FOLDER / f"estudy2_A_{name}_abnormal.csv", index_col=0).iloc[-21:]
    found = study("A_clustered", model)
    ours = found.abnormal.merge(found.events[["event_id", "company"]]).pivot_table(
        index="tau", columns="company", values="ar"
    )
    np.testing.assert_allclose(ours[theirs.columns].to_numpy(), theirs.to_numpy(), rtol=0, atol=1e-12)


def test_the_rank_test_of_a_window_with_ranks_over_that_window_only_is_car_rank_test_of_estudy2() -> None:
    # estudy2 ranks over estimation window and tested window, ours over the whole event window: the two meet
    # where the event window is the tested one.
    theirs = pd.read_csv(FOLDER / "estudy2_A_car.csv").query("test == 'car_rank_test' and model == 'sim'")
    for row in theirs.to_dict("records"):
        window = (int(row["win_start"]), int(row["win_end"]))
        ours = study("A_clustered", "market", event_window=window, windows=(window,)).tests.set_index("test")
        assert ours.loc["corrado_rank", "statistic"] == pytest.approx(row["stat"], abs=5e-13)
