"""How far a run has come, shown on stderr: bars on a terminal, elsewhere a line a minute at most."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from naysay.run.pace import Pace, left_words, rate_words
from naysay.run.terminal import SPACES
from naysay.study.errors import printable

A_LINE: Final = 60.0
"""Seconds between two lines, and before the first: a run that takes less says nothing."""


@dataclass(eq=False)
class Step:
    """A step of a run that is under way; a call moves it on.

    ``participle`` is what is done with what it counts, such as read. The parts of a step that is not
    ``even`` differ so much that nobody can tell the time that is left.
    """

    name: str
    pace: Pace
    participle: str
    even: bool
    clock: Callable[[], float]
    show: Callable[[Step], None]
    task: TaskID | None = None
    """Its bar, where it has one."""
    _at: str = ""
    _is_sized: bool = False

    def __call__(self, things: int, size: int | None = None) -> None:
        """So many ``things`` more; they are ``size`` of the total, where that has another unit."""
        self._is_sized = size is not None
        self.pace.move(self.clock(), things, things if size is None else size)
        self.show(self)

    def at(self, name: str) -> None:
        """Say what it works on now."""
        self._at = name
        self.show(self)

    @property
    def words(self) -> str:
        """How much is done, how fast, and how long the rest takes."""
        pace = self.pace
        of = f" of {pace.total:,}" if pace.total is not None and not self._is_sized else ""
        amount = f"{pace.things:,}{of} {self.participle}"
        even = (rate_words(pace.rate), left_words(pace.left)) if self.even else ()
        return ", ".join(words for words in (amount, *even, self._at) if words)


@dataclass
class Progress:
    """``quiet`` says nothing at all. ``seconds`` keeps what each stage took, for whoever measures.

    Bars and lines say how many posts and parts are done and how fast, and never anything of a file.
    """

    quiet: bool = False
    console: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))
    seconds: dict[str, float] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    """Seconds since any moment."""
    _steps: list[Step] = field(default_factory=list)
    _bars: Bars | None = None
    _next_line: float | None = None

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
    def counting(self, name: str, total: int | None = None, participle: str = "done") -> Iterator[Step]:
        """A stage that is a step: see ``step``."""
        with self.stage(name), self.step(name, total, participle) as step:
            yield step

    @contextmanager
    def step(
        self, name: str, total: int | None = None, participle: str = "done", *, even: bool = True
    ) -> Iterator[Step]:
        """A step, perhaps within another; it is shown until the context ends.

        ``total`` is what it counts to, where anybody knows.
        """
        step = Step(name, Pace(self.clock(), total), participle, even, self.clock, self._show)
        if self._next_line is None:
            self._next_line = self.clock() + A_LINE
        self._steps.append(step)
        try:
            self._open_bar(step)
            yield step
        finally:
            self._steps.remove(step)
            self._close_bar(step)

    def _show(self, step: Step) -> None:
        if self._bars is not None and step.task is not None:
            self._bars.update(step.task, completed=step.pace.done, words=step.words)
        elif not self.quiet and self._next_line is not None and self.clock() >= self._next_line:
            self._next_line = self.clock() + A_LINE
            self.say("; ".join(f"{one.name}: {one.words}" for one in self._steps))

    def _open_bar(self, step: Step) -> None:
        if self.quiet or not self.console.is_terminal:  # where it shows no bar, rich writes an empty line
            return
        if self._bars is None:
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.fields[words]}", markup=False),
                TimeElapsedColumn(),
            )
            self._bars = Bars(*columns, console=self.console, redirect_stdout=False)
            self._bars.start()
        step.task = self._bars.add_task(step.name, total=step.pace.total, words=step.words)

    def _close_bar(self, step: Step) -> None:
        """The bar of a step within others goes; that of the last step stays on the screen."""
        if self._bars is None or step.task is None:
            return
        if self._steps:
            self._bars.remove_task(step.task)
        else:
            self._bars.stop()
            self._bars = None
