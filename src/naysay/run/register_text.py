"""A new registration in words: what it froze, and what it cannot vouch for."""

from __future__ import annotations

import shlex
import textwrap
from collections import Counter
from typing import Final

from naysay.run.register import NewRegistration
from naysay.run.registration import Registered
from naysay.study.errors import printable

WIDTH: Final = 80


def register_text(new: NewRegistration) -> str:
    """What ``naysay register`` prints."""
    registered = new.registered
    paragraphs = [
        f"The study is frozen as of {registered.time}, with every default. Reports say from now on whether "
        "it is still the same; its title, its language and [report] may change.",
        _data(registered),
        *(f"Not looked at: {printable(what)}." for what in new.unread),
        _runs(registered.runs),
        "A registration cannot vouch for what was looked at in another workspace or program, and whoever "
        "can write this file can write another. Let others see when it was made:",
    ]
    shown = [textwrap.fill(paragraph, WIDTH, break_on_hyphens=False) for paragraph in paragraphs]
    command = f"git add {shlex.quote(str(new.path))} && git commit"
    return "\n".join([f"registered: {new.path}", *shown, command])


def _data(registered: Registered) -> str:
    kinds = Counter(file.kind for file in registered.files)
    if not kinds:
        kind = "daily measures" if registered.study["chatter"]["path"] else "posts"
        return f"Neither {kind} nor prices are there yet, so that nobody can have looked at them here."
    files = ", ".join(f"{n} of {kind}" for kind, n in sorted(kinds.items()))
    until = f", with prices up to {registered.last_session}" if registered.last_session else ""
    return (
        f"Files that are there already: {files}{until}. Somebody may have looked at them; sessions after "
        f"{registered.day} are the ones that nobody can have looked at."
    )


def _runs(runs: int | None) -> str:
    if runs is None:
        return "The ledger of runs is not whole: whether this was run before is not known."
    if not runs:
        return "The ledger of this workspace has no run of it or on these data."
    return f"Runs of it or on these data in the ledger of this workspace: {runs}."
