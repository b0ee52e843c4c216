"""How long a fetch waits for a server that limits requests, and when it gives up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np

from naysay.study.errors import DataError

T = TypeVar("T")

TRIES: Final = 6
"""Times that one symbol is asked for while requests are limited."""
FIRST_WAIT_SECONDS: Final = 15.0
"""Before the second try; it doubles with each further one."""
MOST_SECONDS: Final = 900.0
"""All waits of a fetch together."""
PAUSE_SECONDS: Final = 2.0
"""Before the one further try after another fault."""


class LimitedError(DataError):
    """Too many requests; ``retry_after_seconds`` is the wait that the server asked for, 0 for none."""

    retry_after_seconds: float = 0.0


class AbsentError(DataError):
    """The source was asked and has no prices of the symbol; ``reason`` says why."""

    reason: str = ""


class UnreachableError(DataError):
    """The source did not answer at all."""


class Patience:
    """Asks again after a fault, within limits: ``TRIES`` of a symbol, ``MOST_SECONDS`` of waiting in all.

    The n-th wait is drawn evenly from half to all of 15 * 2 ** (n - 1) seconds, or is what the server asked
    for where that is longer. ``rng`` draws, ``sleep`` waits, and ``say`` tells it.
    """

    def __init__(
        self, rng: np.random.Generator, *, sleep: Callable[[float], None], say: Callable[[str], None]
    ) -> None:
        self._rng, self._sleep, self._say = rng, sleep, say
        self.waited_seconds = 0.0

    def ask(self, question: Callable[[], T], *, before_wait: Callable[[], None]) -> T:
        """The answer to ``question``.

        While requests are limited it is asked again after a wait, for which ``before_wait`` prepares. After a
        fault of another kind it is asked once more, and not at all where the source has no prices.

        Raises
        ------
        DataError
            What ``question`` raised at the last try.
        """
        tries, faults = 1, 0
        while True:
            try:
                return question()
            except LimitedError as error:
                wait = self._next_wait(tries, error.retry_after_seconds)
                if tries == TRIES or self.waited_seconds + wait > MOST_SECONDS:
                    raise
                before_wait()
                tries += 1
                self._say(
                    f"requests are limited: waiting {wait:.0f} seconds before try {tries} of {TRIES} "
                    f"(waited {self.waited_seconds:.0f} of at most {MOST_SECONDS:.0f} seconds so far)"
                )
                self._sleep(wait)
                self.waited_seconds += wait
            except AbsentError:
                raise
            except DataError:
                faults += 1
                if faults > 1:
                    raise
                self._sleep(PAUSE_SECONDS)

    def _next_wait(self, tries: int, retry_after: float) -> float:
        longest = FIRST_WAIT_SECONDS * 2.0 ** (tries - 1)
        return max(float(self._rng.uniform(longest / 2.0, longest)), retry_after)
