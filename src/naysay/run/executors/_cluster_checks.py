"""Looks at each worker of a cluster before work starts: what it computes with, and which files it sees."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.metadata import version
from typing import Any, Final

from distributed import Client

from naysay.data.scratch import TEMPORARY, sweep
from naysay.data.temporary_place import temporary_place
from naysay.run.executors._cluster_faults import lost, one_line, open_worker, other_worker
from naysay.run.executors._parts_place import SMALL, Lying, PartsPlace
from naysay.run.executors._worker_identity import own_identity
from naysay.study.cluster import is_private
from naysay.study.errors import InputError, printable
from naysay.study.notices import warn

ANSWER: Final = 120
"""Seconds that a worker may take to say who it is: it may have to load naysay first."""
AGAIN: Final = 10
"""Seconds that workers which were lost may take to come again before the run ends."""


def check_workers(client: Client) -> None:
    """See that each worker has the versions and word lists of this process, and nobody listens on the way.

    Warns of those on another kind of processor.

    Raises
    ------
    InputError
        The first that has others, by its address.
    """
    own, answers = own_identity(), _answers_of(client, version, "naysay")
    check_privacy(answers)
    for worker, its in answers.items():
        if isinstance(its, Exception):
            raise other_worker(worker, "no naysay" if isinstance(its, ImportError) else one_line(its))
        if its != own.versions["naysay"]:
            raise other_worker(worker, f"naysay {its}, here {own.versions['naysay']}")
    for worker, its in _answers_of(client, own_identity).items():
        differs = f"another naysay: {one_line(its)}" if isinstance(its, Exception) else own.difference(its)
        if differs:
            raise other_worker(worker, differs)
        if its.kernel != own.kernel:
            warn("other_kernel", its.kernel, own=own.kernel)


def check_privacy(workers: Iterable[str]) -> None:
    """See that what is sent to each of the addresses is encrypted, or stays on this machine.

    Raises
    ------
    InputError
        The first that is another.
    """
    for worker in workers:
        if not is_private(worker):
            raise open_worker(worker)


def check_place(client: Client, place: PartsPlace, address: str) -> None:
    """See that each worker reaches the place; without an ``address`` it is a folder of this machine."""
    probe = place.laid(secrets.token_bytes(2 * SMALL))
    try:
        for worker, seen in _answers_of(client, _takes, place, probe).items():
            if seen is not True:
                raise InputError(
                    "--parts",
                    got=f"{printable(address)}, which {worker} does not reach ({one_line(seen)})"
                    if address
                    else f"nothing, and {worker} does not see the files of this machine",
                    allowed="a folder or an address that this machine and all workers reach",
                    mend="Name one, such as --parts s3://bucket/folder, with its driver on each machine.",
                )
    finally:
        place.remove(probe)


def sweep_workers(client: Client, workers: int) -> None:
    """Remove what killed workers left in their temporary folders: the text of posts may lie there.

    Those that come again are waited for, up to so many ``workers``.
    """
    with suppress(Exception):
        client.wait_for_workers(workers, timeout=AGAIN)
    with suppress(Exception):
        client.sync(client._run, _swept, on_error="ignore", callback_timeout=ANSWER)


def _swept() -> int:
    return sweep(temporary_place(), TEMPORARY)


def _takes(place: PartsPlace, probe: Lying | bytes) -> bool:
    return bool(place.taken(probe))


def _answers_of(client: Client, function: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
    """What ``function`` gives on each worker, by address; the error where it fails."""
    try:
        answers: dict[str, Any] = client.sync(
            client._run, function, *arguments, on_error="return", callback_timeout=ANSWER
        )
    except TimeoutError:
        raise lost(TimeoutError(f"a worker that did not answer within {ANSWER} seconds")) from None
    except OSError as error:
        raise lost(error) from None
    return dict(sorted(answers.items()))
