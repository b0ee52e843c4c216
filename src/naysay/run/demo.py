"""The demo: a workspace of simulated companies, so that the whole job runs offline on a known effect."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Final

from naysay.data.sessions import trading_sessions
from naysay.data.simulation import BENCHMARK, NAMES, Simulation, simulate, tickers
from naysay.run.parts import study_type
from naysay.run.workspace import Workspace, workspace_of
from naysay.study.errors import InputError
from naysay.study.file import parse_study
from naysay.study.spec import Study

CALENDAR: Final = "XETR"
FIRST: Final = dt.date(2021, 6, 1)
"""Prices begin here; talk begins with the study."""
START, END = dt.date(2023, 1, 2), dt.date(2024, 12, 30)
EFFECT_BP: Final = -20.0
TITLES: Final = {
    "en": "Does negative talk go before lower returns? A simulation",
    "de": "Gehen negative Beiträge niedrigeren Renditen voraus? Eine Simulation",
}


def make_demo(folder: Path, *, effect_bp: float, seed: int, language: str) -> tuple[Study, Workspace]:
    """Write a workspace with simulated posts and prices into ``folder``; give its study and the workspace.

    Raises
    ------
    InputError
        An effect that no share price could show, or a seed that no study may have.
    """
    if not 0 <= seed < 2**63:
        raise InputError(
            "--seed", got=seed, allowed="a whole number from 0 to 2^63 - 1", mend="Any number will do."
        )
    if not abs(effect_bp) <= 500:
        raise InputError(
            "--effect",
            got=effect_bp,
            allowed="-500 to 500 basis points",
            mend="Twenty is a large effect already.",
        )
    text = demo_study(effect_bp=effect_bp, seed=seed, language=language)
    study = parse_study(text, study_type(), source="demo.toml")
    _write(folder, text, _simulation(study, effect_bp, seed))
    return study, workspace_of(folder / "analysis" / "demo.toml")


def demo_study(*, effect_bp: float = EFFECT_BP, seed: int = 1, language: str = "en") -> str:
    """The demo's study file."""
    companies = [
        f'[[company]]\nticker = "{ticker}"\nname = "{name}"\n'
        'currency = "EUR"\nshares_outstanding = 40_000_000\n'
        for ticker, name in zip(tickers(), NAMES, strict=True)
    ]
    head = f"""\
# Simulated companies with a planted effect. `naysay demo` writes this file and the data it needs;
# to run it again: naysay run analysis/demo.toml --data reports/demo/workspace/data

[study]
name = "demo"
title = {json.dumps(TITLES.get(language, TITLES["en"]), ensure_ascii=False)}
start = {START}
end = {END}
language = {json.dumps(language)}
seed = {seed}
planted_bp = {effect_bp}

[market]
calendar = "{CALENDAR}"
benchmark = "{BENCHMARK}"

[posts]
format = "table"
path = "data/posts.csv"
company = "column"
forum = "column"

[prices]
source = "csv"
path = "data/prices"

[sentiment]
scorer = "finance"

[chatter]
measure = "negative_share"
"""
    return "\n".join([head, *companies])


def _simulation(study: Study, effect_bp: float, seed: int) -> Simulation:
    every = trading_sessions(CALENDAR, FIRST, study.study.end)
    history = int(every.index.searchsorted(study.study.start.isoformat()))
    return simulate(sessions=every, history=history, effect_bp=effect_bp, seed=seed)


def _write(folder: Path, text: str, simulation: Simulation) -> None:
    (folder / "analysis").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "prices").mkdir(parents=True, exist_ok=True)
    (folder / "analysis" / "demo.toml").write_text(text, encoding="utf-8", newline="\n")
    simulation.posts.to_csv(folder / "data" / "posts.csv", index=False, lineterminator="\n")
    for ticker, prices in simulation.prices.items():
        prices.to_csv(folder / "data" / "prices" / f"{ticker}.csv", index=False, lineterminator="\n")
