"""Reads the daily measures of a study as a run does, and tells what became of their rows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from naysay.data.daily_measures import read_daily_measures
from naysay.data.measure_losses import check_used
from naysay.data.scratch import temporary_folder
from naysay.run.aligned import study_sessions
from naysay.study.counts import counted
from naysay.study.errors import printable
from naysay.study.losses import rows_by_cause
from naysay.study.spec import Study


def check_measures(study: Study, files: Mapping[str, Path]) -> list[str]:
    """Lines on all rows of ``files``: these are small, and read whole.

    Raises
    ------
    DataError
        Files that a run would refuse.
    """
    chatter, sessions = study.chatter, study_sessions(study)
    with temporary_folder() as folder:
        read = read_daily_measures(study, files, sessions, quarantine=folder / "quarantine.jsonl")
    check_used(study, read.losses, read.lost)
    lines = [
        f"{read.rows('kept'):,} daily values of companies and sessions in "
        f"{counted(read.rows('rows_in'), 'row')}"
    ]
    for stage in ("quarantined", "duplicate", "filtered"):
        rows = rows_by_cause(read.losses, stage)
        lines += [f"  {counted(n, 'row')} not used: {cause.replace('_', ' ')}" for cause, n in rows.items()]
    lines.append(f"a higher value means more {chatter.higher}")
    if chatter.dates == "day":
        lines.append(f"days known after their end in {chatter.timezone}")
    else:
        lines.append("dates are sessions: values must hold only what was written before the close")
    return [printable(line) for line in lines]
