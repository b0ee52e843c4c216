"""What became of the stages of a run, in a few lines: which were reused, which made, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from naysay.study.counts import counted

FIRST: Final = "made for the first time"
NEW: Final = "new"
UNKNOWN: Final = (FIRST, NEW)
"""Why there is no entry, where no run came to its end that could have left one."""
STOPPED: Final = "an earlier run was stopped"
MOST_SHOWN: Final = 3
"""Files that a line names; the others are counted."""


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """An entry ``of`` a stage was reused, or made again and ``why``."""

    stage: str
    of: str
    reused: bool
    why: str
    files: int = 1
    """Of how many files it is; ``of`` is the first."""
    part: int = 0
    """Which part of these it is of."""


def lines_of(outcomes: Iterable[StageOutcome]) -> list[str]:
    """One line for the stages that were reused, and one for those that were made for the same reason.

    What a run asks for twice, as a grid does, is told as it was the first time.
    """
    first: dict[tuple[str, str, int], StageOutcome] = {}
    for one in outcomes:
        first.setdefault((one.stage, one.of, one.part), one)
    parts = defaultdict[tuple[str, str], list[StageOutcome]](list)
    for one in first.values():
        parts[one.stage, one.of].append(one)
    by_stage = defaultdict[str, list[StageOutcome]](list)
    for of in parts.values():
        by_stage[of[0].stage].append(_together(of))
    reused = [_counted(stage, of) for stage, of in by_stage.items() if all(one.reused for one in of)]
    computed = defaultdict[str, list[str]](list)
    for stage, of in by_stage.items():
        fresh = [one for one in of if not one.reused]
        for why in dict.fromkeys(one.why for one in fresh):
            computed[why].append(_computed(stage, [one for one in fresh if one.why == why], _files(of)))
    lines = [f"reused: {', '.join(reused)}"] if reused else []
    return [*lines, *(f"computed ({why}): {', '.join(stages)}" for why, stages in computed.items())]


def _together(parts: Sequence[StageOutcome]) -> StageOutcome:
    """What became of all parts of some files. Where only some are new, a run before began with them."""
    fresh = [one for one in parts if not one.reused]
    if not fresh or len(fresh) == len(parts) or fresh[0].why not in UNKNOWN:
        return [*fresh, *parts][0]
    return replace(fresh[0], why=STOPPED)


def _counted(stage: str, of: Sequence[StageOutcome]) -> str:
    return f"{stage} ({counted(_files(of), 'file')})" if of[0].of else stage


def _computed(stage: str, fresh: Sequence[StageOutcome], all_of_stage: int) -> str:
    if not fresh[0].of or _files(fresh) == all_of_stage:
        return _counted(stage, fresh)
    listed = ", ".join(one.of for one in fresh[:MOST_SHOWN])
    more = _files(fresh) - len(fresh[:MOST_SHOWN])
    others = f" and {more} more" if more else ""
    return f"{stage} of {_files(fresh)} of {counted(all_of_stage, 'file')}: {listed}{others}"


def _files(of: Sequence[StageOutcome]) -> int:
    return sum(one.files for one in of)
