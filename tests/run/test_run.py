"""A whole run of a small study. Expected values: docs/architecture.md's contracts, and the identity."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from naysay.analysis.event_study.columns import EVENTS
from naysay.analysis.methods import all_tables
from naysay.reports.results import Results
from naysay.run.check import read_checked
from naysay.run.pipeline import run_study
from naysay.run.workspace import workspace_of

Run = Callable[..., tuple[int, str, str]]


def with_whole_report(workspace: Path) -> Path:
    """The small study with every section and document that a study has when it names none."""
    study = workspace / "analysis" / "small.toml"
    text = study.read_text()
    study.write_text(text[: text.index("[report]")])
    return study


@pytest.fixture(scope="module")
def finished(small_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run with a whole report, for all tests; those that change it take ``done``."""
    folder = tmp_path_factory.mktemp("finished")
    study = with_whole_report(Path(shutil.copytree(small_files, folder / "workspace")))
    place, _ = run_study(read_checked(study), workspace_of(study), out=folder / "run", workers=1)
    return place


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Path:
    """A copy of the run."""
    return Path(shutil.copytree(finished, tmp_path / "run"))


def table(run: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(run / "tables" / f"{name}.csv", keep_default_na=False)


def test_a_run_leaves_every_file_of_the_contract(done: Path) -> None:
    names = {path.relative_to(done).as_posix() for path in done.rglob("*") if path.is_file()}
    assert {"report.pdf", "report.html", "results.json", "manifest.json", "quarantine.jsonl"} <= names
    assert {f"tables/{one.name}.csv" for one in all_tables()} <= names
    assert any(name.startswith("figures/") and name.endswith(".svg") for name in names)


def test_tables_have_the_columns_of_the_contract_first(done: Path) -> None:
    for one in all_tables():
        assert list(table(done, one.name).columns[: len(one.columns)]) == list(one.columns)


def test_every_column_of_a_run_has_a_meaning(done: Path) -> None:
    for one in all_tables():
        columns = [re.sub(r"\(-?\d+,-?\d+\)", "(start,end)", name) for name in table(done, one.name).columns]
        assert set(columns) <= {*one.columns, *one.further}, one.name


def test_events_go_on_with_windows_and_the_change_of_value(done: Path) -> None:
    columns = list(table(done, "events").columns)
    further = columns[len(EVENTS.columns) :]
    assert further[:6] == [
        "car_(-10,-1)",
        "car_(0,0)",
        "car_(1,5)",
        "car_(-10,10)",
        "value_change",
        "reason",
    ]


def test_every_row_is_accounted_for(done: Path) -> None:
    rows = table(done, "attrition").groupby("stage")["rows"].sum()
    assert rows["rows_in"] == rows["kept"] + rows["quarantined"] + rows["duplicate"] + rows["filtered"]
    assert table(done, "daily")["n_posts"].sum() == rows["kept"]


def test_change_of_value_is_the_car_times_the_value_before(done: Path, small: Path) -> None:
    events = table(done, "events")
    event = events[(events["company"] == "SIM1") & (events["reason"] == "")].iloc[0]
    prices = pd.read_csv(small / "data" / "prices" / "SIM1.csv")
    before = prices.loc[prices["Date"] < event["session"], "Close"].iloc[-1]
    assert float(event["value_change"]) == pytest.approx(
        float(event["car_(1,5)"]) * before * 1_000_000, rel=1e-12
    )


def test_results_can_be_read_back(done: Path) -> None:
    text = (done / "results.json").read_text(encoding="utf-8")
    assert Results.from_json(text).to_json() == text
    assert json.loads(text)["findings"]["lead"]["n_companies"] == 2


def test_two_runs_give_the_same_bytes(done: Path, small: Path, naysay: Run, tmp_path: Path) -> None:
    again = tmp_path / "again"
    code, out, err = naysay("run", with_whole_report(small), "--out", again, "--workers", 2)
    assert code == 0, err
    assert str(again) in out
    first = {p.relative_to(done).as_posix(): p.read_bytes() for p in done.rglob("*") if p.is_file()}
    second = {p.relative_to(again).as_posix(): p.read_bytes() for p in again.rglob("*") if p.is_file()}
    assert first == second


def test_verify_holds_a_run_to_its_manifest(done: Path, naysay: Run) -> None:
    assert naysay("verify", done)[:2] == (0, "all files are as recorded in the manifest\n")
    (done / "tables" / "daily.csv").write_text("changed")
    (done / "more.txt").write_text("added")
    (done / "results.json").unlink()
    code, out, _ = naysay("verify", done)
    assert code == 1
    assert set(out.splitlines()) == {"tables/daily.csv: changed", "more.txt: added", "results.json: absent"}


def test_compare_names_what_changed(done: Path, small: Path, naysay: Run, tmp_path: Path) -> None:
    study = with_whole_report(small)
    study.write_text(study.read_text() + "\n[granger]\nlags = 3\n")
    assert naysay("run", study, "--out", tmp_path / "other")[0] == 0
    code, out, _ = naysay("compare", done, tmp_path / "other")
    assert code == 0
    assert "granger.lags: 5 and 3" in out
    assert "  daily:" not in out, "what is alike is counted"
    assert "granger: 12 rows in both; 8 in the first run only, such as company SIM1" in out


def test_formats_choose_the_documents(small: Path, naysay: Run, tmp_path: Path) -> None:
    run = tmp_path / "run"
    assert naysay("run", small / "analysis" / "small.toml", "--out", run, "--formats", "pdf")[0] == 0
    assert (run / "report.pdf").exists()
    assert not (run / "report.html").exists()


def test_without_out_a_run_has_a_place_of_its_own(small: Path, naysay: Run) -> None:
    assert naysay("run", small / "analysis" / "small.toml", "--formats", "html")[0] == 0
    places = list((small / "reports" / "small").iterdir())
    assert [(place / "manifest.json").exists() for place in places] == [True]


def test_methods_that_are_left_out_leave_empty_tables(small: Path, naysay: Run, tmp_path: Path) -> None:
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text().replace("seed = 3", 'seed = 3\nmethods = ["granger"]'))
    assert naysay("run", study, "--out", tmp_path / "run")[0] == 0
    assert table(tmp_path / "run", "events").empty
    assert len(table(tmp_path / "run", "granger")) == 20


