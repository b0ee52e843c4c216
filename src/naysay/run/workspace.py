"""Where a study's files lie: a workspace has the folders analysis/, data/ and reports/."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from naysay.study.errors import DataError, shown
from naysay.study.spec import Study

FOLDERS = ("analysis", "data", "reports")


@dataclass(frozen=True, slots=True)
class Workspace:
    """``root`` holds the three folders; ``data`` is its data/ or a folder that stands in for it."""

    root: Path
    data: Path

    def posts(self, study: Study) -> dict[str, Path]:
        """The files of posts by the name they are shown under, in the order of those names.

        Raises
        ------
        DataError
            When the study's path names no file.
        """
        found = {self._shown(path): path for path in self._matches(study.posts.path) if path.is_file()}
        if not found:
            raise DataError(
                "posts.path",
                got=f"no file for {shown(study.posts.path)} in {self.root} or {self.data}",
                allowed="a file or glob below the workspace",
                mend="Correct posts.path, put the files there, or name their folder with --data.",
            )
        return dict(sorted(found.items()))

    def prices(self, study: Study) -> Path:
        """The folder or pattern of the price files; {ticker} in a path stands for any name.

        Raises
        ------
        DataError
            When the study names none.
        """
        if not study.prices.path:
            raise DataError(
                "prices.path",
                got="nothing",
                allowed="a folder with one TICKER.csv each, or a pattern such as data/prices/*.csv",
                mend="Add path to [prices].",
            )
        pattern = study.prices.path.replace("{ticker}", "*")
        candidates = self._candidates(pattern)
        return next((path for path in candidates if path.exists() or _matching(path)), candidates[0])

    def announcements(self, study: Study) -> Path | None:
        """The file of announcement days; None where the study names none.

        Raises
        ------
        DataError
            When it is not there.
        """
        given = study.robustness.announcements
        if not given:
            return None
        found = next((path for path in self._candidates(given) if path.is_file()), None)
        if found is None:
            raise DataError(
                "robustness.announcements",
                got=f"no file {shown(given)} in {self.root} or {self.data}",
                allowed="a CSV file below the workspace",
                mend="Correct the path, or leave announcements out.",
            )
        return found

    def snapshot(self, study: Study) -> Path:
        """Where fetched prices of the study are stored."""
        return self.data / "snapshots" / study.study.name / study.prices.source

    def reports(self, study: Study) -> Path:
        """The folder of the study's runs."""
        return self.root / "reports" / study.study.name

    def _matches(self, pattern: str) -> list[Path]:
        return next((found for path in self._candidates(pattern) if (found := _matching(path))), [])

    def _candidates(self, pattern: str) -> list[Path]:
        """``data/x`` is x below the data folder; another path is looked up below the root and below it."""
        path = Path(pattern)
        if path.is_absolute():
            return [path]
        inside = PurePosixPath(pattern)
        if inside.parts[:1] == ("data",):
            return [self.data.joinpath(*inside.parts[1:])]
        return [self.root / path, self.data / path]

    def _shown(self, path: Path) -> str:
        for base in (self.data, self.root):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return path.name


def workspace_of(study_file: Path, data: Path | None = None) -> Workspace:
    """The workspace of a study file: what holds its folder analysis/, or else the file's own folder.

    Raises
    ------
    DataError
        When ``data`` is given and is no folder.
    """
    folder = Path(os.path.abspath(study_file)).parent
    root = folder.parent if folder.name == "analysis" else folder
    if data is not None and not data.is_dir():
        raise DataError("--data", got=str(data), allowed="a folder that exists", mend="Check the path.")
    return Workspace(root, root / "data" if data is None else Path(os.path.abspath(data)))


def _matching(pattern: Path) -> list[Path]:
    if pattern.is_file():
        return [pattern]
    return sorted(Path(found) for found in glob.glob(str(pattern), recursive=True) if Path(found).is_file())
