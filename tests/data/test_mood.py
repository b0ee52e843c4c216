"""The mood behind posts.

Expected values: the state space of statsmodels on the same series; an optimiser of scipy on its likelihood; a
process whose parameters are known; by hand.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats
from statsmodels.tsa.statespace.mlemodel import MLEModel

from naysay.data.mood import mood
from naysay.data.mood_estimates import estimates, shared_scales
from naysay.data.mood_filter import Parameters, Shares, blocks, filtered, likelihood
from naysay.data.mood_inputs import counted
from naysay.data.mood_parameters import LEAST_RELIABILITY, LEAST_SESSIONS
from naysay.data.mood_search import Peak, derivatives, parameters, search, start
from naysay.study.errors import InputError

Frames = dict[str, pd.DataFrame]
COMPANIES = ["A", "B", "C"]


def process(
    sessions: int = 400,
    posts: tuple[float, ...] = (12.0, 5.0, 2.0),
    *,
    rho: float = 0.7,
    sd: float = 0.08,
    reaction: float = 0.0,
    seed: int = 1,
) -> tuple[Frames, np.ndarray]:
    """Counts and returns, and the mood (L, m) in its standard deviations."""
    rng = np.random.default_rng(seed)
    m = len(posts)
    state = np.zeros((sessions, m))
    state[0] = rng.standard_normal(m)
    for t in range(1, sessions):
        state[t] = rho * state[t - 1] + np.sqrt(1 - rho**2) * rng.standard_normal(m)
    returns = 0.02 * rng.standard_normal((sessions, m))
    moved = np.zeros(m)
    chance = np.empty((sessions, m))
    for t in range(sessions):
        moved = rho * moved + reaction * returns[t] / 0.02
        chance[t] = np.clip(0.3 + sd * state[t] + moved, 0.01, 0.99)
    count = rng.poisson(posts, (sessions, m))
    index = pd.bdate_range("2020-01-01", periods=sessions)
    values = {"n_posts": count, "n_negative": rng.binomial(count, chance), "returns": returns}
    names = [*COMPANIES, *(f"D{i}" for i in range(m))][:m]
    return {key: pd.DataFrame(value, index, names) for key, value in values.items()}, state


def shares_of(frames: Frames) -> Shares:
    counts = counted(frames["n_posts"], frames["n_negative"], None, frames.get("returns"))
    return counts.shares(np.ones(len(counts.companies), dtype=bool), counts.chance)


def state_space(
    shares: Shares, company: int, *, rho: float, variance: float, scale: float, slopes: np.ndarray
) -> Any:
    """The same model in statsmodels, one company; slopes are the level and those of returns."""
    seen = shares.seen[:, company]
    y = np.where(seen, shares.share[:, company], np.nan)
    model = MLEModel(y, k_states=1, k_posdef=1)
    model["design"], model["transition"], model["selection"] = [[1.0]], [[rho]], [[1.0]]
    model["state_cov"] = [[(1 - rho**2) * variance]]
    noise = scale * (shares.chance[company] - variance) / shares.voices[:, company]
    model["obs_cov"] = noise[None, None]
    model["obs_intercept"] = np.full((1, len(y)), slopes[0])
    # statsmodels adds the intercept of t on the way to t + 1; that of the first session is in the mean.
    pushes = shares.returns[:, :, company] @ slopes[1:]
    model["state_intercept"] = np.append(pushes[1:], 0.0)[None]
    model.ssm.initialize_known(pushes[:1], np.array([[variance]]))
    return model.ssm.filter()


TRIALS = Parameters(
    rho=np.array([[0.7, 0.0, 0.97], [0.2, 0.5, 0.9]]),
    variance=np.array([[0.006, 0.001, 0.01], [0.03, 0.08, 0.0001]]),
    scale=np.array([[1.0, 2.5, 1.3], [0.7, 1.0, 4.0]]),
)


@pytest.mark.parametrize("with_returns", [True, False])
def test_likelihood_and_filter_are_those_of_statsmodels(with_returns: bool) -> None:
    frames, _ = process(reaction=0.03)
    if not with_returns:
        del frames["returns"]
    shares = shares_of(frames)
    assert 0.1 < 1 - shares.seen[:, 2].mean() < 0.2  # sessions without posts
    best = likelihood(shares, TRIALS)
    found = filtered(shares, TRIALS, best.slopes)
    for trial, company in np.ndindex(2, 3):
        slopes = best.slopes[trial, company]
        at = {name: float(getattr(TRIALS, name)[trial, company]) for name in ("rho", "variance", "scale")}
        peer = state_space(shares, company, slopes=slopes, **at)
        one = (slice(None), trial, company)
        np.testing.assert_allclose(best.value[trial, company], peer.llf, rtol=1e-8)
        np.testing.assert_allclose(
            found.net[one] + found.from_returns[one], peer.filtered_state[0], rtol=1e-8, atol=1e-8
        )
        np.testing.assert_allclose(found.variance[one], peer.filtered_state_cov[0, 0], rtol=1e-8)
        for moved in np.eye(len(slopes)) * 0.01:
            assert state_space(shares, company, slopes=slopes + moved, **at).llf < peer.llf
            assert state_space(shares, company, slopes=slopes - moved, **at).llf < peer.llf


def test_the_part_of_returns_is_what_they_make_of_the_mood_without_posts() -> None:
    frames, _ = process(reaction=0.03)
    shares = shares_of(frames)
    slopes = likelihood(shares, TRIALS).slopes
    found = filtered(shares, TRIALS, slopes)
    assert found.from_returns[2, 0, 0] == pytest.approx(
        sum(0.7 ** (2 - t) * shares.returns[t, :, 0] @ slopes[0, 0, 1:] for t in range(3)),
        rel=1e-12,
    )
    # B has no memory in the first trial.
    assert found.from_returns[5, 0, 1] == pytest.approx(shares.returns[5, :, 1] @ slopes[0, 1, 1:], rel=1e-12)


def test_the_search_ends_where_an_optimiser_of_scipy_does() -> None:
    frames, _ = process()
    shares = shares_of(frames)
    peak = search(shares, start(shares, np.zeros(3)), 2)
    assert peak.converged.all()

    def lost(x: np.ndarray, company: int) -> float:
        slopes = likelihood(shares, parameters_at(x, shares)).slopes[0, company]
        rho, variance = float(np.tanh(x[0])), float(np.exp(x[1]) * shares.chance[company])
        return -float(state_space(shares, company, rho=rho, variance=variance, scale=1.0, slopes=slopes).llf)

    for company in range(3):
        best = optimize.minimize(
            lost, [0.5, -3.0], args=(company,), method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-9}
        )
        assert peak.value[company] == pytest.approx(-best.fun, abs=1e-5)
        np.testing.assert_allclose(peak.coordinates[company, :2], best.x, atol=2e-3)


def parameters_at(x: np.ndarray, shares: Shares) -> Parameters:
    shape = (1, len(shares.chance))
    return Parameters(np.full(shape, np.tanh(x[0])), np.exp(x[1]) * shares.chance[None], np.ones(shape))


def test_parameters_of_a_known_process_lie_within_their_errors() -> None:
    """Forty companies: deviations in standard errors have about mean 0 and variance 1."""
    frames, state = process(600, (8.0,) * 40, reaction=0.03, seed=3)
    found = mood(**frames)
    table = found.parameters
    assert (table["reason"] == "").all()
    truth = {"level": 0.3, "rho": 0.7, "sd": 0.08, "return": 0.03 / 2, "return_before_1": 0.0}  # 2 % move .03
    for name, value in truth.items():
        z = (table[name] - value) / table[f"{name}_se"]
        assert abs(z.mean()) < 4 / np.sqrt(40), name
        assert 0.6 < z.std() < 1.5, name
    # Beside the variance of m that of a mood of returns, .03^2 / (1 - .7^2).
    whole = np.sqrt(0.08**2 + 0.03**2 / (1 - 0.7**2))
    assert table["sd_whole"].mean() == pytest.approx(whole, rel=0.03)
    assert abs(table["noise_scale"].iloc[0] - 1.0) < 3 * table["noise_scale_se"].iloc[0]
    # Regression calibration: the true mood has a slope of 1 on the filtered one.
    slope = (found.filtered.to_numpy() * state).sum() / (found.filtered.to_numpy() ** 2).sum()
    assert slope == pytest.approx(1.0, abs=0.05)
    correlation = np.corrcoef(found.filtered.to_numpy().ravel(), state.ravel())[0, 1]
    assert found.reliability.mean() == pytest.approx(correlation**2, abs=0.03)


@pytest.mark.parametrize("times", [2, 3])
def test_posts_that_come_several_times_are_a_larger_scale_of_the_noise(times: int) -> None:
    frames, _ = process(600, (8.0,) * 12)
    once = mood(**frames)
    counts = {name: frames[name] * times for name in ("n_posts", "n_negative")}
    repeated = mood(**counts, returns=frames["returns"])
    assert repeated.parameters["noise_scale"].iloc[0] == pytest.approx(times, rel=0.15)
    np.testing.assert_allclose(repeated.reliability, once.reliability, atol=0.05)
    by_author = mood(**counts, n_authors=frames["n_posts"], returns=frames["returns"])
    assert by_author.parameters["noise_scale"].iloc[0] == pytest.approx(1.0, rel=0.15)
    # The noise of authors has the size that its posts suggest; only its lower limit differs.
    np.testing.assert_allclose(
        by_author.parameters["noise_scale"] * times, repeated.parameters["noise_scale"], rtol=0.05
    )


def test_scales_are_the_mean_where_companies_agree_and_their_own_where_they_do_not() -> None:
    def of(logs: list[float], error: float) -> Peak:
        m = len(logs)
        at = np.zeros((m, 3))
        at[:, 2] = logs
        hessian = np.tile(np.diag([-100.0, -100.0, -1 / error**2]), (m, 1, 1))
        none = np.zeros((m, 3), dtype=bool)
        return Peak(at, np.zeros(m), np.zeros((m, 3)), hessian, none, np.ones(m, dtype=bool))

    # Weights: 1 / .09 a company, and 4 for a scale of 1 before anything is seen.
    alike = shared_scales(of([0.4, 0.5, 0.6], 0.3), np.zeros(3))
    known = 3 / 0.09 + 4
    np.testing.assert_allclose(alike.log, 1.5 / 0.09 / known)
    np.testing.assert_allclose(alike.common, 1 / np.sqrt(known))
    np.testing.assert_allclose(alike.own, 0.0)
    # Q = 2 (0.5 / 0.1)^2 = 50; the sum of weights 200 less 100; tau^2 = (50 - 1) / 100. Weights 1 / .5 and 4.
    apart = shared_scales(of([0.0, 1.0], 0.1), np.full(2, -9.0))
    mean, share = 2 / (2 + 2 + 4), 0.01 / (0.01 + 0.49)
    np.testing.assert_allclose(apart.log, [share * mean, share * mean + 1 - share])
    np.testing.assert_allclose(apart.own, np.sqrt(0.49 * share))
    np.testing.assert_allclose(apart.common, share / np.sqrt(8))
    assert shared_scales(of([-0.4, -0.5], 0.3), np.zeros(2)).log.tolist() == [0.0, 0.0]


def test_nothing_later_moves_a_mood_whose_parameters_are_estimated_month_by_month() -> None:
    frames, _ = process(260, (20.0, 20.0, 20.0), sd=0.12, reaction=0.03)
    changed = {name: frame.copy() for name, frame in frames.items()}
    for frame in changed.values():
        frame.iloc[200:] = frame.iloc[200:].to_numpy()[::-1]
    before, after = (mood(**one, refit="monthly").filtered for one in (frames, changed))
    assert before.iloc[130:200].notna().to_numpy().all()
    pd.testing.assert_frame_equal(before.iloc[:200], after.iloc[:200], check_exact=True)
    assert not np.allclose(before.iloc[200:], after.iloc[200:])


def test_a_month_has_the_parameters_of_the_sessions_before_it() -> None:
    frames, _ = process(260)
    frames = {name: frame.astype(float) for name, frame in frames.items()}
    for frame in frames.values():
        frame.iloc[20:25, 1] = np.nan  # another calendar: B has fewer sessions before the month
    monthly = mood(**frames, refit="monthly").filtered
    first = frames["n_posts"].index.searchsorted(pd.Timestamp("2020-11-01"))
    past = mood(**{name: frame.iloc[:first] for name, frame in frames.items()})
    assert monthly.iloc[:60].isna().to_numpy().all()
    again = mood(**{name: frame.iloc[: first + 5] for name, frame in frames.items()}, refit="monthly")
    pd.testing.assert_frame_equal(again.parameters, past.parameters, rtol=1e-9)
    pd.testing.assert_frame_equal(again.filtered, monthly.iloc[: first + 5], rtol=1e-9)


def test_time_does_not_pass_while_an_exchange_is_closed() -> None:
    frames, _ = process()
    apart = {name: frame.astype(float).copy() for name, frame in frames.items()}
    closed = frames["n_posts"].index[[0, 50, 51, 399]]
    for frame in apart.values():
        frame.loc[closed, "B"] = np.nan
    without = {name: frame.drop(closed) for name, frame in frames.items()}
    B, whole = mood(**apart).filtered["B"], mood(**without).filtered["B"]
    assert B[closed].isna().all()
    # The scale of the noise is that of all companies, and the others have other sessions here.
    np.testing.assert_allclose(B.drop(closed), whole, atol=0.02)


def test_a_session_without_posts_has_the_forecast() -> None:
    frames, _ = process()
    frames["n_posts"].iloc[100:110] = 0
    frames["n_negative"].iloc[100:110] = 0
    found = mood(frames["n_posts"], frames["n_negative"])
    rho = found.parameters["rho"]
    for t in range(100, 110):
        np.testing.assert_allclose(found.filtered.iloc[t], rho * found.filtered.iloc[t - 1], rtol=1e-9)


def test_the_order_of_companies_and_further_ones_without_posts_change_nothing() -> None:
    frames, _ = process()
    found = mood(**frames)
    others = {name: frame[["C", "A", "B"]].assign(Z=0) for name, frame in frames.items()}
    again = mood(**others)
    np.testing.assert_allclose(again.filtered[COMPANIES], found.filtered, atol=1e-6)
    assert again.filtered["Z"].isna().all()
    assert again.reason["Z"] == f"too_few_sessions_with_posts least={LEAST_SESSIONS}"


@pytest.mark.parametrize("block", [3, 4, 7])
@pytest.mark.parametrize("refit", ["never", "monthly"])
def test_companies_in_other_blocks_have_the_same_bytes(
    block: int, refit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Companies of two exchanges, one of them without posts, all together and in blocks.

    numpy adds two columns or fewer in another order; a program's blocks have 256 companies or more.
    """
    frames, _ = process(150, (12.0, 5.0, 2.0, 8.0, 1.0, 0.0, 6.0))
    for frame in frames.values():
        frame.iloc[::9, 2:4] = np.nan
    whole = mood(**frames, refit=refit)
    monkeypatch.setattr("naysay.data.mood_filter.BLOCK", block)
    parted = mood(**frames, refit=refit)
    pairs = zip(
        (whole.filtered, *sum(whole.moved, ())), (parted.filtered, *sum(parted.moved, ())), strict=True
    )
    for one, other in pairs:
        assert one.to_numpy().tobytes() == other.to_numpy().tobytes()
    pd.testing.assert_frame_equal(whole.parameters, parted.parameters, check_exact=True)
    pd.testing.assert_series_equal(whole.reliability, parted.reliability, check_exact=True)


