"""Chatter and prices side by side.

Expected values: by hand for small panels, and ``numpy.linalg.lstsq`` window by window for the normal return.
Properties: scaling prices changes no return, permuting companies permutes rows, and a later price changes
nothing earlier, to the last bit.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data.markets.csv import read
from naysay.data.mood import mood
from naysay.data.panel import COLUMNS, AlignedPanel, align
from naysay.data.rolling import rolling_abnormal
from naysay.data.sessions import trading_sessions
from naysay.study.errors import InputError
from naysay.study.frames import DAILY
from naysay.study.losses import rows_by_cause

SHARED = Path(__file__).resolve().parents[3] / "shared" / "stocknet" / "prices"
CHATTER = ["n_posts", "n_negative", "negative_share", "mean_score", "negativity"]
DAYS = pd.bdate_range("2014-01-01", periods=8, unit="ns", name="session")


def prices_of(values, days=DAYS) -> pd.DataFrame:
    values = np.asarray(values, dtype=float)
    return pd.DataFrame({"adj_close": values, "volume": 100.0 + np.arange(len(values))}, index=days)


def chatter_of(rows: dict[tuple[str, str], list[float]]) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples(
        [(company, pd.Timestamp(day)) for company, day in rows], names=["company", "session"]
    )
    return pd.DataFrame(list(rows.values()), index=index, columns=CHATTER)


SILENCE = chatter_of({("AAA", "2014-01-02"): [1, 0, 0.0, 0.1, np.nan]}).iloc[:0]


def aligned(prices, benchmark=None, *, chatter=SILENCE, start=date(2014, 1, 1), days=DAYS, **options):
    sessions = dict.fromkeys(prices, days)
    return align(chatter, prices, benchmark, sessions, start=start, **options)


def random_prices(
    seed: int, periods: int = 400, *, gaps: float = 0.02
) -> tuple[pd.DatetimeIndex, np.ndarray, np.ndarray]:
    """Sessions, benchmark levels and the levels of two companies that follow it, with gaps."""
    generator = np.random.default_rng(seed)
    days = pd.bdate_range("2014-01-01", periods=periods, unit="ns", name="session")
    market = generator.normal(0.0003, 0.01, periods)
    own = market[:, None] * [0.8, 1.3] + generator.normal(0.0, 0.02, (periods, 2))
    levels = 50.0 * np.exp(np.cumsum(own, axis=0))
    levels[generator.random(levels.shape) < gaps] = np.nan
    return days, 1000.0 * np.exp(np.cumsum(market)), levels


def test_the_columns_are_those_of_the_daily_table():
    panel = aligned({"AAA": prices_of(range(1, 9))})
    assert ["company", "session", *panel.frame.columns] == [*DAILY.columns, "attention"]
    assert tuple(panel.frame.columns) == (*COLUMNS, "attention")
    assert panel.frame.index.names == ["company", "session"]


def test_a_return_is_the_log_ratio_of_consecutive_sessions():
    panel = aligned({"AAA": prices_of([100, 110, 99, 99, 99, 99, 99, 198])})
    expected = [np.nan, np.log(1.1), np.log(0.9), 0, 0, 0, 0, np.log(2)]
    np.testing.assert_allclose(panel.frame["ret"], expected, atol=1e-15)
    assert panel.frame["volume"].tolist() == [100.0 + i for i in range(8)]


def test_the_night_is_from_the_close_before_to_the_open():
    """Closes 100, 110, 99 and opens 100, 104.5, 55: the third session pays a dividend of half its close."""
    frame = prices_of([100, 110, 198], DAYS[:3]).assign(open=[100.0, 104.5, 55.0], close=[100.0, 110.0, 99.0])
    panel = aligned({"AAA": frame}, days=DAYS[:3])
    # The adjusted open of the third session is 55 * 198 / 99 = 110, the adjusted close before it.
    expected = [np.nan, np.log(104.5 / 100), 0.0]
    np.testing.assert_allclose(panel.overnight["AAA"], expected, atol=1e-12)


def test_prices_without_opens_have_no_nights():
    panel = aligned({"AAA": prices_of(range(1, 9))}, start=DAYS[2].date())
    assert panel.overnight.isna().all(axis=None)
    assert panel.overnight.index.tolist() == list(DAYS[2:])


@pytest.mark.parametrize("gap", [np.nan, 0.0, -5.0])
def test_a_price_that_is_missing_takes_the_returns_on_both_sides(gap):
    panel = aligned({"AAA": prices_of([1, 2, 4, gap, 16, 32, 64, 128])})
    assert panel.frame["ret"].isna().tolist() == [True, False, False, True, True, False, False, False]
    np.testing.assert_allclose(panel.frame["ret"].dropna(), np.log(2))


def test_a_session_without_a_row_is_a_gap_too():
    panel = aligned({"AAA": prices_of([1, 2, 4, 8, 16, 32, 64, 128]).drop(DAYS[3])})
    assert panel.frame["ret"].isna().tolist() == [True, False, False, True, True, False, False, False]
    assert np.isnan(panel.frame["volume"].iloc[3])


def test_the_session_before_the_study_gives_the_first_return():
    panel = aligned({"AAA": prices_of([1, 2, 4, 8, 16, 32, 64, 128])}, start=DAYS[4].date())
    assert panel.frame.index.get_level_values("session").tolist() == list(DAYS[4:])
    np.testing.assert_allclose(panel.frame["ret"], np.log(2))


def test_returns_go_back_to_the_first_price_and_end_with_the_study():
    values = [np.nan, np.nan, 4, 8, 16, 32, 64, 128]
    later = prices_of([256.0], pd.DatetimeIndex([DAYS[-1] + pd.Timedelta(days=1)], name="session"))
    panel = aligned({"AAA": pd.concat([prices_of(values), later])}, start=DAYS[6].date())
    assert panel.returns.index.tolist() == list(DAYS[2:])
    assert panel.market.index.equals(panel.returns.index)
    assert panel.returns.columns.tolist() == ["AAA"]


def test_sessions_without_posts_count_none_and_have_no_score():
    rows = {("AAA", "2014-01-03"): [5, 2, 0.4, -0.1, 1.5]}
    panel = aligned({"AAA": prices_of(range(1, 9))}, chatter=chatter_of(rows))
    day = panel.frame.loc[("AAA", pd.Timestamp("2014-01-03")), CHATTER]
    assert day.tolist() == [5, 2, 0.4, -0.1, 1.5]
    others = panel.frame.drop(("AAA", pd.Timestamp("2014-01-03")))
    assert (others[["n_posts", "n_negative"]] == 0).all(axis=None)
    assert others[["negative_share", "mean_score", "negativity"]].isna().all(axis=None)
    assert panel.frame[["n_posts", "n_negative"]].dtypes.tolist() == [np.dtype("int64")] * 2


def test_chatter_before_the_study_is_left_alone():
    rows = {("AAA", "2013-12-20"): [5, 2, 0.4, -0.1, 1.5]}
    assert aligned({"AAA": prices_of(range(1, 9))}, chatter=chatter_of(rows)).frame["n_posts"].sum() == 0


@pytest.mark.parametrize(
    "rows",
    [
        {("ZZZ", "2014-01-03"): [1, 0, 0.0, 0.1, 0.0]},
        {("AAA", "2014-01-04"): [1, 0, 0.0, 0.1, 0.0]},
        {("AAA", "2015-01-02"): [1, 0, 0.0, 0.1, 0.0]},
    ],
    ids=["unknown-company", "saturday", "after-the-end"],
)
def test_chatter_that_would_be_lost_is_refused(rows):
    with pytest.raises(InputError, match="chatter"):
        aligned({"AAA": prices_of(range(1, 9))}, chatter=chatter_of(rows))


def test_chatter_twice_on_one_session_is_refused():
    once = chatter_of({("AAA", "2014-01-03"): [1, 0, 0.0, 0.1, 0.0]})
    with pytest.raises(InputError, match="once"):
        aligned({"AAA": prices_of(range(1, 9))}, chatter=pd.concat([once, once]))


def test_without_a_benchmark_there_is_no_abnormal_return():
    panel = aligned({"AAA": prices_of(range(1, 9))})
    assert panel.frame[["market_ret", "abnormal_ret"]].isna().all(axis=None)
    assert panel.market.isna().all()
    assert rows_by_cause(panel.losses) == {"previous_price_missing": 1}


def test_the_benchmark_is_compared_between_the_same_two_sessions_as_the_company():
    holiday = DAYS.delete(3)  # the company's exchange is closed on a day on which the benchmark trades
    levels = np.array([1, 2, 4, 8, 16, 32, 64, 128.0])
    panel = align(
        SILENCE,
        {"AAA": prices_of(range(1, 8), holiday), "BBB": prices_of(range(1, 9))},
        prices_of(levels),
        {"AAA": holiday, "BBB": DAYS},
        start=date(2014, 1, 1),
    )
    np.testing.assert_allclose(
        panel.frame.loc["AAA", "market_ret"], [np.nan, *np.log([2, 2, 4, 2, 2, 2])], rtol=1e-14
    )
    np.testing.assert_allclose(panel.frame.loc["BBB", "market_ret"].iloc[1:], np.log(2))
    np.testing.assert_allclose(panel.market.iloc[1:], np.log(2))
    assert panel.market_by_company.loc[DAYS[4]].tolist() == pytest.approx([np.log(4), np.log(2)])
    assert np.isnan(panel.returns.loc[DAYS[3], "AAA"])


def test_a_benchmark_that_was_closed_is_missing_on_both_sides():
    panel = aligned({"AAA": prices_of(range(1, 9))}, prices_of([1, 2, 4, 8, 16, 32, 64, 128]).drop(DAYS[3]))
    assert panel.frame["market_ret"].isna().tolist() == [True, False, False, True, True, False, False, False]


def normal_by_least_squares(ret, market, history, min_history):
    """The abnormal returns, one window at a time."""
    out = np.full(len(ret), np.nan)
    for t in range(len(ret)):
        y, x = ret[max(0, t - history) : t], market[max(0, t - history) : t]
        pairs = np.isfinite(y) & np.isfinite(x)
        if pairs.sum() >= min_history:
            (a, b), *_ = np.linalg.lstsq(
                np.column_stack([np.ones(pairs.sum()), x[pairs]]), y[pairs], rcond=None
            )
            out[t] = ret[t] - a - b * market[t]
    return out


@pytest.mark.parametrize(("history", "min_history"), [(250, 60), (30, 30), (30, 3), (3, 3), (2500, 60)])
def test_the_normal_return_is_least_squares_on_the_sessions_before(history, min_history):
    _, market, levels = random_prices(1)
    ret, benchmark = np.diff(np.log(levels[:, 0])), np.diff(np.log(market))
    found = rolling_abnormal(ret, benchmark, history=history, min_history=min_history)
    expected = normal_by_least_squares(ret, benchmark, history, min_history)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))
    np.testing.assert_allclose(found, expected, atol=1e-10, rtol=0)


def test_windows_are_the_same_across_the_blocks_they_are_regressed_in(monkeypatch):
    _, market, levels = random_prices(2)
    ret, benchmark = np.diff(np.log(levels[:, 0])), np.diff(np.log(market))
    whole = rolling_abnormal(ret, benchmark, history=50, min_history=20)
    monkeypatch.setattr("naysay.data.rolling._BLOCK", 7)
    np.testing.assert_array_equal(rolling_abnormal(ret, benchmark, history=50, min_history=20), whole)


@pytest.mark.parametrize("level", [0.0, 0.01, 1 / 3])
def test_a_benchmark_that_does_not_vary_gives_no_abnormal_return(level):
    generator = np.random.default_rng(3)
    found = rolling_abnormal(generator.normal(size=90), np.full(90, level), history=60, min_history=30)
    assert np.isnan(found).all()


def test_a_tiny_spread_around_a_large_mean_is_still_estimated():
    generator = np.random.default_rng(4)
    spread = generator.normal(size=200)
    market, noise = 1.0 + 1e-6 * spread, 1e-6 * generator.normal(size=200)
    found = rolling_abnormal(2.0 * market + noise, market, history=60, min_history=30)
    shifted = rolling_abnormal(2.0 * 1e-6 * spread + noise, 1e-6 * spread, history=60, min_history=30)
    np.testing.assert_allclose(found[30:], shifted[30:], atol=1e-14)


def test_the_panel_holds_the_abnormal_return_of_each_company():
    days, market, levels = random_prices(5)
    panel = aligned(
        {"AAA": prices_of(levels[:, 0], days), "BBB": prices_of(levels[:, 1], days)},
        prices_of(market, days),
        days=days,
        start=days[300].date(),
        history=250,
    )
    benchmark = np.r_[np.nan, np.diff(np.log(market))]
    for column, company in enumerate(["AAA", "BBB"]):
        ret = np.r_[np.nan, np.diff(np.log(levels[:, column]))]
        expected = normal_by_least_squares(ret, benchmark, 250, 60)[300:]
        np.testing.assert_allclose(panel.frame.loc[company, "abnormal_ret"], expected, atol=1e-10, rtol=0)


def test_each_row_without_a_return_has_one_cause():
    days, market, levels = random_prices(6, gaps=0.05)
    prices = {
        "AAA": prices_of(levels[:, 0], days),
        "NEW": prices_of(levels[350:, 1], days[350:]),
        "ODD": prices_of(np.full(400, np.nan), days),
    }
    benchmark = prices_of(market, days).drop(days[320])
    panel = align(SILENCE, prices, benchmark, dict.fromkeys([*prices, "GONE"], days), start=days[300].date())
    losses = rows_by_cause(panel.losses)
    assert losses["no_prices"] == 200
    assert losses["price_missing"] == np.isnan(levels[300:, 0]).sum() + 50 + np.isnan(levels[350:, 1]).sum()
    assert losses["benchmark_missing"] == np.isfinite(np.diff(np.log(levels[319:322, 0]))).sum()
    assert losses["history_short"] == panel.frame.loc["NEW", "ret"].notna().sum()
    assert len(panel.frame) - sum(losses.values()) == panel.frame["abnormal_ret"].notna().sum()


def test_prices_on_days_without_a_session_are_counted():
    saturday = prices_of([3.0], pd.DatetimeIndex(["2014-01-04"], name="session"))
    panel = aligned({"AAA": pd.concat([prices_of(range(1, 9)), saturday]).sort_index()})
    assert rows_by_cause(panel.losses) == {"previous_price_missing": 1, "price_off_session": 1}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real prices beside the repository are absent")
def test_real_prices_have_a_return_on_every_session_of_their_exchange():
    histories = read([file.stem for file in SHARED.glob("*.csv")], SHARED).histories
    frames = {symbol: history.frame for symbol, history in histories.items()}
    benchmark = frames.pop("^GSPC")
    sessions = trading_sessions("XNYS", date(2012, 9, 4), date(2016, 3, 31))
    panel = align(SILENCE, frames, benchmark, dict.fromkeys(frames, sessions.index), start=date(2014, 1, 2))
    assert panel.losses == ()
    assert len(panel.frame) == len(frames) * (sessions.index >= "2014-01-02").sum()
    assert panel.frame["abnormal_ret"].abs().max() < 0.5
    normal = panel.frame["ret"] - panel.frame["abnormal_ret"]
    assert normal.groupby("company").corr(panel.frame["market_ret"]).min() > 0.8


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999), scale=st.sampled_from([1e-6, 0.5, 2.0, 1024.0, 1e7]))
def test_scaling_prices_changes_no_return(seed, scale):
    days, market, levels = random_prices(seed, 120)
    one = aligned({"AAA": prices_of(levels[:, 0], days)}, prices_of(market, days), days=days)
    two = aligned({"AAA": prices_of(levels[:, 0] * scale, days)}, prices_of(market * 3, days), days=days)
    np.testing.assert_allclose(two.frame["ret"], one.frame["ret"], atol=1e-13)
    np.testing.assert_allclose(two.frame["abnormal_ret"], one.frame["abnormal_ret"], atol=1e-12)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 999))
def test_permuting_companies_permutes_rows(seed):
    days, market, levels = random_prices(seed, 120)
    prices = {"AAA": prices_of(levels[:, 0], days), "BBB": prices_of(levels[:, 1], days)}
    one = aligned(prices, prices_of(market, days), days=days)
    two = aligned(dict(reversed(prices.items())), prices_of(market, days), days=days)
    assert two.frame.index.get_level_values("company").unique().tolist() == ["BBB", "AAA"]
    pd.testing.assert_frame_equal(two.frame.loc[one.frame.index], one.frame)
    pd.testing.assert_frame_equal(two.returns[one.returns.columns], one.returns)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 999))
def test_a_company_has_the_same_numbers_whoever_is_beside_it(seed):
    """Companies of two exchanges, with gaps of their own, and prices on as many but other days."""
    days, market, levels = random_prices(seed, 120, gaps=0.1)
    generator = np.random.default_rng(seed)
    sessions = {"AAA": days, "BBB": days, "CCC": days.delete([7, 90]), "DDD": days, "GONE": days}
    prices = {
        company: prices_of(levels[:, number % 2], days).drop(days[generator.choice(120, 9, replace=False)])
        for number, company in enumerate(["AAA", "BBB", "CCC", "DDD"])
    }
    prices["DDD"] = prices["DDD"].assign(volume=generator.integers(0, 5, 111).astype(float))
    options = {"start": days[40].date(), "history": 50, "min_history": 20}
    together = align(SILENCE, prices, prices_of(market, days), sessions, **options)
    for company, own in sessions.items():
        alone = align(SILENCE, prices, prices_of(market, days), {company: own}, **options)
        pd.testing.assert_frame_equal(together.frame.loc[[company]], alone.frame, check_exact=True)
        for name in ("returns", "volume", "market_by_company", "overnight", "intraday"):
            one, all_of_it = getattr(alone, name)[company], getattr(together, name)[company]
            pd.testing.assert_series_equal(all_of_it.reindex(one.index), one, check_exact=True)
        assert alone.losses == tuple(loss for loss in together.losses if loss.company == company)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 999),
    t=st.integers(1, 119),
    price=st.floats(1e-3, 1e6) | st.just(float("nan")),
    which=st.sampled_from(["company", "benchmark"]),
)
def test_a_later_price_changes_nothing_earlier(seed, t, price, which):
    days, market, levels = random_prices(seed, 120)
    before = aligned(
        {"AAA": prices_of(levels[:, 0], days)}, prices_of(market, days), days=days, min_history=20
    )
    (levels[:, 0] if which == "company" else market)[t:] = price
    after = aligned(
        {"AAA": prices_of(levels[:, 0], days)}, prices_of(market, days), days=days, min_history=20
    )
    pd.testing.assert_frame_equal(after.frame.iloc[:t], before.frame.iloc[:t], check_exact=True)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 999), end=st.integers(30, 119))
def test_an_earlier_end_changes_nothing_before_it(seed, end):
    days, market, levels = random_prices(seed, 120)
    prices, benchmark = {"AAA": prices_of(levels[:, 0], days)}, prices_of(market, days)
    whole = aligned(prices, benchmark, days=days, min_history=20)
    short = aligned(prices, benchmark, days=days[:end], min_history=20)
    pd.testing.assert_frame_equal(short.frame, whole.frame.iloc[:end], check_exact=True)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (DAYS[::-1], "rise"),
        (DAYS.append(DAYS[-1:]), "rise"),
        (DAYS.tz_localize("UTC"), "time zone"),
        (DAYS[:0], "last session"),
    ],
)
def test_sessions_that_cannot_be_aligned_on_are_refused(days, words):
    with pytest.raises(InputError, match=words):
        aligned({"AAA": prices_of(range(1, 9))}, days=days)


def test_a_study_without_companies_is_refused():
    with pytest.raises(InputError, match="company"):
        aligned({})


@pytest.mark.parametrize(("history", "min_history"), [(20, 30), (20, 2)])
def test_a_history_that_cannot_be_estimated_on_is_refused(history, min_history):
    with pytest.raises(InputError, match="history"):
        aligned({"AAA": prices_of(range(1, 9))}, history=history, min_history=min_history)


def test_a_price_that_nobody_paid_is_no_price() -> None:
    prices = prices_of([10, 10, 11, 11, 12, 12, 13, 13])
    prices.loc[DAYS[3], "volume"] = 0.0
    panel = aligned({"AAA": prices}, chatter=SILENCE)
    frame = panel.frame.loc["AAA"]
    assert frame["ret"].isna().tolist() == [True, False, False, True, True, False, False, False]
    assert rows_by_cause(panel.losses) == {"previous_price_missing": 2, "no_trade": 1}
    # A source that has no volumes says nothing about trade.
    still = aligned({"AAA": prices.assign(volume=0.0)}, chatter=SILENCE)
    assert still.frame["ret"].isna().sum() == 1


def test_an_abnormal_return_needs_sixty_pairs_unless_said_otherwise() -> None:
    """The first of 70 prices has no return, so that the 62nd session is the first with 60 pairs before it."""
    days, market, levels = random_prices(7, 70, gaps=0.0)
    panel = aligned({"AAA": prices_of(levels[:, 0], days)}, prices_of(market, days), days=days)
    assert panel.frame["abnormal_ret"].isna().tolist() == [True] * 61 + [False] * 9
    assert rows_by_cause(panel.losses) == {"previous_price_missing": 1, "history_short": 60}


def test_an_abnormal_return_looks_back_250_sessions_unless_said_otherwise() -> None:
    days, market, levels = random_prices(8, 300, gaps=0.0)
    panel = aligned({"AAA": prices_of(levels[:, 0], days)}, prices_of(market, days), days=days)
    ret, benchmark = (np.r_[np.nan, np.diff(np.log(values))] for values in (levels[:, 0], market))
    expected = normal_by_least_squares(ret, benchmark, 250, 60)
    np.testing.assert_allclose(panel.frame["abnormal_ret"], expected, atol=1e-12, rtol=0)


@pytest.mark.parametrize("past", [20, 120, 121])
def test_attention_has_its_own_past_unless_said_otherwise(past: int) -> None:
    """It needs 20 sessions and takes 120: a first session with other counts is then forgotten."""
    days = pd.bdate_range("2014-01-01", periods=140, unit="ns", name="session")
    counts = np.where(np.arange(140) % 2, 3, 5)
    counts[0] = 50
    rows = {("AAA", str(day.date())): [n, 0, 0.0, 0.1, np.nan] for day, n in zip(days, counts, strict=True)}
    attention = aligned({"AAA": prices_of(range(1, 141), days)}, chatter=chatter_of(rows), days=days).frame[
        "attention"
    ]
    assert attention.isna().tolist() == [True] * 20 + [False] * 120
    logs = np.log1p(counts.astype(float))
    before = logs[max(0, past - 120) : past]
    expected = (logs[past] - before.mean()) / before.std(ddof=1)
    assert attention.iloc[past] == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    ("day", "counted"), [("2014-01-03", 0), ("2014-01-04", 1), ("2014-01-05", 1), ("2014-01-11", 0)]
)
def test_prices_off_a_session_count_from_the_first_day_of_the_study_to_its_last_session(
    day: str, counted: int
) -> None:
    """The study starts on Saturday the 4th; its sessions are Monday the 6th to Friday the 10th."""
    week = pd.bdate_range("2014-01-06", periods=5, unit="ns", name="session")
    odd = prices_of([3.0], pd.DatetimeIndex([day], name="session"))
    prices = pd.concat([prices_of(range(1, 6), week), odd]).sort_index()
    panel = aligned({"AAA": prices}, days=week, start=date(2014, 1, 4))
    assert rows_by_cause(panel.losses).get("price_off_session", 0) == counted


def test_the_day_is_the_night_and_what_follows_the_open():
    """Closes 100, 110, 99 and opens 100, 104.5, 55, as in the test of the nights."""
    frame = prices_of([100, 110, 198], DAYS[:3]).assign(open=[100.0, 104.5, 55.0], close=[100.0, 110.0, 99.0])
    panel = aligned({"AAA": frame}, days=DAYS[:3])
    np.testing.assert_allclose(panel.intraday["AAA"], [np.nan, np.log(110 / 104.5), np.log(99 / 55)])


def test_a_study_may_be_one_session_long():
    panel = aligned({"AAA": prices_of([1, 2, 4, 8, 16, 32, 64, 128])}, start=DAYS[-1].date())
    np.testing.assert_allclose(panel.frame["ret"], [np.log(2)])


def test_sessions_of_the_study_before_the_first_price_are_there():
    panel = aligned({"AAA": prices_of([1, 2, 4, 8, 16], DAYS[3:])}, start=DAYS[1].date())
    assert panel.returns.index.tolist() == list(DAYS[1:])
    assert panel.market.index.tolist() == list(DAYS[1:])


def test_a_history_without_a_gap_may_be_as_long_as_is_needed():
    """With ``min_history = history`` each session of the past must have its pair."""
    days, market, levels = random_prices(9, 12, gaps=0.0)
    panel = aligned(
        {"AAA": prices_of(levels[:, 0], days)},
        prices_of(market, days),
        days=days,
        history=5,
        min_history=5,
    )
    assert panel.frame["abnormal_ret"].isna().tolist() == [True] * 6 + [False] * 6


def test_sessions_without_posts_have_no_authors_and_no_positive_posts():
    """As the counts of the contract: 0 and not missing."""
    further = ["n_positive", "n_authors", "negative_authors"]
    chatter = chatter_of({("AAA", "2014-01-03"): [5, 2, 0.4, -0.1, 1.5]}).assign(**dict.fromkeys(further, 2))
    frame = aligned({"AAA": prices_of(range(1, 9))}, chatter=chatter).frame
    assert frame[further].to_numpy().tolist() == [[0] * 3, [0] * 3, [2] * 3, *[[0] * 3] * 5]


def test_returns_go_back_to_the_first_price_of_any_company():
    prices = {"AAA": prices_of([1, 2, 4, 8, 16, 32], DAYS[2:]), "NEW": prices_of([3, 4, 5], DAYS[5:])}
    panel = aligned(prices, start=DAYS[6].date())
    assert panel.returns.index.tolist() == list(DAYS[2:])


def test_an_open_of_zero_gives_no_night_and_no_day():
    frame = prices_of([100, 110, 121], DAYS[:3]).assign(open=[100.0, 0.0, 110.0], close=[100.0, 110.0, 121.0])
    panel = aligned({"AAA": frame}, days=DAYS[:3])
    np.testing.assert_allclose(panel.overnight["AAA"], [np.nan, np.nan, 0.0], atol=1e-12)
    np.testing.assert_allclose(panel.intraday["AAA"], [np.nan, np.nan, np.log(1.1)])


def test_a_share_that_is_its_own_benchmark_has_no_abnormal_return_at_all():
    """Not the rounding of it: a test of its mean would take that for a series that varies."""
    market = np.random.default_rng(11).normal(0.0, 0.01, 80)
    found = rolling_abnormal(market, market, history=60, min_history=60)
    np.testing.assert_array_equal(found, np.r_[[np.nan] * 60, [0.0] * 20])


def of_moods(others: int) -> AlignedPanel:
    """BBB with 30 posts on 300 sessions, two with so many, and one of which nobody ever writes."""
    rng, days = np.random.default_rng(3), pd.bdate_range("2014-01-01", periods=300, unit="ns", name="session")
    chatter, prices = {}, {}
    for company in ("BBB", "AAA", "CCC", "QUIET"):
        mood = np.zeros(len(days))
        for t in range(1, len(days)):
            mood[t] = 0.7 * mood[t - 1] + 0.7 * rng.standard_normal()
        prices[company] = prices_of(100 * np.exp(0.01 * rng.standard_normal(len(days)).cumsum()), days)
        n_posts = 30 if company == "BBB" else others
        negative = rng.binomial(n_posts, np.clip(0.4 + 0.12 * mood, 0.02, 0.98))
        if company != "QUIET":
            chatter |= {
                (company, str(day.date())): [n_posts, n, n / n_posts, 0.0, 0.5]
                for day, n in zip(days, negative, strict=True)
            }
    return aligned(prices, chatter=chatter_of(chatter), days=days)


def test_a_panel_of_the_mood_has_it_for_negativity_row_by_row():
    panel = of_moods(30)
    of_mood = panel.of_mood()
    expected = mood(panel["n_posts"], panel["n_negative"], None, panel["ret"])
    assert expected.not_identified == ""
    for company in ("BBB", "AAA", "CCC"):
        pd.testing.assert_series_equal(
            of_mood.frame.loc[company, "negativity"], expected.filtered[company],
            check_names=False, check_freq=False,
        )  # fmt: skip
    assert of_mood.frame.loc["QUIET", "negativity"].isna().all()
    others = panel.frame.columns.difference(["negativity"])
    pd.testing.assert_frame_equal(of_mood.frame[others], panel.frame[others])
    assert of_mood.mood is panel.mood


def test_where_the_mood_is_not_identified_nothing_is_measured():
    panel = of_moods(1)
    assert panel.mood.not_identified == "mood_not_identified left=1 total=3"
    assert panel.mood.filtered.columns.tolist() == ["BBB"]
    assert panel.of_mood().frame["negativity"].isna().all()


def test_a_panel_keeps_the_moods_that_can_be_told_and_the_reasons_of_the_others():
    kept = of_moods(30).mood
    assert kept.filtered.columns.tolist() == ["BBB", "AAA", "CCC"]
    assert all(list(frame.columns) == ["BBB", "AAA", "CCC"] for pair in kept.moved for frame in pair)
    assert kept.parameters["reason"].tolist() == ["", "", "", "too_few_sessions_with_posts least=60"]
    assert kept.parameters.columns[0] == "reliability"
