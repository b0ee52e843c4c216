"""Our numbers beside those of R (lmtest, sandwich, plm, quantreg, ivx), for Granger tests of every kind.

Quantities are named as the files of ``shared/reference/granger`` name them. Where conventions differ:

- R's Chisq is p F, statsmodels' ssr_chi2test n / (n - k) times that.
- ``03``, ``03b``: vars refers the F of a system to K (n - k) degrees of freedom, grangertest to n - k.
- ``06``: NeweyWest ran without prewhitening. Its automatic bandwidth weighs the scores by ones in their own
  units; ``newey_west_bandwidth`` is compared on that very sum, the test with floor(bandwidth) lags.
- ``10``: R cumulates from t on; with the return of t among the regressors no coefficient of neg changes.
- ``13``: plm's covariances have no small-sample factor; W is chi-squared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from benchmarks._panel_reference import Compared, data, dated, read, wide
from naysay.analysis import granger
from naysay.analysis.granger import GrangerResult
from naysay.analysis.granger_checks.ivx import ivx_test
from naysay.analysis.granger_checks.out_of_sample import out_of_sample
from naysay.analysis.granger_checks.pooled import Errors, pooled_granger
from naysay.analysis.granger_checks.quantile import quantile_granger
from naysay.analysis.multiple_testing import benjamini_hochberg, benjamini_yekutieli, holm
from naysay.analysis.pairs import lagged
from naysay.analysis.projections import local_projections
from naysay.analysis.regression import least_squares
from naysay.analysis.scores import newey_west_bandwidth
from naysay.analysis.vector_autoregression import order_criteria, system_causality, vector_autoregression

COVARIANCES: Final[dict[str, dict[str, Any]]] = {
    "": {"covariance": "classical"},
    "_HC0": {"covariance": "HC0"},
    "_HC1": {"covariance": "HC1"},
    "_HC3": {"covariance": "HC3"},
    "_NW3": {"covariance": "HAC", "bandwidth": 3},
    "_NW5": {"covariance": "HAC", "bandwidth": 5},
}


def compared() -> Iterator[Compared]:
    """File, quantity, ours, R's."""
    yield from _chickens_and_eggs()
    yield from _output_and_consumption()
    yield from _canada()
    yield from _twelve_firms()
    yield from _adjusted()
    yield from _projections()
    yield from _quantiles()
    yield from _pooled()
    yield from _clark_west()
    yield from _ivx()


def _test(name: str, quantity: str, row: Any, want: dict[str, Any]) -> Iterator[Compared]:
    yield name, quantity, float(row["statistic"]), want["stat"]
    yield name, f"{quantity} p", float(row["pvalue"]), want["p"]
    if "df_resid" in want:
        yield name, f"{quantity} df", float(row["df_denom"]), want["df_resid"]


def _row(found: GrangerResult, order: int, *, forward: bool = True) -> Any:
    table = found.table
    first = table["cause"] == found.design.names[0]
    return table[(first == forward) & (table["lag_order"] == order)].iloc[0]


def _chickens_and_eggs() -> Iterator[Compared]:
    name, years = "01_chickegg_grangertest", dated(data("chickegg"))
    for order, want in ((p, read(name)["results"][f"order{p}"]) for p in (1, 2, 3, 4)):
        for suffix in ("", "_HC0", "_HC1", "_HC3", "_NW3"):
            found = granger(years["egg"], years["chicken"], lags=[order], **COVARIANCES[suffix])
            for key, forward in (("egg_to_chicken", True), ("chicken_to_egg", False)):
                if key + suffix in want:
                    row = _row(found, order, forward=forward)
                    yield from _test(name, f"order {order} {key}{suffix}", row, want[key + suffix])


def _output_and_consumption() -> Iterator[Compared]:
    name = "02_macrodata_grangertest"
    growth = dated(data("macrodata"))[["realgdp", "realcons"]].apply(np.log).diff()
    found = granger(growth["realgdp"], growth["realcons"], lags=5, covariance="classical")
    for order in range(1, 6):
        want = read(name)["results"][f"order{order}"]
        yield from _test(name, f"order {order} gdp_to_cons", _row(found, order), want["gdp_to_cons"])
        backward = _row(found, order, forward=False)
        yield from _test(name, f"order {order} cons_to_gdp", backward, want["cons_to_gdp"])


