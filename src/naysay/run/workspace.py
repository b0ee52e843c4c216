"""Where a study's files lie: a workspace has the folders analysis/, data/ and reports/."""

from __future__ import annotations

import glob
import os
import shlex
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from naysay.data.file_patterns import is_file, literal, matching, would_match
from naysay.data.forgotten_list import KEY, LIST, ForgottenList, read_forgotten
from naysay.data.staging import LEFT_BY_SYSTEMS
from naysay.run.homes import home_of
from naysay.study.errors import DataError, printable, shown
from naysay.study.spec import Study

LOCK: Final = "~$"
"""How the name of a file begins that a spreadsheet keeps beside an open workbook."""
FOLDERS = ("analysis", "data", "reports")
OWN: Final = ".naysay"


@dataclass(frozen=True, slots=True)
class Workspace:
    """``root`` holds the three folders; ``data`` is its data/ or a folder that stands in for it.

    A path of the study is a pattern below these two, whose own names are literal. What lies elsewhere is
    used where the study names it by an absolute path, or a link in ``data`` leads there.
    """

    root: Path
    data: Path
    named: str = "STUDY"
    """What a command takes to find the study and its data again: its argument, and --data."""

    def fetch_command(self) -> str:
        """The command that fetches the study's prices."""
        return f"naysay fetch {self.named}"

    def posts(self, study: Study) -> dict[str, Path]:
        """The files of posts, or of daily measures, by the name they are shown under, in the order of these.

        Raises
        ------
        DataError
            When the study's path names no file, or one outside of the workspace.
        """
        return self.posts_at(*_source(study))

    def posts_at(self, pattern: str, field: str = "posts.path") -> dict[str, Path]:
        """As ``posts``, of the files at ``pattern``, which the study calls ``field``."""
        files: dict[str, Path] = {}
        for path in self._matches(pattern, field):
            if path.name in {LIST, KEY, *LEFT_BY_SYSTEMS} or path.name.startswith(LOCK):
                continue
            name = shown_as = self._shown(path, pattern)
            while shown_as in files:
                shown_as = f"{name} ({len(files)})"
            files[shown_as] = path
        if not files:
            raise DataError(
                field,
                got=f"no file for {shown(pattern)} in {self.root} or {self.data}",
                allowed="a file or glob below the workspace",
                mend=f"Correct {field}, put the files there, or name their folder with --data.",
            )
        return dict(sorted(files.items()))

    def prices(self, study: Study) -> Path:
        """The folder of the price files, or a pattern in which all but the study's own part is escaped.

        {ticker} in a path stands for any name.

        Raises
        ------
        DataError
            When the study names none, or one that is not there or outside of the workspace.
        """
        if not study.prices.path:
            raise DataError(
                "prices.path",
                got="nothing",
                allowed="a folder with one TICKER.csv each, or a pattern such as data/prices/*.csv",
                mend="Add path to [prices].",
            )
        for pattern in self._candidates(study.prices.path.replace("{ticker}", "*"), "prices.path"):
            folder = _unescaped(pattern)
            if folder is not None and _is_folder(folder):
                self._refuse_outside([folder], study.prices.path, "prices.path")
                return folder
            if files := matching(pattern):
                self._refuse_outside(files, study.prices.path, "prices.path")
                return pattern
        raise DataError(
            "prices.path",
            got=f"no folder and no file for {shown(study.prices.path)} in {self.root} or {self.data}",
            allowed="a folder with one TICKER.csv each, or a pattern such as data/prices/*.csv",
            mend="Create the folder, or correct the path; it is relative to the workspace.",
        )

    def file(self, path: str, field: str) -> Path:
        """The one file that ``path``, below the workspace, names; ``field`` is what the study calls it.

        Raises
        ------
        DataError
            When there is no such file, or it lies outside of the workspace.
        """
        places = map(_unescaped, self._candidates(glob.escape(path), field))
        match = next((file for file in places if file is not None and is_file(file)), None)
        if match is None:
            raise DataError(
                field,
                got=f"no file {shown(path)} in {self.root} or {self.data}",
                allowed="a file below the workspace",
                mend=f"Correct {field}, or put the file there.",
            )
        self._refuse_outside([match], path, field)
        return match

    def forgotten(self) -> dict[str, ForgottenList]:
        """The lists of forgotten by the names they are shown under: of data/, and of what stands in for it.

        Raises
        ------
        DataError
            As ``read_forgotten``.
        """
        folders = {os.path.realpath(folder): folder for folder in (self.root / "data", self.data)}
        lists = filter(None, map(read_forgotten, folders.values()))
        return {self._shown(one.path, ""): one for one in lists}

    def snapshot(self, study: Study) -> Path:
        """Where fetched prices of the study are stored."""
        return self.data / "snapshots" / study.study.name / study.prices.source

    def reports(self, study: Study) -> Path:
        """The folder of the study's runs."""
        return self.root / "reports" / study.study.name

    @property
    def own(self) -> Path:
        """The folder of what naysay remembers of this workspace: stages of runs, and the ledger of runs."""
        return self.root / OWN

    def would_be_posts(self, study: Study, path: Path) -> bool:
        """Whether the study's pattern of posts or measures would find ``path`` if that was a file."""
        return any(would_match(path, of) for of in self._candidates(*_source(study)))

    def _matches(self, pattern: str, field: str) -> list[Path]:
        files = next((some for path in self._candidates(pattern, field) if (some := matching(path))), [])
        self._refuse_outside(files, pattern, field)
        return files

    def _candidates(self, pattern: str, field: str) -> list[Path]:
        """``data/x`` is x below the data folder; another path is looked up below the root and below it."""
        inside = PurePosixPath(pattern)
        if inside.is_absolute():
            return [Path(pattern)]
        if ".." in inside.parts:
            raise self._outside(pattern, field)
        root, data = Path(glob.escape(str(self.root))), Path(glob.escape(str(self.data)))
        if inside.parts[:1] == ("data",):
            return [data.joinpath(*inside.parts[1:])]
        return [root / inside, data / inside]

    def _refuse_outside(self, files: list[Path], pattern: str, field: str) -> None:
        """Refuse what a link outside of data/ leads out of the workspace to."""
        if PurePosixPath(pattern).is_absolute():
            return
        bases = [Path(os.path.realpath(base)) for base in (self.root, self.data)]
        for path in files:
            own = Path(os.path.realpath(path))
            if not path.is_relative_to(self.data) and not any(own.is_relative_to(base) for base in bases):
                raise self._outside(pattern, field)

    def _outside(self, pattern: str, field: str) -> DataError:
        return DataError(
            field,
            got=f"{shown(pattern)}, which leads out of {self.root}",
            allowed="a file below the workspace, a link in data/, or an absolute path",
            mend="Put the file or a link to it into data/, write its absolute path, or use --data.",
        )

    def _shown(self, path: Path, pattern: str) -> str:
        """``path`` from the data folder or the workspace, or from where an absolute pattern starts."""
        for base in (self.data, self.root):
            if path.is_relative_to(base):
                return printable(path.relative_to(base).as_posix())
        base = _fixed(Path(pattern))
        home = home_of(path)
        if home is not None and not base.is_relative_to(home):
            base = home
        return printable(path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name)


