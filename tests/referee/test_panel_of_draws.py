"""The processes of the referee and their daily panel.

Expected values: a second computation that goes through posts and sessions one by one (bisect, statistics,
numpy's lstsq) and shares nothing with the program; what a process says of itself, measured over draws.
"""

from __future__ import annotations

import bisect
import math
import statistics
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from benchmarks._referee_panel import panel_of
from benchmarks._referee_process import Drawn, Process, draw

from naysay.study.panel import DailyPanel

USUAL = Process(companies=2, sessions=150, posts=(3.0, 0.7))
PROCESSES = {
    "null": USUAL,
    "two calendars": replace(USUAL, calendars=("XNYS", "XETR")),
    "everything planted": replace(
        USUAL,
        late=0.3,
        reversal=(-0.15, 0.03),
        effect_bp=(-20.0, 30.0),
        attention_bp=-15.0,
        mood_bp=10.0,
        rise=0.5,
        sector_sd=0.005,
    ),
}


def standard(values: list[float], at: int) -> float:
    """The value at ``at`` on the 120 before it; NaN with fewer than 20 or none that varies."""
    past = values[max(0, at - 120) : at]
    if len(past) < 20 or max(past) == min(past):
        return math.nan
    return (values[at] - statistics.fmean(past)) / statistics.stdev(past)


def counted(drawn: Drawn, company: str) -> tuple[list[int], list[int]]:
    """Posts and negative posts of each session."""
    own = drawn.studied[company]
    closes = [own.previous_close, *own.closes.tolist()]
    posts, negative = [0] * len(own), [0] * len(own)
    for name, at, score in zip(
        drawn.posts.company, drawn.posts.posted_at.tolist(), drawn.posts.score.tolist(), strict=True
    ):
        place = bisect.bisect_right(closes, at) - 1
        if name == company and 0 <= place < len(own):
            posts[place] += 1
            negative[place] += score < 0
    return posts, negative


def plainly(drawn: Drawn, number: int) -> dict[str, dict[pd.Timestamp, float]]:
    """Negativity, attention and returns of one company by session of the study."""
    process, company = drawn.process, list(drawn.studied)[number]
    own, every = drawn.studied[company], drawn.every[company]
    posts, negative = counted(drawn, company)
    shares = [(t, negative[t] / posts[t]) for t in range(len(own)) if posts[t]]
    tone = {t: standard([share for _, share in shares], i) for i, (t, _) in enumerate(shares)}
    first = next(t for t, n in enumerate(posts) if n)
    loud = [math.log(1 + n) for n in posts[first:]]
    attention = {t: standard(loud, t - first) if t >= first else math.nan for t in range(len(own))}
    since = len(every) - len(own)
    effect = process.effect_bp[number % len(process.effect_bp)]
    back = process.reversal[number % len(process.reversal)]
    returns: list[float] = []
    for t in range(len(every)):
        late = process.late * drawn.pull[company][t].sum()
        moved = drawn.news[company][t].sum() - late
        if t:
            moved += process.late * drawn.pull[company][t - 1].sum() + back * returns[-1]
        if t > since:
            before = t - 1 - since
            told = [effect * tone.get(before, 0.0), process.attention_bp * attention[before]]
            moved += 1e-4 * sum(0.0 if math.isnan(x) else x for x in told)
        if t:
            moved += 1e-4 * process.mood_bp * drawn.mood[company][t - 1] * (t > since)
        returns.append(moved)
    benchmark = drawn.benchmark.cumsum()
    level = [benchmark[session] for session in every.index]
    market = [math.nan, *(now - before for before, now in pairwise(level))]
    abnormal = {}
    for t in range(since, len(every)):
        past = range(max(1, t - 250), t)
        X = np.array([[1.0, market[s]] for s in past])
        (a, b), *_ = np.linalg.lstsq(X, np.array([returns[s] for s in past]), rcond=None)
        abnormal[t - since] = returns[t] - a - b * market[t]
    raw = {t - since: market[t] for t in range(since, len(every))}
    found = {"negativity": tone, "attention": attention, "abnormal_ret": abnormal, "market_ret": raw}
    return {key: {own.index[t]: x for t, x in values.items()} for key, values in found.items()}


@pytest.mark.parametrize("process", PROCESSES.values(), ids=PROCESSES)
def test_the_panel_is_that_of_a_plain_second_computation(process: Process) -> None:
    rng = np.random.default_rng(3)
    drawn = draw(process, rng)
    frame = panel_of(drawn, rng).frame
    for number, company in enumerate(drawn.studied):
        for key, expected in plainly(drawn, number).items():
            made = frame.loc[company, key]
            wanted = pd.Series(expected).reindex(made.index)
            assert wanted.notna().sum() >= 40
            np.testing.assert_allclose(made, wanted, rtol=1e-9, atol=1e-13, err_msg=f"{company} {key}")


