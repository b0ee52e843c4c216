"""What was run on the data of a study before, from the ledger of its workspace, and the entry of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from naysay.reports.history import EarlierVersion, History, history_of_versions
from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.run.data_marks import DataMarks
from naysay.run.ledger import LedgerAnswer, LedgerEntry, RunLedger, add_entry, can_be_kept, read_ledger
from naysay.run.observe import Observed
from naysay.run.progress import Progress
from naysay.run.registration import registration_of
from naysay.run.settings import differing, settings_of
from naysay.run.versions import is_of_version, on_shared_data, versions_of
from naysay.run.workspace import Workspace
from naysay.study.errors import printable
from naysay.study.spec import Study


def history_of(study: Study, workspace: Workspace, observed: Observed) -> History | None:
    """What the ledger and the registration say of a run of ``study``; None where the workspace keeps none.

    The ledger is taken as it was when this version of the study was first run on these data: a run that is
    made again says the same.

    Raises
    ------
    DataError
        A registration that cannot be read.
    """
    if not workspace.remembers:
        return None
    settings, data = settings_of(study, observed.supplements), data_of(study, workspace, observed)
    ledger = read_ledger(workspace.own)
    if (first := _first_run(ledger, settings, data)) is not None:
        ledger = ledger.up_to(first)
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
    run: ``progress`` says so. Nothing happens where the workspace keeps no ledger.
    """
    history = results.history
    if history is None:
        return
    data, findings = data_of(study, workspace, observed), results.findings
    lead = findings.lead
    entry = LedgerEntry(
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
        seen=history.seen,
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
    try:
        add_entry(workspace.own, entry)
    except OSError as error:
        progress.say(f"the run could not be written into {workspace.own}: {error.strerror or error}")
    if history.fault is not None:
        at = f", line {history.line}" if history.line else ""
        progress.say(f"the ledger in {workspace.own} is not whole ({history.fault}{at}): see naysay ledger")


def data_of(study: Study, workspace: Workspace, observed: Observed) -> DataMarks:
    """The marks of the posts and prices that were read."""
    paths = workspace.posts(study)
    return DataMarks.of(
        [(paths[file.name], file.sha256) for file in observed.files if file.name in paths],
        [history.source.sha256 for history in observed.prices.values()],
        study.tickers,
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


def _first_run(ledger: RunLedger, settings: Mapping[str, str], data: DataMarks) -> int | None:
    """How many lines the ledger had when this version was first run on these data; None where it was not."""
    for number, entry in enumerate(ledger.entries):
        if entry is not None and entry.settings == settings and entry.data_sha256 == data.sha256:
            return min(entry.seen, number)
    return None


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
