"""Unit-root and stationarity tests as a function of series of companies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from naysay.analysis.functions._method_input import Frames
from naysay.analysis.functions._method_result import MethodResult
from naysay.analysis.stationarity import STATIONARITY
from naysay.analysis.stationarity import stationarity as tested
from naysay.analysis.summary_layout import SummaryLayout, companies_text
from naysay.analysis.values import finite_values
from naysay.study.errors import InputError
from naysay.study.executor import Executor
from naysay.study.panel import DailyPanel
from naysay.study.wide_frames import wide_alike

LAYOUT: Final = SummaryLayout(
    "Unit-root and stationarity tests",
    {
        "company": ("company", ""),
        "series": ("series", ""),
        "test": ("test", ""),
        "statistic": ("statistic", ".3f"),
        "pvalue": ("p", ".4f"),
        "lags": ("lags", "d"),
        "nobs": ("n", ",d"),
        "decision": ("decision", ""),
    },
    "of adf and zivot_andrews a unit root; of kpss stationarity around a level.",
    "p of adf by MacKinnon's response surface, of kpss (.01 to .10) and zivot_andrews from published tables.",
    names=3,
    short="Stationarity",
)


def stationarity(series: Frames | Mapping[str, Frames], *, executor: Executor | None = None) -> MethodResult:
    """ADF, KPSS and Zivot-Andrews of every company and series, with the decision they lead to at 5 %.

    Parameters
    ----------
    series
        One series of companies, or several by name, such as ``{"negativity": n, "ret": r}``: each session x
        company, a Series by session for one company, or a Series by company and session. Missing sessions
        are left out and the observed ones put side by side.
    executor
        Takes the series; None is this process. No number depends on it.

    Notes
    -----
    The table is ``stationarity``, one row a company, series and test: statistic, pvalue, lags, nobs, reason,
    break_session, decision (stationary, unit_root, break, undecided or untested) and its rule. Lags of adf
    and zivot_andrews are chosen by AIC, those of kpss by the rule of Hobijn, Franses and Ooms. A series that
    is constant, determined by its own past or shorter than 30 observations is NaN with a reason. See
    ``docs/methods/stationarity.md``.

    Raises
    ------
    InputError
        No series, several of different companies, labels that are no sessions, values that are no numbers.

    References
    ----------
    Said and Dickey (1984), Biometrika 71. Kwiatkowski, Phillips, Schmidt and Shin (1992), Journal of
    Econometrics 54. Zivot and Andrews (1992), Journal of Business and Economic Statistics 10.
    """
    by_name = dict(series) if isinstance(series, Mapping) else {_name(series): series}
    if not by_name:
        raise InputError("series", got="no series", allowed="one or more", mend="Give a frame.")
    frames = wide_alike(**{str(name): values for name, values in by_name.items()})
    companies = next(iter(frames.values())).columns
    for name, frame in frames.items():
        if not (frame.columns.equals(companies) and frame.columns.is_unique):
            raise InputError(
                name,
                got=f"companies {list(frame.columns)[:5]}",
                allowed=f"each company once, the same in all series: {list(companies)[:5]}",
                mend="Reindex all by the same companies.",
            )
    panels = {name: _as_in_a_study(frame, name) for name, frame in frames.items()}
    about = f"{companies_text(len(companies))}, {', '.join(panels)}"
    return MethodResult(
        "stationarity", (), {STATIONARITY.name: tested(panels, executor=executor)}, LAYOUT, about
    )


def _name(series: Frames) -> str:
    return str(series.name) if isinstance(series, pd.Series) and series.name is not None else "series"


def _as_in_a_study(frame: pd.DataFrame, field: str) -> pd.DataFrame:
    """``frame`` as a panel gives it: the last digit of a sum depends on how a column lies in memory."""
    rows = pd.MultiIndex.from_product([frame.columns, frame.index], names=["company", "session"])
    return DailyPanel(pd.DataFrame({"series": finite_values(frame, field).ravel()}, rows))["series"]
