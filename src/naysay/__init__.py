"""naysay measures what negative forum talk about a company does to its share price.

From Python::

    import naysay

    study = naysay.read_study("analysis/study.toml")
    run = naysay.run_study(study)
    run.tables["effects"], run.findings, run.report("pdf")
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # so checkers read it as true, and nothing is loaded for it
if TYPE_CHECKING:
    from naysay import analysis as analysis
    from naysay import data as data
    from naysay.run.placed_study import PlacedStudy as PlacedStudy
    from naysay.run.placed_study import read_study as read_study
    from naysay.run.placed_study import study_from as study_from
    from naysay.run.run_figure import RunFigure as RunFigure
    from naysay.run.run_results import RunResults as RunResults
    from naysay.run.run_results import read_run as read_run
    from naysay.run.simulated_study import simulated_study as simulated_study
    from naysay.run.study_run import Run as Run
    from naysay.run.study_run import run_study as run_study
    from naysay.run.study_run import sweep as sweep
    from naysay.study.errors import DataError as DataError
    from naysay.study.errors import InputError as InputError
    from naysay.study.errors import NaysayError as NaysayError
    from naysay.study.errors import StudyError as StudyError

__version__ = "0.1.0"

_PLACES = {
    "read_study": "naysay.run.placed_study",
    "study_from": "naysay.run.placed_study",
    "run_study": "naysay.run.study_run",
    "sweep": "naysay.run.study_run",
    "read_run": "naysay.run.run_results",
    "simulated_study": "naysay.run.simulated_study",
    "PlacedStudy": "naysay.run.placed_study",
    "Run": "naysay.run.study_run",
    "RunResults": "naysay.run.run_results",
    "RunFigure": "naysay.run.run_figure",
    "NaysayError": "naysay.study.errors",
    "StudyError": "naysay.study.errors",
    "InputError": "naysay.study.errors",
    "DataError": "naysay.study.errors",
}
"""Where each public name is. It is loaded when it is first asked for: the command has to start at once."""
_FOLDERS = ("analysis", "data")

__all__ = ["__version__", *_PLACES, *_FOLDERS]


if not TYPE_CHECKING:  # a checker knows the names above, and no others

    def __getattr__(name):
        if name in _PLACES:
            return getattr(importlib.import_module(_PLACES[name]), name)
        if name in _FOLDERS:
            return importlib.import_module(f"naysay.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
