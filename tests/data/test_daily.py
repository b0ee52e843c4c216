"""Scoring parts and daily chatter. Expected values are worked out by hand; properties with hypothesis."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data import scored as scored_module
from naysay.data.daily import daily_chatter, standardised_on_past
from naysay.data.posts import SCHEMA
from naysay.data.scored import UNSCORED, ScoredPosts, score_posts
from naysay.data.scorers import scorer
from naysay.data.sessions import Sessions, trading_sessions
from naysay.study.spec import Chatter

XNYS = trading_sessions("XNYS", dt.date(2024, 7, 1), dt.date(2024, 7, 10))
"""1, 2, 3 (early close at 17:00 UTC), 5, 8, 9, 10 July; else closes at 20:00 UTC."""


def posts(rows: list[tuple[str, str, float | None]]) -> ScoredPosts:
    """Company, instant in UTC, score."""
    return ScoredPosts(
        company=np.array([company for company, _, _ in rows], dtype=object),
        posted_at=np.array([pd.Timestamp(at, tz="UTC").value for _, at, _ in rows], dtype=np.int64),
        score=np.array([UNSCORED if s is None else round(s * 10_000) for _, _, s in rows], dtype=np.int16),
    )


def test_a_day_is_what_was_said_between_two_closes() -> None:
    rows: list[tuple[str, str, float | None]] = [
        ("A", "2024-06-30 12:00", -0.5),
        ("A", "2024-07-01 19:59:59", 0.25),
        ("A", "2024-07-01 20:00", -0.05),
        ("A", "2024-07-03 16:59", 0.9),
        ("A", "2024-07-03 17:00", -0.9),
        ("A", "2024-07-04 12:00", None),
        ("B", "2024-07-06 12:00", -0.0499),
    ]
    found = daily_chatter(posts(rows), {"A": XNYS, "B": XNYS, "C": XNYS}, Chatter())
    columns = ["n_posts", "n_negative", "negative_share", "mean_score"]
    told = {
        (c, str(s.date())): tuple(row)
        for (c, s), row in zip(found.index, found[columns].to_numpy(), strict=True)
    }
    assert told == {
        ("A", "2024-07-01"): (2, 1, 0.5, -0.125),
        ("A", "2024-07-02"): (1, 1, 1.0, -0.05),
        ("A", "2024-07-03"): (1, 0, 0.0, 0.9),
        ("A", "2024-07-05"): (1, 1, 1.0, -0.9),
        ("B", "2024-07-08"): (1, 0, 0.0, -0.0499),
    }
    assert found["negativity"].isna().all()


def test_the_cut_off_makes_a_post_wait() -> None:
    rows: list[tuple[str, str, float | None]] = [
        ("A", "2024-07-01 19:30", -1.0),
        ("A", "2024-07-01 19:29", -1.0),
    ]
    found = daily_chatter(posts(rows), {"A": XNYS}, Chatter(cutoff=30))
    assert [str(session.date()) for _, session in found.index] == ["2024-07-01", "2024-07-02"]


def test_a_session_with_too_few_posts_is_unknown() -> None:
    rows: list[tuple[str, str, float | None]] = [("A", "2024-07-01 12:00", -1.0)] * 2 + [
        ("A", "2024-07-02 12:00", 1.0)
    ]
    found = daily_chatter(posts(rows), {"A": XNYS}, Chatter(min_posts=2))
    assert found["n_posts"].tolist() == [2, 1]
    assert found["n_negative"].tolist() == [2, 0]
    assert found["mean_score"].fillna(99).tolist() == [-1.0, 99]
    assert found["negative_share"].fillna(99).tolist() == [1.0, 99]


@pytest.mark.parametrize(("measure", "sign"), [("negative_share", 1), ("n_negative", 1), ("mean_score", 1)])
def test_more_negative_is_more(measure: str, sign: int) -> None:
    quiet: list[tuple[str, str, float | None]] = [
        ("A", f"2024-07-0{day} 12:00", score)
        for day in (1, 2, 3)
        for score in ([0.5] if day == 2 else [0.4, -0.2])
    ]
    storm: list[tuple[str, str, float | None]] = [("A", "2024-07-05 12:00", -0.9)] * 3
    chatter = Chatter(measure=measure, history=3, min_history=3)  # type: ignore[arg-type]
    found = daily_chatter(posts([*quiet, *storm]), {"A": XNYS}, chatter)
    assert sign * found["negativity"].iloc[-1] > 1


def test_standardising_by_hand() -> None:
    values = np.array([1.0, 2.0, 3.0, 10.0, 4.0])
    found = standardised_on_past(values, history=3, min_history=2)
    expected = [np.nan, np.nan, (3 - 1.5) / np.std([1, 2], ddof=1), 8.0, (4 - 5) / np.std([2, 3, 10], ddof=1)]
    np.testing.assert_allclose(found, expected, rtol=1e-14)


def test_a_past_that_does_not_vary_measures_nothing() -> None:
    assert np.isnan(standardised_on_past(np.array([0.1] * 30 + [0.9]), history=20, min_history=5)[:31]).all()


finite = st.floats(-1e3, 1e3, allow_nan=False)


@given(st.lists(finite, min_size=4, max_size=30), st.data())
def test_the_future_changes_nothing(values: list[float], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(values) - 1))
    later = [*values[:at], *data.draw(st.lists(finite, min_size=len(values) - at, max_size=len(values) - at))]
    first, second = (
        standardised_on_past(np.array(series), history=5, min_history=2) for series in (values, later)
    )
    np.testing.assert_array_equal(first[:at], second[:at])


def test_a_later_post_changes_no_earlier_session() -> None:
    days = pd.date_range("2024-01-02", "2024-06-28", freq="D")
    rng = np.random.default_rng(5)
    rows: list[tuple[str, str, float | None]] = [
        ("A", f"{day.date()} 15:00", round(float(rng.uniform(-1, 1)), 4)) for day in days for _ in range(3)
    ]
    sessions = trading_sessions("XNYS", dt.date(2024, 1, 2), dt.date(2024, 6, 28))
    before = daily_chatter(posts(rows), {"A": sessions}, Chatter())
    after = daily_chatter(posts([*rows, ("A", "2024-05-20 20:00", -1.0)]), {"A": sessions}, Chatter())
    cut = pd.Timestamp("2024-05-20")
    early = before.index.get_level_values("session") <= cut
    pd.testing.assert_frame_equal(before[early], after[after.index.get_level_values("session") <= cut])
    assert not before.equals(after)


def part(folder: Path, number: int, texts: list[str]) -> Path:
    path = folder / f"part-{number}.parquet"
    rows: list[npt.ArrayLike] = [
        [str(n) for n in range(len(texts))],
        ["A"] * len(texts),
        list(range(len(texts))),
        texts,
    ]
    pq.write_table(pa.table(rows, schema=SCHEMA), path)
    return path


def test_several_processes_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scored_module, "PARTS_A_WORKER", 1)
    parts = [part(tmp_path, n, ["bad", "good", f"great {n}", ""]) for n in range(3)]
    alone = score_posts(parts, name="vader", options={})
    together = score_posts(parts, name="vader", options={}, workers=2)
    for field in ("company", "posted_at", "score"):
        assert getattr(alone, field).tolist() == getattr(together, field).tolist()
    expected = np.rint(scorer("vader").score(["bad", "good", "great 0", ""]) * 10_000)
    assert alone.score[:4].tolist() == expected.tolist()


def test_no_parts_are_no_posts() -> None:
    found = score_posts([], name="vader", options={})
    assert len(found.company) == len(found.posted_at) == len(found.score) == 0
    empty: Sessions = XNYS
    assert daily_chatter(found, {"A": empty}, Chatter()).empty
