"""What is bad and falls is good, and so are puts that are sold: a thing and what happens to it are one word.

"Debt", "profit" and "puts" are things; "fell", "widened", "averted" and "sold" are what happens to them. A
thing and the nearest such word of its clause are read together: "net debt fell" is a change for the better,
"lack of growth" one for the worse. Shares and prices keep what happens to them: "the stock fell on lower
costs". The lists of words are ``words/*_changes.tsv``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

BETTER: Final = "change_for_better"
WORSE: Final = "change_for_worse"
THING: Final = "changed_thing"
"""Stands for a thing whose change was read; it counts nothing."""
BEFORE, BEHIND = 6, 5
"""How many words before and behind a happening its thing may stand."""
PARTICLE: Final = 9
"""How many words behind a verb its particle may stand: "baut ... ab"."""
GAP: Final = " … "

CHANGES: Final = {
    "bad": {
        "falls": BETTER,
        "ends": BETTER,
        "stops": BETTER,
        "improves": BETTER,
        "rises": WORSE,
        "worsens": WORSE,
    },
    "good": {
        "rises": BETTER,
        "beats": BETTER,
        "improves": BETTER,
        "falls": WORSE,
        "stops": WORSE,
        "weak": WORSE,
        "worsens": WORSE,
    },
    "call": {"bought": BETTER, "sold": WORSE},
    "put": {"bought": WORSE, "sold": BETTER},
}
"""What each happening is for each kind of thing. What is feared is bad as well, but see ``_change``."""
CHANGES["fear"] = CHANGES["bad"]
HAPPENINGS: Final = frozenset(happening for changes in CHANGES.values() for happening in changes)
OTHER_ROLES: Final = ("share", "divides", "leads", "joins", "of")
"""Words that keep what happens to them, divide clauses, lead away from a happening, join things, attach."""

Roles = int
"""A bit for each role."""
_BITS: Final = {role: 1 << n for n, role in enumerate((*CHANGES, *sorted(HAPPENINGS), *OTHER_ROLES))}
_THING: Final = sum(_BITS[kind] for kind in CHANGES)
_HAPPENING: Final = sum(_BITS[happening] for happening in HAPPENINGS)
_SHARE, _DIVIDES, _LEADS, _JOINS, _OF = (_BITS[role] for role in OTHER_ROLES)
_UNWISHED: Final = _BITS["bad"] | _BITS["fear"]
_OPTION_THINGS: Final = _BITS["call"] | _BITS["put"]
_OPTION_HAPPENINGS: Final = _BITS["bought"] | _BITS["sold"]
THING_SORTS: Final = (1, 2)
"""Bits for what a firm has and for options: nothing that happens to the one is a change of the other."""


class Changes:
    """Reads things and what happens to them, by the ``roles`` of words."""

    def __init__(self, roles: Mapping[str, Collection[str]]) -> None:
        bits = {word: sum(_BITS[role] for role in of) for word, of in roles.items()}
        self._roles = {word.replace(" ", "_"): role for word, role in bits.items() if GAP not in word}
        self._verbs = defaultdict[str, dict[str, Roles]](dict)
        for word, role in bits.items():
            if GAP in word:
                verb, particle = word.split(GAP)
                self._verbs[verb][particle] = role
        self.things = frozenset(word for word, role in self._roles.items() if role & _THING)
        happenings = (word for word, role in self._roles.items() if role & _HAPPENING)
        self.happenings = frozenset(happenings).union(self._verbs)
        self.words = frozenset(
            word for word, role in bits.items() if role & (_THING | _HAPPENING)
        ).difference(word for word in bits if GAP in word)
        """The words and phrases that a reader has to know."""
        self.reach = max(BEFORE, BEHIND) + (PARTICLE if self._verbs else 0)
        """How many words lie at most between a thing and the first word of what happens to it."""

    def may_be_in(self, words: str) -> bool:
        """Whether ``words`` hold a thing and a happening, at any distance."""
        lowered = words.lower().split()
        return not (self.things.isdisjoint(lowered) or self.happenings.isdisjoint(lowered))

    def thing_sorts(self, word: str) -> int:
        """Bits of ``THING_SORTS``, 0 if ``word``, in lower case, is no thing."""
        role = self._roles.get(word, 0)
        return bool(role & _THING & ~_OPTION_THINGS) + 2 * bool(role & _OPTION_THINGS)

    def happening_sorts(self, word: str) -> int:
        """Bits of the ``THING_SORTS`` to which ``word``, in lower case, may happen."""
        role = self._roles.get(word, 0)
        for particle_role in self._verbs.get(word, {}).values():
            role |= particle_role
        return bool(role & _HAPPENING & ~_OPTION_HAPPENINGS) + 2 * bool(role & _OPTION_HAPPENINGS)

    def apart(self, compound: str) -> str:
        """The thing and the happening in ``compound`` as two words, as in "schulden frei"; else nothing."""
        for cut in range(4, len(compound) - 3):
            thing, happening = compound[:cut], compound[cut:]
            if happening in self.happenings:
                for head in (thing, thing.removesuffix("s"), thing.removesuffix("n")):
                    if head in self.things:
                        return f"{head} {happening}"
        return ""

    def read(self, words: Sequence[str], ends: Sequence[bool]) -> str:
        """``words`` with one for each change; ``ends`` tells behind which of them a clause ends.

        Words are empty where a phrase or a name took the place of several.
        """
        left, clause, number = [], [], 0
        for word, end in zip(words, ends, strict=True):
            if word:
                left.append(word)
                clause.append(number)
            number += end
        roles = self._roles_in(left, clause)
        for happening, thing, change in _pairs(roles, clause):
            first, last = sorted((happening, thing))
            # The change stands last: a "not" that turns it stands before it.
            left[last] = change.upper() if left[happening].isupper() else change
            left[first] = THING.upper() if left[first].isupper() else THING
            for other in _joined(roles, clause, thing):
                if left[other] in (THING, BETTER, WORSE):
                    break
                left[other] = THING
        return " ".join(left)

    def _roles_in(self, words: Sequence[str], clause: Sequence[int]) -> list[Roles]:
        """The roles of each word; a verb with its particle behind has its role where the particle stands."""
        lowered = [word.lower() for word in words]
        known = self._roles.get
        roles = [known(word, 0) for word in lowered]
        if self._verbs.keys().isdisjoint(lowered):
            return roles
        for place, word in enumerate(lowered):
            if word in self._verbs:
                particles = self._verbs[word]
                for behind in range(place + 1, min(place + PARTICLE + 1, len(lowered))):
                    if clause[behind] != clause[place]:
                        break
                    if lowered[behind] in particles:
                        roles[place], roles[behind] = 0, particles[lowered[behind]]
                        break
        return roles


def _pairs(roles: Sequence[Roles], clause: Sequence[int]) -> list[tuple[int, int, str]]:
    """Where each happening and its thing stand and which change they are; of two things the nearer one."""
    near = sorted(
        (abs(thing - place), place, thing)
        for place, role in enumerate(roles)
        if role & _HAPPENING
        for thing in (*_before(roles, clause, place), *_behind(roles, clause, place))
    )
    used: set[int] = set()
    pairs = []
    for _, place, thing in near:
        if place in used or thing in used:
            continue
        if roles[thing] & _SHARE:
            used.add(place)
        elif change := _change(roles, thing, place):
            used |= {place, thing}
            pairs.append((place, thing, change))
    return pairs


def _change(roles: Sequence[Roles], thing: int, happening: int) -> str | None:
    """The change that ``happening`` is for ``thing``, None if it is none."""
    # What is feared has not happened: "risk of a decline".
    if roles[thing] & _BITS["fear"] and any(role & _OF for role in roles[thing + 1 : happening]):
        return None
    return _change_of(roles[thing], roles[happening])


@cache
def _change_of(thing: Roles, happening: Roles) -> str | None:
    changes = (
        change
        for kind, of in CHANGES.items()
        if thing & _BITS[kind]
        for role, change in of.items()
        if happening & _BITS[role]
    )
    return next(changes, None)


def _before(roles: Sequence[Roles], clause: Sequence[int], place: int) -> Iterator[int]:
    """Where things and shares stand before a happening, back to where its clause begins."""
    for thing in range(place - 1, max(place - BEFORE, 0) - 1, -1):
        role = roles[thing]
        if clause[thing] != clause[place] or role & (_DIVIDES | _JOINS):
            return
        # In "short interest in the stock fell" the stock did not fall.
        if role & _THING or (role & _SHARE and not any(of & _OF for of in roles[max(thing - 2, 0) : thing])):
            yield thing


def _behind(roles: Sequence[Roles], clause: Sequence[int], place: int) -> Iterator[int]:
    """Where things and shares stand behind a happening, up to where something else is spoken of."""
    if roles[place] & _LEADS:  # "fell to"
        return
    for thing in range(place + 1, min(place + BEHIND + 1, len(roles))):
        role = roles[thing]
        if clause[thing] != clause[place] or role & (_DIVIDES | _JOINS | _LEADS):
            return
        if role & (_THING | _SHARE):
            yield thing


def _joined(roles: Sequence[Roles], clause: Sequence[int], thing: int) -> Iterator[int]:
    """Where things stand that are joined to ``thing``: "profit and revenue fell", "recession fears eased"."""
    sort = _UNWISHED if roles[thing] & _UNWISHED else roles[thing] & _THING
    while thing and clause[thing - 1] == clause[thing]:
        thing -= 2 if thing >= 2 and roles[thing - 1] & _JOINS else 1
        if not roles[thing] & sort:
            return
        yield thing
