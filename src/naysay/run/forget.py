"""Forgets persons and posts, and names the runs that were made with them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from naysay.data.forgotten import FindForgotten, Name, checked
from naysay.data.forgotten_list import ForgottenList, forget_names
from naysay.data.forums import forum
from naysay.data.post_files import source_of
from naysay.data.witness import file_sha256
from naysay.run.manifest import FORGOTTEN, MEASURES, Manifest, read_manifest
from naysay.run.stages.folder import StagesFolder
from naysay.run.stored_runs import runs_below
from naysay.run.workspace import FOLDERS, Workspace
from naysay.study.counts import are, counted
from naysay.study.errors import DataError, NaysayError, PartError
from naysay.study.spec import PostOptions

KEPT: Final = "workspace"
"""The folder of a demo's run with its own workspace."""


@dataclass(frozen=True, slots=True)
class MadeWith:
    """A run that holds what was forgotten; ``untold`` says why nobody can tell, if so."""

    run: Path
    untold: str = ""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """The list after names were added to it, how many were new, and the runs to make again."""

    names: ForgottenList
    new: int
    runs: tuple[MadeWith, ...]
    stages: int
    """Entries of stages that were removed: those of posts hold a hash of each author."""


def workspace_in(folder: Path, data: Path | None = None) -> Workspace:
    """The workspace ``folder``, or the one that ``folder`` is the analysis/, data/ or reports/ of.

    Raises
    ------
    DataError
        When it has no data/ and no ``data`` is named to stand in for it, or that is no folder.
    """
    try:
        top = Path(os.path.abspath(folder))
    except FileNotFoundError:  # the folder that the shell stands in was deleted
        top = folder
    root = top.parent if top.name in FOLDERS and not (top / "data").is_dir() else top
    place = root / "data" if data is None else Path(os.path.abspath(data))
    if not place.is_dir():
        raise DataError(
            "WORKSPACE" if data is None else "--data",
            got=str(folder if data is None else data),
            allowed="a workspace, which has a folder data/" if data is None else "a folder that exists",
            mend="Go there, or name it: naysay forget WORKSPACE.",
        )
    return Workspace(root, place)


def forget(
    workspace: Workspace,
    names: Sequence[Name],
    *,
    date: str,
    progress: Callable[[int], None] = lambda rows: None,
) -> Forgetting:
    """Write ``names`` on the list of ``workspace``, remove what it keeps of the stages of earlier runs, and
    find the runs below reports/ that hold their posts.

    A run keeps no names. It was made with them if a file that it read, and that is still the same, holds a
    post of theirs, and its own list did not have them. Where a file is gone or changed, nobody can tell.

    Raises
    ------
    DataError
        A name that no post can have, or a list that cannot be read or written.
    """
    checked_names = [checked(name) for name in names]
    written, new = forget_names(workspace.data, checked_names, date=date)
    stages = StagesFolder.of(workspace.own).clear()
    search = _Search(workspace, written, checked_names, progress)
    runs = map(search.made_with, runs_below(workspace.root / "reports"))
    return Forgetting(written, new, tuple(run for run in runs if run is not None), stages)


class _Search:
    """Looks for posts of some names in what runs were made of; each file is read once."""

    def __init__(
        self,
        workspace: Workspace,
        written: ForgottenList,
        names: Sequence[Name],
        progress: Callable[[int], None],
    ) -> None:
        self._workspace = workspace
        self._lists = (written, *(one for one in workspace.forgotten().values() if one.path != written.path))
        self._find = {name: FindForgotten([written.keyed([name])]) for name in dict.fromkeys(names)}
        self._progress = progress
        self._hash = cache(file_sha256)
        self._names_in = cache(self._names_of)

    def made_with(self, run: Path) -> MadeWith | None:
        """Whether posts of the names are in ``run``; None where they are not."""
        try:
            manifest = read_manifest(run)
            if manifest.hashes(MEASURES):
                return None
            posts = manifest.study["posts"]
            options = PostOptions.model_validate({**posts, "path": os.path.expanduser(posts["path"])})
        except (DataError, ValidationError, LookupError, TypeError):
            return MadeWith(run, "its manifest cannot be read")
        left_out, is_known = self._left_out(manifest)
        searched = self._find.keys() - left_out
        if not searched:
            return None
        inside, untold = self._look(run, manifest, options, searched)
        if inside and is_known:
            return MadeWith(run)
        if inside or untold:
            return MadeWith(run, untold or "the list that it was made with is gone")
        return None

    def _left_out(self, manifest: Manifest) -> tuple[set[Name], bool]:
        """The names that the run left out already, and whether all of its lists are known."""
        left_out, is_known = set[Name](), True
        for one in manifest.inputs:
            if one.kind == FORGOTTEN:
                of = [names for names in self._lists if names.began_as(one.rows, one.sha256)]
                is_known = is_known and bool(of)
                left_out |= {
                    name for name in self._find for names in of if _is_before(names.place(name), one.rows)
                }
        return left_out, is_known

    def _look(
        self, run: Path, manifest: Manifest, options: PostOptions, searched: Iterable[Name]
    ) -> tuple[bool, str]:
        """Whether a file of the run holds a post of the names searched; if not, why nobody can tell."""
        kept = run / KEPT
        workspace = Workspace(kept, kept / "data") if kept.is_dir() else self._workspace
        absent, present = 0, list[Path]()
        try:
            files = workspace.posts_at(options.path)
        except DataError:
            files = {}
        posts = manifest.hashes("posts")
        for name, sha256 in posts.items():
            path = files.get(name)
            is_same = path is not None and self._hash_of(path) == sha256
            present += [path] if path is not None and is_same else []
            absent += not is_same
        for paths in _read_at_once(present, options.format):
            names = self._names_in(paths, options.model_dump_json())
            if names is None:
                absent += len(paths)
            elif not names.isdisjoint(searched):
                return True, ""
        untold = f"{absent} of its {counted(len(posts), 'file')} of posts {are(absent)} gone or changed"
        return False, untold if absent else ""

    def _hash_of(self, path: Path) -> str:
        try:
            return self._hash(path)
        except OSError:
            return ""

    def _names_of(self, paths: tuple[Path, ...], options: str) -> frozenset[Name] | None:
        """The names of whom ``paths`` hold posts; None where they cannot be read to their end."""
        posts, names = PostOptions.model_validate_json(options), set[Name]()
        try:
            with source_of(posts, paths) as source:
                form = source.with_further_names()
                for batch in chain.from_iterable(form.batches(path, posts) for path in paths):
                    names.update(n for n, find in self._find.items() if n not in names and find.rows(batch))
                    self._progress(batch.rows)
        except NaysayError:
            return None
        return frozenset(names)


def _read_at_once(paths: Sequence[Path], form: str) -> list[tuple[Path, ...]]:
    """The files that are read together; each alone where there is no such format any more."""
    try:
        together = forum(form).reads_together
    except PartError:
        together = False
    return [tuple(paths)] if together else [(path,) for path in paths]


def _is_before(place: int | None, rows: int) -> bool:
    return place is not None and place < rows
