"""Writes the tables of a run as an RO-Crate that says what made them of what: a Process Run Crate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from naysay.reports.exports._package import MEDIA, Package, package
from naysay.reports.exports._replication import FILE as README
from naysay.reports.exports._replication import HASHES, STUDY
from naysay.reports.exports.base import Export, ExportInput, ReadFile
from naysay.reports.results import Results
from naysay.study.counts import counted

FOLDER: Final = "ro_crate"
FILE: Final = "ro-crate-metadata.json"
CRATE: Final = "https://w3id.org/ro/crate/1.1"
PROFILE: Final = "https://w3id.org/ro/wfrun/process/0.5"
CONTEXT: Final = (f"{CRATE}/context", {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"})
"""The terms of the crate; those of version 1.1 have no hash, so that of the run profile is named."""
NO_DAY: Final = "1970-01-01"
"""The day of a run that says none: the standard needs one."""
NO_LICENCE: Final = "#licence"
AUTHOR: Final = "#author"
PYTHON: Final = "https://www.python.org/"


def metadata(source: ExportInput, content: Package) -> dict[str, Any]:
    """The content of ro-crate-metadata.json.

    What the run read is named with its hash and is not a part of the crate. The person who published it and
    the licence are left to be filled in, and say so.

    References
    ----------
    Soiland-Reyes, S. et al. (2022), Packaging research artefacts with RO-Crate, Data Science 5.
    Leo, S. et al. (2024), Recording provenance of workflow runs with RO-Crate, PLOS ONE 19.
    """
    results, day = source.results, source.results.as_of or NO_DAY
    files = [_file(name, file, content) for name, file in content.files.items()]
    read = [_input(number, one) for number, one in enumerate(source.sources, 1)]
    results_of_run = [entity["@id"] for entity in files if entity["@id"] not in (STUDY, README)]
    name = str(results.study["study"]["name"])
    graph: list[dict[str, Any]] = [
        {
            "@id": FILE,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": CRATE},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": source.document.title,
            "description": f"Tables of the study {name}, computed by naysay {results.version}.",
            "identifier": results.stamp.get("study_sha256", name),
            "datePublished": day,
            "license": {"@id": NO_LICENCE},
            "author": {"@id": AUTHOR},
            "publisher": {"@id": AUTHOR},
            "conformsTo": {"@id": PROFILE},
            "mainEntity": {"@id": STUDY},
            "hasPart": _ids(files),
            "mentions": {"@id": "#run"},
        },
        {
            "@id": PROFILE,
            "@type": "CreativeWork",
            "name": "Process Run Crate",
            "version": PROFILE.rpartition("/")[2],
        },
        {
            "@id": NO_LICENCE,
            "@type": "CreativeWork",
            "name": "No licence is stated",
            "description": "Whoever publishes this crate names the licence of its tables here.",
        },
        {
            "@id": AUTHOR,
            "@type": "Organization",
            "name": "Name of the author, to be filled in",
            "description": "Whoever publishes this crate names its authors here, by their ORCID if any.",
        },
        {
            "@id": "#run",
            "@type": "CreateAction",
            "name": f"Run of the study {name}",
            "description": "Posts and prices were read, scored and tested as the study says.",
            "instrument": {"@id": _program(results)["@id"]},
            "agent": {"@id": AUTHOR},
            "endTime": day,
            "actionStatus": "http://schema.org/CompletedActionStatus",
            "object": [{"@id": STUDY}, *_ids(read)],
            "result": [{"@id": name} for name in results_of_run],
        },
        _program(results),
        *_packages(results),
        *files,
        *read,
    ]
    return {"@context": list(CONTEXT), "@graph": graph}


def _file(name: str, content: bytes, whole: Package) -> dict[str, Any]:
    titles = {f"{table.name}.csv": table.title for table in whole.tables}
    named = {README: "How to make these tables again", STUDY: "The study with all its options"}
    return {
        "@id": name,
        "@type": "File",
        "name": titles.get(name) or named[name],
        "encodingFormat": MEDIA[name[name.rindex(".") :]],
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _input(number: int, source: ReadFile) -> dict[str, Any]:
    """A file that the run read. Its place is not known here, so it is named by its content."""
    return {
        "@id": f"#input-{number}-{quote(source.name, safe='')}",
        "@type": "CreativeWork",
        "name": source.name,
        "description": f"{source.kind}, {counted(source.rows, 'row')}; not a part of this crate",
        "sha256": source.sha256,
    }


def _program(results: Results) -> dict[str, Any]:
    return {
        "@id": f"pkg:generic/naysay@{quote(results.version)}",
        "@type": "SoftwareApplication",
        "name": "naysay",
        "softwareVersion": results.version,
        "license": {"@id": "https://spdx.org/licenses/MIT"},
        "softwareRequirements": [{"@id": one["@id"]} for one in _packages(results)],
    }


def _packages(results: Results) -> list[dict[str, Any]]:
    places = {
        name: PYTHON if name == "python" else f"https://pypi.org/project/{quote(name)}/"
        for name in results.stamp
        if not name.endswith(HASHES)
    }
    return [
        {
            "@id": place,
            "@type": "SoftwareApplication",
            "name": name,
            "url": place,
            "softwareVersion": results.stamp[name],
        }
        for name, place in places.items()
    ]


def _ids(entities: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"@id": entity["@id"]} for entity in entities]


def _files(source: ExportInput) -> Mapping[str, bytes]:
    content = package(source)
    text = json.dumps(metadata(source, content), ensure_ascii=False, indent=2) + "\n"
    files = {FILE: text.encode("utf-8"), **content.files}
    return {f"{FOLDER}/{name}": file for name, file in files.items()}


EXPORT = Export("ro_crate", f"{FOLDER}/{FILE}", _files, is_one=False)
