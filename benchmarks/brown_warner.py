"""How often the tests of an event study reject on real returns to which a known effect is added.

The design is that of Brown and Warner (1980, 1985), on daily log returns of 20 large US shares. Samples of
events are drawn at random, with dates of their own or one common date; 239 estimation sessions [-244, -6],
event window [-5, 5], market model, the test of session 0, and an effect of 0, 0.5, 1 or 2 % added there. A
second design draws 20 firms on one date under three models. The rates are compared with those of another
program on its own draws. Two rates of n and m samples differ by chance with variance p (1 - p) (1/n + 1/m);
each table counts how many of its differences exceed two standard errors.

Prices are ``../shared/reference/event_study/prices.csv`` unless ``--prices`` names another table of the same
columns. Power depends on the volatility of the sample, so a comparison of rates with an effect added means
something only where both programs drew from the same years.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from naysay.analysis.event_study.abnormal import abnormal_returns
from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import EventDesign, checked_design
from naysay.analysis.event_study.inputs import Panel, checked_panel
from naysay.analysis.event_study.models import model_named
from naysay.analysis.event_study.placement import place
from naysay.analysis.event_study.statistics import TESTS

FOLDER: Final = Path(__file__).resolve().parents[2] / "shared" / "reference" / "event_study"
EFFECTS: Final = (0.0, 0.005, 0.01, 0.02)
SIZES: Final = {"random": (5, 20, 50), "clustered": (5, 10, 20)}
BW_SAMPLES: Final = 250
DATE_SAMPLES: Final = 1000
KEYS: Final = {
    "cross_sectional_t": "cs_t",
    "bw85": "crude_dep_BW85",
    "patell": "patell",
    "bmp": "bmp",
    "adjusted_patell": "adj_patell",
    "adjusted_bmp": "adj_bmp",
    "corrado_rank": "corrado_rank",
    "generalized_sign": "gsign",
    "grank_t": "grank_t",
}
"""Our names and those of the other program."""
MOST: Final = 4.0
"""Standard errors that no difference may exceed: 1 of 16,000 does by chance."""


def main(argv: Sequence[str]) -> int:
    """Print both tables as Markdown; 0 if no difference exceeds ``MOST`` standard errors."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks brown_warner", description=__doc__)
    parser.add_argument("--samples", type=int, default=BW_SAMPLES, help="samples a design (250)")
    parser.add_argument("--draws", type=int, default=DATE_SAMPLES, help="common dates drawn (1000)")
    parser.add_argument("--prices", type=Path, default=FOLDER / "prices.csv", help="date, firms, SP500")
    arguments = parser.parse_args(argv)
    if not FOLDER.is_dir():
        print("The folder ../shared/reference/event_study is not beside the repository.")
        return 1
    panel = _panel(arguments.prices)
    rows = [*brown_warner(panel, arguments.samples), *common_date(panel, arguments.draws)]
    for design in ("Brown-Warner", "One common date"):
        _print_table(design, [row for row in rows if row.design.startswith(design)])
    size, power = ([row for row in rows if (row.effect == 0.0) is null] for null in (True, False))
    for name, found in {"no effect": size, "an effect added": power}.items():
        beyond = sum(abs(row.z) > 2.0 for row in found)
        print(f"\n{name}: {beyond} of {len(found)} differences exceed two standard errors")
    return 0 if max(abs(row.z) for row in rows) <= MOST else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One rejection rate at 5 %: ours, the other program's, and their difference in standard errors."""

    design: str
    case: str
    test: str
    tail: str
    ours: float
    theirs: float
    z: float
    effect: float


def brown_warner(panel: Panel, samples: int) -> Iterator[Rate]:
    """Rates by kind of date, number of events and effect, upper tail and two-sided, market model."""
    reference = _reference("brown_warner_simulation_sp20.json")
    for kind, sizes in SIZES.items():
        for size in sizes:
            rng = np.random.default_rng([20, size, len(kind)])
            drawn = [_drawn(panel, size, rng, "market", common=kind == "clustered") for _ in range(samples)]
            for effect in EFFECTS:
                found = [_tested(arrays, effect) for arrays in drawn]
                theirs = reference[f"{kind}|N={size}|{effect:g}"]
                for tail in ("upper_tail_5pct", "two_sided_5pct"):
                    for test, key in KEYS.items():
                        ours = float(np.mean([_rejects(one[test], tail) for one in found]))
                        yield _rate(
                            "Brown-Warner",
                            f"{kind}, N = {size}, {100 * effect:g} %",
                            test,
                            tail,
                            ours,
                            theirs[tail][key],
                            (samples, BW_SAMPLES),
                            effect,
                        )


