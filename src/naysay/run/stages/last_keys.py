"""On what the entries of a study depended when it last ran: what tells a reader which of it changed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from naysay.run.stages.folder import StagesFolder
from naysay.run.stages.outcomes import FIRST, NEW
from naysay.study.contents import UnreadableError, contents
from naysay.study.stages import StageKey

GONE: Final = "its entry is gone"
MOST_NAMED: Final = 3
LARGEST: Final = 50_000_000
"""Bytes of a history; a study of a hundred thousand files has less."""
_SHORT: Final = 16
"""Digits of a digest that are enough to see that it changed."""

_Depends = dict[str, dict[str, dict[str, str]]]
"""Stage to what it is of, to what it depends on, to the digest."""


class LastKeys:
    """What keys of the ``study`` depended on when it last ran, and what those of this run depend on."""

    def __init__(self, folder: StagesFolder, study: str) -> None:
        name = hashlib.sha256(study.encode("utf-8", "surrogatepass")).hexdigest()[:_SHORT]
        self._folder = folder
        self._path = folder.path / "history" / f"{name}.json"
        self._before = _read(self._path)
        self._now: _Depends = defaultdict(dict)

    @property
    def is_known(self) -> bool:
        """Whether the study ran before."""
        return bool(self._before)

    def why(self, key: StageKey) -> str:
        """Why an entry is not there: what changed since the last run."""
        stage = self._before.get(key.stage, {})
        before = stage.get(key.of)
        if before is None:
            return FIRST if not stage or not key.of else NEW
        now = _short(key)
        changed = [name for name, of in now.items() if before.get(name) != of]
        changed += [name for name in before if name not in now]
        if not changed:
            return GONE
        listed = ", ".join(changed[:MOST_NAMED])
        more = f" and {len(changed) - MOST_NAMED} more" if len(changed) > MOST_NAMED else ""
        return f"{listed}{more} changed"

    def note(self, key: StageKey) -> None:
        """Remember what ``key`` depends on."""
        self._now[key.stage][key.of] = _short(key)

    def save(self, writing: Path) -> None:
        """Write what was noted, beside what the study's other stages depended on.

        Raises
        ------
        OSError
            When it cannot be written.
        """
        stages = {stage: _packed(of) for stage, of in {**self._before, **self._now}.items()}
        content = json.dumps(stages, separators=(",", ":")).encode()
        if len(content) <= LARGEST:
            self._folder.write(self._path, [content], writing)


def _short(key: StageKey) -> dict[str, str]:
    return {name: digest[:_SHORT] for name, digest in key.depends.items()}


def _packed(each: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What all of a stage's entries have in common once, and of each the rest."""
    first = next(iter(each.values()), {})
    common = dict(set(first.items()).intersection(*(of.items() for of in each.values())))
    rest = {name: {k: v for k, v in of.items() if common.get(k) != v} for name, of in each.items()}
    return {"all": {name: of for name, of in first.items() if name in common}, "each": rest}


def _read(path: Path) -> _Depends:
    """Nothing where there is no history, or one that somebody else wrote."""
    try:
        stages: Any = json.loads(contents(path, largest=LARGEST))
        return {
            str(stage): {str(name): {**of["all"], **rest} for name, rest in of["each"].items()}
            for stage, of in stages.items()
        }
    except (UnreadableError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}