def test_a_study_without_a_benchmark_runs_on_returns(small: Path, naysay: Run, tmp_path: Path) -> None:
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text().replace('benchmark = "^SIM"', ""))
    assert naysay("run", study, "--out", tmp_path / "run")[0] == 0
    effects = table(tmp_path / "run", "effects")
    assert effects.loc[effects["company"] == "POOLED", "bp_per_sd"].astype(float).notna().all()
    assert set(table(tmp_path / "run", "granger")["effect"]) == {"ret", "negativity"}
    assert set(table(tmp_path / "run", "event_tests")["model"]) == {"constant_mean"}


@pytest.mark.parametrize("model", ["market_adjusted", "constant_mean", "scholes_williams", "dimson"])
def test_a_study_may_name_any_model(model: str, small: Path, naysay: Run, tmp_path: Path) -> None:
    study = small / "analysis" / "small.toml"
    study.write_text(
        f'{study.read_text()}\n[event_study]\nmodel = "{model}"\ntest = "grank_t"\nthreshold = 1.5\n'
    )
    assert naysay("run", study, "--out", tmp_path / "run", "--formats", "html")[0] == 0
    tests = table(tmp_path / "run", "event_tests")
    assert set(tests["model"]) == {model}
    assert (tests.loc[tests["test"] == "grank_t", "pvalue"] != "").all()


def test_a_study_may_ask_for_responses_and_rank_correlations(
    small: Path, naysay: Run, tmp_path: Path
) -> None:
    study = small / "analysis" / "small.toml"
    methods = 'methods = ["stationarity", "correlation", "vector_autoregression"]'
    options = '[correlation]\nkind = "spearman"\nbands = "bootstrap"\ndraws = 50\n'
    options += "[vector_autoregression]\nlags = 2\nhorizons = 3\ndraws = 50\n"
    text = study.read_text().replace("seed = 3", f"seed = 3\n{methods}")
    study.write_text(f"{text}\n{options}")
    code, _, err = naysay("run", study, "--out", tmp_path / "run", "--workers", 1)
    assert code == 0, err
    responses = table(tmp_path / "run", "responses")
    assert len(responses) == 2 * 2 * 4 * 4  # companies, orderings, pairs, horizons
    assert set(responses["ordering"]) == {"negativity, abnormal_ret", "abnormal_ret, negativity"}
    assert set(table(tmp_path / "run", "correlation")["kind"]) == {"spearman"}
    assert "decision" in table(tmp_path / "run", "stationarity")


def test_rows_are_counted_by_company_and_add_up_to_those_of_the_daily_table(done: Path) -> None:
    rows = table(done, "attrition").fillna({"company": ""})
    assert list(rows.columns) == ["stage", "cause", "rows", "company"]
    kept = rows[rows["stage"] == "kept"].set_index("company")["rows"]
    assert kept.to_dict() == table(done, "daily").groupby("company")["n_posts"].sum().to_dict()
    assert rows.groupby(["stage", "cause", "company"]).size().max() == 1
