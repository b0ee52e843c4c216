"""What became of the stages of a run, in a few lines: which were reused, which made, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MOST_SHOWN: Final = 3
"""Files that a line names; the others are counted."""


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """An entry ``of`` a stage was reused, or made again and ``why``."""

    stage: str
    of: str
    reused: bool
    why: str


def lines_of(outcomes: Iterable[StageOutcome]) -> list[str]:
    """One line for the stages that were reused, and one for those that were made for the same reason."""
    by_stage = defaultdict[str, list[StageOutcome]](list)
    for one in outcomes:
        by_stage[one.stage].append(one)
    reused = [_counted(stage, of) for stage, of in by_stage.items() if all(one.reused for one in of)]
    computed = defaultdict[str, list[str]](list)
    for stage, of in by_stage.items():
        fresh = [one for one in of if not one.reused]
        for why in dict.fromkeys(one.why for one in fresh):
            computed[why].append(_computed(stage, [one for one in fresh if one.why == why], len(of)))
    lines = [f"reused: {', '.join(reused)}"] if reused else []
    return [*lines, *(f"computed ({why}): {', '.join(stages)}" for why, stages in computed.items())]


def _counted(stage: str, of: Sequence[StageOutcome]) -> str:
    files = "1 file" if len(of) == 1 else f"{len(of)} files"
    return f"{stage} ({files})" if of[0].of else stage


def _computed(stage: str, fresh: Sequence[StageOutcome], all_of_stage: int) -> str:
    if not fresh[0].of or len(fresh) == all_of_stage:
        return _counted(stage, fresh)
    listed = ", ".join(one.of for one in fresh[:MOST_SHOWN])
    more = f" and {len(fresh) - MOST_SHOWN} more" if len(fresh) > MOST_SHOWN else ""
    return f"{stage} of {len(fresh)} of {all_of_stage} files: {listed}{more}"
