"""The clock curve of a run. Expected values: runs over the same posts with other instants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.run.changes import change

Run = Callable[..., tuple[int, str, str]]
KEYS = ["bp_per_sd", "se", "low", "high", "pvalue", "nobs"]


def prepared(small: Path) -> Path:
    """The small study with few methods, its posts well inside of the study."""
    study = small / "analysis" / "small.toml"
    methods = 'methods = ["projections", "clock"]'
    study.write_text(study.read_text().replace("seed = 3", f"seed = 3\n{methods}"))
    posts = pd.read_csv(posts_of(small))
    at = pd.to_datetime(posts["posted_at"], utc=True, format="ISO8601")
    inside = (at > at.min() + pd.Timedelta(days=4)) & (at < at.max() - pd.Timedelta(days=4))
    posts[inside].to_csv(posts_of(small), index=False)
    return study


def posts_of(small: Path) -> Path:
    return small / "data" / "posts.csv"


def with_instants(small: Path, change: Callable[[pd.Series], pd.Series]) -> None:
    posts = pd.read_csv(posts_of(small))
    at = change(pd.to_datetime(posts["posted_at"], utc=True, format="ISO8601"))
    posts.assign(posted_at=at.dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ")).to_csv(posts_of(small), index=False)


def curve(naysay: Run, study: Path, out: Path) -> pd.DataFrame:
    code, _, err = naysay("run", study, "--out", out, "--formats", "html", "--workers", 1)
    assert code == 0, err
    table = pd.read_csv(out / "tables" / "clock_curve.csv").set_index("shift_hours")
    effects = pd.read_csv(out / "tables" / "effects.csv")
    own = effects[(effects["company"] == "POOLED") & (effects["measure"] == "as measured")]
    own = own[own["horizon"] == 1].iloc[0]
    assert list(table.loc[0, KEYS]) == pytest.approx(list(own[KEYS]), rel=1e-9)
    return table


@pytest.mark.parametrize("hours", [3, -5])
def test_a_row_of_the_curve_is_the_study_of_posts_with_these_instants(
    naysay: Run, small: Path, tmp_path: Path, hours: int
) -> None:
    study = prepared(small)
    table = curve(naysay, study, tmp_path / "first")
    with_instants(small, lambda at: at + pd.Timedelta(hours=hours))
    again = curve(naysay, study, tmp_path / "second")
    assert list(again.loc[0, KEYS]) == pytest.approx(list(table.loc[hours, KEYS]), rel=1e-9)
    assert list(again.loc[-hours, KEYS]) == pytest.approx(list(table.loc[0, KEYS]), rel=1e-9)
    assert table.loc[hours, "moved_share"] > 0.05


def test_dates_in_the_place_of_instants_make_a_flat_curve(naysay: Run, small: Path, tmp_path: Path) -> None:
    prepared(small)
    study = change(small, 'company = "column"', 'company = "column"\nclock = "date_only"')
    with_instants(small, lambda at: at.dt.normalize())
    table = curve(naysay, study, tmp_path / "run")
    assert (table["moved_share"] == 0.0).all()
    for key in KEYS:
        np.testing.assert_allclose(table[key], table.loc[0, key], rtol=1e-9)


def test_the_curve_of_a_study_of_the_mood_is_that_of_the_measured_share(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    study = prepared(small)
    shares = curve(naysay, study, tmp_path / "first")
    study.write_text(f'{study.read_text()}\n[chatter]\nmeasure = "mood"\n')
    code, _, err = naysay("run", study, "--out", tmp_path / "second", "--formats", "html", "--workers", 1)
    assert code == 0, err
    table = pd.read_csv(tmp_path / "second" / "tables" / "clock_curve.csv").set_index("shift_hours")
    np.testing.assert_allclose(table[KEYS], shares[KEYS], rtol=1e-9)
