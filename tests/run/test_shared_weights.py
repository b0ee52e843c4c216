"""A run in which posts weigh 1/n. Expected values: the daily table by pandas, from the posts of the study."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from naysay.data.scorers import scorer

Run = Callable[..., tuple[int, str, str]]


def with_shared_posts(small: Path) -> tuple[Path, pd.DataFrame]:
    """The small study, every third of whose posts names both companies."""
    study, path = small / "analysis" / "small.toml", small / "data" / "posts.csv"
    posts = pd.read_csv(path)
    posts.loc[::3, "company"] = "SIM1,SIM2"
    posts.to_csv(path, index=False)
    text = study.read_text().replace("seed = 3", 'seed = 3\nmethods = ["projections", "clock"]')
    study.write_text(f'{text}\n[chatter]\nweight = "shared"\n')
    return study, posts


def daily_of(naysay: Run, study: Path, out: Path) -> pd.DataFrame:
    code, _, err = naysay("run", study, "--out", out, "--formats", "html", "--workers", 1)
    assert code == 0, err
    return pd.read_csv(out / "tables" / "daily.csv")


def test_the_share_of_a_run_is_of_weights_and_its_counts_of_posts(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    study, posts = with_shared_posts(small)
    daily = daily_of(naysay, study, tmp_path / "shared").query("n_posts > 0")
    negative = np.isclose(posts["text"].map(dict(_negative(posts))), 1)
    rows = (
        posts.assign(weight=np.where(posts["company"] == "SIM1,SIM2", 0.5, 1.0), negative=negative, n=1)
        .assign(company=posts["company"].str.split(","))
        .explode("company")
    )
    own, found = rows[rows["company"] == "SIM1"], daily[daily["company"] == "SIM1"]
    assert found["n_posts"].sum() == len(own)
    assert found["n_negative"].sum() == own["negative"].sum()
    busiest = found.sort_values("n_posts").iloc[-1]
    day = _session_of(own, busiest["session"])
    assert busiest["n_posts"] == len(day)
    share = (day["weight"] * day["negative"]).sum() / day["weight"].sum()
    assert np.isclose(busiest["negative_share"], share)
    assert not np.isclose(share, day["negative"].mean())
    report = (tmp_path / "shared" / "report.html").read_text(encoding="utf-8")
    assert "weighs 1/n" in report
    study.write_text(study.read_text().replace('weight = "shared"', 'weight = "whole"'))
    whole = daily_of(naysay, study, tmp_path / "whole").query("n_posts > 0")
    counts = ["company", "session", "n_posts", "n_negative", "n_positive", "n_authors", "ret", "attention"]
    pd.testing.assert_frame_equal(whole[counts], daily[counts])
    assert (whole["negative_share"] - daily["negative_share"]).abs().max() > 0.01


def _negative(posts: pd.DataFrame) -> list[tuple[str, float]]:
    texts = posts["text"].unique()
    return list(zip(texts, (scorer("finance").score(texts) <= -0.05).astype(float), strict=True))


def _session_of(posts: pd.DataFrame, session: str) -> pd.DataFrame:
    """Posts of the 24 hours up to the close of a session in Frankfurt, 17:30 there, that follows another."""
    close = pd.Timestamp(f"{session} 17:30", tz="Europe/Berlin")
    at = pd.to_datetime(posts["posted_at"], utc=True)
    before = close - pd.offsets.BusinessDay(1)
    return posts[(at >= before) & (at < close)]


def test_a_measure_of_whole_posts_is_refused_by_the_study(naysay: Run, small: Path) -> None:
    study, _ = with_shared_posts(small)
    study.write_text(study.read_text() + 'measure = "mood"\n')
    code, _, err = naysay("check", study)
    assert code == 1
    assert "negative_share or mean_score or bullishness or disagreement" in " ".join(err.split())
