"""Which run this is: the name of its folder, and whether a run that is there already is the same."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from naysay import __version__
from naysay.data.witness import file_sha256
from naysay.run.earlier import SINCE, EarlierRun
from naysay.run.homes import study_without_homes
from naysay.run.manifest import FORGOTTEN, Manifest
from naysay.run.registration import KIND as REGISTRATION
from naysay.run.registration import registration_sha256
from naysay.run.stamp import computing, study_sha256
from naysay.run.workspace import Workspace
from naysay.study.spec import Study


def run_id(
    study: Study, workspace: Workspace, *, day: date | None = None, before: EarlierRun | None = None
) -> str:
    """Twelve hexadecimal digits of the study, the files of posts, whom to forget and naysay's version.

    The ``day`` that the report was asked for, the run ``before`` it and the registration of the study count
    where there are some. The ledger does not: a run that is made again has the same place.
    """
    files = {name: path.stat().st_size for name, path in workspace.posts(study).items()}
    parts = [study_without_homes(study), files, __version__]
    if lists := workspace.forgotten():
        parts.append({name: names.sha256 for name, names in lists.items()})
    if day is not None:
        parts.append({"as_of": day.isoformat()})
    if before is not None:
        parts.append({SINCE: _hash(before)})
    if registered := registration_sha256(study, workspace):
        parts.append({REGISTRATION: registered})
    content = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def is_same(
    there: Manifest, study: Study, workspace: Workspace, *, as_of: date, before: EarlierRun | None = None
) -> bool:
    """Whether a run will be like the one that is ``there``, as far as study, posts and packages tell."""
    files = {name: file_sha256(path) for name, path in workspace.posts(study).items()}
    forgotten = {name: names.sha256 for name, names in workspace.forgotten().items()}
    registered = registration_sha256(study, workspace)
    inputs = (("posts", files), (FORGOTTEN, forgotten), (SINCE, _hash(before)), (REGISTRATION, registered))
    return (
        there.study_sha256 == study_sha256(study)
        and there.as_of == as_of.isoformat()
        and all(there.hashes(kind) == now for kind, now in inputs)
        and (there.naysay, there.versions) == (__version__, computing())
    )


def _hash(before: EarlierRun | None) -> dict[str, str]:
    """The hash of the results of the run ``before`` by its name."""
    return {} if before is None else {before.name: before.sha256}
