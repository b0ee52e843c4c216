"""A script as a user writes it, checked by mypy --strict and run.

Expected values: what mypy says of it with the package as it is installed; what it prints by hand, such as 8 tests
of Granger of two companies in two directions with two lag orders.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = '''\
"""Which measure of chatter goes before returns?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

import naysay
from naysay.analysis import event_study, granger


def main(study_file: Path, out: Path) -> None:
    study = naysay.read_study(study_file).with_(study={"methods": ["projections", "event_study"]})
    start: date = study.spec.study.start
    run = naysay.run_study(study)
    effects: pd.DataFrame = run.tables["effects"]
    lead = run.findings.lead
    size: float | None = lead.bp_per_sd
    doubts: tuple[str, ...] = run.findings.evidence.doubts
    warnings: tuple[str, ...] = run.warnings
    print(start, len(effects) > 0, size is not None, len(doubts) > 0, warnings)

    measured = run.with_(chatter={"measure": "mean_score"}, projections={"lags": 3})
    print(run.id != measured.id, measured.study.spec.chatter.measure)

    negativity: pd.DataFrame = run.panel["negativity"]
    tests: pd.DataFrame = granger(negativity, run.panel["abnormal_ret"], lags=2).table
    since = run.tables["returns"]
    returns = since.pivot(index="session", columns="company", values="ret")
    market = since.pivot(index="session", columns="company", values="market_ret")
    events = run.tables["events"][["event_id", "company", "session"]]
    again: pd.DataFrame = event_study(returns, market, events).tests
    print(len(tests), len(again) > 0)

    report: bytes = run.report("html", edition="research", language="de")
    files: dict[str, bytes] = run.export("latex")
    figure = run.plot(run.figures[0])
    print(len(report) > 0, sorted(files)[:1], figure.save(out / "figure.svg").name)
    place: Path = run.save(out / "run", formats=["markdown"])
    stored: naysay.RunResults = naysay.read_run(place)
    print(stored.findings == run.findings, set(stored.tables) == set(run.tables))
    try:
        study.with_(chatter={"measure": "anger"})
    except naysay.StudyError as error:
        print(error.faults[0].field)


if __name__ == "__main__":
    import sys

    main(Path(sys.argv[1]), Path(sys.argv[2]))
'''

SAID = """\
2024-01-02 True True True ()
True mean_score
8 True
True ['latex/effects.tex'] figure.svg
True True
chatter.measure
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("user") / "measures.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ("", ""),
        ("naysay.read_study(", '"read_studdy"'),
        ("run.findings.lead", '"leed"'),
        ("report: bytes", "bytes"),
    ],
)
def test_mypy_knows_the_types_of_the_door(script: Path, tmp_path: Path, changed: str, complaint: str) -> None:
    """Strict, with nothing but the package and pandas-stubs; a name or a type that is wrong is heard of."""
    wrong = {
        "naysay.read_study(": "naysay.read_studdy(",
        "run.findings.lead": "run.findings.leed",
        "report: bytes": "report: str",
    }
    path = tmp_path / "script.py"
    path.write_text(script.read_text().replace(changed, wrong[changed]) if changed else script.read_text())
    cache = tmp_path.parent / "mypy-of-users"
    words = ("-m", "mypy", "--strict", "--config-file", os.devnull, "--cache-dir", cache, path)
    done = subprocess.run(
        [sys.executable, *map(str, words)], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (done.returncode == 0) == (not changed), done.stdout + done.stderr
    assert complaint in done.stdout


def test_the_script_runs(script: Path, small: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-W", "error", script, small / "analysis" / "small.toml", tmp_path]
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", SAID)
