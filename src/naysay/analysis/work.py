"""How much work pays for a process of its own."""

from __future__ import annotations

from typing import Final

VALUES_A_WORKER: Final = 5_000_000
"""Numbers of panels that regressions are made on; a process that gets fewer takes longer to start than to
work."""


def parts_a_worker(values: int) -> int:
    """The parts of ``values`` numbers each that a worker needs to save more time than its start takes."""
    return max(1, VALUES_A_WORKER // max(1, values))
