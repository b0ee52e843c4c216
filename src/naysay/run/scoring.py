"""The scorers of a study: its options with paths found, and the names of its companies masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from naysay.data.scorers import Scorer, scorer
from naysay.run.workspace import Workspace
from naysay.study.spec import Study

LEXICON: Final = "sentiment.options.lexicon"
MODEL: Final = "sentiment.options.model"


def study_scorer(study: Study, workspace: Workspace, name: str, options: Mapping[str, Any]) -> Scorer:
    """The scorer ``name`` for the posts of ``study``.

    Raises
    ------
    DataError, PartError, InputError
        A list of words that is not there, a scorer or an option that does not exist.
    """
    given = dict(options)
    if given.get("lexicon"):
        given["lexicon"] = str(workspace.file(str(given["lexicon"]), LEXICON))
    if given.get("model"):
        given["model"] = str(workspace.file(f"{given['model']}/config.json", MODEL).parent)
    if given.get("polarity"):
        given["polarity"] = tuple(given["polarity"])
    labels = [company.name for company in study.company if company.name]
    labels += [alias.name for company in study.company for alias in company.aliases]
    return scorer(name, **given).masking(labels)
