"""The key figures of two runs side by side, and the words of a comparison. Expected values: by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from naysay.run import comparison
from naysay.run.comparison import RunComparison, findings
from naysay.run.comparison_text import comparison_text, moved_by
from naysay.run.moves import Move, TableMoves
from naysay.run.settings_changes import SettingChange


def test_findings_of_two_runs_stand_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    lead = SimpleNamespace(bp_per_sd=-12.345, low=-18.2, high=-6.4, pvalue=0.01239, nobs=2724)
    reaction = SimpleNamespace(caar_bp=-61.2, low=None, high=-18.4, n_events=4, n_found=9)
    evidence = SimpleNamespace(grade="moderate")
    one: Any = SimpleNamespace(verdict="negative_lead", lead=lead, reaction=reaction, evidence=evidence)
    none = SimpleNamespace(bp_per_sd=None, low=None, high=None, pvalue=None, nobs=0)
    absent = SimpleNamespace(grade="not_testable")
    two: Any = SimpleNamespace(verdict="not_testable", lead=none, reaction=reaction, evidence=absent)
    results = {Path("one"): one, Path("two"): two}
    monkeypatch.setattr(comparison, "stored_results", lambda run: SimpleNamespace(findings=results[run]))
    told = findings(Path("one"), Path("two"))
    assert {change.name: (change.before, change.after) for change in told} == {
        "verdict": ("negative_lead", "not_testable"),
        "evidence": ("moderate", "not_testable"),
        "bp_per_sd": ("-12.35 [-18.20, -6.40]", "none [none, none]"),
        "pvalue": ("0.0124", "none"),
        "nobs": ("2724", "0"),
        "caar_bp": ("-61.20 [none, -18.40]",) * 2,
        "n_events": ("4", "4"),
    }


def move(number: int, relative: float = 0.5) -> Move:
    return Move("t", (("company", f"C{number}"),), "x", "1.0", "2.0", 1.0, relative)


def of(*moves: Move, moved: int = 0, **more: Any) -> RunComparison:
    table = TableMoves("t", ("company",), 9, moved or len(moves), 2, moves, **more)
    figures = (SettingChange("verdict", "a", "b"),)
    return RunComparison((), (SettingChange("granger.lags", "5", "3"),), (), (table,), figures)


def test_the_order_is_inputs_options_versions_numbers_verdict() -> None:
    lines = comparison_text(of(move(1, 0.1), move(2, 0.9))).splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads == ["inputs", "options", "versions", "numbers", "tables", "verdict"]
    assert lines.index("  t, company C2: x") < lines.index("  t, company C1: x")
    assert "  granger.lags: 5 and 3" in lines
    assert "  2 moved; 1 of 1 table differs; 2 numbers differ by rounding alone" in lines
    assert lines[-1].split() == ["verdict", "a", "b"]


def test_moves_that_are_not_listed_are_counted() -> None:
    told = of(*map(move, range(30)), moved=1_234)
    assert "  and 1,214 more" in comparison_text(told).splitlines()
    assert "And 1,214 more." in comparison_text(told, "markdown").splitlines()
    plain = json.loads(comparison_text(told, "json"))
    assert (plain["moved"], len(plain["largest"])) == (1_234, 20)


def test_rows_and_columns_of_one_run_alone_are_named() -> None:
    told = of(only_before=("company A", "company B"), only_after=("company C",), columns_after=("new",))
    line = next(line for line in comparison_text(told, "markdown").splitlines() if line.startswith("- t:"))
    assert line == (
        "- t: 9 rows in both; 2 differ by rounding; 2 in the first run only, such as company A; 1 in the "
        "second run only, such as company C; columns of the second run only: new"
    )


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (Move("t", (), "x", "1.123456", "1.123457", 1e-6, 9e-7), "1.123456 -> 1.123457, by +1e-06 (9e-05 %)"),
        (Move("t", (), "x", "", "2", None, 2.0), "(empty) -> 2"),
        (Move("t", (), "x", "a\x1b[31m", "b", None, 0.0), "a\\x1b[31m -> b"),
    ],
)
def test_a_move_says_from_what_to_what(one: Move, told: str) -> None:
    assert moved_by(one) == told


def test_a_format_that_does_not_exist_is_refused_with_those_there_are(
    naysay: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    code, out, err = naysay("compare", tmp_path, tmp_path, "--format", "yaml")
    assert (code, out) == (2, "")
    assert "'yaml' is none of text, markdown, json" in err
