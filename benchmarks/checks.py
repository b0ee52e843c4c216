"""How often each check of the first page notices a process that was made to break it.

For each check there is a process in which it should fail, made from raw posts on. The table has the share of
``--draws`` in which the check fails, in all draws ("all studies") and in those that claim a lead ("with a
lead"). The last column has the share of draws in which the check passes although it should: nothing is wrong
with them, and an effect of -20 bp is planted. A check that notices less than half of the time does not belong
on the page; exit code 1 says that there is one.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from benchmarks._referee_panel import panel_of
from benchmarks._referee_process import Process, draw
from naysay.analysis.clock_curve import DOUBT
from naysay.analysis.doubts import all_checks
from naysay.analysis.event_study.options import EventStudyOptions
from naysay.analysis.findings import CheckName, Findings
from naysay.analysis.granger.options import GrangerOptions
from naysay.analysis.methods import method
from naysay.analysis.methods.base import MethodInput, NoOptions
from naysay.analysis.methods.calibration import CalibrationOptions
from naysay.analysis.methods.robustness import RobustnessOptions
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.robustness import RobustnessInputs
from naysay.analysis.verdict import conclude
from naysay.data.clock_shift import shifted_chatter
from naysay.study.about import Announcements
from naysay.study.spec import Chatter, MethodOptions

WINDOW: Final = (1, 5)
HEAD: Final = (
    "| check | process made to break it | fails, all studies | fails, with a lead | passes a sound lead |\n"
    "|---|---|---|---|---|"
)
LEAST: Final = 0.5
"""Share of draws in which a check must notice what was made to break it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaking:
    """A process in which ``check`` should fail.

    ``options`` are those of the projections, ``horizon`` is the verdict's.
    """

    check: CheckName
    name: str
    process: Process
    options: Mapping[str, Any] = field(default_factory=dict)
    horizon: int = 1


