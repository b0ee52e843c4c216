"""Holds scorers to the source's own scores of a study's posts, and to the posts that its user labelled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from naysay.analysis.methods.robustness import RobustnessOptions
from naysay.analysis.scorer_agreement import scorer_agreement
from naysay.data.labelled import read_labelled
from naysay.data.post_files import total_size
from naysay.data.posts import Posts, read_posts
from naysay.data.scored import SCALE, UNSCORED
from naysay.data.scorers import Scorer, ready
from naysay.data.scorers.given import SCORER as OWN
from naysay.data.scratch import temporary_folder
from naysay.data.sessions import trading_sessions
from naysay.run.evaluate import agreement_text, judged
from naysay.run.parts import is_read
from naysay.run.progress import Progress
from naysay.run.scoring import LABELLED, study_scorer
from naysay.run.workspace import Workspace
from naysay.study.errors import InputError
from naysay.study.executor import Executor, Serial
from naysay.study.spec import Study


def evaluate_study(
    study: Study,
    workspace: Workspace,
    wanted: Sequence[str] = (),
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> str:
    """What a study's files say of scorers: those ``wanted``, or those of the study that read texts.

    Its labelled posts are judged as a file of them is. Where ``posts.columns.score`` names a column, all of
    its posts are read, as a run reads them, and a table says how far the scorers agree with it.

    Raises
    ------
    NaysayError
        Files that cannot be used; a study with neither labelled posts nor such a column.
    """
    column, labelled = study.posts.columns.score, study.sentiment.labelled
    if not study.has_posts and not labelled:
        raise InputError(
            "chatter.path",
            got="daily measures, and no posts",
            allowed="a study with posts, or with posts that people labelled",
            mend="How daily measures were scored cannot be measured here. Name a file of labelled posts in "
            "place of the study.",
        )
    if column is None and not labelled:
        raise InputError(
            "posts.columns.score",
            got="no column, and no labelled posts",
            allowed="a study with the source's own scores, or with posts that people labelled",
            mend='Write score = "Sentiment" below [posts.columns], or labelled = "data/labelled/own.tsv" '
            "below [sentiment].",
        )
    own = None if column is None else _scorer(study, workspace, OWN.name)
    names = [name for name in wanted if name != OWN.name] or _names(study)
    chosen = [_scorer(study, workspace, name) for name in names]
    parts = []
    if labelled:
        posts = read_labelled(workspace.file(labelled, LABELLED), LABELLED, score_column=column or "")
        parts += judged(posts, chosen, own if posts.has_own_scores else None)
    if own is not None:
        parts.append(_agreement(study, workspace, chosen, own, executor, progress or Progress(quiet=True)))
    return "\n\n".join(parts)


def _names(study: Study) -> Sequence[str]:
    """The scorers of the study, but for the source's own; all of them where it has no other."""
    further = study.section(RobustnessOptions).scorers if is_read(RobustnessOptions, study) else ()
    names = dict.fromkeys([study.sentiment.scorer, *further])
    return [name for name in names if name != OWN.name] or ready()


def _scorer(study: Study, workspace: Workspace, name: str) -> Scorer:
    is_studys = name == study.sentiment.scorer
    return study_scorer(study, workspace, name, study.sentiment.options if is_studys else {})


def _agreement(
    study: Study,
    workspace: Workspace,
    scorers: Sequence[Scorer],
    own: Scorer,
    executor: Executor | None,
    progress: Progress,
) -> str:
    files = workspace.posts(study)
    with (
        temporary_folder() as folder,
        progress.counting("posts", total_size(files.values()), "read") as count,
    ):
        exchanges = {
            name: trading_sessions(
                name, study.study.start, study.study.end, cutoff_minutes=study.chatter.cutoff
            )
            for name in {study.calendar_of(company) for company in study.company}
        }
        posts = read_posts(
            study,
            files,
            sessions={company.ticker: exchanges[study.calendar_of(company)] for company in study.company},
            scorers=[own, *scorers],
            folder=folder / "posts",
            quarantine=folder / "quarantine.jsonl",
            forgotten=[names.keyed() for names in workspace.forgotten().values()],
            executor=executor or Serial(),
            progress=count,
        )
    first, *others = (np.where(of == UNSCORED, np.nan, of / SCALE) for of in posts.scores)
    below = round(study.chatter.negative_below * SCALE) / SCALE
    agreements = [
        scorer_agreement(one.name, scores, first, groups=_groups(posts), negative_below=below)
        for one, scores in zip(scorers, others, strict=True)
    ]
    return agreement_text(agreements, study.posts.columns.score or "", group="daily")


def _groups(posts: Posts) -> npt.NDArray[np.int64]:
    """The company and session of each post as one number."""
    company, session = (
        np.asarray(of, dtype=np.int64) for of in (posts.scored.company.codes, posts.scored.session)
    )
    return np.asarray(company * (session.max(initial=0) + 1) + session)
