"""What was run on the data of a study before, from the ledger of its workspace, and the entry of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from naysay.reports.history import EarlierVersion, History, history_of_versions
from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.run.data_marks import DataMarks
from naysay.run.ledger import LedgerAnswer, LedgerEntry, add_entry, can_be_kept, read_ledger
from naysay.run.observed import Observed
from naysay.run.progress import Progress
from naysay.run.registration import registration_of
from naysay.run.settings import differing, settings_of
from naysay.run.versions import is_of_version, lines_before, on_shared_data, versions_of
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError, printable
from naysay.study.spec import Study


def history_of(study: Study, workspace: Workspace, observed: Observed) -> History:
    """What the ledger and the registration of the workspace say of a run of ``study``.

    The ledger is taken as it was when this version of the study was first run on these data: a run that is
    made again says the same.

    Raises
    ------
    DataError
        A registration that cannot be read.
    """
    settings, data = settings_of(study, observed.supplements), data_of(study, workspace, observed)
    ledger = read_ledger(workspace.own)
    if (lines := lines_before(ledger.entries, settings, data.sha256)) is not None:
        ledger = ledger.up_to(lines)
    fault, line = ledger.fault, ledger.line
    if fault is None and not can_be_kept(workspace.own):
        fault = "unwritable"
    return history_of_versions(
        [_version(entry, settings, data) for entry in other_versions(ledger.entries, settings, data)],
        seen=len(ledger.hashes),
        ledger_sha256=ledger.sha256,
        fault=fault,
        line=line,
        registration=registration_of(study, workspace, observed),
    )


def keep_in_ledger(
    study: Study,
    workspace: Workspace,
    observed: Observed,
    results: Results,
    *,
    run: str,
    now: datetime | None,
    progress: Progress,
) -> None:
    """Write a finished run, called ``run``, into the ledger of its workspace.

    ``now`` is the moment, None where nobody says. A ledger that cannot be written or is not whole stops no
    run: ``progress`` says so.
    """
    history = results.history or History()
    try:
        data = data_of(study, workspace, observed)
        add_entry(workspace.own, _entry(study, data, observed, results, run, now))
    except (OSError, DataError) as error:
        why = error.fault.got if isinstance(error, DataError) else error.strerror or error
        progress.say(f"the run could not be written into {workspace.own}: {why}")
    if history.fault is not None:
        at = f", line {history.line}" if history.line else ""
        progress.say(f"the ledger in {workspace.own} is not whole ({history.fault}{at}): see naysay ledger")


def data_of(study: Study, workspace: Workspace, observed: Observed) -> DataMarks:
    """The marks of the posts and prices that were read."""
    return DataMarks.of(
        places=workspace.posts(study).values(),
        posts=[file.sha256 for file in observed.files],
        prices=[history.source.sha256 for history in observed.prices.values()],
        companies=study.tickers,
    )


def _entry(
    study: Study, data: DataMarks, observed: Observed, results: Results, run: str, now: datetime | None
) -> LedgerEntry:
    findings, lead = results.findings, results.findings.lead
    return LedgerEntry(
        before=None,
        time="" if now is None else now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        run=printable(run)[:200],
        study=study.study.name,
        study_sha256=results.stamp["study_sha256"],
        settings=settings_of(study, observed.supplements),
        data_sha256=data.sha256,
        posts=tuple(sorted(data.posts)),
        companies=tuple(sorted(data.companies)),
        seed=study.study.seed,
        naysay=results.version,
        seen=0 if results.history is None else results.history.seen,
        answer=LedgerAnswer(
            verdict=findings.verdict,
            grade=findings.evidence.grade,
            bp_per_sd=finite(lead.bp_per_sd),
            low=finite(lead.low),
            high=finite(lead.high),
            pvalue=finite(lead.pvalue),
            events=findings.reaction.n_events,
        ),
    )


def other_versions(
    entries: Sequence[LedgerEntry | None], settings: Mapping[str, str], data: DataMarks
) -> list[LedgerEntry]:
    """A run of each other version on the same data or a part of them, the newest first.

    That is its newest run on the same data, else its newest.
    """
    chosen = []
    for runs in versions_of(on_shared_data(entries, data)):
        if not any(is_of_version(entry, settings, data.sha256) for entry in runs):
            same = [entry for entry in runs if entry.data_sha256 == data.sha256]
            chosen.append((same or runs)[-1])
    place = {id(entry): number for number, entry in enumerate(entries)}
    return sorted(chosen, key=lambda entry: place[id(entry)], reverse=True)


def _version(entry: LedgerEntry, settings: Mapping[str, str], data: DataMarks) -> EarlierVersion:
    answer = entry.answer
    return EarlierVersion(
        run=entry.run,
        day=entry.time[:10],
        differs=tuple((key, entry.settings.get(key, "")) for key in differing(entry.settings, settings)),
        verdict=answer.verdict,
        bp_per_sd=answer.bp_per_sd,
        low=answer.low,
        high=answer.high,
        pvalue=answer.pvalue,
        same_data=entry.data_sha256 == data.sha256,
    )
