"""What every file of ``analysis/methods`` keeps to, on a small simulated panel.

Expected values: the tables that each method declares and properties that every method promises.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pytest

from naysay.analysis import work
from naysay.analysis.calibration import granger_placebo
from naysay.analysis.correlation import lead_lag
from naysay.analysis.granger import granger
from naysay.analysis.granger.options import GrangerOptions
from naysay.analysis.methods.base import SPECIAL, Method, MethodInput
from naysay.analysis.methods.calibration import CalibrationOptions
from naysay.analysis.methods.granger_checks import GrangerCheckOptions
from naysay.analysis.projections.options import ProjectionOptions
from naysay.run.executors import executor
from naysay.run.stages.files import packed, unpacked
from naysay.run.stages.frames import entry_of, frames_of
from naysay.study.executor import Executor, Serial
from naysay.study.panel import DailyPanel
from naysay.study.parts import load, names
from naysay.study.spec import MethodOptions
from naysay.study.values import Section

FOLDER = "naysay.analysis.methods"
METHODS = names(FOLDER)
MAPS = {
    "calibration": 2, "correlation": 1, "event_study": 1, "granger_checks": 1, "robustness": 1,
    "stationarity": 1, "vector_autoregression": 1,
}  # fmt: skip
"""How often a method hands work to an executor; the others have too little."""
WAITS_FOR_A_FILE = {"announcement_tests"}
"""Without the file of the study that they are about these tables have no rows."""


@cache
def simulated() -> pd.DataFrame:
    """Three companies, 260 sessions; negativity lacks its first 30 and one session in twenty."""
    rng = np.random.default_rng(1)
    sessions = pd.bdate_range("2020-01-01", periods=260, name="session")
    market = rng.normal(0, 0.008, 260)
    companies = {}
    for name in ("MIDDLE", "ALPHA", "ZULU"):
        posts = rng.poisson(12, 260)
        negative = rng.binomial(posts, 0.3)
        negativity = rng.normal(size=260) + 2.5 * (rng.random(260) < 0.03)
        negativity[:30] = np.nan
        negativity[rng.random(260) < 0.05] = np.nan
        own = 0.01 * rng.standard_t(5, 260)
        own[1:] -= 0.003 * np.nan_to_num(negativity[:-1])
        companies[name] = pd.DataFrame(
            {
                "n_posts": posts,
                "n_negative": negative,
                "negative_share": negative / np.maximum(posts, 1),
                "mean_score": rng.normal(0, 0.2, 260),
                "negativity": negativity,
                "ret": market + own,
                "market_ret": market,
                "abnormal_ret": own,
                "volume": rng.lognormal(12, 0.3, 260),
            },
            index=sessions,
        )
    return pd.concat(companies, names=["company", "session"])


def method(name: str) -> Method[Any]:
    return load(FOLDER, name, "METHOD", Method)


def with_few_draws(model: type[MethodOptions]) -> MethodOptions:
    """The defaults, but for the number of draws: the properties here hold with any."""
    return model(**{name: 20 for name in model.model_fields if name in ("draws", "placebo_draws")})


def tables_of(
    name: str, panel: pd.DataFrame, options: MethodOptions | None = None, *sections: Section, **further: Any
) -> dict[str, pd.DataFrame]:
    """The tables of a method on the long ``panel``; sections that are left out have their defaults.

    Options that are left out have theirs too, with few draws.
    """
    named = {type(section): section for section in sections}
    one = method(name)
    return one.run(
        MethodInput(
            DailyPanel(panel),
            options or with_few_draws(one.options),
            tuple(named.get(model, model()) for model in one.reads),
            **further,
        )
    )


@cache
def found(name: str) -> dict[str, pd.DataFrame]:
    return tables_of(name, simulated(), seed=7)


@cache
def second_run(name: str) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """The panel that a method was run on once more, after the run, and its tables."""
    panel = simulated().copy()
    return panel, tables_of(name, panel, seed=7)


def without_data(columns: tuple[str, ...], company: str | None = None) -> pd.DataFrame:
    """The panel with ``columns`` missing for one company or all; no posts is a count of 0."""
    panel = simulated().astype(float)
    at = np.isin(panel.index.get_level_values("company"), [company] if company else panel.index.levels[0])
    panel.loc[at, list(columns)] = np.nan
    return panel.fillna({"n_posts": 0, "n_negative": 0})


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_called_what_its_file_is_called(name: str) -> None:
    assert method(name).name == name


@pytest.mark.parametrize("name", METHODS)
def test_it_gives_the_tables_it_names_with_the_columns_of_the_contract(name: str) -> None:
    tables = found(name)
    assert list(tables) == [table.name for table in method(name).tables]
    for table in method(name).tables:
        frame = tables[table.name]
        assert list(frame.columns[: len(table.columns)]) == list(table.columns)
        assert len(frame) > 0 or table.name in WAITS_FOR_A_FILE
        assert frame.columns.is_unique


@pytest.mark.parametrize("name", METHODS)
def test_the_same_input_gives_the_same_tables(name: str) -> None:
    again = second_run(name)[1]
    for table, frame in found(name).items():
        pd.testing.assert_frame_equal(again[table], frame, check_exact=True)


@pytest.fixture(scope="module", params=["processes", "cluster"])
def two_workers(request: pytest.FixtureRequest) -> Iterator[Executor]:
    kind = request.param
    options = request.getfixturevalue("dask").at(parts="") if kind == "cluster" else None
    with executor(2, kind=kind, cluster=options).kept(at_once=2) as kept:
        yield kept


class Counting:
    """Hands its work on, and counts the maps."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor
        self.maps = 0

    def map(self, *parts: Any, **options: Any) -> Iterator[Any]:
        self.maps += 1
        return self.executor.map(*parts, **options)

    def map_shared(self, *parts: Any, **options: Any) -> Iterator[Any]:
        self.maps += 1
        return self.executor.map_shared(*parts, **options)


