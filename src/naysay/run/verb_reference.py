"""Every command with its arguments and options, read from the declarations that the command line runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from naysay.run.cli import VERBS, command
from naysay.study.parts import names


def as_markdown() -> str:
    """A heading for each command, what it does, how it is written, and a table of its words."""
    return "\n\n".join("\n".join(_lines(name, command(name))) for name in names(VERBS))


def _lines(name: str, verb: Any) -> Iterator[str]:
    arguments = [one for one in verb.params if one.param_type_name == "argument"]
    options = [one for one in verb.params if one.param_type_name == "option" and one.name != "help"]
    usage = " ".join(["naysay", name, *map(_place, arguments), *(["[OPTIONS]"] if options else [])])
    yield from (f"## naysay {name}", "", verb.help, "", "```shell", usage, "```")
    yield from ("", "| word | meaning | when left out |", "|---|---|---|")
    for one in (*arguments, *options):
        cells = (_words(one), one.help or "", "needed" if one.required else _default(one))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _place(argument: Any) -> str:
    name = argument.metavar.strip("[]")
    return name if argument.required else f"[{name}]"


def _words(one: Any) -> str:
    if one.param_type_name == "argument":
        return f"`{one.metavar.strip('[]')}`"
    spelt = max(one.opts, key=len)
    return f"`{spelt}`" if one.is_flag else f"`{spelt} {one.metavar or spelt.strip('-').upper()}`"


def _default(one: Any) -> str:
    """As a user would write it; empty where the help says what leaving it out means."""
    if isinstance(one.show_default, str):
        return one.show_default
    nothing = one.default is None or one.default in ("", False) or one.default == Path()
    return "" if nothing else f"`{one.default}`"
