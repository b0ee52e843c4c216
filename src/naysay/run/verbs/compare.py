"""Compare two runs: what went into them, every number matched by key, and the verdict."""

from __future__ import annotations

from typing import Annotated

import typer

from naysay.run.comparison import compare
from naysay.run.comparison_text import FORMATS, comparison_text
from naysay.run.terminal import give
from naysay.run.verbs.base import RunFolder, unknown


def verb(
    first: RunFolder,
    second: RunFolder,
    form: Annotated[str, typer.Option("--format", help="text, markdown or json.")] = "text",
) -> None:
    if form not in FORMATS:
        raise unknown(form, FORMATS, "--format")
    give(comparison_text(compare(first, second), form))
