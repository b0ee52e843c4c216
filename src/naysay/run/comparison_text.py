"""A comparison of two runs as text of at most 80 columns, as Markdown or as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Final

from naysay.run.comparison import RunComparison
from naysay.run.moves import Move, TableMoves, shown_key
from naysay.run.settings_changes import SettingChange
from naysay.study.counts import are, counted
from naysay.study.errors import printable

FORMATS: Final = ("text", "markdown", "json")
WIDTH: Final = 80
LISTED: Final = 20
"""Moves that a text lists; the others are counted."""
LONGEST: Final = 60
"""Characters of a cell or a key that is no number."""


def comparison_text(comparison: RunComparison, form: str = "text") -> str:
    """``comparison`` in one of FORMATS."""
    match form:
        case "json":
            return json.dumps(_plain(comparison), ensure_ascii=False, indent=2)
        case "markdown":
            return "\n".join(_markdown(comparison))
    sections = (
        *([("files that are not as the runs left them", comparison.damage)] if comparison.damage else []),
        ("inputs", [str(change) for change in comparison.inputs] or ["all alike"]),
        ("options", [str(change) for change in comparison.options] or ["all alike"]),
        ("versions", [str(change) for change in comparison.versions] or ["all alike"]),
    )
    lines = [line for title, entries in sections for line in (title, *wrapped(entries), "")]
    lines += ["numbers", *wrapped([counted_moves(comparison.tables)]), *move_lines(comparison), ""]
    lines += ["tables", *wrapped(table_lines(comparison.tables)), ""]
    return "\n".join([*lines, "verdict", *_side_by_side(comparison.findings)])


def wrapped(entries: Iterable[str], indent: str = "  ") -> list[str]:
    """Each entry in lines of at most WIDTH characters, further ones set in."""
    return [
        line
        for entry in entries
        for line in textwrap.wrap(
            printable(entry),
            WIDTH,
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            break_on_hyphens=False,
        )
    ]


def counted_moves(tables: Sequence[TableMoves]) -> str:
    """How many numbers moved, and how many differ by rounding."""
    moved, rounded = sum(one.moved for one in tables), sum(one.rounded for one in tables)
    others = sum(not one.is_alike for one in tables)
    if not others:
        said = f"none moved in {counted(len(tables), 'table')}"
    else:
        differ = "differs" if others == 1 else "differ"
        said = f"{moved:,} moved; {others:,} of {counted(len(tables), 'table')} {differ}"
    return f"{said}; {rounded:,} numbers differ by rounding alone"


def move_lines(comparison: RunComparison) -> list[str]:
    """The largest moves, two lines each, and how many more there are."""
    return moves_as_lines(comparison.largest, comparison.moved)


def moves_as_lines(largest: Sequence[Move], moved: int) -> list[str]:
    """The first LISTED of the ``largest`` moves, and how many of all ``moved`` are left."""
    lines = [
        line
        for move in largest[:LISTED]
        for line in (
            *wrapped([f"{move.table}, {_short(shown_key(move.key))}: {move.column}"]),
            *wrapped([moved_by(move)], "    "),
        )
    ]
    left = moved - min(len(largest), LISTED)
    return [*lines, *([f"  and {left:,} more"] if left > 0 else [])]


def moved_by(move: Move) -> str:
    """From what to what a cell moved, by how much, and by how many percent of the larger."""
    before, after = _cell(move.before), _cell(move.after)
    if move.difference is None:
        return f"{before} -> {after}"
    return f"{before} -> {after}, by {move.difference:+.3g} ({100 * move.relative:.3g} %)"


def _cell(text: str) -> str:
    """A number to ten digits, which show a change in the sixth; any other text as it is, if it is short."""
    try:
        return f"{float(text):.10g}"
    except ValueError:
        return _short(text) or "(empty)"


def table_lines(tables: Sequence[TableMoves]) -> list[str]:
    """What differs in each table in which something does, and how many are alike to the last digit."""
    differing = [table_line(one) for one in tables if one.rounded or not one.is_alike]
    alike = len(tables) - len(differing)
    others = [f"{counted(alike, 'table')} {are(alike)} alike to the last digit"]
    return differing + others * bool(alike)


def table_line(table: TableMoves) -> str:
    """What differs in one table."""
    if table.absent:
        return f"{table.table}: absent in the {table.absent} run"
    parts = [f"{counted(table.moved, 'cell')} moved"] if table.moved else []
    parts += [f"{table.rounded:,} differ by rounding"] if table.rounded else []
    for which, rows in (("first", table.only_before), ("second", table.only_after)):
        if rows:
            parts.append(f"{len(rows):,} in the {which} run only, such as {_short(rows[0])}")
    for which, columns in (("first", table.columns_before), ("second", table.columns_after)):
        if columns:
            parts.append(f"columns of the {which} run only: {_short(', '.join(columns))}")
    what = f"in both; {'; '.join(parts)}" if parts else "alike"
    return f"{table.table}: {counted(table.rows, 'row')} {what}"


def _side_by_side(findings: Sequence[SettingChange]) -> list[str]:
    return [f"  {one.name:<12}{one.before:<33}{one.after:<33}".rstrip() for one in findings]


def _markdown(comparison: RunComparison) -> Iterator[str]:
    if comparison.damage:
        yield from ("## Files that are not as the runs left them", "")
        yield from (*(f"- {_escaped(line)}" for line in comparison.damage), "")
    changes = (
        ("Inputs", comparison.inputs), ("Options", comparison.options), ("Versions", comparison.versions)
    )  # fmt: skip
    for title, entries in changes:
        yield from (
            f"## {title}",
            "",
            *(f"- {_escaped(str(entry))}" for entry in entries or ["all alike"]),
            "",
        )
    yield from ("## Numbers", "", _escaped(counted_moves(comparison.tables)), "")
    if comparison.moved:
        yield from _grid(
            ("table", "key", "column", "first", "second", "difference", "relative"),
            (
                (
                    move.table, shown_key(move.key), move.column, _cell(move.before), _cell(move.after),
                    "" if move.difference is None else f"{move.difference:+.3g}",
                    f"{100 * move.relative:.3g} %",
                )
                for move in comparison.largest[:LISTED]
            ),
        )  # fmt: skip
        left = comparison.moved - min(len(comparison.largest), LISTED)
        yield from ([f"And {left:,} more.", ""] if left else [])
    yield from ("## Tables", "", *(f"- {_escaped(line)}" for line in table_lines(comparison.tables)), "")
    yield from ("## Verdict", "")
    yield from _grid(
        ("", "first", "second"), ((one.name, one.before, one.after) for one in comparison.findings)
    )


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(_escaped(_short(cell)) for cell in row)} |"
    yield ""


def _plain(comparison: RunComparison) -> dict[str, object]:
    plain = {
        "damage": list(comparison.damage),
        "inputs": [asdict(one) for one in comparison.inputs],
        "options": [asdict(one) for one in comparison.options],
        "versions": [asdict(one) for one in comparison.versions],
        "moved": comparison.moved,
        "rounded": comparison.rounded,
        "largest": [{**asdict(move), "key": dict(move.key)} for move in comparison.largest[:LISTED]],
        "tables": [
            {
                **{name: value for name, value in asdict(table).items() if name != "largest"},
                "only_before": len(table.only_before),
                "only_after": len(table.only_after),
                "first_only_before": next(iter(table.only_before), None),
                "first_only_after": next(iter(table.only_after), None),
            }
            for table in comparison.tables
        ],
        "findings": {one.name: [one.before, one.after] for one in comparison.findings},
    }
    return plain


def _escaped(text: str) -> str:
    return printable(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _short(text: str) -> str:
    line = printable(text[: LONGEST + 1])
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