def workspace_of(study_file: Path, data: Path | None = None) -> Workspace:
    """The workspace of a study file: what holds its folder analysis/, or else the file's own folder.

    Raises
    ------
    DataError
        When ``data`` is given and is no folder.
    """
    try:
        folder = Path(os.path.abspath(study_file)).parent
    except OSError as error:  # the folder that the shell stands in was deleted
        raise DataError(
            "STUDY", got=str(study_file), allowed="a file in a folder that exists", mend=f"{error.strerror}."
        ) from None
    root = folder.parent if folder.name == "analysis" else folder
    if data is not None and not _is_folder(data):
        raise DataError("--data", got=str(data), allowed="a folder that exists", mend="Check the path.")
    if data is None:
        return Workspace(root, root / "data", shlex.quote(str(study_file)))
    named = f"{shlex.quote(str(study_file))} --data {shlex.quote(str(data))}"
    return Workspace(root, Path(os.path.abspath(data)), named)


def containing_workspace(folder: Path) -> Workspace:
    """The workspace ``folder``, or the one that it lies in: the nearest that holds OWN or analysis/.

    A folder that lies in none is a workspace of its own.
    """
    top = Path(os.path.abspath(folder))
    around = (
        root for root in (top, *top.parents) if any(_is_folder(root / name) for name in (OWN, FOLDERS[0]))
    )
    return workspace_of(next(around, top) / "study.toml")


def _source(study: Study) -> tuple[str, str]:
    """The pattern of what a study begins with, posts or daily measures, and its key."""
    return (study.posts.path, "posts.path") if study.has_posts else (study.chatter.path, "chatter.path")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _unescaped(pattern: Path) -> Path | None:
    """The path that ``pattern`` is, if no part of it is a pattern."""
    parts = [literal(part) for part in pattern.parts]
    return None if None in parts else Path(*(part for part in parts if part is not None))


def _fixed(pattern: Path) -> Path:
    """The folder that ``pattern`` starts in, down to its first part that is a pattern."""
    parts: list[str] = []
    for part in pattern.parts[:-1]:
        name = literal(part)
        if name is None:
            break
        parts.append(name)
    return Path(*parts)