def _canada() -> Iterator[Compared]:
    name, frame = "03_canada_var", dated(data("canada"))
    want, model = read(name), vector_autoregression(frame, lags=2)
    cases: list[tuple[str, list[str], dict[str, Any], dict[str, Any]]] = [
        (f"causality {cause}", [cause], COVARIANCES[""], want["causality"][cause]) for cause in model.names
    ]
    cases.append(("causality e, U", ["e", "U"], COVARIANCES[""], want["causality_eU_to_rest"]))
    for key in ("HC0", "HC1"):
        cases.append((f"causality e {key}", ["e"], COVARIANCES[f"_{key}"], want[f"causality_e_{key}"]))
    kernel = {"covariance": "HAC", "bandwidth": 4}
    cases.append(("causality e NW4", ["e"], kernel, want["causality_e_NW"]))
    for quantity, causes, options, theirs in cases:
        yield from _system(name, quantity, system_causality(model, causes, **options), theirs)
    name = "03b_canada_bivariate"
    two, want = vector_autoregression(frame[["e", "prod"]], lags=3), read(name)
    found = granger(frame["e"], frame["prod"], lags=[3], covariance="classical")
    for cause, effect in (("e", "prod"), ("prod", "e")):
        key = f"{cause}_to_{effect}"
        yield from _system(name, key, system_causality(two, [cause], covariance="classical"), want[key])
        yield from _test(name, f"gt_{key}", _row(found, 3, forward=cause == "e"), want[f"gt_{key}"])


def _system(name: str, quantity: str, found: Any, want: dict[str, Any]) -> Iterator[Compared]:
    yield name, f"{quantity} F", found.statistic, want["granger_F"]
    yield name, f"{quantity} df1", float(found.df_num), want["df1"]
    yield name, f"{quantity} df2", float(found.df_denom), want["df2"]
    yield name, f"{quantity} p", found.pvalue, want["p"]
    yield name, f"{quantity} instantaneous", found.instantaneous, want["inst_chi2"]
    yield name, f"{quantity} instantaneous p", found.pvalue_instantaneous, want["inst_p"]


def _twelve_firms() -> Iterator[Compared]:
    name = "06_synth_granger"
    neg, ret, market, volume = (wide(column) for column in ("neg", "ret", "mkt", "logvol"))
    plain = granger(neg, ret, covariance="classical")
    ours = {key.lstrip("_") or "F": granger(neg, ret, lags=[5], **COVARIANCES[key]) for key in COVARIANCES}
    extra: dict[str, Any] = {"controls": {"mkt": market, "logvol": volume}, "current": {"mkt now": market}}
    conditional = {
        key.lstrip("_") or "F": granger(neg, ret, lags=[5], **COVARIANCES[key], **extra)
        for key in ("", "_HC1", "_HC3", "_NW5")
    }
    for place, (firm, want) in enumerate(read(name)["results"].items()):
        for order in range(1, 6):
            of = plain.table[(plain.table["company"] == firm) & (plain.table["lag_order"] == order)]
            for row, key in zip(of.to_dict("records"), ("neg_to_ret", "ret_to_neg"), strict=True):
                yield from _test(name, f"{firm} order {order} {key}", row, want[f"p{order}"][key])
        two, with_controls = want["bivariate_p5"], want["controls_p5"]
        for key in ("F", "HC0", "HC1", "HC3", "NW5"):
            yield from _test(name, f"{firm} {key}", ours[key].table.iloc[2 * place], two[key])
        form = ours["F"].forms.iloc[2 * place]
        yield name, f"{firm} Chisq", float(form["chi2"]), two["chisq"]["stat"]
        yield name, f"{firm} Chisq p", float(form["pvalue_chi2"]), two["chisq"]["p"]
        yield name, f"{firm} LR", float(form["lr"]), two["LR"][0]
        yield name, f"{firm} LR p", float(form["pvalue_lr"]), two["LR"][1]
        for key, found in conditional.items():
            row = found.table.iloc[2 * place]
            yield from _test(name, f"{firm} controls {key}", row, with_controls[key])
        row = conditional["F"].table.iloc[2 * place]
        yield name, f"{firm} controls sum_neg", float(row["sum_coef"]), with_controls["sum_neg"]
        yield name, f"{firm} controls partial_R2", float(row["partial_r2"]), with_controls["partial_R2"]
        yield from _regression(name, firm, (neg, ret, market, volume), with_controls)
        series = pd.DataFrame({"neg": neg[firm], "ret": ret[firm]})
        criteria = order_criteria(series, max_lags=10)
        for line, column in zip(want["varselect"]["crit"], ("aic", "hq", "sc", "fpe"), strict=True):
            for lag, value in zip(criteria["lags"], criteria[column], strict=True):
                yield name, f"{firm} {column} of order {lag}", float(value), line[lag - 1]


