"""A study that is frozen before its data are looked at, in a file beside it, and what became of it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from naysay.reports.history import Registration
from naysay.run.ledger import Sha256, ShortText
from naysay.run.observed import Observed
from naysay.run.settings import END, file_digests, flat, full_settings, settings_of
from naysay.run.workspace import Workspace
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError
from naysay.study.spec import Study

LARGEST: Final = 50_000_000
"""Bytes of a registration; one of 20,000 companies has 5 MB."""
LATEST_IN_WORDS: Final = "latest"
"""What stands for the end of a study whose end is not a date."""
KIND: Final = "registration"
"""The kind of input that a manifest has it under."""


class RegisteredFile(BaseModel):
    """A file that was there when the study was registered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ShortText
    name: str
    sha256: Sha256


class Registered(BaseModel):
    """What the file of a registration holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    naysay: ShortText
    time: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    """When the study was registered, in UTC."""
    study: dict[str, Any]
    """The study with its defaults."""
    supplements: dict[str, str]
    """A hash of the small files that the study names, by kind."""
    files: tuple[RegisteredFile, ...]
    """Posts or measures, and prices, that were there."""
    last_session: str
    """Of the prices that were there; empty without any."""
    runs: int | None
    """Finished runs of a study of that name or on these data in the ledger; None where it was not whole."""
    ledger_sha256: str
    """Of the last line that the ledger had."""
    sha256: str = ""
    """Of all the rest, against accidents."""

    def sealed(self) -> Registered:
        """With the hash of what it holds."""
        return self.model_copy(update={"sha256": self._seal()})

    def is_sealed(self) -> bool:
        """Whether it holds what it was sealed with."""
        return self.sha256 == self._seal()

    def _seal(self) -> str:
        content = self.model_dump(mode="json", exclude={"sha256"})
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @property
    def day(self) -> str:
        """The day of the registration, an ISO date in UTC."""
        return self.time[:10]


def registration_file(study: Study, workspace: Workspace) -> Path:
    """Where the registration lies: in analysis/, or beside a study that lies in no such folder."""
    analysis = workspace.root / "analysis"
    folder = analysis if analysis.is_dir() else workspace.root
    return folder / f"{study.study.name}.registered.json"


def read_registered(path: Path) -> tuple[Registered, str] | None:
    """The registration in ``path`` and the SHA-256 of the file; None where there is none.

    Raises
    ------
    DataError
        A file that is no registration, or is not as it was written.
    """
    if not path.is_symlink() and not path.exists():
        return None
    try:
        raw = contents(path, largest=LARGEST)
        registered = Registered.model_validate(json.loads(raw))
        got = "" if registered.is_sealed() else "changed since it was written"
    except UnreadableError as error:
        got = error.got
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        got = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    except (ValueError, RecursionError):
        got = "no JSON"
    if got:
        raise DataError(
            "registration",
            got=f"{path.name}: {got}",
            allowed="what `naysay register` wrote",
            mend="Bring it back as it was, or move it away: the report then says nothing of a registration.",
        )
    return registered, hashlib.sha256(raw).hexdigest()


def registration_sha256(study: Study, workspace: Workspace) -> dict[str, str]:
    """The SHA-256 of the study's registration by the name of its file; empty where there is none.

    Raises
    ------
    DataError
        As ``read_registered``.
    """
    path = registration_file(study, workspace)
    read = read_registered(path)
    return {} if read is None else {path.name: read[1]}


def registration_of(study: Study, workspace: Workspace, observed: Observed) -> Registration | None:
    """How the run of ``study`` stands to its registration; None where it has none.

    Raises
    ------
    DataError
        As ``read_registered``.
    """
    path = registration_file(study, workspace)
    read = read_registered(path)
    if read is None:
        return None
    registered, sha256 = read
    sessions = pd.DatetimeIndex(observed.panel.frame.index.get_level_values("session")).unique()
    return Registration(
        file=path.name,
        sha256=sha256,
        day=registered.day,
        runs=registered.runs,
        differs=tuple(_differing(study, registered, observed)),
        last_session=registered.last_session,
        sessions=len(sessions),
        later=int(np.count_nonzero(sessions > pd.Timestamp(registered.day))),
    )


def _differing(study: Study, registered: Registered, observed: Observed) -> list[str]:
    """The keys and kinds of small files that differ. A key that a later naysay has counts by its default."""
    then, now = flat(registered.study), full_settings(study)
    changed = settings_of(study, observed.supplements)
    keys = [
        key
        for key in {*then, *now}
        if then.get(key) != now.get(key) and (key in then or key in changed) and key != END
    ]
    if _has_other_end(study, then.get(END), observed):
        keys.append(END)
    files = file_digests(observed.supplements)
    kinds = {*files, *registered.supplements}
    keys += [f"file.{kind}" for kind in kinds if files.get(kind) != registered.supplements.get(kind)]
    return sorted(keys)


def _has_other_end(study: Study, registered: Any, observed: Observed) -> bool:
    """Whether the study ends on another day than the ``registered`` one.

    One that was registered with end = "latest" ends with the last session that most prices have.
    """
    if registered != LATEST_IN_WORDS:
        return bool(registered != study.study.end.isoformat())
    end, named = pd.Timestamp(study.study.end), study.market.benchmark
    histories = [history for symbol, history in observed.prices.items() if named in (None, symbol)]
    later = [bool((history.frame["adj_close"].dropna().index > end).any()) for history in histories]
    return sum(later) * 2 > len(later)
