"""The data of a projection, as arrays on each company's own sessions."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from naysay.analysis.own_sessions import listed_open, own_sessions, seen_open
from naysay.analysis.pairs import Controls, paired
from naysay.analysis.projections.result import MEAN_GROUP, POOLED
from naysay.analysis.projections.terms import Outcomes
from naysay.analysis.regression import BoolArray, FloatArray
from naysay.analysis.values import refuse_unlikely_returns
from naysay.study.counts import counted
from naysay.study.errors import InputError
from naysay.study.wide_frames import is_shared


@dataclass(frozen=True, slots=True)
class ProjectionPanel:
    """C companies; ``negativity`` is (C, L) on own sessions, ``sessions`` the T of all companies."""

    companies: pd.Index
    sessions: pd.Index
    negativity: FloatArray
    outcomes: Outcomes

    def on_own(self, frame: pd.DataFrame) -> FloatArray:
        """Another frame session x company as (C, L); what it lacks is missing."""
        values = frame.reindex(index=self.sessions, columns=self.companies).to_numpy(dtype=float)
        return self.outcomes.own.taken(values.T)

    def without(self, company: int) -> ProjectionPanel:
        """The same less the company at this place."""
        return self.of(np.arange(len(self.companies)) != company)

    def of(self, some: BoolArray) -> ProjectionPanel:
        """The same of ``some`` companies (C,)."""
        return replace(
            self,
            companies=self.companies[some],
            negativity=self.negativity[some],
            outcomes=self.outcomes.of(some),
        )

    def reversed(self) -> ProjectionPanel:
        """The reverse direction: what negativity does after a return of one standard deviation.

        Returns take the place of negativity, in standard deviations of each company's own, and negativity
        that of returns; its lags take indicators where they were not measured. Attention is left out.
        """
        outcomes = replace(self.outcomes, returns=self.negativity, attention=None, outcome=None, sparse=True)
        return replace(self, negativity=in_deviations(self.outcomes.returns), outcomes=outcomes)


def in_deviations(values: FloatArray) -> FloatArray:
    """Each company's ``values`` (C, T) over their own standard deviation; NaN where they do not vary."""
    known = np.isfinite(values)
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    centred = np.where(known, values, 0.0)
    centred = np.where(known, values - centred.sum(axis=1, keepdims=True) / count, 0.0)
    spread = np.sqrt((centred**2).sum(axis=1, keepdims=True) / np.maximum(count - 1, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(spread > 0, values / spread, np.nan))


def projection_panel(
    negativity: pd.DataFrame | pd.Series,
    returns: pd.DataFrame | pd.Series,
    *,
    market: pd.DataFrame | pd.Series | None = None,
    attention: pd.DataFrame | pd.Series | None = None,
    sessions: pd.DataFrame | pd.Series | None = None,
    names: tuple[str, str] = ("negativity", "returns"),
) -> ProjectionPanel:
    """The panel of frames with the same labels, or of Series for one company.

    ``sessions`` (session x company) is True where a company's exchange was open; None looks where each has
    values, see ``seen_open``.

    Raises
    ------
    InputError
        What ``paired`` refuses.
    """
    further: Controls = {
        name: frame for name, frame in (("market", market), ("attention", attention)) if frame is not None
    }
    pair = paired(negativity, returns, names=names, controls=further, prefix="")
    extra = dict(zip(pair.control_names, pair.controls, strict=True))
    _refuse_reserved(pair.companies, names[0])
    if "market" in extra:
        refuse_unlikely_returns(extra["market"], pair.companies, "market")
    if is_shared(attention) and len(pair.companies) > 1:
        raise InputError(
            "attention",
            got=f"a Series beside {counted(len(pair.companies), 'company')}",
            allowed="a DataFrame session x company: attention is each company's own",
            mend="Give the abnormal number of posts of each company in a column.",
        )
    own = own_sessions(_open(sessions, pair.companies, pair.sessions, pair.first, pair.second, extra))
    outcomes = Outcomes(
        own,
        own.taken(pair.second),
        market=own.taken(extra["market"]) if "market" in extra else None,
        attention=own.taken(extra["attention"]) if "attention" in extra else None,
    )
    return ProjectionPanel(pair.companies, pair.sessions, own.taken(pair.first), outcomes)


def _refuse_reserved(companies: pd.Index, field: str) -> None:
    taken = [name for name in companies if name in (POOLED, MEAN_GROUP)]
    if taken:
        raise InputError(
            field,
            got=f"a company called {taken[0]}",
            allowed=f"any other name: the table calls all companies together {POOLED} and {MEAN_GROUP}",
            mend="Rename the column.",
        )


def _open(
    listed: pd.DataFrame | pd.Series | None,
    companies: pd.Index,
    sessions: pd.Index,
    first: FloatArray,
    second: FloatArray,
    extra: dict[str, FloatArray],
) -> BoolArray:
    if listed is None:
        return seen_open(first, second, *(extra[name] for name in ("attention",) if name in extra))
    return listed_open(listed, companies, sessions)