def _regression(
    name: str, firm: str, frames: tuple[pd.DataFrame, ...], want: dict[str, Any]
) -> Iterator[Compared]:
    """What needs the regression itself: single coefficients, an error of their sum, adjusted Newey-West."""
    neg, ret, market, volume = (frame[firm].to_numpy()[None] for frame in frames)
    lags, own = range(1, 6), np.ones((1, 1, len(frames[0])))
    past = [lagged(values, lags) for values in (market, volume, ret, neg)]
    X = np.concatenate([own, market[:, None], *past], axis=1)
    kernel: dict[str, Any] = {"tested": 5, "covariance": "HAC", "bandwidth": 5}
    found = least_squares(X, ret, **kernel)
    for lag in range(5):
        yield name, f"{firm} controls n{lag + 1}", float(found.coef[0, lag]), want["coef_neg"][f"n{lag + 1}"]
    yield name, f"{firm} controls se_sum_NW5", float(np.sqrt(found.cov[0].sum())), want["se_sum_NW5"]
    adjusted = least_squares(X, ret, **kernel, small_sample=True)
    yield name, f"{firm} controls NW5adj", float(adjusted.statistic[0]), want["NW5adj"]["stat"]
    x, y = X[0][:, 5:], ret[0, 5:]
    u = y - np.linalg.lstsq(x.T, y, rcond=None)[0] @ x
    scores = (x[1:].sum(axis=0) * u)[None, None]
    bw = newey_west_bandwidth(scores, np.array([len(y)]))[0]
    yield name, f"{firm} controls NWauto bw", float(bw), want["NWauto"]["bw"]
    automatic = least_squares(X, ret, **{**kernel, "bandwidth": int(bw)})
    yield name, f"{firm} controls NWauto", float(automatic.statistic[0]), want["NWauto"]["r"]["stat"]


def _adjusted() -> Iterator[Compared]:
    name = "09_multiple_testing"
    for family in ("F_p5_24tests", "NW_controls_12tests"):
        file = read(name)[family]
        for method, adjust in (("holm", holm), ("BH", benjamini_hochberg), ("BY", benjamini_yekutieli)):
            for test, ours in zip(file["p"], adjust(list(file["p"].values())), strict=True):
                yield name, f"{family} {method} {test}", float(ours), file[method][test]


def _projections() -> Iterator[Compared]:
    name, (neg, ret) = "10_local_projections_F01", (wide(column)["F01"] for column in ("neg", "ret"))
    for horizon in range(1, 11):
        want = read(name)["results"][f"h{horizon}"]
        for key, options in (
            ("cum_se_HC1", {"covariance": "HC1"}),
            ("cum_se_NWh1", {"covariance": "HAC", "bandwidth": horizon + 1}),
        ):
            table = local_projections(neg, ret, horizons=[horizon], lags=5, **options).table
            yield name, f"h{horizon} {key}", float(table["se"].iloc[0]) / 1e4, want[key]
        yield name, f"h{horizon} cum_beta", float(table["bp_per_sd"].iloc[0]) / 1e4, want["cum_beta"]
        yield name, f"h{horizon} n", float(table["nobs"].iloc[0]), want["n"]