@pytest.mark.parametrize(
    ("companies", "sizes"), [(0, [0]), (512, [512]), (513, [256, 257]), (1025, [341, 342, 342])]
)
def test_blocks_have_512_companies_or_fewer_and_are_of_one_size(companies: int, sizes: list[int]) -> None:
    parts = [np.arange(companies)[part] for part in blocks(companies)]
    assert [len(part) for part in parts] == sizes
    assert np.concatenate(parts).tolist() == list(range(companies))


def test_a_company_without_a_mood_says_why() -> None:
    frames, _ = process(300, (12.0, 12.0, 12.0, 0.4))
    posts, negative = frames["n_posts"], frames["n_negative"]
    posts.iloc[40:, 0], negative.iloc[40:, 0] = 0, 0
    negative.iloc[:, 1] = 0
    posts.iloc[:, 3], negative.iloc[:, 3] = 1, np.arange(300) % 2  # posts that take turns: no mood lasts
    found = mood(**frames)
    assert found.reason.tolist() == [
        f"too_few_sessions_with_posts least={LEAST_SESSIONS}",
        "no_variation series=negativity",
        "",
        f"mood_unreliable least={LEAST_RELIABILITY}",
    ]
    assert found.filtered.notna().all().tolist() == [False, False, True, True]
    assert found.identified.notna().all().tolist() == [False, False, True, False]
    assert found.reliability.isna().tolist() == [True, True, False, False]
    assert found.parameters["rho"].isna().tolist() == [True, True, False, False]
    assert found.parameters["n_sessions"].tolist()[0] == 40


