"""The small files that a study may name: its events, announcements, factors, words, model, labels, logo."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from naysay.analysis.event_study.options import EventStudyOptions
from naysay.data.dated import DatedFile, read_company_dates, read_factors
from naysay.data.labelled import LabelledPosts, read_labelled
from naysay.data.marked_files import marked_small, marks_of_text
from naysay.data.marks import Marks
from naysay.data.scorers import lexicon_words
from naysay.data.witness import Witness, shown_name
from naysay.reports.blocks import Logo
from naysay.run.logo import FIELD as LOGO
from naysay.run.logo import read_logo
from naysay.run.scoring import LABELLED, LEXICON, MODEL
from naysay.run.workspace import Workspace
from naysay.study.spec import Study


@dataclass(frozen=True, eq=False)
class SupplementFile:
    """A file that was read, for the manifest."""

    kind: str
    name: str
    sha256: str
    rows: int
    marks: Marks | None = None


@dataclass(frozen=True, eq=False)
class Supplements:
    """What the study names is there, the rest None. ``files`` are those read."""

    events: pd.DataFrame | None = None
    announcements: pd.DataFrame | None = None
    factors: pd.DataFrame | None = None
    labelled: LabelledPosts | None = None
    logo: Logo | None = None
    files: tuple[SupplementFile, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    """Of the files that the scorer reads by itself, after they were hashed."""

    def check(self) -> None:
        """Raise a DataError when a file that the scorer reads has changed since it was hashed."""
        for witness in self.witnesses:
            witness.check()

    def without_texts(self) -> Supplements:
        """All but the labelled posts, whose texts nothing needs once they are scored."""
        return replace(self, labelled=None)


def read_supplements(study: Study, workspace: Workspace) -> Supplements:
    """The files that the study names.

    Raises
    ------
    DataError
        A file that does not exist or cannot be used.
    """
    dated: dict[str, DatedFile] = {}
    options = study.section(EventStudyOptions)
    paths = {
        "events": ("event_study.events_file", options.events_file),
        "announcements": ("announcements.path", study.announcements.path),
        "factors": ("event_study.factors", options.factors),
    }
    for kind, (field, path) in paths.items():
        if path:
            read = read_factors if kind == "factors" else read_company_dates
            dated[kind] = read(workspace.file(path, field), field)
    scored_by = [*_lexicon(study, workspace), *_model(study, workspace)]
    labelled, file_of_labels = _labelled(study, workspace)
    logo, file_of_logo = _logo(study, workspace)
    return Supplements(
        **{kind: file.frame for kind, file in dated.items()},
        labelled=labelled,
        logo=logo,
        files=tuple(
            SupplementFile(
                kind,
                file.name,
                hashlib.sha256(file.content).hexdigest(),
                len(file.frame),
                marks_of_text(file.content, kind, file.name),
            )
            for kind, file in dated.items()
        )
        + tuple(file for file, _ in scored_by)
        + file_of_labels
        + file_of_logo,
        witnesses=tuple(witness for _, witness in scored_by),
    )


def _labelled(study: Study, workspace: Workspace) -> tuple[LabelledPosts | None, tuple[SupplementFile, ...]]:
    """The posts that the user labelled, and their file."""
    name = study.sentiment.labelled
    if not name:
        return None, ()
    path = workspace.file(name, LABELLED)
    posts = read_labelled(path, LABELLED, score_column=study.posts.columns.score or "")
    shown = shown_name(path)
    sha256, marks = marked_small(path, "labelled", shown, LABELLED)
    file = SupplementFile(
        "labelled", shown, posts.sha256, posts.rows, marks if sha256 == posts.sha256 else None
    )
    return posts, (file,)


def _logo(study: Study, workspace: Workspace) -> tuple[Logo | None, tuple[SupplementFile, ...]]:
    """The picture at the head of the report, and its file."""
    name = study.report.logo
    if not name:
        return None, ()
    read = read_logo(workspace.file(name, LOGO))
    return read.logo, (SupplementFile("logo", read.name, read.sha256, 1),)


def _lexicon(study: Study, workspace: Workspace) -> Iterator[tuple[SupplementFile, Witness]]:
    """The study's own list of words, which its scorer reads."""
    name = study.sentiment.options.get("lexicon")
    if name:
        path = workspace.file(str(name), LEXICON)
        with Witness(path, LEXICON) as witness:
            shown, words = shown_name(path), len(lexicon_words(path))
            sha256, marks = marked_small(path, "lexicon", shown, LEXICON)
            witness.check()
            yield SupplementFile("lexicon", shown, sha256, words, marks), witness


def _model(study: Study, workspace: Workspace) -> Iterator[tuple[SupplementFile, Witness]]:
    """Every file of the study's own model, which its scorer reads."""
    name = study.sentiment.options.get("model")
    if not name:
        return
    folder = workspace.file(f"{name}/config.json", MODEL).parent
    files = sorted(path for path in folder.iterdir() if path.is_file())
    for path in files:
        with Witness(path, MODEL) as witness:
            yield SupplementFile("model", f"{folder.name}/{path.name}", witness.sha256(), 1), witness
