"""Posts that weigh 1/n. Expected values: by hand, and the same sums in fractions, post by post."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.data.test_cells import SESSIONS, drawn
from tests.data.test_posts import ALWAYS

from naysay.data import shared_weights
from naysay.data.clock_shift import HOUR, shifted_chatter
from naysay.data.daily import daily_chatter
from naysay.data.duplicates import companies_named
from naysay.data.posts import Posts, read_posts
from naysay.data.scored import SCALE, UNSCORED, ScoredPosts
from naysay.data.scorers import scorer
from naysay.data.sessions import session_positions
from naysay.study.chatter import WEIGHED
from naysay.study.file import parse_study
from naysay.study.spec import Chatter

SHARED = Chatter.model_validate({"weight": "shared", "history": 12, "min_history": 5})


def weighing(seed: int, rows: int, most: int = 7) -> ScoredPosts:
    posts = drawn(seed, rows)
    named = np.random.default_rng(seed).integers(1, most + 1, len(posts.score)).astype(np.int16)
    return replace(posts, n_companies=named)


def in_fractions(posts: ScoredPosts, company: str, session: int) -> dict[str, float]:
    """The measures of one company and session from the definitions, without rounding up to the last step."""
    assert posts.n_companies is not None
    own = (posts.company == company) & (posts.session == session) & (posts.score != UNSCORED)
    weights = [Fraction(1, int(n)) for n in posts.n_companies[own]]
    scores = [Fraction(int(score), SCALE) for score in posts.score[own]]
    pairs = list(zip(weights, scores, strict=True))
    total = sum(weights)
    mean = sum(w * s for w, s in pairs) / total
    negative = sum(w for w, s in pairs if s <= Fraction(-1, 20))
    positive = sum(w for w, s in pairs if s >= Fraction(1, 20))
    return {
        "negative_share": float(negative / total),
        "mean_score": float(mean),
        "bullishness": math.log1p(positive) - math.log1p(negative),
        "disagreement": math.sqrt(sum(w * (s - mean) ** 2 for w, s in pairs) / total),
    }


def test_a_negative_post_of_one_company_outweighs_a_positive_one_of_four_by_hand() -> None:
    """Weights 1 and 1/4: share 1 / 1.25, mean (-.6 + .2 / 4) / 1.25, bullishness ln(1.25 / 2)."""
    posts = replace(
        drawn(1, 2).where(np.arange(len(drawn(1, 2).score)) < 2),
        company=pd.Categorical(["A", "A"]),
        session=np.array([3, 3], dtype=np.int32),
        score=np.array([-6000, 2000], dtype=np.int16),
        n_companies=np.array([1, 4], dtype=np.int16),
    )
    row = daily_chatter(posts, SESSIONS, SHARED).iloc[0]
    assert (row["n_posts"], row["n_negative"], row["n_positive"]) == (2, 1, 1)
    assert row["negative_share"] == pytest.approx(0.8)
    assert row["mean_score"] == pytest.approx(-0.44)
    assert row["bullishness"] == pytest.approx(math.log(1.25 / 2))
    assert row["disagreement"] == pytest.approx(0.32)


@given(st.integers(0, 10**6), st.integers(1, 80))
def test_measures_are_those_of_fractions(seed: int, rows: int) -> None:
    posts = weighing(seed, rows)
    daily, sessions = daily_chatter(posts, SESSIONS, SHARED), SESSIONS
    for (company, session), row in daily.iterrows():  # type: ignore[misc]
        place = sessions[company].index.get_loc(session)
        for name, value in in_fractions(posts, company, place).items():
            assert row[name] == pytest.approx(value, rel=1e-9, abs=1e-9)


@given(st.integers(0, 10**6), st.integers(0, 80))
def test_the_order_of_posts_changes_no_bit(seed: int, rows: int) -> None:
    posts = weighing(seed, rows)
    order = np.random.default_rng(seed).permutation(len(posts.score))
    columns: list[Any] = [getattr(posts, field.name) for field in fields(posts)]
    shuffled = ScoredPosts(*[column[order] for column in columns])
    one, other = (daily_chatter(of, SESSIONS, SHARED) for of in (posts, shuffled))
    pd.testing.assert_frame_equal(one, other, check_exact=True)


@pytest.mark.parametrize("block", [1, 7, 100])
def test_how_many_posts_are_added_up_at_a_time_changes_no_bit(
    monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    posts = weighing(11, 400)
    once = daily_chatter(posts, SESSIONS, SHARED)
    monkeypatch.setattr(shared_weights, "_BLOCK", block)
    pd.testing.assert_frame_equal(daily_chatter(posts, SESSIONS, SHARED), once, check_exact=True)


def test_posts_that_name_one_company_each_are_counted_as_whole_ones() -> None:
    posts = drawn(3, 400)
    alone = replace(posts, n_companies=np.ones(len(posts.score), dtype=np.int16))
    one, other = (daily_chatter(of, SESSIONS, SHARED) for of in (alone, posts))
    pd.testing.assert_series_equal(one.pop("disagreement"), other.pop("disagreement"), atol=1e-8)
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_a_single_post_of_any_weight_has_no_disagreement() -> None:
    """So that a past of such sessions does not vary, and no negativity is made of rounding."""
    posts = drawn(3, 400)
    for n in range(1, 12):
        alike = replace(
            posts,
            n_companies=np.full(len(posts.score), n, dtype=np.int16),
            score=np.full(len(posts.score), -3333, dtype=np.int16),
        )
        found = daily_chatter(alike, SESSIONS, SHARED.model_copy(update={"measure": "disagreement"}))
        assert found["disagreement"].max() < 1e-15
        assert found["negativity"].isna().all()


def test_counts_and_the_fewest_posts_are_of_whole_posts() -> None:
    few = SHARED.model_copy(update={"min_posts": 3})
    shared, whole = (
        daily_chatter(replace(weighing(5, 200), n_companies=named), SESSIONS, few)
        for named in (weighing(5, 200).n_companies, None)
    )
    counts = ["n_posts", "n_negative", "n_positive", "n_authors", "negative_authors"]
    pd.testing.assert_frame_equal(shared[counts], whole[counts])
    missing = whole["negative_share"].isna()
    assert missing.any()
    assert shared["negative_share"].isna().equals(missing)
    assert not shared["negative_share"].equals(whole["negative_share"])


@pytest.mark.parametrize("measure", WEIGHED)
def test_each_shift_of_the_clock_weighs_posts_alike(measure: str) -> None:
    chatter, posts = SHARED.model_copy(update={"measure": measure}), weighing(7, 400)
    for shift in shifted_chatter(posts, SESSIONS, chatter, [-3, 0, 5]):
        at = posts.posted_at + shift.hours * HOUR
        moved = replace(posts, posted_at=at, session=session_positions(posts.company, at, SESSIONS))
        expected = daily_chatter(moved, SESSIONS, chatter)["negativity"].unstack("company")  # noqa: PD010
        expected = expected.reindex(index=shift.negativity.index, columns=list(SESSIONS))
        assert expected.notna().to_numpy().sum() > 20
        np.testing.assert_array_equal(shift.negativity.to_numpy(), expected.to_numpy())


@pytest.mark.parametrize("measure", ["n_negative", "negative_authors", "mood"])
def test_measures_that_count_whole_posts_are_refused(measure: str) -> None:
    with pytest.raises(ValidationError, match="negative_share or mean_score or bullishness"):
        Chatter.model_validate({"weight": "shared", "measure": measure})


FEW = st.sampled_from([0, 1, 2**63])


@given(st.lists(st.tuples(FEW, FEW, st.integers(0, 2)), max_size=40))
def test_rows_of_one_id_and_instant_are_of_one_post(rows: list[tuple[int, int, int]]) -> None:
    times = Counter(rows)
    high, low = (np.array([row[half] for row in rows], dtype=np.uint64) for half in (0, 1))
    at = np.array([row[2] for row in rows], dtype=np.int64)
    assert companies_named(high, low, at).tolist() == [times[row] for row in rows]


def read(folder: Path, files: dict[str, list[dict[str, Any]]], company: str, weight: str = "shared") -> Posts:
    study = parse_study(
        f"""[study]
