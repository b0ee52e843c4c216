"""Sentences on what was run on the data before, and on the registration of the study."""

from __future__ import annotations

from typing import Final

from naysay.reports.history import EarlierVersion, History, Registration
from naysay.reports.words import Words

KEYS: Final = 3
"""Keys that are named; the others are counted."""


def history_sentences(history: History | None, words: Words) -> list[str]:
    """All that has to be said of earlier versions, the registration and the ledger; empty where nothing has.

    These are the sentences of page ``ir``: a first version that nobody registered is not mentioned.
    """
    if history is None:
        return []
    sentences = [*version_sentences(history, words), *fault_sentences(history, words)]
    if history.registration is not None:
        sentences.append(registration_sentence(history.registration, words))
    return sentences


def version_sentences(history: History, words: Words) -> list[str]:
    """Which version this is, what those before came to, and why that matters."""
    if not history.others:
        return []
    verdicts = [
        words(f"history_verdict.{verdict}", n=words.numbers.count(n)) for verdict, n in history.verdicts
    ]
    return [
        words(
            "history.version",
            n=words.numbers.count(history.others + 1),
            data=words(f"history.{'same_data' if history.same_data else 'shared_data'}"),
            verdicts=", ".join(verdicts),
        ),
        words("history.chance"),
    ]


def fault_sentences(history: History, words: Words) -> list[str]:
    """That the ledger is not whole, or that this run is not in it."""
    return [] if history.fault is None else [words(f"history_fault.{history.fault}", line=history.line)]


def registration_sentence(registration: Registration, words: Words) -> str:
    """When the study was registered, whether this is still that study, and how new its sessions were."""
    count, day = words.numbers.count, words.numbers.date(registration.day)
    runs, later, sessions = registration.runs, registration.later, registration.sessions
    which = "unknown" if runs is None else "after" if runs else "first"
    sentences = [
        words(f"history.registered_{which}", date=day, runs=words.counted("run", runs))
        if which == "after" and runs
        else words(f"history.registered_{which}", date=day)
    ]
    if registration.differs:
        sentences.append(words("history.changed", keys=_listed(registration.differs, words)))
    else:
        sentences.append(words("history.unchanged"))
    counted = words.counted("session", sessions)
    if later == sessions:
        sentences.append(words("history.sessions_all", sessions=counted))
    elif later:
        dative = words.counted("session", sessions, "dative")
        sentences.append(words("history.sessions_some", sessions=dative, later=count(later)))
    else:
        sentences.append(words("history.sessions_none", sessions=counted))
    return " ".join(sentences)


def differences_in_words(version: EarlierVersion, words: Words) -> str:
    """The keys by which an earlier version differs from this run, with its values."""
    shown = [_difference(key, value, words) for key, value in version.differs]
    if not version.same_data:
        shown.append(words("history.data"))
    return _listed(shown, words)


def _difference(key: str, value: str, words: Words) -> str:
    if not value:
        return words("history.default", name=key)
    if value.startswith("#"):
        return words("history.another", name=key)
    return words("history.value", name=key, value=value)


def _listed(items: list[str] | tuple[str, ...], words: Words) -> str:
    more = len(items) - KEYS
    further = [words("history.more", n=words.numbers.count(more))] if more > 0 else []
    return ", ".join([*items[:KEYS], *further])