def _quantiles() -> Iterator[Compared]:
    name, (neg, ret) = "12_quantile_granger_F01", (wide(column)["F01"] for column in ("neg", "ret"))
    for case, want in read(name)["results"].items():
        found = quantile_granger(neg, ret, lags=3, quantile=float(case.removeprefix("tau")))
        row, coefficients = found.table.iloc[0], found.coefficients.iloc[:3]
        yield name, f"{case} wald_F", float(row["statistic"]), want["wald_F"]
        yield name, f"{case} p", float(row["pvalue"]), want["p"]
        yield name, f"{case} df2", float(row["df_denom"]), want["df2"]
        for lag, coef, se in coefficients[["lag", "coef", "se"]].itertuples(index=False):
            yield name, f"{case} n{lag}", float(coef), want["coef"][f"n{lag}"]
            yield name, f"{case} se n{lag}", float(se), want["se_nid"][f"n{lag}"]


def _pooled() -> Iterator[Compared]:
    name = "13_pooled_panel"
    neg, ret, market = (wide(column) for column in ("neg", "ret", "mkt"))
    ways: dict[str, Errors] = {
        "scc5": "driscoll_kraay",
        "double": "company_and_session",
        "group": "company",
        "time": "session",
    }
    models: dict[str, dict[str, Any]] = {
        "fe": {"fixed_effects": "company", "current": {"mkt": market}},
        "twoway": {"fixed_effects": "company_and_session"},
    }
    for model, options in models.items():
        want = read(name)[model]
        kinds = [way for way in ways if way in want]
        found = pooled_granger(neg, ret, covariances=[ways[way] for way in kinds], bandwidth=5, **options)
        for place, way in enumerate(kinds):
            yield name, f"{model} {way} W", float(found.table["wald"].iloc[place]), want[way]["W"]
            lines = found.coefficients.iloc[5 * place : 5 * place + 5]
            for lag, coef, se in lines[["lag", "coef", "se"]].itertuples(index=False):
                yield name, f"{model} {way} n{lag}", float(coef), want[way][f"n{lag}"]
                yield name, f"{model} {way} se n{lag}", float(se), want[way][f"se.n{lag}"]


def _clark_west() -> Iterator[Compared]:
    name, (neg, ret) = "14_clark_west_F01", (wide(column)["F01"] for column in ("neg", "ret"))
    want = read(name)
    plain, kernel = (
        out_of_sample(neg, ret, lags=1, first=250, bandwidth=lags).table.iloc[0] for lags in (0, 5)
    )
    names = {
        "mspe_restricted": "mspe1",
        "mspe_unrestricted": "mspe2",
        "r2": "R2oos",
        "gain": "cw_mean",
        "statistic": "t_ols",
        "pvalue": "p_onesided",
        "n_forecasts": "n",
    }
    yield from ((name, theirs, float(plain[ours]), want[theirs]) for ours, theirs in names.items())
    yield name, "t_nw5", float(kernel["statistic"]), want["t_nw5"]


def _ivx() -> Iterator[Compared]:
    name, monthly = "16_ivx_kms", data("kms")
    neg, ret = (wide(column)["F01"] for column in ("neg", "ret"))
    cases = {
        "kms_DP": ivx_test(monthly["Ret"], monthly[["DP"]]),
        "kms_DP_TBL": ivx_test(monthly["Ret"], monthly[["DP", "TBL"]]),
        "kms_DP_h4": ivx_test(monthly["Ret"], monthly[["DP"]], horizon=4),
        "synth_F01": ivx_test(ret, neg.rename("neg")),
    }
    for case, found in cases.items():
        want = read(name)[case]
        yield name, f"{case} wald_joint", found.wald, want["wald_joint"]
        yield name, f"{case} p_joint", found.pvalue, want["p_joint"]
        for place, row in enumerate(found.predictors.to_dict("records")):
            of = row["predictor"]
            yield name, f"{case} {of}", row["coef"], want["coef"][of]
            yield name, f"{case} {of} wald_ind", row["wald"], want["wald_ind"][of]
            yield name, f"{case} {of} delta", row["delta"], np.atleast_1d(want["delta"])[place]
