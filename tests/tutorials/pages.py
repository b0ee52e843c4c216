"""The pages of the site that show tutorials: notebooks of docs/tutorials, executed.

``python -m tests.tutorials.pages [NAME ...]`` executes them and writes their pages again.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import nbformat
from nbclient import NotebookClient

TUTORIALS: Final = Path(__file__).resolve().parents[2] / "docs" / "tutorials"
NAMES: Final = tuple(sorted(path.stem for path in TUTORIALS.glob("*.ipynb")))
SECONDS: Final = 600
"""Most time that a cell may take on a machine that does other work as well."""
RUN_ID: Final = re.compile(r"\b[0-9a-f]{12}\b")
"""The name of a run: it depends on the versions of packages, so a page shows another in its place."""
PLACEHOLDER: Final = "0123456789ab"
TODAYS_PLACE: Final = "YYYY-MM-DD"
TODAY: Final = re.compile(r"\b20(?:2[5-9]|[3-9]\d)-\d\d-\d\d\b")
"""A date after those of the simulated companies: the day on which the notebook was executed."""


@dataclass
class Page:
    """The Markdown of a tutorial, and its figures by the names of their files."""

    text: str
    figures: dict[str, str] = field(default_factory=dict)


def read(name: str) -> Any:
    """The notebook ``name`` as it is stored."""
    return nbformat.read(TUTORIALS / f"{name}.ipynb", as_version=4)


def executed(name: str, folder: Path) -> Any:
    """The notebook ``name`` with its outputs. It works in ``folder``, which is empty before.

    Raises
    ------
    CellExecutionError
        A cell that fails.
    """
    notebook = read(name)
    NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(folder)}}).execute(
        env=_environment(folder)
    )
    return notebook


def page(name: str, notebook: Any, folder: Path) -> Page:
    """The page of a notebook that was executed in ``folder``: its words, its code, and what came out."""
    shown = Page("")
    parts = list(_parts(name, notebook, shown.figures))
    heading, _, rest = parts[0].partition("\n")
    note = (
        f"This page is the notebook [{name}.ipynb]({name}.ipynb), executed. The companies are simulated.\n"
        f"Names of runs depend on the versions of packages, and are shown as {PLACEHOLDER}."
    )
    text = "\n\n".join([heading, note, rest.strip(), *parts[1:]]) + "\n"
    shown.text = TODAY.sub(TODAYS_PLACE, RUN_ID.sub(PLACEHOLDER, text.replace(str(folder), "~/tutorial")))
    return shown


def _parts(name: str, notebook: Any, figures: dict[str, str]) -> Iterator[str]:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield cell.source
            continue
        yield f"```python\n{cell.source}\n```"
        for output in cell.outputs:
            yield from _shown(name, output, figures)


def _shown(name: str, output: Any, figures: dict[str, str]) -> Iterator[str]:
    if output.output_type == "stream":
        if output.name == "stdout" and output.text.strip():
            yield _text(output.text)
        return
    data: Mapping[str, str] = output.data
    if "image/svg+xml" in data:
        file = f"{name}-{len(figures) + 1}.svg"
        figures[file] = data["image/svg+xml"]
        alt = data["text/plain"].strip("<>").partition(": ")[2]
        yield f"![{alt}]({file})"
    else:
        yield _text(data["text/plain"])


def _text(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
    return f"```text\n{lines}\n```"


def _environment(folder: Path) -> dict[str, str]:
    """That of the kernel: the same Python and its commands, and nothing kept outside of ``folder``."""
    own = folder.parent / f"{folder.name}-kernel"
    (own / "ipython").mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "IPYTHONDIR": str(own / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "COLUMNS": "80",
    }


def main(wanted: list[str]) -> None:
    """Write the pages of the tutorials ``wanted``, or of all."""
    for name in wanted or NAMES:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "notebook"
            folder.mkdir()
            shown = page(name, executed(name, folder), folder)
        for old in TUTORIALS.glob(f"{name}-*.svg"):
            old.unlink()
        for file, svg in shown.figures.items():
            (TUTORIALS / file).write_text(svg, encoding="utf-8")
        (TUTORIALS / f"{name}.md").write_text(shown.text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
