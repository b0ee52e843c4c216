"""Clocks that are right and clocks that are wrong: processes, and what page 1 says of a draw of each.

A draw has raw posts with instants, and prices at four blocks of a session: evening, night and two halves of
trading (``_referee_process``). News moves price and chatter at once. Chatter leads nothing unless planted;
what is planted is reached evenly over the trading hours of the next session. The benchmark has opens as the
shares do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from benchmarks._referee_panel import aligned, prices_of, quotes
from benchmarks._referee_process import Drawn, Process, draw
from naysay.analysis.clock_curve import DOUBT
from naysay.analysis.doubts import all_checks
from naysay.analysis.findings import Findings
from naysay.analysis.methods import method
from naysay.analysis.methods._projected import study_projection, study_series
from naysay.analysis.methods.base import MethodInput, NoOptions
from naysay.analysis.projections import local_projections
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.robustness import RobustnessInputs
from naysay.analysis.robustness.lines import from_open_line
from naysay.analysis.robustness.setting import Setting
from naysay.analysis.verdict import conclude
from naysay.data.clock_shift import shifted_chatter
from naysay.data.daily import daily_chatter
from naysay.data.from_open import from_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A process; ``least`` and ``most`` bound the share of claims whose page 1 carries the doubt."""

    process: Process
    least: float | None = None
    most: float | None = None


_RIGHT: Final = Process()
CASES: Final = {
    "instants four hours early": Case(process=replace(_RIGHT, early_hours=4.0), least=0.90),
    "instants eight hours early": Case(process=replace(_RIGHT, early_hours=8.0)),
    "instants one hour early": Case(process=replace(_RIGHT, early_hours=1.0), least=0.65),
    "all posts at midnight": Case(process=replace(_RIGHT, at_midnight=True), least=0.90),
    "30 % of closes older than the news": Case(process=replace(_RIGHT, stale=0.3), least=0.80),
    "right clocks, no effect": Case(process=_RIGHT),
    "right clocks, -20 bp": Case(process=replace(_RIGHT, effect_bp=(-20.0,)), most=0.10),
    "right clocks, -12 bp": Case(process=replace(_RIGHT, effect_bp=(-12.0,))),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What page 1 says of a draw.

    ``claims`` a lead; its ``doubt`` stands below the answer; ``later`` and ``opened`` say whether the checks
    of posts taken later and of the return from the open pass, None where they were not made; ``late`` counts
    companies whose closes follow the market of the session before.
    """

    claims: bool
    doubt: bool
    later: bool | None
    opened: bool | None
    late: int


def told(case: Case, rng: np.random.Generator) -> Told:
    """One draw of ``case`` as a study with defaults, but for all that page 1 says of other things."""
    drawn = draw(case.process, rng)
    chatter = case.process.chatter
    daily = daily_chatter(drawn.posts, drawn.studied, chatter)
    prices = prices_of(drawn, daily, rng)
    panel = aligned(drawn, daily, prices)
    options = ProjectionOptions(horizons=1)
    inputs = MethodInput(
        panel,
        NoOptions(),
        (options,),
        shifted=tuple(shifted_chatter(drawn.posts, drawn.studied, chatter, [DOUBT])),
    )
    own, terms = study_projection(inputs, options)
    setting = Setting(own, terms, horizon=1, covariance=options.pooled_covariance)
    opened = from_open(panel, (), _benchmark(drawn))
    line = from_open_line(setting, RobustnessInputs(intraday=opened.returns, no_intraday=opened.reason))
    tables = {
        "effects": local_projections(**study_series(inputs, options), horizons=[1]).table,
        "robustness": pd.DataFrame([line]),
        **method("clock").run(inputs),
    }
    findings = conclude(tables, horizon=1, window=(1, 5))
    made = all_checks(
        findings.lead, findings.companies, findings.reverse, findings.reaction, findings.clock, tables
    )
    return Told(
        claims=_claims(findings),
        doubt="clock" in findings.caveats,
        later=made["clock"],
        opened=made["from_open"],
        late=int((tables["stale_closes"]["pvalue_bh"] < 0.05).sum()),
    )


def _claims(findings: Findings) -> bool:
    return findings.verdict in ("negative_lead", "positive_lead")


def _benchmark(drawn: Drawn) -> pd.DataFrame:
    """Quotes of the benchmark, its open after the two blocks of the night."""
    returns = drawn.benchmark.to_numpy()
    pull = next(iter(drawn.pull.values()))
    beta = float(pull.sum(axis=1) @ returns / (returns @ returns))
    in_trading = pull[:, 2:].sum(axis=1) / beta
    return quotes(np.cumsum(returns), -in_trading, pd.DatetimeIndex(drawn.benchmark.index))
