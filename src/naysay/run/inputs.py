"""The inputs of a run: hashed once before it for its name, and held to what was read for its manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from naysay.data.marked_files import marked_posts, marks_of_text
from naysay.data.scorers import word_lists
from naysay.data.witness import Witness, shown_name, shown_text
from naysay.run.earlier import SINCE, EarlierRun
from naysay.run.manifest import FORGOTTEN, Input
from naysay.run.observed import Observed
from naysay.run.prices import source_of, symbols
from naysay.run.registration import KIND as REGISTRATION
from naysay.run.registration import registration_sha256
from naysay.run.supplements import read_supplements
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError
from naysay.study.notices import caught
from naysay.study.spec import Study

WORDS = "words"
"""The kind of input that is a list of words of naysay or vaderSentiment."""


def read_inputs(study: Study, workspace: Workspace, before: EarlierRun | None = None) -> tuple[Input, ...]:
    """All that a run of ``study`` reads, each with the hash of its bytes.

    These are files of posts or of daily measures, of prices (which a network's source has stored before),
    those that the study names besides, the scorers' lists of words, the lists of forgotten, the run
    ``before`` and the registration. Marks of prices, and rows of chatter and prices, are only known once
    they are read: see ``completed``.

    Raises
    ------
    DataError
        A file that is not there, cannot be read or changes meanwhile.
    """
    with caught():  # they are read once more, with all that a run says of them
        supplements = read_supplements(study, workspace).files
    return (
        *_chatter(study, workspace),
        *_prices(study, workspace),
        *(Input(kind=f.kind, name=f.name, sha256=f.sha256, rows=f.rows, marks=f.marks) for f in supplements),
        *_words(),
        *(
            Input(kind=FORGOTTEN, name=name, sha256=names.sha256, rows=len(names.entries))
            for name, names in workspace.forgotten().items()
        ),
        *([] if before is None else [Input(kind=SINCE, name=before.name, sha256=before.sha256)]),
        *(
            Input(kind=REGISTRATION, name=name, sha256=sha256)
            for name, sha256 in registration_sha256(study, workspace).items()
        ),
    )


def completed(
    inputs: tuple[Input, ...], observed: Observed, study: Study, workspace: Workspace
) -> tuple[Input, ...]:
    """``inputs`` with the rows of chatter and prices, and the marks of prices.

    Files of prices are hashed again: a source may read their bytes in a form of its own.

    Raises
    ------
    DataError
        A file whose bytes were others when the run read it.
    """
    of_chatter = [(f.name, f.sha256, f.rows) for f in observed.files]
    read = [
        Input(kind=study.chatter_kind, name=name, sha256=sha, rows=rows) for name, sha, rows in of_chatter
    ]
    read += [
        Input(kind=f.kind, name=f.name, sha256=f.sha256, rows=f.rows) for f in observed.supplements.files
    ]
    histories = {history.source.name: history for history in observed.prices.values()}
    for file in _prices(study, workspace):
        history = histories.get(file.name)
        rows, marks = (0, None) if history is None else (len(history.frame), history.source.marks)
        read.append(file.model_copy(update={"rows": rows, "marks": marks}))
    by_name = {(one.kind, one.name): one for one in read}
    hashes = {(one.kind, one.name): one.sha256 for one in inputs}
    changed = next((one.name for key, one in by_name.items() if hashes.get(key) != one.sha256), None)
    if changed is not None:
        raise DataError(
            "inputs",
            got=f"{changed}, which changed while the run read it",
            allowed="files that stay as they are during a run",
            mend="Run again when nothing writes to it.",
        )
    return tuple(
        one.model_copy(update={"rows": now.rows, "marks": one.marks or now.marks})
        for one in inputs
        for now in [by_name.get((one.kind, one.name), one)]
    )


def hashes_of(inputs: tuple[Input, ...]) -> list[tuple[str, str, str]]:
    """Kind, name and SHA-256 of each, in the order of all runs."""
    return sorted((one.kind, one.name, one.sha256) for one in inputs)


def _chatter(study: Study, workspace: Workspace) -> Iterator[Input]:
    for name, path in workspace.posts(study).items():
        shown = shown_text(name)
        sha256, marks = marked_posts(path, shown)
        yield Input(kind=study.chatter_kind, name=shown, sha256=sha256, marks=marks)


def _prices(study: Study, workspace: Workspace) -> Iterator[Input]:
    source, folder = source_of(study, workspace)
    for path in source.files(symbols(study), folder).values():
        with Witness(path, "prices.path") as file:
            yield Input(kind="prices", name=shown_name(path), sha256=file.sha256())


def _words() -> Iterator[Input]:
    for name, raw in word_lists().items():
        marks = marks_of_text(raw, WORDS, name)
        yield Input(
            kind=WORDS,
            name=name,
            sha256=hashlib.sha256(raw).hexdigest(),
            rows=marks.count if marks else 0,
            marks=marks,
        )
