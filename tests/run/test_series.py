"""A study with ``end = "latest"`` is one of a series, from its prices to its report.

Expected values: months of the prices that each test leaves, and numbers of the run's own table of looks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.run.test_latest import cut, latest

from naysay.analysis.projections import AS_MEASURED, POOLED
from naysay.reports.results import Results

Run = Callable[..., tuple[int, str, str]]
SECTIONS = 'sections = ["cover", "methods"]'
GERMAN = 'language = "de"\nseed = 3'


def monthly(small: Path, *lines: str) -> Path:
    """The small study until the latest prices, with ``lines`` in [study] and the section on reliability."""
    path = latest(small)
    text = path.read_text().replace(SECTIONS, 'sections = ["cover", "reliability"]')
    path.write_text(text.replace("seed = 3\n", "\n".join(["seed = 3", *lines, ""]), 1), encoding="utf-8")
    return path


def made(naysay: Run, study: Path, out: Path) -> Results:
    code, _, err = naysay("run", study, "--out", out, "--workers", "1")
    assert code == 0, err
    return Results.from_json((out / "results.json").read_bytes())


def test_a_run_on_the_latest_prices_knows_its_look_and_says_it(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    """60 sessions after the 20 that negativity is standardised on end in April 2024."""
    path, out = monthly(small), tmp_path / "run"
    cut(small, "^SIM", "2024-08-07")
    results = made(naysay, path, out)
    about = results.study["study"]
    assert (about["end"], about["looks"]) == ("2024-08-07", "monthly")
    table = pd.read_csv(out / "tables" / "looks.csv")
    assert table["month"].tolist() == ["2024-04", "2024-05", "2024-06", "2024-07", "2024-08"]
    look = results.findings.lead.look
    assert look is not None
    assert (look.number, look.first_month, look.month) == (5, "2024-04", "2024-08")
    assert look.level == results.findings.lead.level == pytest.approx(table["level"].iloc[-1], rel=1e-12)
    effects = pd.read_csv(out / "tables" / "effects.csv")
    of_all = (effects["company"] == POOLED) & (effects["measure"] == AS_MEASURED)
    single = effects[of_all & (effects["horizon"] == 1)]
    low, high = results.findings.lead.low, results.findings.lead.high
    assert low is not None
    assert high is not None
    assert high - low == pytest.approx(look.wider * float((single["high"] - single["low"]).iloc[0]))
    assert look.wider > 1.2
    assert Results.from_json(results.to_json()).findings == results.findings
    assert (
        "This is report 5 of a monthly series that began in April 2024." in (out / "report.html").read_text()
    )
    german = tmp_path / "german.html"
    code, _, err = naysay("export", out, "--format", "html", "--language", "de", "--out", german)
    assert code == 0, err
    assert "Dies ist Bericht 5 einer monatlichen Reihe, die im April 2024 begann." in german.read_text(
        "utf-8"
    )


def test_the_same_study_with_the_date_of_its_end_has_the_same_numbers(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    path = monthly(small, "first_report = 2024-06-03")
    series = made(naysay, path, tmp_path / "latest")
    assert series.findings.lead.look is not None
    assert series.findings.lead.look.first_month == "2024-06"
    text = path.read_text()
    path.write_text(text.replace('end = "latest"', 'end = 2024-09-30\nlooks = "monthly"'), encoding="utf-8")
    assert made(naysay, path, tmp_path / "dated").findings == series.findings
    path.write_text(text.replace('end = "latest"', 'end = "latest"\nlooks = "once"').replace(
        "first_report = 2024-06-03\n", ""), encoding="utf-8")  # fmt: skip
    alone = made(naysay, path, tmp_path / "once")
    assert alone.findings.lead.look is None
    assert "of a monthly series" not in (tmp_path / "once" / "report.html").read_text()


def test_a_grid_varies_the_start_of_a_series_past_its_first_report(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    """A cell is one estimate: the first report of the study is no matter of it."""
    path = monthly(small, "first_report = 2024-03-01", 'methods = ["projections"]')
    path.write_text(path.read_text() + "\n[sweep]\ndraws = 20\n\n[sweep.study]\nstart = [2024-03-15]\n")
    results = made(naysay, path, tmp_path / "run")
    cells = results.tables["sweep"]
    assert len(cells) == 2
    assert set(cells["reason"].fillna("")) == {""}


def test_a_study_that_has_not_reached_its_first_report_has_one_look(
    naysay: Run, small: Path, tmp_path: Path
) -> None:
    path = monthly(small, "first_report = 2025-02-01")
    results = made(naysay, path, tmp_path / "run")
    assert results.findings.lead.look is not None
    assert results.findings.lead.look.number == 1
    code, _, err = naysay("verify", tmp_path / "run")
    assert code == 0, err
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["study"]["study"]["first_report"] == "2025-02-01"
