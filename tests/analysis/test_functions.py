"""The methods of a study as functions for Python, their summaries, and regression tables side by side.

Where the values come from: each method's own run on a panel, whose numbers are asked for to the bit, and the
tables of results, which their own tests hold; texts by hand.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from naysay.analysis import (
    calibration,
    clock_curve,
    correlation,
    event_study,
    granger,
    granger_checks,
    local_projections,
    robustness,
    side_by_side,
    size,
    stationarity,
    themes,
    vector_autoregression,
)
from naysay.analysis.choices import Choice
from naysay.analysis.granger.options import GrangerOptions
from naysay.analysis.methods import method
from naysay.analysis.methods.base import MethodInput
from naysay.analysis.projections.options import ProjectionOptions
from naysay.study.errors import InputError
from naysay.study.panel import DailyPanel
from naysay.study.spec import Chatter
from naysay.study.summary_table import MOST_ROWS, SummaryTable

SESSIONS = pd.bdate_range("2015-01-01", periods=240, name="session")
HOSTILE = "<b>A_1&%$\\x"


def panel(companies: int = 3, names: list[str] | None = None) -> DailyPanel:
    rng = np.random.default_rng(8)
    index = pd.MultiIndex.from_product(
        [names or [f"C{i}" for i in range(companies)], SESSIONS], names=["company", "session"]
    )
    n = len(index)
    returns = rng.normal(scale=0.01, size=n)
    columns: dict[str, Any] = {
        "negativity": np.where(rng.random(n) < 0.2, np.nan, rng.normal(size=n)),
        "ret": returns,
        "abnormal_ret": returns,
        "market_ret": np.tile(rng.normal(scale=0.01, size=len(SESSIONS)), n // len(SESSIONS)),
        "attention": rng.normal(size=n),
        "n_posts": rng.poisson(5, size=n).astype(float),
    }
    columns["n_negative"] = rng.binomial(columns["n_posts"].astype(int), 0.3).astype(float)
    return DailyPanel(pd.DataFrame(columns, index))


def series(daily: DailyPanel) -> dict[str, pd.Series]:
    """As the columns of tables/daily.csv."""
    names = {"negativity": "negativity", "returns": "ret", "market": "market_ret", "attention": "attention"}
    return {name: daily.frame[column] for name, column in names.items()}


def two(own: dict[str, pd.Series]) -> tuple[pd.Series, pd.Series]:
    return own["negativity"], own["returns"]


def run(name: str, daily: DailyPanel, *sections: Any, **options: Any) -> dict[str, pd.DataFrame]:
    one = method(name)
    return one.run(MethodInput(daily, one.options(**options), sections, seed=4))


def test_numbers_are_those_of_a_study_to_the_bit() -> None:
    daily, own = panel(), series(panel())
    two = {name: own[name] for name in ("negativity", "returns")}
    lags = ProjectionOptions(lags=2)
    counts = {name: daily.frame[name] for name in ("n_posts", "n_negative")}
    names = ("negativity", "abnormal_ret")
    cases = [
        (correlation(**two, max_lag=3, seed=4), run("correlation", _plain(daily), max_lag=3)),
        (
            vector_autoregression(**two, lags=1, draws=30, horizons=2, seed=4, names=names),
            run("vector_autoregression", daily, lags=1, draws=30, horizons=2),
        ),
        (
            granger_checks(**two, lags=1, draws=5, first=150, seed=4, names=names),
            run("granger_checks", daily, lags=1, draws=5, first=150),
        ),
        (
            stationarity(
                dict(zip(("negativity", "ret", "abnormal_ret"), [*two.values(), two["returns"]], strict=True))
            ),
            run("stationarity", daily),
        ),
        (
            calibration(**own, draws=20, seed=4, granger={"lags": 2}, projections=lags),
            run("calibration", daily, GrangerOptions(lags=2), lags, draws=20),
        ),
        (
            robustness(**own, draws=20, seed=4, projections={"lags": 2}, n_posts=counts["n_posts"]),
            run("robustness", daily, lags, Chatter(), draws=20),
        ),
        (size(**own, **counts, seed=4, projections=lags), run("size", daily, lags, Chatter())),
        (clock_curve(**own, projections=lags), run("clock", daily, lags)),
    ]
    for result, tables in cases:
        assert list(result.tables) == list(tables)
        for name, table in tables.items():
            pd.testing.assert_frame_equal(result.tables[name], table, check_exact=True)


def _plain(daily: DailyPanel) -> DailyPanel:
    """Without a market, a study correlates its raw returns."""
    return DailyPanel(daily.frame.drop(columns="market_ret"))


def results(names: list[str] | None = None) -> list[Any]:
    own = series(panel(names=names))
    two = {name: own[name] for name in ("negativity", "returns")}
    market = own["market"].groupby("session").first()
    company = own["returns"].index[0][0]
    events = pd.DataFrame({"company": [company], "session": [SESSIONS[200]]})
    return [
        granger(two["negativity"], two["returns"], lags=[1]),
        local_projections(*own.values(), horizons=[1], lags=2),
        event_study(own["returns"], market, events),
        correlation(**two, max_lag=2),
        vector_autoregression(**two, lags=1, draws=20, horizons=1),
        stationarity(two),
        calibration(**own, draws=20),
        robustness(**own, draws=20),
        size(**own),
        clock_curve(**own),
        granger_checks(**two, lags=1, draws=5, first=150),
    ]


@pytest.mark.parametrize("names", [["AAA"], ["AAA", HOSTILE]], ids=["one company", "a hostile name"])
def test_results_are_short_and_say_null_n_and_who_chose(names: list[str]) -> None:
    for result in results(names):
        assert re.fullmatch(r"<[A-Z][^\n]{10,97}>", repr(result)), repr(result)
        summary = result.summary()
        assert isinstance(summary, SummaryTable)
        assert "Null: " in summary
        assert any(heading in summary.columns for heading in ("n", "events", "tests"))
        assert "<b>A" not in result._repr_html_()
        assert result._repr_html_() == summary.as_html()
        assert "A_1" not in summary.as_latex()
        assert max(len(line) for line in summary.splitlines()) < 140


def test_a_summary_of_many_companies_is_short_and_counts_the_rest() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(60, 500)), SESSIONS[:60])
    found = granger(frame, 0.01 * frame.shift(1).fillna(0) + 0.01 * rng.normal(size=frame.shape), lags=[1])
    summary = found.summary()
    assert len(summary.rows) == MOST_ROWS
    assert "460 more rows stand in .table." in summary
    assert len(found.table) == 1000


def test_choices_tell_caller_default_and_criterion_apart() -> None:
    own = series(panel())
    tests = granger(own["negativity"], own["returns"], lags=3, covariance="HAC")
    assert Choice("lags", (1, 2, 3), "caller") in tests.choices
    assert Choice("unmeasured", "drop", "default") in tests.choices
    assert Choice("primary_lag", "3, the largest of lags", "criterion") in tests.choices
    assert Choice("bandwidth", "floor(4 (n / 100)^(2/9))", "criterion") in tests.choices
    boot = correlation(own["negativity"], own["returns"], max_lag=1, bands="bootstrap", draws=20)
    assert Choice("block", "by Politis and White", "criterion") in boot.choices
    assert "Chosen by the caller: max_lag 1, bands bootstrap, draws 20." in boot.summary().notes
    plain = correlation(own["negativity"], own["returns"], max_lag=1)
    assert "block" not in [one.name for one in plain.choices]


def test_results_of_nothing_can_be_shown() -> None:
    nothing = pd.DataFrame(index=SESSIONS)
    for result in (granger(nothing, nothing), correlation(nothing, nothing), stationarity(nothing)):
        assert result.table.empty
        assert "Null: " in result.summary()
        assert "0 companies" in repr(result)


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda s: correlation(s["negativity"], s["returns"], max_lag=61), "max_lag"),
        (lambda s: correlation(s["negativity"], s["returns"], kind="rank"), "kind"),
        (lambda s: correlation(s["negativity"], s["returns"], block=5.0), "options"),
        (lambda s: calibration(s["negativity"], s["returns"], draws=3), "draws"),
        (lambda s: calibration(s["negativity"], s["returns"], granger={"lag": 3}), "granger.lag"),
        (lambda s: calibration(*two(s), granger={"controls": ["volume"]}), "granger.controls"),
        (lambda s: robustness(*two(s), projections={"controls": "none"}), "projections.controls"),
        (lambda s: size(s["negativity"], s["returns"], seed=-1), "seed"),
        (lambda s: stationarity({}), "series"),
        (lambda s: clock_curve(s["negativity"], s["returns"], 100 * (1 + s["market"])), "market"),
        (lambda s: clock_curve(*two(s), None, s["attention"].groupby("session").mean()), "attention"),
    ],
)  # fmt: skip
def test_options_are_refused_as_in_a_study_file(call: Any, field: str) -> None:
    with pytest.raises(InputError) as refused:
        call(series(panel()))
    assert refused.value.fault.field == field
    assert refused.value.fault.mend


def test_themes_without_texts_of_a_term_are_an_empty_table() -> None:
    class NoPosts:
        def comparisons(self, events: pd.DataFrame, executor: Any) -> Any:
            return iter(())

        def written(self, terms: Any, executor: Any) -> list[str]:
            return []

    found = themes(NoPosts(), min_authors=7)
    assert found.table["term"].fillna("").eq("").all()
    assert Choice("min_authors", 7, "caller") in found.choices


def test_models_stand_side_by_side_with_errors_below() -> None:
    own = series(panel())
    full = local_projections(*own.values(), horizons=[1, 5], lags=2)
    bare = local_projections(own["negativity"], own["returns"], horizons=[1, 2], lags=2)
    both = side_by_side([full, bare.table], names=["full", "bare"])
    assert both.columns == ("", "full", "bare")
    labels = [row.cells[0] for row in both.rows]
    assert labels == [
        "horizon 1",
        "",
        "horizon 2",
        "",
        "horizon 5",
        "",
        "n",
        "companies",
        "lags",
        "covariance",
    ]
    first = full.table.query("company == 'POOLED' and measure == 'as measured'").set_index("horizon").loc[1]
    assert both.rows[0].cells[1] == f"{first['bp_per_sd']:.2f}"
    assert both.rows[1].cells[1] == f"({first['se']:.2f})"
    assert both.rows[1].is_below
    assert both.rows[6].opens
    assert both.rows[2].cells[1] == ""
    assert both.rows[7].cells == ("companies", "3", "3")
    assert "*" not in both


def test_stars_are_only_where_they_were_asked_for() -> None:
    own = series(panel())
    table = local_projections(own["negativity"], own["returns"], horizons=[1, 2, 3, 4], lags=2).table
    for horizon, p in ((1, 0.009), (2, 0.049), (3, 0.099), (4, 0.11)):
        table.loc[table["horizon"] == horizon, "pvalue"] = p
    starred = side_by_side([table], stars=True)
    ends = [re.search(r"\**$", row.cells[1])[0] for row in starred.rows[:8:2]]  # type: ignore[index]
    assert ends == ["***", "**", "*", ""]
    assert "p < .05 **" in starred


def test_granger_tests_and_event_studies_stand_side_by_side() -> None:
    tests, _, study = results()[:3]
    table = side_by_side([tests, tests])
    primary = tests.table[tests.table["primary"]].iloc[0]
    assert table.rows[0].cells == (primary["company"], *[f"{primary['statistic']:.3f}"] * 2)
    assert table.rows[1].cells[1] == f"[{primary['pvalue']:.4f}]"
    assert [row.cells[0] for row in table.rows[6:]] == [
        "n", "companies", "lags", "controls", "covariance", "partial R²",
    ]  # fmt: skip
    events = side_by_side([study.tests])
    assert events.rows[0].cells == ("CAR [-10, 10], %", f"{100 * study.tests['estimate'].iloc[-1]:.2f}")


@pytest.mark.parametrize(
    ("arguments", "options", "field"),
    [
        (lambda r: [], {}, "results"),
        (lambda r: r[:2], {}, "results"),
        (lambda r: [r[3]], {}, "results[0]"),
        (lambda r: [r[1], pd.DataFrame({"a": [1]})], {}, "results[1]"),
        (lambda r: [r[1]], {"names": ["a", "b"]}, "names"),
        (lambda r: [r[1]], {"company": "nobody"}, "results[0]"),
        (lambda r: r[1].table, {}, "results"),
    ],
)
def test_what_cannot_stand_side_by_side_is_refused(
    arguments: Any, options: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputError) as refused:
        side_by_side(arguments(results()), **options)
    assert refused.value.fault.field == field


SCRIPT = """
import pandas as pd
from naysay.analysis import (
    GrangerResult, MethodResult, SummaryTable, calibration, correlation, event_study, granger,
    local_projections, robustness, side_by_side, size, stationarity, vector_autoregression,
)
from naysay.data import align, daily_chatter, mood, prices, scorer, trading_sessions

def study(daily: pd.DataFrame, market: pd.Series, events: pd.DataFrame) -> SummaryTable:
    rows = daily.set_index(["company", "session"])
    n, r = rows["negativity"], rows["ret"]
    tests: GrangerResult = granger(n, r, market, lags=[1, 5])
    result: MethodResult = correlation(n, r, kind="spearman")
    text: str = result.summary()
    tex: str = result.summary().as_latex("tab:c")
    table: pd.DataFrame = calibration(n, r, market, draws=20, granger={"lags": 3}).table
    robustness(n, r, scorers={"own": n}); size(n, r); stationarity({"ret": r})
    vector_autoregression(n, r, lags=2)
    event_study(r, market, events).summary().as_html()
    print(text, tex, table, tests.choices)
    return side_by_side([local_projections(n, r, market), local_projections(n, r)], stars=True)
"""


def test_a_script_of_a_user_passes_strict_types(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", "--follow-imports=silent",
         "--cache-dir", str(tmp_path / "cache"), str(script)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
