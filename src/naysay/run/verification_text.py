"""What `naysay verify` prints of inputs, options, versions and numbers, at most 80 columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from naysay.run.comparison_text import counted_moves, moves_as_lines, table_line, wrapped
from naysay.run.manifest import Manifest
from naysay.run.moves import by_size
from naysay.run.settings_changes import KERNEL
from naysay.run.verification import HeldRun, Recomputed
from naysay.study.counts import counted

MOST: Final = 10
"""Causes and files that are listed; the others are counted."""


def held_text(now: HeldRun, then: Manifest) -> str:
    """How inputs, options and versions differ from those of the manifest ``then``."""
    lines = []
    for name, entries in (("inputs", now.inputs), ("options", now.options), ("versions", now.versions)):
        if entries:
            lines += [f"{name} that differ (the run's, then those here):", *wrapped(map(str, entries))]
        else:
            lines.append(f"all {name} are as recorded in the manifest")
    if then.format == 1 and now.inputs:
        lines += wrapped(["the manifest is of an earlier version, which has no marks: no row is named"])
    return "\n".join(lines)


def recomputed_text(again: Recomputed, now: HeldRun, damage: Sequence[str]) -> str:
    """Whether the numbers are the same, or which moved, by how much, and what may be the cause."""
    if not again.differing:
        return f"identical: {counted(again.files, 'file')}, byte for byte"
    others = [one for one in again.tables if not one.is_alike]
    lines = wrapped([f"recomputed: {counted_moves(again.tables)}"], "")
    if others:
        largest = by_size([move for table in others for move in table.largest])
        lines += moves_as_lines(largest, sum(table.moved for table in others))
        lines += ["by table", *wrapped(map(table_line, others))]
    elif not again.rounded:
        lines += wrapped(
            [
                "no number moved; other versions that draw, or another ledger of the workspace, change the "
                "bytes of documents"
            ],
            "",
        )
    lines += wrapped(map(str, again.findings))
    lines += ["files that differ", *wrapped(_some(again.differing))]
    kernels = [str(one) for one in now.versions if one.name == KERNEL]
    if again.rounded and kernels:
        lines += wrapped([f"rounding: {kernels[0]}"], "")
    if again.is_moved:
        causes = [*(f"file of the run {line}" for line in damage), *now.causes]
        lines += ["likely cause", *wrapped(_some(causes) or ["nothing that the manifest records differs"])]
    return "\n".join(lines)


def _some(entries: Sequence[str]) -> list[str]:
    left = len(entries) - MOST
    return [*entries[:MOST], *([f"and {left} more"] if left > 0 else [])]