def test_moved_moods_are_those_of_parameters_one_error_away() -> None:
    """The common scale one standard error up: the filter at what is then most likely of the other two."""
    frames, _ = process(400, (12.0, 12.0, 12.0))
    found = mood(**frames)
    shares = shares_of(frames)
    fit = estimates(shares, np.ones(3))
    begin = fit.coordinates.copy()
    begin[:, 2] += fit.common[:, 2]
    peak = search(shares, begin, 2)
    at = parameters(peak.coordinates[None], shares.chance)
    by_hand = filtered(shares, at, likelihood(shares, at).slopes)
    centre = found.filtered.to_numpy()
    up, down = (frame.to_numpy() - centre for frame in found.moved[-1])
    expected = (by_hand.net / np.sqrt(at.variance))[:, 0] - centre
    assert len(found.moved) == 4
    np.testing.assert_allclose(up, expected, atol=0.15 * np.abs(expected).max())
    assert np.corrcoef(up.ravel(), down.ravel())[0, 1] < -0.9  # to both sides


def test_errors_in_the_directions_are_those_of_the_whole_covariance() -> None:
    """Against the inverse Hessian of all three coordinates, for a company alone: its scale is its own."""
    frames, _ = process(600, (12.0,))
    shares = shares_of(frames)
    fit = estimates(shares, np.full(1, 1e-3))
    _, _, hessian = derivatives(shares, fit.coordinates, 3)
    untold = np.diag([0.0, 0.0, 4.0])  # what is known of the scale before anything is seen
    np.testing.assert_allclose(fit.covariance, np.linalg.inv(untold - hessian), rtol=0.02)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"n_posts": [1, 2, 3]}, "n_posts"),
        ({"n_negative": lambda f: f["n_posts"] + 1}, "n_negative"),
        ({"n_negative": lambda f: -f["n_negative"] - 1}, "n_negative"),
        ({"n_negative": lambda f: f["n_negative"].where(f["n_posts"] < 5)}, "n_negative"),
        ({"n_authors": lambda f: f["n_posts"] + 1}, "n_authors"),
        ({"n_authors": lambda f: f["n_posts"].iloc[1:]}, "n_authors"),
        ({"returns": lambda f: f["returns"] + np.inf}, "returns"),
        ({"returns": lambda f: f["returns"].astype(str) + "x"}, "returns"),
        ({"n_posts": lambda f: f["n_posts"].iloc[::-1]}, "n_posts.index"),
        ({"refit": "daily"}, "refit"),
    ],
)
def test_input_that_cannot_be_used_is_refused(changes: dict[str, Any], field: str) -> None:
    frames, _ = process(80)
    given = {name: value(frames) if callable(value) else value for name, value in changes.items()}
    with pytest.raises(InputError) as error:
        mood(**{**frames, **given})
    assert error.value.fault.field == field


