"""Inspects files: what each is, and the blocks of a study that read them."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from naysay.data.inspection.daily_profile import DailyProfile, daily_profile
from naysay.data.inspection.file_profile import TABLE, FileProfile, file_profile
from naysay.data.linking import stem
from naysay.run.daily_block import daily_block, text_of_daily
from naysay.run.first_study import FirstStudy
from naysay.run.inspection_text import text_of_file
from naysay.run.study_blocks import posts_block, prices_block, toml_value
from naysay.study.about import Language
from naysay.study.counts import counted
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
        files |= dict.fromkeys(_inside(path) if path.is_dir() else [path])
    if not files or len(files) > MOST_FILES:
        raise DataError(
            "FILE",
            got=f"{counted(len(files), 'file')}",
            allowed=f"1 to {MOST_FILES} files, or a folder with so many",
            mend="Name the files of posts and of prices.",
        )
    return [file_profile(path) for path in files]


def _inside(folder: Path) -> list[Path]:
    """The files of ``folder``, or those of its folders where it has none itself; hidden ones are left out."""
    for pattern in ("*", "*/*"):
        every = sorted(one for one in folder.glob(pattern) if one.is_file() and one.name[0] != ".")
        if every:
            return every
    return []


def inspection(paths: Sequence[Path]) -> str:
    """What the files are, and at the end the blocks of a study that read them."""
    files = inspected_files(paths)
    daily = {file.path: profile for file in files if (profile := _daily(file)) is not None}
    texts = [
        text_of_daily(file.path, daily[file.path]) if file.path in daily else text_of_file(file)
        for file in files
    ]
    all_blocks = (_of_others(files), _of_study(files), posts_of(files), daily_of(daily), prices_of(files))
    blocks = [block for block in all_blocks if block]
    return "\n\n".join([*texts, *(block.rstrip("\n") for block in blocks)])


def daily_of(files: Mapping[Path, DailyProfile], *, root: Path | None = None) -> str:
    """The ``[chatter]`` block of the files with the columns of the first; empty where there is none."""
    alike = [path for path, profile in files.items() if profile == next(iter(files.values()))]
    return daily_block(pattern_of(alike, root), files[alike[0]]) if alike else ""


def _daily(file: FileProfile) -> DailyProfile | None:
    """The daily measures of a file that is none of posts and none of prices."""
    if file.sample is None or file.posts is not None or file.prices is not None:
        return None
    return daily_profile(file.sample)


def _of_others(files: Sequence[FileProfile]) -> str:
    """Says that a study has one kind of posts, where the files have several."""
    others = [file for file in files if file.posts is not None and file not in posts_alike(files)]
    if not others:
        return ""
    names = some([file.path.name for file in others])
    return printable(f"# of the first layout alone; with other columns: {names}; inspect these apart")


def _of_study(files: Sequence[FileProfile]) -> str:
    """What else a study of posts and prices has to say, as a comment."""
    alike, prices = posts_alike(files), [file for file in files if file.prices is not None]
    if not alike or not prices:
        return ""
    study = FirstStudy("en", alike[0].posts, prices, "", "")
    (start, end), index = study.dates(), study.index()
    market = f'calendar = "{study.calendar()}"' + (f", benchmark = {toml_value(index)}" if index else "")
    return f"# these files go with start = {start}, end = {end} below [study], and\n# {market} below [market]"


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
        path=(pattern_of_parts if first.is_part else pattern_of)([file.path for file in alike], root),
        form=first.format,
        company="file" if by_file else "",
        has_forums=first.format == TABLE or len({name for file in alike for name in _forums(file)}) > 1,
        options=_options(first),
        language=language,
    )


def _forums(file: FileProfile) -> tuple[str, ...]:
    return file.posts.forums if file.posts is not None else ()


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
    are_beside = all(one.parent.absolute() == folder for one in folders)
    below = "" if len(folders) == 1 else "*/" if are_beside else "**/"
    return (
        f"{glob.escape(path_in_workspace(folder, root))}/{below}*{endings.pop() if len(endings) == 1 else ''}"
    )


def pattern_of_parts(paths: Sequence[Path], root: Path | None = None) -> str:
    """One pattern for all that is read together with ``paths``: what lies in the folders beside theirs."""
    folder = paths[0].absolute().parent.parent
    return f"{glob.escape(path_in_workspace(folder, root))}/*/*{paths[0].suffix}"


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
    has_columns = file.format == TABLE and file.sample is not None and file.sample.kind != "json_lines"
    names = file.sample.names if has_columns and file.sample is not None else ()
    return file.format, names


def is_named_so(file: FileProfile) -> bool:
    """Whether a file of posts has a ticker in capitals for its name, as files of one company each have."""
    name = stem(file.path)
    return is_ticker(name) and name == name.upper() and not name.isdigit()


def _is_symbol(path: Path) -> bool:
    return is_ticker(path.name.removesuffix(".csv"))
