"""The command line. Data goes to stdout, messages to stderr; exit 0 done, 1 refused or failed, 2 usage.

A verb is a file in ``run/verbs/``, loaded when it is called: help and version need no pandas.
A signal ends it with 129 (SIGHUP), 130 (Ctrl-C) or 143 (SIGTERM): see ``naysay.run.stopping``.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
import traceback
from pathlib import Path
from types import FunctionType
from typing import Annotated, Any, Final

import typer
import typer.core

from naysay import __version__
from naysay.run.failures import tell_failure
from naysay.run.terminal import flush, give, prepare, silence_what_fails
from naysay.study.parts import load, names

VERBS: Final = "naysay.run.verbs"
DEBUG: Final = "--debug"
PLAIN: Final[dict[str, Any]] = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
}


def main() -> None:
    """Run the command line; a failure is told in a line or two, with a traceback only on --debug."""
    prepare()
    words = sys.argv[1:]
    debug = DEBUG in words
    try:
        code = app(args=[word for word in words if word != DEBUG], prog_name="naysay", standalone_mode=False)
        flush()
    except Exception as error:
        if debug and not hasattr(error, "format_message"):
            traceback.print_exc()
        code = tell_failure(error)
    silence_what_fails()
    if code:
        sys.exit(code)


class Verbs(typer.core.TyperGroup):
    """The verbs by name. Listing them loads none: the help text is read from their files."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(names(VERBS))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return command(cmd_name) if cmd_name in names(VERBS) else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text(name).partition("\n")[0]) for name in names(VERBS)])


def command(name: str) -> Any:
    """The verb ``name``, loaded, as a command of its own."""
    alone = typer.Typer(**PLAIN)
    alone.command(name, help=help_text(name))(load(VERBS, name, "verb", FunctionType))
    return typer.main.get_command(alone)


def help_text(name: str) -> str:
    """What the verb ``name`` does: the docstring of its file, which is read and not run."""
    spec = importlib.util.find_spec(f"{VERBS}.{name}")
    if spec is None or spec.origin is None:
        return ""
    return ast.get_docstring(ast.parse(Path(spec.origin).read_bytes())) or ""


app = typer.Typer(cls=Verbs, no_args_is_help=True, **PLAIN)


def _version(wanted: bool) -> None:
    if wanted:
        give(f"naysay {__version__}")
        raise typer.Exit


@app.callback()
def naysay(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option(DEBUG, help="Show where the program was when it failed.")] = False,
) -> None:
    """Measures what negative forum talk about a company does to its share price."""
