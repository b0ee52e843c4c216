"""A study and where its files lie: what ``naysay.read_study`` and ``naysay.study_from`` give."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path, PurePath
from typing import Any, Final

import numpy as np

from naysay.run.parts import known_parts, study_type
from naysay.run.workspace import Workspace, workspace_of
from naysay.study.counts import counted
from naysay.study.errors import InputError
from naysay.study.file import read_content, study_of
from naysay.study.spec import Study

IN_MEMORY: Final = "study"
"""What errors call a study that was read from no file."""


@dataclass(frozen=True, eq=False)
class PlacedStudy:
    """A checked study, and the file in whose workspace its data lie.

    ``spec`` holds every section with its defaults filled in, such as ``study.spec.chatter.measure``.
    """

    spec: Study
    path: Path
    """The study file, or the folder of a study that has none."""
    _content: Mapping[str, Any] = field(repr=False)
    """What the study itself says: what it leaves out may depend on the rest."""

    def with_(self, **sections: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> PlacedStudy:
        """The same study with other values, held to the same rules.

        Each argument is a section of the study file with the keys that change; the other keys stay:
        ``study.with_(chatter={"measure": "mood"}, granger={"lags": 3})``. A key that is None is left out, so
        that its default counts. ``company`` takes a list of tables, and replaces all companies.

        Raises
        ------
        StudyError
            With every fault, as for a study file.
        """
        return _checked(_changed(self._content, sections), self.path)

    def workspace(self, data: str | PathLike[str] | None = None) -> Workspace:
        """Where the files of the study lie; ``data`` is a folder to use in place of the workspace's data/.

        Raises
        ------
        DataError
            When ``data`` is no folder.
        """
        file = self.path / IN_MEMORY if self.path.is_dir() else self.path
        return workspace_of(file, None if data is None else Path(data))

    def __repr__(self) -> str:
        about = self.spec.study
        end = "latest" if about.end.year == 9999 else about.end
        return f"<study {about.name}: {counted(len(self.spec.company), 'company')}, {about.start} to {end}>"


def read_study(path: str | PathLike[str]) -> PlacedStudy:
    """The study in the TOML file ``path``, checked; its files lie in the workspace that holds it.

    The workspace is the folder above analysis/ for a study in a folder of that name, or else the study's own.

    Raises
    ------
    StudyError
        With every fault: the file cannot be read, is no TOML, or says what it must not.
    """
    file = Path(path)
    return _checked(read_content(file), file)


def study_from(content: Mapping[str, Any], *, workspace: str | PathLike[str]) -> PlacedStudy:
    """The study that ``content`` says, with sections as mappings: a study file that was never written.

    ``company`` is a list of mappings, and paths are below the folder ``workspace``.

    Raises
    ------
    StudyError
        With every fault, as for a study file.
    InputError
        When ``content`` is no mapping, or ``workspace`` no folder.
    """
    if not isinstance(content, Mapping):
        raise InputError(
            "content",
            got=type(content).__name__,
            allowed="a mapping of sections, each a mapping of its keys",
            mend="A study in a file is read by naysay.read_study(path).",
        )
    folder = Path(workspace)
    if not folder.is_dir():
        raise InputError(
            "workspace", got=fspath(folder), allowed="a folder that exists", mend="Check the path."
        )
    return _checked(_plain(content), folder)


def _checked(content: Mapping[str, Any], path: Path) -> PlacedStudy:
    source = IN_MEMORY if path.is_dir() else path.name
    spec = study_of(content, study_type(), source=source, parts=known_parts())
    return PlacedStudy(spec, path, copy.deepcopy(dict(content)))


def _changed(content: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """``content`` with ``changes``, table by table."""
    changed = dict(content)
    for key, value in changes.items():
        if value is None:
            changed.pop(key, None)
        elif isinstance(value, Mapping):
            within = changed.get(key)
            changed[key] = _changed(within if isinstance(within, Mapping) else {}, value)
        else:
            changed[key] = _plain(value)
    return changed


def _plain(value: Any) -> Any:
    """``value`` in the types that a study file has: numbers of numpy and paths come from loops of scripts."""
    match value:
        case Mapping():
            return {key: _plain(entry) for key, entry in value.items() if entry is not None}
        case list() | tuple():
            return [_plain(entry) for entry in value]
        case np.generic():
            return value.item()
        case PurePath():
            return value.as_posix()
    return value