def common_date(panel: Panel, draws: int) -> Iterator[Rate]:
    """Size with all 20 firms on one date under three models, two-sided."""
    models = {
        "constant_mean": "constant_mean",
        "market_adjusted": "market_adjusted",
        "market": "market_model",
    }
    by_model = {row["model"]: row for row in _reference("clustered_null_size_sp20.json")["rows"]}
    for model, name in models.items():
        rng = np.random.default_rng([21, len(model)])
        found = [_tested(_drawn(panel, 20, rng, model, common=True), 0.0) for _ in range(draws)]
        for test, key in (KEYS | {"bw85": "crude_dep"}).items():
            if key in by_model[name]:
                ours = float(np.mean([_rejects(one[test], "two_sided_5pct") for one in found]))
                theirs = by_model[name][key]
                yield _rate(
                    "One common date", model, test, "two_sided_5pct", ours, theirs, (draws, DATE_SAMPLES), 0.0
                )


def _drawn(panel: Panel, size: int, rng: np.random.Generator, model: str, *, common: bool) -> EventArrays:
    """A sample of events: distinct firms on one date, or firms and dates drawn apart from each other."""
    design = _design(model)
    first, last = -design.estimation[0], len(panel.sessions) - design.event_window[1]
    if common:
        firms = rng.choice(len(panel.companies), size, replace=False)
        at = np.full(size, rng.integers(first, last))
    else:
        firms, at = rng.integers(0, len(panel.companies), size), rng.integers(first, last, size)
    events = pd.DataFrame({"company": panel.companies[firms], "session": panel.sessions[at]})
    placement = place(events.assign(event_id=range(size)), panel.sessions, panel.companies, design=design)
    return abnormal_returns(panel, placement, design=design, model=model_named(model)).arrays


def _tested(arrays: EventArrays, effect: float) -> dict[str, tuple[float, float]]:
    """Statistic and p-value of each test of session 0 with ``effect`` added to its returns."""
    ar = arrays.ar.copy()
    ar[:, arrays.tau == 0] += effect
    moved = replace(arrays, ar=ar)
    found = {test: TESTS[test](moved, (0, 0)) for test in KEYS}
    return {test: (one.statistic, one.pvalue) for test, one in found.items()}


def _rejects(found: tuple[float, float], tail: str) -> bool:
    statistic, pvalue = found
    return pvalue < 0.05 if tail == "two_sided_5pct" else pvalue < 0.10 and statistic > 0.0


def _rate(
    design: str,
    case: str,
    test: str,
    tail: str,
    ours: float,
    theirs: float,
    samples: tuple[int, int],
    effect: float,
) -> Rate:
    pooled = (ours * samples[0] + theirs * samples[1]) / sum(samples)
    error = np.sqrt(pooled * (1.0 - pooled) * (1.0 / samples[0] + 1.0 / samples[1]))
    z = (ours - theirs) / error if error > 0.0 else 0.0
    return Rate(
        design=design, case=case, test=test, tail=tail, ours=ours, theirs=theirs, z=float(z), effect=effect
    )


def _print_table(title: str, rows: Sequence[Rate]) -> None:
    print(f"\n### {title}\n\nOurs / the other program's, per cent rejected at 5 %.\n")
    tests = [test for test in KEYS if any(row.test == test for row in rows)]
    print("| case | tail |" + "".join(f" {test} |" for test in tests))
    print("|---|---|" + "---|" * len(tests))
    cells: dict[tuple[str, str], dict[str, Rate]] = {}
    for row in rows:
        cells.setdefault((row.case, row.tail), {})[row.test] = row
    for (case, tail), by_test in cells.items():
        told = [f" {100 * by_test[t].ours:.1f} / {100 * by_test[t].theirs:.1f} |" for t in tests]
        print(f"| {case} | {tail.split('_')[0]} |" + "".join(told))
    beyond, most = sum(abs(row.z) > 2.0 for row in rows), max(rows, key=lambda row: abs(row.z))
    print(
        f"\n{beyond} of {len(rows)} differences exceed two standard errors; the largest is {most.z:.2f}"
        f" ({most.test}, {most.case}, {most.tail.split('_')[0]})."
    )


def _design(model: str) -> EventDesign:
    return checked_design(model, (-244, -6), (-5, 5), ((0, 0),), None)


def _panel(path: Path) -> Panel:
    prices = pd.read_csv(path, index_col=0, parse_dates=True)
    returns = pd.DataFrame(np.log(prices)).diff().iloc[1:]
    return checked_panel(returns.drop(columns="SP500"), returns["SP500"], None)


def _reference(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found
