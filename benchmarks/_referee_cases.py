"""The processes of the referee by name, what one draw of each says, and the bounds its lines must keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from benchmarks._referee_effects import (
    ALONE,
    FROM_OPEN,
    IN_WORDS,
    TALK,
    TONE,
    any_of_twenty,
    companies_told,
    rows_lost,
    told,
)
from benchmarks._referee_events import common_dates, twelve_events
from benchmarks._referee_lines import Bounds, Outcome
from benchmarks._referee_process import Process

NULL: Final = Bounds(most=0.08, truth=0.0, honest=True, centred=True)
LATER: Final = Bounds(most=0.08, truth=0.0, honest=True)
"""Beyond the first horizon."""
SIZE: Final = Bounds(most=0.08, truth=0.0)
FREE: Final = Bounds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A process of a name; ``judged`` makes the lines of one draw of it."""

    name: str
    judged: Callable[[np.random.Generator], list[Outcome]]
    bounds: Callable[[str], Bounds]


def _projected(
    name: str,
    process: Process,
    bounds: dict[str, Bounds],
    *,
    horizons: Sequence[int] = (1,),
    told: Callable[..., list[Outcome]] = told,
) -> Case:
    """A projection; ``bounds`` by the start of the name of a line, free where it has none."""
    return Case(
        name=name,
        judged=partial(told, process, horizons=tuple(horizons), lines=tuple(bounds)),
        bounds=partial(_bounds_of, bounds),
    )


def _bounds_of(bounds: dict[str, Bounds], line: str) -> Bounds:
    return next((found for start, found in bounds.items() if line.startswith(start)), FREE)


def _planted(truth: float, *, power: float | None = None, rows: float | None = None) -> Bounds:
    return Bounds(truth=truth, least=power, covered=0.92 if power else None, rows=rows)


_USUAL: Final = Process()
_LATE: Final = replace(_USUAL, late=0.30)
_RARE: Final = replace(_USUAL, posts=(1.0,))
_DIFFER: Final = replace(_USUAL, reversal=(-0.15, 0.03), reaction=(1.5, 0.4))
_DRIVEN: Final = replace(_USUAL, price_to_mood=0.5)
_NOISY: Final = replace(_USUAL, reaction=(0.0,), mood_sd=0.9, found=0.61, mistaken=0.15)
_FORTY: Final = replace(_USUAL, companies=40, sessions=100)
_TONE: Final = f"{TONE}, h = 1"
_LONG: Final = {f"{TONE}, h = 10": LATER, f"{TONE}, h = 5": LATER, _TONE: NULL}

CASES: Final = {
    case.name: case
    for case in (
        _projected("null", _USUAL, {TONE: NULL}),
        _projected("market .15 late", replace(_USUAL, late=0.15), {TONE: NULL}),
        _projected("market .30 late", _LATE, {TONE: NULL}),
        _projected("companies differ", _DIFFER, {TONE: NULL}),
        _projected("prices of 60 sessions drive chatter", _DRIVEN, {TONE: NULL}),
        _projected("prices of 5 sessions drive chatter", replace(_DRIVEN, price_memory=5), {TONE: NULL}),
        _projected("one post a session", _RARE, {TONE: NULL}),
        _projected("1 x 250, market .30 late", replace(_LATE, companies=1, sessions=250), {TONE: NULL}),
        _projected("2 x 100", replace(_USUAL, companies=2, sessions=100), {TONE: NULL}),
        _projected("40 x 100", _FORTY, _LONG, horizons=(1, 5, 10)),
        _projected("8 x 120", replace(_USUAL, sessions=120), {TONE: NULL}),
        _projected("planted -20 bp", replace(_USUAL, effect_bp=(-20.0,)), {TONE: _planted(-20.0)}),
        _projected(
            "one post a session, planted -20 bp",
            replace(_RARE, effect_bp=(-20.0,)),
            {TONE: _planted(-20.0, power=0.90, rows=2000)},
        ),
        _projected(
            "attention alone, -20 bp",
            replace(_USUAL, attention_bp=-20.0, rise=0.2),
            {TONE: NULL, TALK: _planted(-20.0)},
        ),
        *(
            _projected(
                f"mood alone, -20 bp, posts rise by {rise:.1f}",
                replace(_NOISY, mood_bp=-20.0, rise=rise),
                {ALONE: FREE, TONE: FREE, IN_WORDS: SIZE, TALK: FREE},
            )
            for rise in (0.0, 0.2, 0.5)
        ),
        _projected(
            "one company +60, seven -22 bp",
            replace(_USUAL, effect_bp=(60.0, *[-22.0] * 7)),
            {"pooled": FREE, "mean group": FREE, "disagree": FREE, "first": _planted(60.0)},
            told=companies_told,
        ),
        _projected(
            "one company of ten -100 bp",
            replace(_USUAL, companies=10, effect_bp=(-100.0, *[0.0] * 9)),
            {"pooled": FREE, "mean group": FREE, "disagree": FREE, "first": _planted(-100.0)},
            told=companies_told,
        ),
        _projected(
            "two calendars",
            replace(_USUAL, companies=2, posts=(10.0,), calendars=("XNYS", "XETR")),
            {"rows lost": Bounds(lost=0.0)},
            horizons=(1, 10),
            told=rows_lost,
        ),
        *(
            _projected(name, process, {FROM_OPEN: SIZE, TONE: FREE})
            for name, process in {
                "instants four hours early": replace(_USUAL, early_hours=4.0),
                "instants one hour early": replace(_USUAL, early_hours=1.0),
                "instants two hours late": replace(_USUAL, early_hours=-2.0),
                "all posts at midnight": replace(_USUAL, at_midnight=True),
                "30 % of closes older than the news": replace(_USUAL, stale=0.3),
            }.items()
        ),
        *(
            _projected(
                f"mood behind {posts:g} posts, -20 bp",
                replace(_NOISY, mood_bp=-20.0, posts=(posts,)),
                {TONE: _planted(-20.0)},
            )
            for posts in (30.0, 12.0, 5.0, 1.5)
        ),
        _projected(
            "five measures, two horizons, two kinds of return",
            _USUAL,
            {"any of twenty": FREE},
            horizons=(1, 5),
            told=any_of_twenty,
        ),
        Case(
            name="one company, twelve events",
            judged=partial(twelve_events, Process(companies=1), apart=20),
            bounds=partial(
                _bounds_of,
                {
                    "adjusted_bmp": Bounds(most=0.08, least=0.02),
                    "-200 bp, adjusted_bmp (0, 0)": Bounds(beside="-200 bp, bmp (0, 0)"),
                    "-200 bp, adjusted_bmp (1, 5)": Bounds(beside="-200 bp, bmp (1, 5)"),
                },
            ),
        ),
        Case(
            name="events of eight companies on common dates",
            judged=partial(common_dates, Process(sector_sd=0.008)),
            bounds=partial(_bounds_of, {"adjusted_": Bounds(most=0.08), "grank_t": Bounds(most=0.08)}),
        ),
    )
}
