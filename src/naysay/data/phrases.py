"""Sentences for simulated posts. A plain scorer must read each as its kind: a test holds every one to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """What posts of one kind are put together from."""

    subjects: tuple[str, ...]
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a storm is about: ``named`` begins negative posts only, ``around`` posts of every kind."""

    named: str
    around: tuple[str, str]


_SUBJECTS: Final = (
    "The new heat pump",
    "Their customer line",
    "The app",
    "The delivery",
    "What the board says",
    "My order from March",
    "The annual report",
    "The plant in the north",
    "The repair",
    "Their answer",
)
TOPICS: Final = (
    Topic("The product recall", ("The brake hose", "The garage visit")),
    Topic("The layoff plan", ("The works council", "The severance table")),
    Topic("The accounting error", ("The audit opinion", "The balance sheet")),
    Topic("The warning strike", ("The picket line", "The wage round")),
    Topic("The server outage", ("The login page", "The data centre")),
    Topic("The class action", ("The court date", "The jury room")),
)
_ENDINGS: Final = ("", " today.", ", as every week.", " if you ask me.", " and that is that.", " once more.")

NEGATIVE: Final = Kind(
    _SUBJECTS,
    (
        "is a disaster",
        "is terrible",
        "is awful and slow",
        "makes me angry",
        "is a scandal",
        "is horrible",
        "is the worst I have seen",
        "is a failure",
        "was a bad joke",
        "is dishonest",
        "is a fraud",
        "is ridiculous and sad",
    ),
)
NEUTRAL: Final = Kind(
    _SUBJECTS,
    (
        "is on page four",
        "came on Tuesday",
        "is blue",
        "comes with a leaflet",
        "is about as long as before",
        "is made in two halves",
        "was moved to the second week",
        "has three parts",
        "is in the basement",
        "is the same as last year",
    ),
)
POSITIVE: Final = Kind(
    _SUBJECTS,
    (
        "is great",
        "is excellent",
        "is good and quick",
        "makes me happy",
        "is a success",
        "is wonderful",
        "is the best I have seen",
        "works perfectly",
        "was a nice surprise",
        "is honest and friendly",
    ),
)


def phrase(kind: Kind, draw: Sequence[float], topic: Topic | None = None) -> str:
    """One sentence of ``kind``, by three numbers from 0 up to 1, about a ``topic`` if there is one."""
    subjects = kind.subjects if topic is None else topic_subjects(topic, kind)
    subject, verdict, ending = (
        choices[int(number * len(choices))]
        for choices, number in zip((subjects, kind.verdicts, _ENDINGS), draw, strict=True)
    )
    return f"{subject} {verdict}{ending}"


def topic_subjects(topic: Topic, kind: Kind) -> tuple[str, ...]:
    """What sentences of ``kind`` about a ``topic`` begin with."""
    return (topic.named, *topic.around) if kind is NEGATIVE else topic.around


def every_phrase(kind: Kind) -> list[str]:
    """All sentences of ``kind``, those about a topic included."""
    subjects = [*kind.subjects, *(subject for topic in TOPICS for subject in topic_subjects(topic, kind))]
    return [f"{s} {v}{e}" for s in subjects for v in kind.verdicts for e in _ENDINGS]
