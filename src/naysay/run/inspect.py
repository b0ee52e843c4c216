"""Inspects files: what each is, and the blocks of a study that read them."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from naysay.data.inspection.file_profile import FileProfile, file_profile
from naysay.data.linking import stem
from naysay.run.inspection_text import text_of_file
from naysay.run.study_blocks import posts_block, prices_block
from naysay.study.about import Language
from naysay.study.errors import DataError, printable
from naysay.study.values import is_ticker, some

MOST_FILES: Final = 1_000
"""Files that are looked into at once."""


def inspected_files(paths: Sequence[Path]) -> list[FileProfile]:
    """What each of ``paths`` is; a folder stands for the files in it.

    Raises
    ------
    DataError
        A path that is not there, or a folder without files.
    """
    files: dict[Path, None] = {}
    for path in paths:
        inside = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
        files |= dict.fromkeys(one for one in inside if not one.name.startswith("."))
    if not files or len(files) > MOST_FILES:
        raise DataError(
            "FILE",
            got=f"{len(files)} files",
            allowed=f"1 to {MOST_FILES} files, or a folder with so many",
            mend="Name the files of posts and of prices.",
        )
    return [file_profile(path) for path in files]


def inspection(paths: Sequence[Path]) -> str:
    """What the files are, and at the end the blocks of a study that read them."""
    files = inspected_files(paths)
    blocks = [block for block in (_of_others(files), posts_of(files), prices_of(files)) if block]
    return "\n\n".join([*map(text_of_file, files), *(block.rstrip("\n") for block in blocks)])


def _of_others(files: Sequence[FileProfile]) -> str:
    """Says that a study has one kind of posts, where the files have several."""
    others = [file for file in files if file.posts is not None and file not in posts_alike(files)]
    if not others:
        return ""
    names = some([file.path.name for file in others])
    return printable(f"# of the first layout alone; with other columns: {names}; inspect these apart")


def posts_of(files: Sequence[FileProfile], *, root: Path | None = None, language: Language = "en") -> str:
    """The ``[posts]`` block of the files of posts that are alike the first of them; empty where none is.

    Paths start at the workspace ``root``, or at the folder that holds data/.
    """
    alike = posts_alike(files)
    if not alike:
        return ""
    first = alike[0]
    assert first.posts is not None
    by_file = (
        len(alike) > 1 and not first.posts.roles.company and all(_is_symbol(file.path) for file in alike)
    )
    return posts_block(
        first.posts,
        path=pattern_of([file.path for file in alike], root),
        form=first.format,
        company="file" if by_file else "",
        options=_options(first),
        language=language,
    )


def _options(file: FileProfile) -> dict[str, str]:
    """Keys of [posts] that reading the file needs."""
    sample = file.sample
    return {"sheet": sample.sheet} if sample is not None and len(sample.sheets) > 1 else {}


def posts_alike(files: Sequence[FileProfile]) -> list[FileProfile]:
    """The files of posts with the format and the columns of the first."""
    posts = [file for file in files if file.posts is not None]
    return [file for file in posts if _layout(file) == _layout(posts[0])]


def prices_of(files: Sequence[FileProfile], *, root: Path | None = None, language: Language = "en") -> str:
    """The ``[prices]`` block of the files of prices; empty where none is."""
    prices = [file for file in files if file.prices is not None]
    if not prices:
        return ""
    said = {key: value for file in prices if file.prices for key, value in file.prices.said.items()}
    folder = prices[0].path.parent
    is_folder = all(file.path.parent == folder and file.path.suffix.lower() == ".csv" for file in prices)
    named = all(_is_symbol(file.path) for file in prices)
    path = path_in_workspace(folder, root) if is_folder else pattern_of([file.path for file in prices], root)
    jumps = [line for file in prices if file.prices for line in file.prices.refused]
    return prices_block(path=path, options=said, jumps=jumps, are_symbols=named, language=language)


def pattern_of(paths: Sequence[Path], root: Path | None = None) -> str:
    """One pattern for all ``paths``: the file, or what their folder has with the same ending."""
    if len(paths) == 1:
        return glob.escape(path_in_workspace(paths[0], root))
    folders, endings = {path.parent for path in paths}, {path.suffix for path in paths}
    folder = Path(os.path.commonpath([path.parent.absolute() for path in paths]))
    below = "" if len(folders) == 1 else "**/"
    return (
        f"{glob.escape(path_in_workspace(folder, root))}/{below}*{endings.pop() if len(endings) == 1 else ''}"
    )


def path_in_workspace(path: Path, root: Path | None = None) -> str:
    """``path`` from ``root`` on, from the folder that holds data/ on, from here on, or as it is."""
    whole = Path(os.path.abspath(path))
    if root is not None and whole.is_relative_to(os.path.abspath(root)):
        return whole.relative_to(os.path.abspath(root)).as_posix()
    for parent in (whole, *whole.parents):
        if parent.name == "data":
            return whole.relative_to(parent.parent).as_posix()
    here = Path.cwd()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else whole.as_posix()


def _layout(file: FileProfile) -> tuple[str, tuple[str, ...]]:
    names = file.sample.names if file.sample is not None and file.sample.kind != "json_lines" else ()
    return file.format, names


def is_named_so(file: FileProfile) -> bool:
    """Whether a file of posts has a ticker in capitals for its name, as files of one company each have."""
    name = stem(file.path)
    return is_ticker(name) and name == name.upper() and not name.isdigit()


def _is_symbol(path: Path) -> bool:
    return is_ticker(path.name.removesuffix(".csv"))
