"""How far a run has come, shown on stderr: bars on a terminal, lines where there is none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from naysay.run.terminal import SPACES
from naysay.study.errors import printable


@dataclass
class Progress:
    """``quiet`` says nothing at all. ``seconds`` keeps what each stage took, for whoever measures."""

    quiet: bool = False
    console: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))
    seconds: dict[str, float] = field(default_factory=dict)

    def say(self, line: str) -> None:
        """One line of talk; it is data, so brackets in it are no markup."""
        if not self.quiet:
            with suppress(OSError):
                self.console.print(printable(line, spaces=SPACES), markup=False, soft_wrap=True)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Take the time of a stage."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun

    @contextmanager
    def counting(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """A bar; the function that comes back moves it on by a number."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        if self.quiet or not self.console.is_terminal:  # where it shows no bar, rich writes an empty line
            with self.stage(name):
                yield lambda step: None
            return
        with self.stage(name), Bars(*columns, console=self.console) as bars:
            task = bars.add_task(name, total=total)
            yield lambda step: bars.advance(task, step)
