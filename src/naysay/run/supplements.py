"""The small files beside posts and prices: a study's own events, announcements and factors."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pandas as pd

from naysay.data.dated import DatedFile, read_company_dates, read_factors
from naysay.data.scorers import given_words
from naysay.data.witness import file_sha256
from naysay.run.scoring import LEXICON, MODEL
from naysay.run.workspace import Workspace
from naysay.study.spec import Study


@dataclass(frozen=True, eq=False)
class SupplementFile:
    """A file that was read, for the manifest."""

    kind: str
    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, eq=False)
class Supplements:
    """What the study names is a frame, the rest None. ``files`` are those read."""

    events: pd.DataFrame | None = None
    announcements: pd.DataFrame | None = None
    factors: pd.DataFrame | None = None
    files: tuple[SupplementFile, ...] = ()


def read_supplements(study: Study, workspace: Workspace) -> Supplements:
    """The files that the study names.

    Raises
    ------
    DataError
        A file that does not exist or cannot be used.
    """
    found: dict[str, DatedFile] = {}
    paths = {
        "events": ("event_study.events_file", study.event_study.events_file),
        "announcements": ("announcements.path", study.announcements.path),
        "factors": ("event_study.factors", study.event_study.factors),
    }
    for kind, (field, path) in paths.items():
        if path:
            read = read_factors if kind == "factors" else read_company_dates
            found[kind] = read(workspace.file(path, field), field)
    return Supplements(
        **{kind: file.frame for kind, file in found.items()},
        files=tuple(
            SupplementFile(kind, file.name, hashlib.sha256(file.content).hexdigest(), len(file.frame))
            for kind, file in found.items()
        )
        + _lexicon(study, workspace)
        + _model(study, workspace),
    )


def _lexicon(study: Study, workspace: Workspace) -> tuple[SupplementFile, ...]:
    """The study's own list of words, which its scorer reads."""
    given = study.sentiment.options.get("lexicon")
    if not given:
        return ()
    path = workspace.file(str(given), LEXICON)
    return (SupplementFile("lexicon", path.name, file_sha256(path), len(given_words(path))),)


def _model(study: Study, workspace: Workspace) -> tuple[SupplementFile, ...]:
    """Every file of the study's own model, which its scorer reads."""
    given = study.sentiment.options.get("model")
    if not given:
        return ()
    folder = workspace.file(f"{given}/config.json", MODEL).parent
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return tuple(
        SupplementFile("model", f"{folder.name}/{path.name}", file_sha256(path), 1) for path in files
    )
