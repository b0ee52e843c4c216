"""A study's own events, announcements and factors, from their files to the tables of a run.

Expected values: the event study called by hand on the tables of the run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from naysay.data.sessions import trading_sessions
from naysay.run import observe

Run = Callable[..., tuple[int, str, str]]
OWN = "company,date\nSIM1,2024-06-01\nSIM1,2024-08-01\nSIM2,2024-07-10\nELSE,2024-07-11\nSIM2,1999-01-04\n"


def run(naysay: Run, small: Path, out: Path, addition: str) -> dict[str, pd.DataFrame]:
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text() + addition)
    code, _, err = naysay("run", study, "--out", out, "--workers", 1)
    assert code == 0, err
    return {
        path.stem: pd.read_csv(path, keep_default_na=False, na_values=[""])
        for path in (out / "tables").glob("*.csv")
    }


def test_own_events_move_to_their_session_and_unknown_ones_stay_with_a_reason(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    (small / "data" / "events.csv").write_text(OWN)
    tables = run(naysay, small, tmp_path / "run", '\n[event_study]\nevents_file = "data/events.csv"\n')
    events = tables["events"]
    first = events[events["company"] == "SIM1"].iloc[0]
    assert (first["session"], first["moved_from"]) == ("2024-06-03", "2024-06-01")
    used = events[events["reason"].isna()]
    assert used["session"].tolist() == ["2024-06-03", "2024-08-01", "2024-07-10"]
    left = events[events["reason"].notna()]
    assert set(left["company"]) == {"ELSE", "SIM2"}
    inputs = json.loads((tmp_path / "run" / "manifest.json").read_text())["inputs"]
    assert [(one["name"], one["rows"]) for one in inputs if one["kind"] == "events"] == [("events.csv", 5)]


@pytest.mark.parametrize("compounding", ["log", "simple"])
def test_events_near_an_announcement_are_told_apart(
    naysay: Run, small: Path, tmp_path: Path, compounding: str
) -> None:
    (small / "data" / "events.csv").write_text(OWN)
    (small / "data" / "said.csv").write_text("company,session\nSIM1,2024-06-04\n")
    tables = run(
        naysay,
        small,
        tmp_path / "run",
        f"""
[event_study]
events_file = "data/events.csv"
announcements = "apart"
compounding = "{compounding}"

[announcements]
path = "data/said.csv"
""",
    )
    assert tables["events"].set_index("session")["announced"].to_dict()["2024-06-03"]
    apart = tables["announcement_tests"]
    counts = apart[(apart["window_start"] == 1) & (apart["window_end"] == 5) & (apart["test"] == "sign")]
    assert dict(zip(counts["events"], counts["n_events"], strict=True)) == {"announced": 1, "unannounced": 2}
    cars = tables["events"].set_index("session")["car_(1,5)"]
    both = apart[(apart["window_start"] == 1) & (apart["window_end"] == 5) & (apart["test"] == "j1")]
    means = dict(zip(both["events"], both["estimate"], strict=True))
    assert means["announced"] == pytest.approx(cars["2024-06-03"], rel=1e-12)
    assert means["unannounced"] == pytest.approx(cars[["2024-08-01", "2024-07-10"]].mean(), rel=1e-12)


def test_factors_explain_returns_less_the_risk_free_rate(naysay: Run, small: Path, tmp_path: Path) -> None:
    sessions = pd.DatetimeIndex(
        trading_sessions("XETR", pd.Timestamp("2023-05-30").date(), pd.Timestamp("2024-09-30").date()).index
    )
    rng = np.random.default_rng(1)
    factors = pd.DataFrame(rng.normal(0, 0.01, (len(sessions), 2)), sessions, ["MKT", "SMB"])
    factors["RF"] = 0.0001
    factors.to_csv(small / "data" / "factors.csv", index_label="date", date_format="%Y-%m-%d")
    (small / "data" / "events.csv").write_text("company,session\nSIM1,2024-08-01\n")
    tables = run(
        naysay,
        small,
        tmp_path / "run",
        """
[event_study]
events_file = "data/events.csv"
model = "factors"
factors = "data/factors.csv"
""",
    )
    prices = pd.read_csv(small / "data" / "prices" / "SIM1.csv", index_col=0, parse_dates=True)
    returns = np.log(prices["Adj Close"].reindex(sessions)).diff()
    at = sessions.get_loc(pd.Timestamp("2024-08-01"))
    excess = returns - factors["RF"]
    before, design = (
        slice(at - 130, at - 10),
        np.column_stack([np.ones(len(sessions)), factors[["MKT", "SMB"]]]),
    )
    coefficients = np.linalg.lstsq(design[before], excess.iloc[before].to_numpy(), rcond=None)[0]
    ar = excess.to_numpy() - design @ coefficients
    assert tables["events"]["car_(1,5)"].iloc[0] == pytest.approx(ar[at + 1 : at + 6].sum(), abs=1e-12)


def test_a_list_of_words_of_ones_own_scores_and_is_held_to_its_hash(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    """The list calls blue, which simulated posts say now and then, very bad."""
    path = small / "data" / "words.tsv"
    path.write_text("# my own\nblue\t-3\n", encoding="utf-8")
    option = '\n[sentiment]\nscorer = "finance"\noptions = { lexicon = "data/words.tsv" }\n'
    study = small / "analysis" / "small.toml"
    plain = run(naysay, small, tmp_path / "plain", "")
    own = run(naysay, small, tmp_path / "own", option)
    assert own["daily"]["n_negative"].sum() > plain["daily"]["n_negative"].sum()
    manifest = json.loads((tmp_path / "own" / "manifest.json").read_text())
    (words,) = [one for one in manifest["inputs"] if one["kind"] == "lexicon"]
    assert words["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert naysay("check", study)[0] == 0
    path.unlink()
    code, _, err = naysay("check", study)
    assert code == 1
    assert "sentiment.options.lexicon" in err
    path.write_text("bad line without a number\n", encoding="utf-8")
    code, _, err = naysay("run", study)
    assert code == 1
    assert "words.tsv" in err


def test_a_model_that_is_not_there_is_told_before_anything_is_read(naysay: Run, small: Path) -> None:
    study = small / "analysis" / "small.toml"
    option = '\n[sentiment]\nscorer = "transformer"\noptions = { model = "data/model" }\n'
    study.write_text(study.read_text() + option)
    for verb in ("check", "run"):
        code, _, err = naysay(verb, study)
        assert code == 1
        assert "sentiment.options.model" in err


def test_a_list_of_words_that_changes_while_posts_are_scored_is_refused(
    naysay: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = small / "data" / "mine.tsv"
    words.write_text("blubb\t3\n")
    study = small / "analysis" / "small.toml"
    study.write_text(study.read_text() + '\n[sentiment.options]\nlexicon = "data/mine.tsv"\n')
    read_posts = observe.read_posts

    def meanwhile(*given: Any, **options: Any) -> Any:
        words.write_text("blubb\t-3\n")
        return read_posts(*given, **options)

    monkeypatch.setattr(observe, "read_posts", meanwhile)
    code, _, err = naysay("run", study, "--out", tmp_path / "run", "--workers", 1)
    assert code == 1
    assert "mine.tsv, which changed while it was read" in err
    assert not (tmp_path / "run" / "manifest.json").exists()
