"""The scorers of a study: its options with whole paths, and the names of its companies masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from naysay.analysis.methods.robustness import RobustnessOptions
from naysay.data.own_scores import FIELD as OWN_SCORES
from naysay.data.scorers import Scorer, ready, scorer
from naysay.data.scorers.given import SCORER as OF_COLUMN
from naysay.data.scorers.given import ColumnScorer
from naysay.run.parts import is_read
from naysay.run.workspace import Workspace
from naysay.study.errors import InputError
from naysay.study.spec import Study

LEXICON: Final = "sentiment.options.lexicon"
MODEL: Final = "sentiment.options.model"
LABELLED: Final = "sentiment.labelled"


def study_scorer(study: Study, workspace: Workspace, name: str, options: Mapping[str, Any]) -> Scorer:
    """The scorer ``name`` for the posts of ``study``.

    Raises
    ------
    DataError, PartError, InputError
        A list of words that is not there, a scorer or an option that does not exist, an option of another
        type.
    """
    if isinstance(own := scorer(name, **options), ColumnScorer):
        if study.posts.columns.score is None:
            raise InputError(
                OWN_SCORES,
                got="no column",
                allowed=f"the column with each post's own sentiment, which the scorer {name} reads",
                mend='Write score = "Sentiment" below [posts.columns], or choose a scorer that reads texts.',
            )
        return own.of_columns(study.posts.columns)
    resolved = dict(options)
    if resolved.get("lexicon"):
        resolved["lexicon"] = str(workspace.file(resolved["lexicon"], LEXICON))
    if resolved.get("model"):
        resolved["model"] = str(workspace.file(f"{resolved['model']}/config.json", MODEL).parent)
    labels = [company.name for company in study.company if company.name]
    labels += [alias.name for company in study.company for alias in company.aliases]
    return scorer(name, **resolved).masking(labels)


def other_scorers(study: Study) -> tuple[str, ...]:
    """The scorers that the robustness list compares with, where the study has that list.

    The source's own scores are among them where the study names their column and scores posts otherwise.

    Raises
    ------
    InputError
        One that needs an option, since the list gives none.
    """
    if not is_read(RobustnessOptions, study):
        return ()
    names, own, able = study.section(RobustnessOptions).scorers, OF_COLUMN.name, ready()
    if study.posts.columns.score is not None:
        able = (*able, own)
        if own not in (study.sentiment.scorer, *names):
            names = (*names, own)
    for name in names:
        scorer(name)
        if name not in able:
            raise InputError(
                "robustness.scorers",
                got=name,
                allowed=f"scorers that need no option: {', '.join(able)}",
                mend="Leave it out, or make a study of its own with it as sentiment.scorer.",
            )
    return names