def test_intervals_of_the_parameters_hold_with_few_posts() -> None:
    """Normal intervals on the scale that the search works on cover the truth about as often as they say."""
    frames, _ = process(600, (3.0,) * 60, sd=0.1, seed=8)
    table = mood(**frames).parameters
    inside = table["rho_se"].notna() & table["sd_se"].notna()
    assert inside.mean() > 0.9
    error = table["sd_se"] / table["sd"]
    z = (np.log(table["sd"]) - np.log(0.1)) / error
    assert stats.binomtest(int((abs(z[inside]) < 1.96).sum()), int(inside.sum()), 0.95).pvalue > 0.01


@pytest.mark.parametrize(("silent", "reason"), [(1, ""), (2, "mood_not_identified left=1 total=3")])
def test_a_mood_that_most_companies_lack_is_not_identified(silent: int, reason: str) -> None:
    """A company whose posts take turns has no mood that lasts; one without posts is not counted."""
    frames, _ = process(300, (12.0, 12.0, 12.0, 0.01))
    for company in range(silent):
        frames["n_posts"].iloc[:, company] = 1
        frames["n_negative"].iloc[:, company] = np.arange(300) % 2
    assert mood(**frames).not_identified == reason


@pytest.mark.parametrize("refit", ["never", "monthly"])
@pytest.mark.parametrize(("sessions", "companies"), [(0, 2), (3, 0), (100, 1)])
def test_nothing_posted_is_no_mood(sessions: int, companies: int, refit: Any) -> None:
    index = pd.bdate_range("2020-01-01", periods=sessions)
    nothing = pd.DataFrame(0, index, COMPANIES[:companies])
    found = mood(nothing, nothing, nothing, nothing.astype(float), refit=refit)
    assert found.filtered.shape == (sessions, companies)
    assert found.filtered.isna().to_numpy().all()
    assert (found.reason == f"too_few_sessions_with_posts least={LEAST_SESSIONS}").all()
    assert found.not_identified == "mood_not_identified left=0 total=0"


def test_returns_that_never_move_have_no_slope_and_change_nothing() -> None:
    frames, _ = process()
    still = mood(frames["n_posts"], frames["n_negative"], returns=0.0 * frames["returns"])
    without = mood(frames["n_posts"], frames["n_negative"])
    pd.testing.assert_frame_equal(still.filtered, without.filtered, rtol=1e-9)
    assert (still.parameters[["return", "return_before_1"]] == 0.0).to_numpy().all()
    assert still.parameters[["return_se", "return_before_1_se"]].isna().to_numpy().all()
    assert "return" not in without.parameters


def test_companies_are_matched_by_name() -> None:
    frames, _ = process(80)
    usual = mood(**frames).filtered
    other = mood(**{**frames, "returns": frames["returns"][["B", "A", "C"]]}).filtered
    pd.testing.assert_frame_equal(other, usual, check_exact=True)
