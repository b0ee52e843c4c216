"""The ledger of a workspace as text: the versions that were run on the same data, at most 80 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final

from naysay.reports.history import LedgerFault
from naysay.reports.numbers import Numbers, bp_digits
from naysay.reports.sections._reading import shortened
from naysay.run.ledger import LEDGER, LedgerEntry, read_ledger
from naysay.run.settings import differing
from naysay.run.versions import data_of_entry, versions_of
from naysay.run.workspace import Workspace
from naysay.study.counts import counted
from naysay.study.errors import printable

WIDTH: Final = 80
OF_MEASURES: Final = "chatter.higher"
"""What every study of daily measures says, and no study of posts."""
_NAME: Final = 16
_HEADER: Final = ("n", "newest run", "study", "bp/sd", "95 % interval", "p", "answer")
_WIDTHS: Final = (3, 10, _NAME, 7, 17, 7, 13)
_RIGHT: Final = {0, 3, 4, 5}
_ANSWERS: Final = {
    "negative_lead": "lower returns",
    "positive_lead": "higher",
    "no_evidence": "no difference",
    "not_testable": "not testable",
}
_FAULTS: Final[dict[LedgerFault, str]] = {
    "changed": "line {line} is not as it was written, or the line after it is gone or another",
    "no_entry": "line {line} is no entry",
    "cut": "lines at its end are gone",
    "uncounted": "the file with the count of its lines is gone",
    "unreadable": "it cannot be read",
    "unwritable": "it cannot be written",
}


def ledger_text(workspace: Workspace, study: str | None = None) -> str:
    """The versions by the data that they share, with what each found; of ``study`` the data it was run on."""
    ledger = read_ledger(workspace.own)
    entries = [entry for entry in ledger.entries if entry is not None]
    groups = [
        group for group in _by_data(entries) if study is None or any(entry.study == study for entry in group)
    ]
    lines = [f"{workspace.own / LEDGER}: {counted(len(entries), 'run')}"]
    if ledger.fault is not None:
        lines.append(f"not whole: {_FAULTS[ledger.fault].format(line=ledger.line)}")
    if not groups:
        lines.append("no run is in it yet" if study is None else f"no run of the study {study} is in it")
    for group in groups:
        versions = versions_of(group)
        lines += ["", _title(versions, group), *_table(versions)]
    return "\n".join(lines)


def _by_data(entries: Sequence[LedgerEntry]) -> list[list[LedgerEntry]]:
    """Runs that share data with the first of their group, in the order of first runs."""
    groups: list[list[LedgerEntry]] = []
    for entry in entries:
        data = data_of_entry(entry)
        for group in groups:
            if data.shares_with(group[0].data_sha256, group[0].posts, group[0].companies):
                group.append(entry)
                break
        else:
            groups.append([entry])
    return groups


def _title(versions: Sequence[Sequence[LedgerEntry]], group: Sequence[LedgerEntry]) -> str:
    both = f"{counted(len(versions), 'version')}, {counted(len(group), 'run')}"
    chatter = "daily measures" if OF_MEASURES in group[0].settings else "posts"
    return f"On {chatter} and prices {group[0].data_sha256[:12]} and what shares with them: {both}"


def _table(versions: Sequence[Sequence[LedgerEntry]]) -> list[str]:
    digits = bp_digits(*(runs[-1].answer.bp_per_sd for runs in versions))
    first, lines = versions[0][0], [_line(_HEADER)]
    for number, runs in enumerate(versions, 1):
        newest = runs[-1]
        lines.append(_line(_cells(number, newest, digits)))
        changes = [
            f"{key}: {newest.settings.get(key, 'as by default')}"
            for key in differing(first.settings, newest.settings)
        ]
        if changes:
            text = printable("differs in " + ", ".join(changes))
            lines += textwrap.wrap(text, WIDTH, initial_indent="     ", subsequent_indent="       ")
    return lines


def _cells(number: int, entry: LedgerEntry, digits: int) -> tuple[str, ...]:
    answer, written = entry.answer, Numbers("en")
    return (
        str(number),
        printable(entry.time[:10]) or "-",
        printable(shortened(entry.study, _NAME)),
        written.decimal(answer.bp_per_sd, digits, sign=True),
        written.span(answer.low, answer.high, digits),
        written.pvalue(answer.pvalue),
        _ANSWERS[answer.verdict],
    )


def _line(cells: Sequence[str]) -> str:
    parts = [
        cell.rjust(width) if place in _RIGHT else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, _WIDTHS, strict=True))
    ]
    return " ".join(parts).rstrip()
