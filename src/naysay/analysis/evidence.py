"""How good the evidence for the answer is: a grade, and what speaks for the answer and against it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

Grade = Literal["not_testable", "none", "weak", "moderate", "strong"]
Support = Literal[
    "same_side", "companies_agree", "from_open", "variants", "storms", "no_reverse", "without_one",
    "session_effects", "placebo", "sharp", "no_company", "no_variant", "no_storms", "no_mood",
]  # fmt: skip
"""What speaks for the answer. The last five speak for that there is no difference."""
Doubt = Literal[
    "clock", "scorer", "companies_opposed", "mean_differs", "one_company", "session_effects", "extremes",
    "unchecked", "quiet_afternoon", "extremes_shape", "companies_differ", "placebo_lines", "placebo",
    "storms", "reverse", "forerun", "later", "variants", "chance", "alone", "unmade", "storms_unsure",
    "variants_most", "blunt", "storms_found", "mood_found", "own_found", "variants_found", "mood_blunt",
]  # fmt: skip
"""What speaks against the answer, the gravest first. The last seven doubt that there is no difference."""

UNDOING: Final[tuple[Doubt, ...]] = (
    "clock", "scorer", "companies_opposed", "mean_differs", "one_company", "session_effects", "extremes",
    "unchecked",
)  # fmt: skip
"""Each of them may be all that a difference comes from."""
LIMITING: Final[tuple[Doubt, ...]] = (
    "quiet_afternoon", "extremes_shape", "companies_differ", "placebo_lines", "placebo", "storms", "reverse",
    "forerun", "later", "variants", "chance", "alone", "unmade",
)  # fmt: skip
"""A sound difference may have one of them, and a false one has several."""
OPENING: Final[tuple[Doubt, ...]] = (
    "scorer", "extremes", "extremes_shape", "quiet_afternoon", "companies_opposed", "companies_differ",
    "variants_most", "blunt",
)  # fmt: skip
"""With one of them, no difference found does not mean that there is none."""
SURE: Final = 0.01
"""The p-value below which a difference may be called strongly supported, a fifth of the level; in a series of
reports a fifth of the level of its look."""
MANY: Final = 3
"""So many limiting doubts weigh as much as one that undoes the answer."""


@dataclass(frozen=True, slots=True)
class Variants:
    """Estimates made another way: how many there are, and how many of them show a difference.

    With a lead, one that shows it has an interval on its side of zero; without, any interval that leaves zero
    out counts.
    """

    n: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The grade of the answer with its reasons. ``doubts`` and ``support`` begin with the gravest."""

    grade: Grade = "not_testable"
    support: tuple[Support, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    variants: Variants = Variants()
    """Other ways to calculate the answer."""
    placebos: Variants = Variants()
    """Estimates with chatter that cannot lead, and how many of them show a lead all the same."""
    same_side: int = 0
    """Companies whose own estimate lies on the side of the estimate of all together."""

    @property
    def open(self) -> bool:
        """Whether no difference was found by data that may hide one."""
        return self.grade == "none" and any(doubt in OPENING for doubt in self.doubts)


def graded(doubts: Collection[Doubt]) -> Grade:
    """The grade of a lead by the rule of docs/decisions/0036.

    Weak with a doubt that undoes it, with three that limit it, or where chance (p of .01 or more) is not the
    only one; moderate with one or two that limit it; strong without any. Without a lead the grade is none.
    """
    limiting = [doubt for doubt in doubts if doubt in LIMITING]
    undone = any(doubt in UNDOING for doubt in doubts)
    if undone or len(limiting) >= MANY or ("chance" in limiting and len(limiting) > 1):
        return "weak"
    return "moderate" if limiting else "strong"
