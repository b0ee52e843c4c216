"""Who chose each parameter of a result: the caller, a default or a criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Chooser = Literal["caller", "default", "criterion"]
"""caller: the value that was passed is not the default; default: nobody chose it; criterion: a rule chose it
from the data or from the other parameters."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One parameter, its value, and who chose it."""

    name: str
    value: Any
    chooser: Chooser


def choices(
    values: Mapping[str, Any], defaults: Mapping[str, Any], criteria: Mapping[str, str] | None = None
) -> tuple[Choice, ...]:
    """Each of ``values`` against its default; a criterion, by name, chose what was left to it (None)."""
    rules = criteria or {}

    def choice(name: str, value: Any) -> Choice:
        if value is None and name in rules:
            return Choice(name, rules[name], "criterion")
        return Choice(name, value, "default" if value == defaults[name] else "caller")

    return tuple(choice(name, value) for name, value in values.items())


def choices_in_words(chosen: tuple[Choice, ...]) -> list[str]:
    """One sentence for each chooser that chose something."""
    openings = {"caller": "Chosen by the caller", "default": "Defaults", "criterion": "Chosen by a criterion"}
    lines = []
    for chooser, opening in openings.items():
        listed = ", ".join(f"{one.name} {_written(one.value)}" for one in chosen if one.chooser == chooser)
        if listed:
            lines.append(f"{opening}: {listed}.")
    return lines


def _written(value: Any) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case tuple() | list() | range():
            entries = list(value)
            if len(entries) > 1 and all(isinstance(entry, int) for entry in entries):
                if entries == list(range(entries[0], entries[0] + len(entries))):
                    return f"{entries[0]} to {entries[-1]}"
                return f"[{', '.join(map(str, entries))}]"
            return " ".join(map(_written, entries)) or "none"
    return str(value)
