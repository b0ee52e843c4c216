"""Our numbers beside those of R (vars, plm), file by file of ``shared/reference/granger``.

``04`` tests lags of levels with one lag more than is tested; its covariances are those named in the quantity.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd

from naysay.analysis.granger_checks.dumitrescu_hurlin import dumitrescu_hurlin
from naysay.analysis.granger_checks.toda_yamamoto import toda_yamamoto
from naysay.study.errors import CommonFactorWarning

FOLDER: Final = Path(__file__).resolve().parents[2] / "shared" / "reference" / "granger"
Compared = tuple[str, str, float, float]


def compared() -> Iterator[Compared]:
    """File, quantity, ours, R's."""
    yield from _toda_yamamoto()
    yield from _dumitrescu_hurlin()


def read(name: str) -> Any:
    """One file of numbers."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def data(name: str) -> pd.DataFrame:
    """One file of input."""
    return pd.read_csv(FOLDER / f"input_{name}.csv")


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with one date a row: lags count sessions, and these are years and quarters."""
    return frame.set_axis(pd.bdate_range("1900-01-01", periods=len(frame)), axis=0)


def wide(column: str) -> pd.DataFrame:
    """One column of the simulated panel, session x company."""
    found = data("synth_panel").pivot_table(index="date", columns="firm", values=column)
    return found.set_axis(pd.DatetimeIndex(found.index), axis=0)


def _toda_yamamoto() -> Iterator[Compared]:
    name = "04_toda_yamamoto"
    inputs = {"canada": "canada", "chickegg": "chickegg", "synthlev": "synth_levels"}
    columns = {"neg": "cumneg", "price": "logprice"}
    options: dict[str, dict[str, Any]] = {
        "HC0": {"covariance": "HC0"},
        "NW5": {"covariance": "HAC", "bandwidth": 5},
        "trend": {"trend": True},
    }
    for case, tests in read(name)["results"].items():
        frame = dated(data(inputs[case.split("_")[0]]))
        for test, want in tests.items():
            words = test.removeprefix("all4_").split("_")
            cause, effect = (frame[columns.get(word, word)] for word in (words[0], words[2]))
            chosen = {"covariance": "classical"} | (options[words[3]] if len(words) > 3 else {})
            if test.startswith("all4_"):
                chosen["controls"] = {column: frame[column] for column in ("rw", "U")}
            row = toda_yamamoto(cause, effect, lags=want["p"], integration=want["d"], **chosen).table.iloc[0]
            for ours, theirs in {"wald": "W", "pvalue_chi2": "p_chisq", "pvalue": "p_F"}.items():
                yield name, f"{case} {test} {theirs}", float(row[ours]), want[theirs]


def _dumitrescu_hurlin() -> Iterator[Compared]:
    name = "05_dumitrescu_hurlin"
    grunfeld = data("grunfeld")
    unbalanced = grunfeld.drop(index=[*range(4), 38, 39])
    for case, want in read(name)["results"].items():
        if case.startswith("varying"):  # one lag order a call
            continue
        words = case.replace("unbalanced_", "").split("_")
        effect, cause = words[0], words[2]
        if case.startswith("synth"):
            effect, cause = words[1], words[3]
            frames = {column: wide(column) for column in ("ret", "neg")}
        else:
            source = unbalanced if case.startswith("unbalanced") else grunfeld
            frames = {
                c: dated(source.pivot_table(index="year", columns="firm", values=c)) for c in (effect, cause)
            }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CommonFactorWarning)
            found = dumitrescu_hurlin(frames[cause], frames[effect], lags=want["order"])
        row = found.table.iloc[0]
        for ours, theirs in {"statistic": "Ztilde", "zbar": "Zbar", "wbar": "Wbar"}.items():
            if "stat" in want[theirs]:
                yield name, f"{case} {theirs}", float(row[ours]), want[theirs]["stat"]
        yield name, f"{case} p", float(row["pvalue"]), want["Ztilde"]["p"]
        for ours, other in zip(found.companies["wald"], want["ind"], strict=False):
            yield name, f"{case} {other['firm']}", float(ours), other["Chisq"]
