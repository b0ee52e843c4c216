"""Which workers of a cluster hang: none of the parts they were given came back for too long."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class HangWatch:
    """Is told again and again which parts each worker has; ``patience`` is in the seconds of who tells it."""

    patience: float
    _held: dict[str, frozenset[str]] = field(default_factory=dict)
    _since: dict[str, float] = field(default_factory=dict)

    def hanging(self, parts: Mapping[str, Collection[str]], now: float) -> list[str]:
        """The workers that hold parts, and of whom not one part was done for ``patience`` seconds.

        A worker that gets further parts meanwhile still hangs; one that has none waits for nothing.
        """
        for worker in {*self._held, *parts}:
            before, own = self._held.get(worker, frozenset()), frozenset(parts.get(worker, ()))
            if not own:
                self._held.pop(worker, None)
                self._since.pop(worker, None)
                continue
            if not before or before - own:
                self._since[worker] = now
            self._held[worker] = own
        late = [worker for worker, since in self._since.items() if now - since > self.patience]
        for worker in late:
            self._since[worker] = now
        return sorted(late)