@pytest.mark.parametrize("name", METHODS)
def test_workers_change_no_byte(name: str, two_workers: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    """So little work would be kept from them otherwise. Each company has an event."""
    companies, sessions = simulated().index.levels
    events = pd.DataFrame({"company": companies, "session": sessions[[150, 170, 170]]})
    alone = tables_of(name, simulated(), seed=7, events=events)
    monkeypatch.setattr(work, "VALUES_A_WORKER", 1)
    monkeypatch.setattr(Serial, "map_shared", None)  # nothing may be worked on here
    counting = Counting(two_workers)
    tables = tables_of(name, simulated(), seed=7, events=events, executor=counting)
    assert counting.maps == MAPS.get(name, 0)
    for table, frame in alone.items():
        assert written(tables[table]) == written(frame)


def test_workers_change_no_byte_of_a_bootstrap(
    two_workers: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bands of correlations are drawn only where a study asks for it."""
    monkeypatch.setattr(work, "VALUES_A_WORKER", 1)
    panel = DailyPanel(simulated())
    series, options = (panel["negativity"], panel["ret"]), {"bands": "bootstrap", "draws": 50, "seed": 3}
    alone, counting = lead_lag(*series, **options).table, Counting(two_workers)
    assert written(lead_lag(*series, **options, executor=counting).table) == written(alone)
    assert counting.maps == 1


def written(frame: pd.DataFrame) -> str:
    """All values to the last digit, with the names and types of the columns."""
    return repr([(name, str(values.dtype), values.tolist()) for name, values in frame.items()])


@pytest.mark.parametrize("name", METHODS)
def test_its_tables_are_kept_exactly(name: str) -> None:
    """What stages give back of a method is what it made: values, types, index and names."""
    tables = found(name)
    kept = frames_of(unpacked("name", b"".join(packed("name", entry_of(tables)))))
    assert list(kept) == list(tables)
    for table, frame in tables.items():
        pd.testing.assert_frame_equal(kept[table], frame, check_exact=True, check_freq=True)
        assert written(kept[table]) == written(frame)
        for column, values in frame.items():
            assert list(map(type, kept[table][column])) == list(map(type, values))


@pytest.mark.parametrize("name", METHODS)
def test_it_reads_no_special_input_that_it_does_not_take(name: str) -> None:
    """A run hands a method the special inputs that it names, and makes it again when these change."""

    class Watched(MethodInput[Any]):
        read: ClassVar[set[str]] = set()

        def __getattribute__(self, field: str) -> Any:
            if field in SPECIAL:
                Watched.read.add(field)
            return super().__getattribute__(field)

    one = method(name)
    sections = tuple(model() for model in one.reads)
    one.run(Watched(DailyPanel(simulated()), with_few_draws(one.options), sections, seed=7))
    assert Watched.read <= set(one.takes)
    assert set(one.takes) <= set(SPECIAL)


@pytest.mark.parametrize("name", METHODS)
def test_it_leaves_its_input_alone(name: str) -> None:
    pd.testing.assert_frame_equal(second_run(name)[0], simulated(), check_exact=True)


@pytest.mark.parametrize("columns", [("negativity", "n_posts"), ("ret", "abnormal_ret")])
@pytest.mark.parametrize("name", METHODS)
def test_a_company_without_data_is_no_crash_and_changes_no_other(name: str, columns: tuple[str, ...]) -> None:
    tables = tables_of(name, without_data(columns, "ALPHA"), seed=7)
    assert list(tables) == [table.name for table in method(name).tables]
    for table, frame in tables.items():
        if "company" in frame:
            pd.testing.assert_frame_equal(of_the_others(frame), of_the_others(found(name)[table]))


def of_the_others(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the companies with data, without what counts all companies: p-values, weights and ranks."""
    shared = ("pvalue_", "weight")
    family = [column for column in table if column.startswith(shared) or column == "rank"]
    rows = table[table["company"].isin(["MIDDLE", "ZULU"])]
    return rows.drop(columns=family).reset_index(drop=True)


@pytest.mark.parametrize("name", METHODS)
def test_no_data_at_all_is_reasons_and_no_crash(name: str) -> None:
    tables = tables_of(name, without_data(tuple(simulated())), seed=7)
    for frame in tables.values():
        if "reason" in frame and len(frame):
            assert (frame["reason"] != "").all()


@pytest.mark.parametrize("name", METHODS)
def test_the_order_of_rows_in_the_panel_does_not_matter(name: str) -> None:
    panel = simulated()
    late_first = panel.sort_index(level="session", ascending=False, sort_remaining=False)
    order = panel.index.get_level_values("company").unique()
    shuffled = pd.concat([late_first.xs(c, drop_level=False) for c in order])
    tables = tables_of(name, shuffled, seed=7)
    for table, frame in found(name).items():
        pd.testing.assert_frame_equal(tables[table], frame)


@pytest.mark.parametrize("controls", [("market_ret",), ("market_ret", "volume")])
def test_granger_takes_daily_columns_as_controls(controls: tuple[Any, ...]) -> None:
    options = GrangerOptions(controls=controls, returns="ret", lags=(2,), covariance="HC1")
    table = tables_of("granger", simulated(), options)["granger"]
    assert set(table["controls"]) == {", ".join(["market", *controls])}
    assert set(table["effect"]) == {"negativity", "ret"}


def test_granger_takes_what_is_known_of_the_session_as_controls() -> None:
    """Written out with ``granger`` itself; a Sunday's announcement stands on Monday."""
    panel = simulated()
    sessions = pd.DatetimeIndex(panel.loc["ALPHA"].index)
    monday = sessions[sessions.day_of_week == 0][20]
    own = list(sessions[[40, 60, 130, 160, 200, 230]])
    days = [*own, monday - pd.Timedelta(days=1), sessions[7]]
    announced = pd.DataFrame({"company": [*["ALPHA"] * 7, "OTHER"], "session": days})
    options = GrangerOptions(
        controls=("abs_ret", "volume", "weekday", "announcements"), lags=(2,), returns="ret"
    )
    table = tables_of("granger", panel, options, announcements=announced)["granger"]
    frames = DailyPanel(panel)
    returns, volume = frames["ret"], np.log(frames["volume"])
    told = pd.DataFrame(0.0, returns.index, returns.columns)
    told.loc[[*own, monday], "ALPHA"] = 1.0
    current = {
        day: pd.Series((returns.index.day_of_week == number).astype(float), returns.index)
        for number, day in ((1, "tuesday"), (2, "wednesday"), (3, "thursday"), (4, "friday"))
    }
    want = granger(
        frames["negativity"],
        returns,
        frames["market_ret"],
        lags=[2],
        unmeasured="indicator",
        controls={"abs_ret": returns.abs(), "volume": volume},
        current={**current, "announcements": told},
    ).table
    np.testing.assert_allclose(table["statistic"], want["statistic"], rtol=1e-9)
    assert table["df_denom"].tolist() == want["df_denom"].tolist()
    assert (table["reason"] == "").all()
    assert set(table["controls"]) == {
        "market, abs_ret, volume, tuesday, wednesday, thursday, friday, announcements"
    }


@pytest.mark.parametrize("asked", [{}, {"market": False}, {"unmeasured": "drop"}])
def test_granger_holds_the_market_fixed_and_takes_lags_not_measured_unless_told(
    asked: dict[str, Any],
) -> None:
    panel = DailyPanel(simulated())
    market = panel["market_ret"] if asked.get("market", True) else None
    want = granger(
        panel["negativity"],
        panel["abnormal_ret"],
        market,
        lags=[2],
        unmeasured=str(asked.get("unmeasured", "indicator")),
        sessions=panel.is_open,
        names=("negativity", "abnormal_ret"),
    ).table
    table = tables_of("granger", panel.frame, GrangerOptions(lags=(2,), **asked))["granger"]
    pd.testing.assert_frame_equal(table, want)


def test_a_study_without_a_benchmark_has_granger_tests_all_the_same() -> None:
    panel = without_data(("market_ret", "abnormal_ret"))
    table = tables_of("granger", panel, GrangerOptions(returns="ret"))["granger"]
    assert (table["controls"] == "").all()
    assert table["pvalue"].notna().all()


def test_a_study_without_a_benchmark_correlates_plain_returns() -> None:
    plain = tables_of("correlation", without_data(("market_ret", "abnormal_ret")))["correlation"]
    panel = simulated()
    want = tables_of("correlation", panel.assign(abnormal_ret=panel["ret"]))["correlation"]
    assert plain["r"].notna().all()
    pd.testing.assert_frame_equal(plain, want)


@pytest.mark.parametrize("market", [True, False])
@pytest.mark.parametrize("unmeasured", ["indicator", "drop"])
def test_calibration_turns_the_granger_tests_of_the_study(market: bool, unmeasured: Any) -> None:
    panel = DailyPanel(simulated())
    of_granger = GrangerOptions(lags=2, market=market, unmeasured=unmeasured)
    want = granger_placebo(
        panel["negativity"],
        panel["abnormal_ret"],
        panel["market_ret"] if market else None,
        draws=20,
        lags=2,
        seed=3,
        unmeasured=unmeasured,
        sessions=panel.is_open,
    )
    tables = tables_of("calibration", panel.frame, CalibrationOptions(draws=20), of_granger, seed=3)
    row = tables["calibration"].iloc[[0]]
    pd.testing.assert_frame_equal(row, want, check_dtype=False)


def test_checks_say_what_they_find_in_panels_tails_forecasts_and_windows() -> None:
    options = GrangerCheckOptions(lags=1, first=100, window=60, draws=39, returns="abnormal_ret")
    table = tables_of("granger_checks", simulated(), options, seed=1)["granger_checks"]
    assert table["test"].unique().tolist() == [
        "pooled_driscoll_kraay", "pooled_company_and_session", "dumitrescu_hurlin", "toda_yamamoto",
        "quantile", "out_of_sample", "recursive", "rolling", "ivx",
    ]  # fmt: skip
    forward = table[table["cause"] == "negativity"]
    for test in ("pooled_driscoll_kraay", "dumitrescu_hurlin", "toda_yamamoto", "out_of_sample", "recursive"):
        assert (forward.loc[forward["test"] == test, "pvalue"] < 0.05).any(), test
    assert (forward.loc[forward["test"] == "pooled_driscoll_kraay", "value"] < 0).all()
    ivx = forward[forward["test"] == "ivx"]
    assert (ivx["reason"] == "gap_inside").all()


def test_calibration_checks_the_tests_that_the_study_reports() -> None:
    of_granger = GrangerOptions(lags=3, primary_lag=2, controls=("market_ret",), returns="ret")
    projections = ProjectionOptions(horizons=4, primary_horizon=2, covariance="HC1", lags=2)
    options = CalibrationOptions(draws=20)
    tables = tables_of("calibration", simulated(), options, of_granger, projections, seed=3)
    row = tables["calibration"].iloc[1]
    effects = tables_of("projections", simulated(), projections)["effects"]
    assert row["draws"] == 20
    assert row["mde_bp"] == pytest.approx(effects.loc[effects["primary"], "mde_bp"].iloc[0], rel=1e-9)
