"""All companies as one regression, after partialling out company by company."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from naysay.analysis.partialling import independent, partialled
from naysay.analysis.projections.terms import Outcomes, ProjectionDesign, Terms
from naysay.analysis.projections.together import (
    apart,
    without_controls,
    without_session_effects,
)
from naysay.analysis.regression import BoolArray, Estimates, FloatArray, IntArray, least_squares
from naysay.analysis.scores import Bandwidth, Covariance, Stretch


@dataclass(frozen=True)
class Pool:
    """Lines (D, q, C, T) of D panels; the last is the outcome, those before it are its regressors.

    The controls are partialled out already. ``leverage`` (D, C, T) is that of columns of single companies,
    ``absorbed`` (D, C) the number of these columns.
    """

    lines: FloatArray
    leverage: FloatArray
    absorbed: IntArray
    fitted: IntArray
    """(D,) sessions of a company that what is partialled out fits exactly; they are not used."""
    short: IntArray
    """(D,) companies with the lags of short panels."""
    stretch: Stretch | None = None
    further: int = 0
    """Columns partialled out for all companies together."""

    @property
    def used(self) -> BoolArray:
        """(D, C, T)"""
        return np.asarray(np.isfinite(self.lines).all(axis=1))

    def fit(
        self,
        order: list[int],
        *,
        tested: int = 1,
        covariance: Covariance,
        bandwidth: Bandwidth = None,
        least_bandwidth: int = 0,
    ) -> Estimates:
        """The last line of ``order`` on the others, of which the last ``tested`` are estimated."""
        D, _, companies, sessions = self.lines.shape
        lines = self.lines[:, order].reshape(D, len(order), companies * sessions)
        kept = list(range(len(order) - 1))
        if len(kept) > tested:  # attention that does not vary, a state that the controls know
            known = np.where(np.isfinite(lines[0]).all(axis=0), lines[0], 0.0)
            kept = [*np.flatnonzero(independent(known[: -1 - tested])), *kept[len(kept) - tested :]]
        return least_squares(
            lines[:, kept],
            lines[:, -1],
            tested=tested,
            covariance=covariance,
            bandwidth=bandwidth,
            least_bandwidth=least_bandwidth,
            companies=companies,
            absorbed=self.absorbed.sum(axis=1) + self.further,
            stretch=self._divided if self.stretch is None else self.stretch,
        )

    def products(self, others: list[int], tone: int, outcome: int) -> tuple[FloatArray, FloatArray]:
        """Sums of x x and of x y of each company (C,) in the first panel, x what ``others`` leave of tone."""
        lines = np.where(self.used[0], self.lines[0], 0.0)
        shape = lines.shape[1:]
        flat = lines.reshape(len(lines), lines[0].size)
        x = flat[tone]
        if others:
            x = x - flat[others].T @ np.linalg.lstsq(flat[others].T, x, rcond=None)[0]
        x, y = x.reshape(shape), flat[outcome].reshape(shape)
        return (x * x).sum(axis=1), (x * y).sum(axis=1)

    def _divided(self, values: FloatArray) -> FloatArray:
        return np.asarray(values / np.sqrt(1.0 - self.leverage).reshape(len(values), 1, values.shape[-1]))


def pools(
    lines: FloatArray, right: ProjectionDesign, outcomes: Outcomes, terms: Terms, *, panels: int = 1
) -> list[Pool]:
    """``lines`` (D C, q, L) of D ``panels`` after partialling out, on the sessions of all companies.

    One pool holds all panels where they can be estimated together, else there is one a panel.
    """
    companies, length = len(lines) // panels, lines.shape[-1]
    own, shared = right.controls, 0
    if terms.controls == "shared":
        lines, shared = np.concatenate([own, lines], axis=1), own.shape[1]
        own = own[:, :0]
    both = terms.effects == "company_and_session"
    left = partialled(own, lines, right.used, with_basis=both)

    def laid_out(values: FloatArray, missing: float) -> FloatArray:
        """(D C, q, L) as (D, q, C, T)."""
        by_company = values.reshape(panels, companies, values.shape[1], length).swapaxes(1, 2)
        return outcomes.own.laid_out(by_company, missing)

    whole = Pool(
        lines=laid_out(left.values, np.nan),
        leverage=laid_out(left.leverage[:, None], 0.0)[:, 0],
        absorbed=left.rank.reshape(panels, companies),
        fitted=left.fitted.reshape(panels, companies).sum(axis=1),
        short=right.short.reshape(panels, companies).sum(axis=1),
    )
    if not both and not shared:
        return [whole]
    basis = None if left.basis is None else laid_out(left.basis, 0.0).swapaxes(1, 2)
    return [_together(whole, i, None if basis is None else basis[i], shared) for i in range(panels)]


def joined(blocks: list[Estimates]) -> Estimates:
    """The estimates of several pools as those of one."""
    if len(blocks) == 1:
        return blocks[0]
    parts: dict[str, Any] = {
        field.name: np.concatenate([getattr(one, field.name) for one in blocks])
        for field in fields(Estimates)
    }
    return Estimates(**parts)


def exchanged(estimates: Estimates, which: BoolArray, others: Estimates) -> Estimates:
    """``estimates`` (m,) with those ``which`` replaced by ``others``."""

    def of(name: str) -> Any:
        values = getattr(estimates, name).copy()
        values[which] = getattr(others, name)
        return values

    return (
        Estimates(**{field.name: of(field.name) for field in fields(Estimates)}) if which.any() else estimates
    )


def _together(whole: Pool, i: int, basis: FloatArray | None, shared: int) -> Pool:
    """Panel ``i`` less session effects, where there is a ``basis`` (C, k, T) of what was partialled out, and
    less the ``shared`` controls, which are its first lines."""
    lines, used = whole.lines[i], whole.used[i]
    if basis is None:
        together = apart(lines, used, whole.leverage[i])
    else:
        together = without_session_effects(lines, used, basis)
    if shared:
        together = without_controls(together, shared)
    own = slice(i, i + 1)
    return Pool(
        lines=together.lines[None],
        leverage=whole.leverage[own],
        absorbed=whole.absorbed[own],
        fitted=whole.fitted[own] + int(used.sum() - together.used.sum()),
        short=whole.short[own],
        stretch=together.stretch,
        further=together.rank,
    )
