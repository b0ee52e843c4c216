"""Whether what a caller from Python hands to a run is of the kinds that it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from naysay.run.placed_study import PlacedStudy
from naysay.study.errors import InputError


def check_arguments(study: object, workers: object, now: object, day: object) -> None:
    """Refuse at once what a caller without types would hear of as an AttributeError deep within.

    Raises
    ------
    InputError
        An argument of another kind.
    """
    check_study(study)
    if not isinstance(workers, int) or isinstance(workers, bool) or workers < 1:
        raise InputError("workers", got=workers, allowed="a whole number from 1 up", mend="Write workers=2.")
    if now is not None and (not isinstance(now, datetime) or now.tzinfo is None):
        allowed, mend = "a moment with its time zone", "Give it a time zone: moment.astimezone(UTC)."
        raise InputError("now", got=str(now), allowed=allowed, mend=mend)
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        raise InputError("day", got=str(day), allowed="a date", mend="Write day=date(2026, 1, 31).")


def check_study(study: object) -> None:
    """Refuse what is no study, such as the path of one.

    Raises
    ------
    InputError
        With the function that reads one.
    """
    if not isinstance(study, PlacedStudy):
        allowed, mend = "a study of naysay.read_study or naysay.study_from", "Write naysay.read_study(path)."
        raise InputError("study", got=type(study).__name__, allowed=allowed, mend=mend)


def swept_lists(over: Mapping[str, Sequence[Any]], draws: int | None) -> dict[str, Any]:
    """The section ``[sweep]`` of lists by dotted key, such as chatter.measure.

    Raises
    ------
    InputError
        No mapping, or a key without its section.
    """
    if not isinstance(over, Mapping):
        mend = 'Write {"chatter.measure": ["negative_share", "mood"]}.'
        raise InputError("over", got=type(over).__name__, allowed="lists by key, as a mapping", mend=mend)
    lists: dict[str, Any] = {} if draws is None else {"draws": draws}
    for name, values in over.items():
        section, _, key = name.partition(".")
        if not key:
            raise InputError(
                "over", got=name, allowed="keys with their section", mend="Write such as chatter.measure."
            )
        lists.setdefault(section, {})[key] = values
    return lists
