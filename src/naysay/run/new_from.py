"""Makes a workspace with a first study of the user's own files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from naysay.data.inspection.file_profile import FileProfile, file_profile
from naysay.data.linking import stem
from naysay.run.first_study import FirstStudy
from naysay.run.inspect import inspected_files, is_named_so, posts_alike, posts_of, prices_of
from naysay.run.new import write_first_study
from naysay.run.study_blocks import empty_posts_block
from naysay.study.about import Language
from naysay.study.errors import DataError, printable


@dataclass(frozen=True, slots=True)
class MadeStudy:
    """Where the study is, and what was done and left, one line each."""

    path: Path
    lines: tuple[str, ...]


def new_from_files(folder: Path, paths: Sequence[Path], language: Language) -> MadeStudy:
    """Make the workspace ``folder`` with a study of the files ``paths``.

    Files that lie outside of ``folder`` are copied: posts into data/posts, prices into data/prices. Nothing
    that exists is changed.

    Raises
    ------
    DataError
        No file of posts, files that cannot be read, a place that is taken, or a folder that cannot be
        written.
    """
    files = inspected_files(paths) if paths else []
    alike = posts_alike(files)
    prices = [file for file in files if file.prices is not None]
    if paths and not alike and not prices:
        raise DataError(
            "--from",
            got=", ".join(file.path.name for file in files[:5]),
            allowed="files of posts or of prices",
            mend="See `naysay inspect FILE` for what was seen in them.",
        )
    places = {file.path: _place(folder, file) for file in (*alike, *prices)}
    _check_places(places)
    study = write_first_study(folder, "")
    try:
        lines = [
            f"copied {printable(str(path))} to {printable(str(place))}" for path, place in _copied(places)
        ]
        profiles = (
            [file_profile(places[file.path]) for file in alike],
            [file_profile(places[file.path]) for file in prices],
        )
        study.write_text(_text(*profiles, language, folder), encoding="utf-8", newline="\n")
    except OSError as error:
        study.unlink(missing_ok=True)
        raise DataError(
            "DIR", got=str(folder), allowed="a folder that can be written", mend=f"{error.strerror}."
        ) from None
    left = [file for file in files if file.path not in places]
    lines += [f"left out {printable(str(file.path))}: {_why(file)}" for file in left]
    return MadeStudy(study, tuple(lines))


def _text(
    posts: Sequence[FileProfile], prices: Sequence[FileProfile], language: Language, folder: Path
) -> str:
    by_file = len(posts) > 1 and all(map(is_named_so, posts))
    return FirstStudy(
        language=language,
        posts=posts[0].posts if posts else None,
        prices=prices,
        posts_block=posts_of(posts, root=folder, language=language) or empty_posts_block(language),
        prices_block=prices_of(prices, root=folder, language=language),
        by_file=[stem(file.path) for file in posts] if by_file else (),
    ).text()


def _why(file: FileProfile) -> str:
    if file.fault:
        return file.fault
    if file.mixed:
        return "rows of several formats"
    return (
        "its columns are others than those of the first file of posts"
        if file.posts
        else "no posts, no prices"
    )


def _place(folder: Path, file: FileProfile) -> Path:
    """Where a file is in the workspace; prices have to end in .csv."""
    own, inside = Path(os.path.abspath(file.path)), Path(os.path.abspath(folder))
    if own.is_relative_to(inside):
        return own
    name = own.name
    if file.prices is not None and own.suffix.lower() == ".txt":
        name = own.stem + ".csv"
    return inside / "data" / ("prices" if file.prices is not None else "posts") / name


def _check_places(places: dict[Path, Path]) -> None:
    taken = [place for path, place in places.items() if place.exists() and not path.samefile(place)]
    twice = len(set(places.values())) < len(places)
    if taken or twice:
        raise DataError(
            "--from",
            got=str(taken[0]) if taken else "two files of one name",
            allowed="files whose place in the workspace is free",
            mend="Rename one, or name another folder.",
        )


def _copied(places: dict[Path, Path]) -> list[tuple[Path, Path]]:
    done = []
    for path, place in places.items():
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
            done.append((path, place))
    return done
