"""Connects to a Dask scheduler, or starts one with workers on this machine."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

import dask
from distributed import Client, LocalCluster
from distributed.security import Security

from naysay.data.scratch import temporary_folder
from naysay.data.temporary_place import NAMED_BY
from naysay.run.executors._cluster_faults import no_worker, one_line
from naysay.run.executors._quiet import starting
from naysay.study.cluster import LOCAL
from naysay.study.errors import InputError

CONNECT: Final = 20
"""Seconds that a scheduler may take to answer, and its first worker to be there."""
_SETTINGS: Final = {
    "distributed.admin.large-graph-warning-threshold": "1GB",
    "distributed.comm.timeouts.connect": f"{CONNECT}s",
    "distributed.nanny.pre-spawn-environ": {},  # workers of this machine have the threads of this process
    "distributed.worker.profile.enabled": False,  # it looks at a worker a hundred times a second
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "logging.distributed": "critical",
}


@contextmanager
def connected(address: str, workers: int) -> Iterator[Client]:
    """A client of the scheduler at ``address`` with one worker or more; of this machine it has ``workers``.

    Raises
    ------
    InputError
        Nobody at the address, or no worker.
    """
    with dask.config.set(_SETTINGS), _silence(), ExitStack() as stack:
        security: Security | None = None
        where: Any = address
        if address == LOCAL:
            where = stack.enter_context(_local(workers))
        else:
            security = _security(address)
        try:
            client = stack.enter_context(
                Client(where, security=security, timeout=CONNECT, set_as_default=False)
            )
        except (OSError, TimeoutError, ValueError) as error:
            raise InputError(
                "--cluster",
                got=f"{address}, where nobody answers ({one_line(error)})",
                allowed="the address of a Dask scheduler that runs",
                mend="Start it with `dask scheduler` and its workers with `dask worker ADDRESS`.",
            ) from None
        try:
            client.wait_for_workers(1, timeout=CONNECT)
        except TimeoutError:
            raise no_worker() from None
        yield client


@contextmanager
def _local(workers: int) -> Iterator[LocalCluster]:
    """A cluster of this machine alone. Its loopback is encrypted too: others may listen there.

    What scheduler and workers keep for a while lies in a folder of this process, and goes with it even if
    they are killed: they have no time to remove it themselves.
    """
    with temporary_folder() as folder, dask.config.set({"temporary-directory": str(folder)}):
        with starting():
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                security=Security.temporary(),
                dashboard_address="127.0.0.1:0",
                memory_limit=0,
                silence_logs=logging.CRITICAL,
                env=dict.fromkeys(NAMED_BY, str(folder)),
            )
        with cluster:
            yield cluster


def _security(address: str) -> Security:
    security = Security()
    if address.startswith("tls:") and not security.tls_ca_file:
        raise InputError(
            "--cluster",
            got=f"{address}, and no certificates",
            allowed="an address with the certificates that Dask's configuration names",
            mend="Set distributed.comm.tls.ca-file and client.cert and client.key, see docs/cluster.md.",
        )
    return security


@contextmanager
def _silence() -> Iterator[None]:
    """What Dask says of workers that come and go is no news: what goes wrong is raised here."""
    loggers = [logging.getLogger(name) for name in (*logging.root.manager.loggerDict,) if _is_of_dask(name)]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="distributed")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _is_of_dask(logger: str) -> bool:
    return logger.split(".")[0] == "distributed"
