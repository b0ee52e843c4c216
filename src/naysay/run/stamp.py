"""What a run was made with: hashes of its study and inputs, and the versions of what makes the numbers."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from typing import Any, Final

from naysay.run.homes import study_without_homes
from naysay.run.observed import Observed
from naysay.study.spec import Study

COMPUTING: Final = (
    "numpy",
    "pandas",
    "scipy",
    "statsmodels",
    "pyarrow",
    "exchange_calendars",
    "vaderSentiment",
    "matplotlib",
    "typst",
)
"""The packages whose version can change a number or a drawing."""


def stamp(study: Study, observed: Observed) -> dict[str, str]:
    """The hashes of the study and of all its inputs, and the versions of what computes."""
    inputs = [(file.name, file.sha256) for file in observed.files]
    inputs += [(file.name, file.sha256) for file in observed.supplements.files]
    inputs += [(history.source.name, history.source.sha256) for history in observed.prices.values()]
    return {"study_sha256": study_sha256(study), "inputs_sha256": _sha256(sorted(inputs)), **computing()}


def study_sha256(study: Study) -> str:
    """The hash of a study with its defaults filled in."""
    return _sha256(study_without_homes(study))


def computing() -> dict[str, str]:
    """The versions of Python and of the packages that make the numbers."""
    return {"python": platform.python_version(), **{name: version(name) for name in COMPUTING}}


def _sha256(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