_USUAL: Final = Process()
SOUND: Final = replace(_USUAL, effect_bp=(-20.0,))
RAW: Final = {"market": False, "returns": "ret"}
CASES: Final = (
    Breaking(
        check="companies_agree", name="one company +60, seven -22 bp",
        process=replace(_USUAL, effect_bp=(60.0, *[-22.0] * 7)),
    ),
    Breaking(
        check="companies_agree", name="half +25, half -25 bp", process=replace(_USUAL, effect_bp=(25.0,
        -25.0))
    ),
    Breaking(
        check="without_one", name="one company of ten -120 bp",
        process=replace(_USUAL, companies=10, effect_bp=(-120.0, *[0.0] * 9)),
    ),
    Breaking(
        check="session_effects", name="market .30 late, no benchmark",
        process=replace(_USUAL, late=0.30), options=RAW,
    ),
    Breaking(check="clock", name="instants four hours early", process=replace(_USUAL, early_hours=4.0)),
    Breaking(
        check="from_open", name="instants four hours early", process=replace(_USUAL, early_hours=4.0)
    ),
    Breaking(check="from_open", name="all posts at midnight", process=replace(_USUAL, at_midnight=True)),
    Breaking(
        check="no_reverse", name="prices of 5 sessions drive chatter",
        process=replace(_USUAL, price_to_mood=0.5, price_memory=5),
    ),
    Breaking(check="events", name="a lead by chance alone", process=_USUAL),
    Breaking(check="events", name="instants four hours early", process=replace(_USUAL, early_hours=4.0)),
    Breaking(
        check="no_forerun", name="prices of 10 sessions drive chatter strongly",
        process=replace(_USUAL, price_to_mood=2.0, price_memory=10),
    ),
    Breaking(
        check="placebo", name="Driscoll-Kraay at ten sessions, 2 x 100",
        process=replace(_USUAL, companies=2, sessions=100),
        options={"pooled_covariance": "driscoll_kraay"}, horizon=10,
    ),
)  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """Print the table as Markdown; 1 where a check notices less than half of the time."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks checks", description=__doc__)
    parser.add_argument("--draws", type=int, default=100, help="draws of each process")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="CHECK", help="this check alone")
    given = parser.parse_args(argv)
    cases = [case for case in CASES if given.only in (None, case.check)]
    placebo = any(case.check == "placebo" for case in cases)
    whole = Breaking(check="placebo" if placebo else "events", name="sound", process=SOUND)
    sound = [outcome(whole, given.seed, i) for i in range(given.draws)]
    print(HEAD, flush=True)
    weak = 0
    for case in cases:
        drawn = [outcome(case, given.seed, i) for i in range(given.draws)]
        every, leads = _failed(drawn, case.check), _failed([one for one in drawn if one["lead"]], case.check)
        weak += bool((leads or every or (0.0, 0))[0] < LEAST)
        print(
            f"| {case.check} | {case.name} | {_told(every)} | {_told(leads)} "
            f"| {_told(_failed(sound, case.check), passed=True)} |",
            flush=True,
        )
    sys.stderr.write(f"{weak} checks notice less than half of the time\n")
    return 1 if weak else 0


def _failed(drawn: Sequence[Mapping[str, bool | None]], check: str) -> tuple[float, int] | None:
    """The share of draws in which ``check`` was made and failed, and their number; None without any."""
    made = [one[check] is False for one in drawn if one[check] is not None]
    return (sum(made) / len(made), len(made)) if made else None


def _told(failed: tuple[float, int] | None, *, passed: bool = False) -> str:
    if failed is None:
        return "-"
    share = 1 - failed[0] if passed else failed[0]
    return f"{100 * share:.0f} % of {failed[1]}"


def outcome(case: Breaking, seed: int, number: int) -> dict[str, bool | None]:
    """Every check on one draw, asked as if there were a lead that is everyone's; ``lead``: is one claimed?"""
    findings, tables = concluded(case, seed, number, shuffles=2, with_placebo=case.check == "placebo")
    doubted = (findings.lead, findings.companies, findings.reverse, findings.reaction, findings.clock)
    checks = all_checks(*doubted, tables)
    made: dict[str, bool | None] = {str(name): passed for name, passed in checks.items()}
    return {**made, "lead": findings.verdict in ("negative_lead", "positive_lead")}


def concluded(
    case: Breaking, seed: int, number: int, *, shuffles: int, with_placebo: bool
) -> tuple[Findings, dict[str, pd.DataFrame]]:
    """The findings of one draw, and the tables that they were read from."""
    rng = np.random.default_rng([seed, zlib.crc32(case.name.encode()), number])
    drawn = draw(case.process, rng)
    panel = panel_of(drawn, rng)
    inputs = RobustnessInputs(overnight=panel.overnight, intraday=panel.intraday)
    projections = ProjectionOptions(horizons=case.horizon, primary_horizon=case.horizon, **case.options)
    options: dict[str, MethodOptions] = {
        "projections": projections,
        "robustness": RobustnessOptions().model_copy(update={"draws": shuffles}),
        "clock": NoOptions(),
        "event_study": EventStudyOptions(windows=((-10, -1), (0, 0), WINDOW), draws=19, placebo_draws=19),
    }
    if with_placebo:
        options["calibration"] = CalibrationOptions(draws=60)
    tables: dict[str, pd.DataFrame] = {}
    for name, own in options.items():
        of_method = MethodInput(
            panel=panel,
            options=own,
            sections=(projections, GrangerOptions(), Chatter(), Announcements()),
            returns=panel.returns,
            market=panel.market_by_company,
            seed=number,
            robustness_inputs=inputs,
            shifted=tuple(shifted_chatter(drawn.posts, drawn.studied, case.process.chatter, [DOUBT])),
        )
        tables |= method(name).run(of_method)
    return conclude(tables, horizon=case.horizon, window=WINDOW), tables
