"""Our numbers beside those of R (stats, urca, vars, lpirfs), file by file of ``shared/reference/granger``.

Where conventions differ, the quantity says which one is compared:

- ``07``: R's ccf takes means over the whole series and divides by n; ``lead_lag`` takes those of the
  sessions that have both values. R's negative k is our positive lag. The second kind agrees at lag 0 alone.
- ``08``: urca's Zivot-Andrews looks at every break, ours leaves out the outer 15 % unless told otherwise.
- ``15``: lpirfs counts the current session among its lags (5 there are 4 here), does not cumulate, divides
  the residuals' cross products by n - 1, bounds each coefficient before it is multiplied by the shock, and
  takes the standard deviation of the second residual for that of the second shock.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from naysay.analysis.correlation import lead_lag
from naysay.analysis.correlation.coefficients import standardised
from naysay.analysis.pairs import FloatArray, lagged
from naysay.analysis.regression import least_squares
from naysay.analysis.stationarity import adf_test, kpss_test
from naysay.analysis.vector_autoregression import (
    forecast_error_shares,
    impulse_responses,
    order_criteria,
    vector_autoregression,
)
from naysay.analysis.vector_autoregression.shares import moving_average
from naysay.analysis.zivot_andrews import zivot_andrews

FOLDER: Final = Path(__file__).resolve().parents[2] / "shared" / "reference" / "granger"
OTHER_MEANS: Final = "means of the pairs"
"""Marks the quantities that follow another convention than R's."""
Compared = tuple[str, str, float, float]


def compared() -> Iterator[Compared]:
    """File, quantity, ours, R's."""
    firms = pd.read_csv(FOLDER / "input_synth_panel.csv").set_index("firm")
    yield from _ccf(firms)
    yield from _stationarity(firms)
    yield from _canada()
    series = firms.loc[["F01"], ["neg", "ret"]].reset_index(drop=True)
    yield from of_one_firm(series, FOLDER)


def of_one_firm(series: pd.DataFrame, folder: Path) -> Iterator[Compared]:
    """What vars and lpirfs have of one simulated firm, its chatter and returns in ``series`` (T, 2)."""
    yield from _firm_var(series, folder)
    yield from _lpirfs(series, folder)


def read(name: str, folder: Path = FOLDER) -> Any:
    """One file of numbers."""
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def _ccf(firms: pd.DataFrame) -> Iterator[Compared]:
    name = "07_synth_ccf"
    for firm, found in read(name).items():
        data = firms.loc[firm].set_index("date")
        neg, ret = (
            standardised(np.array([data[c]]), np.ones((1, len(data)), bool), "pearson")
            for c in ("neg", "ret")
        )
        later = lagged(ret[0], [-lag for lag in range(-10, 11)])
        r = np.nansum(neg * later, axis=1) / len(data)
        theirs = dict(zip(found["lag"], found["acf"], strict=True))
        yield from ((name, f"{firm} lag {lag}", float(r[lag + 10]), theirs[-lag]) for lag in range(-10, 11))
        table = lead_lag(data["neg"], data["ret"], prewhiten=False).table
        for lag, value in zip(table["lag"], table["r"], strict=True):
            yield name, f"{firm} lag {lag}, {OTHER_MEANS}", float(value), theirs[-lag]


def _stationarity(firms: pd.DataFrame) -> Iterator[Compared]:
    name = "08_stationarity"
    for firm, want in read(name)["results"].items():
        neg, ret = (firms.loc[firm, column].to_numpy() for column in ("neg", "ret"))
        short = int(4 * (len(neg) / 100) ** 0.25)
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # p-values outside the table of KPSS; only statistics are compared
            ours = {
                "adf_fixed5_drift": adf_test(neg, lags=5)["statistic"],
                "adf_ret5": adf_test(ret, lags=5)["statistic"],
                "kpss_lag5": kpss_test(neg, lags=5)["statistic"],
                "kpss_mu_short": kpss_test(neg, lags=short)["statistic"],
            }
        broken = zivot_andrews(neg, lags=5, trim=0.0)
        ours |= {"za_intercept_l5": broken.statistic, "za_bp": broken.first_after}
        yield from ((name, f"{firm} {test}", float(value), want[test]) for test, value in ours.items())


