"""Registers a study: writes it to a file beside it, with what there was of its data by then."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from naysay import __version__
from naysay.data.markets import market
from naysay.data.markets.base import PriceHistory
from naysay.data.snapshots import exists
from naysay.data.witness import file_sha256
from naysay.run.data_marks import DataMarks
from naysay.run.homes import study_without_homes
from naysay.run.ledger import read_ledger
from naysay.run.prices import symbols
from naysay.run.registration import (
    LATEST_IN_WORDS,
    Registered,
    RegisteredFile,
    read_registered,
    registration_file,
)
from naysay.run.settings import file_digests
from naysay.run.supplements import read_supplements
from naysay.run.versions import on_shared_data
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError
from naysay.study.notices import caught
from naysay.study.spec import Study
from naysay.study.values import LATEST


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """The file that was written, what it holds, and what could not be looked at."""

    path: Path
    registered: Registered
    unread: tuple[str, ...]


def register(study: Study, workspace: Workspace, *, now: datetime) -> NewRegistration:
    """Write the registration of ``study``, with hashes of its chatter and prices as far as they are there.

    Nothing is fetched.

    Raises
    ------
    DataError
        A study that is registered, small files of it that cannot be read, or a folder that cannot be written.
    """
    path = registration_file(study, workspace)
    _check_free(path)
    supplements = file_digests(read_supplements(study, workspace))
    unread: list[str] = []
    chatter, prices = _chatter(study, workspace, unread), _prices(study, workspace, unread)
    data = DataMarks.of(
        places=[place for place, _ in chatter],
        posts=[file.sha256 for _, file in chatter],
        prices=[history.source.sha256 for history in prices],
        companies=study.tickers,
    )
    ledger = read_ledger(workspace.own)
    named = [entry for entry in ledger.entries if entry is not None and entry.study == study.study.name]
    runs = {id(entry) for entry in (*named, *on_shared_data(ledger.entries, data))}
    sources = {history.source.name: history.source.sha256 for history in prices}
    ends = [closes.index[-1] for history in prices if len(closes := history.frame["close"].dropna())]
    registered = Registered(
        naysay=__version__,
        time=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        study=_content(study),
        supplements=supplements,
        files=(
            *(file for _, file in chatter),
            *(RegisteredFile(kind="prices", name=name, sha256=sha) for name, sha in sorted(sources.items())),
        ),
        last_session=max(ends).date().isoformat() if ends else "",
        runs=len(runs) if ledger.fault is None else None,
        ledger_sha256=ledger.sha256,
    ).sealed()
    _write(path, registered.model_dump_json(indent=1) + "\n")
    return NewRegistration(path, registered, tuple(unread))


def _content(study: Study) -> dict[str, Any]:
    content = study_without_homes(study)
    if study.study.end == LATEST:
        content["study"]["end"] = LATEST_IN_WORDS
    return content


def _chatter(study: Study, workspace: Workspace, unread: list[str]) -> list[tuple[Path, RegisteredFile]]:
    try:
        files = workspace.posts(study)
        return [
            (path, RegisteredFile(kind=study.chatter_kind, name=name, sha256=file_sha256(path)))
            for name, path in files.items()
        ]
    except DataError as error:
        unread.append(f"{study.chatter_kind}: {error.fault.got}")
    except OSError as error:
        unread.append(f"{study.chatter_kind}: {error.strerror}")
    return []


def _prices(study: Study, workspace: Workspace, unread: list[str]) -> list[PriceHistory]:
    source = market(study.prices.source)
    try:
        if source.needs_network and not exists(workspace.snapshot(study)):
            unread.append("prices: none were fetched yet")
            return []
        folder = workspace.snapshot(study) if source.needs_network else workspace.prices(study)
        with caught():
            return list(source.prices(symbols(study), folder, study.prices).histories.values())
    except DataError as error:
        unread.append(f"prices: {error.fault.got}")
    return []


def _check_free(path: Path) -> None:
    """Raise a DataError where there is a registration, or another thing in its place."""
    read = read_registered(path)
    if read is not None:
        raise DataError(
            "registration",
            got=f"{path}, of {read[0].day}",
            allowed="a study that is not registered yet",
            mend="A registration stays as it is. To register another study, give it another study.name.",
        )


def _write(path: Path, text: str) -> None:
    """Put ``text`` into a new file at once, and never over another."""
    new = path.with_name(f".{path.name}-{secrets.token_hex(6)}")
    try:
        try:
            new.write_text(text, encoding="utf-8", newline="\n")
            _name(new, path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise DataError(
            "registration",
            got=f"{path}: {error.strerror or error}",
            allowed="a folder that can be written, without that file",
            mend="Nothing was registered: change its rights or make room.",
        ) from None


def _name(new: Path, path: Path) -> None:
    """Give the finished file its name, which no other file has."""
    try:
        os.link(new, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without second names
        if os.path.lexists(path):
            raise
        new.rename(path)
