"""Runs one benchmark by name: python -m benchmarks NAME [OPTIONS] [--write].

With ``--write`` what the benchmark prints is also stored as docs/measured/NAME.md, below the command that
made it.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
import shlex
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from inspect import cleandoc
from pathlib import Path
from typing import Final

import benchmarks

WRITE: Final = "--write"
MEASURED: Final = Path(__file__).resolve().parents[1] / "docs" / "measured"


class Copied(io.StringIO):
    """Text that is kept and, at the same time, written to the terminal."""

    def write(self, text: str) -> int:
        sys.__stdout__.write(text)  # type: ignore[union-attr]
        return super().write(text)

    def flush(self) -> None:
        sys.__stdout__.flush()  # type: ignore[union-attr]


def main(argv: Sequence[str]) -> int:
    """Run the benchmark that the first argument names; 2 where there is none of that name."""
    known = sorted(info.name for info in pkgutil.iter_modules(benchmarks.__path__) if info.name[0] != "_")
    if not argv or argv[0] not in known:
        sys.stderr.write(f"usage: python -m benchmarks {{{','.join(known)}}} [OPTIONS] [{WRITE}]\n")
        return 2
    name, options = argv[0], [word for word in argv[1:] if word != WRITE]
    module = importlib.import_module(f"benchmarks.{name}")
    if WRITE not in argv:
        return int(module.main(options))
    with redirect_stdout(Copied()) as printed:
        code = int(module.main(options))
    MEASURED.mkdir(exist_ok=True)
    (MEASURED / f"{name}.md").write_text(
        page(name, options, str(module.__doc__), printed.getvalue()), "utf-8"
    )
    return code


def page(name: str, options: Sequence[str], docstring: str, printed: str) -> str:
    """The Markdown page of a benchmark: its command, what it does, and what it printed."""
    command = shlex.join(["python", "-m", "benchmarks", name, *options])
    head = f"# {name}\n\nPrinted by `{command}`; with `{WRITE}` it writes this page."
    return f"{head}\n\n{cleandoc(docstring)}\n\n{printed.strip()}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