def _canada() -> Iterator[Compared]:
    name = "03_canada_var"
    want, data = read(name), pd.read_csv(FOLDER / "input_canada.csv")
    names = list(data.columns)
    model = vector_autoregression(data, lags=2)
    for i, effect in enumerate(names):
        yield name, f"{effect} constant", float(model.intercept[i]), want["coef"][effect]["const"][0]
        for lag in (1, 2):
            for j, cause in enumerate(names):
                theirs = want["coef"][effect][f"{cause}.l{lag}"][0]
                yield name, f"{effect} on {cause} lag {lag}", float(model.coefficients[lag - 1, i, j]), theirs
    yield from _each(name, "sigma", model.covariance, want["sigma"])
    yield from _each(name, "root", model.roots, want["roots"])
    criteria = order_criteria(data, max_lags=8)
    for line, column in zip(want["VARselect"]["criteria"], ("aic", "hq", "sc", "fpe"), strict=True):
        yield from _each(name, f"{column} of order", criteria[column].to_numpy(), line)
    table = impulse_responses(model, orderings=[names], draws=20).table
    mine = table[table["impulse"] == "e"]
    for column, key in (("estimate", "irf_ortho_e"), ("cumulated", "irf_ortho_cum_e")):
        yield from _each(name, key, mine[column].to_numpy().reshape(4, 11).T, want[key])
    plain = moving_average(model.coefficients[None], 10)[0, :, :, 0]
    yield from _each(name, "irf_plain_e", plain, want["irf_plain_e"])
    yield from _shares(name, forecast_error_shares(model, orderings=[names]), "prod", want["fevd_prod"])


def _firm_var(data: pd.DataFrame, folder: Path) -> Iterator[Compared]:
    name = "11_synth_var_F01"
    want = read(name, folder)
    model = vector_autoregression(data, lags=5)
    yield from _each(name, "sigma", model.covariance, want["sigma"])
    table = impulse_responses(model, orderings=[["neg", "ret"]], draws=20).table
    mine = table[(table["impulse"] == "neg") & (table["response"] == "ret")]
    yield from _each(name, "ret after neg, horizon", mine["estimate"].to_numpy(), want["irf"])
    yield from _each(name, "ret after neg cumulated, horizon", mine["cumulated"].to_numpy(), want["cum"])
    yield from _shares(
        name, forecast_error_shares(model, orderings=[["neg", "ret"]]), "ret", want["fevd_ret"]
    )


def _lpirfs(series: pd.DataFrame, folder: Path) -> Iterator[Compared]:
    name = "15_lpirfs_F01"
    want = read(name, folder)
    neg, ret = series.to_numpy().T[:, None]
    model = vector_autoregression(series, lags=5)
    unknowns = 5 * 2 + 1
    P = np.linalg.cholesky(model.covariance * (model.nobs - unknowns) / (model.nobs - 1))
    past = [lagged(neg, range(1, 5)), lagged(ret, range(5))]
    X = np.concatenate([np.ones((1, 1, len(series))), *past, neg[:, None]], axis=1)
    X[:, [5, 9]] = X[:, [9, 5]]  # the return of t to the end, beside the chatter of t
    second = np.array([0.0, np.hypot(*P[1])])
    shocks = {"sd": (P[:, 0], second), "unit": (P[:, 0] / P[0, 0], np.array([0.0, 1.0]))}
    for key, (of_neg, of_ret) in (
        ("nw_sd", shocks["sd"]),
        ("nw_unit", shocks["unit"]),
        ("ols_sd", shocks["sd"]),
    ):
        found: dict[str, list[float]] = {
            "neg_to_ret": [of_neg[1]],
            "low": [of_neg[1]],
            "up": [of_neg[1]],
            "neg_to_neg": [of_neg[0]],
            "ret_to_neg": [of_ret[0]],
        }
        for h in range(1, 11):
            b, se = _projected(X, lagged(ret, [-h])[:, 0], h, key)
            found["neg_to_ret"].append(b @ of_neg)
            found["low"].append((b - 1.96 * se) @ of_neg)
            found["up"].append((b + 1.96 * se) @ of_neg)
            b, _ = _projected(X, lagged(neg, [-h])[:, 0], h, key)
            found["neg_to_neg"].append(b @ of_neg)
            found["ret_to_neg"].append(b @ of_ret)
        for quantity, values in found.items():
            yield from _each(name, f"{key} {quantity}, horizon", np.array(values), want[key][quantity])


def _projected(X: FloatArray, y: FloatArray, h: int, key: str) -> tuple[FloatArray, FloatArray]:
    """The coefficients of the chatter and of the return of t, in this order, with their errors."""
    robust: dict[str, Any] = {"covariance": "HAC", "bandwidth": h}
    options = robust if key.startswith("nw") else {"covariance": "classical"}
    fit = least_squares(X, y, tested=2, **options)
    return fit.coef[0, ::-1], np.sqrt(np.diagonal(fit.cov[0]))[::-1]


def _each(name: str, quantity: str, ours: FloatArray, theirs: Any) -> Iterator[Compared]:
    other = np.asarray(theirs, dtype=float)
    for place in np.ndindex(other.shape):
        yield name, f"{quantity} {', '.join(map(str, place))}", float(ours[place]), float(other[place])


def _shares(name: str, table: pd.DataFrame, response: str, theirs: Any) -> Iterator[Compared]:
    share = table.loc[table["response"] == response, "share"].to_numpy()
    yield from _each(name, f"share of {response}", share.reshape(-1, 10).T, theirs)