def test_returns_from_the_open_leave_out_the_news_of_the_night() -> None:
    rng = np.random.default_rng(5)
    drawn = draw(USUAL, rng)
    made = panel_of(drawn, rng).intraday
    for company, news in drawn.news.items():
        expected = news[USUAL.history :, 2:].sum(axis=1)
        np.testing.assert_allclose(made[company], expected, rtol=1e-9, atol=1e-13)


def test_a_stale_close_leaves_the_last_news_to_the_next_session() -> None:
    rng = np.random.default_rng(6)
    drawn = draw(replace(USUAL, stale=0.3, companies=1), rng)
    returns = panel_of(drawn, rng).frame["ret"].to_numpy()
    news = drawn.news["C1"][USUAL.history :]
    late = news.sum(axis=1) - returns
    moved = ~np.isclose(late, 0.0, atol=1e-12)
    kinds = defaultdict(int)
    for t in np.flatnonzero(moved[1:]) + 1:
        told = {"late": news[t, 3], "caught up": -news[t - 1, 3], "both": news[t, 3] - news[t - 1, 3]}
        kinds[next(kind for kind, value in told.items() if math.isclose(late[t], value, abs_tol=1e-12))] += 1
    assert set(kinds) == {"late", "caught up", "both"}
    assert 0.2 < (kinds["late"] + kinds["both"]) / len(returns) < 0.4


def test_instants_lie_between_the_closes_of_the_study() -> None:
    drawn = draw(Process(), np.random.default_rng(7))
    own = drawn.studied["C1"]
    assert (drawn.posts.posted_at >= own.previous_close).all()
    assert (drawn.posts.posted_at < own.closes[-1]).all()


@pytest.mark.parametrize(("hours", "midnight"), [(4.0, False), (0.0, True)])
def test_instants_are_moved_and_nothing_else(hours: float, midnight: bool) -> None:
    right = draw(USUAL, np.random.default_rng(8)).posts
    told = draw(replace(USUAL, early_hours=hours, at_midnight=midnight), np.random.default_rng(8)).posts
    assert (told.score == right.score).all()
    if midnight:
        local = pd.DatetimeIndex(right.posted_at, tz="UTC").tz_convert("America/New_York")
        days = [stamp.strftime("%Y-%m-%d") for stamp in local]
        assert [f"{stamp}" for stamp in pd.DatetimeIndex(told.posted_at)] == [
            f"{day} 00:00:00" for day in days
        ]
    else:
        assert (right.posted_at - told.posted_at == 4 * 3600 * 10**9).all()


def together(process: Process, draws: int) -> list[pd.DataFrame]:
    made = []
    for number in range(draws):
        rng = np.random.default_rng([9, number])
        made.append(panel_of(draw(process, rng), rng).frame)
    return made


def mean_and_error(values: list[float]) -> tuple[float, float]:
    return statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))


def test_news_moves_price_and_chatter_at_once_and_chatter_leads_nothing() -> None:
    made = together(Process(sessions=300), 8)
    panels = [DailyPanel(frame) for frame in made]
    same = [float(p["negativity"].corrwith(p["abnormal_ret"]).mean()) for p in panels]
    ahead = [float(p["negativity"].shift(1).corrwith(p["abnormal_ret"]).mean()) for p in panels]
    assert mean_and_error(same)[0] < -0.25
    mean, error = mean_and_error(ahead)
    assert abs(mean) < 3 * error
    assert error < 0.02


def test_the_market_arrives_late() -> None:
    made = together(Process(sessions=300, late=0.3), 6)
    lagging = []
    for frame in made:
        market, returns = DailyPanel(frame)["market_ret"], DailyPanel(frame)["abnormal_ret"]
        slope = [np.polyfit(market[c].to_numpy()[:-1], returns[c].to_numpy()[1:], 1)[0] for c in returns]
        lagging.append(float(np.mean(slope)))
    mean, error = mean_and_error(lagging)
    assert abs(mean - 0.3) < 3 * error


def test_posts_are_as_many_as_asked_for_and_rise_with_mood() -> None:
    process = Process(sessions=500, posts=(5.0,), rise=0.5, loudness=0.0)
    drawn = draw(process, np.random.default_rng(10))
    counts = panel_of(drawn, np.random.default_rng(10)).frame["n_posts"]
    slopes = []
    for company, own in drawn.studied.items():
        mood = drawn.mood[company][-len(own) :]
        slopes.append(np.polyfit(mood, np.log(counts[company].to_numpy() + 0.5), 1)[0])
    assert abs(counts.mean() - 5.0) < 0.4
    assert 0.35 < np.mean(slopes) < 0.6
