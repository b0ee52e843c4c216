"""Two runs side by side: inputs, options, versions, every number matched by key, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from naysay.analysis.findings import Findings
from naysay.run.input_changes import InputChange, input_changes
from naysay.run.inputs import WORDS
from naysay.run.manifest import Manifest, damage, read_manifest
from naysay.run.moves import Move, TableMoves, by_size, table_moves
from naysay.run.settings_changes import SettingChange, option_changes, version_changes, versions_of
from naysay.run.stored_results import stored_results
from naysay.run.table_texts import stored_table

TABLES: Final = "tables/"
ENDING: Final = ".csv"


@dataclass(frozen=True)
class RunComparison:
    """How the second of two runs differs from the first."""

    inputs: tuple[InputChange, ...]
    options: tuple[SettingChange, ...]
    versions: tuple[SettingChange, ...]
    tables: tuple[TableMoves, ...]
    """Every table that one of them has."""
    findings: tuple[SettingChange, ...]
    """The verdict, the grade of its evidence and its key figures in both, also where they are alike."""
    damage: tuple[str, ...] = ()
    """Files of both that changed or are absent since the runs were made: what they hold is no result."""

    @property
    def moved(self) -> int:
        """Cells that moved."""
        return sum(table.moved for table in self.tables)

    @property
    def rounded(self) -> int:
        """Numbers that differ by rounding alone."""
        return sum(table.rounded for table in self.tables)

    @property
    def largest(self) -> list[Move]:
        """The largest moves of each column of each table, the largest first."""
        return by_size([move for table in self.tables for move in table.largest])


def compare(first: Path, second: Path) -> RunComparison:
    """Compare two runs by what they left, without their data.

    Raises
    ------
    DataError
        A folder that is no complete run, a table that no run left, or marks that none wrote.
    """
    before, after = read_manifest(first), read_manifest(second)
    both_list_words = before.format == after.format == 2
    then, now = (
        [one for one in run.inputs if both_list_words or one.kind != WORDS] for run in (before, after)
    )
    return RunComparison(
        input_changes(then, now),
        option_changes(before.study, after.study),
        version_changes(versions_of(before), versions_of(after)),
        all_moves(first, second),
        findings(first, second),
        tuple(
            f"{which} run: {line}"
            for which, run in (("first", first), ("second", second))
            for line in damage(run)
        ),
    )


def all_moves(first: Path, second: Path) -> tuple[TableMoves, ...]:
    """What differs in each table that one of two runs has.

    Raises
    ------
    DataError
        A folder that is no complete run, or a table that no run left.
    """
    names = dict.fromkeys(name for run in (first, second) for name in _tables(read_manifest(run)))
    return tuple(table_moves(name, stored_table(first, name), stored_table(second, name)) for name in names)


def _tables(manifest: Manifest) -> list[str]:
    paths = (path for path in manifest.outputs if path.startswith(TABLES) and path.endswith(ENDING))
    return [name for path in paths if "/" not in (name := path[len(TABLES) : -len(ENDING)])]


def findings(first: Path, second: Path) -> tuple[SettingChange, ...]:
    """The verdict, the grade of its evidence and its key figures in two runs.

    Raises
    ------
    DataError
        A folder that is no complete run, or results that no run of this naysay wrote.
    """
    left, right = (_key_figures(stored_results(run).findings) for run in (first, second))
    return tuple(SettingChange(name, left[name], right[name]) for name in left)


def _key_figures(findings: Findings) -> dict[str, str]:
    lead, reaction = findings.lead, findings.reaction
    return {
        "verdict": findings.verdict,
        "evidence": findings.evidence.grade,
        "bp_per_sd": _interval(lead.bp_per_sd, lead.low, lead.high),
        "pvalue": _number(lead.pvalue, 4),
        "nobs": str(lead.nobs),
        "caar_bp": _interval(reaction.caar_bp, reaction.low, reaction.high),
        "n_events": str(reaction.n_events),
    }


def _interval(value: float | None, low: float | None, high: float | None) -> str:
    return f"{_number(value, 2)} [{_number(low, 2)}, {_number(high, 2)}]"


def _number(value: float | None, digits: int) -> str:
    return "none" if value is None else f"{value:.{digits}f}"
