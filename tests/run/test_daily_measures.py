"""Runs that begin with daily measures.

Expected values: the run of the posts that the measures were made of, whose daily table is read again; and a
measure that is tomorrow's return, by construction.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from benchmarks._watched_executor import Crew, Watched
from tests.own_cluster import OwnCluster

from naysay.analysis import work
from naysay.reports.document import build
from naysay.reports.results import Results
from naysay.reports.words import phrases
from naysay.run import pipeline

Run = Callable[..., tuple[int, str, str]]

METHODS = 'methods = ["stationarity", "correlation", "granger", "projections", "size", "robustness"]\n'
MEASURES = """
[chatter]
path = "data/daily/*.csv"
higher = "{higher}"
dates = "{dates}"

[chatter.columns]
company = "company"
date = "session"
measure = "negative_share"
n_posts = "n_posts"
"""


def with_methods(text: str) -> str:
    return text.replace("seed = 3\n", f"seed = 3\n{METHODS}", 1)


def of_measures(text: str, *, higher: str = "negative", dates: str = "session") -> str:
    """The study ``text`` with daily measures in the place of its posts."""
    return re.sub(r"\[posts\]\n(.+\n)+", "", text) + MEASURES.format(higher=higher, dates=dates)


def tables(out: Path) -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_csv(path) for path in (out / "tables").glob("*.csv")}


def run(naysay: Run, small: Path, text: str, out: Path) -> dict[str, pd.DataFrame]:
    study = small / "analysis" / "daily.toml"
    study.write_text(text, encoding="utf-8")
    code, _, err = naysay("run", str(study), "--out", str(out), "--workers", "1")
    assert code == 0, err
    return tables(out)


def feed_back(small: Path, daily: pd.DataFrame) -> None:
    (small / "data" / "daily").mkdir()
    daily.to_csv(small / "data" / "daily" / "measures.csv", index=False)


def test_the_daily_table_of_posts_read_again_gives_the_same_numbers(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    text = with_methods((small / "analysis" / "small.toml").read_text())
    posts = run(naysay, small, text, tmp_path / "posts")
    feed_back(small, posts["daily"][["company", "session", "negative_share", "n_posts"]])
    again = run(naysay, small, of_measures(text), tmp_path / "again")
    same = ["negativity", "n_posts", "ret", "market_ret", "abnormal_ret", "volume", "attention"]
    pd.testing.assert_frame_equal(posts["daily"][same], again["daily"][same], check_exact=True)
    assert again["daily"]["measure"].equals(posts["daily"]["negative_share"])
    assert again["daily"][["n_negative", "mean_score"]].isna().all(axis=None)
    for name in ("stationarity", "correlation", "granger"):
        pd.testing.assert_frame_equal(posts[name], again[name], check_exact=True)
    measured = [of["effects"][of["effects"]["measure"] != "mood"] for of in (posts, again)]
    pd.testing.assert_frame_equal(*measured, check_exact=True)
    assert (
        again["effects"].loc[again["effects"]["measure"] == "mood", "reason"] == "no_negative_counts"
    ).all()
    lines = [of["robustness"].set_index(["check", "variant"])["value"] for of in (posts, again)]
    for line in ("main", "reverse", "placebo_future", "placebo_shuffled", "by_sign", "by_volume"):
        assert lines[0].loc[line].equals(lines[1].loc[line]), line


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_workers_and_a_cluster_change_no_byte(
    naysay: Run, small: Path, tmp_path: Path, dask: OwnCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "VALUES_A_WORKER", 1)
    text = with_methods((small / "analysis" / "small.toml").read_text())
    posts = run(naysay, small, text, tmp_path / "posts")
    feed_back(small, posts["daily"][["company", "session", "negative_share", "n_posts"]])
    study, real = small / "analysis" / "daily.toml", pipeline.executor
    study.write_text(of_measures(text), encoding="utf-8")
    files, elsewhere = {}, {}
    for name, options in {
        "alone": ("--workers", "1"),
        "processes": ("--workers", "2"),
        "cluster": ("--cluster", dask.address),
    }.items():
        crew, out = Crew(), tmp_path / name
        with monkeypatch.context() as patch:
            patch.setattr(pipeline, "executor", lambda *own, crew=crew, **of: Watched(real(*own, **of), crew))
            code, _, err = naysay("run", str(study), "--out", str(out), "--no-cache", *options)
        assert code == 0, err
        files[name] = {str(one.relative_to(out)): one.read_bytes() for one in out.rglob("*") if one.is_file()}
        elsewhere[name] = crew.readers("_effects").keys() - {os.getpid()}
    assert files["alone"] == files["processes"] == files["cluster"]
    assert [bool(elsewhere[name]) for name in files] == [False, True, True]


def test_the_other_sign_turns_the_effect_exactly(naysay: Run, small: Path, tmp_path: Path) -> None:
    text = (small / "analysis" / "small.toml").read_text()
    text = text.replace("seed = 3\n", 'seed = 3\nmethods = ["projections"]\n', 1)
    sessions = pd.read_csv(small / "data" / "prices" / "SIM1.csv")
    made = pd.DataFrame({"session": sessions.iloc[:, 0], "x": (sessions.index * 7919 % 101) / 101.0})
    rows = pd.concat([made.assign(company=name) for name in ("SIM1", "SIM2")])
    feed_back(small, rows.rename(columns={"x": "negative_share"}).assign(n_posts=""))
    one = run(naysay, small, of_measures(text), tmp_path / "one")["effects"]
    other = run(naysay, small, of_measures(text, higher="positive"), tmp_path / "other")["effects"]
    one, other = (of[of["measure"] == "as measured"] for of in (one, other))
    assert one["bp_per_sd"].notna().any()
    assert one["bp_per_sd"].to_numpy() == pytest.approx(-other["bp_per_sd"].to_numpy(), nan_ok=True)


@pytest.mark.parametrize("dates", ["session", "day"])
def test_tomorrows_return_is_no_forecast_once_days_have_to_end(
    naysay: Run, small: Path, tmp_path: Path, dates: str
) -> None:
    """A measure that knows the next return: believed as one of its session it foretells, and the report says
    that it cannot check this; as one of its day it is known a session later, when that return is past."""
    text = (small / "analysis" / "small.toml").read_text()
    text = text.replace("seed = 3\n", 'seed = 3\nmethods = ["projections"]\n', 1)
    text = text.replace('sections = ["cover", "methods"]', 'sections = ["cover", "data"]')
    parts = []
    for name in ("SIM1", "SIM2"):
        prices = pd.read_csv(small / "data" / "prices" / f"{name}.csv", index_col=0)
        ahead = prices["Adj Close"].pct_change().shift(-1)
        parts.append(pd.DataFrame({"company": name, "session": ahead.index, "negative_share": -ahead}))
    feed_back(small, pd.concat(parts).assign(n_posts=""))
    out = tmp_path / "out"
    effects = run(naysay, small, of_measures(text, dates=dates), out)["effects"]
    pooled = effects[(effects["company"] == "POOLED") & (effects["measure"] == "as measured")]
    first = pooled[pooled["horizon"] == 1].iloc[0]
    if dates == "session":
        assert first["bp_per_sd"] < -50
        assert first["pvalue"] < 1e-6
    else:
        assert first["pvalue"] > 1e-3
    results = Results.from_json((out / "results.json").read_bytes())
    said = repr(build(results, sections=["cover", "data"]).blocks)
    assert phrases("en")["of_measures.rests"] in said
    rests = "Measure: column “negative_share” of data/daily/*.csv. Higher is more"
    assert rests in said
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert [one["name"] for one in manifest["inputs"] if one["kind"] == "measures"] == ["daily/measures.csv"]
    assert "posts" not in {one["kind"] for one in manifest["inputs"]}
    assert "On daily measures and prices" in naysay("ledger", small)[1]
    assert (phrases("en")["of_measures.unknown_session"] in said) == (dates == "session")


def test_registering_daily_measures_does_not_speak_of_posts(naysay: Run, small: Path) -> None:
    study = small / "analysis" / "small.toml"
    study.write_text(of_measures(study.read_text()))
    feed_back(small, pd.DataFrame({"company": ["SIM1"], "session": ["2020-01-02"], "negative_share": [0.1]}))
    code, out, err = naysay("register", study)
    assert (code, err) == (0, "")
    assert "Files that are there already: 1 of measures, " in " ".join(out.split())
    registered = json.loads((small / "analysis" / "small.registered.json").read_bytes())
    assert [file["kind"] for file in registered["files"]].count("measures") == 1
    assert "posts" not in out


def test_a_report_of_measures_does_not_speak_of_posts(naysay: Run, small: Path, tmp_path: Path) -> None:
    text = with_methods((small / "analysis" / "small.toml").read_text())
    posts = pd.read_csv(small / "data" / "prices" / "SIM1.csv", index_col=0)
    x = pd.Series(range(len(posts)), posts.index) * 7919 % 101 / 101.0
    rows = [
        pd.DataFrame({"company": c, "session": x.index, "negative_share": x.to_numpy()})
        for c in ("SIM1", "SIM2")
    ]
    feed_back(small, pd.concat(rows).assign(n_posts=""))
    out = tmp_path / "out"
    run(naysay, small, of_measures(text), out)
    results = Results.from_json((out / "results.json").read_bytes())
    for language, spoken in (("en", r"(?i)\bposts?\b|storm"), ("de", r"(?i)beitr[aä]g|sturm|stürm")):
        cover = build(results.in_language(language), sections=["cover", "reaction", "reliability"])  # type: ignore[arg-type]
        assert not re.search(spoken, json.dumps([repr(block) for block in cover.blocks], ensure_ascii=False))


@pytest.mark.parametrize("dates", ["session", "day"])
def test_verbs_on_a_study_of_measures(naysay: Run, small: Path, dates: str) -> None:
    """Five weekdays of two companies: the check counts rows; scorers cannot be evaluated without posts."""
    rows = pd.DataFrame(
        [(name, f"2024-02-{day:02d}", day / 10, 3) for name in ("SIM1", "SIM2") for day in range(5, 10)],
        columns=["company", "session", "negative_share", "n_posts"],
    )
    feed_back(small, rows)
    study = small / "analysis" / "daily.toml"
    study.write_text(of_measures((small / "analysis" / "small.toml").read_text(), dates=dates))
    out = naysay("check", str(study))[1]
    assert "10 daily values of companies and sessions in 10 rows" in out
    assert "a higher value means more negative" in out
    assert ("days known after their end in UTC" in out) == (dates == "day")
    code, _, err = naysay("evaluate", str(study))
    assert code == 1
    assert 'chatter.path: got "daily measures, and no posts"' in err


@pytest.mark.parametrize(
    ("swept", "allowed"),
    [
        ('chatter]\nhigher = ["negative", "positive"]', "min_posts, dates, timezone, history, min_history"),
        ("chatter]\nnegative_below = [-0.05, -0.1]", "min_posts, dates, timezone, history, min_history"),
        ('sentiment]\nscorer = ["finance", "vader"]', "none of [sentiment]"),
    ],
)
def test_a_sweep_of_measures_varies_nothing_that_is_of_posts(
    naysay: Run, small: Path, swept: str, allowed: str
) -> None:
    """The other sign is no variant of the same question, and cells that cannot differ would look robust."""
    study = small / "analysis" / "daily.toml"
    text = of_measures((small / "analysis" / "small.toml").read_text())
    study.write_text(f"{text}\n[sweep.{swept}\n")
    code, _, err = naysay("check", str(study))
    assert code == 1
    assert allowed in " ".join(err.split())
