"""Compare two runs: what went into them, every number matched by key, and the verdict."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from naysay.run.comparison import compare
from naysay.run.comparison_text import comparison_text
from naysay.run.terminal import give
from naysay.run.verbs.base import RunFolder

Form = Literal["text", "markdown", "json"]


def verb(
    first: RunFolder,
    second: RunFolder,
    form: Annotated[Form, typer.Option("--format", help="text, markdown or json.")] = "text",
) -> None:
    give(comparison_text(compare(first, second), form))