name = "x"
start = 2014-01-01
end = 2014-12-31
[[company]]
ticker = "AAA"
[[company]]
ticker = "BBB"
[[company]]
ticker = "CCC"
[posts]
format = "table"
path = "x"
company = "{company}"
[chatter]
weight = "{weight}"
""",
        source="x.toml",
    )
    paths = {name: folder / name for name in files}
    for name, posts in files.items():
        paths[name].write_text("".join(json.dumps(post) + "\n" for post in posts), encoding="utf-8")
    return read_posts(
        study,
        paths,
        sessions=dict.fromkeys(("AAA", "BBB", "CCC"), ALWAYS),
        scorers=[scorer("finance")],
        folder=folder / "parts",
        quarantine=folder / "quarantine.jsonl",
    )


def post(number: int, text: str, minute: int = 0) -> dict[str, Any]:
    return {"id": f"p{number}", "posted_at": f"2014-01-14T10:{minute:02d}:00Z", "text": text}


def test_a_post_names_the_companies_of_its_text_once_each(tmp_path: Path) -> None:
    posts = [post(1, "$AAA $BBB $AAA"), post(2, "$CCC"), post(3, "$CCC $BBB $AAA"), post(1, "$AAA $BBB", 1)]
    found = read(tmp_path, {"all.jsonl": posts}, "text").scored
    assert found.company.tolist() == ["AAA", "BBB", "CCC", "AAA", "BBB", "CCC"]
    assert found.n_companies is not None
    assert found.n_companies.tolist() == [2, 2, 1, 3, 3, 3]


def test_a_post_that_stands_in_the_files_of_two_companies_names_both(tmp_path: Path) -> None:
    """The second post of BBB has the number of one of AAA and was written later: it is another one."""
    files = {
        "AAA.jsonl": [post(1, "x"), post(2, "y"), post(1, "x")],
        "BBB.jsonl": [post(1, "x"), post(2, "z", minute=5)],
    }
    found = read(tmp_path, files, "file").scored
    assert found.n_companies is not None
    assert found.n_companies.tolist() == [2, 1, 2, 1]


def test_nothing_is_kept_of_it_where_posts_count_whole(tmp_path: Path) -> None:
    assert read(tmp_path, {"all.jsonl": [post(1, "$AAA $BBB")]}, "text", "whole").scored.n_companies is None
