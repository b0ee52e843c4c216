"""The name of a run by its content: equal inputs, options and versions have the same one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from naysay import __version__
from naysay.run.homes import study_without_homes
from naysay.run.inputs import hashes_of
from naysay.run.manifest import Input
from naysay.run.stamp import computing
from naysay.study.spec import Study


def run_id(
    study: Study, inputs: tuple[Input, ...], *, as_of: date, formats: Sequence[str] | None = None
) -> str:
    """Twelve hexadecimal digits of all that decides what a run is.

    That is the study with its defaults, the SHA-256 of every input, the day ``as_of`` of its report, its
    documents (``formats``, those of the study if None), and the versions of naysay and of the packages that
    compute. The processor is no part of it: its rounding is no other content.
    """
    content = {
        "study": study_without_homes(study),
        "inputs": hashes_of(inputs),
        "as_of": as_of.isoformat(),
        "formats": sorted(set(formats or study.report.formats)),
        "versions": {"naysay": __version__, **computing()},
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
