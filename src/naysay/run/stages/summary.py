"""What a workspace keeps of its runs' stages: entries and bytes of each, and the limit."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from naysay.run.stages.folder import StagesFolder
from naysay.run.stages.sizes import shown_size
from naysay.run.workspace import OWN, containing_workspace
from naysay.study.counts import counted
from naysay.study.errors import DataError


def folder_of(workspace: Path) -> StagesFolder:
    """The stages of a workspace, or of the one that the folder ``workspace`` lies in.

    Raises
    ------
    DataError
        What is no folder.
    """
    top = Path(os.path.abspath(workspace))
    if not top.is_dir():
        raise DataError(
            "WORKSPACE",
            got=str(workspace),
            allowed="a folder that exists",
            mend="Go to the workspace, or name it: naysay cache WORKSPACE.",
        )
    return StagesFolder.of(containing_workspace(top).root / OWN)


def summary_lines(folder: StagesFolder) -> Iterator[str]:
    """The folder with its size and limit, then a line for each stage, the largest first."""
    entries, sizes = Counter[str](), Counter[str]()
    for one in folder.stored():
        entries[one.stage] += 1
        sizes[one.stage] += one.size
    total = shown_size(sizes.total())
    all_entries = counted(entries.total(), "entry")
    yield f"{folder.path}: {all_entries}, {total} of at most {shown_size(folder.limit())}"
    for stage, size in sizes.most_common():
        yield f"{stage:<24} {entries[stage]:>7} {shown_size(size):>9}"
